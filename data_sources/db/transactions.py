"""The transaction of every feature, composed of its parts, and where it begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from dashboard.ports.operations import Clock
from dashboard.ports.transactions import Transaction
from data_sources.db.accounts.rows import SqlAccountRows
from data_sources.db.alarms.records import SqlAlarmRecords, SqlAlarmTurns
from data_sources.db.alarms.rule_changes import SqlRuleChanges
from data_sources.db.answering.rows import SqlAnswerLinkRows
from data_sources.db.answering.uses import SqlUseRows
from data_sources.db.area_rows import SqlAreaRows
from data_sources.db.audit import SqlAuditLog
from data_sources.db.camera_clips.rows import SqlClipRows
from data_sources.db.camera_rounds.rows import SqlCameraRoundRows
from data_sources.db.cameras.masks import SqlMaskRows
from data_sources.db.cameras.rows import SqlCameraAccessRows, SqlPullRows
from data_sources.db.cameras.stills import SqlStillRows
from data_sources.db.cases.alarm_rules import SqlCaseRuleRows
from data_sources.db.cases.calendar_rows import SqlCalendarRows
from data_sources.db.cases.candidate_rows import SqlCandidateRows
from data_sources.db.cases.desk import SqlCaseDeskRows
from data_sources.db.cases.dispatch_rows import SqlDispatchRuleRows
from data_sources.db.cases.guesses import SqlCaseGuessRows
from data_sources.db.cases.links import SqlCaseLinks
from data_sources.db.cases.lists import SqlCaseLists
from data_sources.db.cases.rows import SqlCaseRows
from data_sources.db.cases.snapshots import SqlCaseSnapshotRows
from data_sources.db.cases.task_rows import SqlCaseTaskRows
from data_sources.db.cases.watching import SqlCaseWatchRows
from data_sources.db.catalogue.rows import SqlCatalogueRows
from data_sources.db.city_profile import SqlCityRows
from data_sources.db.engine import reading, writing
from data_sources.db.feeds import SqlFeeds
from data_sources.db.ingest.camera_rows import SqlCameraEventRows
from data_sources.db.ingest.rows import SqlObservationRows, SqlQuarantineRows, SqlRefusalRows
from data_sources.db.inspections.rows import SqlInspectionRows
from data_sources.db.jobs.rows import SqlJobRows
from data_sources.db.listeners import SqlListeners
from data_sources.db.people.personal_rows import SqlPersonalRows
from data_sources.db.people.portraits import SqlPortraitRows
from data_sources.db.people.rows import SqlPeopleRows
from data_sources.db.photos.rows import SqlPhotoRows
from data_sources.db.positions.posts import SqlPatrolRows
from data_sources.db.positions.rows import SqlPositionRows
from data_sources.db.register_rows import SqlRegisterRows
from data_sources.db.roster.attendance import SqlAttendanceFigures
from data_sources.db.roster.rows import SqlAttendanceRows, SqlRosterRows
from data_sources.db.squads.merging import SqlSquadMergerRows
from data_sources.db.squads.rows import SqlSquadRows
from data_sources.db.supervision.rows import SqlSupervisionRows
from data_sources.db.triage.filing_rows import SqlFilingRows
from data_sources.db.triage.gate_rows import SqlGateRows
from data_sources.db.triage.reads import SqlTriageReads
from data_sources.db.triage.rows import SqlTriageRows
from data_sources.db.triage.verdicts import SqlEventVerdicts
from data_sources.db.walls.screens import SqlScreenRows
from data_sources.db.webhooks.rows import SqlWebhookRows


class SqlTransaction(
    SqlAlarmRecords,
    SqlAlarmTurns,
    SqlRuleChanges,
    SqlObservationRows,
    SqlRefusalRows,
    SqlQuarantineRows,
    SqlListeners,
    SqlCameraEventRows,
    SqlGateRows,
    SqlFilingRows,
    SqlCameraAccessRows,
    SqlPullRows,
    SqlStillRows,
    SqlMaskRows,
    SqlCameraRoundRows,
    SqlClipRows,
    SqlScreenRows,
    SqlRegisterRows,
    SqlAreaRows,
    SqlPeopleRows,
    SqlPortraitRows,
    SqlPersonalRows,
    SqlAccountRows,
    SqlCityRows,
    SqlJobRows,
    SqlRosterRows,
    SqlAttendanceRows,
    SqlAttendanceFigures,
    SqlPositionRows,
    SqlInspectionRows,
    SqlCatalogueRows,
    SqlCaseRows,
    SqlCaseLists,
    SqlCaseTaskRows,
    SqlCaseDeskRows,
    SqlCaseWatchRows,
    SqlCandidateRows,
    SqlDispatchRuleRows,
    SqlCaseLinks,
    SqlEventVerdicts,
    SqlTriageRows,
    SqlTriageReads,
    SqlCaseGuessRows,
    SqlCaseSnapshotRows,
    SqlCaseRuleRows,
    SqlPhotoRows,
    SqlPatrolRows,
    SqlCalendarRows,
    SqlSupervisionRows,
    SqlWebhookRows,
    SqlAnswerLinkRows,
    SqlUseRows,
    SqlSquadRows,
    SqlSquadMergerRows,
    SqlAuditLog,
    SqlFeeds,
    Transaction,
):
    """Everything that can be done in one transaction; services name the parts that they ask for."""


class SqlTransactions:
    """The database as stores stand on it. Every method raises Unavailable when it is out of reach."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""
        with writing(self._engine) as connection:
            transaction = SqlTransaction(connection, self._clock())
            yield transaction
            transaction.chain_deeds()

    @contextmanager
    def look(self) -> Iterator[SqlTransaction]:
        """The same for reading only; it waits for no writer."""
        with reading(self._engine) as connection:
            yield SqlTransaction(connection, self._clock())
