"""By what deadlines are computed now: the catalogue of the day and the working calendar."""

from __future__ import annotations

from typing import Final, Protocol

from dashboard.domain.cases.timing import Rules
from dashboard.domain.catalogue.records import Category
from dashboard.domain.text import Text
from dashboard.errors import BadInput

_NONE: Final = Text("还没有案件分类，请先导入分类目录", "there is no catalogue yet; import one first")


class CaseRules(Protocol):
    """What tells the rules. Raises Unavailable."""

    def now(self) -> Rules:
        """Return the rules of today. Raises BadInput when no catalogue holds today."""


def no_catalogue() -> BadInput:
    """Return what is said when no catalogue holds."""
    return BadInput(_NONE)


def sub_category(rules: Rules, code: str) -> Category:
    """Return the category of a case. Raises BadInput when there is none, or when others lie below it."""
    found = rules.catalogue.category(code)
    if found is None:
        raise BadInput(Text(f"分类目录里没有代码「{code:.40}」", f"category: the catalogue has no code {code!r:.60}"))
    below = rules.catalogue.children(code)
    if below:
        names = "、".join(each.name for each in below[:5])
        raise BadInput(Text(f"「{found.name}」下还有小类，请选到小类：{names}…", f"category: choose one below {code}"))
    return found
