/* Compares powers of two numbers, and their derivatives, with 113-bit references: there are too many pairs for a table of all. */
#include "power.h"

#include <math.h>
#include <quadmath.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

/* d^(i+j) x^y / dx^i dy^j. A factor of 0 gives 0; at x = 0 a logarithm loses against a power that is not infinite; NaN for a derivative in y at x < 0.
   The parity is that of y: y - i may not be a number of 113 bits. */
static __float128 reference(int i, int j, __float128 x, __float128 y)
{
    if (isnanq(x) || isnanq(y) || i + j == 0)
        return i + j == 0 ? powq(x, y) : nanq("");

    int whole = rintq(y) == y, odd = whole && fmodq(y, 2) != 0;
    if (x < 0 && (j > 0 || (!whole && !isinfq(x))))
        return nanq("");

    __float128 power = powq(fabsq(x), y - i), log = x == 0 && y - i >= 0 ? 0 : logq(fabsq(x)), factor;
    power = whole && signbitq(x) && odd != (i & 1) ? -power : power;
    switch (10 * i + j) {
    case 10: factor = y; break;
    case 20: factor = y * (y - 1); break;
    case 1: factor = log; break;
    case 2: factor = log * log; break;
    case 11: factor = y == 0 ? 1 : 1 + y * log; break;
    default: return nanq("");
    }

    return factor == 0 ? 0 : power == 0 ? copysignq(power, factor > 0 ? power : -power) : factor * power;
}

static double distance(double actual, __float128 exact, int precision, int least, int greatest)
{
    if (isnan(actual) || isnanq(exact))
        return isnan(actual) && isnanq(exact) ? 0 : INFINITY;

    __float128 end = scalbnq(1, greatest + 1);
    if (fabsq(exact) >= end - scalbnq(1, greatest - precision))
        return isinf(actual) && signbit(actual) == !!signbitq(exact) ? 0 : INFINITY;

    int exponent = exact == 0 ? least : ilogbq(exact);
    exponent = exponent < least ? least : exponent > greatest ? greatest : exponent;
    __float128 value = isinf(actual) ? (actual > 0 ? end : -end) : (__float128)actual;
    return (double)scalbnq(fabsq(value - exact), precision - 1 - exponent);
}

EXPORT void oracle_compare_power(int order_x, int order_y, int single, uint64_t count, const double *x, const double *y, const double *actual, power_report *report)
{
    memset(report, 0, sizeof *report);
    report->worst = -1;
    for (uint64_t i = 0; i < count; i++) {
        __float128 exact = reference(order_x, order_y, x[i], y[i]);
        double d = single ? distance(actual[i], exact, 24, -126, 127) : distance(actual[i], exact, 53, -1022, 1023);
        double nearest = single ? (double)(float)exact : (double)exact;
        if (d > report->worst) {
            report->worst = d;
            report->worst_x = x[i];
            report->worst_y = y[i];
            report->worst_actual = actual[i];
        }
        report->misrounded += d > 0.5 && actual[i] != nearest;
        report->above_one += d > 1;
        report->nan_mismatch += isnanq(exact) != isnan(actual[i]);
        report->sign_mismatch += actual[i] == 0 && nearest == 0 && !signbit(actual[i]) != !signbit(nearest);
    }
}
