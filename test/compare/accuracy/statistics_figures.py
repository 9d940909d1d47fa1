"""Computes the paired statistics of random benchmarks with scipy and statsmodels, as an independent check.

usage: statistics_figures.py  (a JSON list of cases on the standard output)
"""
import json
import math

import numpy as np
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

random = np.random.default_rng(20260)


def restricted(n, lost, gained, delta):
    """Log likelihood of the counts, maximised over the share of lost questions by search, not by a formula."""
    same = n - lost - gained

    def negative(share):
        parts = ((lost, share), (gained, share + delta), (same, 1 - 2 * share - delta))
        return -sum(count * math.log(max(p, 1e-300)) for count, p in parts if count)

    low, high = max(0.0, -delta), (1 - delta) / 2
    found = optimize.minimize_scalar(negative, bounds=(low, high), method="bounded", options={"xatol": 1e-13})
    return min((low, high, found.x), key=negative)


def score(n, lost, gained, delta):
    share = restricted(n, lost, gained, delta)
    variance = (2 * share + delta - delta**2) / n
    return ((gained - lost) / n - delta) / math.sqrt(max(variance, 1e-300))


def score_interval(n, lost, gained, confidence):
    z = stats.norm.ppf((1 + confidence) / 2)
    observed = (gained - lost) / n
    edge = 1 - 1e-9
    low = optimize.brentq(lambda d: score(n, lost, gained, d) - z, -edge, observed - 1e-12) if observed > -edge else -1
    high = optimize.brentq(lambda d: score(n, lost, gained, d) + z, observed + 1e-12, edge) if observed < edge else 1
    return [low, high]


def matched_case():
    n = int(random.integers(10, 2000))
    rate = random.choice([0.02, 0.1, 0.4])
    lost, gained, same = (int(x) for x in random.multinomial(n, [rate / 2, rate / 2, 1 - rate]))
    right = int(random.integers(0, same + 1))
    ones = right + lost
    return {
        "right": right, "wrong": same - right, "lost": lost, "gained": gained,
        "mcnemar": mcnemar([[0, lost], [gained, 0]], exact=True).pvalue,
        "ci95": score_interval(n, lost, gained, 0.95),
        "ci90": score_interval(n, lost, gained, 0.9),
        "equivalence": float(stats.norm.sf(min(score(n, lost, gained, -0.05), -score(n, lost, gained, 0.05)))),
        "wilson": [float(x) for x in proportion_confint(ones, n, method="wilson")],
    }


def clustered_case():
    repeats = int(random.integers(1, 5))
    clusters = int(random.integers(20, 120))
    groups = np.sort(random.integers(0, clusters, clusters * 3))
    baseline = random.integers(0, repeats + 1, groups.size) / repeats
    keep = random.random(groups.size) < 0.7
    candidate = np.where(keep, baseline, random.integers(0, repeats + 1, groups.size) / repeats)
    difference = candidate - baseline
    fit = sm.OLS(difference, np.ones(groups.size)).fit(cov_type="cluster", cov_kwds={"groups": groups})
    sums = np.array([difference[groups == g].sum() for g in np.unique(groups)])
    jump = (sums**2).sum() / np.abs(sums).sum() / groups.size
    t = stats.t.ppf(0.975, sums.size - 1)
    permuted = stats.permutation_test((sums,), np.sum, permutation_type="samples", n_resamples=20000, rng=random)
    return {
        "baseline": baseline.tolist(), "candidate": candidate.tolist(), "clusters": groups.tolist(), "repeats": repeats,
        "delta": float(difference.mean()),
        "half95": float(t * math.hypot(float(fit.bse[0]), t * jump)),
        "permutation": float(permuted.pvalue),
    }


def holm_case():
    p = random.random(int(random.integers(1, 12))) ** 3
    return {"p": p.tolist(), "adjusted": multipletests(p, method="holm")[1].tolist()}


def distribution_case():
    probability, degrees = float(random.uniform(0.0005, 0.9995)), int(random.integers(1, 15000))
    t = float(random.normal() * 2)
    return {
        "probability": probability, "degrees": degrees, "t": t,
        "normalQuantile": float(stats.norm.ppf(probability)), "studentQuantile": float(stats.t.ppf(probability, degrees)),
        "normalUpper": float(stats.norm.sf(t)), "studentUpper": float(stats.t.sf(t, degrees)),
    }


print(json.dumps({
    "matched": [matched_case() for _ in range(150)],
    "clustered": [clustered_case() for _ in range(40)],
    "holm": [holm_case() for _ in range(100)],
    "distributions": [distribution_case() for _ in range(400)],
}))
