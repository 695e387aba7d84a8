"""A poll with one question of every kind, and what a hundred and twenty young people answer: three classes of forty."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from starlette.testclient import TestClient

from jeugd.domain.answer import BLANK, Answer
from jeugd.domain.ballot import to_form
from jeugd.domain.contest import Contest, Rules, numbered
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.roles import Role
from jeugd.domain.voting_code import VotingCode
from tests.cast import Town
from tests.web import methods

CLASSES = ("Klas 1a", "Klas 1b", "Klas 2c")
PUPILS = 40
PLACES = numbered([(name, "", "") for name in ("Skatebaan", "Pluktuin", "Bioscoop")])
ONE = Contest("Wat is jouw vervoer?", options=numbered([("Fiets", "", ""), ("Bus", "", "")]))
VOTE = replace(methods.VOTE, rules=Rules(quorum="1/2"))
WHEN_ALL_VOTED = len(CLASSES) * PUPILS

Answered = Mapping[str, int]
"""{answer: people}, of everybody together."""

QUESTIONS: tuple[tuple[Contest, Answered], ...] = (
    (ONE, {"1": 70, "2": 44, BLANK: 6}),
    (methods.APPROVAL, {"1": 40, "1,2": 35, "2,3": 25, "3": 14, BLANK: 6}),
    (methods.RUNOFF, {"1>2>3": 45, "2>3>1": 35, "3>2": 22, "4>3>2": 9, "4>1": 9}),
    (methods.BORDA, {"1>2>3>4": 45, "2>3>1": 60, "3>2": 15}),
    (methods.SCHULZE, {"1>2>3": 44, "2>3>1": 33, "3>1>2": 30, "2>1>3": 13}),
    (
        methods.SCALE,
        {"1:5,2:2,3:4": 40, "1:4,2:1,3:3": 30, "1:3,2:4,3:4": 20, "1:1,2:2,3:?": 18, "1:2,3:5": 12},
    ),
    (methods.SHARES, {"1,2": 56, "1": 8, "3": 32, "3,4": 16, "4": 8}),
    (methods.GREEDY, {"1,2": 56, "1": 8, "3": 32, "3,4": 16, "4": 8}),
    (methods.SEATS, {"1": 40, "1,2": 35, "2,3": 25, "3": 14, "4": 6}),
    (VOTE, {"yes": 68, "no": 46, BLANK: 6}),
)
POLL = Definition(
    kind=ElectionKind.JEUGDRAAD,
    title="De grote peiling",
    opening=Opening.PER_STATION,
    contests=tuple(contest for contest, _ in QUESTIONS),
)


def ballots_of(answered: Sequence[Answered], voters: int) -> list[tuple[Answer, ...]]:
    """One ballot for each voter, with an answer to each question."""
    columns = [[Answer(one) for one, people in each.items() for _ in range(people)] for each in answered]
    assert {len(column) for column in columns} == {voters}
    return list(zip(*columns, strict=True))


def cast(browser: TestClient, station: str, code: VotingCode, fields: list[tuple[str, str]]) -> None:
    """One vote as a browser without script sends it."""
    form: dict[str, list[str]] = {"code": [str(code)], "attempt": [secrets.token_hex(16)]}
    for name, value in fields:
        form.setdefault(name, []).append(value)
    answer = browser.post(f"/booth/{station}/cast", data=form)
    assert answer.status_code == 200, answer.text


class Poll:
    """A poll in a town: its stations, with cards, all open."""

    def __init__(self, town: Town, definition: Definition, classes: Sequence[str], expected: int) -> None:
        self.town, self.definition = town, definition
        self.app = town.app()
        self.election = town.add_election(definition)
        self.stations = [town.add_station(name, expected, self.election) for name in classes]
        self.codes = {station: town.issue(expected, station) for station in self.stations}
        town.open_election(self.election)
        for station in self.stations:
            town.open(station)
        self.teachers = {one: town.signed_in(Role.TEACHER, self.app, one) for one in self.stations}
        self.carla = town.signed_in(Role.OFFICIAL, self.app)

    def vote(self, answered: Sequence[Answered], voters: int) -> None:
        """Everybody votes, each class its part: every so many-th ballot."""
        pupil = self.town.visitor(self.app)
        for number, answers in enumerate(ballots_of(answered, voters)):
            station = self.stations[number % len(self.stations)]
            code = self.codes[station][number // len(self.stations)]
            cast(pupil, station, code, to_form(self.definition, answers))

    def close(self, pupils: int) -> None:
        """Each teacher closes, and opens the box."""
        for station, teacher in self.teachers.items():
            self._send(teacher, f"/classroom/{station}/close", admitted=str(pupils))
            self._send(teacher, f"/classroom/{station}/count")

    def count(self) -> None:
        """The official closes and counts."""
        for step in ("close", "count"):
            self._send(self.carla, f"/elections/{self.election}/{step}")

    def publish(self) -> None:
        """The official publishes."""
        self._send(self.carla, f"/elections/{self.election}/publish")

    def _send(self, browser: TestClient, path: str, **fields: str) -> None:
        answer = browser.post(path, data=fields)
        assert answer.status_code == 200, answer.text


def whole_poll(town: Town) -> Poll:
    """The poll of all questions, voted by three classes and published; twice as many could have voted, and more."""
    poll = Poll(town, POLL, CLASSES, 100)
    poll.vote([answered for _, answered in QUESTIONS], WHEN_ALL_VOTED)
    poll.close(PUPILS)
    poll.count()
    poll.publish()
    return poll
