"""Use case: hold people on duty against the rules, with the alarms that devices have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.feeds import Feed
from dashboard.domain.people.records import Person
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.watching import (
    NOWHERE,
    QUIET,
    Fence,
    Fences,
    Place,
    as_far_as_listened,
    begun_us,
    news,
    values_of,
)
from dashboard.domain.presence import listening_since_us
from dashboard.domain.readings import MICROSECOND, Device, Observation
from dashboard.domain.roster.duty import Duty
from dashboard.domain.sensors.patrol import DUTY, POST_ID, SENSOR
from dashboard.ports.parts import FeedReads
from dashboard.ports.positions import PatrolPost, PositionStore, PositionWork, PostPlace
from dashboard.services.ingest.intake import KnownObservation, Sorted
from dashboard.services.ingest.recording import Ingest
from dashboard.services.positions.recording import forget, read_duty

_NOBODY: Final = PatrolPost(Device(0, "", "", None, None), {})


class _Scene(NamedTuple):
    """What is known of people at one moment, by number, positions by key; since when the ingest listens."""

    on_duty: Mapping[str, Duty]
    people: Mapping[str, Person]
    squads: Mapping[str, str]
    keys: Mapping[str, int]
    positions: Mapping[int, KnownPosition]
    posts: Mapping[str, PatrolPost]
    listening_us: int | None


class _Finding(NamedTuple):
    """What is to be told of somebody, and where their asset is to be then."""

    values: Mapping[str, float]
    place: PostPlace


class PatrolWatch:
    """Computes what is watched of people on duty, and hands what changed to the ingest as readings of their assets.

    It keeps nothing but the fences: what was told last is in the database, so that another worker goes on.
    """

    def __init__(self, store: PositionStore, ingest: Ingest, feeds: FeedReads, zone: tzinfo) -> None:
        self._store = store
        self._ingest = ingest
        self._feeds = feeds
        self._zone = zone
        self._fences = Fences()
        self._registry: int | None = None

    def watch(self, now_us: int) -> int:
        """Look at everybody once; return of how many something was told. Raises Unavailable.

        Of who left duty the newest position is removed and everything is told as 0, which clears their alarms.
        """
        self._ingest.refresh()
        self._follow_areas()
        with self._store.look() as work:
            scene = _look(work, now_us, self._zone)
        places = {number: self._place(number, scene) for number in scene.on_duty if number in scene.keys}
        found = [self._judge(number, place, scene, now_us) for number, place in places.items()]
        found += [self._let_go(number, scene) for number in scene.posts if number not in places]
        due = [each for each in found if each.values]
        posts = self._keep(scene, places, due)
        if due:
            self._ingest.record_sorted(Sorted(observations=[_observation(each, posts, now_us) for each in due]))
        return len(due)

    def _follow_areas(self) -> None:
        registry = self._feeds.revisions().get(Feed.REGISTRY, 0)
        if registry != self._registry:
            with self._store.look() as work:
                self._fences = Fences(work.patrol_areas())
            self._registry = registry

    def _fence(self, number: str, scene: _Scene) -> Fence:
        duty, person = scene.on_duty.get(number), scene.people.get(number)
        area = duty.span.area if duty and duty.span else None
        return self._fences.fence(area, person.squad if person else None)

    def _place(self, number: str, scene: _Scene) -> Place:
        known = scene.positions.get(scene.keys[number])
        return self._fence(number, scene).place(known.position) if known else NOWHERE

    def _judge(self, number: str, place: Place, scene: _Scene, now_us: int) -> _Finding:
        """What is to be told of somebody on duty.

        The asset is where they are, but in that area of their own fence which is nearest: an alarm of who left it then
        belongs to those who answer for the place that was left, and not to whoever has the place where they are. When
        everything is quiet again the asset goes back to the middle, so that no place outlasts what it was told for.
        """
        known, post = scene.positions.get(scene.keys[number]), scene.posts.get(number, _NOBODY)
        duty = scene.on_duty[number]
        # Who neither signed in nor was heard did not come: that is the attendance's to say.
        is_here = known is not None or duty.attendance is not None
        seen = values_of(known, place, begun_us(duty), now_us) if is_here else QUIET
        values = as_far_as_listened(seen, post.told, scene.listening_us, now_us)
        asset = self._home(number, scene)
        # By the area of today's fence: the asset is not made before something is told, or is where it was needed last.
        asset_id = post.device.asset_id or POST_ID + number
        told = news(values, post.told, self._ingest.rules_in(place.area or asset.area, SENSOR.key, asset_id))
        if known is not None and any({**post.told, **told}.values()):
            asset = asset._replace(lon=known.position.lon, lat=known.position.lat, area=place.area)
        return _Finding(told, asset)

    def _let_go(self, number: str, scene: _Scene) -> _Finding:
        told = scene.posts[number].told
        return _Finding({key: 0.0 for key in QUIET if told.get(key)}, self._home(number, scene))

    def _home(self, number: str, scene: _Scene) -> PostPlace:
        """The asset of somebody whose place is not known, or nobody's business: in the middle of their fence."""
        (lon, lat), area = self._fence(number, scene).home() or self._fences.centre()
        person = scene.people.get(number)
        squad = scene.squads.get(person.squad or "", "") if person else ""
        return PostPlace(number, f"{squad} {number}".strip(), lon, lat, area)

    def _keep(self, scene: _Scene, places: Mapping[str, Place], due: Collection[_Finding]) -> Mapping[str, PatrolPost]:
        """Store how far outside people are and where their assets are; forget the positions of who left."""
        on_duty = {scene.keys[number]: place for number, place in places.items()}
        outside = {
            key: place.outside_m
            for key, place in on_duty.items()
            if key in scene.positions and scene.positions[key].outside_m != place.outside_m
        }
        left = scene.positions.keys() - on_duty.keys()
        if not (outside or left or due):
            return scene.posts
        with self._store.begin() as work:
            work.save_outside(outside)
            work.forget_positions(left)
            work.save_patrol_posts([each.place for each in due])
            return work.patrol_posts()


class Tracks:
    """Forgets where people were, and what was watched of them, when it has been kept long enough."""

    def __init__(self, store: PositionStore, kept: timedelta) -> None:
        self._store = store
        self._kept = kept

    def forget(self, now_us: int) -> int:
        """Remove what is older; return how many positions and values that were. Raises Unavailable."""
        with self._store.begin() as work:
            return forget(work, now_us, self._kept) + work.forget_watched(now_us - self._kept // MICROSECOND)


def _look(work: PositionWork, now_us: int, zone: tzinfo) -> _Scene:
    return _Scene(
        on_duty=read_duty(work, now_us, zone).on_duty(now_us),
        people={person.number: person for person in work.people()},
        squads={squad.code: squad.name for squad in work.squads()},
        keys=work.person_keys(),
        positions=work.person_positions(),
        posts=work.patrol_posts(),
        listening_us=listening_since_us(work.listeners(), now_us),
    )


def _observation(finding: _Finding, posts: Mapping[str, PatrolPost], now_us: int) -> KnownObservation:
    number = finding.place.number
    observation = Observation(DUTY + number, now_us, dict(finding.values), dedupe=f"watch:{now_us}")
    return KnownObservation(posts[number].device, observation, now_us, redelivered=False)
