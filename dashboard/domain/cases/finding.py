"""Sub-categories as they are searched for by a few letters: by name, code, and the initials of their pinyin."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.initials import initials


class Findable(NamedTuple):
    """A sub-category: code, name, the names above it, and the initials of its name."""

    code: str
    name: str
    above: str
    initials: str


def findable(catalogue: Catalogue) -> list[Findable]:
    """Return the sub-categories in the order of the tree."""
    return [
        Findable(each.code, each.name, " › ".join(above.name for above in path[:-1]), initials(each.name))
        for each in catalogue.in_order
        if not catalogue.children(each.code)
        for path in [catalogue.path(each.code)]
    ]
