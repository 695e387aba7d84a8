"""The voter's way and the public page: every figure a ratio to a request that does nothing, taken in turns."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.bench import naive, servers
from jeugd.bench.figures import Figure, at_least, at_most, median
from jeugd.bench.load import ask, burst, request, steady
from jeugd.bench.servers import running
from jeugd.domain.voting_code import printed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jeugd.bench.figures import Progress
    from jeugd.bench.load import Load
    from jeugd.bench.servers import Server
    from jeugd.bench.town import Card, Town

PHONES = 300
BY_SERVER = "sealed by the server"
ON_THE_SPOT = "sealed by the server, no envelope ready"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Requests of each kind in a round."""

    rounds: int
    requests: int
    naive_votes: int
    burst: int


FULL = Sizes(rounds=5, requests=6000, naive_votes=900, burst=1000)
QUICK = Sizes(rounds=1, requests=300, naive_votes=60, burst=100)


@dataclass(frozen=True, slots=True)
class Round:
    """What was measured in one round, in turns."""

    trivial_post: Load
    sealed_vote: Load
    vote: Load
    vote_on_the_spot: Load
    naive: Load
    ballot: Load
    trivial_burst: Load
    vote_burst: Load
    sealed_burst: Load
    trivial_get: Load
    booth: Load
    result: Load


def figures(town: Town, sizes: Sizes, progress: Progress) -> list[Figure]:
    """The figures of voting and of reading a result."""
    progress.say("cards and a published result")
    cards = _Cards(town, sizes)
    result = request("GET", f"/results/{town.published_election(50)}")
    with (
        running(servers.trivial) as trivial,
        running(servers.product, town.settings) as product,
        running(servers.product_without_ready_envelopes, town.settings) as unready,
        running(servers.product_with_sealed_votes, town.settings) as sealed,
        running(servers.naive, town.settings) as tutorial,
    ):
        to = _Servers(trivial, product, unready, sealed, tutorial)
        progress.say("the voters come in")
        _come_in(product, cards.by_server.stations)
        rounds = []
        for number in range(1, sizes.rounds + 1):
            progress.say(f"votes and pages, round {number} of {sizes.rounds}")
            rounds.append(_round(sizes, cards, result, to))
    return _figures(rounds, is_sqlite=town.database.is_sqlite)


def _come_in(server: Server, stations: Sequence[str]) -> None:
    """Somebody enters each station, some time before the votes: then the server makes its envelopes ready."""
    for station in stations:
        ask(server.port, request("GET", f"/booth/{station}"))
    server.rest()


@dataclass(frozen=True, slots=True)
class _Servers:
    trivial: Server
    product: Server
    unready: Server
    sealed: Server
    naive: Server


class _Cards:
    """The voting codes for each server that takes votes, and one that only looks at its ballot paper."""

    def __init__(self, town: Town, sizes: Sizes) -> None:
        both = sizes.rounds * (sizes.requests + sizes.burst)
        self.sealed = _Stack(town, both)
        self.by_server = _Stack(town, both + 1)
        self.on_the_spot = _Stack(town, sizes.rounds * sizes.requests)
        self.naive = _Stack(town, sizes.rounds * sizes.naive_votes)
        self.spare = self.by_server.take()
        naive.prepare(town.settings.database, [printed(card.code) for card in self.naive.cards])

    def ballots(self, number: int) -> list[bytes]:
        """The requests for so many ballot papers."""
        body = f"code={printed(self.spare.code)}"
        return [request("POST", f"/booth/{self.spare.station}/ballot", body, target="main#main")] * number


class _Stack:
    """Voting codes of an election that votes, each handed out once."""

    def __init__(self, town: Town, number: int) -> None:
        _, self.cards = town.open_election(number)
        self._rest = iter(self.cards)

    @property
    def stations(self) -> list[str]:
        """The polling stations of these codes."""
        return sorted({card.station for card in self.cards})

    def take(self) -> Card:
        """The next one."""
        return next(self._rest)

    def votes(self, number: int) -> list[bytes]:
        """The requests that cast so many ballots."""
        return [_vote(self.take()) for _ in range(number)]


def _vote(card: Card) -> bytes:
    body = f"code={printed(card.code)}&attempt={secrets.token_hex(16)}&choice-1={card.choice}"
    return request("POST", f"/booth/{card.station}/cast", body, target="main#main")


def _round(sizes: Sizes, cards: _Cards, result: bytes, to: _Servers) -> Round:
    nothing, booth = request("GET", "/"), request("GET", f"/booth/{cards.spare.station}")
    post = request("POST", "/", "code=K7QM-4XJD-9WTH&attempt=" + "0" * 32 + "&choice-1=1", target="main#main")

    def load(server: Server, requests: Sequence[bytes]) -> Load:
        return steady(server.port, requests, PHONES).check()

    return Round(
        trivial_post=load(to.trivial, [post] * sizes.requests),
        sealed_vote=load(to.sealed, cards.sealed.votes(sizes.requests)),
        vote=load(to.product, cards.by_server.votes(sizes.requests)),
        vote_on_the_spot=load(to.unready, cards.on_the_spot.votes(sizes.requests)),
        naive=load(to.naive, cards.naive.votes(sizes.naive_votes)),
        ballot=load(to.product, cards.ballots(sizes.requests)),
        trivial_burst=burst(to.trivial.port, [post] * sizes.burst).check(),
        sealed_burst=burst(to.sealed.port, cards.sealed.votes(sizes.burst)).check(),
        vote_burst=burst(to.product.port, cards.by_server.votes(sizes.burst)).check(),
        trivial_get=load(to.trivial, [nothing] * sizes.requests),
        booth=load(to.product, [booth] * sizes.requests),
        result=load(to.product, [result] * sizes.requests),
    )


def _figures(rounds: Sequence[Round], *, is_sqlite: bool) -> list[Figure]:
    fast, faster = (0.35, 8) if is_sqlite else (0.40, 10)

    def rate(one: str) -> float:
        return median(getattr(each, one).per_second for each in rounds)

    def speed(name: str, one: str, other: str, target: float | None) -> Figure:
        ratio = median(getattr(each, one).per_second / getattr(each, other).per_second for each in rounds)
        return Figure(name, ratio, at_least(target) if target else None, f"{rate(one):,.0f}/s")

    def wait(name: str, one: str) -> Figure:
        ratio = median(getattr(each, one).wait(0.99) / each.naive.wait(0.99) for each in rounds)
        p99 = median(getattr(each, one).wait(0.99) for each in rounds)
        return Figure(name, ratio, at_most(0.2), f"{p99 * 1000:,.0f} ms")

    def rush(name: str, one: str) -> Figure:
        ratio = median(getattr(each, one).seconds / each.trivial_burst.seconds for each in rounds)
        seconds = median(getattr(each, one).seconds for each in rounds)
        return Figure(name, ratio, at_most(2), f"{seconds * 1000:,.0f} ms")

    many = f"burst of {len(rounds[0].vote_burst.waits):,} votes / as many trivial POSTs"
    return [
        Figure("trivial POST, 300 clients", rate("trivial_post"), None, unit="/s"),
        Figure("trivial GET, 300 clients", rate("trivial_get"), None, unit="/s"),
        speed("vote / trivial POST, 300 clients", "sealed_vote", "trivial_post", fast),
        speed(f"vote / trivial POST, {BY_SERVER}", "vote", "trivial_post", fast),
        speed(f"vote / trivial POST, {ON_THE_SPOT}", "vote_on_the_spot", "trivial_post", None),
        speed("vote / naive SQLModel vote, 300 clients", "sealed_vote", "naive", faster),
        speed(f"vote / naive SQLModel vote, {BY_SERVER}", "vote", "naive", faster),
        wait("p99 of a vote / p99 of a naive vote", "sealed_vote"),
        wait(f"p99 of a vote / p99 of a naive vote, {BY_SERVER}", "vote"),
        rush(many, "sealed_burst"),
        rush(f"{many}, {BY_SERVER}", "vote_burst"),
        speed("ballot paper / trivial POST", "ballot", "trivial_post", 0.35),
        speed("booth page / trivial GET", "booth", "trivial_get", 0.35),
        speed("result page / trivial GET", "result", "trivial_get", 0.60),
    ]
