"""Whoever may see the own squad's people is shown those and no others."""

from __future__ import annotations

import pytest

from dashboard.domain.people.readouts import PeopleQuery
from dashboard.domain.rights import Role
from dashboard.errors import Forbidden
from dashboard.services.people.directory import narrowed
from tests.actors import acting

LEADER = acting("leader", Role.SQUAD_LEADER)._replace(squad="S1")


def test_an_operator_sees_everybody() -> None:
    assert narrowed(PeopleQuery(squad="S2"), acting("li", Role.OPERATOR)) == PeopleQuery(squad="S2")


@pytest.mark.parametrize("asked", ["", "S1"])
def test_a_leader_sees_the_own_squad(asked: str) -> None:
    assert narrowed(PeopleQuery(squad=asked, post="officer"), LEADER) == PeopleQuery(squad="S1", post="officer")


@pytest.mark.parametrize("actor", [LEADER, LEADER._replace(squad=None), acting("x", Role.PROGRAM)])
def test_nobody_else_sees_another_squad(actor: object) -> None:
    with pytest.raises(Forbidden):
        narrowed(PeopleQuery(squad="S2"), actor)  # type: ignore[arg-type]


def test_a_leader_without_a_squad_sees_nobody() -> None:
    with pytest.raises(Forbidden):
        narrowed(PeopleQuery(), LEADER._replace(squad=None))
