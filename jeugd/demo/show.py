"""Start the demonstration, and say where everything is."""

from __future__ import annotations

import contextlib
import json
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jeugd.app import create_app
from jeugd.demo import pupils
from jeugd.demo.juinen import DEFINITIONS, POLL
from jeugd.demo.town import secret_of, town
from jeugd.domain import voting_code
from jeugd.domain.errors import FileUnreadable, NotFound
from jeugd.formats import qr
from jeugd.serving import bound_socket, ended_politely, serve
from jeugd.settings import Settings
from jeugd.web.access import PUBLIC
from jeugd.web.doors import look
from jeugd.web.http import Visit, render
from jeugd.web.poll_cards import pdf
from jeugd.web.stations import view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from jeugd.demo.town import DemoStation, Town

# an address that is never reached: asking for the way to it tells our own address without sending anything
ELSEWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A town and the address it is served at."""

    town: Town
    url: str

    def link(self, token: str) -> str:
        """A sign-in link."""
        return f"{self.url}/sign-in/{token}"

    def vote(self, station: DemoStation, code: str) -> str:
        """What the QR code on a card holds."""
        return f"{self.url}/s/{station.id}#{code.replace('-', '')}"

    def station(self, station_id: str) -> DemoStation:
        """A station of the town. Raises NotFound."""
        for election in self.town.votes:
            for station in election.stations:
                if station.id == station_id:
                    return station
        raise NotFound


def run(*, port: int, data: Path | None, lan: bool, simulate: bool, as_json: bool) -> None:
    """Build or find Juinen, serve it, and print the addresses once it listens. Raises AddressTaken."""
    host = "0.0.0.0" if lan else "127.0.0.1"  # noqa: S104 - the room was asked for
    with ended_politely(), _folder(data) as folder, bound_socket(host, port) as listener:
        bound_port = listener.getsockname()[1]
        settings = Settings(
            secret=secret_of(folder),
            public_url=f"http://{_own_address() if lan else 'localhost'}:{bound_port}",
            database=f"sqlite:///{folder / 'jeugd.db'}",
            key_store=str(folder / "keys"),
        )
        demo = Demonstration(town(folder, settings), settings.public_url)

        def announce() -> None:
            print(json.dumps(addresses(demo)) if as_json else spoken(demo), flush=True)
            if simulate:
                pupils.let_them_vote(demo.town, f"http://127.0.0.1:{bound_port}", (*DEFINITIONS, POLL))

        app = create_app(settings, more=_rooms(demo))
        serve(app, listener, listening=announce, stopping=app.state.house.broadcaster.close)


def addresses(demo: Demonstration) -> dict[str, object]:
    """What ``--json`` prints: the election of each kind. The poll stands on the page of the demonstration."""
    return {
        "url": demo.url,
        "municipality": demo.link(demo.town.official_token),
        "elections": [
            {
                "id": election.id,
                "kind": election.kind,
                "title": election.title,
                "stations": [_station(demo, one) for one in election.stations],
            }
            for election in demo.town.elections
        ],
    }


def spoken(demo: Demonstration) -> str:
    """What the terminal says: one address to begin, with its QR code, and then all others."""
    lines = [
        f"jeugd demo: gemeente Juinen is open at {demo.url}/demo (stop with Ctrl-C)",
        "",
        qr.terminal(f"{demo.url}/demo"),
        f"official      {demo.link(demo.town.official_token)}",
    ]
    for election in demo.town.votes:
        lines += ["", f"{election.title} ({election.kind})"]
        for station in election.stations:
            lines += [
                f"  {station.name}",
                f"    classroom   {demo.link(station.teacher_token)}",
                f"    board       {demo.link(station.board_token)}",
                f"    poll cards  {demo.url}/demo/poll-cards/{station.id}.pdf",
                f"    vote        {demo.vote(station, station.spare[0])}",
            ]
    return "\n".join(lines)


def _station(demo: Demonstration, station: DemoStation) -> dict[str, object]:
    return {
        "id": station.id,
        "name": station.name,
        "classroom": demo.link(station.teacher_token),
        "board": demo.link(station.board_token),
        "booth": f"{demo.url}/booth/{station.id}",
        "poll_cards": f"{demo.url}/demo/poll-cards/{station.id}.pdf",
        "voting_codes": list(station.spare),
    }


def _rooms(demo: Demonstration) -> list[BaseRoute]:
    """The rooms that only the demonstration has: its front page, and poll cards that may be printed again."""

    def show(visit: Visit) -> Response:
        return render(visit.request, "demo/show.html", demo)

    def poll_cards(visit: Visit) -> Response:
        station = demo.station(visit.path("station"))
        codes = [voting_code.read(card) for card in station.cards]
        return pdf(visit.request, view(visit.session, station.id), codes)

    return [
        look("/demo", show, "demo.show", PUBLIC),
        look("/demo/poll-cards/{station}.pdf", poll_cards, "demo.poll_cards", PUBLIC),
    ]


@contextlib.contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    """The folder of the demonstration; without one it lives as long as the process."""
    if data is None:
        with tempfile.TemporaryDirectory(prefix="jeugd-demo-") as temporary:
            yield Path(temporary)
    else:
        try:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise FileUnreadable(path=str(data)) from error
        yield data.resolve()


def _own_address() -> str:
    """The address at which others in the room can reach this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return "localhost"
        return str(probe.getsockname()[0])
