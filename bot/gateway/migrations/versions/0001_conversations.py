"""Sessions, turns, replies with their traces, feedback."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("locale", sa.String(8), nullable=True),
        sa.Column("requested_locale", sa.String(8), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_seen_at", "sessions", ["seen_at"])
    op.create_table(
        "turns",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("release", sa.String(64), nullable=True),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_turns_session_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_turns_at", "turns", ["at"])
    op.create_index("ix_turns_session_id_at", "turns", ["session_id", "at"])
    op.create_table(
        "replies",
        sa.Column("turn_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("card_type", sa.String(32), nullable=True),
        sa.Column("trace", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("turn_id", "position", name="pk_replies"),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name="fk_replies_turn_id", ondelete="CASCADE"),
    )
    op.create_index("ix_replies_kind", "replies", ["kind"])
    op.create_table(
        "feedback",
        sa.Column("turn_id", sa.String(32), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("turn_id", name="pk_feedback"),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name="fk_feedback_turn_id", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("feedback")
    op.drop_table("replies")
    op.drop_table("turns")
    op.drop_table("sessions")
