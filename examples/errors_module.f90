! SPDX-License-Identifier: BSD-3-Clause
! errors_module.f90 -- an error handler of one's own, in Fortran.
module errors_handler
  use, intrinsic :: iso_c_binding, only: c_int, c_ptr
  use raptors, only: rp_string
  implicit none
contains
  subroutine tell(routine, argument) bind(C)
    type(c_ptr), value :: routine
    integer(c_int), value :: argument

    write (*, '(2a, i0)') rp_string(routine), ': look at argument ', argument
  end subroutine
end module

program errors
  use, intrinsic :: iso_c_binding, only: c_funloc, c_funptr
  use raptors
  use errors_handler
  implicit none
  type(c_funptr) :: former
  real :: a(2, 3) = 1, y(2) = -1
  integer :: info

  former = rp_set_error_handler(c_funloc(tell))

  ! Three columns have three sums: argument 2, y, is too short.
  call rp_axis0sum(a, y, info)
  write (*, '(a, i0, a, f4.1)') 'info ', info, ', y(1) is still ', y(1)

  former = rp_set_error_handler(former)
end program
