"""The hotline desk: accounts, sessions, the audit log, calls, conversations handed over, callbacks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
NUMBERED = {"sqlite_autoincrement": True}
UNCHANGEABLE = "the audit log is not changed"


def upgrade() -> None:
    _people()
    _conversations()
    op.add_column("wechat_contacts", sa.Column("sealed_reach", sa.Text(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_audit_change() RETURNS trigger AS "
            f"$$ BEGIN RAISE EXCEPTION '{UNCHANGEABLE}'; END $$ LANGUAGE plpgsql"
        )
        op.execute(
            "CREATE TRIGGER audit_unchangeable BEFORE UPDATE ON audit FOR EACH ROW "
            "EXECUTE FUNCTION refuse_audit_change()"
        )
    else:
        op.execute(
            "CREATE TRIGGER audit_unchangeable BEFORE UPDATE ON audit "
            f"BEGIN SELECT RAISE(ABORT, '{UNCHANGEABLE}'); END"
        )


def _people() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("password_hash", sa.String(256), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", TIME, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
        **NUMBERED,
    )
    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("on_duty_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_staff_sessions"),
        _to("staff_sessions", "staff_id", "staff.id", "CASCADE"),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("staff", sa.String(64), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        **NUMBERED,
    )
    for column in ("at", "staff", "action"):
        op.create_index(f"ix_audit_{column}", "audit", [column])
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("chosen", sa.String(80), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
        _to("calls", "staff_id", "staff.id", "CASCADE"),
        **NUMBERED,
    )
    op.create_index("ix_calls_at", "calls", ["at"])
    op.create_index("ix_calls_outcome", "calls", ["outcome"])
    op.create_index("ix_calls_staff_id_at", "calls", ["staff_id", "at"])


def _conversations() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_handovers"),
        _to("handovers", "session_id", "sessions.id", "CASCADE"),
        _to("handovers", "holder_id", "staff.id", "SET NULL"),
        **NUMBERED,
    )
    still_open = sa.text("state <> 'over'")
    op.create_index(
        "uq_handovers_open",
        "handovers",
        ["session_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_index("ix_handovers_state", "handovers", ["state"])
    op.create_table(
        "desk_messages",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("fate", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_messages"),
        _to("desk_messages", "session_id", "sessions.id", "CASCADE"),
        **NUMBERED,
    )
    op.create_index("ix_desk_messages_session_id_id", "desk_messages", ["session_id", "id"])
    op.create_table(
        "desk_events",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_events"),
        **NUMBERED,
    )
    op.create_index("ix_desk_events_at", "desk_events", ["at"])
    op.create_table(
        "callbacks",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("phone", sa.String(32), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("consented_at", TIME, nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("done_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_callbacks"),
        _to("callbacks", "session_id", "sessions.id", "CASCADE"),
        **NUMBERED,
    )
    op.create_index("ix_callbacks_session_id", "callbacks", ["session_id"])


def _to(table: str, column: str, target: str, on_delete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete=on_delete)


def downgrade() -> None:
    op.drop_column("wechat_contacts", "sealed_reach")
    for table in ("callbacks", "desk_events", "desk_messages", "handovers"):
        op.drop_table(table)
    for table in ("calls", "audit", "staff_sessions", "staff"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")
