"""Queries about officials, sign-in links and signed-in devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, delete, select, update

from jeugd.domain.polling_station import StationId
from jeugd.domain.roles import Role, Staff
from jeugd.storage.database import changes_a_row
from jeugd.storage.tables import ElectionRow, OfficialRow, PollingStationRow, SignedInDeviceRow, SignInLinkRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlmodel import Session


def official_by_email(session: Session, email: str) -> OfficialRow | None:
    """An official by e-mail address in lower case."""
    return session.exec(select(OfficialRow).where(OfficialRow.email == email)).first()


def live_link(session: Session, digest: bytes, now: datetime) -> SignInLinkRow | None:
    """A link that can still sign a device in."""
    row = session.get(SignInLinkRow, digest)
    return row if row and not row.spent and row.expires_at > now else None


def spend(session: Session, digest: bytes) -> bool:
    """Use up a single-use link; False if somebody was first."""
    fresh = (col(SignInLinkRow.digest) == digest, col(SignInLinkRow.spent).is_(False))
    return changes_a_row(session, update(SignInLinkRow).where(*fresh).values(spent=True))


def revoke_station(session: Session, station: str) -> None:
    """Make every link of a station worthless and sign its devices out."""
    session.execute(update(SignInLinkRow).where(col(SignInLinkRow.station) == station).values(spent=True))
    session.execute(delete(SignedInDeviceRow).where(col(SignedInDeviceRow.station) == station))


def sign_out(session: Session, digests: Collection[bytes]) -> None:
    """Forget these devices."""
    session.execute(delete(SignedInDeviceRow).where(col(SignedInDeviceRow.digest).in_(digests)))


def grants(session: Session, digests: Collection[bytes], now: datetime) -> list[Staff]:
    """What a device with these tokens may be, strongest role first."""
    if not digests:
        return []
    known = select(SignedInDeviceRow).where(col(SignedInDeviceRow.digest).in_(digests))
    rows = session.exec(known).all()
    found = [_staff(session, row) for row in rows if row.expires_at > now]
    return sorted(found, key=lambda staff: list(Role).index(staff.role))


def officials_of(session: Session, municipality: str) -> Sequence[OfficialRow]:
    """The officials of a municipality by name."""
    same = select(OfficialRow).where(OfficialRow.municipality == municipality)
    return session.exec(same.order_by(OfficialRow.name)).all()


def _staff(session: Session, row: SignedInDeviceRow) -> Staff:
    if row.official is not None:
        official = session.get_one(OfficialRow, row.official)
        return Staff(row.role, official.municipality, official.name, official=official.id)
    station = session.get_one(PollingStationRow, row.station)
    election = session.get_one(ElectionRow, station.election)
    return Staff(row.role, election.municipality, row.role.value, StationId(station.id))
