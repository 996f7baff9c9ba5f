"""What the page of a squad asks about its cases."""

from __future__ import annotations

from dataclasses import dataclass

from bootstrap import now_us
from bootstrap.calendars import build_calendars
from bootstrap.cases import build_case_rules
from dashboard.services.cases.consequences import Consequences
from dashboard.services.cases.ranking import CandidateRanking
from dashboard.services.squads.approving import SquadApproving
from dashboard.services.squads.figures import SquadFigures
from dashboard.services.squads.lamps import SquadLamplight
from dashboard.settings import Settings
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.engine import Database


@dataclass(frozen=True)
class SquadServices:
    """The services of a squad's page."""

    lamplight: SquadLamplight
    approving: SquadApproving
    figures: SquadFigures


def build_squads(settings: Settings, engine: Database) -> SquadServices:
    """The services of a squad's page."""
    store, zone, calendars = SqlCaseStore(engine, now_us), settings.timezone, build_calendars(settings, engine)
    ranking = CandidateRanking(build_case_rules(settings, engine), now_us, zone)
    return SquadServices(
        lamplight=SquadLamplight(store, ranking, now_us, zone),
        approving=SquadApproving(store, Consequences(calendars, zone), now_us, zone),
        figures=SquadFigures(store, calendars, now_us, zone),
    )
