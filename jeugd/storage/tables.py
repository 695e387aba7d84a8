"""The tables. Rows only; rules live in ``jeugd.domain``.

Secrecy: no table has a column that could join a voter to a ballot. ``voting_code`` has no moment, serial number,
address or device; its rows are inserted in the order of their MAC, which is random. ``tally`` holds how many ballots
gave an answer, never a ballot.
"""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, LargeBinary, MetaData, SmallInteger, Text
from sqlmodel import Field, SQLModel

from jeugd.domain.election import ElectionState
from jeugd.domain.journal import Deed
from jeugd.domain.polling_station import StationState
from jeugd.domain.record import DifferenceReason
from jeugd.domain.roles import Role
from jeugd.storage.columns import moment, one_of

metadata: MetaData = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class MunicipalityRow(SQLModel, table=True):
    """A municipality by its CBS code, GM and four digits."""

    __tablename__ = "municipality"
    code: str = Field(primary_key=True, max_length=6)
    name: str = Field(max_length=80)


class SchoolRow(SQLModel, table=True):
    """A school or another place where stations stand."""

    __tablename__ = "school"
    id: str = Field(primary_key=True, max_length=16)
    municipality: str = Field(foreign_key="municipality.code", index=True)
    name: str = Field(max_length=120)


class ElectionRow(SQLModel, table=True):
    """An election; ``definition`` is the canonical JSON, ``fingerprint`` its SHA-256 from the moment it is frozen.

    ``lesson`` is JSON too, or empty.
    """

    __tablename__ = "election"
    id: str = Field(primary_key=True, max_length=16)
    municipality: str = Field(foreign_key="municipality.code", index=True)
    state: ElectionState = Field(default=ElectionState.DRAFT, sa_column=one_of(ElectionState))
    definition: str = Field(sa_column=Column(Text, nullable=False))
    fingerprint: str | None = Field(default=None, max_length=64)
    publish_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    lesson: str = Field(default="", sa_column=Column(Text, nullable=False))


class PollingStationRow(SQLModel, table=True):
    """A polling station of one election. ``admitted`` and ``reason`` are what the teacher enters at closing.

    Where whoever is in the room may join, ``expected`` is the number of places, ``admitted`` that of the places taken,
    and ``asked_in`` the station of the class in which the question was asked.
    """

    __tablename__ = "polling_station"
    id: str = Field(primary_key=True, max_length=8)
    election: str = Field(foreign_key="election.id", index=True)
    school: str | None = Field(default=None, foreign_key="school.id", index=True)
    name: str = Field(max_length=60)
    expected: int
    state: StationState = Field(default=StationState.PREPARED, sa_column=one_of(StationState))
    public_key: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    admitted: int | None = None
    reason: DifferenceReason | None = Field(default=None, sa_column=one_of(DifferenceReason, nullable=True))
    asked_in: str | None = Field(default=None, foreign_key="polling_station.id", index=True)


class VotingCodeRow(SQLModel, table=True):
    """A voting code, and its sealed envelope until the box is opened.

    ``attempt`` is the random value of the ballot page that cast the envelope, so that a repeated request gets the same
    answer; it goes when the envelope goes.
    """

    __tablename__ = "voting_code"
    __table_args__ = {"sqlite_with_rowid": False}
    mac: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    tag: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    station: str = Field(sa_column=Column(ForeignKey("polling_station.id"), nullable=False, index=True))
    state: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False))
    sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    attempt: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))


class TallyRow(SQLModel, table=True):
    """How many ballots of a station gave an answer to a contest (numbered from 1)."""

    __tablename__ = "tally"
    __table_args__ = {"sqlite_with_rowid": False}
    station: str = Field(foreign_key="polling_station.id", primary_key=True)
    contest: int = Field(primary_key=True)
    answer: str = Field(primary_key=True, max_length=600)  # forty places take up to 519
    votes: int


class LotRow(SQLModel, table=True):
    """An option that was drawn by lot in a contest with a tie: the draws of a contest in their order, from 1."""

    __tablename__ = "lot"
    election: str = Field(foreign_key="election.id", primary_key=True)
    contest: int = Field(primary_key=True)
    position: int = Field(default=1, primary_key=True)
    answer: str = Field(max_length=200)


class SeatDrawRow(SQLModel, table=True):
    """A lot that was drawn for a seat: the draws of an election in their order, each as JSON."""

    __tablename__ = "seat_draw"
    election: str = Field(foreign_key="election.id", primary_key=True)
    position: int = Field(primary_key=True)
    draw: str = Field(sa_column=Column(Text, nullable=False))


class EmbargoLiftRow(SQLModel, table=True):
    """An embargo that an official asked to lift before ``shut_until``, and that another one lifted at ``lifted_at``.

    The names are as they were then, for the public result.
    """

    __tablename__ = "embargo_lift"
    election: str = Field(foreign_key="election.id", primary_key=True)
    shut_until: datetime = Field(sa_column=moment())
    asked_by: str = Field(foreign_key="official.id")
    asked_who: str = Field(max_length=80)
    confirmed_by: str | None = Field(default=None, foreign_key="official.id")
    confirmed_who: str | None = Field(default=None, max_length=80)
    lifted_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))


class OfficialFileRow(SQLModel, table=True):
    """A file of the Electoral Council that an election was made of, as it came, and its SHA-256 in hexadecimal."""

    __tablename__ = "official_file"
    election: str = Field(foreign_key="election.id", primary_key=True)
    message: str = Field(primary_key=True, max_length=8)
    digest: str = Field(max_length=64)
    contents: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class OfficialCountRow(SQLModel, table=True):
    """The official count of the real election beside a youth vote, as JSON, and the SHA-256 of its file."""

    __tablename__ = "official_count"
    election: str = Field(foreign_key="election.id", primary_key=True)
    digest: str = Field(max_length=64)
    count: str = Field(sa_column=Column(Text, nullable=False))


class PictureRow(SQLModel, table=True):
    """A picture of an option of an election, by the SHA-256 of its bytes in hexadecimal."""

    __tablename__ = "picture"
    election: str = Field(foreign_key="election.id", primary_key=True)
    digest: str = Field(primary_key=True, max_length=64, index=True)
    contents: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class OfficialRow(SQLModel, table=True):
    """An official of a municipality."""

    __tablename__ = "official"
    id: str = Field(primary_key=True, max_length=16)
    municipality: str = Field(foreign_key="municipality.code", index=True)
    email: str = Field(max_length=200, unique=True)
    name: str = Field(max_length=80)


class SignInLinkRow(SQLModel, table=True):
    """A link that signs a device in; only the digest of its secret is kept."""

    __tablename__ = "sign_in_link"
    digest: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    role: Role = Field(sa_column=one_of(Role))
    official: str | None = Field(default=None, foreign_key="official.id", index=True)
    station: str | None = Field(default=None, foreign_key="polling_station.id", index=True)
    single_use: bool = False
    expires_at: datetime = Field(sa_column=moment())
    spent: bool = False


class SignedInDeviceRow(SQLModel, table=True):
    """A device that is signed in, for as long as its link is not revoked."""

    __tablename__ = "signed_in_device"
    digest: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    role: Role = Field(sa_column=one_of(Role))
    official: str | None = Field(default=None, foreign_key="official.id", index=True)
    station: str | None = Field(default=None, foreign_key="polling_station.id", index=True)
    expires_at: datetime = Field(sa_column=moment())


class JournalRow(SQLModel, table=True):
    """What a member of staff did, to the minute. ``facts`` are numbers and names of options, as JSON."""

    __tablename__ = "journal"
    id: int | None = Field(default=None, primary_key=True)
    municipality: str = Field(foreign_key="municipality.code", index=True)
    election: str | None = Field(default=None, foreign_key="election.id", index=True)
    station: str | None = Field(default=None, foreign_key="polling_station.id")
    minute: datetime = Field(sa_column=moment())
    role: Role = Field(sa_column=one_of(Role))
    who: str = Field(max_length=80)
    deed: Deed = Field(sa_column=one_of(Deed))
    facts: str = Field(default="{}", sa_column=Column(Text, nullable=False))


class CustodyRow(SQLModel, table=True):
    """What this database remembers of its key store; one row."""

    __tablename__ = "custody"
    id: int = Field(default=1, primary_key=True)
    fingerprint: str = Field(max_length=64)
