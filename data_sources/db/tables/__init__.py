"""The tables, the same on SQLite and PostgreSQL. Times are whole microseconds since the epoch, UTC (ADR 0002)."""

from __future__ import annotations

from data_sources.db.tables._metadata import metadata
from data_sources.db.tables.accounts import account, api_token, role_right, session, sign_in_attempt
from data_sources.db.tables.alarms import alarm, alarm_event, maintenance_window, rule_override
from data_sources.db.tables.answering import answer_link, use_count
from data_sources.db.tables.calendars import calendar_day, work_calendar
from data_sources.db.tables.camera_clips import case_clip, clip
from data_sources.db.tables.camera_register import camera_trait
from data_sources.db.tables.camera_rounds import camera_look, camera_round, camera_round_plan, camera_walk
from data_sources.db.tables.cameras import (
    camera_access,
    camera_event,
    camera_event_claim,
    camera_event_reference,
    camera_mask,
    camera_pull,
    camera_second_look,
    camera_verdict,
    image,
)
from data_sources.db.tables.case_desk import case_presence, case_view
from data_sources.db.tables.case_links import case_alarm, case_camera_event, case_rule
from data_sources.db.tables.case_snapshots import case_snapshot
from data_sources.db.tables.cases import (
    case_command,
    case_entry,
    case_number,
    case_photo,
    case_record,
    case_tally,
    case_warning,
)
from data_sources.db.tables.catalogue import catalogue, category, category_standard, step_limit
from data_sources.db.tables.dispatch import case_decision, dispatch_rule, dispatch_rule_version
from data_sources.db.tables.gates import allowance, camera_filing, camera_gate
from data_sources.db.tables.ingest import (
    asset_state,
    device_mapping,
    listener,
    observation,
    observation_hourly,
    parking_change,
    quarantine,
    refusal,
    rollup_pending,
)
from data_sources.db.tables.inspections import inspection
from data_sources.db.tables.jobs import job
from data_sources.db.tables.operations import audit, audit_head, feed, lease
from data_sources.db.tables.people import department, former_squad, person, responsibility
from data_sources.db.tables.photos import photo, photo_upload
from data_sources.db.tables.positions import line_coverage, person_position, person_track, position_source
from data_sources.db.tables.register import area, asset, city_document, squad, street
from data_sources.db.tables.roster import absence, attendance, need, roster_entry, shift
from data_sources.db.tables.supervision import supervision, supervision_case
from data_sources.db.tables.walls import wall_direction, wall_pairing, wall_screen
from data_sources.db.tables.webhooks import webhook, webhook_delivery

__all__ = [
    "absence",
    "account",
    "alarm",
    "alarm_event",
    "allowance",
    "answer_link",
    "api_token",
    "area",
    "asset",
    "asset_state",
    "attendance",
    "audit",
    "audit_head",
    "calendar_day",
    "camera_access",
    "camera_event",
    "camera_event_claim",
    "camera_event_reference",
    "camera_filing",
    "camera_gate",
    "camera_look",
    "camera_mask",
    "camera_pull",
    "camera_round",
    "camera_round_plan",
    "camera_second_look",
    "camera_trait",
    "camera_verdict",
    "camera_walk",
    "case_alarm",
    "case_camera_event",
    "case_clip",
    "case_command",
    "case_decision",
    "case_entry",
    "case_number",
    "case_photo",
    "case_presence",
    "case_record",
    "case_rule",
    "case_snapshot",
    "case_tally",
    "case_view",
    "case_warning",
    "catalogue",
    "category",
    "category_standard",
    "city_document",
    "clip",
    "department",
    "device_mapping",
    "dispatch_rule",
    "dispatch_rule_version",
    "feed",
    "former_squad",
    "image",
    "inspection",
    "job",
    "lease",
    "line_coverage",
    "listener",
    "maintenance_window",
    "metadata",
    "need",
    "observation",
    "observation_hourly",
    "parking_change",
    "person",
    "person_position",
    "person_track",
    "photo",
    "photo_upload",
    "position_source",
    "quarantine",
    "refusal",
    "responsibility",
    "role_right",
    "rollup_pending",
    "roster_entry",
    "rule_override",
    "session",
    "shift",
    "sign_in_attempt",
    "squad",
    "step_limit",
    "street",
    "supervision",
    "supervision_case",
    "use_count",
    "wall_direction",
    "wall_pairing",
    "wall_screen",
    "webhook",
    "webhook_delivery",
    "work_calendar",
]
