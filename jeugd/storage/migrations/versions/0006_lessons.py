"""The lesson around a vote, beside its definition."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An election made before has no lesson."""
    op.add_column("election", sa.Column("lesson", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget the lessons."""
    op.drop_column("election", "lesson")
