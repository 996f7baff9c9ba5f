"""By what deadlines are computed now: the catalogue of the day and the working calendar."""

from __future__ import annotations

from typing import Final

from dashboard.domain.cases.calendar import WorkCalendar
from dashboard.domain.cases.timing import Rules
from dashboard.domain.catalogue.records import Category
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.ports.cases import CaseWork
from dashboard.services.cases.calendars import Calendars
from dashboard.services.catalogue.reading import Catalogues

_NONE: Final = Text("还没有案件分类，请先导入分类目录", "there is no catalogue yet; import one first")


class CaseRules:
    """What tells the rules. Raises Unavailable."""

    def __init__(self, catalogues: Catalogues, calendars: Calendars) -> None:
        self._catalogues = catalogues
        self._calendars = calendars

    def catalogue(self) -> Catalogue:
        """Return the catalogue of today. Raises BadInput when none holds today."""
        found = self.catalogue_or_none()
        if found is None:
            raise BadInput(_NONE)
        return found

    def catalogue_or_none(self) -> Catalogue | None:
        """Return the catalogue of today; None when none holds today."""
        return self._catalogues.on(self._catalogues.today())

    def calendar(self, work: CaseWork) -> WorkCalendar:
        """Return the working calendar in force."""
        return self._calendars.in_force(work)

    def now(self, work: CaseWork) -> Rules:
        """Return the rules of today; the calendar is kept, as clocks will be computed by it. Raises BadInput."""
        return Rules(self.catalogue(), self._calendars.freeze(work))


def sub_category(catalogue: Catalogue, code: str) -> Category:
    """Return the category of a case. Raises BadInput when there is none, or when others lie below it."""
    found = catalogue.category(code)
    if found is None:
        raise BadInput(
            Text(
                f"分类目录里没有代码「{code:.40}」，请另选小类",
                f"category: the catalogue has no code {code!r:.60}; choose another one",
            )
        )
    below = catalogue.children(code)
    if below:
        names = "、".join(each.name for each in below[:5])
        raise BadInput(Text(f"「{found.name}」下还有小类，请选到小类：{names}…", f"category: choose one below {code}"))
    return found
