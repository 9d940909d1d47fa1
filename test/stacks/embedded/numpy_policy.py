"""The embedded policy's network in numpy, written from its description, as an independent check.

Reads {weights, patches, state, words, noise} as JSON on standard input; prints the actions in float64 arithmetic
without any rounding ("exact") and with bfloat16 roundings in float32 ("rounded").
"""
import json
import sys

import numpy as np

question = json.load(sys.stdin)
STEPS, WIDTH, BLOCKS = 10, 32, 2


def network(dtype, rounding):
    weights = {name: np.array(w["values"], dtype).reshape(w["rows"], w["columns"]) for name, w in question["weights"].items()}

    def bf16(x):
        if not rounding:
            return x
        bits = x.astype(np.float32).view(np.uint32)
        bits = (bits + np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1))) & np.uint32(0xFFFF0000)
        return bits.view(np.float32)

    def project(x, name):
        high = bf16(x)
        return (high + bf16(x - high)) @ weights[name]

    def linear(x, name):
        return bf16(x @ weights[name])

    def rms(x):
        return x / np.sqrt((x * x).mean(axis=1, keepdims=True) + dtype(1e-6))

    def attend(query, key, value):
        scores = bf16(np.exp(query @ key.T / dtype(np.sqrt(WIDTH))))
        return bf16(scores @ value / scores.sum(axis=1, keepdims=True))

    def gelu(x):
        return x / 2 * (1 + np.tanh(dtype(np.sqrt(2 / np.pi)) * (x + dtype(0.044715) * x**3)))

    def embedding(time):
        periods = np.geomspace(0.004, 4, WIDTH // 2)
        angles = 2 * np.pi * time / periods
        return np.concatenate([np.sin(angles), np.cos(angles)]).astype(dtype)

    def velocity(x, time, prefix):
        joined = np.hstack([project(x, "actionIn"), np.tile(embedding(time), (len(x), 1))])
        inner = project(joined, "timeUp")
        h = project(inner / (1 + np.exp(-inner)), "timeDown")
        for b in range(BLOCKS):
            w = lambda name: f"block{b}.{name}"
            n = rms(h)
            key, value = (np.vstack([linear(prefix, w(k)), linear(n, w(k))]) for k in ("key", "value"))
            h = h + linear(attend(linear(n, w("query")), key, value), w("output"))
            h = h + linear(bf16(gelu(linear(rms(h), w("up")))), w("down"))
        return project(rms(h), "actionOut")

    patches = bf16(np.array(question["patches"], dtype).reshape(-1, 16 * 16 * 3))
    state = bf16(np.array([question["state"]], dtype))
    prefix = rms(np.vstack([linear(patches, "patchIn"), linear(state, "stateIn"), weights["words"][question["words"]]]))
    x = np.array(question["noise"], dtype).reshape(50, 32)
    for step in range(STEPS):
        x = x - velocity(x, 1 - step / STEPS, prefix) / dtype(STEPS)
    return x.astype(np.float64).ravel().tolist()


print(json.dumps({"exact": network(np.float64, False), "rounded": network(np.float32, True)}))
