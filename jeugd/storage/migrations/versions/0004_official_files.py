"""The official files that an election was made of, and the official count beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; the code now running does not know them."""
    op.create_table(
        "official_file",
        sa.Column("election", sa.String(), nullable=False),
        sa.Column("message", sa.String(length=8), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("contents", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election"], ["election.id"], name=op.f("fk_official_file_election_election")
        ),
        sa.PrimaryKeyConstraint("election", "message", name=op.f("pk_official_file")),
    )
    op.create_table(
        "official_count",
        sa.Column("election", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election"], ["election.id"], name=op.f("fk_official_count_election_election")
        ),
        sa.PrimaryKeyConstraint("election", name=op.f("pk_official_count")),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("official_count")
    op.drop_table("official_file")
