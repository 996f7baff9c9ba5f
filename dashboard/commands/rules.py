"""Change alarm rules for a kind, an area or an asset, and take changes back."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, TypeAdapter, model_validator

from dashboard.commands.fields import Code, Figure, MaybeCode, told
from dashboard.commands.reading import Clicked, Command
from dashboard.domain.rules import Level, RuleOverride, Scope
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

NO_PLACE: Final = Text(
    "请写明类型、区域或设备编号（scope_ref）", "scope_ref: say for which kind, area or asset it shall hold"
)
NOTHING_WRITTEN: Final = Text(
    "表单是空的：请填写要修改的数值，或选择停用", "the form is empty: fill in what shall change, or switch the rule off"
)
NO_LEVEL: Final = Text(
    "至少填写一个级别的阈值；如不再需要这条规则，请选择停用",
    "give at least one level; to be rid of the rule, switch it off",
)


def _filled(given: Any) -> Any:
    """What was left empty in the form was not given."""
    return None if isinstance(given, str) and not given.strip() else given


Entry = Annotated[Figure | None, BeforeValidator(_filled)]


class RuleFields(Command):
    """The form of a rule, with what shall hold; `leave_out` says that levels that are empty shall alarm no more."""

    minor: Entry = None
    major: Entry = None
    critical: Entry = None
    hysteresis: Entry = None
    minimum_duration_s: Entry = None
    enabled: bool = True
    leave_out: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        written = (self.minor, self.major, self.critical, self.hysteresis, self.minimum_duration_s)
        if self.enabled and all(entry is None for entry in written):
            raise told(NOTHING_WRITTEN)
        if self.enabled and self.levels is None and {"minor", "major", "critical"} & self.model_fields_set:
            raise told(NO_LEVEL)
        return self

    @property
    def levels(self) -> tuple[Level, ...] | None:
        """The thresholds that were filled in, from mild to severe."""
        given = {Severity.MINOR: self.minor, Severity.MAJOR: self.major, Severity.CRITICAL: self.critical}
        return tuple(Level(severity, entry) for severity, entry in given.items() if entry is not None) or None


class RuleChange(Clicked):
    """Which rule is meant, and where; a kind may be named by `kind` or by `scope_ref`."""

    rule: Code
    scope: Scope
    kind: MaybeCode = ""
    scope_ref: MaybeCode = ""

    @model_validator(mode="after")
    def _has_place(self) -> Self:
        if not self.place:
            raise told(NO_PLACE)
        return self

    @property
    def place(self) -> str:
        """The kind's key, the area's code or the asset's id."""
        return (self.kind if self.scope is Scope.KIND and self.kind else self.scope_ref).strip()


class EditRule(RuleChange):
    """Changes a rule."""

    action: Literal["save"]
    fields: RuleFields

    def override(self) -> RuleOverride:
        """The change as the rule book keeps it."""
        return RuleOverride(
            rule_key=self.rule,
            scope=self.scope,
            scope_ref=self.place,
            enabled=None if self.fields.enabled else False,
            levels=self.fields.levels,
            hysteresis=self.fields.hysteresis,
            minimum_duration_s=self.fields.minimum_duration_s,
        )


class ResetRule(RuleChange):
    """Takes a change of a rule back."""

    action: Literal["reset"]


RuleCommand = EditRule | ResetRule
RULE_COMMANDS: Final[TypeAdapter[RuleCommand]] = TypeAdapter(Annotated[RuleCommand, Field(discriminator="action")])
