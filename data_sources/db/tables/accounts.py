"""Accounts, their sessions, API tokens, attempts to sign in, and what roles may."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from data_sources.db.tables._metadata import metadata

account = Table(
    "account",
    metadata,
    Column("account_key", Integer, primary_key=True),
    Column("name", String(40), nullable=False, unique=True),
    Column("role", String(20), nullable=False),  # Role
    Column("password_digest", String(200), nullable=False),  # argon2id
    Column("must_change_password", Boolean, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("person", String(40)),  # person.number
    Column("squad", String(40)),  # squad.code
    Column("disabled_us", BigInteger),
    Column("oidc_subject", String(512)),  # domain.oidc.identity
    Column("password_set_us", BigInteger),
    Column("department", String(40)),  # department.code
)

Index("uq_account_oidc_subject", account.c.oidc_subject, unique=True)

# Of the browser's secret only the digest is kept.
session = Table(
    "session",
    metadata,
    Column("session_key", Integer, primary_key=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("account_key", ForeignKey("account.account_key"), nullable=False, index=True),
    Column("created_us", BigInteger, nullable=False),
    Column("seen_us", BigInteger, nullable=False, index=True),
    Column("address", String(64), nullable=False),
    Column("agent", String(200), nullable=False),
    Column("by_oidc", Boolean, nullable=False, server_default=false()),
)

api_token = Table(
    "api_token",
    metadata,
    Column("token_key", Integer, primary_key=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("name", String(40), nullable=False),
    Column("scopes", Text, nullable=False),  # JSON list of Permission
    Column("created_us", BigInteger, nullable=False),
    Column("created_by", String(80), nullable=False),
    Column("used_us", BigInteger),
    Column("revoked_us", BigInteger),
    Column("department", String(40)),  # department.code
)

Index(
    "uq_api_token_name",
    api_token.c.name,
    unique=True,
    sqlite_where=api_token.c.revoked_us.is_(None),
    postgresql_where=api_token.c.revoked_us.is_(None),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("attempt_key", Integer, primary_key=True),
    Column("at_us", BigInteger, nullable=False, index=True),
    Column("account", String(40), nullable=False),
    Column("address", String(64), nullable=False),
    Column("succeeded", Boolean, nullable=False),
)

# What each role may, and how far; a role without rows may nothing.
role_right = Table(
    "role_right",
    metadata,
    Column("role", String(20), primary_key=True),  # Role
    Column("permission", String(40), primary_key=True),  # Permission
    Column("reach", String(10), nullable=False),  # Reach
)
