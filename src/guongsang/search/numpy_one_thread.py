"""Load numpy with one thread: import numpy from here, never directly.

Nothing here gains from its threads, and a process that has threads shouldn't be forked.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is loaded

import numpy
from numpy.typing import NDArray

__all__ = ["NDArray", "numpy"]
