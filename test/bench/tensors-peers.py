"""Measures how fast others compare two float32 or bfloat16 tensors that are already in memory.

usage: tensors-peers.py numpy|numpy-chunked|polygraphy|msprobe|read ELEMENTS ROUNDS [bfloat16]
Prints for each round the seconds and the seconds of processor time as JSON.
"""
import json
import sys
import time
import warnings

import numpy as np

CHUNK = 1 << 16


def make(elements, is_bfloat16):
    rng = np.random.default_rng(7)
    a = rng.standard_normal(elements, dtype=np.float32)
    b = a * (1 + np.float32(1e-3) * (rng.random(elements, dtype=np.float32) - np.float32(0.5)))
    if not is_bfloat16:
        return a, b
    return tuple((x.view(np.uint32) >> 16).astype(np.uint16) for x in (a, b))


def widen(x):
    return (x.astype(np.uint32) << 16).view(np.float32) if x.dtype == np.uint16 else x


def ordinals(x):
    bits = x.view(np.int16).astype(np.int32) if x.dtype == np.uint16 else x.view(np.int32).astype(np.int64)
    return np.where(bits < 0, -(bits & (0x7FFF if x.dtype == np.uint16 else 0x7FFFFFFF)), bits)


def sums(a_raw, b_raw, rtol, atol):
    """All sums, counts and maxima of one piece, and the terms whose order matters."""
    a32, b32 = widen(a_raw), widen(b_raw)
    a, b = a32.astype(np.float64), b32.astype(np.float64)
    d = b - a
    error, magnitude = np.abs(d), np.abs(a)
    finite = np.isfinite(d)
    if not finite.all():
        a, b, d, error, magnitude = (x[finite] for x in (a, b, d, error, magnitude))
    zeros = magnitude == 0
    ratio = error / magnitude
    terms = ratio[~zeros] if zeros.any() else ratio
    both = magnitude + np.abs(b)
    smape = 2 * error / both
    if zeros.any():
        smape = np.where(both == 0, 0, smape)
    mismatched = error > atol + rtol * magnitude
    any_mismatched = mismatched.any()
    above = error > atol
    found = [
        error.sum(), magnitude.sum(), smape.sum(), ratio.sum(), terms.sum(), error.max(), error.argmax(),
        np.dot(d, d), np.dot(a, a), np.dot(b, b), np.dot(a, b), a.sum(), b.sum(), a.min(), a.max(),
        np.count_nonzero(d > 0) - np.count_nonzero(d < 0), np.count_nonzero(error < 0.001 * magnitude),
        np.count_nonzero(error < 0.005 * magnitude), np.count_nonzero(zeros), terms.max(),
        np.count_nonzero(mismatched), np.where(mismatched, error, 0).argmax() if any_mismatched else -1,
        np.where(mismatched, ratio, 0).argmax() if any_mismatched else -1,
        ((error[above] - atol) / magnitude[above]).max(initial=0), (error - rtol * magnitude).max(),
        np.array_equal(a_raw, b_raw),
    ]
    # The conventions are only told apart by references that are nearly zero.
    if magnitude.min() < 1.17e-6:
        found += [(error / np.maximum(magnitude, floor)).sum() for floor in (2.0**-52, 1.17e-6, 1e-7)]
    # About the means, as a variance from raw sums loses its digits.
    x, y = a - a.mean(), b - b.mean()
    found += [np.dot(x, x), np.dot(y, y), np.dot(x, y)]
    return found, terms, np.abs(ordinals(a_raw) - ordinals(b_raw))


def order(terms, ulp):
    quantiles = list(np.quantile(terms, [0.5, 0.95, 0.99], overwrite_input=True))
    top = -(-terms.size // 100)
    largest = np.partition(terms, terms.size - top)[terms.size - top :].sum()
    return quantiles + [largest] + list(np.quantile(ulp, [0.5, 0.99, 1], overwrite_input=True))


def numpy_whole(a, b):
    found, terms, ulp = sums(a, b, 1.3e-6, 1e-5)
    return found + order(terms, ulp)


def numpy_chunked(a, b):
    """Sums in pieces that stay in the cache; only what quantiles need is as long as the tensors."""
    terms, ulps, parts = np.empty(a.size), np.empty(a.size, dtype=np.int64), []
    count = 0
    for start in range(0, a.size, CHUNK):
        piece = slice(start, start + CHUNK)
        found, ratios, ulp = sums(a[piece], b[piece], 1.3e-6, 1e-5)
        terms[count : count + ratios.size] = ratios
        ulps[start : start + ulp.size] = ulp
        count += ratios.size
        parts.append(found)
    return parts + order(terms[:count], ulps)


def polygraphy(a, b):
    warnings.simplefilter("ignore")
    from polygraphy.comparator import CompareFunc, IterationResult
    from polygraphy.logger import G_LOGGER

    G_LOGGER.module_severity = G_LOGGER.CRITICAL
    return CompareFunc.simple()(IterationResult({"x": a}), IterationResult({"x": b}))


def msprobe(a, b):
    from msprobe.core.compare.npy_compare import compare_ops_apply

    return compare_ops_apply(b, a, False, "")


def read(a, b):
    return a.sum(), b.sum()


def main():
    name, elements, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    a, b = make(elements, "bfloat16" in sys.argv[4:])
    compare = {"numpy": numpy_whole, "numpy-chunked": numpy_chunked, "polygraphy": polygraphy, "msprobe": msprobe, "read": read}[name]
    rounds_taken = []
    with np.errstate(all="ignore"):
        for _ in range(rounds + 1):
            start, busy = time.perf_counter(), time.process_time()
            compare(a, b)
            rounds_taken.append({"seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - busy})
    print(json.dumps(rounds_taken[1:]))


main()
