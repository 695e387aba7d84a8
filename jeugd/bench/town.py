"""What is measured on: an invented municipality with polling stations that vote, and one whose result is out."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jeugd.actions.count_ballots import count_election
from jeugd.actions.issue_codes import MOST_CARDS, draw_codes, issue_codes
from jeugd.actions.prepare_election import (
    add_school,
    add_station,
    close_election,
    freeze,
    new_election,
    open_election,
)
from jeugd.actions.publish_results import publish
from jeugd.actions.run_polling_station import open_station
from jeugd.actions.sign_in import add_official, link_for_station, sign_in
from jeugd.app import open_custody
from jeugd.domain import ballot
from jeugd.domain.answer import BLANK, Answer
from jeugd.domain.contest import Contest, numbered
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.polling_station import StationId
from jeugd.domain.roles import Role
from jeugd.sealing.code_mac import code_mac, code_tag
from jeugd.sealing.envelope import PrivateKey, empty_envelope, read_private_key, read_public_key, seal
from jeugd.settings import Settings
from jeugd.storage import ballots, elections
from jeugd.storage.ballot_box import BallotBox, Envelope, ballot_box
from jeugd.storage.database import Database
from jeugd.storage.tables import MunicipalityRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jeugd.domain.voting_code import VotingCode
    from jeugd.storage.database import Session

DEFINITION = Definition(
    kind=ElectionKind.KINDERBURGEMEESTER,
    title="Kinderburgemeester van Juinen",
    opening=Opening.TOGETHER,
    contests=(
        Contest(
            "Wie wordt de nieuwe kinderburgemeester?",
            options=numbered(
                [
                    ("Noor", "De Regenboog, groep 7", "Elke wijk een plek waar je mag klimmen."),
                    ("Yassin", "De Wilgen, groep 8", "Gratis zwemles voor iedereen."),
                    ("Fenna", "Het Kompas, groep 7", "Minder afval op school en straat."),
                    ("Milan", "De Driemaster, groep 6", "Een jeugdraad die echt gehoord wordt."),
                ]
            ),
        ),
    ),
)
CHOICES = (Answer("1"), Answer("1"), Answer("1"), Answer("2"), Answer("2"), Answer("3"), BLANK)


@dataclass(frozen=True, slots=True)
class Card:
    """A voting code, the station where it votes, and what its voter will choose."""

    station: StationId
    code: VotingCode
    choice: Answer


class Town:
    """A migrated database with the municipality in it, and short ways to do what is measured."""

    def __init__(self, address: str, folder: Path) -> None:
        self.settings = Settings(
            secret=base64.b64encode(secrets.token_bytes(32)).decode(),
            public_url="http://localhost",
            database=address,
            key_store=str(folder / "keys"),
        )
        self.database = Database(address)
        self.database.migrate()
        self._custody = open_custody(self.settings, self.database)
        self._box: BallotBox = ballot_box(self.database)
        self._now = datetime.now(UTC)
        with self.database.write() as session:
            home = MunicipalityRow(code="GM9999", name="Juinen")
            self._carla = add_official(session, email="carla@juinen.example", name="Carla", municipality=home)
            self._school = add_school(session, name="De Regenboog", by=self._carla)

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    def open_election(self, cards: int) -> tuple[str, list[Card]]:
        """A new election that votes, with so many cards in as many stations as they need."""
        sizes = [min(MOST_CARDS, cards - first) for first in range(0, cards, MOST_CARDS)]
        with self.database.write() as session:
            election = new_election(session, definition=DEFINITION, by=self._carla, now=self._now)
            stations = [self._station(session, election) for _ in sizes]
            freeze(session, self._custody, election=election, by=self._carla, now=self._now)
            open_election(session, election=election, by=self._carla, now=self._now)
            issued = [
                card
                for station, size in zip(stations, sizes, strict=True)
                for card in self._cards(session, station, size)
            ]
            for station in stations:
                open_station(session, self._custody, station=station, by=self._carla, now=self._now)
        return election, issued

    def published_election(self, votes: int) -> str:
        """An election that is over, with its result out."""
        election, cards = self.open_election(votes)
        self.cast(self.sealed(cards))
        self.close_election(election)
        self.count(election)
        with self.database.write() as session:
            publish(session, election=election, by=self._carla, now=self._now)
        return election

    def sealed(self, cards: Sequence[Card]) -> list[Envelope]:
        """An envelope for each card, ready for the box."""
        pepper = {station: self._custody.keys(station).pepper for station in {card.station for card in cards}}
        with self.database.read() as session:
            rows = {station: elections.station(session, station) for station in pepper}
        keys = {station: read_public_key(row.public_key or b"") for station, row in rows.items()}
        length = ballot.plaintext_length(DEFINITION)
        return [
            Envelope(
                card.station,
                code_mac(pepper[card.station], card.code),
                seal(
                    ballot.to_plaintext((card.choice,), length),
                    empty_envelope(keys[card.station]),
                    election=rows[card.station].election,
                    tag=code_tag(pepper[card.station], card.code),
                ),
                attempt=secrets.token_bytes(16),
            )
            for card in cards
        ]

    def cast(self, envelopes: Sequence[Envelope]) -> None:
        """Put envelopes in the box in one transaction, without a server; durable on return."""
        if len(self._box.cast(envelopes)) != len(envelopes):
            raise RuntimeError("a ballot was refused")

    def close_election(self, election: str) -> None:
        """End the voting."""
        with self.database.write() as session:
            close_election(session, election=election, by=self._carla, now=self._now)

    def count(self, election: str) -> None:
        """Open and count every box, and empty it."""
        count_election(self.database, self._custody, election=election, by=self._carla, now=self._now)

    def boxes(self, election: str) -> list[tuple[PrivateKey, list[tuple[bytes, bytes]]]]:
        """For each station of an election its key and what is in its box, as (tag, envelope)."""
        with self.database.read() as session:
            return [
                (
                    read_private_key(self._custody.keys(StationId(one.id)).private_key),
                    ballots.envelopes(session, one.id),
                )
                for one in elections.stations_of(session, election)
            ]

    def board_cookie(self, station: str) -> str:
        """What the browser of a board sends along once it is signed in."""
        with self.database.write() as session:
            token = link_for_station(
                session, role=Role.OBSERVER, station=station, by=self._carla, now=self._now
            )
            device, _ = sign_in(session, token=token, now=self._now)
        return f"jeugd={device}"

    def _station(self, session: Session, election: str) -> StationId:
        return add_station(
            session,
            self._custody,
            election=election,
            school=self._school,
            name="Groep 7b",
            expected=28,
            by=self._carla,
            now=self._now,
        )

    def _cards(self, session: Session, station: StationId, number: int) -> list[Card]:
        codes = draw_codes(number)
        issue_codes(session, self._custody, station=station, codes=codes, by=self._carla, now=self._now)
        return [Card(station, code, CHOICES[place % len(CHOICES)]) for place, code in enumerate(codes)]
