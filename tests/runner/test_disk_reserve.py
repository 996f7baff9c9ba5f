"""The reserve of the disk: below it, what to do is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.errors import Unavailable
from data_sources.processes.disk_reserve import DiskReserve, free_bytes


def test_below_the_reserve_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"only 149 MB are free .* XIUHUA_DISK_RESERVE_MB keeps 150 MB: make room"):
        DiskReserve(tmp_path, 150, lambda _: 149_999_999).check()


@pytest.mark.parametrize(("reserve_mb", "free"), [(150, 150_000_000), (0, 0)])
def test_at_the_reserve_and_without_one_all_is_well(tmp_path: Path, reserve_mb: int, free: int) -> None:
    DiskReserve(tmp_path, reserve_mb, lambda _: free).check()


def test_a_real_folder_has_room(tmp_path: Path) -> None:
    assert free_bytes(tmp_path) > 0
