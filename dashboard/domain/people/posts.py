"""The posts of a bureau, what people answer for in an area, and other words that a table may say."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from dashboard.domain.personal import half_width
from dashboard.domain.text import Text


class Post(StrEnum):
    """What somebody is employed as. The values are stored and never change; the order is that of lists."""

    BUREAU_LEADER = "bureau_leader"
    DUTY_CHIEF = "duty_chief"
    DISPATCHER = "dispatcher"
    INTAKE_CLERK = "intake_clerk"
    SEAT_OPERATOR = "seat_operator"
    ASSESSOR = "assessor"
    ADMINISTRATOR = "administrator"
    SQUAD_LEADER = "squad_leader"
    DEPUTY_SQUAD_LEADER = "deputy_squad_leader"
    AREA_LEADER = "area_leader"
    GRID_LEADER = "grid_leader"
    OFFICER = "officer"
    COLLECTOR = "collector"
    HANDLER = "handler"


POST_LABELS: Final[dict[Post, Text]] = {
    Post.BUREAU_LEADER: Text("局领导", "Bureau leader"),
    Post.DUTY_CHIEF: Text("值班长", "Duty chief"),
    Post.DISPATCHER: Text("派遣员", "Dispatcher"),
    Post.INTAKE_CLERK: Text("受理员", "Intake clerk"),
    Post.SEAT_OPERATOR: Text("座席员", "Seat operator"),
    Post.ASSESSOR: Text("考评员", "Assessor"),
    Post.ADMINISTRATOR: Text("系统管理员", "System administrator"),
    Post.SQUAD_LEADER: Text("中队长", "Squad leader"),
    Post.DEPUTY_SQUAD_LEADER: Text("副中队长", "Deputy squad leader"),
    Post.AREA_LEADER: Text("区域长", "Area leader"),
    Post.GRID_LEADER: Text("网格长", "Grid leader"),
    Post.OFFICER: Text("队员", "Officer"),
    Post.COLLECTOR: Text("采集员", "Collector"),
    Post.HANDLER: Text("处置人员", "Handler"),
}


class Staff(StrEnum):
    """How somebody is employed."""

    REGULAR = "regular"
    AUXILIARY = "auxiliary"


STAFF_LABELS: Final[dict[Staff, Text]] = {
    Staff.REGULAR: Text("编内", "Regular"),
    Staff.AUXILIARY: Text("辅助", "Auxiliary"),
}


class SquadKind(StrEnum):
    """What a squad is there for."""

    AREA = "area"
    MOBILE = "mobile"
    INSPECTION = "inspection"


SQUAD_KIND_LABELS: Final[dict[SquadKind, Text]] = {
    SquadKind.AREA: Text("片区中队", "Area squad"),
    SquadKind.MOBILE: Text("机动中队", "Mobile squad"),
    SquadKind.INSPECTION: Text("督查组", "Inspection squad"),
}


class Standing(StrEnum):
    """Whether somebody still works here."""

    ACTIVE = "active"
    LEFT = "left"


STANDING_LABELS: Final[dict[Standing, Text]] = {
    Standing.ACTIVE: Text("在职", "Active"),
    Standing.LEFT: Text("离职", "Left"),
}


class Role(StrEnum):
    """What somebody answers for in an area. An import may bring any other word; these have labels."""

    SQUAD_LEADER = "squad_leader"
    DEPUTY_SQUAD_LEADER = "deputy_squad_leader"
    BLOCK_LEADER = "block_leader"
    AREA_LEADER = "area_leader"
    GRID_LEADER = "grid_leader"
    DEPUTY = "deputy"
    INSPECTOR = "inspector"
    STREET_LEADER = "street_leader"
    LINE_OFFICER = "line_officer"
    COLLECTOR = "collector"


ROLE_LABELS: Final[dict[str, Text]] = {
    Role.SQUAD_LEADER: Text("中队长", "Squad leader"),
    Role.DEPUTY_SQUAD_LEADER: Text("副中队长", "Deputy squad leader"),
    Role.BLOCK_LEADER: Text("区块长", "Block leader"),
    Role.AREA_LEADER: Text("区域长", "Area leader"),
    Role.GRID_LEADER: Text("网格长", "Grid leader"),
    Role.DEPUTY: Text("副网格长", "Deputy grid leader"),
    Role.INSPECTOR: Text("巡查员", "Inspector"),
    Role.STREET_LEADER: Text("街路长", "Street leader"),
    Role.LINE_OFFICER: Text("路段队员", "Line officer"),
    Role.COLLECTOR: Text("采集员", "Collector"),
}

USUAL_ROLE: Final[dict[Post, Role]] = {
    Post.SQUAD_LEADER: Role.SQUAD_LEADER,
    Post.DEPUTY_SQUAD_LEADER: Role.DEPUTY_SQUAD_LEADER,
    Post.AREA_LEADER: Role.AREA_LEADER,
    Post.GRID_LEADER: Role.GRID_LEADER,
    Post.OFFICER: Role.LINE_OFFICER,
    Post.COLLECTOR: Role.COLLECTOR,
}
"""The role of those who answer for an area without a word about it."""

Word = TypeVar("Word", bound=str)


def word_of(labels: Mapping[Word, Text], said: str) -> Word | None:
    """Return what a cell means: a key, or its label in either language; None when it is none of them."""
    plain = half_width(said).casefold()
    for word, label in labels.items():
        if plain in (str(word).casefold(), label.zh.casefold(), label.en.casefold()):
            return word
    return None


def role_label(role: str) -> Text:
    """Return what a role is called; one that is not known is its own name."""
    return ROLE_LABELS.get(role, Text(role, role))
