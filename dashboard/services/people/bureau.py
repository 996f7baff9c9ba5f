"""What an import or a form holds the rows of people against."""

from __future__ import annotations

from dashboard.domain.people.rows import Bureau
from dashboard.domain.squads.merging import heirs
from dashboard.ports.people import PeopleWork


def bureau_of(work: PeopleWork) -> Bureau:
    """Return what is known before rows of people are taken in."""
    squads = work.squads()
    return Bureau(
        squads={each.code: each.name for each in squads},
        taken_over=heirs(squads),
        departments={each.code: each.name for each in work.departments()},
        people={each.number: each for each in work.people()},
        areas=work.area_codes(),
    )
