! SPDX-License-Identifier: BSD-3-Clause
! program.f90 -- a user's program in Fortran, with the module.
program user
  use raptors
  implicit none
  double precision :: a(2,3) = reshape([1d0, 4d0, 2d0, 5d0, 3d0, 6d0], [2, 3]), y(2)
  integer :: info

  call rp_axis1sum(a, y, info)
  if (info /= 0 .or. any(y /= [6d0, 15d0])) stop 1
  call rp_daxis1sum(RP_COL_MAJOR, 2, 3, a, 2, y, 1, info)
  if (info /= 0 .or. any(y /= [6d0, 15d0])) stop 2
  if (len(rp_version()) < 5) stop 3
end program
