"""The roster: shifts, who has which, who is away, what is needed, and who signed in."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from data_sources.db.tables._metadata import metadata

shift = Table(
    "shift",
    metadata,
    Column("shift_key", Integer, primary_key=True),
    Column("code", String(40), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("kind", String(20), nullable=False),  # ShiftKind
    Column("starts_min", Integer, nullable=False),
    Column("ends_min", Integer, nullable=False),
)

# Days are those of the city, as 2026-11-27.
roster_entry = Table(
    "roster_entry",
    metadata,
    Column("roster_entry_key", Integer, primary_key=True),
    Column("person_key", ForeignKey("person.person_key"), nullable=False),
    Column("day", String(10), nullable=False, index=True),
    Column("shift_key", ForeignKey("shift.shift_key"), nullable=False),
    Column("area_key", ForeignKey("area.area_key")),
    UniqueConstraint("person_key", "day", "shift_key"),
)

absence = Table(
    "absence",
    metadata,
    Column("absence_key", Integer, primary_key=True),
    Column("person_key", ForeignKey("person.person_key"), nullable=False),
    Column("from_day", String(10), nullable=False),
    Column("until_day", String(10), nullable=False, index=True),
    Column("kind", String(20), nullable=False),  # AbsenceKind
    UniqueConstraint("person_key", "from_day"),
)

need = Table(
    "need",
    metadata,
    Column("squad_key", ForeignKey("squad.squad_key"), primary_key=True),
    Column("shift_key", ForeignKey("shift.shift_key"), primary_key=True),
    Column("weekdays", String(7), nullable=False),  # 12345: Monday to Friday
    Column("people", Integer, nullable=False),
)

attendance = Table(
    "attendance",
    metadata,
    Column("attendance_key", Integer, primary_key=True),
    Column("person_key", ForeignKey("person.person_key"), nullable=False),
    Column("day", String(10), nullable=False, index=True),
    Column("shift_key", ForeignKey("shift.shift_key")),
    Column("signed_in_us", BigInteger, nullable=False),
    Column("signed_out_us", BigInteger),
    Column("means", String(20), nullable=False),  # SignInMeans
    Index("ix_attendance_person_key_signed_in_us", "person_key", "signed_in_us"),
)
