"""Lots drawn for seats."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the code now running does not know it."""
    op.create_table(
        "seat_draw",
        sa.Column("election", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("draw", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["election"], ["election.id"], name=op.f("fk_seat_draw_election_election")),
        sa.PrimaryKeyConstraint("election", "position", name=op.f("pk_seat_draw")),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_table("seat_draw")
