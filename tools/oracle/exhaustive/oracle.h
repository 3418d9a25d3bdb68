/* References for all 2^32 float32 inputs of a function: the real value at each input, rounded to double. */
#ifndef HILLOCK_ORACLE_H
#define HILLOCK_ORACLE_H

#include <stdint.h>

/* out[i] = f(x) for the float32 x with the bits first + i, i < count. Every name of functions.h exists in this form:
   oracle_sigmoid, oracle_sigmoid_d1 (the derivative), ... The relative error is below 2^-50. */
typedef void oracle_function(uint32_t first, uint32_t count, double *out);

/* The function of that name ("gelu_tanh", "gelu_tanh_d1"), or NULL. */
oracle_function *oracle_find(const char *name);

/* The i-th name, or NULL after the last. */
const char *oracle_name(int i);

/* How far float32 results are from the references, in units in the last place of the true value's binade
   (the smallest subnormal below the normal numbers). */
typedef struct {
    double worst;          /* the largest distance; infinite where one is NaN or an infinity and the other is not */
    uint32_t worst_bits;   /* the bits of x there */
    uint32_t reserved;
    uint64_t misrounded;   /* results that are not the nearest float32 */
    uint64_t above_one;    /* results farther than 1 ulp */
    uint64_t nan_mismatch; /* results that are NaN where the reference is not, or the reverse */
    uint64_t sign_mismatch; /* zeros whose sign is not that of the reference, where the reference is a zero */
} oracle_report;

/* Compares actual[i] with the reference at bits first + i. Returns 0, or -1 for an unknown name or a lack of memory. */
int oracle_compare(const char *name, uint32_t first, uint32_t count, const float *actual, oracle_report *report);

#endif
