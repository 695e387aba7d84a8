"""Embargoes that two officials lift."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the code now running does not know it."""
    op.create_table(
        "embargo_lift",
        sa.Column("election", sa.String(), nullable=False),
        sa.Column("shut_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_who", sa.String(length=80), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_who", sa.String(length=80), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["official.id"], name=op.f("fk_embargo_lift_asked_by_official")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["official.id"], name=op.f("fk_embargo_lift_confirmed_by_official")
        ),
        sa.ForeignKeyConstraint(
            ["election"], ["election.id"], name=op.f("fk_embargo_lift_election_election")
        ),
        sa.PrimaryKeyConstraint("election", name=op.f("pk_embargo_lift")),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_table("embargo_lift")
