"""What consenting to a request does to which figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from dashboard.domain.cases.decisions import DispatchFigures
from dashboard.domain.cases.records import Approval
from dashboard.domain.text import Text


class Effect(NamedTuple):
    """In words, and whether it is one that nobody wants."""

    text: Text
    is_worse: bool = False


class Sender(NamedTuple):
    """The rule by which a case came to its unit, and the figures of dispatch that it counts in."""

    rule: str
    figures: DispatchFigures


_EFFECTS: Final[Mapping[Approval, Effect]] = {
    Approval.EXTEND: Effect(Text("新截止前完成仍算按期", "in time if done by the new deadline")),
    Approval.SUSPEND: Effect(Text("在办 −1，挂账 +1；停表期间不计时", "in hand −1, suspended +1; no time counts")),
    Approval.RETURN: Effect(Text("回退 +1 件，全程时限照走", "returned +1; the clock of the whole runs on"), True),
    Approval.VOID: Effect(Text("不计入任何考核", "counts in no figure")),
    Approval.FORCE_CLOSE: Effect(Text("计入结案；未核查", "counts as closed, without a check"), True),
    Approval.EXEMPT: Effect(Text("这次超时算按期", "this lateness counts as in time")),
    Approval.SELF_DONE: Effect(Text("计入自处置结案", "counts as handled on the spot")),
}


def effect_of(what: Approval, sender: Sender | None = None) -> Effect:
    """Return it; a return of what a rule sent makes that rule's dispatch a wrong one."""
    if what is not Approval.RETURN or sender is None:
        return _EFFECTS[what]
    points = 100 / sender.figures.automatic if sender.figures.automatic else None
    lost = "" if points is None else f" −{points:.1f} pp" if points >= 0.05 else " −<0.1 pp"
    return Effect(
        Text(
            f"规则「{sender.rule}」记误派 1 次，首派准确率{lost}".rstrip(),
            f"rule {sender.rule!r} was wrong once more; right at the first dispatch{lost}",
        ),
        True,
    )
