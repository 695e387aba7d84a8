"""Sign staff in by a link: officials once a link, teachers and boards as often as needed until it is revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jeugd.domain.errors import AlreadyExists, LinkSpent
from jeugd.domain.journal import Deed
from jeugd.domain.roles import Role, Staff
from jeugd.sealing.link_token import new_token, token_digest
from jeugd.storage import elections, journal, staff
from jeugd.storage.tables import MunicipalityRow, OfficialRow, SignedInDeviceRow, SignInLinkRow

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.storage.database import Session

OFFICIAL_LINK_LASTS = timedelta(days=7)
OFFICIAL_DEVICE_LASTS = timedelta(hours=24)  # signed in at nine, publishing at nine in the evening
STATION_LINK_LASTS = timedelta(days=120)


def add_official(session: Session, *, email: str, name: str, municipality: MunicipalityRow) -> Staff:
    """Add an official, or find the one with this address. Raises AlreadyExists for one of another municipality."""
    known = session.get(MunicipalityRow, municipality.code)
    if known is None:
        session.add(municipality)
        session.flush()
    row = staff.official_by_email(session, email.lower())
    if row is None:
        row = OfficialRow(
            id=elections.new_id(), municipality=municipality.code, email=email.lower(), name=name
        )
        session.add(row)
        session.flush()
    if row.municipality != municipality.code:
        raise AlreadyExists(name=email)
    return Staff(Role.OFFICIAL, row.municipality, row.name, official=row.id)


def link_for_official(session: Session, *, email: str, now: datetime, single_use: bool = True) -> str:
    """The secret of a link that signs one device in, once, within a week. Raises LinkSpent for an unknown address.

    Only the demonstration makes links that work more than once.
    """
    row = staff.official_by_email(session, email.lower())
    if row is None:
        raise LinkSpent
    return _link(session, Role.OFFICIAL, now + OFFICIAL_LINK_LASTS, official=row.id, single_use=single_use)


def link_for_station(session: Session, *, role: Role, station: str, by: Staff, now: datetime) -> str:
    """The secret of a link for a teacher, or for the board (an observer), of one station."""
    row = elections.station(session, station)
    journal.note(
        session, Deed.LINK_MADE, by=by, now=now, election=row.election, station=station, role=role.value
    )
    return _link(session, role, now + STATION_LINK_LASTS, station=station)


def sign_in(session: Session, *, token: str, now: datetime) -> tuple[str, SignInLinkRow]:
    """Sign a device in; returns the device's own secret and the link. Raises LinkSpent."""
    digest = token_digest(token)
    link = staff.live_link(session, digest, now)
    if link is None or (link.single_use and not staff.spend(session, digest)):
        raise LinkSpent
    device = new_token()
    until = now + OFFICIAL_DEVICE_LASTS if link.role is Role.OFFICIAL else link.expires_at
    session.add(
        SignedInDeviceRow(
            digest=token_digest(device),
            role=link.role,
            official=link.official,
            station=link.station,
            expires_at=until,
        )
    )
    return device, link


def revoke_links(session: Session, *, station: str, by: Staff, now: datetime) -> None:
    """Make every link of a station worthless and sign its devices out."""
    row = elections.station(session, station)
    staff.revoke_station(session, station)
    journal.note(session, Deed.LINKS_REVOKED, by=by, now=now, election=row.election, station=station)


def _link(
    session: Session,
    role: Role,
    until: datetime,
    *,
    official: str | None = None,
    station: str | None = None,
    single_use: bool = False,
) -> str:
    token = new_token()
    session.add(
        SignInLinkRow(
            digest=token_digest(token),
            role=role,
            official=official,
            station=station,
            single_use=single_use,
            expires_at=until,
        )
    )
    return token
