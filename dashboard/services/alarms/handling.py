"""What people do with alarms: list, acknowledge, shelve; maintenance windows; changing rules for a site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Final, NamedTuple

from dashboard.domain.alarm_records import Alarm, AlarmEvent, Deed, acknowledged, shelved, unshelved
from dashboard.domain.audit import before_and_after
from dashboard.domain.durations import DAY_US
from dashboard.domain.feeds import Feed
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.domain.rules import RuleOverride, Scope
from dashboard.domain.sensors import people_kinds
from dashboard.domain.text import Text
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound
from dashboard.ports.alarms import AlarmStore, AlarmWork
from dashboard.ports.operations import AssetChange, Clock, LiveNotifier
from dashboard.services.access import require
from dashboard.services.alarms.displays import RuleFollower, refresh_displays
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.alarms.rule_checks import check_change, check_place, checked_rule

LONGEST_SHELF_US: Final = 30 * DAY_US
LONGEST_WINDOW_US: Final = 90 * DAY_US
LARGEST_PAGE: Final = 1_000
_ACTIONS: Final = {
    Deed.ACKNOWLEDGED: "acknowledge_alarm",
    Deed.SHELVED: "shelve_alarm",
    Deed.UNSHELVED: "unshelve_alarm",
}
_ABOUT_ONESELF: Final = Text(
    "这条告警是关于您本人的，须由中队长或指挥中心处理",
    "this alarm is about yourself; your squad leader or the command centre handles it",
)
BAD_WINDOW: Final = Text(
    "检修须在开始之后、将来结束，最长 90 天",
    "the window must end in the future and after its beginning, at most 90 days later",
)


class AlarmPage(NamedTuple):
    """Alarms, newest first; `next` is the cursor of the page after it, None on the last."""

    items: tuple[Alarm, ...]
    next: str | None


class Alarms:
    """The use cases of the operator. Times are µs since the epoch; `actor` is who does it, from the session.

    Each raises Unavailable when the database is out of reach; nothing was changed then.
    """

    def __init__(self, store: AlarmStore, rules: RuleBook, notifier: LiveNotifier, clock: Clock) -> None:
        self._store = store
        self._rules = rules
        self._notifier = notifier
        self._clock = clock
        self._follower = RuleFollower(store, rules)

    def list_alarms(
        self,
        standing: AlarmStanding | None = None,
        area: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> AlarmPage:
        """One page of the alarms with that standing, in that area or below. Raises BadInput on a bad cursor."""
        if not 1 <= limit <= LARGEST_PAGE:
            raise BadInput(f"limit must be between 1 and {LARGEST_PAGE}")
        alarms = self._store.list_alarms(standing, area, limit + 1, _position(cursor))
        more = len(alarms) > limit
        last = alarms[limit - 1] if more else None
        return AlarmPage(tuple(alarms[:limit]), f"{last.raised_us}.{last.alarm_key}" if last else None)

    def acknowledge(self, alarm_key: int, actor: Actor, note: str | None = None) -> Alarm:
        """Mark it as seen; doing so again changes nothing. Raises NotFound, or Conflict when shelved or cleared."""
        with self._acting([Feed.ALARMS]) as (work, now_us, _):
            alarm = self._own(work, alarm_key, actor)
            if alarm.standing is AlarmStanding.SHELVED:
                raise Conflict(Text("告警已搁置，请先取消搁置", f"alarm {alarm_key} is shelved; unshelve it first"))
            return _seen(work, alarm, actor, note, now_us)

    def acknowledge_all(self, alarm_keys: Sequence[int], actor: Actor, note: str | None = None) -> list[Alarm]:
        """Mark those that still wait as seen, and return them; what was cleared, shelved or seen meanwhile stays so."""
        with self._acting([Feed.ALARMS]) as (work, now_us, _):
            found = [work.alarm(alarm_key) for alarm_key in alarm_keys]
            waiting = [alarm for alarm in found if alarm is not None and alarm.standing is AlarmStanding.OPEN]
            for alarm in waiting:
                self._require_own(work, alarm, actor)
            return [_seen(work, alarm, actor, note, now_us) for alarm in waiting]

    def shelve(self, alarm_key: int, actor: Actor, reason: str, until_us: int) -> Alarm:
        """Put it out of sight until `until_us`, or until it gets worse; on a shelved one sets reason and end anew.

        Raises BadInput without a reason or with an end in the past or more than 30 days off, NotFound, Conflict.
        """
        reason = _require_text(reason, Text("请写明搁置的原因", "say why it is shelved"))
        with self._acting([Feed.ALARMS]) as (work, now_us, changes):
            if not now_us < until_us <= now_us + LONGEST_SHELF_US:
                raise BadInput(
                    Text("搁置须在将来结束，最长 30 天", "the shelf must end in the future, at most 30 days from now")
                )
            alarm = self._own(work, alarm_key, actor)
            on_shelf = shelved(alarm, actor.name, reason, until_us, now_us)
            result = _save(work, alarm, on_shelf, Deed.SHELVED, now_us, actor, reason)
            changes += refresh_displays(work, self._rules, [alarm.device], now_us)
            return result

    def unshelve(self, alarm_key: int, actor: Actor) -> Alarm:
        """Bring it back into sight; to be acknowledged anew. Raises NotFound, or Conflict when it is not shelved."""
        with self._acting([Feed.ALARMS]) as (work, now_us, changes):
            alarm = self._own(work, alarm_key, actor)
            if alarm.standing is not AlarmStanding.SHELVED:
                raise Conflict(Text("告警未被搁置，请刷新列表", f"alarm {alarm_key} is not shelved; reload the list"))
            result = _save(work, alarm, unshelved(alarm, now_us), Deed.UNSHELVED, now_us, actor, None)
            changes += refresh_displays(work, self._rules, [alarm.device], now_us)
            return result

    def open_window(self, window: MaintenanceWindow, actor: Actor) -> MaintenanceWindow:
        """Open a maintenance window, now or later. Raises BadInput without a reason, end or existing place."""
        _require_text(window.reason, Text("请写明检修事由", "say what the maintenance is for"))
        with self._acting([Feed.ALARMS, Feed.RULES]) as (work, now_us, _):
            require(actor, Permission.EDIT_MAINTENANCE, self._place(window.scope, window.scope_ref))
            if not max(window.from_us, now_us) < window.until_us <= window.from_us + LONGEST_WINDOW_US:
                raise BadInput(BAD_WINDOW)
            check_place(work, window.scope, window.scope_ref)
            saved = work.save_window(replace(window, window_key=0, closed_us=None, opened_by=actor.name))
            work.note_in_audit(actor, "open_window", window.scope_ref, before_and_after(None, asdict(saved)), now_us)
            return saved

    def close_window(self, window_key: int, actor: Actor) -> MaintenanceWindow:
        """End it early; alarms that are still there come up. Raises NotFound, or Conflict when it has ended."""
        with self._acting([Feed.ALARMS, Feed.RULES]) as (work, now_us, _):
            window = work.window(window_key)
            if window is None:
                raise NotFound(Text("没有这个检修窗口，请刷新列表", f"there is no maintenance window {window_key}"))
            require(actor, Permission.EDIT_MAINTENANCE, self._place(window.scope, window.scope_ref))
            if window.closed_us is not None or window.until_us <= now_us:
                raise Conflict(Text("检修窗口已经结束", f"maintenance window {window_key} has ended already"))
            closed = work.save_window(replace(window, closed_us=now_us))
            told = before_and_after(asdict(window), asdict(closed))
            work.note_in_audit(actor, "close_window", window.scope_ref, told, now_us)
            return closed

    def edit_rule(self, override: RuleOverride, actor: Actor, *, may_leave_out: bool = False) -> None:
        """Change a rule for a kind, an area or an asset. Raises BadInput with what to mend, NotFound.

        A level that holds there today and is not among the new ones is refused, unless it `may_leave_out` levels.
        It holds from the next reading on; an alarm of a rule that was switched off clears then.
        """
        require(actor, Permission.EDIT_RULES, Target())
        rule = checked_rule(override)
        with self._acting([Feed.RULES]) as (work, now_us, _):
            check_change(work, rule, override, may_leave_out=may_leave_out)
            before = _change_there(work, override)
            work.save_override(override, actor.name, now_us)
            told = before_and_after(before and _describe(before), _describe(override))
            work.note_in_audit(actor, "edit_rule", override.rule_key, told, now_us)

    def reset_rule(self, rule_key: str, scope: Scope, scope_ref: str, actor: Actor) -> None:
        """Take a change back, so that the more general setting holds. Raises NotFound when there is none."""
        require(actor, Permission.EDIT_RULES, Target())
        override = RuleOverride(rule_key=rule_key, scope=scope, scope_ref=scope_ref)
        with self._acting([Feed.RULES]) as (work, now_us, _):
            before = _change_there(work, override)
            if before is None or not work.delete_override(override):
                raise NotFound(Text("这里没有修改过的阈值", f"{rule_key} is not changed for {scope} {scope_ref}"))
            work.note_in_audit(actor, "reset_rule", rule_key, before_and_after(_describe(before), None), now_us)

    def _own(self, work: AlarmWork, alarm_key: int, actor: Actor) -> Alarm:
        """The alarm, when it is there still and the actor may handle it. Raises NotFound, Conflict, Forbidden."""
        alarm = _uncleared(work, alarm_key)
        self._require_own(work, alarm, actor)
        return alarm

    def _require_own(self, work: AlarmWork, alarm: Alarm, actor: Actor) -> None:
        """Raise Forbidden unless the alarm is in the actor's reach and about somebody else."""
        require(actor, Permission.HANDLE_ALARMS, self._whose(alarm))
        if actor.person is None or alarm.device.kind not in people_kinds():
            return
        if work.person_behind(alarm.device.asset_key) == actor.person:
            raise Forbidden(_ABOUT_ONESELF)

    def _whose(self, alarm: Alarm) -> Target:
        return Target(areas=frozenset(self._rules.area_path(alarm.device)))

    def _place(self, scope: Scope, scope_ref: str) -> Target:
        """Where maintenance is: in an area; what is for a kind or one asset lies in nobody's areas."""
        return Target(areas=self._rules.areas_above(scope_ref) if scope is Scope.AREA else frozenset())

    @contextmanager
    def _acting(self, feeds: list[Feed]) -> Iterator[tuple[AlarmWork, int, list[AssetChange]]]:
        """One transaction with the time it happens at; what is put into the list is told after the commit."""
        now_us, changes = self._clock(), list[AssetChange]()
        self._follower.follow()
        with self._store.begin() as work:
            yield work, now_us, changes
            revisions = work.bump(feeds)
        self._notifier.publish(changes, revisions)


def _position(cursor: str | None) -> tuple[int, int] | None:
    if cursor is None:
        return None
    raised, dot, key = cursor.partition(".")
    if not (dot and raised.isdecimal() and key.isdecimal()):
        raise BadInput("the cursor is not one of ours; begin without a cursor")
    return int(raised), int(key)


def _require_text(text: str, what_to_do: Text) -> str:
    if not text.strip():
        raise BadInput(what_to_do)
    return text.strip()


def _uncleared(work: AlarmWork, alarm_key: int) -> Alarm:
    alarm = work.alarm(alarm_key)
    if alarm is None:
        raise NotFound(Text("没有这条告警，请刷新列表", f"there is no alarm {alarm_key}"))
    if alarm.cleared_us is not None:
        raise Conflict(Text("告警已经恢复，无需处理", f"alarm {alarm_key} has cleared already; nothing is left to do"))
    return alarm


def _seen(work: AlarmWork, alarm: Alarm, actor: Actor, note: str | None, now_us: int) -> Alarm:
    if alarm.standing is AlarmStanding.ACKNOWLEDGED:
        return alarm
    seen = acknowledged(alarm, actor.name, note or None, now_us)
    return _save(work, alarm, seen, Deed.ACKNOWLEDGED, now_us, actor, note)


def _save(
    work: AlarmWork, before: Alarm, alarm: Alarm, deed: Deed, now_us: int, actor: Actor, detail: str | None
) -> Alarm:
    event = AlarmEvent(alarm.alarm_key, now_us, deed, alarm.severity, alarm.value, actor.name, detail)
    work.save_alarm(alarm, event)
    told = before_and_after(_handling(before), _handling(alarm), alarm=alarm.alarm_key, rule=alarm.rule_key)
    work.note_in_audit(actor, _ACTIONS[deed], alarm.device.asset_id, told, now_us)
    return alarm


def _handling(alarm: Alarm) -> dict[str, object]:
    """What people made of the alarm, for the audit log."""
    fields = ("acknowledged_by", "note", "shelved_by", "shelve_reason", "shelved_until_us")
    told = {name: getattr(alarm, name) for name in fields}
    return {"standing": alarm.standing, **{name: value for name, value in told.items() if value is not None}}


def _change_there(work: AlarmWork, override: RuleOverride) -> RuleOverride | None:
    """How the rule is changed now for the same kind, area or asset; None when it is not."""
    place = (override.scope, override.scope_ref)
    known = work.overrides_of(override.rule_key)
    return next((each for each in known if (each.scope, each.scope_ref) == place), None)


def _describe(override: RuleOverride) -> dict[str, object]:
    """The override for the audit log."""
    levels = None if override.levels is None else {level.severity.value: level.threshold for level in override.levels}
    return asdict(replace(override, levels=None)) | {"levels": levels}
