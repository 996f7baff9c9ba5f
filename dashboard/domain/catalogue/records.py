"""The catalogue as it is kept: categories with their standards, and the limits of the steps."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.text import Text

LONGEST: Final[Mapping[str, int]] = {
    "code": 40,
    "parent": 40,
    "name": 80,
    "condition": 200,
    "filing": 1000,
    "closing": 1000,
    "evidence": 400,
}
"""How many characters the texts of a category have at most."""
LARGEST_AMOUNT: Final = 3650.0
NAME_LENGTH: Final = 80


class CategoryKind(StrEnum):
    """What a category is of. The values are stored: they never change."""

    COMPONENT = "component"
    EVENT = "event"


CATEGORY_KIND_LABELS: Final[Mapping[CategoryKind, Text]] = {
    CategoryKind.COMPONENT: Text("部件", "Components"),
    CategoryKind.EVENT: Text("事件", "Events"),
}


class AreaClass(StrEnum):
    """How strictly an area is kept (一类, 二类, 三类区域). The values are stored: they never change."""

    A = "A"
    B = "B"
    C = "C"


AREA_CLASS_LABELS: Final[Mapping[AreaClass, Text]] = {
    AreaClass.A: Text("一类区域", "class A"),
    AreaClass.B: Text("二类区域", "class B"),
    AreaClass.C: Text("三类区域", "class C"),
}


class Step(StrEnum):
    """What a case goes through, in this order. The values are stored: they never change."""

    VERIFY = "verify"
    REGISTER = "register"
    FILE = "file"
    DISPATCH = "dispatch"
    HANDLE = "handle"
    CHECK = "check"
    CLOSE = "close"


STEP_LABELS: Final[Mapping[Step, Text]] = {
    Step.VERIFY: Text("核实", "Verify"),
    Step.REGISTER: Text("受理", "Register"),
    Step.FILE: Text("立案", "File"),
    Step.DISPATCH: Text("派遣", "Dispatch"),
    Step.HANDLE: Text("处置", "Handle"),
    Step.CHECK: Text("核查", "Check"),
    Step.CLOSE: Text("结案", "Close"),
}
LIMIT_TYPE_LABELS: Final[Mapping[LimitType, Text]] = {
    LimitType.URGENT_HOUR: Text("紧急工作时", "urgent hours"),
    LimitType.WORK_HOUR: Text("工作时", "work hours"),
    LimitType.WORK_DAY: Text("工作日", "work days"),
    LimitType.NATURAL_DAY: Text("自然日", "natural days"),
}


class Category(NamedTuple):
    """A kind of thing that cases are about; `parent` is the code of the category above it.

    Codes are texts of any length: nothing is read out of their digits.
    """

    code: str
    name: str
    kind: CategoryKind
    parent: str | None = None


class Standard(NamedTuple):
    """By when a case of a category is handled, where that is so and with this filing condition.

    `condition` tells the standards of a category apart and may be empty; `area_class` is None where the class of the
    area does not matter. `filing` and `closing` say when a case is filed and closed, `evidence` what is to be shown.
    """

    category: str
    limit: Limit
    condition: str = ""
    area_class: AreaClass | None = None
    filing: str = ""
    closing: str = ""
    evidence: str = ""


USUAL_STEP_LIMITS: Final[Mapping[Step, Limit]] = {
    Step.VERIFY: Limit(0.5, LimitType.URGENT_HOUR),
    Step.REGISTER: Limit(0.25, LimitType.URGENT_HOUR),
    Step.FILE: Limit(0.25, LimitType.URGENT_HOUR),
    Step.DISPATCH: Limit(0.25, LimitType.URGENT_HOUR),
    Step.HANDLE: Limit(1.0, LimitType.WORK_DAY),
    Step.CHECK: Limit(0.5, LimitType.URGENT_HOUR),
    Step.CLOSE: Limit(0.5, LimitType.URGENT_HOUR),
}
"""What holds where a catalogue says nothing else: centres work day and night, so their steps do.

Handling has its limit from the standard; this one holds for a category that has none.
"""
