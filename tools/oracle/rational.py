#!/usr/bin/env python3
"""Fits the rational function P(x) / (1 + |Q(x)|) to an activation on [-3, 3]: the start of RationalActivation.

    /usr/bin/python3 tools/oracle/rational.py

The largest error over 2001 points is made small by Lawson's method: a least-squares fit by Gauss and Newton (Levenberg and Marquardt's
damping), its points then weighted by their errors, again and again; the best of all is kept. Several starts, all from one seed.
Nothing but numpy is needed. The same command gives the same numbers on one machine.
"""

import numpy as np

UPPER, LOWER = 5, 4                     # the degrees of P and Q
X = np.linspace(-3, 3, 2001)
POWERS = X[:, None] ** np.arange(UPPER + 1)


def evaluate(theta):
    p = POWERS @ theta[:UPPER + 1]
    q = POWERS[:, 1:LOWER + 1] @ theta[UPPER + 1:]
    d = 1 + np.abs(q)
    jacobian = np.hstack([POWERS / d[:, None], -(p * np.sign(q) / d ** 2)[:, None] * POWERS[:, 1:LOWER + 1]])
    return p / d, jacobian


def least_squares(theta, target, weights, steps):
    damping = 1e-3
    y, jacobian = evaluate(theta)
    error = np.sum(weights * (y - target) ** 2)
    for _ in range(steps):
        left = jacobian.T @ (weights[:, None] * jacobian)
        right = jacobian.T @ (weights * (target - y))
        step = np.linalg.solve(left + damping * np.diag(np.diag(left) + 1e-12), right)
        new_y, new_jacobian = evaluate(theta + step)
        new_error = np.sum(weights * (new_y - target) ** 2)
        if new_error < error:
            theta, y, jacobian, error, damping = theta + step, new_y, new_jacobian, new_error, max(damping / 3, 1e-12)
        else:
            damping *= 4
            if damping > 1e12:
                break
    return theta


def fit(target, starts=24, rounds=120):
    random = np.random.default_rng(2020)
    best, best_error = None, np.inf
    for _ in range(starts):
        theta = random.normal(size=UPPER + 1 + LOWER) * 0.5
        weights = np.full(X.size, 1 / X.size)
        theta = least_squares(theta, target, weights, 200)
        for _ in range(rounds):
            error = np.abs(evaluate(theta)[0] - target)
            if error.max() < best_error:
                best, best_error = theta, error.max()
            weights = weights * (error + 1e-3 * error.max())
            weights = 0.98 * weights / weights.sum() + 0.02 / X.size
            theta = least_squares(theta, target, weights, 10)
    return best, best_error


def main():
    theta, error = fit(np.where(X > 0, X, 0.01 * X))
    # Rounded to what a float32 holds; the error is that of the rounded numbers.
    theta = np.array([float(f"{value:.7g}") for value in theta])
    error = np.abs(evaluate(theta)[0] - np.where(X > 0, X, 0.01 * X)).max()
    print("numerator  ", ", ".join(f"{value:.7g}" for value in theta[:UPPER + 1]))
    print("denominator", ", ".join(f"{value:.7g}" for value in theta[UPPER + 1:]))
    print(f"largest error on [-3, 3]: {error:.4f}")


if __name__ == "__main__":
    main()
