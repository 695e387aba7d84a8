"""One contract for the key stores: a folder, a second SQLite file, a second PostgreSQL database."""

import base64
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from jeugd.app import create_app, key_store, open_custody
from jeugd.domain.errors import (
    DatabaseUnavailable,
    KeyMissing,
    KeyStoreForeign,
    KeyStoreMissing,
    KeyStoreUnreadable,
    SettingUnfit,
)
from jeugd.domain.polling_station import StationId, StationState
from jeugd.sealing.custody import Custody, FolderKeyStore, KeyStore
from jeugd.settings import Settings
from jeugd.storage import custody_memory, elections
from jeugd.storage.database import Database
from jeugd.storage.key_store_database import DatabaseKeyStore
from tests.cast import SECRET, Town, build_town

SECRET_BYTES = base64.b64decode(SECRET)
STATION = StationId("7F3K2")


@pytest.fixture(params=["folder", "sqlite", "postgres"])
def store_address(request, tmp_path) -> str:
    """What the setting JEUGD_KEY_STORE holds."""
    if request.param == "folder":
        return str(tmp_path / "keys")
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'keys.db'}"
    return request.getfixturevalue("empty_postgres_address")


@pytest.fixture
def store(store_address) -> KeyStore:
    if "://" not in store_address:
        yield FolderKeyStore(Path(store_address))
        return
    yield DatabaseKeyStore(Database(store_address, keeps_connections=False))


def test_a_store_that_was_never_made_has_no_name_and_no_keys(store):
    assert store.name() is None
    assert store.get(STATION) is None


def test_a_founded_store_keeps_its_name_and_holds_no_keys(store):
    store.found("juinen")
    assert store.name() == "juinen"
    assert store.get(STATION) is None


def test_an_entry_comes_back_as_it_was_put_and_can_be_replaced(store):
    store.found("juinen")
    entry = bytes(range(256))
    store.put(STATION, b"older")
    store.put(STATION, entry)
    assert store.get(STATION) == entry
    assert store.name() == "juinen"


def test_a_destroyed_entry_is_gone_and_may_be_destroyed_again(store):
    store.found("juinen")
    store.put(STATION, b"entry")
    store.put("other", b"stays")
    store.destroy(STATION)
    store.destroy(STATION)
    assert store.get(STATION) is None
    assert store.get("other") == b"stays"
    assert store.name() == "juinen"


def test_the_bytes_of_a_destroyed_entry_are_in_no_file_any_more(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'keys.db'}")
    for number, store in enumerate((FolderKeyStore(tmp_path / "keys"), DatabaseKeyStore(database))):
        entry = os.urandom(92)
        store.found("juinen")
        store.put(STATION, entry)
        assert found_in(tmp_path, entry), number
        store.destroy(STATION)
        assert not found_in(tmp_path, entry), number
    database.close()


def test_the_search_finds_an_entry_that_was_only_deleted(tmp_path):
    """The planted bug: a DELETE without vacuum leaves the entry in the journal of the file."""
    database = Database(f"sqlite:///{tmp_path / 'keys.db'}")
    store = DatabaseKeyStore(database)
    entry = os.urandom(92)
    store.found("juinen")
    store.put(STATION, entry)
    with database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM jeugd_key_store WHERE station = ?", (STATION,))
    assert found_in(tmp_path, entry)
    database.close()


def found_in(folder: Path, data: bytes) -> bool:
    return any(data in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_town_can_vote_with_every_kind_of_key_store(sqlite_address, store_address):
    town = build_town(sqlite_address, store_address)
    town.issue(1)
    town.open()
    again = open_custody(town.settings, town.database)
    assert again.keys(town.station).private_key == town.custody.keys(town.station).private_key
    town.close()


# -- a store that is missing, empty, foreign, or opened with the wrong secret: at start and before a station opens


def missing(town: Town, store: KeyStore) -> Town:
    address = town.settings.key_store
    return replace_store(town, address.replace("jeugd_", "no_").replace("keys", "nowhere"))


def emptied(town: Town, store: KeyStore) -> Town:
    store.destroy("name") if isinstance(store, DatabaseKeyStore) else Path(
        town.settings.key_store, "name"
    ).unlink()
    return replace_store(town, town.settings.key_store)


def foreign(town: Town, store: KeyStore) -> Town:
    store.put("name", b"another") if isinstance(store, DatabaseKeyStore) else Path(
        town.settings.key_store, "name"
    ).write_text("another")
    return replace_store(town, town.settings.key_store)


def wrong_secret(town: Town, store: KeyStore) -> Town:
    town.settings = replace(town.settings, secret=base64.b64encode(bytes(32)).decode())
    return replace_store(town, town.settings.key_store)


def replace_store(town: Town, address: str) -> Town:
    town.settings = replace(town.settings, key_store=address)
    town.custody = Custody(key_store(town.settings), base64.b64decode(town.settings.secret))
    return town


@pytest.mark.parametrize(
    ("harm", "refusal"),
    [
        (missing, KeyStoreMissing),
        (emptied, KeyStoreMissing),
        (foreign, KeyStoreForeign),
        (wrong_secret, KeyStoreForeign),
    ],
)
def test_a_harmed_store_is_noticed_at_start_and_before_a_station_opens(
    sqlite_address, store_address, store, harm, refusal
):
    town = build_town(sqlite_address, store_address)
    town.issue(1)
    harmed = harm(town, store)
    if harm is missing and harmed.settings.key_store.startswith("postgresql"):
        refusal = DatabaseUnavailable  # the server says that there is no such database
    with pytest.raises(refusal):
        create_app(harmed.settings)
    with pytest.raises(refusal):
        harmed.open()
    with harmed.database.read() as session:
        assert elections.station(session, harmed.station).state is StationState.PREPARED
    harmed.close()


def test_a_store_that_lost_one_key_is_noticed_before_that_station_opens(town):
    town.issue(1)
    FolderKeyStore(Path(town.settings.key_store)).destroy(town.station)
    with pytest.raises(KeyMissing):
        town.open()


def test_a_store_that_was_copied_in_part_is_told_at_start_and_the_others_go_on(town, caplog):
    town.issue(1)
    town.open()
    other = town.add_station("Groep 8")
    FolderKeyStore(Path(town.settings.key_store)).destroy(town.station)
    assert town.visitor().get("/").status_code == 200
    (told,) = [line for line in caplog.messages if "key store" in line]
    assert town.station in told
    assert other not in told


def test_a_whole_store_is_not_complained_about(town, caplog):
    town.issue(1)
    town.open()
    town.app()
    assert caplog.messages == []


def test_a_name_that_is_a_folder_or_no_text_is_named_and_not_founded_over(town):
    name = Path(town.settings.key_store) / "name"
    name.write_bytes(bytes([0x97, 0xFF]))
    with pytest.raises(KeyStoreUnreadable):
        create_app(town.settings)
    name.unlink()
    name.mkdir()
    with pytest.raises(KeyStoreUnreadable):
        create_app(town.settings)


def test_a_key_that_cannot_be_kept_or_destroyed_is_named(town):
    folder = FolderKeyStore(Path(town.settings.key_store))
    (Path(town.settings.key_store) / "A.key").mkdir()
    for deed in (folder.get, folder.destroy, lambda station: folder.put(station, b"entry")):
        with pytest.raises(KeyStoreUnreadable):
            deed("A")
    with pytest.raises(KeyStoreMissing):
        FolderKeyStore(Path(town.settings.key_store) / "gone").put("A", b"entry")


def test_a_key_store_is_never_founded_anew_for_a_database_that_had_one(town):
    for file in Path(town.settings.key_store).iterdir():
        file.unlink()
    with pytest.raises(KeyStoreMissing):
        open_custody(town.settings, town.database)
    assert list(Path(town.settings.key_store).iterdir()) == []


@pytest.mark.parametrize("secret", ["", "short", base64.b64encode(bytes(31)).decode()])
def test_a_secret_that_is_too_short_is_refused(town, secret):
    with pytest.raises(SettingUnfit):
        create_app(replace(town.settings, secret=secret))


def test_processes_that_start_together_for_the_first_time_found_one_store(address, store_address):
    settings = Settings(secret=SECRET, public_url="http://x", database=address, key_store=store_address)
    start = threading.Barrier(4)

    def begin(_: int) -> str:
        database = Database(address)
        start.wait(10)
        custody = open_custody(settings, database)
        database.close()
        return custody.found()

    with ThreadPoolExecutor(4) as pool:
        fingerprints = set(pool.map(begin, range(4)))
    assert len(fingerprints) == 1
    database = Database(address)
    open_custody(settings, database)
    database.close()


def test_without_the_lock_the_founding_goes_wrong(postgres_address, tmp_path, monkeypatch):
    """The planted bug: every process looks first, and then founds."""
    monkeypatch.setattr(custody_memory, "one_at_a_time", lambda session: None)
    both_looked = threading.Barrier(2)

    def remembered(session: Session) -> None:
        both_looked.wait(10)

    monkeypatch.setattr(custody_memory, "remembered", remembered)
    settings = Settings(
        secret=SECRET, public_url="http://x", database=postgres_address, key_store=str(tmp_path / "keys")
    )

    def begin(_: int) -> None:
        database = Database(postgres_address)
        try:
            open_custody(settings, database)
        finally:
            database.close()

    with ThreadPoolExecutor(2) as pool, pytest.raises(IntegrityError):
        list(pool.map(begin, range(2)))
