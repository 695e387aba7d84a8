"""the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "custody",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody")),
    )
    op.create_table(
        "municipality",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_municipality")),
    )
    op.create_table(
        "election",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipality.code"], name=op.f("fk_election_municipality_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election")),
    )
    op.create_index(op.f("ix_election_municipality"), "election", ["municipality"], unique=False)

    op.create_table(
        "official",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipality.code"], name=op.f("fk_official_municipality_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official")),
        sa.UniqueConstraint("email", name=op.f("uq_official_email")),
    )
    op.create_index(op.f("ix_official_municipality"), "official", ["municipality"], unique=False)

    op.create_table(
        "school",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipality.code"], name=op.f("fk_school_municipality_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
    )
    op.create_index(op.f("ix_school_municipality"), "school", ["municipality"], unique=False)

    op.create_table(
        "lot",
        sa.Column("election", sa.String(), nullable=False),
        sa.Column("contest", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["election"], ["election.id"], name=op.f("fk_lot_election_election")),
        sa.PrimaryKeyConstraint("election", "contest", name=op.f("pk_lot")),
    )
    op.create_table(
        "polling_station",
        sa.Column("id", sa.String(length=8), nullable=False),
        sa.Column("election", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("admitted", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["election"], ["election.id"], name=op.f("fk_polling_station_election_election")
        ),
        sa.ForeignKeyConstraint(["school"], ["school.id"], name=op.f("fk_polling_station_school_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polling_station")),
    )
    op.create_index(op.f("ix_polling_station_election"), "polling_station", ["election"], unique=False)
    op.create_index(op.f("ix_polling_station_school"), "polling_station", ["school"], unique=False)

    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("election", sa.String(), nullable=True),
        sa.Column("station", sa.String(), nullable=True),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["election"], ["election.id"], name=op.f("fk_journal_election_election")),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipality.code"], name=op.f("fk_journal_municipality_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["station"], ["polling_station.id"], name=op.f("fk_journal_station_polling_station")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_election"), "journal", ["election"], unique=False)
    op.create_index(op.f("ix_journal_municipality"), "journal", ["municipality"], unique=False)

    op.create_table(
        "sign_in_link",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("official", sa.String(), nullable=True),
        sa.Column("station", sa.String(), nullable=True),
        sa.Column("single_use", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["official"], ["official.id"], name=op.f("fk_sign_in_link_official_official")
        ),
        sa.ForeignKeyConstraint(
            ["station"], ["polling_station.id"], name=op.f("fk_sign_in_link_station_polling_station")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in_link")),
    )
    op.create_index(op.f("ix_sign_in_link_official"), "sign_in_link", ["official"], unique=False)
    op.create_index(op.f("ix_sign_in_link_station"), "sign_in_link", ["station"], unique=False)

    op.create_table(
        "signed_in_device",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("official", sa.String(), nullable=True),
        sa.Column("station", sa.String(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["official"], ["official.id"], name=op.f("fk_signed_in_device_official_official")
        ),
        sa.ForeignKeyConstraint(
            ["station"], ["polling_station.id"], name=op.f("fk_signed_in_device_station_polling_station")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_signed_in_device")),
    )
    op.create_index(op.f("ix_signed_in_device_official"), "signed_in_device", ["official"], unique=False)
    op.create_index(op.f("ix_signed_in_device_station"), "signed_in_device", ["station"], unique=False)

    op.create_table(
        "tally",
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("contest", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["station"], ["polling_station.id"], name=op.f("fk_tally_station_polling_station")
        ),
        sa.PrimaryKeyConstraint("station", "contest", "answer", name=op.f("pk_tally")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "voting_code",
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("station", sa.String(length=8), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("attempt", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["station"], ["polling_station.id"], name=op.f("fk_voting_code_station_polling_station")
        ),
        sa.PrimaryKeyConstraint("mac", name=op.f("pk_voting_code")),
        sa.UniqueConstraint("tag", name=op.f("uq_voting_code_tag")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_voting_code_station"), "voting_code", ["station"], unique=False)


def downgrade() -> None:
    """Remove every table, last made first."""
    op.drop_table("voting_code")
    op.drop_table("tally")
    op.drop_table("signed_in_device")
    op.drop_table("sign_in_link")
    op.drop_table("journal")
    op.drop_table("polling_station")
    op.drop_table("lot")
    op.drop_table("school")
    op.drop_table("official")
    op.drop_table("election")
    op.drop_table("municipality")
    op.drop_table("custody")
