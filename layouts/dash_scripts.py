"""Which of Dash's own scripts a page loads."""

from __future__ import annotations

import re
from typing import Final

_UNUSED: Final = re.compile(r'<script src="[^"]*/(?:deps/polyfill@|dash_table/)[^"]*"></script>')


def needed_scripts(tags: str) -> str:
    """Return Dash's script tags without the scripts that no page needs.

    The polyfill brings old browsers to a standard of 2018, and ours are written for later ones; what Dash itself
    needs of it, the runtime of generators for whatever it loads late, such as a chart, is in the bundle. No page has
    a Dash table.
    """
    return _UNUSED.sub("", tags)
