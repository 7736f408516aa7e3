! SPDX-License-Identifier: BSD-3-Clause
! check_runtime.f90 -- the runtime calls of the module; and, by means of the hooks, that the
! library works on the caller's arrays and not on copies.
module check_runtime_scene
  use, intrinsic :: iso_c_binding
  use raptors
  implicit none
  character(len=40) :: heard, started, stopped
  integer(c_int) :: heard_argument
  real(c_float), target :: a(6,8), c(6,8)
  real(c_float) :: seen_at_stop
contains
  subroutine hear(routine, argument) bind(C)
    type(c_ptr), value :: routine
    integer(c_int), value :: argument
    heard = rp_string(routine)
    heard_argument = argument
  end subroutine

  ! The routine has not looked at the matrix yet: does it see this change?
  subroutine start(routine) bind(C)
    type(c_ptr), value :: routine
    started = rp_string(routine)
    a(2,1) = a(2,1) + 1000
  end subroutine

  ! The routine has done its work: has it written to the matrix?
  subroutine stop_(routine) bind(C)
    type(c_ptr), value :: routine
    stopped = rp_string(routine)
    seen_at_stop = c(2,1)
  end subroutine

  subroutine expect(ok, what)
    logical, intent(in) :: ok
    character(len=*), intent(in) :: what
    if (ok) return
    print *, 'FAIL: ', what
    error stop 1
  end subroutine
end module

program check_runtime
  use check_runtime_scene
  implicit none
  ! The handlers fit the interfaces that the module publishes for them.
  procedure(rp_error_handler), pointer :: handler => hear
  procedure(rp_region_hook), pointer :: hook => start
  call check_strings()
  call check_isa()
  call check_threads()
  call check_telemetry()
  call check_handler()
  call check_hooks()
contains

  subroutine check_strings()
    character(len=:), allocatable :: text
    character(len=40) :: version
    write (version, '(i0, ".", i0, ".", i0)') &
        RP_VERSION_MAJOR, RP_VERSION_MINOR, RP_VERSION_PATCH
    call expect(rp_version() == version .and. len(rp_version()) == len_trim(version), 'version')
    text = rp_threading_info()
    call expect(text(1:1) == '{' .and. text(len(text):) == '}', 'threading_info as a whole')
    call expect(index(text, '"' // rp_version() // '"') > 0, 'threading_info, version')
    call expect(rp_string(c_null_ptr) == '', 'string of NULL')
  end subroutine

  subroutine check_isa()
    character(len=:), allocatable :: best
    integer :: info
    call rp_set_isa()
    best = rp_get_isa()
    call rp_set_isa('scalar', info)
    call expect(info == 0 .and. rp_get_isa() == 'scalar', 'set_isa')
    call rp_set_isa('scala', info)
    call expect(info == -1 .and. rp_get_isa() == 'scalar', 'set_isa, unknown')
    call rp_set_isa('generic   ')
    call expect(rp_get_isa() == 'generic', 'set_isa, with blanks')
    call rp_set_isa(info=info)
    call expect(info == 0 .and. rp_get_isa() == best, 'set_isa, best')
  end subroutine

  subroutine check_threads()
    integer(c_int32_t) :: info, usual, three
    integer(c_int64_t) :: info_64, two
    logical :: alone
    alone = index(rp_threading_info(), '"backend": "none"') > 0
    three = merge(1_c_int32_t, 3_c_int32_t, alone)
    two = merge(1_c_int64_t, 2_c_int64_t, alone)
    call rp_get_num_threads(usual)
    call expect(usual >= 1, 'get_num_threads')
    call rp_set_num_threads(3_c_int32_t, info)
    call expect(info == 0, 'set_num_threads')
    call rp_set_num_threads_local_64(2_c_int64_t, info_64)
    call expect(info_64 == 0, 'set_num_threads_local_64')
    call rp_get_num_threads_64(info_64)
    call expect(info_64 == two, 'the cap of the thread')
    call rp_set_num_threads_local(0_c_int32_t, info)
    call expect(info == 2, 'set_num_threads_local')
    call rp_set_num_threads_64(-1_c_int64_t, info_64)
    call expect(info_64 == -1, 'set_num_threads_64, illegal')
    call rp_set_num_threads_64(2_c_int64_t**32 + 1, info_64)
    call expect(info_64 == -1, 'set_num_threads_64, beyond INTEGER')
    call rp_get_num_threads(info)
    call expect(info == three, 'no change by what is illegal')
    call rp_set_num_threads(0_c_int32_t, info)
    call rp_get_num_threads(info)
    call expect(info == usual, 'the default')
  end subroutine

  subroutine check_telemetry()
    integer(c_int32_t) :: info, usual
    integer(c_int64_t) :: info_64
    real(c_double) :: a(4, 4), y(4)
    a = 1
    call rp_telemetry_enable(2_c_int32_t, usual)
    call expect(usual >= 0 .and. usual <= 2, 'telemetry_enable')
    call rp_axis0sum(a, y)
    call expect(index(rp_threading_info(), '"op": "sum"') > 0, 'a call is counted')
    call rp_telemetry_reset_64(info_64)
    call expect(info_64 == 0, 'telemetry_reset_64')
    call expect(index(rp_threading_info(), '"op": "sum"') == 0, 'a call is forgotten')
    call rp_telemetry_enable_64(3_c_int64_t, info_64)
    call expect(info_64 == -1, 'telemetry_enable_64, illegal')
    call rp_telemetry_enable_64(int(usual, c_int64_t), info_64)
    call expect(info_64 == 2, 'telemetry_enable_64')
    call rp_telemetry_reset(info)
    call expect(info == 0, 'telemetry_reset')
  end subroutine

  subroutine check_handler()
    type(c_funptr) :: former, mine
    real(c_float) :: y(7)
    integer(c_int32_t) :: info
    former = rp_set_error_handler(c_funloc(handler))
    heard = ''
    call rp_axis0sum(a, y)
    call expect(heard == 'rp_axis0sum' .and. heard_argument == 2, 'handler without info')
    call rp_add_bcast(a, y(:1), a, 0_c_int32_t, info=info)
    call expect(heard == 'rp_add_bcast' .and. heard_argument == 4, 'handler with info')
    call rp_max(y(:0), y(1))
    call expect(heard == 'rp_max' .and. heard_argument == 1, 'handler of a vector')
    call rp_saxis0sum(RP_COL_MAJOR, 6_c_int32_t, 8_c_int32_t, a, 5_c_int32_t, y, 1_c_int32_t, info)
    call expect(heard == 'RP_SAXIS0SUM' .and. heard_argument == 5, 'handler of Fortran 77')
    heard = ''
    mine = rp_set_error_handler(c_null_funptr)
    call expect(c_associated(mine, c_funloc(hear)), 'the former handler')
    call rp_axis0sum(a, y, info)
    call expect(heard == '' .and. info == -2, 'silent')
    mine = rp_set_error_handler(former)
    call expect(.not. c_associated(mine), 'the silent handler')
  end subroutine

  subroutine check_hooks()
    real(c_float) :: y(8), s
    integer :: j
    call rp_set_region_hooks(c_funloc(hook), c_funloc(stop_))
    a = 1
    call rp_axis0sum(a(:,::2), y(:4))
    call expect(started == 'rp_saxis0sum' .and. stopped == started, 'names that the hooks hear')
    call expect(y(1) == 1006, 'every other column was copied')
    a = 1
    call rp_axis1sum(a(2:5,:), y(:4))
    call expect(y(1) == 1008, 'padded columns were copied')
    a = 1
    call rp_sum(a(2:2,:), s)
    call expect(s == 1008, 'one row was copied')
    a = 1
    call rp_sum(a(2,8:1:-1), s)
    call expect(s == 1008, 'a row as a vector was copied')
    a = 1
    call rp_max(a(6:1:-2,1), s)
    call expect(s == 1001, 'a vector in steps was copied')
    a = 1
    c = 0
    call rp_add(a(2:5,:), a(2:5,:), c(2:5,:))
    call expect(seen_at_stop == 2002, 'operands or result of add were copied')
    a = 1
    call rp_scale(2.0_c_float, a(:,:3), c(:,:3))
    call expect(seen_at_stop == 2002, 'operand or result of scale was copied')
    a = 1
    call rp_add_bcast(a(2:3,:), [(real(j, c_float), j = 1, 8)], c(2:3,:), RP_BCAST_ROW)
    call expect(seen_at_stop == 1002, 'operand or result of add_bcast was copied')
    ! And this way of looking does see a copy.
    a = 1
    call rp_sum(a(2:6:2,:), s)
    call expect(s == 24, 'every other row was not copied')
    call rp_set_region_hooks(c_null_funptr, c_null_funptr)
    started = ''
    call rp_sum(a, s)
    call expect(started == '', 'hooks taken back')
  end subroutine
end program
