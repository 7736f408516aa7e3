C     SPDX-License-Identifier: BSD-3-Clause
C     consumer.f -- a user's program, for ci/check-install.sh.
      PROGRAM USER
      DOUBLE PRECISION A(2,3), Y(2)
      INTEGER INFO
      EXTERNAL RP_DAXIS1SUM
      DATA A / 1, 4, 2, 5, 3, 6 /
      CALL RP_DAXIS1SUM(102, 2, 3, A, 2, Y, 1, INFO)
      IF (INFO.NE.0 .OR. Y(1).NE.6 .OR. Y(2).NE.15) STOP 1
      END
