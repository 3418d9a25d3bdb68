/* The exported functions: a loop over bit patterns, in as many threads as there are processors. */

#include "oracle.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "formulas.h"

/* Blocks are small and dealt round robin: cheap and expensive inputs lie in long runs of bit patterns. */
enum { MAX_THREADS = 64, PIECE = 1 << 14 };

typedef struct {
    void (*body)(uint32_t first, uint32_t count, double *out);
    uint32_t first, count;
    double *out;
    uint32_t *next;
} share;

static void *run_share(void *argument)
{
    share *s = argument;
    for (;;) {
        uint32_t piece = __atomic_fetch_add(s->next, 1, __ATOMIC_RELAXED);
        uint64_t start = (uint64_t)piece * PIECE;
        if (start >= s->count)
            return NULL;
        uint32_t n = s->count - start < PIECE ? (uint32_t)(s->count - start) : PIECE;
        s->body(s->first + (uint32_t)start, n, s->out + start);
    }
}

static void in_threads(void (*body)(uint32_t, uint32_t, double *), uint32_t first, uint32_t count, double *out)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int threads = processors < 1 ? 1 : processors > MAX_THREADS ? MAX_THREADS : (int)processors;
    if (count <= PIECE)
        threads = 1;

    uint32_t next = 0;
    share s = {body, first, count, out, &next};
    pthread_t started[MAX_THREADS];
    int n = 0;
    while (n < threads - 1 && pthread_create(&started[n], NULL, run_share, &s) == 0)
        n++;
    run_share(&s);
    while (n > 0)
        pthread_join(started[--n], NULL);
}

static real single(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

#define F(name, function)                                                                       \
    static void body_##name(uint32_t first, uint32_t count, double *out)                        \
    {                                                                                           \
        for (uint32_t i = 0; i < count; i++) {                                                  \
            real x = single(first + i);                                                         \
            out[i] = isnan(x) ? NAN : (double)function(x);                                      \
        }                                                                                       \
    }                                                                                           \
    void oracle_##name(uint32_t first, uint32_t count, double *out) { in_threads(body_##name, first, count, out); }
#include "functions.h"
#undef F

static const struct {
    const char *name;
    oracle_function *function;
} table[] = {
#define F(name, function) {#name, oracle_##name},
#include "functions.h"
#undef F
};

const char *oracle_name(int i)
{
    return i >= 0 && i < (int)(sizeof table / sizeof *table) ? table[i].name : NULL;
}

oracle_function *oracle_find(const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].name, name) == 0)
            return table[i].function;
    return NULL;
}

static double distance(float actual, double exact)
{
    if (isnan(exact) || isnan(actual))
        return isnan(exact) && isnan(actual) ? 0 : INFINITY;
    if (isinf(exact))
        return actual == exact ? 0 : INFINITY;

    const double overflow = 0x1.ffffffp127; /* from here on the nearest float32 is an infinity */
    double a = actual;
    if (isinf(a)) {
        if (copysign(1, a) == copysign(1, exact) && fabs(exact) >= overflow)
            return 0;
        a = copysign(0x1p128, a);
    }
    int exponent = exact == 0 ? -126 : ilogb(exact);
    exponent = exponent < -126 ? -126 : exponent > 127 ? 127 : exponent;
    return fabs(a - exact) * ldexp(1, 23 - exponent);
}

int oracle_compare(const char *name, uint32_t first, uint32_t count, const float *actual, oracle_report *report)
{
    oracle_function *function = oracle_find(name);
    double *exact = function ? malloc((size_t)count * sizeof *exact) : NULL;
    if (!exact)
        return -1;

    function(first, count, exact);
    memset(report, 0, sizeof *report);
    report->worst = -1;
    for (uint32_t i = 0; i < count; i++) {
        double d = distance(actual[i], exact[i]);
        if (d > report->worst) {
            report->worst = d;
            report->worst_bits = first + i;
        }
        report->misrounded += d > 0.5 && actual[i] != (float)exact[i];
        report->above_one += d > 1;
        report->nan_mismatch += isnan(exact[i]) != isnan(actual[i]);
        report->sign_mismatch += exact[i] == 0 && actual[i] == 0 && !signbit(exact[i]) != !signbit(actual[i]);
    }
    free(exact);
    return 0;
}
