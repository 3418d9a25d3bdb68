"""Student's t distribution: quantiles and two-sided p-values."""

from mpmath import mp, mpf

QUANTILES = [("0.975", list(range(1, 31)) + [40, 60, 120, 1000]), ("0.95", [1, 2, 4, 9, 29, 120]), ("0.995", [1, 2, 4, 9, 29, 120])]
P_VALUES = [(t, df) for df in ("1", "2", "4", "7.5", "9", "17.3", "29", "120", "1000")
            for t in ("0", "0.1", "0.5", "1", "1.96", "2.262157", "3.5", "10", "50")]


def two_sided(t, df):
    """P(|T| > t): the regularised incomplete beta function of df / (df + t^2)."""
    t, df = mpf(t), mpf(df)
    return mp.betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True)


def quantile(p, df):
    """The t > 0 with P(T <= t) = p, by Newton's method from bisection."""
    target = 2 * (1 - mpf(p))
    low, high = mpf(0), mpf(1)
    while two_sided(high, df) > target:
        high *= 2
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if two_sided(middle, df) > target else (low, middle)
    t, df = (low + high) / 2, mpf(df)
    log_scale = mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2
    for _ in range(8):
        density = mp.exp(log_scale - (df + 1) / 2 * mp.log1p(t * t / df))
        t += (two_sided(t, df) - target) / (2 * density)
    if abs(two_sided(t, df) - target) > mpf(10) ** -(mp.dps - 15):
        raise ArithmeticError(f"no quantile for {p}, {df}")
    return t
