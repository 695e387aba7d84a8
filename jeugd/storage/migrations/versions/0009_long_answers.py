"""Answers as long as forty places with the longest keys make them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None
OLD, NEW = sa.String(length=200), sa.String(length=600)
WITHOUT_ROW_NUMBERS = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """PostgreSQL refused to write down a longer one, and its box could not be counted."""
    with op.batch_alter_table("tally", table_kwargs=WITHOUT_ROW_NUMBERS) as table:
        table.alter_column("answer", existing_type=OLD, type_=NEW, existing_nullable=False)


def downgrade() -> None:
    """Refused by PostgreSQL while there are longer ones."""
    with op.batch_alter_table("tally", table_kwargs=WITHOUT_ROW_NUMBERS) as table:
        table.alter_column("answer", existing_type=NEW, type_=OLD, existing_nullable=False)
