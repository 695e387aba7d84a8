"""A contest may need several lots: the draws of one in their order."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give every draw a position; there was one a contest until now."""
    op.add_column("lot", sa.Column("position", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("lot") as table:
        table.drop_constraint(op.f("pk_lot"), type_="primary")
        table.create_primary_key(op.f("pk_lot"), ["election", "contest", "position"])
        table.alter_column("position", server_default=None)


def downgrade() -> None:
    """Keep the first draw of each contest."""
    op.execute("DELETE FROM lot WHERE position > 1")
    with op.batch_alter_table("lot") as table:
        table.drop_constraint(op.f("pk_lot"), type_="primary")
        table.create_primary_key(op.f("pk_lot"), ["election", "contest"])
        table.drop_column("position")
