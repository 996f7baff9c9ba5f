"""What the page of the roster asks."""

from __future__ import annotations

from dataclasses import dataclass

from bootstrap import now_us
from dashboard.ports.operations import LiveNotifier
from dashboard.services.roster.editing import RosterEditing
from dashboard.services.roster.reading import Rosters
from dashboard.settings import Settings
from data_sources.db.engine import Database
from data_sources.db.roster.store import SqlRosterStore


@dataclass(frozen=True)
class Roster:
    """The roster read and changed."""

    reading: Rosters
    editing: RosterEditing


def build_roster(settings: Settings, engine: Database, notifier: LiveNotifier) -> Roster:
    """What the roster is made of."""
    store, zone = SqlRosterStore(engine, now_us), settings.timezone
    return Roster(Rosters(store, now_us, zone), RosterEditing(store, notifier, now_us, zone))
