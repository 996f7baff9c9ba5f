"""What style sheets may ask of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLES = sorted((Path(__file__).parents[2] / "assets" / "css").glob("*.css"))
OF_THE_WHOLE_PAGE = re.compile(
    r"(?:^|[\s,{}])(?:html|body|:root|main|#page|\.(?:shell|page|desk|desk-middle|office|wall)(?![\w-]))[^\s,{>~+]*:has\("
)


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_no_style_asks_what_is_anywhere_in_the_page(style: Path) -> None:
    """A browser would match the styles of the whole page anew whenever a node comes or goes."""
    assert not OF_THE_WHOLE_PAGE.findall(style.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "style",
    [
        "body:not(:has([data-dialog])) .button { }",
        ".shell:has(.drawer.is-open) .desk { }",
        "a { } .desk-middle:has(.cases) { }",
    ],
)
def test_styles_that_ask_the_whole_page_are_seen(style: str) -> None:
    assert OF_THE_WHOLE_PAGE.search(style)
