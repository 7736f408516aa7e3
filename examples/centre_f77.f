!     SPDX-License-Identifier: BSD-3-Clause
!     centre_f77.f -- subtract from every column of a matrix its mean.
      PROGRAM CENTRE
      INCLUDE 'raptors.fi'
      INTEGER M, N
      PARAMETER (M = 4, N = 3)
      DOUBLE PRECISION A(M,N), MEAN(N)
      INTEGER I, INFO
      DATA A / 1, 2, 3, 6,  10, 20, 30, 40,  0.5, 0.5, 1.5, 1.5 /

      CALL RP_DAXIS0MEAN(RP_COL_MAJOR, M, N, A, M, MEAN, 1, INFO)
      IF (INFO .NE. 0) STOP 1

!     The factors must be DOUBLE PRECISION, as A is: 1D0, not 1.
      CALL RP_DGEADD_BCAST(RP_COL_MAJOR, RP_BCAST_ROW, M, N, 1D0, A, M,
     $                     -1D0, MEAN, 1, A, M, INFO)
      IF (INFO .NE. 0) STOP 1

      WRITE (*, '(A, 3F6.1)') 'means', MEAN
      DO I = 1, M
         WRITE (*, '(3F6.1)') A(I,1), A(I,2), A(I,3)
      END DO
      END
