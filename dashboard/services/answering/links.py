"""Use case: the desk makes a link for the department that has a case, and the department answers by it, once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Final, NamedTuple

from dashboard.domain.answering.links import (
    MOST_DAYS,
    MOST_OPEN,
    TOKEN_BYTES,
    Answer,
    AnswerLink,
    LinkLine,
    LinkStanding,
    Shown,
    actor_by_link,
    expiry_us,
    moves_of,
    standing_of,
)
from dashboard.domain.cases.permits import target_of
from dashboard.domain.cases.photo_roles import MOST_PHOTOS
from dashboard.domain.cases.records import Case
from dashboard.domain.durations import HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.feeds import Feed
from dashboard.domain.photos.records import PhotoSize
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Language, Text
from dashboard.domain.throttles import Throttle
from dashboard.domain.tokens import token_digest
from dashboard.errors import BadInput, Conflict, NotFound, TooManyTries
from dashboard.ports.answering import AnswerStore, AnswerWork
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.services.access import require
from dashboard.services.cases.moving import CaseMoves, seen
from dashboard.services.photos.showing import PhotoShowing
from dashboard.services.photos.storing import PhotoStoring, StoredPhoto, Upload

ASKS: Final = Throttle(60, MINUTE_US)
"""From one address."""
UPLOADS: Final = Throttle(40, HOUR_US)
"""By one link."""
_GONE: Final = Text("没有这个链接", "there is no such link")
_NO_DEPARTMENT: Final = Text("案件须已派给处置单位", "the case must have been dispatched to a department")
_ENDED: Final = Text("案件已结束", "the case has ended")
_DAYS: Final = Text(f"有效期须为 1～{MOST_DAYS} 天", f"days: 1 to {MOST_DAYS}")
_MANY: Final = Text(f"同时最多 {MOST_OPEN} 个有效链接，请先撤销", f"at most {MOST_OPEN} are open at once: revoke one")
_NOT_OPEN: Final = Text("这个链接现在不能答复", "this link takes no answer now")
_TOO_OFTEN: Final = Text("请求过于频繁，请稍后再试", "too many requests; try again in a while")
_PHOTOS: Final = Text(f"最多 {MOST_PHOTOS} 张照片", f"at most {MOST_PHOTOS} pictures")
_BY_LINK: Final = Text("由答复链接办理，无现场定位", "answered by link, without a position")


class MadeLink(NamedTuple):
    """A link with its token, which is told this once."""

    link: AnswerLink
    token: str


class AnswerLinks:
    """Links. Every method raises Unavailable; those of the desk Forbidden and NotFound, too.

    Those by token raise NotFound for one that there is not, and TooManyTries for whoever asks too often, whichever web
    process is asked.
    """

    def __init__(
        self,
        store: AnswerStore,
        moves: CaseMoves,
        storing: PhotoStoring,
        showing: PhotoShowing,
        notifier: LiveNotifier,
        *,
        clock: Clock,
        language: Language,
    ) -> None:
        self._store = store
        self._moves = moves
        self._storing = storing
        self._showing = showing
        self._notifier = notifier
        self._clock = clock
        self._language = language

    def make(self, case_key: int, days: int, actor: Actor) -> MadeLink:
        """Make a link for the department that has the case. Raises BadInput, Conflict."""
        now_us, token = self._clock(), secrets.token_urlsafe(TOKEN_BYTES)
        if not 1 <= days <= MOST_DAYS:
            raise BadInput(_DAYS)
        with self._store.begin() as work:
            case = _dispatched(work, case_key, actor)
            if case.units.department is None:
                raise Conflict(_NO_DEPARTMENT)
            if case.ended:
                raise Conflict(_ENDED)
            open_now = [each for each in _lines(work, case, now_us) if each.standing is LinkStanding.OPEN]
            if len(open_now) >= MOST_OPEN:
                raise Conflict(_MANY)
            link = AnswerLink(
                0,
                case_key,
                case.units.department,
                case.counts.dispatches,
                now_us,
                actor.name,
                expiry_us(days, now_us),
            )
            link = link._replace(link_key=work.add_answer_link(link, token_digest(token)))
            told = {"link": link.link_key, "department": link.department, "days": days}
            work.note_in_audit(actor, "make_answer_link", case.number, told, now_us)
        return MadeLink(link, token)

    def lines(self, case_key: int, actor: Actor) -> Sequence[LinkLine]:
        """Return the links of a case, the newest first."""
        with self._store.look() as work:
            return _lines(work, _dispatched(work, case_key, actor), self._clock())

    def offered(self, case_key: int, actor: Actor) -> Sequence[LinkLine] | None:
        """Return the links of a case where links can be made or were; None where they say nothing."""
        with self._store.look() as work:
            case = _dispatched(work, case_key, actor)
            lines = _lines(work, case, self._clock())
        return lines if lines or (case.units.department is not None and not case.ended) else None

    def revoke(self, link_key: int, actor: Actor) -> AnswerLink:
        """Let a link count no more."""
        require(actor, Permission.DISPATCH_CASES)
        now_us = self._clock()
        with self._store.begin() as work:
            link = work.answer_link(link_key)
            if link is None:
                raise NotFound(_GONE)
            case = _dispatched(work, link.case_key, actor)
            revoked = link._replace(revoked_us=link.revoked_us or now_us)
            work.save_answer_link(revoked)
            work.note_in_audit(actor, "revoke_answer_link", case.number, {"link": link_key}, now_us)
        return revoked

    def look(self, token: str, address: str) -> Shown:
        """Return what a link shows."""
        self._require_patience(f"ask {address}", ASKS)
        with self._store.look() as work:
            link, case = _found(work, token)
            shots = tuple((shot.digest, shot.role) for shot in work.case_shots(case.case_key))
            names = {each.code: each.name for each in work.departments()}
        standing = standing_of(link, case, self._clock())
        return Shown(link, standing, case, names.get(link.department, link.department), shots)

    def photo(self, token: str, digest: str, size: PhotoSize, address: str) -> bytes:
        """Return a picture of the case as JPEG, or one that was sent by this link, while the link is open."""
        with self._store.look() as work:
            link, case = _found(work, token)
            actor = actor_by_link(link, address)
            own = {shot.digest for shot in work.case_shots(case.case_key)} | set(
                work.photos_sent_by(actor.name, [digest])
            )
        _require_open(link, case, self._clock())
        if digest not in own:
            raise NotFound(_GONE)
        return self._showing.content(digest, size, actor)

    def store(self, token: str, content: bytes, address: str) -> StoredPhoto:
        """Keep a picture for the answer. Raises BadInput with what to do, Conflict when no answer is taken."""
        link, case = self._open(token)
        self._require_patience(f"upload {link.link_key}", UPLOADS)
        return self._storing.store(Upload(content, None, case.case_key), actor_by_link(link, address))

    def answer(self, token: str, answer: Answer, address: str) -> AnswerLink:
        """Move the case as the department answers, in one transaction with the link's end.

        Raises BadInput with what is missing, Conflict when the link takes no answer (any more).
        """
        self._require_patience(f"ask {address}", ASKS)
        if len(answer.photos) > MOST_PHOTOS:
            raise BadInput(_PHOTOS)
        now_us = self._clock()
        with self._store.begin() as work:
            link, case = _found(work, token)
            _require_open(link, case, now_us)
            actor = actor_by_link(link, address)
            for move in moves_of(case, answer, _BY_LINK.in_language(self._language)):
                case = self._moves.move(work, case, move, actor)
            answered = link._replace(answered_us=now_us, answer=answer.kind.value)
            work.save_answer_link(answered)
            told = {"link": link.link_key, "answer": answer.kind.value}
            work.note_in_audit(actor, "answer_by_link", case.number, told, now_us)
            feeds = work.bump([Feed.CASES])
        self._notifier.publish([], feeds)
        return answered

    def _open(self, token: str) -> tuple[AnswerLink, Case]:
        with self._store.look() as work:
            link, case = _found(work, token)
        _require_open(link, case, self._clock())
        return link, case

    def _require_patience(self, use: str, throttle: Throttle) -> None:
        """Count it. Whoever has to wait anyway writes nothing."""
        now_us = self._clock()
        with self._store.look() as work:
            wait_us = throttle.wait_us(work.uses(use), now_us)
        if not wait_us:
            with self._store.begin() as work:
                wait_us = throttle.wait_us(work.count_use(use, now_us + throttle.window_us, now_us), now_us)
        if wait_us:
            raise TooManyTries(_TOO_OFTEN, -(-wait_us // SECOND_US))


def _require_open(link: AnswerLink, case: Case, now_us: int) -> None:
    if standing_of(link, case, now_us) is not LinkStanding.OPEN:
        raise Conflict(_NOT_OPEN)


def _dispatched(work: AnswerWork, case_key: int, actor: Actor) -> Case:
    """The case, of somebody who may dispatch it."""
    case = seen(work, case_key, actor)
    require(actor, Permission.DISPATCH_CASES, target_of(case, actor))
    return case


def _lines(work: AnswerWork, case: Case, now_us: int) -> list[LinkLine]:
    return [LinkLine(link, standing_of(link, case, now_us)) for link in work.answer_links(case.case_key)]


def _found(work: AnswerWork, token: str) -> tuple[AnswerLink, Case]:
    link = work.answer_link_of(token_digest(token))
    case = None if link is None else work.case(link.case_key)
    if link is None or case is None:
        raise NotFound(_GONE)
    return link, case
