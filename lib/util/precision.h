/* SPDX-License-Identifier: BSD-3-Clause */
/* precision.h -- one source, three precisions: compiled with RP_PREC_S, _D or _DS.
 *
 * elem     the type of the elements of a matrix
 * real     the type of arithmetic and results; elem, but double for ds
 * P        the letters that stand for it in names
 * RPI(x)   an internal name: rpi_s<x>
 * RP(x)    a public name: rp_s<x>
 */
#ifndef RPI_PRECISION_H
#define RPI_PRECISION_H

#define RP_PASTE_(a, b, c) a##b##c
#define RP_PASTE(a, b, c) RP_PASTE_(a, b, c)
#define RP_STRING_(x) #x
#define RP_STRING(x) RP_STRING_(x)

#if defined(RP_PREC_S)
typedef float elem;
typedef float real;
#define P s
#elif defined(RP_PREC_D)
typedef double elem;
typedef double real;
#define P d
#elif defined(RP_PREC_DS)
typedef float elem;
typedef double real;
#define P ds
#else
#error "compile with -DRP_PREC_S, -DRP_PREC_D or -DRP_PREC_DS"
#endif

#define RPI(x) RP_PASTE(rpi_, P, x)
#define RP(x) RP_PASTE(rp_, P, x)

#endif
