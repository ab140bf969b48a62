#include <cblas.h>

// LAPACK's driver for symmetric matrices, which OpenBLAS carries: no header of its own is needed for one function.
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
             const int *lwork, int *iwork, const int *liwork, int *info);
