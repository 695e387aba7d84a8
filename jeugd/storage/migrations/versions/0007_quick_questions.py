"""A question that is asked in a class: in which one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The stations of before were not asked in a class."""
    with op.batch_alter_table("polling_station") as table:
        table.add_column(sa.Column("asked_in", sa.String(), nullable=True))
        table.create_foreign_key(
            op.f("fk_polling_station_asked_in_polling_station"), "polling_station", ["asked_in"], ["id"]
        )
        table.create_index(op.f("ix_polling_station_asked_in"), ["asked_in"])


def downgrade() -> None:
    """Forget where a question was asked."""
    with op.batch_alter_table("polling_station") as table:
        table.drop_index(op.f("ix_polling_station_asked_in"))
        table.drop_constraint(op.f("fk_polling_station_asked_in_polling_station"), type_="foreignkey")
        table.drop_column("asked_in")
