"""One running product for the faults of a module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.rig import Rig, open_rig
from tests.faults.scenarios import USUAL
from tests.servers import NotInstalled


@pytest.fixture(scope="module")
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    """The product on the module's `STACK`; skips where a server is not installed."""
    with ExitStack() as at_end:
        try:
            running = at_end.enter_context(open_rig(request.module.STACK, USUAL))
        except NotInstalled as error:
            pytest.skip(str(error))
        yield running
