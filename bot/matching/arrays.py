"""Arrays as the matcher uses them, and the arithmetic of runs in them."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Places = NDArray[np.intp]
"""Where something stands in an array, in the type that numpy looks it up by."""


def runs(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """The numbers from each start up to its end, one run after the other, and the places at which the runs begin."""
    sizes = ends - starts
    ends_of_runs = sizes.cumsum(dtype=np.int32)
    begins = ends_of_runs - sizes
    total = int(ends_of_runs[-1]) if len(sizes) else 0
    return (starts - begins).repeat(sizes) + np.arange(total, dtype=np.int32), begins


def ranges(starts: Ints, ends: Ints) -> Ints:
    """The numbers from each start up to its end, one run after the other."""
    return runs(starts, ends)[0]


def stable_order(values: Ints, below: int) -> NDArray[np.intp]:
    """The places of values by value, of equal ones the first first; all are 0 or more, and less than ``below``.

    By their lower 16 bits, then by the others: numpy sorts so few by their digits, which takes a tenth of comparing.
    """
    order = np.argsort((values & 0xFFFF).astype(np.uint16), kind="stable")
    return order if below <= 1 << 16 else order[np.argsort((values >> 16).astype(np.uint16)[order], kind="stable")]
