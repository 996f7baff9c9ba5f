"""A link by which a department answers for one case: whether it counts, who acts by it, what an answer does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.durations import DAY_US
from dashboard.domain.rights import Actor, Means, Permission, Reach, Role
from dashboard.domain.text import Text

USUAL_DAYS: Final = 7
MOST_DAYS: Final = 30
MOST_OPEN: Final = 5
"""How many links of one case may be open at once."""
TOKEN_BYTES: Final = 32
_ANSWERED_IN: Final = frozenset({CaseState.TO_HANDLE, CaseState.HANDLING, CaseState.REWORK})
_TO_ACCEPT: Final = frozenset({CaseState.TO_HANDLE, CaseState.REWORK})


class AnswerKind(StrEnum):
    """What a department answers; the values are stored."""

    RESULT = "result"
    RETURN = "return"


ANSWER_LABELS: Final[Mapping[AnswerKind, Text]] = {
    AnswerKind.RESULT: Text("已处置", "handled"),
    AnswerKind.RETURN: Text("申请回退", "gives it back"),
}


class LinkStanding(StrEnum):
    """Whether a link counts, or why not."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"
    REVOKED = "revoked"
    MOVED = "moved"
    NOT_NOW = "not_now"


STANDING_LABELS: Final[Mapping[LinkStanding, Text]] = {
    LinkStanding.OPEN: Text("有效", "open"),
    LinkStanding.ANSWERED: Text("已答复", "answered"),
    LinkStanding.EXPIRED: Text("已过期", "expired"),
    LinkStanding.REVOKED: Text("已撤销", "revoked"),
    LinkStanding.MOVED: Text("案件已改派", "the case went elsewhere"),
    LinkStanding.NOT_NOW: Text("案件已进入下一环节", "the case has moved on"),
}


class AnswerLink(NamedTuple):
    """A link; of its token only the digest is kept. `dispatches` is how often the case was dispatched by then."""

    link_key: int
    case_key: int
    department: str
    dispatches: int
    created_us: int
    created_by: str
    expires_us: int
    revoked_us: int | None = None
    answered_us: int | None = None
    answer: str = ""


class Answer(NamedTuple):
    """What a department answers: its words, and the digests of pictures of afterwards."""

    kind: AnswerKind
    words: str = ""
    photos: tuple[str, ...] = ()


class LinkLine(NamedTuple):
    """A link as the desk sees it."""

    link: AnswerLink
    standing: LinkStanding


class Shown(NamedTuple):
    """What a link shows: its case with the digests of the pictures, and whether it takes an answer."""

    link: AnswerLink
    standing: LinkStanding
    case: Case
    department: str
    photos: tuple[tuple[str, PhotoRole], ...]


def standing_of(link: AnswerLink, case: Case, now_us: int) -> LinkStanding:
    """Return whether a link counts as the case stands now."""
    if link.answered_us is not None:
        return LinkStanding.ANSWERED
    if link.revoked_us is not None:
        return LinkStanding.REVOKED
    if case.units.department != link.department or case.counts.dispatches != link.dispatches:
        return LinkStanding.MOVED
    if link.expires_us <= now_us:
        return LinkStanding.EXPIRED
    is_theirs = case.state in _ANSWERED_IN and case.pending is None
    return LinkStanding.OPEN if is_theirs else LinkStanding.NOT_NOW


def expiry_us(days: int, now_us: int) -> int:
    """Return when a link that is made now for so many days ends."""
    return now_us + days * DAY_US


def actor_by_link(link: AnswerLink, address: str) -> Actor:
    """Return who acts by a link: the department, with what a department may do and nothing besides."""
    return Actor(
        name=f"link:{link.department}:{link.link_key}",
        role=Role.DEPARTMENT,
        rights={Permission.VIEW_CASES: Reach.DEPARTMENT, Permission.HANDLE_CASES: Reach.DEPARTMENT},
        means=Means.LINK,
        address=address,
        department=link.department,
    )


def moves_of(case: Case, answer: Answer, without_position: str) -> Iterator[Move]:
    """Yield the moves that an answer is made of; `without_position` says why there is no proof of the arrival."""
    if answer.kind is AnswerKind.RETURN:
        yield Move(action=Action.RETURN, reason=answer.words)
        return
    if case.state in _TO_ACCEPT:
        yield Move(action=Action.ACCEPT)
    if case.state in _TO_ACCEPT or case.times.arrived_us is None:
        yield Move(action=Action.ARRIVE, reason=without_position)
    shots = tuple(Shot(digest, PhotoRole.AFTER) for digest in answer.photos)
    yield Move(action=Action.FEEDBACK, reason=answer.words, photos=shots)
