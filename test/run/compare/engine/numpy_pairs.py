"""Makes pairs of tensors and computes their figures with numpy, as an independent check of the engine.

usage: numpy_pairs.py FOLDER [small]
Writes the elements of all, little-endian, into elements.bin, and into cases.json where they begin and their figures.
`small` is what is committed as a fixture.
"""
import json
import os
import sys

import numpy as np

TOLERANCE = {"relative": 1e-3, "absolute": 1e-6}
PARTS = {"bfloat16": (8, 7), "float16": (5, 10), "float32": (8, 23), "float64": (11, 52)}


def stored(values, dtype):
    """What a file of this dtype holds of the values, and what they are then."""
    if dtype == "bfloat16":
        bits = values.astype(np.float32).view(np.uint32)
        rounded = ((bits.astype(np.uint64) + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)
        rounded = np.where(np.isnan(values), 0x7FC0, rounded).astype(np.uint16)
        return rounded, (rounded.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    array = values.astype(np.dtype(dtype))
    return array, array.astype(np.float64)


def ordinals(array, dtype):
    integer = {2: np.int16, 4: np.int32, 8: np.int64}[array.dtype.itemsize]
    bits = array.view(integer).astype(object)
    mask = (1 << (array.dtype.itemsize * 8 - 1)) - 1
    return np.array([-(int(b) & mask) if b < 0 else int(b) for b in bits.ravel()], dtype=object)


def fast_ordinals(array):
    integer = {2: np.int16, 4: np.int32}[array.dtype.itemsize]
    bits = array.view(integer).astype(np.int64).ravel()
    return np.where(bits < 0, -(bits & ((1 << (array.dtype.itemsize * 8 - 1)) - 1)), bits)


def number(value):
    value = float(value)
    if np.isnan(value):
        return None
    return value if np.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


def extreme(values, mask, d, shape):
    if not mask.any():
        return None
    at = int(np.argmax(np.where(mask, values, -1)))
    return {"value": number(values[at]), "index": [int(i) for i in np.unravel_index(at, shape)]}


def figures(a_raw, b_raw, a, b, dtype, shape):
    flat_a, flat_b = a.ravel(), b.ravel()
    finite = np.isfinite(flat_a) & np.isfinite(flat_b)
    x, y = flat_a[finite], flat_b[finite]
    d = y - x
    e, m = np.abs(d), np.abs(x)
    n = x.size
    out = {"elements": n, "zeroReferences": int((x == 0).sum())}
    if n:
        ratio = e / m
        terms = ratio[m > 0] * 100
        centred_a, centred_b = x - x.mean(), y - y.mean()
        deviation = np.sqrt((centred_a**2).mean())
        rmse = np.sqrt((d**2).mean())
        both = m + np.abs(y)
        norms = np.sqrt((x * x).sum()) * np.sqrt((y * y).sum())
        spread = np.sqrt((centred_a**2).sum()) * np.sqrt((centred_b**2).sum())
        out.update(
            mapePercent=number(ratio.mean() * 100),
            wapePercent=number(e.sum() / m.sum() * 100),
            smapePercent=number(np.where(both == 0, 0, 2 * e / both).mean() * 100),
            meanAbsolute=number(e.mean()),
            maxAbsolute=number(e.max()),
            relativeL2=number(np.sqrt((d * d).sum()) / np.sqrt((x * x).sum())),
            rmse=number(rmse),
            nrmseStandardDeviation=number(rmse / deviation),
            nrmseRange=number(rmse / (x.max() - x.min())),
            cosine=number((x * y).sum() / norms),
            pearson=number((centred_a * centred_b).sum() / spread),
            calcDiff=number((d * d).sum() / ((x * x).sum() + (y * y).sum())),
            sqnrDecibels=number(20 * np.log10(np.sqrt((x * x).sum()) / np.sqrt((d * d).sum()))),
            signBias=number(np.sign(d).sum() / n),
            thousandthRatio=number(((e * 1000 < m) | (e == 0)).mean()),
            fiveThousandthRatio=number(((e * 200 < m) | (e == 0)).mean()),
        )
        at = np.flatnonzero(finite)[int(e.argmax())]
        out["maxAbsoluteIndex"] = [int(i) for i in np.unravel_index(at, shape)]
        if terms.size:
            largest = np.sort(terms)[::-1][: -(-terms.size // 100)]
            quantiles = np.quantile(terms, [0.5, 0.95, 0.99])
            out.update(dict(zip(("percentageErrorP50", "percentageErrorP95", "percentageErrorP99"), map(number, quantiles))))
            out["percentageErrorMax"] = number(terms.max())
            out["mapeSharePercent"] = number(largest.sum() / terms.sum() * 100)
        if dtype in PARTS:
            distance = ordinals if a.size < 5000 or dtype == "float64" else lambda array, _: fast_ordinals(array)
            ulp = np.abs(distance(a_raw, dtype) - distance(b_raw, dtype)).astype(np.float64)[finite]
            out.update(dict(zip(("ulpP50", "ulpP99", "ulpMax"), map(number, np.quantile(ulp, [0.5, 0.99, 1])))))
    conventions = {}
    if n:
        conventions = {
            "naive": number(ratio.mean() * 100),
            "mask": number(terms.mean()) if terms.size else None,
            "sklearn": number((e / np.maximum(m, 2.0**-52)).mean() * 100),
            "torchmetrics": number((e / np.maximum(m, 1.17e-6)).mean() * 100),
            "keras": number((e / np.maximum(m, 1e-7)).mean() * 100),
        }
    return out, conventions, closeness(flat_a, flat_b, finite, shape), non_finite(flat_a, flat_b, finite)


def closeness(a, b, finite, shape):
    with np.errstate(all="ignore"):
        e, m = np.where(finite, np.abs(b - a), 0), np.where(finite, np.abs(a), 1)
        beyond = finite & (e > TOLERANCE["absolute"] + TOLERANCE["relative"] * m)
        above = finite & (e > TOLERANCE["absolute"])
        needs = np.where(above, (e - TOLERANCE["absolute"]) / m, 0)
        return {
            "mismatched": int(beyond.sum()),
            "greatestAbsolute": extreme(e, beyond, None, shape),
            "greatestRelative": extreme(e / m, beyond, None, shape),
            "smallestRelative": None if np.isinf(needs).any() else number(needs.max(initial=0)),
            "smallestAbsolute": number(np.where(finite, e - TOLERANCE["relative"] * m, 0).max(initial=0)),
        }


def non_finite(a, b, finite):
    def counts(x):
        return {"nan": int(np.isnan(x).sum()), "positiveInfinity": int((x == np.inf).sum()), "negativeInfinity": int((x == -np.inf).sum())}

    same = (np.isnan(a) & np.isnan(b)) | (np.isinf(a) & (a == b))
    return {"baseline": counts(a), "candidate": counts(b), "mismatches": int((~finite & ~same).sum()), "excluded": int((~finite).sum())}


def noisy(rng, a, scale=1e-3):
    return a * (1 + scale * rng.standard_normal(a.shape))


def sprinkle(rng, values, what, count):
    flat = values.ravel()
    flat[rng.choice(flat.size, size=min(count, flat.size), replace=False)] = what
    return values


def pairs(small):
    rng = np.random.default_rng(42)
    shapes = [(), (1,), (3, 4, 5)] if small else [(), (7,), (4096,), (5, 4097), (3, 100, 77), (1100, 1000)]
    for dtype in ("float32", "bfloat16", "float16", "float64", "int8", "int32", "uint8"):
        for shape in shapes:
            whole = "int" in dtype
            a = rng.integers(1, 100, size=shape).astype(np.float64) if whole else np.asarray(rng.standard_normal(shape))
            b = a + rng.integers(0, 3, size=shape) if whole else noisy(rng, a)
            yield f"{dtype} {list(shape)}", dtype, a, np.asarray(b)
    shape = (11, 13) if small else (9, 5000)
    normal = rng.standard_normal(shape)
    zeros = sprinkle(rng, normal.copy(), 0, normal.size // 3)
    for dtype in ("float32", "float64", "bfloat16", "float16"):
        yield f"{dtype} zeros in both", dtype, zeros, noisy(rng, zeros)
        yield f"{dtype} zero references, wrong", dtype, zeros, noisy(rng, zeros) + 1e-2
        yield f"{dtype} additive noise", dtype, normal, normal + 1e-2 * rng.standard_normal(shape)
        yield f"{dtype} other signs", dtype, normal * 10, -normal * 9
        yield f"{dtype} equal", dtype, normal, normal.copy()
        yield f"{dtype} large mean", dtype, 1000 + normal, 1000 + noisy(rng, normal)
        yield f"{dtype} constant baseline", dtype, np.full(shape, 2.5), 2.5 + 0.1 * normal
        holes = sprinkle(rng, sprinkle(rng, normal.copy(), np.nan, 5), np.inf, 4)
        other = sprinkle(rng, sprinkle(rng, noisy(rng, holes), -np.inf, 3), np.nan, 2)
        yield f"{dtype} not finite", dtype, holes, other
        yield f"{dtype} all NaN", dtype, np.full(shape, np.nan), normal
        yield f"{dtype} twice", dtype, normal, 2 * normal
        yield f"{dtype} tiny candidate", dtype, normal, normal * 1e-4
    yield "float32 subnormal", "float32", normal * 1e-39, normal * 1.01e-39
    yield "float32 huge", "float32", normal * 1e37, noisy(rng, normal * 1e37)
    yield "float32 wide", "float32", normal * 10.0 ** rng.uniform(-30, 30, shape), noisy(rng, normal)
    yield "float64 subnormal", "float64", normal * 1e-310, normal * 1.01e-310
    if not small:
        large = (2, 1500, 700)
        for dtype in ("int8", "int32", "int64"):
            a = rng.integers(-100 if dtype == "int8" else -(10**6), 100 if dtype == "int8" else 10**6, size=large).astype(np.float64)
            yield f"{dtype} {list(large)} counted by bin", dtype, a, a + rng.integers(-2, 3, size=large)
            yield f"{dtype} {list(large)} counted by bin, equal", dtype, a, a.copy()
        for dtype in ("float32", "bfloat16", "float16", "float64"):
            equal = sprinkle(rng, rng.standard_normal(large), 0, 1000)
            yield f"{dtype} {list(large)} counted by bin, equal", dtype, equal, equal.copy()
            sparse = equal.copy()
            sparse.ravel()[::5000] *= 1.01
            yield f"{dtype} {list(large)} counted by bin, mostly equal", dtype, equal, sparse

            a = rng.standard_normal(large)
            yield f"{dtype} {list(large)} counted by bin", dtype, a, noisy(rng, a)
            yield f"{dtype} {list(large)} counted by bin, with zeros", dtype, sprinkle(rng, a.copy(), 0, 10**5), noisy(rng, a)
            holes = sprinkle(rng, a.copy(), np.nan, 20)
            yield f"{dtype} {list(large)} counted by bin, not finite", dtype, holes, noisy(rng, a) + 1e-3


def main():
    folder = sys.argv[1]
    cases = []
    elements = open(os.path.join(folder, "elements.bin"), "wb")
    for name, dtype, a, b in pairs("small" in sys.argv[2:]):
        with np.errstate(all="ignore"):
            (a_raw, a), (b_raw, b) = stored(a, dtype), stored(b, dtype)
            found, conventions, close, holes = figures(a_raw, b_raw, a, b, dtype, a.shape)
        offsets = []
        for raw in (a_raw, b_raw):
            offsets.append(elements.tell())
            elements.write(raw.tobytes())
        cases.append({
            "name": name, "dtype": dtype, "shape": list(a.shape), "baseline": offsets[0], "candidate": offsets[1],
            "tolerance": TOLERANCE, "figures": found, "mapeConventions": conventions, "closeness": close, "nonFinite": holes,
            "bitIdentical": bool(np.array_equal(a_raw, b_raw, equal_nan=a_raw.dtype.kind == "f")),
        })
    elements.close()
    with open(os.path.join(folder, "cases.json"), "w", encoding="utf-8") as file:
        json.dump(cases, file, indent=None, separators=(",", ":"))
        file.write("\n")


main()
