"""What a change of a rule must satisfy, before it is saved and before it is tried on the past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard.domain.compiled_rules import effective_rules, problem_with
from dashboard.domain.kinds import SensorType
from dashboard.domain.rules import AlarmRule, RuleOverride, Scope
from dashboard.domain.sensors import alarm_rules, sensor_types
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound
from dashboard.ports.alarms import RuleChanges

LEVEL_NAMES: Final = {
    Severity.MINOR: Text("黄色", "yellow"),
    Severity.MAJOR: Text("橙色", "orange"),
    Severity.CRITICAL: Text("红色", "red"),
}
PLACES: Final = {Scope.KIND: "类型", Scope.AREA: "区域", Scope.ASSET: "设备"}


def checked_rule(override: RuleOverride) -> AlarmRule:
    """The rule that is changed, if the new values make sense by themselves. Raises NotFound, BadInput."""
    rule = alarm_rules().get(override.rule_key)
    if rule is None:
        raise NotFound(Text("没有这条规则，请刷新页面", f"there is no rule {override.rule_key}"))
    for changed in effective_rules([rule], [replace(override, enabled=True)]):
        problem = problem_with(changed)
        if problem:
            raise BadInput(Text(problem.zh, f"{override.rule_key}: {problem.en}"))
    return rule


def check_change(work: RuleChanges, rule: AlarmRule, override: RuleOverride, *, may_leave_out: bool) -> None:
    """Whether the change fits what is stored: its place, and the levels that hold there today. Raises BadInput."""
    check_place(work, override.scope, override.scope_ref)
    kind = sensor_types().get(override.scope_ref)
    if override.scope is Scope.KIND and (kind is None or rule not in kind.rules):
        raise BadInput(
            Text(
                "这条规则不属于该类型，请选择拥有它的类型",
                f"{override.rule_key} is no rule of {override.scope_ref}; name the kind that has it",
            )
        )
    if not may_leave_out:
        _refuse_lost_levels(rule, work.overrides_of(rule.key), override)


def check_place(work: RuleChanges, scope: Scope, scope_ref: str) -> None:
    """Whether there is such a kind, area or asset. Raises BadInput."""
    found = scope_ref in sensor_types() if scope is Scope.KIND else work.scope_exists(scope, scope_ref)
    if not found:
        raise BadInput(
            Text(f"没有{PLACES[scope]} {scope_ref}，请核对编号", f"there is no {scope} {scope_ref}; check the code")
        )


def kind_of(rule: AlarmRule) -> SensorType:
    """The sensor type that a rule belongs to."""
    return next(kind for kind in sensor_types().values() if rule in kind.rules)


def _refuse_lost_levels(rule: AlarmRule, changes: Sequence[RuleOverride], override: RuleOverride) -> None:
    """What holds today is taken from this very place, else from the whole kind, else from the rule itself."""
    if override.levels is None:
        return
    here = {(Scope.KIND, kind_of(rule).key), (override.scope, override.scope_ref)}
    known = [change for change in changes if (change.scope, change.scope_ref) in here]
    before = effective_rules([rule], sorted(known, key=lambda change: change.scope is not Scope.KIND))
    kept = {level.severity for level in override.levels}
    lost = [level.severity for each in before for level in each.levels if level.severity not in kept]
    if lost:
        zh, en = "、".join(LEVEL_NAMES[one].zh for one in lost), ", ".join(LEVEL_NAMES[one].en for one in lost)
        raise BadInput(
            Text(
                f"{zh}级留空后不再报警：请填写阈值，或把「级别留空」选为「不再报警」再保存",
                f"{en} would alarm no more: fill it in, or set empty levels to no alarm and save again",
            )
        )
