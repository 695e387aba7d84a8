"""The pictures of options."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the code now running does not know it."""
    op.create_table(
        "picture",
        sa.Column("election", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("contents", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["election"], ["election.id"], name=op.f("fk_picture_election_election")),
        sa.PrimaryKeyConstraint("election", "digest", name=op.f("pk_picture")),
    )
    op.create_index(op.f("ix_picture_digest"), "picture", ["digest"])


def downgrade() -> None:
    """Remove it, and the pictures with it."""
    op.drop_table("picture")
