"""How often something may be done in a while, by whom: the count is kept where every process sees it."""

from __future__ import annotations

from typing import NamedTuple


class Uses(NamedTuple):
    """How often one thing was done in a while that ends at `until_us`."""

    times: int
    until_us: int


class Throttle(NamedTuple):
    """At most `most` times in `window_us`, which begins with the first of them."""

    most: int
    window_us: int

    def wait_us(self, before: Uses | None, now_us: int) -> int:
        """Return how long it takes until one more is allowed after these; 0: it is now."""
        is_free = before is None or before.until_us <= now_us or before.times < self.most
        return 0 if is_free or before is None else before.until_us - now_us
