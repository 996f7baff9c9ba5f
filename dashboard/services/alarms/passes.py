"""What the worker does about alarms when no reading comes: pending ones, silence, shelves and maintenance windows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from dashboard.domain.alarm_records import Alarm, AlarmEvent, Deed, suppressed, unshelved
from dashboard.domain.alarms import (
    NOTES,
    AlarmTransition,
    OpenAlarm,
    confirm_pending,
    due_us,
    evaluate_silence,
    is_silent,
)
from dashboard.domain.compiled_rules import CompiledRules, shortest_silence_us
from dashboard.domain.feeds import Feed
from dashboard.domain.presence import listening_since_us
from dashboard.domain.readings import Device
from dashboard.domain.rules import RuleOverride
from dashboard.domain.sensors import device_types
from dashboard.ports.alarms import AlarmStore, AlarmWork
from dashboard.ports.operations import AssetChange, LiveNotifier
from dashboard.ports.parts import AssetLatest
from dashboard.services.alarms.displays import RuleFollower, changes_of, falls_silent, refresh_displays, settle_display
from dashboard.services.alarms.rule_book import RuleBook

BATCH: Final = 500

Judge = Callable[[CompiledRules, AssetLatest, dict[str, OpenAlarm]], list[AlarmTransition]]


class AlarmPasses:
    """The passes, each in one transaction; call them about once a second with the present time, in any order.

    Each returns how many assets or alarms it dealt with. Running one twice, or on two machines, changes nothing more.
    """

    def __init__(self, store: AlarmStore, rules: RuleBook, notifier: LiveNotifier) -> None:
        self._store = store
        self._rules = rules
        self._notifier = notifier
        self._follower = RuleFollower(store, rules)

    def confirm_pending(self, now_us: int) -> int:
        """Raise what has lasted its minimum duration since the last reading; not on the word of a silent device."""
        self._follower.follow()

        def judge(compiled: CompiledRules, latest: AssetLatest, before: dict[str, OpenAlarm]) -> list[AlarmTransition]:
            if is_silent(compiled, latest.last_seen_us or None, now_us):
                latest.due_us = None
                return []
            values = {metric: entry[0] for metric, entry in latest.values.items()}
            transitions = confirm_pending(compiled, latest.memory, values, now_us, before)
            latest.due_us = due_us(compiled, latest.memory, now_us) if NOTES in latest.memory else None
            return transitions

        with self._store.begin() as work:
            changes, count = self._judge_all(work, work.due_assets(now_us, BATCH), judge, now_us)
            feeds = work.bump([Feed.ALARMS]) if count else {}
        self._tell(changes, feeds)
        return count

    def mark_silent(self, now_us: int) -> int:
        """Show assets as offline that have not reported for their `silent_after`, and raise their offline alarm."""
        self._follower.follow()
        overrides = self._store.rule_overrides()
        with self._store.begin() as work:
            since_us = listening_since_us(work.listeners(), now_us)
            limits = _quiet_before(overrides, now_us, since_us)

            def judge(
                compiled: CompiledRules, latest: AssetLatest, before: dict[str, OpenAlarm]
            ) -> list[AlarmTransition]:
                if not falls_silent(compiled, latest, now_us, since_us):
                    return []
                transition = evaluate_silence(compiled, latest.last_seen_us or None, now_us, before)
                return [transition] if transition else []

            changes, count = self._judge_all(work, work.quiet_assets(limits), judge, now_us)
            feeds = work.bump([Feed.ALARMS]) if count else {}
        self._tell(changes, feeds)
        return count

    def expire_shelves(self, now_us: int) -> int:
        """Bring alarms back whose shelf has ended."""
        self._follower.follow()
        with self._store.begin() as work:
            due = [alarm for key in work.shelves_due(now_us) if (alarm := _uncleared(work, key))]
            for alarm in due:
                event = AlarmEvent(alarm.alarm_key, now_us, Deed.UNSHELVED, alarm.severity, alarm.value)
                work.save_alarm(unshelved(alarm, now_us), event)
            changes = refresh_displays(work, self._rules, [alarm.device for alarm in due], now_us)
            feeds = work.bump([Feed.ALARMS]) if due else {}
        self._tell(changes, feeds)
        return len(due)

    def apply_windows(self, now_us: int) -> int:
        """Suppresses the alarms of windows that began, and brings those back whose window has ended."""
        self._follower.follow()
        windows = self._store.maintenance_windows()
        with self._store.begin() as work:
            candidates = work.uncleared_alarms(only_suppressed=not windows)
            turned = [
                alarm
                for candidate in candidates
                if self._rules.in_maintenance(candidate.device, now_us) != candidate.suppressed
                and (alarm := _uncleared(work, candidate.alarm_key))
            ]
            for alarm in turned:
                deed = Deed.RESUMED if alarm.suppressed else Deed.SUPPRESSED
                event = AlarmEvent(alarm.alarm_key, now_us, deed, alarm.severity, alarm.value)
                work.save_alarm(suppressed(alarm, now_us, by_maintenance=not alarm.suppressed), event)
            changes = refresh_displays(work, self._rules, [alarm.device for alarm in turned], now_us)
            feeds = work.bump([Feed.ALARMS]) if turned else {}
        self._tell(changes, feeds)
        return len(turned)

    def _judge_all(
        self, work: AlarmWork, devices: Iterable[Device], judge: Judge, now_us: int
    ) -> tuple[list[AssetChange], int]:
        """Apply the transitions that `judge` finds; return what shows otherwise now, and how many had any."""
        by_key = {device.asset_key: device for device in devices}
        since_us = listening_since_us(work.listeners(), now_us)
        states, before = work.latest(sorted(by_key)), work.open_alarms(sorted(by_key))
        moved: set[int] = set()
        waiting: set[int] = set()
        for key, latest in states.items():
            device, compiled, was_due_us = by_key[key], self._rules.rules_for(by_key[key]), latest.due_us
            transitions = judge(compiled, latest, before.get(key, {})) if compiled else []
            if transitions:
                work.apply_transitions(device, transitions, self._rules.in_maintenance(device, now_us))
                moved.add(key)
            if latest.due_us != was_due_us:
                waiting.add(key)
        # Read again: only the store knows whether a new alarm is born shelved.
        now_open = work.open_alarms(sorted(by_key)) if moved else before
        turned = {
            key
            for key, latest in states.items()
            if settle_display(latest, self._rules.rules_for(by_key[key]), now_open.get(key, {}), now_us, since_us)
        }
        work.save_latest([states[key] for key in sorted(moved | waiting | turned)])
        return changes_of((by_key[key], states[key]) for key in sorted(turned)), len(moved | turned)

    def _tell(self, changes: list[AssetChange], feeds: dict[Feed, int]) -> None:
        """After the commit."""
        if changes or feeds:
            self._notifier.publish(changes, feeds)


def _quiet_before(overrides: Sequence[RuleOverride], now_us: int, since_us: int | None) -> dict[str, int]:
    """By kind, before when an asset must have been heard last; only kinds that were listened to for long enough."""
    if since_us is None:
        return {}
    shortest = {key: shortest_silence_us(kind, overrides) for key, kind in device_types().items()}
    return {key: now_us - silence_us for key, silence_us in shortest.items() if now_us - since_us > silence_us}


def _uncleared(work: AlarmWork, alarm_key: int) -> Alarm | None:
    alarm = work.alarm(alarm_key)
    return alarm if alarm is not None and alarm.cleared_us is None else None
