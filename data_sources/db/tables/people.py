"""The bureau: departments, persons, and who answers for which area. Squads stand in the register."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, String, Table, Text

from data_sources.db.tables._metadata import metadata

department = Table(
    "department",
    metadata,
    Column("department_key", Integer, primary_key=True),
    Column("code", String(40), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("parent_key", ForeignKey("department.department_key"), index=True),
)

person = Table(
    "person",
    metadata,
    Column("person_key", Integer, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("phone", String(30)),
    Column("photo_digest", String(64)),
    Column("squad_key", ForeignKey("squad.squad_key"), index=True),
    Column("department_key", ForeignKey("department.department_key"), index=True),
    Column("post", String(40), nullable=False, index=True),
    Column("skills", Text, nullable=False, server_default="[]"),  # JSON list
    Column("staff", String(20), nullable=False),
    Column("left_us", BigInteger),
)

# Each squad that somebody was of before, until when: days that are past count for the squad of the day.
former_squad = Table(
    "former_squad",
    metadata,
    Column("person_key", ForeignKey("person.person_key"), primary_key=True),
    Column("until_us", BigInteger, primary_key=True),
    Column("squad_key", ForeignKey("squad.squad_key"), nullable=False),
)

# Held by a person, by a post in a squad, or by nobody yet: then `title` is what an import of areas called it.
responsibility = Table(
    "responsibility",
    metadata,
    Column("responsibility_key", Integer, primary_key=True),
    Column("area_key", ForeignKey("area.area_key"), nullable=False, index=True),
    Column("role", String(40), nullable=False),
    Column("title", String(120)),
    Column("person_key", ForeignKey("person.person_key"), index=True),
    Column("post", String(40)),
    Column("squad_key", ForeignKey("squad.squad_key"), index=True),
    CheckConstraint(
        "(title IS NOT NULL AND person_key IS NULL AND post IS NULL AND squad_key IS NULL)"
        " OR (title IS NULL AND person_key IS NOT NULL AND post IS NULL AND squad_key IS NULL)"
        " OR (title IS NULL AND person_key IS NULL AND post IS NOT NULL AND squad_key IS NOT NULL)",
        name="ck_responsibility_holder",
    ),
)
