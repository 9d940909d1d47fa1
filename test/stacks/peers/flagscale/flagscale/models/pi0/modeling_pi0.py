"""A flow-matching policy in numpy: random weights, ten Euler steps, noise overwritten in place."""

import numpy as np

import flag_gems

flag_gems.enable(record=True, once=True, path="oplist.log")


class PI0Policy:
    def __init__(self):
        draw = lambda *shape: np.random.standard_normal(shape).astype(np.float32)
        self.inner = draw(46, 256) / 7
        self.outer = draw(256, 32) / 16

    def sample_noise(self, shape):
        noise = np.random.standard_normal(shape).astype(np.float32)
        return noise

    def sample_actions(self, state, noise=None):
        if noise is None:
            noise = self.sample_noise((state.shape[0], 50, 32))
        x_t = noise
        for _ in range(10):
            there = np.concatenate([x_t, np.repeat(state[:, None, :], 50, axis=1)], axis=2)
            x_t += np.float32(-0.1) * np.dot(np.tanh(np.dot(there, self.inner)), self.outer)
        return x_t
