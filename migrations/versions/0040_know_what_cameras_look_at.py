"""Know what cameras look at, so that the tree finds them among many thousands.

Revision ID: 0040
Revises: 0039
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_LETTERS = "abcdefghjklmnopqrstwxyz"
_PLACES = [sign.encode("gb2312") for sign in _FIRST]


def upgrade() -> None:
    trait = op.create_table(
        "camera_trait",
        sa.Column("asset_key", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("initials", sa.String(160), nullable=False),
        sa.Column("bearing_deg", sa.Double()),
        sa.Column("angle_deg", sa.Double()),
        sa.Column("range_m", sa.Double()),
        sa.ForeignKeyConstraint(["asset_key"], ["asset.asset_key"], name=op.f("fk_camera_trait_asset_key_asset")),
        sa.PrimaryKeyConstraint("asset_key", name=op.f("pk_camera_trait")),
    )
    op.create_index(op.f("ix_camera_trait_kind"), "camera_trait", ["kind"])
    cameras = op.get_bind().execute(sa.text("SELECT asset_key, name FROM asset WHERE kind = 'camera'")).all()
    rows = [{"asset_key": key, "kind": "other", "initials": _initials(name)} for key, name in cameras]
    if rows:
        op.bulk_insert(trait, rows)


def downgrade() -> None:
    op.drop_index(op.f("ix_camera_trait_kind"), table_name="camera_trait")
    op.drop_table("camera_trait")


def _initials(name: str) -> str:
    return "".join(_initial(sign) for sign in name.lower())


def _initial(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isalnum() else ""
    place = sign.encode("gb2312", "ignore")
    known = [letter for letter, first in zip(_LETTERS, _PLACES, strict=True) if first <= place]
    return known[-1] if known and place < b"\xd7\xfa" else ""
