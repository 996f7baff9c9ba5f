"""Use case: walk a planned round, one camera after the other, and make cases of what is found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final, NamedTuple

from dashboard.domain.camera_register import CameraLine
from dashboard.domain.camera_rounds.planning import planned_of
from dashboard.domain.camera_rounds.records import (
    FINISHED_WITHIN_US,
    HELD_US,
    NOTE_LENGTH,
    LookResult,
    Occasion,
    RoundLook,
    Standing,
    Walk,
    standing_of,
)
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import Source
from dashboard.domain.durations import DAY_US
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.roster.duty import day_of, moment_us
from dashboard.domain.text import Text
from dashboard.errors import BadInput, Conflict, NotFound
from dashboard.ports.camera_rounds import CameraRoundStore, CameraRoundWork
from dashboard.ports.cameras import CameraTreeReads
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.services.access import require
from dashboard.services.cases.reporting import Reporting, feeds_of
from dashboard.services.photos.storing import PhotoStoring, Upload

_NOT_PLANNED: Final = Text("这一时刻没有这个巡查", "no round is planned at that time")
_ENDED: Final = Text("这一轮已巡完", "this round is done already")
_COMING: Final = Text("还没到这一轮的时间", "it is too early for this round")
_MISSED: Final = Text("这一轮已过可开始的时间，记为漏巡", "the time to begin this round is over: it counts as missed")
_OVER: Final = Text("这一轮已过可继续的时间，记为未巡完", "it can be gone on with no more: it counts as not finished")
_OTHERS: Final = Text("另一座席正在巡这一轮", "another seat has this round now")
_LOST: Final = Text(
    "这一轮已不在您手中（超过十分钟未操作，或已巡完），请从列表重新开始",
    "you do not have this round any more (ten minutes without a look, or it is done); take it from the list again",
)
_NO_PLACE: Final = Text("这一轮没有第 {} 路", "this round has no camera {}")
_FOUND: Final = Text("这一路已立为发现，不再更改", "a find of this camera is kept already and stays")
_NOTE: Final = Text(f"说明最多 {NOTE_LENGTH} 字", f"the note has at most {NOTE_LENGTH} characters")


class Seen(NamedTuple):
    """A walk as whoever has it sees it: its cameras, and what was said of each."""

    walk: Walk
    name: str
    cameras: Sequence[CameraLine | None]
    looks: Sequence[RoundLook]

    @property
    def next_position(self) -> int | None:
        """Return the first camera that nobody looked at; None when there is none left."""
        done = {look.position for look in self.looks}
        return next((at for at in range(len(self.walk.cameras)) if at not in done), None)


class RoundWalking:
    """Hands rounds out and takes looks in.

    One seat has a round at a time: without a look for ten minutes, or after `pause`, another one may go on where it
    stopped. Each method raises Forbidden, NotFound, Conflict with the reason, and Unavailable.
    """

    def __init__(
        self,
        store: CameraRoundStore,
        register: CameraTreeReads,
        reporting: Reporting,
        storing: PhotoStoring,
        notifier: LiveNotifier,
        clock: Clock,
        zone: tzinfo,
    ) -> None:
        self._store = store
        self._register = register
        self._reporting = reporting
        self._storing = storing
        self._notifier = notifier
        self._clock = clock
        self._zone = zone

    def occasions(self, from_us: int, until_us: int, actor: Actor) -> Sequence[Occasion]:
        """Return the planned times from `from_us` to before `until_us` with what became of them, in their order."""
        require(actor, Permission.VIEW_OPERATIONS)
        with self._store.look() as work:
            return occasions_of(work, from_us, until_us, self._zone)

    def take(self, round_key: int, planned_us: int, actor: Actor) -> int:
        """Take a planned round, or go on with it, and return the key of the walk."""
        require(actor, Permission.WALK_ROUNDS)
        at_us = self._clock()
        with self._store.begin() as work:
            found = occasions_of(work, planned_us, planned_us + 1, self._zone)
            occasion = next((each for each in found if each.round_key == round_key), None)
            if occasion is None:
                raise NotFound(_NOT_PLANNED)
            _require_open(standing_of(occasion, at_us), occasion.walk, actor)
            key = work.begin_walk(round_key, planned_us, occasion.plan.cameras, actor.name, at_us)
            if not work.hold_walk(key, actor.name, at_us, at_us + HELD_US):
                raise Conflict(_OTHERS)
            told = {"planned_us": planned_us, "walk": key}
            work.note_in_audit(actor, "take_camera_round", occasion.name, told, at_us)
        return key

    def seen(self, walk_key: int, actor: Actor) -> Seen:
        """Return a walk that the actor has. Raises Conflict when it is another's or done."""
        require(actor, Permission.WALK_ROUNDS)
        with self._store.look() as work:
            walk, name = self._mine(work, walk_key, actor), work.round_names()
            looks = work.round_looks(walk_key)
        known = self._register.cameras(walk.cameras)
        return Seen(walk, name[walk.round_key], [known.get(each) for each in walk.cameras], looks)

    def mine(self, walk_key: int, actor: Actor) -> Seen | None:
        """Return a walk that the actor has; None when it is another's, done, or none."""
        require(actor, Permission.WALK_ROUNDS)
        with self._store.look() as work:
            walk = work.walk(walk_key)
        return self.seen(walk_key, actor) if walk is not None and _is_had_by(walk, actor) else None

    def came_of(self, walk_key: int, actor: Actor) -> tuple[int, int]:
        """Return how many cameras of a walk were looked at, and how many finds there were."""
        require(actor, Permission.VIEW_OPERATIONS)
        with self._store.look() as work:
            walk = work.walk(walk_key)
        return (walk.looked, walk.finds) if walk is not None else (0, 0)

    def today(self, actor: Actor) -> Sequence[Occasion]:
        """Return the planned times of today in the city, and those of yesterday that may still be gone on with."""
        now_us = self._clock()
        midnight_us = moment_us(day_of(now_us, self._zone), 0, self._zone)
        found = self.occasions(now_us - FINISHED_WITHIN_US, midnight_us + DAY_US, actor)
        is_open = {Standing.WALKED, Standing.INTERRUPTED}
        return [each for each in found if each.planned_us >= midnight_us or standing_of(each, now_us) in is_open]

    def look(self, walk_key: int, position: int, result: LookResult, actor: Actor) -> bool:
        """Keep that there is nothing, or no picture; return whether that was the last camera."""
        require(actor, Permission.WALK_ROUNDS)
        if result is LookResult.FIND:
            raise BadInput(Text("发现须附画面和类别", "a find needs its picture and category"))
        at_us = self._clock()
        with self._store.begin() as work:
            walk = self._held(work, walk_key, position, actor, at_us)
            asset_id = walk.cameras[position]
            return self._keep(work, walk, RoundLook(walk_key, position, asset_id, actor.name, at_us, result))

    def camera_at(self, walk_key: int, position: int, actor: Actor) -> str:
        """Return the number of a camera of a walk that the actor has."""
        require(actor, Permission.WALK_ROUNDS)
        with self._store.look() as work:
            return _camera_at(self._mine(work, walk_key, actor), position)

    def capture(self, walk_key: int, position: int, content: bytes, actor: Actor) -> str:
        """Keep the picture that a camera of the walk shows among the evidence, and return its digest. Raises BadInput
        for what is no picture."""
        self.camera_at(walk_key, position, actor)
        upload = Upload(content, taken_us=self._clock(), personal=())
        return self._storing.store(upload, actor).photo.digest

    def find(
        self, walk_key: int, position: int, category: str, note: str, picture: str | None, actor: Actor
    ) -> tuple[Case, bool]:
        """Make a case of what a camera shows, with the picture it was seen in.

        Return it, and whether the round is done. Raises BadInput with what to mend, also for the picture of others.
        """
        require(actor, Permission.WALK_ROUNDS)
        require(actor, Permission.REPORT_CASES)
        if len(note) > NOTE_LENGTH:
            raise BadInput(_NOTE)
        at_us = self._clock()
        with self._store.begin() as work:
            walk = self._held(work, walk_key, position, actor, at_us)
            asset_id = walk.cameras[position]
            draft = CaseDraft(
                source=Source.VIDEO_SEAT,
                category=category,
                description=note,
                asset_id=asset_id,
                photos=(Shot(picture, PhotoRole.BEFORE),) if picture else (),
            )
            case = self._reporting.add(work, draft, actor)
            look = RoundLook(
                walk_key, position, asset_id, actor.name, at_us, LookResult.FIND, picture, case.case_key, note
            )
            is_done = self._keep(work, walk, look)
            feeds = work.bump(feeds_of(draft))
        self._notifier.publish([], feeds)
        return case, is_done

    def pause(self, walk_key: int, actor: Actor) -> None:
        """Let any seat go on with it where it stopped."""
        require(actor, Permission.WALK_ROUNDS)
        with self._store.begin() as work:
            work.let_walk_go(walk_key, actor.name)

    def _mine(self, work: CameraRoundWork, walk_key: int, actor: Actor) -> Walk:
        walk = work.walk(walk_key)
        if walk is None:
            raise NotFound(_NOT_PLANNED)
        if not _is_had_by(walk, actor):
            raise Conflict(_LOST)
        return walk

    def _held(self, work: CameraRoundWork, walk_key: int, position: int, actor: Actor, at_us: int) -> Walk:
        """The walk, which the actor goes on having; another seat may have taken it since."""
        walk = self._mine(work, walk_key, actor)
        _camera_at(walk, position)
        if at_us >= walk.planned_us + FINISHED_WITHIN_US:
            raise Conflict(_OVER)
        if not work.hold_walk(walk_key, actor.name, at_us, at_us + HELD_US):
            raise Conflict(_LOST)
        return walk

    def _keep(self, work: CameraRoundWork, walk: Walk, look: RoundLook) -> bool:
        if not work.save_round_look(look):
            raise Conflict(_FOUND)
        is_done = len(work.round_looks(walk.walk_key)) == len(walk.cameras)
        if is_done:
            work.end_walk(walk.walk_key, look.at_us)
        return is_done


def occasions_of(work: CameraRoundWork, from_us: int, until_us: int, zone: tzinfo) -> list[Occasion]:
    """Return the planned times with what became of them, in their order."""
    names = work.round_names()
    walks = {(each.round_key, each.planned_us): each for each in work.walks(from_us, until_us)}
    planned = planned_of(work.plan_versions(from_us, until_us), from_us, until_us, zone)
    found = [
        Occasion(
            version.round_key,
            names[version.round_key],
            planned_us,
            version.plan,
            walks.get((version.round_key, planned_us)),
        )
        for version, planned_us in planned
    ]
    return sorted(found, key=lambda each: (each.planned_us, each.name, each.round_key))


def _is_had_by(walk: Walk, actor: Actor) -> bool:
    return walk.ended_us is None and walk.holder == actor.name


def _camera_at(walk: Walk, position: int) -> str:
    if not 0 <= position < len(walk.cameras):
        raise BadInput(Text(_NO_PLACE.zh.format(position + 1), _NO_PLACE.en.format(position + 1)))
    return walk.cameras[position]


def _require_open(standing: Standing, walk: Walk | None, actor: Actor) -> None:
    refusals = {
        Standing.DONE: _ENDED,
        Standing.COMING: _COMING,
        Standing.MISSED: _MISSED,
        Standing.UNFINISHED: _OVER,
    }
    if standing in refusals:
        raise Conflict(refusals[standing])
    if standing is Standing.WALKED and walk is not None and walk.holder != actor.name:
        raise Conflict(_OTHERS)
