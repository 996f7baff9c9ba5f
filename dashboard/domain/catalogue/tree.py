"""The catalogue as cases ask it: what is below what, and which standard holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from dashboard.domain.cases.limits import Limit
from dashboard.domain.catalogue.records import AreaClass, Category, CategoryKind, Standard, Step
from dashboard.domain.trees import path_up

PATH_SIGN = " › "


class Level(StrEnum):
    """Where a category stands: at the top (大类), between (中类), or at the end (小类), which cases are filed in."""

    MAIN = "main"
    MIDDLE = "middle"
    SUB = "sub"


class Match(StrEnum):
    """Why a standard was chosen."""

    EXACT = "exact"
    WITHOUT_CLASS = "without_class"
    ONLY = "only"
    STRICTEST = "strictest"


class Chosen(NamedTuple):
    """The standard that holds, and why that one."""

    standard: Standard
    match: Match


class Contents(NamedTuple):
    """What a catalogue says: categories in the order of the table, standards in the order of the categories."""

    categories: tuple[Category, ...]
    standards: tuple[Standard, ...]
    steps: Mapping[Step, Limit]


class Version(NamedTuple):
    """One version of the catalogue: it holds from the first to the last day, both included; None: no end is known.

    A version that was replaced on the day on which it began has its last day before the first, and never holds.
    """

    version: int
    name: str
    valid_from: date
    valid_until: date | None = None
    imported_us: int = 0

    def holds_on(self, day: date) -> bool:
        """Whether cases that are filed on this day keep this version."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @property
    def never_held(self) -> bool:
        """Whether it was replaced before it held for a day."""
        return self.valid_until is not None and self.valid_until < self.valid_from


@dataclass(frozen=True)
class Catalogue:
    """One version with what it says."""

    version: Version
    contents: Contents

    def category(self, code: str) -> Category | None:
        """Return the category of a code; None when there is none."""
        return self._by_code.get(code)

    def children(self, code: str | None = None) -> Sequence[Category]:
        """Return those right below a code, or those at the top, in the order of the table."""
        return self._children.get(code, ())

    def level(self, code: str) -> Level:
        """Return where it stands. One at the top is main, though nothing is below it. Raises KeyError."""
        if self._by_code[code].parent is None:
            return Level.MAIN
        return Level.MIDDLE if code in self._children else Level.SUB

    def path(self, code: str) -> Sequence[Category]:
        """Return the categories from the top down to this one; empty when there is none."""
        return [self._by_code[each] for each in reversed(path_up(code, self._parents)) if each in self._by_code]

    def path_name(self, code: str) -> str:
        """Return its path as people read it: 市容环境 › 暴露垃圾."""
        return PATH_SIGN.join(each.name for each in self.path(code))

    def standards(self, code: str) -> Sequence[Standard]:
        """Return the standards of a category, in the order of the table."""
        return self._standards.get(code, ())

    def standard_for(self, code: str, condition: str = "", area_class: AreaClass | None = None) -> Chosen | None:
        """Return the standard of this condition and class, else of the condition without class, else the only fit.

        The only fit is the one left of those that contradict neither the condition nor the class where these are told.
        Where only classes tell several apart, and the class of the area is not known or none is of it, that of the
        strictest class holds. None when there is none, or when several conditions fit: then a person must say which.
        """
        own = {(each.condition, each.area_class): each for each in self.standards(code)}
        if found := own.get((condition, area_class)):
            return Chosen(found, Match.EXACT)
        if found := own.get((condition, None)):
            return Chosen(found, Match.WITHOUT_CLASS)
        fitting = [
            each
            for each in own.values()
            if (not condition or each.condition in ("", condition))
            and (area_class is None or each.area_class in (None, area_class))
        ]
        fitting = [each for each in fitting if each.condition == condition] or fitting
        if not fitting and area_class is not None:
            return self.standard_for(code, condition)
        if len({each.condition for each in fitting}) != 1:
            return _strictest([each for each in own.values() if each.condition == condition])
        if len(fitting) > 1 and area_class is not None:
            return self.standard_for(code, fitting[0].condition, area_class)
        return _strictest(fitting)

    def step_limit(self, step: Step) -> Limit:
        """Return how long a step may take; of handling, where a category has no standard."""
        return self.contents.steps[step]

    def find(self, text: str, kind: CategoryKind | None = None) -> Sequence[Category]:
        """Return the categories whose name or code has the text in it, in the order of the tree; all for no text."""
        wanted = text.strip().casefold()
        return [
            each
            for each in self.in_order
            if (kind is None or each.kind is kind)
            and (wanted in each.name.casefold() or wanted in each.code.casefold())
        ]

    @cached_property
    def in_order(self) -> Sequence[Category]:
        """All categories, each followed by those below it."""
        found: list[Category] = []
        waiting = list(reversed(self.children()))
        while waiting:
            each = waiting.pop()
            found.append(each)
            waiting += reversed(self.children(each.code))
        return found

    @cached_property
    def _by_code(self) -> Mapping[str, Category]:
        return {each.code: each for each in self.contents.categories}

    @cached_property
    def _parents(self) -> Mapping[str, str | None]:
        return {each.code: each.parent for each in self.contents.categories}

    @cached_property
    def _children(self) -> Mapping[str | None, Sequence[Category]]:
        found: dict[str | None, list[Category]] = {}
        for each in self.contents.categories:
            found.setdefault(each.parent, []).append(each)
        return found

    @cached_property
    def _standards(self) -> Mapping[str, Sequence[Standard]]:
        found: dict[str, list[Standard]] = {}
        for each in self.contents.standards:
            found.setdefault(each.category, []).append(each)
        return found


class Succession(NamedTuple):
    """How versions follow each other when a new one begins: who ends, on which day, and when the new one ends."""

    ended: Version | None
    last_day: date | None
    """The last day of the version that ends."""
    valid_until: date | None
    """The last day of the new one."""


def version_on(versions: Sequence[Version], day: date) -> Version | None:
    """Return the version that holds on a day; None before the first."""
    return next((each for each in versions if each.holds_on(day)), None)


def succession(versions: Sequence[Version], valid_from: date) -> Succession:
    """Return how a version that begins on a day takes its place among the others.

    The one that holds on that day ends the day before, and the new one ends where that one did, or the day before
    the next begins.
    """
    present = version_on(versions, valid_from)
    if present is not None:
        return Succession(present, valid_from - timedelta(1), present.valid_until)
    later = [each.valid_from for each in versions if each.valid_from > valid_from and not each.never_held]
    return Succession(None, None, min(later) - timedelta(1) if later else None)


def _strictest(fitting: Sequence[Standard]) -> Chosen | None:
    """The standard of the strictest class; None of none."""
    if not fitting:
        return None
    found = min(fitting, key=lambda each: each.area_class or "")
    return Chosen(found, Match.ONLY if len(fitting) == 1 else Match.STRICTEST)
