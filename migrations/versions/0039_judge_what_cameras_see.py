"""Judge what cameras see: verdicts, who holds an event, second looks, and the right to it.

Revision ID: 0039
Revises: 0038
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_PERMISSION = "judge_events"
_MAY = {"operator": "all", "dispatcher": "all", "squad_leader": "area", "administrator": "all"}
_COUNTS = sa.text("is_right IS NOT NULL")
_NOT_LOOKED = sa.text("looked_us IS NULL")


def upgrade() -> None:
    """What is a case already is judged; all else waits."""
    with op.batch_alter_table("camera_event") as table:
        table.alter_column("state", existing_type=sa.String(20), existing_nullable=False, server_default="waiting")
        table.add_column(sa.Column("held_because", sa.String(20)))
        table.add_column(sa.Column("judged_us", sa.BigInteger()))
        table.add_column(sa.Column("judged_by", sa.String(80)))
        table.add_column(sa.Column("reject_reason", sa.String(20)))
        table.add_column(sa.Column("merged_into", sa.Integer()))
        table.add_column(sa.Column("is_right", sa.Boolean()))
    _judge_what_is_a_case()
    op.create_index(op.f("ix_camera_event_merged_into"), "camera_event", ["merged_into"])
    op.create_index("ix_camera_event_state_last_us", "camera_event", ["state", "last_us", "camera_event_key"])
    trust = ["camera_ref", "category", "judged_us"]
    op.create_index("ix_camera_event_trust", "camera_event", trust, sqlite_where=_COUNTS, postgresql_where=_COUNTS)
    _create_verdicts()
    _create_looks()
    rights = sa.table("role_right", sa.column("role"), sa.column("permission"), sa.column("reach"))
    told = [{"role": role, "permission": _PERMISSION, "reach": reach} for role, reach in _MAY.items()]
    op.bulk_insert(rights, told)


def downgrade() -> None:
    """Without them; what was held or let go is new again."""
    for name in ("camera_second_look", "camera_event_claim", "camera_verdict"):
        op.drop_table(name)
    for name in ("ix_camera_event_trust", "ix_camera_event_state_last_us", op.f("ix_camera_event_merged_into")):
        op.drop_index(name, "camera_event")
    op.execute("UPDATE camera_event SET state = 'new'")
    with op.batch_alter_table("camera_event") as table:
        for name in ("is_right", "merged_into", "reject_reason", "judged_by", "judged_us", "held_because"):
            table.drop_column(name)
        table.alter_column("state", existing_type=sa.String(20), existing_nullable=False, server_default="new")
    rights = sa.table("role_right", sa.column("permission"))
    op.execute(sa.delete(rights).where(rights.c.permission == _PERMISSION))


def _judge_what_is_a_case() -> None:
    op.execute("UPDATE camera_event SET state = 'waiting'")
    op.execute(
        "UPDATE camera_event SET state = 'converted', is_right = true,"
        " judged_us = (SELECT tie.at_us FROM case_camera_event tie"
        " WHERE tie.camera_event_key = camera_event.camera_event_key),"
        " judged_by = (SELECT told.reporter FROM case_camera_event tie"
        " JOIN case_record told ON told.case_key = tie.case_key"
        " WHERE tie.camera_event_key = camera_event.camera_event_key)"
        " WHERE camera_event_key IN (SELECT camera_event_key FROM case_camera_event)"
    )


def _create_verdicts() -> None:
    op.create_table(
        "camera_verdict",
        sa.Column("verdict_key", sa.Integer(), nullable=False),
        sa.Column("camera_event_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("before", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(20)),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("into_key", sa.Integer()),
        sa.Column("case_key", sa.Integer()),
        sa.Column("by_person", sa.Boolean(), nullable=False),
        sa.Column("undoes", sa.Integer()),
        _of_event("camera_verdict"),
        _of_event("camera_verdict", "into_key"),
        sa.ForeignKeyConstraint(["case_key"], ["case_record.case_key"], name=op.f("fk_camera_verdict_case_key")),
        sa.ForeignKeyConstraint(["undoes"], ["camera_verdict.verdict_key"], name=op.f("fk_camera_verdict_undoes")),
        sa.PrimaryKeyConstraint("verdict_key", name=op.f("pk_camera_verdict")),
        sa.UniqueConstraint("undoes", name=op.f("uq_camera_verdict_undoes")),
    )
    for name in ("camera_event_key", "at_us"):
        op.create_index(op.f(f"ix_camera_verdict_{name}"), "camera_verdict", [name])


def _create_looks() -> None:
    op.create_table(
        "camera_event_claim",
        sa.Column("camera_event_key", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        _of_event("camera_event_claim"),
        sa.PrimaryKeyConstraint("camera_event_key", name=op.f("pk_camera_event_claim")),
    )
    op.create_index(op.f("ix_camera_event_claim_holder"), "camera_event_claim", ["holder"])
    op.create_table(
        "camera_second_look",
        sa.Column("camera_event_key", sa.Integer(), nullable=False),
        sa.Column("verdict_key", sa.Integer(), nullable=False),
        sa.Column("first_by", sa.String(80), nullable=False),
        sa.Column("picked_us", sa.BigInteger(), nullable=False),
        sa.Column("looked_us", sa.BigInteger()),
        sa.Column("looked_by", sa.String(80)),
        sa.Column("verdict", sa.String(20)),
        sa.Column("reason", sa.String(20)),
        sa.Column("agrees", sa.Boolean()),
        _of_event("camera_second_look"),
        sa.ForeignKeyConstraint(
            ["verdict_key"], ["camera_verdict.verdict_key"], name=op.f("fk_camera_second_look_verdict_key")
        ),
        sa.PrimaryKeyConstraint("camera_event_key", name=op.f("pk_camera_second_look")),
    )
    op.create_index(
        "ix_camera_second_look_waiting",
        "camera_second_look",
        ["picked_us"],
        sqlite_where=_NOT_LOOKED,
        postgresql_where=_NOT_LOOKED,
    )


def _of_event(table: str, column: str = "camera_event_key") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["camera_event.camera_event_key"], name=op.f(f"fk_{table}_{column}"))
