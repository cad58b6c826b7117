"""Staff who log in with an account of their organization."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("oidc", sa.String(255), nullable=True))
    op.create_index("uq_staff_oidc", "staff", ["oidc"], unique=True)
    op.create_table(
        "sign_ons",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("next_page", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ons"),
    )


def downgrade() -> None:
    op.drop_table("sign_ons")
    op.drop_index("uq_staff_oidc", "staff")
    op.drop_column("staff", "oidc")
