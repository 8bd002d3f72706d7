"""The arithmetic of arrays that the index is made with."""

import numpy as np
import pytest

from bot.matching.arrays import stable_order


@pytest.mark.parametrize("below", [1, 300, 1 << 16, (1 << 16) + 1, 1 << 20, (1 << 31) - 1])
def test_values_of_any_size_are_put_in_order_and_equal_ones_stay_as_they_were(below: int) -> None:
    values = np.random.default_rng(0).integers(max(0, below - 500), below, 5_000).astype(np.int32)
    values[::3] = np.random.default_rng(1).integers(0, below, len(values[::3]))

    assert np.array_equal(stable_order(values, below), np.argsort(values, kind="stable"))


def test_no_values_have_no_order() -> None:
    assert len(stable_order(np.zeros(0, dtype=np.int32), 0)) == 0
