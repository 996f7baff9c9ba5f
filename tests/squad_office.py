"""The services of a squad's page on the database of a bureau whose cases move."""

from __future__ import annotations

from datetime import date

from dashboard.domain.cases.calendar import Holidays
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.rights import Role
from dashboard.services.cases.calendars import Calendars
from dashboard.services.cases.consequences import Consequences
from dashboard.services.cases.ranking import CandidateRanking
from dashboard.services.squads.approving import SquadApproving
from dashboard.services.squads.figures import SquadFigures
from dashboard.services.squads.lamps import SquadLamplight
from data_sources.db.cases.calendar_store import SqlCalendarStore
from tests.actors import acting
from tests.case_office import LEADER as WITHOUT_AREAS
from tests.case_office import ZONE, CaseOffice

LEADER = WITHOUT_AREAS._replace(areas=frozenset({"G01"}))
OTHER_LEADER = acting("leader-2", Role.SQUAD_LEADER)._replace(squad="S2", person="3")


class SquadOffice:
    """The services of the page beside those that move cases."""

    def __init__(self, office: CaseOffice) -> None:
        self.office, store, clock = office, office.store, office.clock
        calendars = Calendars(SqlCalendarStore(office.engine, clock), Holidays((), date(2027, 12, 31)), ZONE)
        self.lamplight = SquadLamplight(store, CandidateRanking(office.rules, clock, ZONE), clock, ZONE)
        self.approving = SquadApproving(store, Consequences(calendars, ZONE), clock, ZONE)
        self.figures = SquadFigures(store, calendars, clock, ZONE)

    def wait(self, minutes: float) -> None:
        """Let time pass."""
        self.office.clock.now_us += int(minutes * MINUTE_US)
