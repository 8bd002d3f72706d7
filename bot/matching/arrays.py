"""Arrays as the matcher uses them, and the arithmetic of runs in them."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


def runs(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """The numbers from each start up to its end, one run after the other, and the places at which the runs begin."""
    sizes = ends - starts
    begins = np.cumsum(sizes) - sizes
    return (np.repeat(starts - begins, sizes) + np.arange(int(sizes.sum()))).astype(np.int32), begins


def ranges(starts: Ints, ends: Ints) -> Ints:
    """The numbers from each start up to its end, one run after the other."""
    return runs(starts, ends)[0]
