"""Reverse-mode differentiation over mpmath numbers: a value, its gradient, and the gradient's derivative along a direction.

A formula written once on `Node` gives y, the gradient of sum(w * y) and its derivative along v (the product of the Hessian with v), in one
pass forward and one back: every number carries its derivative along v (forward), every adjoint as well (backward).

Each number also carries the error that a plain evaluation of the formula would have, in units of the precision's relative rounding error:
where a result is the difference of larger terms, no more digits can be asked of a type than those terms have. `Node.e` is that of the value.
Equal operations on the same operands are done once, so 10^5 elements that repeat 99 values cost 99.
"""

from mpmath import mp, mpf

import jet


class Tape:
    """The operations in the order in which they were done."""

    current = None

    def __init__(self):
        self.nodes, self.done = [], {}

    def __enter__(self):
        Tape.current = self
        return self

    def __exit__(self, *_):
        Tape.current = None


class Node:
    """A value v with its derivative d along the direction, their errors e and f, and (parent, partial, its d, e and f) for each parent."""

    __slots__ = ("v", "d", "e", "f", "parents", "number", "a", "ad", "ea", "ef")

    def __init__(self, v, d=0, e=0, f=0, parents=()):
        self.v, self.d, self.e, self.f, self.parents = mpf(v), mpf(d), mpf(e), mpf(f), parents
        self.a, self.ad, self.ea, self.ef = mpf(0), mpf(0), mpf(0), mpf(0)
        self.number = len(Tape.current.nodes)
        Tape.current.nodes.append(self)

    def __add__(self, o): return total([self, o])
    def __radd__(self, o): return total([o, self])
    def __neg__(self): return scale(self, -1)
    def __sub__(self, o): return total([self, -node(o)])
    def __rsub__(self, o): return total([node(o), -self])
    def __mul__(self, o): return scale(self, o) if not isinstance(o, Node) else product(self, o)
    def __rmul__(self, o): return scale(self, o)
    def __truediv__(self, o): return over(self, o) if not isinstance(o, Node) else product(self, reciprocal(o))
    def __rtruediv__(self, o): return scale(reciprocal(self), o)


def node(x):
    return x if isinstance(x, Node) else once("constant", lambda: Node(x), x)


def once(name, make, *key):
    """The result of an operation, done before on the same operands or now."""
    key = (name, *(k.number if isinstance(k, Node) else ("number", k) for k in key))
    done = Tape.current.done
    if key not in done:
        done[key] = make()
    return done[key]


def leaf(value, direction):
    return Node(value, direction)


def total(terms):
    """The sum; an error of each term's magnitude, as in any order of additions."""
    counts = {}
    for term in terms:
        term = node(term)
        counts[term] = counts.get(term, 0) + 1

    def make():
        v = mp.fsum(n.v * c for n, c in counts.items())
        d = mp.fsum(n.d * c for n, c in counts.items())
        e = mp.fsum((n.e + abs(n.v)) * c for n, c in counts.items())
        f = mp.fsum((n.f + abs(n.d)) * c for n, c in counts.items())
        return Node(v, d, e, f, [(n, mpf(c), 0, 0, 0) for n, c in counts.items()])

    return make() if len(counts) > 4 else once("total", make, *(x for n, c in counts.items() for x in (n, c)))


def scale(x, c):
    c = mpf(c)
    return once("scale", lambda: Node(c * x.v, c * x.d, abs(c) * x.e, abs(c) * x.f, [(x, c, 0, 0, 0)]), x, c)


def over(x, c):
    c = mpf(c)
    return once("over", lambda: Node(x.v / c, x.d / c, x.e / abs(c) + abs(x.v / c), x.f / abs(c) + abs(x.d / c), [(x, 1 / c, 0, abs(1 / c), 0)]), x, c)


def product(a, b):
    def make():
        v, d = a.v * b.v, a.d * b.v + a.v * b.d
        e = a.e * abs(b.v) + abs(a.v) * b.e + abs(v)
        f = a.f * abs(b.v) + abs(a.d) * b.e + a.e * abs(b.d) + abs(a.v) * b.f + abs(a.d * b.v) + abs(a.v * b.d)
        return Node(v, d, e, f, [(a, b.v, b.d, b.e, b.f), (b, a.v, a.d, a.e, a.f)])

    return once("product", make, a, b)


def unary(name, x, derivatives, *key):
    """f(x), given the value and the first three derivatives at x.v."""
    def make():
        v, p, p2, p3 = (mpf(q) for q in derivatives(x.v))
        d, pd = p * x.d, p2 * x.d
        return Node(v, d, abs(p) * x.e + abs(v), abs(p) * x.f + abs(p2 * x.d) * x.e + abs(d),
                    [(x, p, pd, abs(p2) * x.e + abs(p), abs(p2) * x.f + abs(p3 * x.d) * x.e + abs(pd))])

    return once(name, make, x, *key)


def largest(xs):
    """The largest of some; equal ones share the gradient."""
    best = max(x.v for x in xs)
    first = [x for x in xs if x.v == best]
    share = mpf(1) / len(first)
    counts = {}
    for x in first:
        counts[x] = counts.get(x, 0) + 1
    d = sum((x.d * c for x, c in counts.items()), mpf(0)) * share
    return Node(best, d, max(x.e for x in first), max(x.f for x in first), [(x, share * c, 0, 0, 0) for x, c in counts.items()])


def smallest(xs):
    return -largest([-x for x in xs])


def reciprocal(x): return unary("reciprocal", x, lambda v: (1 / v, -1 / v ** 2, 2 / v ** 3, -6 / v ** 4))
def square(x): return unary("square", x, lambda v: (v * v, 2 * v, 2, 0))
def sqrt(x): return unary("sqrt", x, lambda v: (mp.sqrt(v), 1 / (2 * mp.sqrt(v)), -1 / (4 * mp.sqrt(v) ** 3), 3 / (8 * mp.sqrt(v) ** 5)))
def magnitude(x): return unary("abs", x, lambda v: (abs(v), mp.sign(v), 0, 0))
def hinge(x, at_zero=0): return unary("hinge", x, lambda v: (max(v, mpf(0)), 1 if v > 0 else at_zero if v == 0 else 0, 0, 0), at_zero)
def exp(x): return unary("exp", x, lambda v: (mp.exp(v),) * 4)
def expm1(x): return unary("expm1", x, lambda v: (mp.expm1(v), mp.exp(v), mp.exp(v), mp.exp(v)))
def log(x): return unary("log", x, lambda v: (mp.log(v), 1 / v, -1 / v ** 2, 2 / v ** 3))
def log1p(x): return unary("log1p", x, lambda v: (mp.log1p(v), 1 / (1 + v), -1 / (1 + v) ** 2, 2 / (1 + v) ** 3))


def erf(x):
    def derivatives(v):
        d = 2 * mp.exp(-v * v) / mp.sqrt(mp.pi)
        return jet.erf(v).v, d, -2 * v * d, (4 * v * v - 2) * d

    return unary("erf", x, derivatives)


def normal_cdf(x):
    def derivatives(v):
        d = mp.exp(-v * v / 2) / mp.sqrt(2 * mp.pi)
        return jet.normal_cdf(v).v, d, -v * d, (v * v - 1) * d

    return unary("normal cdf", x, derivatives)


def sigmoid(x):
    def derivatives(v):
        s, r = jet.sigmoid(v).v, jet.sigmoid(-v).v
        return s, s * r, s * r * (r - s), s * r * (1 - 6 * s * r)

    return unary("sigmoid", x, derivatives)


def softplus(x):
    def derivatives(v):
        s, r = jet.sigmoid(v).v, jet.sigmoid(-v).v
        return jet.softplus(v).v, s, s * r, s * r * (r - s)

    return unary("softplus", x, derivatives)


def tanh(x):
    def derivatives(v):
        t = jet.tanh(v).v
        s = 4 * jet.sigmoid(2 * v).v * jet.sigmoid(-2 * v).v
        return t, s, -2 * t * s, s * (6 * t * t - 2)

    return unary("tanh", x, derivatives)


def power(x, p):
    """x^p for a constant p, of x > 0, or of any x for whole p; a negative whole power of 0 is not asked for."""
    p = mpf(p)

    def derivatives(v):
        def one(order):
            c, q = mpf(1), p
            for _ in range(order):
                c, q = c * q, q - 1
            if c == 0:
                return mpf(0)
            return c * (v ** int(q) if q == int(q) else mp.power(v, q)) if v != 0 or q >= 0 else mp.inf

        return one(0), one(1), one(2), mpf(0) if v == 0 else one(3)

    return unary("power", x, derivatives, p)


def select(condition, x, y):
    return node(x) if condition else node(y)


def differentiate(outputs, weights):
    """Runs backward from sum(weights * outputs): the adjoints of all nodes with their derivatives along the direction."""
    for y, w in zip(outputs, weights):
        y.a += w
    for n in reversed(Tape.current.nodes):
        if n.a == 0 and n.ad == 0 and n.ea == 0 and n.ef == 0:
            continue
        for parent, p, pd, pe, pf in n.parents:
            a, ad1, ad2 = n.a * p, n.ad * p, n.a * pd
            parent.a += a
            parent.ad += ad1 + ad2
            parent.ea += n.ea * abs(p) + abs(n.a) * pe + abs(a)
            parent.ef += n.ef * abs(p) + abs(n.ad) * pe + n.ea * abs(pd) + abs(n.a) * pf + abs(ad1) + abs(ad2)
