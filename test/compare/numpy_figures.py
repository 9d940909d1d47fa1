"""Computes the figures of pairs of .npy files with numpy, as an independent check.

usage: numpy_figures.py RECORDINGS FOLDER
Writes generated tensors and figures.json, a list of pairs with their figures, into FOLDER.
"""
import glob
import json
import os
import sys

import numpy as np


def ordinals(x, dtype):
    """How many representable numbers lie between zero and each element."""
    integer = {2: np.int16, 4: np.int32, 8: np.int64}[np.dtype(dtype).itemsize]
    bits = x.astype(dtype).view(integer).astype(object)
    mask = (1 << (np.dtype(dtype).itemsize * 8 - 1)) - 1
    return np.array([-(int(b) & mask) if b < 0 else int(b) for b in bits.ravel()], dtype=object)


def figures(a_file, b_file):
    a_raw, b_raw = np.load(a_file), np.load(b_file)
    a, b = a_raw.astype(np.float64), b_raw.astype(np.float64)
    d = b - a
    ape = np.abs(d) / np.abs(a)
    terms = np.sort(ape.ravel())[::-1]
    n = a.size
    out = {
        "mapePercent": 100 * ape.mean(),
        "wapePercent": 100 * np.abs(d).sum() / np.abs(a).sum(),
        "smapePercent": 100 * np.mean(2 * np.abs(d) / (np.abs(a) + np.abs(b))),
        "meanAbsolute": np.abs(d).mean(),
        "maxAbsolute": np.abs(d).max(),
        "maxAbsoluteIndex": [int(i) for i in np.unravel_index(np.abs(d).argmax(), d.shape)],
        "relativeL2": np.linalg.norm(d) / np.linalg.norm(a),
        "rmse": np.sqrt(np.mean(d**2)),
        "nrmseStandardDeviation": np.sqrt(np.mean(d**2)) / a.std(),
        "nrmseRange": np.sqrt(np.mean(d**2)) / (a.max() - a.min()),
        "cosine": (a * b).sum() / (np.linalg.norm(a) * np.linalg.norm(b)),
        "minStepCosine": ((a * b).sum(-1) / (np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1))).min(),
        "pearson": np.corrcoef(a.ravel(), b.ravel())[0, 1],
        "calcDiff": (d**2).sum() / ((a**2).sum() + (b**2).sum()),
        "percentageErrorP50": 100 * np.quantile(ape, 0.5),
        "percentageErrorP95": 100 * np.quantile(ape, 0.95),
        "percentageErrorP99": 100 * np.quantile(ape, 0.99),
        "percentageErrorMax": 100 * ape.max(),
        "mapeSharePercent": 100 * terms[: -(-n // 100)].sum() / terms.sum(),
        "signBias": np.sign(d).mean(),
        "thousandthRatio": np.mean((d == 0) | (np.abs(d) < 0.001 * np.abs(a))),
        "fiveThousandthRatio": np.mean((d == 0) | (np.abs(d) < 0.005 * np.abs(a))),
        "elements": n,
        "zeroReferences": int((a == 0).sum()),
    }
    if a_raw.dtype.kind == "f" and b_raw.dtype.kind == "f":
        coarser = min(a_raw.dtype, b_raw.dtype, key=lambda t: t.itemsize).newbyteorder("=")
        ulp = np.abs(ordinals(a, coarser) - ordinals(b, coarser)).astype(np.float64)
        out |= {"ulpP50": np.quantile(ulp, 0.5), "ulpP99": np.quantile(ulp, 0.99), "ulpMax": ulp.max()}
    scale = a.reshape(-1, a.shape[-1]).std(axis=0)
    conventions = {
        "naive": 100 * ape.mean(),
        "mask": 100 * ape[a != 0].mean(),
        "sklearn": 100 * np.mean(np.abs(d) / np.maximum(np.abs(a), np.finfo(np.float64).eps)),
        "torchmetrics": 100 * np.mean(np.abs(d) / np.maximum(np.abs(a), 1.17e-6)),
        "keras": 100 * np.mean(np.abs(d) / np.maximum(np.abs(a), 1e-7)),
        "floor": 100 * np.mean(np.abs(d) / np.maximum(np.abs(a), 1e-2 * scale)),
    }
    return {key: float(v) if not isinstance(v, list) else v for key, v in out.items()}, {
        key: float(v) for key, v in conventions.items()
    }


def generated(folder):
    rng = np.random.default_rng(42)
    shape = (7, 13, 97)
    for order in "<>":
        for code in ("f2", "f4", "f8", "i1", "i2", "i4", "u1", "u2", "u4"):
            for fortran in (False, True):
                kind = code[0]
                if kind == "f":
                    a = rng.normal(size=shape) + 0.1
                    b = a * (1 + 1e-3 * rng.normal(size=shape))
                else:
                    a = rng.integers(1, 100, size=shape)
                    b = a + rng.integers(0, 3, size=shape)
                name = f"{'little' if order == '<' else 'big'}-{code}-{'fortran' if fortran else 'c'}"
                paths = []
                for arm, values in (("a", a), ("b", b)):
                    array = values.astype(order + code)
                    path = os.path.join(folder, f"{name}-{arm}.npy")
                    np.save(path, np.asfortranarray(array) if fortran else array)
                    paths.append(path)
                yield name, *paths


def main():
    recordings, folder = sys.argv[1:3]
    native = os.path.join(recordings, "native-actions.npy")
    pairs = list(generated(folder))
    for path in sorted(glob.glob(os.path.join(recordings, "*.npy"))):
        if np.load(path).shape == (12, 50, 32) and path != native:
            pairs.append((os.path.basename(path), native, path))
    with np.errstate(all="ignore"):
        results = [dict(zip(("figures", "mapeConventions"), figures(a, b))) for _, a, b in pairs]
    cases = [{"name": n, "baseline": a, "candidate": b, **r} for (n, a, b), r in zip(pairs, results)]
    with open(os.path.join(folder, "figures.json"), "w", encoding="utf-8") as file:
        json.dump(cases, file)


main()
