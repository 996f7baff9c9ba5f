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


def _filled(given: Any) -> Any:
    """What was left empty in the form was not given."""
    return None if isinstance(given, str) and not given.strip() else given


Entry = Annotated[Figure | None, BeforeValidator(_filled)]


class RuleFields(Command):
    """The form of a rule; what is left empty stays as it holds more generally."""

    minor: Entry = None
    major: Entry = None
    critical: Entry = None
    hysteresis: Entry = None
    minimum_duration_s: Entry = None
    enabled: bool = True

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
