"""The alarm engine: readings and rules in, alarm transitions out.

It runs on every reading, so the usual case (every value on the quiet side, nothing open, nothing remembered) is one
comparison a rule. Times are µs since the epoch.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dashboard.domain.compiled_rules import DIGITS
from dashboard.domain.rules import Comparison
from dashboard.domain.severity import AssetState, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dashboard.domain.compiled_rules import CompiledRule, CompiledRules

NOTES: Final = "rules"
"""The key of `memory` under which the engine keeps its notes, by rule key; absent when there is nothing to remember."""

_SEEN: Final = "seen"
_MOVED: Final = "moved"
_STEP: Final = 0.1
_SEVERITIES: Final = (None, *Severity)
_WORST_RANK: Final = Severity.CRITICAL.rank
_BUCKETS: Final = 12


class Change(StrEnum):
    """What happened to an alarm."""

    RAISED = "raised"
    WORSENED = "worsened"
    EASED = "eased"
    RERAISED = "reraised"
    CLEARED = "cleared"


class OpenAlarm(NamedTuple):
    """What the engine must know of an alarm that has not cleared.

    `shelved_severity` is the severity at which it was shelved, None when it is not.
    """

    rule_key: str
    severity: Severity
    shelved_severity: Severity | None = None
    suppressed: bool = False


class Move(NamedTuple):
    """When what an open alarm's rule compares last moved by a whole step, and whether it got worse then."""

    at_us: int
    worse: bool


class AlarmTransition(NamedTuple):
    """One change of the alarm of one rule.

    `severity` is the severity from now on (of a cleared alarm: the one it had), `value` what was compared (the
    reading; for RISE and TOTAL the increase or the sum; seconds for SILENCE), `threshold` the level it was held
    against, in the same unit.
    """

    change: Change
    rule_key: str
    severity: Severity
    value: float
    threshold: float
    at_us: int


def evaluate(
    compiled: CompiledRules,
    memory: dict[str, Any],
    values: Mapping[str, float],
    at_us: int,
    open_alarms: Mapping[str, OpenAlarm],
) -> list[AlarmTransition]:
    """What the readings `values`, measured at `at_us`, do to the alarms of their asset.

    `memory` is changed in place and holds the key NOTES only while something must be remembered. Metrics that
    are not in `values` change nothing. Readings are expected in the order of their times; one that is repeated
    or older does no worse than speak for the present once more.
    """
    if open_alarms or NOTES in memory:
        return _evaluate_closely(compiled, memory, values, at_us, open_alarms)
    for metric, low, high, _ in compiled.checks:
        value = values.get(metric)
        if value is not None and not low < value < high:
            return _evaluate_closely(compiled, memory, values, at_us, open_alarms)
    return []


def confirm_pending(
    compiled: CompiledRules,
    memory: dict[str, Any],
    values: Mapping[str, float],
    now_us: int,
    open_alarms: Mapping[str, OpenAlarm],
) -> list[AlarmTransition]:
    """Raises what has been pending for its minimum duration without a reading to the contrary.

    For devices that report a change once and then sleep. `values` are the asset's newest readings.
    """
    notes = memory.get(NOTES, {})
    transitions = []
    for metric, _, _, rule in compiled.checks:
        note = notes.get(rule.key)
        if note and "since" in note and metric in values and rule.comparison is not Comparison.TOTAL:
            transition = _step(rule, note, values[metric], now_us, open_alarms.get(rule.key))
            if transition:
                transitions.append(transition)
            if not note:
                del notes[rule.key]
    if not notes:
        memory.pop(NOTES, None)
    return transitions


def amounts(rule: CompiledRule, readings: Iterable[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    """What the rule compares at each of the readings (time and value, in the order of time)."""
    note: dict[str, Any] = {}
    for at_us, value in readings:
        yield at_us, _amount(rule, note, value, at_us)


def due_us(compiled: CompiledRules, memory: Mapping[str, Any], at_us: int) -> int | None:
    """When, after the evaluation at `at_us`, `confirm_pending` should look at this asset; None: nothing is pending."""
    notes = memory.get(NOTES)
    if not notes:
        return None
    due = (
        since_us + rule.duration_us
        for _, _, _, rule in compiled.checks
        if rule.comparison is not Comparison.TOTAL
        for since_us in notes.get(rule.key, {}).get("since", ())
    )
    return min((moment_us for moment_us in due if moment_us > at_us), default=None)


def now_and_worst(memory: Mapping[str, Any], rule_key: str) -> tuple[float, float] | None:
    """Return what the rule of an open alarm compared last, and the worst of it since the alarm was raised.

    In the unit of the rule (for RISE and TOTAL the increase or the sum); None when the engine has no note of it.
    """
    seen = memory.get(NOTES, {}).get(rule_key, {}).get(_SEEN)
    return (seen[0], seen[1]) if seen else None


def last_move(memory: Mapping[str, Any], rule_key: str) -> Move | None:
    """Return the last move of an open alarm's figure; None while it has not moved, and where no figure is compared.

    A step is the rule's own hysteresis in the rule's unit, which is what it takes for noise; without one, a tenth of
    its mildest threshold. It is counted from where the last move ended, so that what trembles does not move.
    """
    moved = memory.get(NOTES, {}).get(rule_key, {}).get(_MOVED)
    return Move(moved[1], bool(moved[2])) if moved and len(moved) > 1 else None


def is_silent(compiled: CompiledRules, last_seen_us: int | None, now_us: int) -> bool:
    """Whether the device counts as offline: never seen, or not seen for longer than its `silent_after`."""
    return last_seen_us is None or now_us - last_seen_us > compiled.silent_after_us


def evaluate_silence(
    compiled: CompiledRules, last_seen_us: int | None, now_us: int, open_alarms: Mapping[str, OpenAlarm]
) -> AlarmTransition | None:
    """Raises the offline alarm of a device that fell silent and clears that of one that speaks again.

    A device that was never seen raises none: it is not installed yet.
    """
    rule = compiled.silence
    if rule is None or last_seen_us is None:
        return None
    silent, alarm = is_silent(compiled, last_seen_us, now_us), open_alarms.get(rule.key)
    if silent == (alarm is not None):
        return None
    severity = rule.levels[0].severity if alarm is None else alarm.severity
    change = Change.RAISED if silent else Change.CLEARED
    silence_s = (now_us - last_seen_us) / 1e6
    return AlarmTransition(change, rule.key, severity, silence_s, rule.levels[0].threshold, now_us)


def after(
    open_alarms: Mapping[str, OpenAlarm], transitions: Iterable[AlarmTransition], *, suppressed: bool = False
) -> dict[str, OpenAlarm]:
    """The open alarms as they are after `transitions`; new ones are `suppressed` while a maintenance window holds.

    A shelved alarm that becomes worse than it was when shelved is shelved no longer.
    """
    result = dict(open_alarms)
    for transition in transitions:
        key, severity = transition.rule_key, transition.severity
        known = result.get(key)
        if transition.change is Change.CLEARED:
            result.pop(key, None)
        elif known is None:
            result[key] = OpenAlarm(key, severity, None, suppressed)
        else:
            shelved = known.shelved_severity
            if shelved is not None and severity.is_worse_than(shelved):
                shelved = None
            result[key] = known._replace(severity=severity, shelved_severity=shelved)
    return result


def display_state(open_alarms: Iterable[OpenAlarm], silent: bool) -> AssetState:
    """What the map shows: the worst open alarm, acknowledged or not; shelved and suppressed ones do not colour.

    A silent asset shows as offline unless an alarm of major or worse is open.
    """
    worst = max(
        (alarm.severity.rank for alarm in open_alarms if alarm.shelved_severity is None and not alarm.suppressed),
        default=0,
    )
    if silent and worst < Severity.MAJOR.rank:
        return AssetState.OFFLINE
    severity = _SEVERITIES[worst]
    return AssetState.NORMAL if severity is None else AssetState(severity.value)


def _evaluate_closely(
    compiled: CompiledRules,
    memory: dict[str, Any],
    values: Mapping[str, float],
    at_us: int,
    open_alarms: Mapping[str, OpenAlarm],
) -> list[AlarmTransition]:
    notes = memory.get(NOTES, {})
    transitions = _settle(compiled, notes, at_us, open_alarms) if open_alarms else []
    for metric, low, high, rule in compiled.checks:
        value = values.get(metric)
        if value is None or value != value:
            continue
        note, alarm = notes.get(rule.key), open_alarms.get(rule.key)
        if note is None:
            if alarm is None and low < value < high:
                continue
            note = {}
        transition = _step(rule, note, value, at_us, alarm)
        if transition is not None:
            transitions.append(transition)
        if note:
            notes[rule.key] = note
        else:
            notes.pop(rule.key, None)
    if notes:
        memory[NOTES] = notes
    else:
        memory.pop(NOTES, None)
    return transitions


def _settle(
    compiled: CompiledRules, notes: dict[str, Any], at_us: int, open_alarms: Mapping[str, OpenAlarm]
) -> list[AlarmTransition]:
    """Clears the alarms of rules that do not hold here any more, and the offline alarm: the device speaks."""
    settled = [alarm for key, alarm in open_alarms.items() if key not in compiled.keys]
    for alarm in settled:
        notes.pop(alarm.rule_key, None)
    return [AlarmTransition(Change.CLEARED, alarm.rule_key, alarm.severity, 0.0, 0.0, at_us) for alarm in settled]


def _step(
    rule: CompiledRule, note: dict[str, Any], value: float, at_us: int, alarm: OpenAlarm | None
) -> AlarmTransition | None:
    """One rule's answer to one reading; `note` is what it remembers, changed in place."""
    amount = _amount(rule, note, value, at_us)
    score = rule.score(amount)
    open_rank = 0 if alarm is None else alarm.severity.rank
    reached = bisect_right(rule.thresholds, score)
    current = note["base"] if "base" in note else bisect_right(rule.ranks, open_rank)
    level = max(_confirmed(rule, note, reached, current, at_us), _held(rule, score, current))
    rank = rule.ranks[level - 1] if level else 0
    if rule.upgrade is not None:
        rank = _upgraded(rule, note, value, level, rank, at_us)
    change = _change(note, open_rank, rank, reached > 0 or "base" in note)
    _remember_worst(rule, note, amount, is_open=rank > 0)
    _remember_move(rule, note, amount, at_us, is_open=rank > 0)
    if change is None:
        return None
    severity = _SEVERITIES[rank or open_rank]
    assert severity is not None
    return AlarmTransition(change, rule.key, severity, amount, rule.levels[max(level, 1) - 1].threshold, at_us)


def _remember_worst(rule: CompiledRule, note: dict[str, Any], amount: float, *, is_open: bool) -> None:
    if not is_open:
        note.pop(_SEEN, None)
        return
    worst = note[_SEEN][1] if _SEEN in note else amount
    note[_SEEN] = [amount, max(amount, worst, key=rule.score)]


def _remember_move(rule: CompiledRule, note: dict[str, Any], amount: float, at_us: int, *, is_open: bool) -> None:
    """The note keeps [score where the last move ended, when, 1 for worse]; before the first, the score alone."""
    if not is_open or rule.comparison is Comparison.EQUALS:
        note.pop(_MOVED, None)
        return
    score, step = rule.score(amount), rule.hysteresis or abs(rule.thresholds[0]) * _STEP
    moved = note.get(_MOVED)
    if moved is None:
        note[_MOVED] = [score]
    elif 0 < step <= round(abs(score - moved[0]), DIGITS):
        note[_MOVED] = [score, at_us, int(score > moved[0])]


def _change(note: dict[str, Any], open_rank: int, rank: int, fires: bool) -> Change | None:
    """What going from `open_rank` to `rank` is called; a condition that returns within the hysteresis is re-raised."""
    dipped = note.pop("dipped", False)
    if rank and not fires:
        note["dipped"] = True
    if rank > open_rank:
        return Change.WORSENED if open_rank else Change.RAISED
    if rank < open_rank:
        return Change.EASED if rank else Change.CLEARED
    return Change.RERAISED if rank and dipped and fires else None


def _confirmed(rule: CompiledRule, note: dict[str, Any], reached: int, current: int, at_us: int) -> int:
    """The highest of the levels reached that has held for the minimum duration."""
    if not rule.duration_us or reached <= current:
        note.pop("since", None)
        return reached
    since = note.get("since", [])[:reached]
    since += [at_us] * (reached - len(since))
    confirmed = sum(1 for start_us in since if at_us - start_us >= rule.duration_us)
    if confirmed < reached:
        note["since"] = since
    else:
        note.pop("since", None)
    return confirmed


def _held(rule: CompiledRule, score: float, current: int) -> int:
    """The level that the hysteresis keeps, coming down from `current`."""
    while current and score < rule.exits[current - 1]:
        current -= 1
    return current


def _upgraded(rule: CompiledRule, note: dict[str, Any], value: float, level: int, rank: int, at_us: int) -> int:
    """One rank worse while the reading rises fast; a rise under way counts until it has halved, lest it flaps."""
    upgrade = rule.upgrade
    assert upgrade is not None
    under_way = note.pop("base", None) is not None
    rise = _rise(note, value, at_us, int(upgrade.window_s * 1e6))
    needed, floor = upgrade.rise, upgrade.floor
    if under_way:
        needed, floor = needed / 2, floor - rule.hysteresis
    if rise < needed or value < floor:
        return rank
    note["base"] = level
    return min(rank + 1, _WORST_RANK)


def _amount(rule: CompiledRule, note: dict[str, Any], value: float, at_us: int) -> float:
    if rule.comparison is Comparison.RISE:
        return _rise(note, value, at_us, rule.window_us)
    if rule.comparison is Comparison.TOTAL:
        return _total(note, value, at_us, rule.window_us)
    return value


def _rise(note: dict[str, Any], value: float, at_us: int, window_us: int) -> float:
    """The increase over the lowest reading of the window.

    The note keeps [twelfth of a window, lowest reading] pairs, ascending in both: one while nothing rises. What is
    older than the window by less than a twelfth still counts.
    """
    bucket = at_us * _BUCKETS // window_us
    lows: list[list[float]] = [low for low in note.get("window", []) if bucket - _BUCKETS <= low[0] <= bucket]
    while lows and lows[-1][1] >= value:
        lows.pop()
    if not lows or lows[-1][0] != bucket:
        lows.append([bucket, value])
    note["window"] = lows
    return round(value - lows[0][1], DIGITS)


def _total(note: dict[str, Any], value: float, at_us: int, window_us: int) -> float:
    """The sum of the window; the note keeps [twelfth of a window, sum] pairs of those in which there was any."""
    bucket = at_us * _BUCKETS // window_us
    sums: list[list[float]] = [part for part in note.get("window", []) if bucket - _BUCKETS <= part[0] <= bucket]
    if value > 0:
        if sums and sums[-1][0] == bucket:
            sums[-1] = [bucket, round(sums[-1][1] + value, DIGITS)]
        else:
            sums.append([bucket, value])
    if sums:
        note["window"] = sums
    else:
        note.pop("window", None)
    return round(sum(part[1] for part in sums), DIGITS)
