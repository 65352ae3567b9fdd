"""numpy without threads of its own: nothing here is for them, and a process that has threads shouldn't be forked. Import it from here alone."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is loaded

import numpy
from numpy.typing import NDArray

__all__ = ["NDArray", "numpy"]
