"""What a request leads to when all consent, in words that are said before anybody decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Final

from dashboard.domain.cases.machine import MOST_EXTENSIONS
from dashboard.domain.cases.permits import NEEDED
from dashboard.domain.cases.records import Approval, Case
from dashboard.domain.cases.timing import Frozen
from dashboard.domain.durations import HOUR_US
from dashboard.domain.readings import from_us
from dashboard.domain.text import Text
from dashboard.ports.cases import CaseWork
from dashboard.services.cases.calendars import Calendars


class Consequences:
    """Tells what becomes of a case. Raises Unavailable."""

    def __init__(self, calendars: Calendars, zone: tzinfo) -> None:
        self._calendars = calendars
        self._zone = zone

    def of(self, work: CaseWork, case: Case, what: Approval) -> Iterator[Text]:
        """Yield how many must consent yet, and what happens then."""
        agreed = len(case.pending.agreed) if case.pending is not None else 0
        if len(NEEDED[what]) - agreed > 1:
            count = len(NEEDED[what]) - agreed
            yield Text(f"还需 {count} 级审批才生效", f"takes effect after {count} consents")
        match what:
            case Approval.EXTEND:
                yield from self._extension(work, case)
            case Approval.SUSPEND:
                yield from self._suspension(case)
            case _:
                yield _OUTCOMES[what]

    def _extension(self, work: CaseWork, case: Case) -> Iterator[Text]:
        whole = Frozen.from_json(case.clocks.frozen).whole
        longer = None if whole is None else whole.extend(self._calendars.in_force(work))
        if whole is None or longer is None or longer.due_us is None:
            yield _OUTCOMES[Approval.EXTEND]
            return
        moment = self._moment(longer.due_us)
        if whole.due_us is None:
            yield Text(f"延期到 {moment}", f"due {moment}")
        else:
            before, hours = self._moment(whole.due_us), (longer.due_us - whole.due_us) / HOUR_US
            yield Text(
                f"延期到 {moment}（原 {before}，+{hours:.0f} 小时）", f"due {moment} (was {before}, +{hours:.0f} h)"
            )
        left = MOST_EXTENSIONS - case.counts.extensions - 1
        yield Text(f"此后还可延期 {left} 次", f"{left} more extensions after that")

    def _suspension(self, case: Case) -> Iterator[Text]:
        until = case.pending.until_us if case.pending is not None else None
        moment = "" if until is None else self._moment(until)
        yield Text(f"暂停计时{moment and f'，到 {moment}'}", f"the clocks stop{moment and f' until {moment}'}")
        yield Text("一个案件只能挂账一次", "a case is suspended once at most")

    def _moment(self, at_us: int) -> str:
        return f"{from_us(at_us).astimezone(self._zone):%m-%d %H:%M}"


_OUTCOMES: Final[Mapping[Approval, Text]] = {
    Approval.EXTEND: Text("期限延长一倍", "the limit runs once more"),
    Approval.RETURN: Text("退回派遣，全程时限照走", "goes back to dispatch; the clock of the whole runs on"),
    Approval.VOID: Text("作废，不再办理，不计入考核", "ends it: nothing more is done and it counts in no figure"),
    Approval.FORCE_CLOSE: Text("直接结案，不再核查", "closes it without a check"),
    Approval.EXEMPT: Text("超时不计入该单位考核", "the lateness counts against nobody"),
    Approval.SELF_DONE: Text("按自处置结案", "closes it as handled on the spot"),
}
