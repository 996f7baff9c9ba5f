"""Know accounts, sessions and rights, and chain the audit log.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from dashboard.domain.audit import BEGINNING, Deed, Link, next_link

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SQLITE_TRIGGER = (
    "CREATE TRIGGER audit_{deed} BEFORE {deed} ON audit BEGIN SELECT RAISE(ABORT, 'the audit log stays'); END"
)
_REFUSE = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log stays'; END $$
"""
_POSTGRES_TRIGGER = (
    "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
)

_DESK = "view_wall view_operations handle_alarms view_people edit_maintenance direct_walls"
_EVERYTHING = (
    "view_wall view_operations handle_alarms direct_walls edit_rules edit_maintenance register_devices view_quarantine"
    " view_people manage_people manage_accounts manage_rights manage_city view_audit view_processes"
)
_RIGHTS = (
    ("wall", "all", "view_wall"),
    ("operator", "all", _DESK),
    ("dispatcher", "all", _DESK + " reveal_personal_data view_processes"),
    ("squad_leader", "all", "view_wall view_operations"),
    ("squad_leader", "area", "handle_alarms edit_maintenance"),
    ("squad_leader", "squad", "view_people reveal_personal_data"),
    ("officer", "all", "view_wall view_operations"),
    ("officer", "area", "handle_alarms"),
    ("officer", "squad", "view_people"),
    ("manager", "all", "view_wall view_operations view_people"),
    ("administrator", "all", _EVERYTHING),
)


def upgrade() -> None:
    _create_accounts()
    _chain_audit()


def downgrade() -> None:
    connection = op.get_bind()
    kept = connection.execute(_told_by("number")).mappings().all()
    op.drop_table("audit_head")
    op.drop_table("audit")
    if connection.dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")
    plain = op.create_table(
        "audit",
        sa.Column("audit_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("audit_key", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at_us"), "audit", ["at_us"], unique=False)
    op.bulk_insert(plain, [dict(row) for row in kept])
    for table in ("session", "account", "api_token", "sign_in_attempt", "role_right"):
        op.drop_table(table)


def _told_by(order: str) -> sa.Select[Any]:
    """What both forms of the audit log have, in the order of this column."""
    columns: list[sa.ColumnClause[Any]] = [
        sa.column(name) for name in ("at_us", "actor", "action", "subject", "detail")
    ]
    return sa.select(*columns).select_from(sa.table("audit")).order_by(sa.column(order))


def _create_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("account_key", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_digest", sa.String(length=200), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=True),
        sa.Column("squad", sa.String(length=40), nullable=True),
        sa.Column("disabled_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("account_key", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "session",
        sa.Column("session_key", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("account_key", sa.Integer(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("seen_us", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["account_key"], ["account.account_key"], name=op.f("fk_session_account_key")),
        sa.PrimaryKeyConstraint("session_key", name=op.f("pk_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_session_token_digest")),
    )
    op.create_index(op.f("ix_session_account_key"), "session", ["account_key"], unique=False)
    op.create_index(op.f("ix_session_seen_us"), "session", ["seen_us"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("token_key", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("used_us", sa.BigInteger(), nullable=True),
        sa.Column("revoked_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("token_key", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_api_token_token_digest")),
    )
    alive = sa.text("revoked_us IS NULL")
    op.create_index("uq_api_token_name", "api_token", ["name"], unique=True, sqlite_where=alive, postgresql_where=alive)
    op.create_table(
        "sign_in_attempt",
        sa.Column("attempt_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_key", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(op.f("ix_sign_in_attempt_at_us"), "sign_in_attempt", ["at_us"], unique=False)
    rights = op.create_table(
        "role_right",
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("permission", sa.String(length=40), nullable=False),
        sa.Column("reach", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("role", "permission", name=op.f("pk_role_right")),
    )
    op.bulk_insert(
        rights,
        [
            {"role": role, "permission": permission, "reach": reach}
            for role, reach, permissions in _RIGHTS
            for permission in permissions.split()
        ],
    )


def _chain_audit() -> None:
    connection = op.get_bind()
    old = connection.execute(_told_by("audit_key")).all()
    op.drop_table("audit")
    chained = op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("means", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at_us"), "audit", ["at_us"], unique=False)
    op.create_index(op.f("ix_audit_actor"), "audit", ["actor"], unique=False)
    link, rows = Link(0, BEGINNING), []
    for at_us, actor, action, subject, detail in old:
        # Before there were accounts, nobody knew by what means and from where.
        deed = Deed(at_us, actor, "", "", action, subject, detail)
        link = next_link(link, deed)
        rows.append({"number": link.number, "digest": link.digest, **deed._asdict()})
    op.bulk_insert(chained, rows)
    head = op.create_table(
        "audit_head",
        sa.Column("head_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("head_key", name=op.f("pk_audit_head")),
    )
    op.bulk_insert(head, [{"head_key": 1, **link._asdict()}])
    _refuse_changes(connection.dialect.name)


def _refuse_changes(dialect: str) -> None:
    if dialect == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_TRIGGER.format(deed=deed))
    else:
        op.execute(_REFUSE)
        op.execute(_POSTGRES_TRIGGER)
