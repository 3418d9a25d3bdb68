"""Second-order Taylor arithmetic over mpmath numbers: a value and its first two derivatives.

A formula written once on `Jet` gives f, f' and f''. Precision is whatever mpmath's current working precision is;
`converged` raises it until the digits no longer change.
"""

from mpmath import mp, mpf


class Jet:
    """The value v and the derivatives d, e (first, second) of an expression in one variable."""

    __slots__ = ("v", "d", "e")

    def __init__(self, v, d=0, e=0):
        self.v, self.d, self.e = mpf(v), mpf(d), mpf(e)

    def chain(self, g, g1, g2):
        """The composition g(self), given g, g' and g'' at self.v."""
        return Jet(g, g1 * self.d, g2 * self.d * self.d + g1 * self.e)

    def __add__(self, o):
        o = jet(o)
        return Jet(self.v + o.v, self.d + o.d, self.e + o.e)

    def __neg__(self):
        return Jet(-self.v, -self.d, -self.e)

    def __sub__(self, o):
        return self + (-jet(o))

    def __rsub__(self, o):
        return jet(o) - self

    def __mul__(self, o):
        o = jet(o)
        return Jet(self.v * o.v, self.d * o.v + self.v * o.d, self.e * o.v + 2 * self.d * o.d + self.v * o.e)

    def __truediv__(self, o):
        o = jet(o)
        q = self.v / o.v
        q1 = (self.d - q * o.d) / o.v
        return Jet(q, q1, (self.e - 2 * q1 * o.d - q * o.e) / o.v)

    def __rtruediv__(self, o):
        return jet(o) / self

    __radd__, __rmul__ = __add__, __mul__

    def __lt__(self, o): return self.v < jet(o).v
    def __le__(self, o): return self.v <= jet(o).v
    def __gt__(self, o): return self.v > jet(o).v
    def __ge__(self, o): return self.v >= jet(o).v


def jet(x):
    return x if isinstance(x, Jet) else Jet(x)


def exp(x):
    x = jet(x)
    y = mp.exp(x.v)
    return x.chain(y, y, y)


def expm1(x):
    x = jet(x)
    y = mp.exp(x.v)
    return x.chain(mp.expm1(x.v), y, y)


def log(x):
    x = jet(x)
    return x.chain(mp.log(x.v), 1 / x.v, -1 / x.v ** 2)


def log1p(x):
    x = jet(x)
    return x.chain(mp.log1p(x.v), 1 / (1 + x.v), -1 / (1 + x.v) ** 2)


def sqrt(x):
    x = jet(x)
    y = mp.sqrt(x.v)
    return x.chain(y, 1 / (2 * y), -1 / (4 * y ** 3))


def erfc(x):
    x = jet(x)
    d = -2 * mp.exp(-x.v ** 2) / mp.sqrt(mp.pi)
    return x.chain(_erfc(x.v), d, -2 * x.v * d)


def erf(x):
    x = jet(x)
    d = 2 * mp.exp(-x.v ** 2) / mp.sqrt(mp.pi)
    return x.chain(-mp.erf(-x.v) if abs(x.v) < 2 ** 40 else mp.sign(x.v) * (1 - _erfc(abs(x.v))), d, -2 * x.v * d)


def normal_cdf(x):
    return erfc(-jet(x) / mp.sqrt(2)) / 2


def sigmoid(x):
    """1 / (1 + exp(-x)), by the side on which the exponential is small."""
    x = jet(x)
    if x >= 0:
        return 1 / (1 + exp(-x))
    e = exp(x)
    return e / (1 + e)


def softplus(x):
    """log(1 + exp(x)), by the side on which the exponential is small."""
    x = jet(x)
    return x + log1p(exp(-x)) if x > 0 else log1p(exp(x))


def tanh(x):
    """tanh x = (1 - e^-2|x|) / (1 + e^-2|x|) with the sign of x."""
    x = jet(x)
    if x < 0:
        return -tanh(-x)
    m = expm1(-2 * x)
    return -m / (2 + m)


def sin(x):
    x = jet(x)
    y = mp.sin(x.v)
    return x.chain(y, mp.cos(x.v), -y)


def cos(x):
    x = jet(x)
    y = mp.cos(x.v)
    return x.chain(y, -mp.sin(x.v), -y)


def atan(x):
    x = jet(x)
    d = 1 / (1 + x.v ** 2)
    return x.chain(mp.atan(x.v), d, -2 * x.v * d * d)


def asinh(x):
    x = jet(x)
    d = 1 / mp.sqrt(1 + x.v ** 2)
    return x.chain(mp.asinh(x.v), d, -x.v * d ** 3)


def _erfc(x):
    """erfc, also for arguments at which mpmath's own overflows."""
    if x < -2 ** 40:
        return 2 - _erfc(-x)
    if x < 2 ** 40:
        return mp.erfc(x)
    term, total, n, q = mpf(1), mpf(1), 1, 2 * x * x
    while abs(term) > mpf(2) ** (-mp.prec - 10):  # the asymptotic series: q > 2^81 and few terms
        term *= -(2 * n - 1) / q
        total += term
        n += 1
    return mp.exp(-x * x) / (x * mp.sqrt(mp.pi)) * total


START, LAST, AGREE = 320, 10240, 200


def converged(evaluate):
    """The tuple of numbers `evaluate()` returns, at a precision at which more bits change nothing.

    Every number must agree at two consecutive precisions to 2^-200 of itself. A zero is believed only from 2560 and 5120
    bits: the worst cancellation here, x - tanh x at the smallest float64 subnormal, costs 2150.
    """
    bits, previous = START, None
    while True:
        with mp.workprec(bits):
            current = tuple(evaluate())
            if previous is not None and all(_same(a, b, bits) for a, b in zip(previous, current)):
                return current
        if bits >= LAST:
            raise ArithmeticError(f"no agreement at {bits} bits: {current}")
        previous, bits = current, bits * 2


def _same(a, b, bits):
    if a == b == 0:
        return bits >= LAST // 2
    return abs(a - b) <= abs(b) * mpf(2) ** -AGREE
