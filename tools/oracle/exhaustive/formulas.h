/* Each function and its derivative on long double (64-bit mantissa), in a form without cancellation. Results carry a
   relative error below 2^-54 before they are rounded to double; what limits it is noted where it is not obvious.
   Defaults: ELU alpha 1, softplus beta 1, squareplus b 4. Kinks and infinities as decided in ../functions.py. */

#include <math.h>
#include <quadmath.h>

typedef long double real;
typedef __float128 quad;

#define ROOT_HALF 0.70710678118654752440084436210484903928L
#define INV_SQRT_2PI 0.39894228040143267793994605993438186848L
#define TWO_OVER_SQRT_PI 1.1283791670955125738961589031215451717L
#define ROOT_8_OVER_PI 1.5957691216057307117597842397375274739L
#define SELU_ALPHA 1.6732632423543772848170429916717L
#define SELU_SCALE 1.0507009873554804934193349852946L

#include "exp_table.h"

/* exp to 2^-60, three times as fast as expl, 0 below exp(-11000) and infinite above exp(11000).
   x = k ln2/64 + r with |r| <= ln2/128; the head of ln2/64 has 39 bits, so k times it is exact; r^8/8! is below 2^-75. */
static inline real fast_exp(real x)
{
    if (!(fabsl(x) <= 11000))
        return isnan(x) ? x : x > 0 ? INFINITY : 0;
    long k = lrintl(x * 92.332482616893656877L);
    real r = x - k * 0xb17217f7d1p-46L;
    r -= k * 1.151719150807468578411569e-14L;
    real s = r * r;
    real p = r + s * ((1 / 2.0L + r * (1 / 6.0L)) + s * ((1 / 24.0L + r * (1 / 120.0L)) + s * (1 / 720.0L + r * (1 / 5040.0L))));
    union { real value; struct { uint64_t mantissa; uint16_t exponent; } parts; } power = {1};
    power.parts.exponent = (uint16_t)(16383 + (k >> 6));
    real t = exp_table[k & 63];
    return (t + t * p) * power.value;
}

static real fast_expm1(real x) { return fabsl(x) > 60 ? fast_exp(x) - 1 : expm1l(x); }

/* A derivative that is small beside the terms it is the difference of is taken from a 113-bit evaluation. */
#define NEAR_ROOT(small, precise) (fabsl(small) < 0x1p-6L ? (real)(precise) : (small))

static real sigmoid(real x)
{
    if (x >= 0)
        return 1 / (1 + fast_exp(-x));
    real e = fast_exp(x);
    return e / (1 + e);
}

static real sigmoid_d1(real x)
{
    real e = fast_exp(-fabsl(x));
    return e / ((1 + e) * (1 + e));
}

/* x sigmoid(a x + b x^3) and its derivative; z is the gate's argument and slope is x dz/dx. */
static real gated(real x, real z)
{
    if (isinf(x))
        return x > 0 ? x : -0.0L;
    return x * sigmoid(z);
}

static real gated_d1(real z, real slope)
{
    if (isinf(z))
        return z > 0 ? 1 : 0;
    real e = fast_exp(-fabsl(z)), d = 1 + e;
    if (e == 0)
        return z > 0 ? 1 : -0.0L;
    return z >= 0 ? (d + slope * e) / (d * d) : e * (d + slope) / (d * d);
}

static quad gated_d1_quad(quad z, quad slope)
{
    quad e = expq(z), d = 1 + e;
    return e * (d + slope) / (d * d);
}

static real silu(real x) { return gated(x, x); }
static real silu_d1(real x) { return x > -4 && x < 0 ? NEAR_ROOT(gated_d1(x, x), gated_d1_quad(x, x)) : gated_d1(x, x); }

static real gelu_sigmoid(real x) { return gated(x, 1.702L * x); }

static real gelu_sigmoid_d1(real x)
{
    real z = 1.702L * x;
    return x > -4 && x < 0 ? NEAR_ROOT(gated_d1(z, z), gated_d1_quad(1.702Q * x, 1.702Q * x)) : gated_d1(z, z);
}

/* The argument is at most 104 where the result is not below every float32: its rounding costs 104 * 2^-62. */
static real gelu_tanh_z(real x) { return ROOT_8_OVER_PI * (x + 0.044715L * x * x * x); }
static real gelu_tanh(real x) { return gated(x, gelu_tanh_z(x)); }

static quad gelu_tanh_d1_quad(quad x)
{
    quad c = 1.5957691216057307117597842397375274739Q, t = 0.044715Q * x * x * x;
    return gated_d1_quad(c * (x + t), c * (x + 3 * t));
}

static real gelu_tanh_d1(real x)
{
    real d = gated_d1(gelu_tanh_z(x), ROOT_8_OVER_PI * (x + 3 * 0.044715L * x * x * x));
    if (x < -4 || x > 0)
        return d;
    return NEAR_ROOT(d, gelu_tanh_d1_quad(x));
}

static real normal_cdf(real x) { return x > 200 ? 1 : x < -200 ? 0 : erfcl(-x * ROOT_HALF) / 2; } /* |x| <= 15: 2^-64 in the argument costs x^2 2^-64 */
static real normal_cdf_d1(real x) { return INV_SQRT_2PI * fast_exp(-x * x / 2); } /* x^2 is exact */

static real gelu(real x)
{
    if (isinf(x))
        return x > 0 ? x : -0.0L;
    return x < -200 ? -0.0L : x * normal_cdf(x);
}

static quad gelu_d1_quad(quad x)
{
    return erfcq(-x * 0.70710678118654752440084436210484903928Q) / 2
        + x * 0.39894228040143267793994605993438186848Q * expq(-x * x / 2);
}

static real gelu_d1(real x)
{
    if (x < -140)
        return isinf(x) ? 0 : -0.0L;
    if (x > 140)
        return 1;
    real d = normal_cdf(x) + x * normal_cdf_d1(x);
    if (x < -4 || x > 0)
        return d;
    return NEAR_ROOT(d, gelu_d1_quad(x));
}

static real mish(real x)
{
    if (isinf(x))
        return x > 0 ? x : -0.0L;
    real e = fast_exp(-fabsl(x));
    if (x > 0)
        return x * ((1 + 2 * e) / (1 + 2 * e + 2 * e * e));
    real n = e * (e + 2);
    return x * (n / (n + 2));
}

static quad mish_d1_quad(quad x)
{
    quad e = expq(x), d = e * (e + 2) + 2;
    return e * ((e + 2) * d + 4 * x * (e + 1)) / (d * d);
}

static real mish_d1(real x)
{
    if (isinf(x))
        return x > 0 ? 1 : 0;
    real e = fast_exp(-fabsl(x));
    if (x > 0) {
        real d = 1 + 2 * e + 2 * e * e;
        return (1 + 2 * e) / d + x * e * 4 * e * (1 + e) / (d * d);
    }
    real n = e * (e + 2), d = n + 2, y = e == 0 ? -0.0L : e * ((e + 2) * d + 4 * x * (e + 1)) / (d * d);
    if (x < -4)
        return y;
    return NEAR_ROOT(y, mish_d1_quad(x));
}

static real elu(real x) { return x > 0 ? x : fast_expm1(x); }
static real elu_d1(real x) { return x > 0 ? 1 : fast_exp(x); }
static real selu(real x) { return SELU_SCALE * (x > 0 ? x : SELU_ALPHA * fast_expm1(x)); }
static real selu_d1(real x) { return x > 0 ? SELU_SCALE : SELU_SCALE * SELU_ALPHA * fast_exp(x); }

static real tanh_d1(real x)
{
    real e = fast_exp(-2 * fabsl(x));
    return 4 * e / ((1 + e) * (1 + e));
}

/* (x - tanh x) / x^3 in x^2 up to |x| < 1/4: the next term is below 2^-65. Beyond, the difference costs 6 bits. */
static real tanhshrink(real x)
{
    static const real c[] = {
        0.3333333333333333333333333L, -0.1333333333333333333333333L, 0.05396825396825396825396825L,
        -0.02186948853615520282186949L, 0.008863235529902196568863236L, -0.003592128036572481016925461L,
        0.001455834387051318268249485L, -0.000590027440945585981378076L, 0.0002391291142435524814857315L,
        -0.00009691537956929450325595875L, 0.00003927832388331683405337081L, -0.00001591890506932896474074428L,
    };
    if (fabsl(x) >= 0.25L || isnan(x))
        return x - tanhl(x);
    real s = x * x, y = 0;
    for (int i = sizeof c / sizeof *c - 1; i >= 0; i--)
        y = y * s + c[i];
    return x * s * y;
}

static real tanhshrink_d1(real x)
{
    real t = tanhl(x);
    return t * t;
}

static real softplus(real x) { return x > 0 ? x + log1pl(fast_exp(-x)) : log1pl(fast_exp(x)); }
static real softplus_d1(real x) { return sigmoid(x); }
static real log_sigmoid(real x) { return -softplus(-x); }
static real log_sigmoid_d1(real x) { return sigmoid(-x); }

static real softsign(real x) { return isinf(x) ? copysignl(1, x) : x / (1 + fabsl(x)); }

static real softsign_d1(real x)
{
    real d = 1 + fabsl(x);
    return 1 / (d * d);
}

static real squareplus(real x)
{
    real s = sqrtl(x * x + 4);
    return x > 0 ? (x + s) / 2 : 2 / (s - x);
}

static real squareplus_d1(real x)
{
    if (isinf(x))
        return x > 0;
    return squareplus(x) / sqrtl(x * x + 4);
}

static real hard_sigmoid(real x) { return x <= -3 ? 0 : x >= 3 ? 1 : (x + 3) / 6; }
static real hard_sigmoid_d1(real x) { return isnan(x) ? x : x <= -3 || x >= 3 ? 0 : 1 / 6.0L; }
static real hard_swish(real x) { return x <= -3 ? -0.0L : x >= 3 ? x : x * (x + 3) / 6; }
static real hard_swish_d1(real x) { return x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6; }

static real log_of(real x) { return x < 0 ? NAN : logl(x); } /* the guards avoid the C library's slow error paths */
static real log1p_of(real x) { return x < -1 ? NAN : log1pl(x); }
static real erfc_of(real x) { return x > 140 ? 0 : x < -140 ? 2 : erfcl(x); }
static real expm1_d1(real x) { return fast_exp(x); }
static real log_d1(real x) { return x < 0 ? NAN : 1 / x; }
static real log1p_d1(real x) { return x < -1 ? NAN : 1 / (1 + x); }
static real erf_d1(real x) { return TWO_OVER_SQRT_PI * fast_exp(-x * x); }
static real erfc_d1(real x) { return -TWO_OVER_SQRT_PI * fast_exp(-x * x); }

/* The C library's sine and cosine reduce every argument with as many digits of 2/pi as it takes; they are right to 0.55 ulp of double.
   30 x is exact. The slope 1 + sin 2x of snake touches 0 and is there the square of a sum with 113 bits. */
static real sin_of(real x) { return sin((double)x); }
static real sin_d1(real x) { return cos((double)x); }
static real cos_of(real x) { return cos((double)x); }
static real cos_d1(real x) { return -sin((double)x); }
static real sine(real x) { return sin((double)(30 * x)); }
static real sine_d1(real x) { return 30 * (real)cos((double)(30 * x)); }

static real snake(real x)
{
    real s = sin((double)x);
    return isinf(x) || x == 0 ? x : x + s * s;
}

static real snake_d1(real x)
{
    real d = 1 + 2 * sinl(x) * cosl(x);
    if (d >= 0x1p-9L || isinf(x))
        return d;
    quad root = sinq(x) + cosq(x);
    return root * root;
}

static real atan_d1(real x) { return 1 / (1 + x * x); }
static real asinh_d1(real x) { return 1 / sqrtl(1 + x * x); }
