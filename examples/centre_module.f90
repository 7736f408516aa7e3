! SPDX-License-Identifier: BSD-3-Clause
! centre_module.f90 -- the same through the module, for the middle rows of a matrix.
program centre
  use raptors
  implicit none
  double precision :: a(6, 3), mean(3)
  integer :: i, info

  a = -1
  a(2:5, 1) = [1, 2, 3, 6]
  a(2:5, 2) = [10, 20, 30, 40]
  a(2:5, 3) = [0.5, 0.5, 1.5, 1.5]

  ! A section is passed as it is: no copy, its leading dimension is 6.
  call rp_axis0mean(a(2:5, :), mean, info)
  if (info /= 0) stop 1

  ! C is A: in place.
  call rp_add_bcast(a(2:5, :), mean, a(2:5, :), RP_BCAST_ROW, beta=-1d0, info=info)
  if (info /= 0) stop 1

  write (*, '(a, 3f6.1)') 'means', mean
  do i = 1, 6
    write (*, '(3f6.1)') a(i, :)
  end do
end program
