! SPDX-License-Identifier: BSD-3-Clause
! check_names.f90 -- the Fortran 77 routines with their explicit interfaces, and the constants.
!
! Compiled again with default integers of 8 bytes: a default integer picks the routine then,
! through generics of this program, which want the rank of the dummy array: 1.

! Those of raptors.fi are those of the module.
subroutine check_constants
  use raptors, only: row => RP_ROW_MAJOR, col => RP_COL_MAJOR, bcast_row => RP_BCAST_ROW, &
      bcast_col => RP_BCAST_COL, bcast_scalar => RP_BCAST_SCALAR, row_64 => RP_ROW_MAJOR_64, &
      col_64 => RP_COL_MAJOR_64, bcast_row_64 => RP_BCAST_ROW_64, &
      bcast_col_64 => RP_BCAST_COL_64, bcast_scalar_64 => RP_BCAST_SCALAR_64
  implicit none
  include 'raptors.fi'
  if (any([row, col, bcast_row, bcast_col, bcast_scalar] /= &
      [RP_ROW_MAJOR, RP_COL_MAJOR, RP_BCAST_ROW, RP_BCAST_COL, RP_BCAST_SCALAR])) error stop 1
  if (any([row_64, col_64, bcast_row_64, bcast_col_64, bcast_scalar_64] /= [RP_ROW_MAJOR_64, &
      RP_COL_MAJOR_64, RP_BCAST_ROW_64, RP_BCAST_COL_64, RP_BCAST_SCALAR_64])) error stop 2
  if (kind(row) /= 4 .or. kind(row_64) /= 8) error stop 3
end subroutine

program check_names
  use, intrinsic :: iso_fortran_env, only: int32, int64, real32, real64
  use raptors
  implicit none
  interface axis0sum
    procedure :: rp_saxis0sum, rp_saxis0sum_64
  end interface
  interface add_bcast
    procedure :: rp_dgeadd_bcast, rp_dgeadd_bcast_64
  end interface
  real(real32) :: a(3,2) = reshape([1, 2, 3, 4, 5, 6], [3, 2]), v(6) = [1, 2, 3, 4, 5, 6]
  real(real32) :: y(2), s
  real(real64) :: d(6) = 1, x(4) = [1, -9, 2, -9], c(6), t
  integer(int32) :: info_4
  integer(int64) :: info_8
  integer :: info, m = 3, n = 2, bcast = RP_BCAST_ROW, layout = RP_COL_MAJOR

  call axis0sum(layout, m, n, v, m, y, 1, info)
  if (info /= 0 .or. any(y /= [6, 15])) error stop 10
  call add_bcast(layout, bcast, m, n, 2d0, d, m, 10d0, x, 2, c, m, info)
  if (info /= 0 .or. any(c /= [12, 12, 12, 22, 22, 22])) error stop 11
  call add_bcast(layout, bcast, m, n, 2d0, d, m, 10d0, x, 2, d, m, info)
  if (info /= 0 .or. any(d /= c)) error stop 12

  ! By name, an array of any rank will do, and an element for what follows it.
  call rp_saxis0sum(RP_COL_MAJOR, 3_int32, 1_int32, a(1,2), 3_int32, y, 1_int32, info_4)
  if (info_4 /= 0 .or. y(1) /= 15) error stop 13
  call rp_dsgesum(RP_ROW_MAJOR, 2_int32, 3_int32, a, 3_int32, t, info_4)
  if (info_4 /= 0 .or. t /= 21) error stop 14
  call rp_smax_64(6_int64, a, 1_int64, s, info_8)
  if (info_8 /= 0 .or. s /= 6) error stop 15
  call rp_dgescal_64(RP_COL_MAJOR_64, 3_int64, 2_int64, 2d0, d, 3_int64, d, 3_int64, info_8)
  if (info_8 /= 0 .or. any(d /= 2*c)) error stop 16
  call rp_sgeadd(RP_COL_MAJOR, 3_int32, 2_int32, 1.0, a, 3_int32, -1.0, a, 3_int32, a, 3_int32, &
      info_4)
  if (info_4 /= 0 .or. any(a /= 0)) error stop 17
  call check_constants()
end program
