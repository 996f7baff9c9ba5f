"""Begin the schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("audit_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("audit_key", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_at_us"), ["at_us"], unique=False)

    op.create_table(
        "city_document",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_city_document")),
    )
    op.create_table(
        "device_mapping",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_device_mapping")),
    )
    op.create_table(
        "feed",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_feed")),
    )
    op.create_table(
        "image",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_image")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "maintenance_window",
        sa.Column("maintenance_window_key", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("scope_ref", sa.String(length=80), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.String(length=80), nullable=False),
        sa.Column("closed_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("maintenance_window_key", name=op.f("pk_maintenance_window")),
    )
    op.create_table(
        "observation",
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asset_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("measured_us", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("discriminator", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("received_us", sa.BigInteger(), nullable=False),
        sa.Column("flags", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "hour", "asset_key", "metric", "measured_us", "discriminator", name=op.f("pk_observation")
        ),
        postgresql_partition_by="RANGE (hour)",
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE observation_default PARTITION OF observation DEFAULT")
    op.create_table(
        "observation_hourly",
        sa.Column("asset_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Double(), nullable=False),
        sa.Column("maximum", sa.Double(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("asset_key", "metric", "hour", name=op.f("pk_observation_hourly")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quarantine",
        sa.Column("quarantine_key", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("payload_bytes", sa.Integer(), nullable=False),
        sa.Column("first_received_us", sa.BigInteger(), nullable=False),
        sa.Column("received_us", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("quarantine_key", name=op.f("pk_quarantine")),
        sa.UniqueConstraint("digest", name=op.f("uq_quarantine_digest")),
    )
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.create_index("ix_quarantine_received_us", ["received_us"], unique=False)

    op.create_table(
        "rollup_pending",
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("touched_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hour", name=op.f("pk_rollup_pending")),
    )
    op.create_table(
        "rule_override",
        sa.Column("rule_override_key", sa.Integer(), nullable=False),
        sa.Column("rule_key", sa.String(length=80), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("scope_ref", sa.String(length=80), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("rule_override_key", name=op.f("pk_rule_override")),
        sa.UniqueConstraint("rule_key", "scope", "scope_ref", name=op.f("uq_rule_override_rule_key_scope_scope_ref")),
    )
    op.create_table(
        "squad",
        sa.Column("squad_key", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("squad_key", name=op.f("pk_squad")),
        sa.UniqueConstraint("code", name=op.f("uq_squad_code")),
    )
    op.create_table(
        "street",
        sa.Column("street_key", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("geometry", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("street_key", name=op.f("pk_street")),
    )
    with op.batch_alter_table("street", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_street_name"), ["name"], unique=False)

    op.create_table(
        "area",
        sa.Column("area_key", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("parent_key", sa.Integer(), nullable=True),
        sa.Column("squad_key", sa.Integer(), nullable=True),
        sa.Column("label_lon", sa.Double(), nullable=True),
        sa.Column("label_lat", sa.Double(), nullable=True),
        sa.Column("geometry", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["parent_key"], ["area.area_key"], name=op.f("fk_area_parent_key")),
        sa.ForeignKeyConstraint(["squad_key"], ["squad.squad_key"], name=op.f("fk_area_squad_key")),
        sa.PrimaryKeyConstraint("area_key", name=op.f("pk_area")),
        sa.UniqueConstraint("code", name=op.f("uq_area_code")),
    )
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_level"), ["level"], unique=False)
        batch_op.create_index(batch_op.f("ix_area_parent_key"), ["parent_key"], unique=False)

    op.create_table(
        "asset",
        sa.Column("asset_key", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("source_crs", sa.String(length=20), server_default="wgs84", nullable=False),
        sa.Column("device_ref", sa.String(length=200), nullable=True),
        sa.Column("datum_m", sa.Double(), nullable=True),
        sa.Column("grid_key", sa.Integer(), nullable=True),
        sa.Column("unit_grid_key", sa.Integer(), nullable=True),
        sa.Column("line_key", sa.Integer(), nullable=True),
        sa.Column("street", sa.String(length=120), nullable=True),
        sa.Column("attributes", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["grid_key"], ["area.area_key"], name=op.f("fk_asset_grid_key")),
        sa.ForeignKeyConstraint(["line_key"], ["area.area_key"], name=op.f("fk_asset_line_key")),
        sa.ForeignKeyConstraint(["unit_grid_key"], ["area.area_key"], name=op.f("fk_asset_unit_grid_key")),
        sa.PrimaryKeyConstraint("asset_key", name=op.f("pk_asset")),
        sa.UniqueConstraint("asset_id", name=op.f("uq_asset_asset_id")),
        sa.UniqueConstraint("device_ref", name=op.f("uq_asset_device_ref")),
    )
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asset_grid_key"), ["grid_key"], unique=False)
        batch_op.create_index("ix_asset_kind_asset_id", ["kind", "asset_id"], unique=False)

    op.create_table(
        "duty",
        sa.Column("duty_key", sa.Integer(), nullable=False),
        sa.Column("area_key", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["area_key"], ["area.area_key"], name=op.f("fk_duty_area_key")),
        sa.PrimaryKeyConstraint("duty_key", name=op.f("pk_duty")),
    )
    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_area_key"), ["area_key"], unique=False)

    op.create_table(
        "alarm",
        sa.Column("alarm_key", sa.Integer(), nullable=False),
        sa.Column("asset_key", sa.Integer(), nullable=False),
        sa.Column("grid_key", sa.Integer(), nullable=True),
        sa.Column("rule_key", sa.String(length=80), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("peak_severity", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("threshold", sa.Double(), nullable=True),
        sa.Column("raised_us", sa.BigInteger(), nullable=False),
        sa.Column("last_raised_us", sa.BigInteger(), nullable=False),
        sa.Column("worsened_us", sa.BigInteger(), nullable=False),
        sa.Column("raise_count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("acknowledged_us", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=80), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("shelved_us", sa.BigInteger(), nullable=True),
        sa.Column("shelved_until_us", sa.BigInteger(), nullable=True),
        sa.Column("shelved_by", sa.String(length=80), nullable=True),
        sa.Column("shelve_reason", sa.Text(), nullable=True),
        sa.Column("shelved_severity", sa.String(length=20), nullable=True),
        sa.Column("suppressed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("cleared_us", sa.BigInteger(), nullable=True),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["asset_key"], ["asset.asset_key"], name=op.f("fk_alarm_asset_key")),
        sa.ForeignKeyConstraint(["grid_key"], ["area.area_key"], name=op.f("fk_alarm_grid_key")),
        sa.PrimaryKeyConstraint("alarm_key", name=op.f("pk_alarm")),
    )
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        batch_op.create_index("ix_alarm_asset_key_raised_us", ["asset_key", "raised_us"], unique=False)
        batch_op.create_index("ix_alarm_cleared_us", ["cleared_us"], unique=False)
        batch_op.create_index(
            "uq_alarm_open",
            ["asset_key", "rule_key"],
            unique=True,
            sqlite_where=sa.text("cleared_us IS NULL"),
            postgresql_where=sa.text("cleared_us IS NULL"),
        )

    op.create_table(
        "asset_state",
        sa.Column("asset_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("last_seen_us", sa.BigInteger(), nullable=False),
        sa.Column("changed_us", sa.BigInteger(), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=True),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("memory", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["asset_key"], ["asset.asset_key"], name=op.f("fk_asset_state_asset_key")),
        sa.PrimaryKeyConstraint("asset_key", name=op.f("pk_asset_state")),
    )
    with op.batch_alter_table("asset_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asset_state_changed_us"), ["changed_us"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_state_due_us"), ["due_us"], unique=False)

    op.create_table(
        "camera_event",
        sa.Column("camera_event_key", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("camera_ref", sa.String(length=200), nullable=False),
        sa.Column("asset_key", sa.Integer(), nullable=True),
        sa.Column("grid_key", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(length=20), nullable=True),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("zone", sa.String(length=80), nullable=True),
        sa.Column("bbox", sa.Text(), nullable=True),
        sa.Column("first_us", sa.BigInteger(), nullable=False),
        sa.Column("last_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("state", sa.String(length=20), server_default="new", nullable=False),
        sa.Column("image_digest", sa.String(length=64), nullable=True),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["asset_key"], ["asset.asset_key"], name=op.f("fk_camera_event_asset_key")),
        sa.ForeignKeyConstraint(["grid_key"], ["area.area_key"], name=op.f("fk_camera_event_grid_key")),
        sa.PrimaryKeyConstraint("camera_event_key", name=op.f("pk_camera_event")),
    )
    with op.batch_alter_table("camera_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_camera_event_asset_key"), ["asset_key"], unique=False)
        batch_op.create_index(
            "ix_camera_event_camera_ref_label_last_us", ["camera_ref", "label", "last_us"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_camera_event_last_us"), ["last_us"], unique=False)

    op.create_table(
        "parking_change",
        sa.Column("asset_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("occupied", sa.Boolean(), nullable=False),
        sa.Column("lasted_s", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["asset_key"], ["asset.asset_key"], name=op.f("fk_parking_change_asset_key")),
        sa.PrimaryKeyConstraint("asset_key", "at_us", name=op.f("pk_parking_change")),
    )
    with op.batch_alter_table("parking_change", schema=None) as batch_op:
        batch_op.create_index("ix_parking_change_at_us", ["at_us"], unique=False)

    op.create_table(
        "alarm_event",
        sa.Column("alarm_event_key", sa.Integer(), nullable=False),
        sa.Column("alarm_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("actor", sa.String(length=80), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["alarm_key"], ["alarm.alarm_key"], name=op.f("fk_alarm_event_alarm_key")),
        sa.PrimaryKeyConstraint("alarm_event_key", name=op.f("pk_alarm_event")),
    )
    with op.batch_alter_table("alarm_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alarm_event_alarm_key"), ["alarm_key"], unique=False)

    op.create_table(
        "camera_event_reference",
        sa.Column("camera_ref", sa.String(length=200), nullable=False),
        sa.Column("event_ref", sa.String(length=200), nullable=False),
        sa.Column("camera_event_key", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["camera_event_key"],
            ["camera_event.camera_event_key"],
            name=op.f("fk_camera_event_reference_camera_event_key"),
        ),
        sa.PrimaryKeyConstraint("camera_ref", "event_ref", name=op.f("pk_camera_event_reference")),
    )


def downgrade() -> None:
    op.drop_table("camera_event_reference")
    with op.batch_alter_table("alarm_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alarm_event_alarm_key"))

    op.drop_table("alarm_event")
    with op.batch_alter_table("parking_change", schema=None) as batch_op:
        batch_op.drop_index("ix_parking_change_at_us")

    op.drop_table("parking_change")
    with op.batch_alter_table("camera_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_camera_event_last_us"))
        batch_op.drop_index("ix_camera_event_camera_ref_label_last_us")
        batch_op.drop_index(batch_op.f("ix_camera_event_asset_key"))

    op.drop_table("camera_event")
    with op.batch_alter_table("asset_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asset_state_due_us"))
        batch_op.drop_index(batch_op.f("ix_asset_state_changed_us"))

    op.drop_table("asset_state")
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_alarm_open", sqlite_where=sa.text("cleared_us IS NULL"), postgresql_where=sa.text("cleared_us IS NULL")
        )
        batch_op.drop_index("ix_alarm_cleared_us")
        batch_op.drop_index("ix_alarm_asset_key_raised_us")

    op.drop_table("alarm")
    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_area_key"))

    op.drop_table("duty")
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.drop_index("ix_asset_kind_asset_id")
        batch_op.drop_index(batch_op.f("ix_asset_grid_key"))

    op.drop_table("asset")
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_parent_key"))
        batch_op.drop_index(batch_op.f("ix_area_level"))

    op.drop_table("area")
    with op.batch_alter_table("street", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_street_name"))

    op.drop_table("street")
    op.drop_table("squad")
    op.drop_table("rule_override")
    op.drop_table("rollup_pending")
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.drop_index("ix_quarantine_received_us")

    op.drop_table("quarantine")
    op.drop_table("observation_hourly")
    op.drop_table("observation")
    op.drop_table("maintenance_window")
    op.drop_table("lease")
    op.drop_table("image")
    op.drop_table("feed")
    op.drop_table("device_mapping")
    op.drop_table("city_document")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_at_us"))

    op.drop_table("audit")
