"""An hour of the demo bureau at ten times its speed: what its people did over the API, by unit, and what is left."""

from __future__ import annotations

import argparse
import re
import threading
import time
from collections.abc import Sequence
from typing import Final, NamedTuple

from bench.rig import cpu_s, product
from bench.tables import quantile, show
from tests.e2e.product import Product, eventually

STARTING_S: Final = 300.0
MINUTE_US: Final = 60_000_000
UNITS: Final = "COALESCE(c.squad, c.department, '(on the spot)')"
NOTHING: Final = "–"
WAITS_FOR: Final = {
    "reported": "a seat to receive it",
    "verifying": "somebody to look on the spot",
    "to_register": "a duty chief to file it",
    "to_dispatch": "a duty chief to dispatch it",
    "to_handle": "the unit to accept it",
    "handling": "the unit's result, within its limit",
    "late": "the unit's result; its limit is used up",
    "hung": "the end of its suspension",
    "feedback": "a seat to have it checked",
    "checking": "somebody to check on the spot",
    "rework": "the unit to begin again",
    "to_close": "a duty chief to close it",
}
"""What a case waits for in a state; all others wait for a consent."""


class Begun(NamedTuple):
    """How things stood when the bureau began to work."""

    at_us: int
    open: int
    cases: int
    cpu: dict[str, float]


def main() -> None:
    """Runs the bureau and prints its tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=2_000)
    parser.add_argument("--speed", type=float, default=10.0, help="how much faster than life it runs")
    parser.add_argument("--scenario", default="calm", choices=("calm", "storm", "market"))
    parser.add_argument("--minutes", type=float, default=60.0, help="how long, in real time")
    parser.add_argument("--timezone", default="", help="another zone is another hour of the day")
    parser.add_argument("--kills", type=int, default=0, help="so often simulator and web server are killed, in turn")
    options = parser.parse_args()
    how = f"--assets {options.assets} --speed {options.speed:g} --scenario {options.scenario} --case-days 2"
    with product(options.assets, timezone=options.timezone) as running:
        city = f"simulate {how}"
        running.start(city)
        try:
            begun = wait_for_first_deed(running, city)
            let_work(running, city, options)
            report(running, city, begun, options)
        finally:
            running.kill(city)


def let_work(running: Product, city: str, options: argparse.Namespace) -> None:
    """Lets the time pass; now and then one of the two is killed with -9 and started again."""
    pause = threading.Event()
    for number in range(options.kills + 1):
        pause.wait(options.minutes * 60 / (options.kills + 1))
        if number < options.kills:
            victim = ("web", city)[number % 2]
            running.kill(victim)
            running.start(victim)


def wait_for_first_deed(running: Product, city: str) -> Begun:
    """Returns when somebody of the bureau has done something."""

    def first() -> int:
        rows = running.query("SELECT MIN(at_us) FROM case_command WHERE idempotency_key LIKE 'bureau-%'")
        return int(rows[0][0] or 0)

    at_us = eventually(first, "the bureau works", STARTING_S)
    (known, ended), *_ = running.query("SELECT COUNT(*), COUNT(ended_us) FROM case_record WHERE reported_us < ?", at_us)
    return Begun(at_us, known - ended, known, _cpu(running, city))


def _cpu(running: Product, city: str) -> dict[str, float]:
    return {name: cpu_s(running.processes[key].pid) for name, key in (("web", "web"), ("simulator", city))}


def report(running: Product, city: str, begun: Begun, options: argparse.Namespace) -> None:
    """Prints what became of the cases, by unit too, what is open and why, and what it cost."""
    now_us, used = time.time_ns() // 1000, _cpu(running, city)
    lasted_s = (now_us - begun.at_us) / 1e6
    title = f"The demo bureau, {options.scenario}, {options.speed:g}×: {lasted_s / 60:.0f} minutes, "
    show(title + "cases", ("what", "cases"), _balance(running, begun))
    head = ("unit", "results", "on time %", "reworked %", "returned", "minutes to accept", "to arrive", "to the result")
    show(title + "by unit (minutes of the city, medians)", head, _by_unit(running, begun, options.speed))
    show(
        title + "what is open",
        ("waits for", "cases", "longest since it began, hours of the city"),
        _open(running, begun, now_us, options.speed),
    )
    rows = [(name, 100 * (used[name] - begun.cpu[name]) / lasted_s) for name in used if not options.kills]
    told = re.findall(r"(\d+) things so far in ([\d.]+) s", running.log(city))
    if told:
        rows.append(("of the simulator, the bureau", 100 * float(told[-1][1]) / lasted_s))
    show(title + "what it costs", ("process", "% of a core"), rows)


def _balance(running: Product, begun: Begun) -> list[tuple[str, object]]:
    (known, now_open), *_ = running.query("SELECT COUNT(*), SUM(ended_us IS NULL) FROM case_record")
    since = running.query(
        "SELECT state, COUNT(*) FROM case_record WHERE ended_us >= ? GROUP BY state ORDER BY COUNT(*) DESC", begun.at_us
    )
    ended = sum(count for _, count in since)
    reported = known - begun.cases
    holds = begun.open + reported == ended + now_open
    (commands, distinct), *_ = running.query(
        "SELECT COUNT(*), COUNT(DISTINCT idempotency_key) FROM case_command WHERE idempotency_key LIKE 'bureau-%'"
    )
    return [
        ("open when it began", begun.open),
        ("reported since", reported),
        *((f"ended: {state}", count) for state, count in since),
        ("open now", now_open),
        ("open + reported = ended + open now", "yes" if holds else "NO"),
        *_due(running, begun),
        ("deeds and reports of the bureau", commands),
        ("doubled", commands - distinct),
    ]


def _due(running: Product, begun: Begun) -> list[tuple[str, object]]:
    """Limits run by the real clock: what fell due since was reported before, and is what can be late."""
    (due, kept), *_ = running.query(
        "SELECT COUNT(*), COALESCE(SUM(handled_us <= due_us), 0) FROM case_record"
        " WHERE due_us BETWEEN ? AND ? AND state NOT IN ('void', 'rejected')",
        begun.at_us,
        time.time_ns() // 1000,
    )
    return [("fell due since", due), ("of them handled in time", kept)]


def _by_unit(running: Product, begun: Begun, speed: float) -> list[Sequence[object]]:
    """Of the cases that were closed since, by who had them at the end."""
    rows = running.query(
        f"SELECT {UNITS}, on_time, reworks, returns, accepted_us - filed_us, arrived_us - filed_us,"
        " handled_us - filed_us, filed_us FROM case_record c WHERE state = 'closed' AND ended_us >= ?",
        begun.at_us,
    )
    units: dict[str, list[tuple[object, ...]]] = {"all": []}
    for unit, *rest in rows:
        units.setdefault(str(unit), []).append(tuple(rest))
        units["all"].append(tuple(rest))
    return [_unit_row(unit, units[unit], begun, speed) for unit in sorted(units, key=lambda unit: -len(units[unit]))]


def _unit_row(unit: str, cases: Sequence[tuple[object, ...]], begun: Begun, speed: float) -> Sequence[object]:
    """Times are of those that were filed since."""
    timed = [bool(case[0]) for case in cases if case[0] is not None]
    whole = [case for case in cases if isinstance(case[6], int) and case[6] >= begun.at_us]
    waits = [[speed * each / MINUTE_US for case in whole if isinstance(each := case[at], int)] for at in (3, 4, 5)]
    returned = sum(bool(case[2]) for case in cases)
    shares = (_percent(timed), _percent([bool(case[1]) for case in cases]))
    return (unit, len(cases), *shares, returned, *(quantile(each, 0.5) if each else NOTHING for each in waits))


def _percent(of: Sequence[bool]) -> float | str:
    return 100 * sum(of) / len(of) if of else NOTHING


def _open(running: Product, begun: Begun, now_us: int, speed: float) -> list[Sequence[object]]:
    rows = running.query(
        "SELECT c.state, c.due_us, MAX(e.at_us) FROM case_record c JOIN case_entry e ON e.case_key = c.case_key"
        " AND e.kind <> 'clock' WHERE c.ended_us IS NULL GROUP BY c.case_key, c.state, c.due_us"
    )
    found: dict[str, list[float]] = {}
    for state, due_us, since_us in rows:
        is_late = state == "handling" and due_us is not None and due_us < now_us
        words = WAITS_FOR.get("late" if is_late else state, "a consent")
        waits_us = now_us - max(since_us, begun.at_us)
        found.setdefault(words, []).append(speed * waits_us / 60 / MINUTE_US)
    return [(words, len(hours), max(hours)) for words, hours in sorted(found.items(), key=lambda each: -len(each[1]))]


if __name__ == "__main__":
    main()
