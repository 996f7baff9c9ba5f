"""Rules of dispatch as pages show them, what a rule can be made of, and what trying one told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dashboard.domain.cases.decisions import Rerouting, RuleUse, TryOut
from dashboard.domain.cases.dispatch_rules import DispatchRule
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.people.answering import AreaNode
from dashboard.domain.people.records import Department, Person, Squad
from dashboard.domain.text import Text


class RuleLine(NamedTuple):
    """A rule as it is, who made it so when, what it did in 90 days, and what is wrong with its unit now.

    `follows` tells which squad gets the cases instead of one that was merged.
    """

    rule: DispatchRule
    author: str
    at_us: int
    use: RuleUse
    problem: Text | None
    follows: Text | None = None


class RuleChoices(NamedTuple):
    """What a rule can be made of; `former` are squads that were merged, which past cases and old rules name."""

    catalogue: Catalogue | None
    areas: Mapping[str, AreaNode]
    squads: Sequence[Squad]
    departments: Sequence[Department]
    people: Sequence[Person]
    former: Sequence[Squad] = ()


class Tried(NamedTuple):
    """What the rules in force would have done with past cases, what with the draft, and which go elsewhere by it."""

    now: TryOut
    then: TryOut
    ways: Sequence[Rerouting] = ()
