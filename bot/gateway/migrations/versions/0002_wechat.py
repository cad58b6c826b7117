"""WeChat: people, deliveries, nonces, access tokens, report pages, and how far WeCom was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "wechat_contacts",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("sealed_session", sa.Text(), nullable=True),
        sa.Column("session_ids", sa.JSON(), nullable=False),
        sa.Column("rest", sa.Text(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("message_at", TIME, nullable=True),
        sa.Column("message_sent", sa.Integer(), nullable=False),
        sa.Column("event_at", TIME, nullable=True),
        sa.Column("event_sent", sa.Integer(), nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wechat_contacts"),
    )
    op.create_table(
        "wechat_deliveries",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("contact_id", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("arrived_at", TIME, nullable=False),
        sa.Column("runner", sa.String(32), nullable=False),
        sa.Column("alive_until", TIME, nullable=False),
        sa.Column("fate", sa.String(8), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_at", sa.BigInteger(), nullable=True),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wechat_deliveries"),
        sa.UniqueConstraint("key", name="uq_wechat_deliveries_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_wechat_deliveries_contact_id_id", "wechat_deliveries", ["contact_id", "id"])
    op.create_index("ix_wechat_deliveries_fate_alive_until", "wechat_deliveries", ["fate", "alive_until"])
    op.create_index("ix_wechat_deliveries_arrived_at", "wechat_deliveries", ["arrived_at"])
    op.create_table(
        "wechat_nonces",
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("nonce", name="pk_wechat_nonces"),
    )
    op.create_index("ix_wechat_nonces_at", "wechat_nonces", ["at"])
    op.create_table(
        "wechat_access_tokens",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("expires_at", TIME, nullable=True),
        sa.Column("lease_until", TIME, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_wechat_access_tokens"),
    )
    op.create_table(
        "wechat_reports",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("contact_id", sa.String(64), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wechat_reports"),
    )
    op.create_index("ix_wechat_reports_contact_id", "wechat_reports", ["contact_id"])
    op.create_index("ix_wechat_reports_expires_at", "wechat_reports", ["expires_at"])
    op.create_table(
        "wecom_cursors",
        sa.Column("open_kfid", sa.String(64), nullable=False),
        sa.Column("cursor", sa.String(128), nullable=False),
        sa.Column("lease_until", TIME, nullable=True),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("open_kfid", name="pk_wecom_cursors"),
    )


def downgrade() -> None:
    for table in ("wecom_cursors", "wechat_reports", "wechat_access_tokens", "wechat_nonces"):
        op.drop_table(table)
    op.drop_table("wechat_deliveries")
    op.drop_table("wechat_contacts")
