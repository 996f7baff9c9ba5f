"""Ids of the pages and forms about cases, beside those in ids.py."""

from __future__ import annotations

from enum import StrEnum


class Dispatch(StrEnum):
    """The page of the rules of dispatch."""

    RULE = "dispatch-rule"
    VERSION = "dispatch-version"
    DONE = "dispatch-done"
    SAID = "dispatch-said"
    DAYS = "dispatch-days"
    FIGURES = "dispatch-figures"
    LIST = "dispatch-list"
    FORM = "dispatch-form"
    NAME = "dispatch-name"
    CATEGORIES = "dispatch-categories"
    AREAS = "dispatch-areas"
    OWNER = "dispatch-owner"
    SOURCES = "dispatch-sources"
    WEEKDAYS = "dispatch-weekdays"
    FROM = "dispatch-from"
    UNTIL = "dispatch-until"
    UNIT = "dispatch-unit"
    SECOND = "dispatch-second"
    IS_ON = "dispatch-is-on"
    TRY = "dispatch-try"
    SAVE = "dispatch-save"
    SWITCH = "dispatch-switch"
    TRIED = "dispatch-tried"
    VERSIONS = "dispatch-versions"
    RETURNED = "dispatch-returned"


class CaseCandidates(StrEnum):
    """Whom a case may be given to, in the form that dispatches it."""

    LIST = "case-candidates"
    ASKED = "case-candidates-asked"


class AlarmCases(StrEnum):
    """The administrator's tab of rules by which alarms become cases."""

    SAVED = "alarm-cases-saved"
    SAID = "alarm-cases-said"
    VIEW = "alarm-cases-view"
    RULE = "alarm-cases-rule"
    SEVERITY = "alarm-cases-severity"
    CATEGORY = "alarm-cases-category"
    CONDITION = "alarm-cases-condition"
    OPTIONS = "alarm-cases-options"
    MOST = "alarm-cases-most"
    SAVE = "alarm-cases-save"


class AnswerLinks(StrEnum):
    """Links for the department that has a case, in its drawer."""

    VIEW = "answer-links"
    CHANGED = "answer-links-changed"
    SAID = "answer-links-said"
    DAYS = "answer-links-days"
    MAKE = "answer-links-make"
    CHOSEN = "answer-links-chosen"
    REVOKE = "answer-links-revoke"
