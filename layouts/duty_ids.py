"""Component ids of the pages of duty: squads, inspections, the roster, and whoever is out on the streets."""

from __future__ import annotations

from enum import StrEnum


class Squad(StrEnum):
    """The page of a squad."""

    CHOSEN = "squad-chosen"
    CHOICE = "squad-choice"
    FIGURES = "squad-figures"
    MAP = "squad-map"
    PEOPLE = "squad-people"
    STRIP = "squad-strip"
    ATTENDANCE = "squad-attendance"
    ALARMS = "squad-alarms"


class Inspect(StrEnum):
    """The page of inspections."""

    SQUAD = "inspect-squad"
    DRAW = "inspect-draw"
    DONE = "inspect-done"
    SAID = "inspect-said"
    CURRENT = "inspect-current"
    MAP = "inspect-map"
    LIST = "inspect-list"
    KEY = "inspect-key"
    PRESENT = "inspect-present"
    ON_LINE = "inspect-on-line"
    UNIFORM = "inspect-uniform"
    RECORDER = "inspect-recorder"
    CONDUCT = "inspect-conduct"
    FINDINGS = "inspect-findings"
    NOTE = "inspect-note"
    SAVE = "inspect-save"


class Field(StrEnum):
    """The page of whoever is out on the streets."""

    APP = "field-app"
    DUTY = "field-duty"
    LIST = "field-list"
    TASK = "field-task"
    MAP = "field-map"
    DAY = "field-day"
    SIGN_IN = "field-sign-in"
    SIGN_OUT = "field-sign-out"
    SAID = "field-said"
    DONE = "field-done"


class Roster(StrEnum):
    """The page of the roster."""

    VIEW = "roster-view"
    NAV = "roster-nav"
    FIGURES = "roster-figures"
    DAYS = "roster-days"
    GRID = "roster-grid"
    COVERAGE = "roster-coverage"
    CONFLICTS = "roster-conflicts"
    FORM = "roster-form"
    CELL = "roster-cell"
    SHIFT = "roster-shift"
    AREA = "roster-area"
    SAVE = "roster-save"
    REMOVE = "roster-remove"
    PARTNER = "roster-partner"
    SWAP = "roster-swap"
    AWAY_KIND = "roster-away-kind"
    AWAY_UNTIL = "roster-away-until"
    AWAY = "roster-away"
    BACK = "roster-back"
    CLOSE = "roster-close"
    COPY = "roster-copy"
    COPY_PANEL = "roster-copy-panel"
    COPY_PREVIEW = "roster-copy-preview"
    COPY_DO = "roster-copy-do"
    COPY_CANCEL = "roster-copy-cancel"
    PLAN = "roster-plan"
    PLAN_TABLE = "roster-plan-table"
    PLAN_EFFECT = "roster-plan-effect"
    SHIFT_CODE = "roster-shift-code"
    SHIFT_NAME = "roster-shift-name"
    SHIFT_KIND = "roster-shift-kind"
    SHIFT_FROM = "roster-shift-from"
    SHIFT_UNTIL = "roster-shift-until"
    SHIFT_SAVE = "roster-shift-save"
    NEED_EFFECT = "roster-need-effect"
    NEED_DAYS = "roster-need-days"
    NEED_PEOPLE = "roster-need-people"
    NEED_SAVE = "roster-need-save"
