"""Splits of series by independent implementations: scipy's energy distance and ruptures' dynamic programming."""

import json
import sys


def greatest_split(values, smallest):
    from scipy.stats import energy_distance

    best = {"split": None, "end": None, "statistic": -1.0}
    for split in range(smallest, len(values) - smallest + 1):
        for end in range(split + smallest, len(values) + 1):
            first, second = values[:split], values[split:end]
            n, m = len(first), len(second)
            # scipy gives the square root of twice the Cramer distance, which is the energy distance itself.
            statistic = n * m / (n + m) * energy_distance(first, second) ** 2
            if statistic > best["statistic"] * (1 + 1e-12):
                best = {"split": split, "end": end, "statistic": statistic}
    return best


def best_break(values, smallest):
    import numpy
    import ruptures

    signal = numpy.array(values)
    return int(ruptures.Dynp(model="l2", min_size=smallest, jump=1).fit(signal).predict(n_bkps=1)[0])


request = json.load(sys.stdin)
answer = {"energy": greatest_split, "dynp": best_break}[request["what"]]
print(json.dumps([answer(values, request["smallest"]) for values in request["series"]]))
