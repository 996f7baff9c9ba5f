"""The wall screens: pairing by a code, what they say of themselves, and what the desk tells them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from dashboard.domain.audit import before_and_after
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import USUAL_RIGHTS, Actor, Means, Permission, Role
from dashboard.domain.tokens import token_digest
from dashboard.domain.wall_refusals import Refused
from dashboard.domain.walls import (
    CODE_DIGITS,
    CODE_LIVES_US,
    EVERY_SCREEN,
    WRONG_CODE,
    WRONG_CODES_AT_MOST,
    Change,
    Direction,
    Entry,
    Field,
    Heartbeat,
    Orders,
    Pairing,
    TooManyCodes,
    WallScreen,
    direction,
    giving_way,
    heard,
    in_force,
    named,
    read_code,
)
from dashboard.errors import BadInput
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.ports.walls import WallStore, WallWork
from dashboard.services.access import require

_TRIES: Final = 20


class Shown(NamedTuple):
    """A browser's secret and the code that its wall shows."""

    secret: str
    pairing: Pairing


class Briefing(NamedTuple):
    """What a wall is told: its screen and direction when it is paired, else the code that it shows."""

    screen: WallScreen | None
    direction: Direction
    pairing: Pairing | None


class ScreenLine(NamedTuple):
    """A screen as the desk lists it, with what holds for it now."""

    screen: WallScreen
    direction: Direction


class ScreenList(NamedTuple):
    """All that the desk sees of the walls at `now_us`."""

    lines: Sequence[ScreenLine]
    for_all: Direction
    now_us: int


def random_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


class Walls:
    """The use cases of walls and of their director. Times are µs since the epoch.

    A wall's secret lets it read its direction and report on itself; it opens nothing else. Each method raises
    Unavailable when the database is out of reach; nothing was changed then.
    """

    def __init__(
        self, store: WallStore, notifier: LiveNotifier, clock: Clock, new_code: Callable[[], str] = random_code
    ) -> None:
        self._store = store
        self._notifier = notifier
        self._clock = clock
        self._new_code = new_code

    def begin_pairing(self, secret: str | None, address: str = "") -> Shown:
        """The code for a browser to show for ten minutes; asked again, the same one while it holds.

        When too many wait, in all or at the network `address` that asks, the oldest lose theirs. Raises BadInput when
        the browser is paired.
        """
        now_us = self._clock()
        with self._store.begin() as work:
            work.forget_pairings(now_us)
            screen = work.screen_of(token_digest(secret)) if secret else None
            if screen is not None and screen.revoked_us is None:
                raise BadInput(Refused.PAIRED_ALREADY)
            known = work.pairing(token_digest(secret), now_us) if secret else None
            if secret and known is not None:
                return Shown(secret, known)
            return self._new_pairing(work, address, now_us)

    def _new_pairing(self, work: WallWork, address: str, now_us: int) -> Shown:
        for old in giving_way(work.waiting(now_us), address):
            work.take_pairing(old.code, now_us)
        secret = secrets.token_urlsafe(32)
        for _ in range(_TRIES):
            pairing = Pairing(self._new_code(), now_us + CODE_LIVES_US, address)
            if work.save_pairing(token_digest(secret), pairing):
                return Shown(secret, pairing)
        raise TooManyCodes(Refused.PENDING_TOO_MANY)

    def confirm_pairing(self, code: str, name: str, place: str, actor: Actor) -> WallScreen:
        """Pair the wall that shows `code`. A code works once.

        Raises BadInput with what to mend (the code still works then), TooManyCodes after ten wrong ones.
        """
        require(actor, Permission.DIRECT_WALLS)
        name, place = named(name, place)
        digits = read_code(code)
        now_us, revisions = self._clock(), dict[Feed, int]()
        with self._store.begin() as work:
            if work.audited(WRONG_CODE, now_us - CODE_LIVES_US) >= WRONG_CODES_AT_MOST:
                raise TooManyCodes(Refused.CODES_TOO_MANY)
            screen = _pair(work, digits, name, place, actor, now_us)
            if screen is not None:
                revisions = work.bump([Feed.WALLS])
        if screen is None:
            raise BadInput(Refused.CODE_UNKNOWN)
        self._notifier.publish([], revisions)
        return screen

    def briefing(self, secret: str | None) -> Briefing:
        """What the wall with this secret shall show."""
        now_us = self._clock()
        if not secret:
            return Briefing(None, Direction(), None)
        with self._store.look() as work:
            screen = work.screen_of(token_digest(secret))
            if screen is None:
                return Briefing(None, Direction(), work.pairing(token_digest(secret), now_us))
            if screen.revoked_us is not None:
                return Briefing(None, Direction(), None)
            return Briefing(screen, _direct(work, screen, work.orders(EVERY_SCREEN), now_us), None)

    def whose_screen(self, secret: str, address: str) -> Actor | None:
        """Return the actor of a paired wall, who may see what walls show; None for any other secret."""
        with self._store.look() as work:
            screen = work.screen_of(token_digest(secret))
        if screen is None or screen.revoked_us is not None:
            return None
        return Actor(screen.name, Role.WALL, USUAL_RIGHTS[Role.WALL], Means.SCREEN, address=address)

    def hear(self, secret: str | None, beat: Heartbeat) -> bool:
        """Keep what a wall says of itself; return whether it is paired (else nothing is kept)."""
        if not secret:
            return False
        with self._store.look() as work:
            screen = work.screen_of(token_digest(secret))
        if screen is None or screen.revoked_us is not None:
            return False
        with self._store.begin() as work:
            work.save_screen(screen.screen_key, heard(screen, beat, self._clock()))
        return True

    def screen_list(self) -> ScreenList:
        """The screens with what holds for each."""
        now_us = self._clock()
        with self._store.look() as work:
            for_all = work.orders(EVERY_SCREEN)
            lines = [ScreenLine(screen, _direct(work, screen, for_all, now_us)) for screen in work.screens()]
        return ScreenList(lines, direction(for_all, {}, now_us), now_us)

    def direct(self, target: int, change: Change, actor: Actor) -> None:
        """Tell one screen, or all (EVERY_SCREEN). Raises BadInput for one that is unknown or revoked."""
        require(actor, Permission.DIRECT_WALLS)
        now_us = self._clock()
        with self._store.begin() as work:
            revisions = work.bump([Feed.WALLS])
            subject = "all walls" if target == EVERY_SCREEN else _screen(work, target).name
            _check_asset(work, change)
            own = work.orders(target)
            known = in_force(work.orders(EVERY_SCREEN), own)
            entries = {field: Entry(revisions[Feed.WALLS], value) for field, value in change.items()}
            work.save_orders(target, {**own, **entries})
            before = {field: known[field].value if field in known else None for field in change}
            told = before_and_after(before, dict(change), screen_key=target)
            work.note_in_audit(actor, "direct_wall", subject, told, now_us)
        self._notifier.publish([], revisions)

    def revoke(self, screen_key: int, actor: Actor) -> WallScreen:
        """Take the token back: the wall is unpaired at once. Raises BadInput for one that is unknown or revoked."""
        require(actor, Permission.DIRECT_WALLS)
        now_us = self._clock()
        with self._store.begin() as work:
            screen = _screen(work, screen_key)
            work.save_screen(screen_key, {"revoked_us": now_us})
            work.save_orders(screen_key, {})
            told = before_and_after({"name": screen.name, "place": screen.place}, None, screen_key=screen_key)
            work.note_in_audit(actor, "revoke_wall", screen.name, told, now_us)
            revisions = work.bump([Feed.WALLS])
        self._notifier.publish([], revisions)
        return screen


def _pair(work: WallWork, digits: str, name: str, place: str, actor: Actor, now_us: int) -> WallScreen | None:
    """The screen of the browser that shows these digits; a wrong code is noted."""
    secret_digest = work.take_pairing(digits, now_us)
    if secret_digest is None:
        work.note_in_audit(actor, WRONG_CODE, name, {}, now_us)
        return None
    screen = work.add_screen(secret_digest, name, place, actor.name, now_us)
    if screen is None:
        raise BadInput(Refused.NAME_TAKEN)
    told = before_and_after(None, {"name": name, "place": place}, screen_key=screen.screen_key)
    work.note_in_audit(actor, "pair_wall", name, told, now_us)
    return screen


def _direct(work: WallWork, screen: WallScreen, for_all: Orders, now_us: int) -> Direction:
    return direction(for_all, work.orders(screen.screen_key), now_us, screen.booted_us)


def _screen(work: WallWork, screen_key: int) -> WallScreen:
    screen = work.screen(screen_key)
    if screen is None:
        raise BadInput(Refused.SCREEN_UNKNOWN)
    if screen.revoked_us is not None:
        raise BadInput(Refused.SCREEN_REVOKED)
    return screen


def _check_asset(work: WallWork, change: Change) -> None:
    flight = change.get(Field.FLY)
    if flight and not work.asset_exists(flight[0]):
        raise BadInput(Refused.ASSET_UNKNOWN)
