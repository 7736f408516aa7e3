! SPDX-License-Identifier: BSD-3-Clause
! check_generics.f90 -- the generic routines of the module, for both kinds.
!
! Compiled again with default integers of 8 bytes: all integers here are default ones.
subroutine check_single
  use, intrinsic :: iso_c_binding, only: c_funptr, c_null_funptr
  use, intrinsic :: iso_fortran_env, only: real32, real64
  use raptors
  implicit none
  integer, parameter :: wp = real32
  call check_all()
contains
  include 'checks.fi'
end subroutine

subroutine check_double
  use, intrinsic :: iso_c_binding, only: c_funptr, c_null_funptr
  use, intrinsic :: iso_fortran_env, only: real64
  use raptors
  implicit none
  integer, parameter :: wp = real64
  call check_all()
contains
  include 'checks.fi'
end subroutine

program check_generics
  implicit none
  call check_single()
  call check_double()
end program
