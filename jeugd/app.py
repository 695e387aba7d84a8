"""The composition root: the only module that knows every other."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from jeugd import settings as settings_
from jeugd.actions.cast_ballot import Booths
from jeugd.actions.count_ballots import tidy_up
from jeugd.domain.errors import AssetsMissing, DatabaseUnavailable, Refused
from jeugd.domain.polling_station import StationId, StationState
from jeugd.live import Broadcaster
from jeugd.sealing.custody import Custody, FolderKeyStore, read_secret
from jeugd.storage import custody_memory, elections
from jeugd.storage.changes import ChangeFeed
from jeugd.storage.database import Database
from jeugd.storage.key_store_database import DatabaseKeyStore
from jeugd.web import errors
from jeugd.web.doors import ShortWay
from jeugd.web.house import House
from jeugd.web.kept import KeptAnswers, Once
from jeugd.web.rate_limit import FailureLimit
from jeugd.web.routes import crowded, routes
from jeugd.web.security import SecurityHeaders
from jeugd.web.templates import Templates

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from starlette.routing import BaseRoute

    from jeugd.sealing.custody import KeyStore
    from jeugd.settings import Settings

FORGET_EVERY = 10.0  # seconds

_log = logging.getLogger(__name__)
_VOTED = (StationState.OPEN, StationState.PAUSED, StationState.CLOSED)
_NEEDED_ASSETS = ("vendor/htmx.min.js", "vendor/hx-sse.min.js")


def create_app(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    more: Sequence[BaseRoute] = (),
) -> Starlette:
    """The application. Refuses an unmigrated database, a missing or foreign key store, and missing assets."""
    database = Database(settings.database)
    try:
        custody = _checked_custody(settings, database)
    except Refused:
        database.close()
        raise
    broadcaster = Broadcaster()
    app = Starlette(
        routes=[*more, *routes()],
        middleware=[
            Middleware(SecurityHeaders, is_https=settings.is_https),
            Middleware(ShortWay, doors=crowded()),
        ],
        exception_handlers={
            Refused: errors.refused,
            HTTPException: errors.not_served,
            Exception: errors.broken,
        },
        lifespan=_lifespan,
    )
    # Starlette would lead to an address with the Host of whoever asks; ``errors.not_served`` keeps to our own
    app.router.redirect_slashes = False
    app.state.house = House(
        settings=settings,
        database=database,
        custody=custody,
        booths=Booths(database, custody),
        broadcaster=broadcaster,
        templates=Templates(app.url_path_for),
        drawing={},
        kept_answers=KeptAnswers(),
        kept_blocks=Once(),
        failures=FailureLimit(),
        clock=clock,
    )
    return app


def _checked_custody(settings: Settings, database: Database) -> Custody:
    database.check_migrated()
    custody = open_custody(settings, database)
    check_assets()
    _look_for_keys(database, custody)
    tidy_up(database, custody)
    return custody


def _look_for_keys(database: Database, custody: Custody) -> None:
    """Say which boxes cannot be opened because the key store was copied in part; the others may go on."""
    with database.read() as session:
        voted = [one for state in _VOTED for one in elections.stations_in(session, state)]
    missing = [one for one in voted if not custody.has_keys(StationId(one))]
    if missing:
        _log.error("put back the key store: it lacks the keys of these stations: %s", ", ".join(missing))


def open_custody(settings: Settings, database: Database) -> Custody:
    """The keys of this database. The first start founds the key store; later ones check that it is still the same.

    Raises KeyStoreMissing, KeyStoreForeign, SettingUnfit.
    """
    custody = Custody(key_store(settings), read_secret(settings.secret))
    with database.write() as session:
        custody_memory.one_at_a_time(session)
        fingerprint = custody_memory.remembered(session)
        if fingerprint is None:
            custody_memory.remember(session, custody.found())
        else:
            custody.check(fingerprint)
    return custody


def key_store(settings: Settings) -> KeyStore:
    """A second database if the setting is an address, else a folder."""
    if "://" in settings.key_store:
        return DatabaseKeyStore(
            Database(settings.key_store, keeps_connections=False, setting="JEUGD_KEY_STORE")
        )
    return FolderKeyStore(Path(settings.key_store))


def check_assets() -> None:
    """Raise AssetsMissing unless the build brought the script that live pages need."""
    if not all((settings_.assets("static") / name).is_file() for name in _NEEDED_ASSETS):
        raise AssetsMissing


async def _forget_counted(booths: Booths) -> None:
    """Boxes are counted by any process; each drops what it still has of them soon after."""
    while True:
        await asyncio.sleep(FORGET_EVERY)
        with contextlib.suppress(DatabaseUnavailable):
            await asyncio.to_thread(booths.forget_counted)


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    house: House = app.state.house
    feed = ChangeFeed(house.database, house.broadcaster.watched, house.broadcaster.announce)
    feed.start()
    forgetting = asyncio.create_task(_forget_counted(house.booths))
    try:
        yield
    finally:
        forgetting.cancel()
        house.broadcaster.close()
        feed.stop()
        house.booths.stop()
        house.database.close()
