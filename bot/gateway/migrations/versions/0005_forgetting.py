"""Conversations that are deleted, and that the dialogue has still to forget."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forgotten_dialogues",
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_forgotten_dialogues"),
    )
    op.create_index("ix_forgotten_dialogues_at", "forgotten_dialogues", ["at"])


def downgrade() -> None:
    op.drop_table("forgotten_dialogues")
