"""Stands in for FlagGems: other kernels for the same sums, and a record of what ran."""

import numpy as np

_native = np.dot


def enable(record=False, once=False, path=None):
    log = open(path, "w") if record else None
    seen = set()

    def dot(a, b):
        if log and "dot" not in seen:
            seen.add("dot")
            print("[DEBUG] flag_gems.ops.mm.mm: GEMS MM", file=log, flush=True)
        middle = b.shape[0] // 2
        return _native(a[..., :middle], b[:middle]) + _native(a[..., middle:], b[middle:])

    np.dot = dot
