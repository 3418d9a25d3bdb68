/* References for powers x^y of pairs of numbers. */
#ifndef HILLOCK_ORACLE_POWER_H
#define HILLOCK_ORACLE_POWER_H

#include <stdint.h>

typedef struct {
    double worst;           /* the largest distance in units in the last place; infinite where one is NaN or an infinity and the other is not */
    double worst_x, worst_y, worst_actual;
    uint64_t misrounded;    /* results that are not the nearest number */
    uint64_t above_one;     /* results farther than 1 ulp */
    uint64_t nan_mismatch;  /* results that are NaN where the reference is not, or the reverse */
    uint64_t sign_mismatch; /* zeros whose sign is not that of the reference */
} power_report;

/* Compares actual[k] with the derivative of the orders (0 to 2 together) at (x[k], y[k]); float32 numbers are widened by the caller. */
void oracle_compare_power(
    int order_x, int order_y, int single, uint64_t count, const double *x, const double *y, const double *actual, power_report *report);

#endif
