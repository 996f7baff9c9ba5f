"""The catalogue of what cases are about, by versions."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from data_sources.db.tables._metadata import metadata

# Days are those of the city, as 2026-11-27.
catalogue = Table(
    "catalogue",
    metadata,
    Column("catalogue_key", Integer, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("valid_from", String(10), nullable=False),
    Column("valid_until", String(10)),
    Column("imported_us", BigInteger, nullable=False),
)

category = Table(
    "category",
    metadata,
    Column("category_key", Integer, primary_key=True),
    Column("catalogue_key", ForeignKey("catalogue.catalogue_key"), nullable=False),
    Column("code", String(40), nullable=False),
    Column("parent", String(40)),  # category.code in the same catalogue
    Column("name", String(80), nullable=False),
    Column("kind", String(20), nullable=False),  # CategoryKind
    UniqueConstraint("catalogue_key", "code"),
)

category_standard = Table(
    "category_standard",
    metadata,
    Column("category_standard_key", Integer, primary_key=True),
    Column("category_key", ForeignKey("category.category_key"), nullable=False),
    Column("condition", String(200), nullable=False),
    Column("area_class", String(1), nullable=False),  # AreaClass; empty where the class does not matter
    Column("amount", Double, nullable=False),
    Column("limit_type", String(20), nullable=False),  # LimitType
    Column("filing", Text, nullable=False),
    Column("closing", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    UniqueConstraint("category_key", "condition", "area_class"),
)

step_limit = Table(
    "step_limit",
    metadata,
    Column("catalogue_key", ForeignKey("catalogue.catalogue_key"), primary_key=True),
    Column("step", String(20), primary_key=True),  # Step
    Column("amount", Double, nullable=False),
    Column("limit_type", String(20), nullable=False),
)
