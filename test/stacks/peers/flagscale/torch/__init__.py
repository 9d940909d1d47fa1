"""Stands in for PyTorch, as far as the card's seed lines use it."""

from types import SimpleNamespace

manual_seed = print
cuda = SimpleNamespace(manual_seed=print, manual_seed_all=print)
backends = SimpleNamespace(cudnn=SimpleNamespace(deterministic=False, benchmark=True))
