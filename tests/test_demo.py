"""``jeugd demo`` in a process of its own: what it prints, that every address answers, and that it can be killed."""

import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections import Counter

import pytest

from jeugd.demo.juinen import DEFINITIONS, POLL
from jeugd.demo.opinions import class_with
from jeugd.domain import voting_code
from jeugd.domain.ballot import read_form, to_form
from tests.stories.people import cards_on

pytestmark = pytest.mark.xdist_group("demo")

KINDS = {"kinderburgemeester": 2, "jeugdraad": 2, "schaduwverkiezing": 2}


class Demo:
    """A running demonstration, and a browser that keeps one cookie."""

    def __init__(self, folder, *options, port="0"):
        command = [
            sys.executable,
            "-m",
            "jeugd",
            "demo",
            "--port",
            port,
            "--data",
            str(folder),
            "--json",
            *options,
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        self.printed = json.loads(line)
        self.port = urllib.parse.urlsplit(self.printed["url"]).port

    @property
    def stations(self):
        return [station for election in self.printed["elections"] for station in election["stations"]]

    def ask(self, address, fields=None, cookie=""):
        """(status, headers, body) of one request, redirects not followed."""
        parts = urllib.parse.urlsplit(address)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Host": f"localhost:{self.port}", "Cookie": cookie, "Accept-Language": "en"}
        if fields is None:
            connection.request("GET", parts.path, headers=headers)
        else:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.printed["url"]}
            connection.request("POST", parts.path, urllib.parse.urlencode(fields), headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    def sign_in(self, address):
        """The cookie of a device that opened this link, and where it was sent."""
        status, headers, _ = self.ask(address)
        assert status == 303, address
        return headers["Set-Cookie"].partition(";")[0], headers["Location"]

    def vote(self, station, code, choice="1", attempt="00" * 16):
        fields = {"code": code, "attempt": attempt, "choice-1": choice}
        return self.ask(f"{self.printed['url']}/booth/{station['id']}/cast", fields)[0]

    def turnout(self, station):
        """The number on the board."""
        cookie, address = self.sign_in(station["board"])
        status, _, body = self.ask(address, cookie=cookie)
        assert status == 200
        return int(re.search(r"<b>(\d+)</b>\s*<span>of \d+ voted", body.decode())[1])

    def first_choice(self, election):
        return "1.1" if election["kind"] == "schaduwverkiezing" else "1"

    def stop(self, how=signal.SIGKILL):
        """How long it took to end."""
        began = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(timeout=20)
        self.process.stdout.close()
        self.process.stderr.close()
        return time.monotonic() - began


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    made = Demo(tmp_path_factory.mktemp("demo"))
    yield made
    made.stop()


def test_it_prints_one_object_of_the_documented_shape(demo):
    assert set(demo.printed) == {"url", "municipality", "elections"}
    assert demo.printed["url"] == f"http://localhost:{demo.port}"
    assert {one["kind"]: len(one["stations"]) for one in demo.printed["elections"]} == KINDS
    for election in demo.printed["elections"]:
        assert set(election) == {"id", "kind", "title", "stations"}
        for station in election["stations"]:
            keys = {"id", "name", "classroom", "board", "booth", "poll_cards", "voting_codes"}
            assert set(station) == keys
            assert all(voting_code.read(code) for code in station["voting_codes"])
            assert len(set(station["voting_codes"])) >= 30


def test_every_address_answers(demo):
    url = demo.printed["url"]
    cookie, desk = demo.sign_in(demo.printed["municipality"])
    assert demo.ask(desk, cookie=cookie)[0] == 200
    for path in ("/", "/demo", "/booth", "/privacy", "/accessibility", "/health"):
        assert demo.ask(url + path)[0] == 200, path
    for station in demo.stations:
        for room in ("classroom", "board"):
            cookie, address = demo.sign_in(station[room])
            assert address.endswith(f"/{room}/{station['id']}")
            assert demo.ask(address, cookie=cookie)[0] == 200
        assert demo.ask(station["booth"])[0] == 200
        assert demo.ask(station["poll_cards"])[1]["Content-Type"] == "application/pdf"


def test_a_listed_code_votes_once_and_shows_on_the_board(demo):
    for election in demo.printed["elections"]:
        station, choice = election["stations"][0], demo.first_choice(election)
        before = demo.turnout(station)
        code = station["voting_codes"][0]
        assert demo.vote(station, code, choice) == 200
        assert demo.vote(station, code, choice) == 200, "the same attempt gets the same answer"
        assert demo.vote(station, code, choice, attempt="11" * 16) == 409
        assert demo.turnout(station) == before + 1


def test_the_printed_cards_vote(demo):
    station = demo.printed["elections"][1]["stations"][1]
    cards = cards_on(demo.ask(station["poll_cards"])[2])
    assert len(set(cards)) == len(cards) == 25
    assert {card.partition("#")[0] for card in cards} == {f"{demo.printed['url']}/s/{station['id']}"}
    assert not {card.partition("#")[2] for card in cards} & {
        code.replace("-", "") for code in station["voting_codes"]
    }
    status, headers, _ = demo.ask(cards[0].partition("#")[0])
    assert (status, headers["Location"]) == (303, f"/booth/{station['id']}")
    before = demo.turnout(station)
    assert demo.vote(station, cards[0].partition("#")[2]) == 200
    assert demo.turnout(station) == before + 1


def test_a_stranger_finds_no_staff_room_open(demo):
    station = demo.stations[0]
    for room in ("classroom", "board", "poll-cards", "records"):
        assert demo.ask(f"{demo.printed['url']}/{room}/{station['id']}")[0] == 403


def test_what_a_killed_demonstration_was_told_is_there_when_it_comes_back(tmp_path):
    first = Demo(tmp_path)
    station = first.stations[0]
    for code in station["voting_codes"][:3]:
        assert first.vote(station, code) == 200
    first.stop(signal.SIGKILL)
    again = Demo(tmp_path, port=str(first.port))
    try:
        assert again.printed == first.printed
        assert again.turnout(station) == 3
        assert again.vote(station, station["voting_codes"][0]) == 200, "the same attempt, the same answer"
        assert again.vote(station, station["voting_codes"][0], attempt="22" * 16) == 409
        assert again.vote(station, station["voting_codes"][3]) == 200
        assert again.turnout(station) == 4
    finally:
        again.stop()


def test_its_secrets_can_be_read_by_its_owner_only(tmp_path):
    os.umask(0o022)
    made = Demo(tmp_path / "new")
    made.stop()
    for name in ("secret", "town.json"):
        assert (tmp_path / "new" / name).stat().st_mode & 0o077 == 0, name
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_simulated_pupils_move_the_board(tmp_path):
    made = Demo(tmp_path, "--simulate")
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until and not all(made.turnout(one) for one in made.stations[:2]):
            time.sleep(0.5)
        assert all(made.turnout(one) > 0 for one in made.stations[:2])
    finally:
        made.stop()


def test_the_poll_with_several_ways_of_asking_moves_too(tmp_path):
    made = Demo(tmp_path, "--simulate")
    try:
        page = made.ask(f"{made.printed['url']}/demo")[2].decode()
        assert "Een park voor ons" in page
        board = {"board": re.findall(r'href="([^"]*/sign-in/[^"]+)">The board of Klas 1b', page)[0]}
        until = time.monotonic() + 30
        while time.monotonic() < until and not made.turnout(board):
            time.sleep(0.5)
        assert made.turnout(board) > 0
    finally:
        made.stop()


@pytest.mark.parametrize("definition", [*DEFINITIONS, POLL], ids=lambda one: one.title)
def test_every_virtual_pupil_fills_in_a_valid_ballot(definition):
    luck = random.Random(1)
    for _ in range(20):
        together = class_with(definition, luck)
        for _ in range(20):
            answers = together.pupil()
            form = {}
            for name, value in to_form(definition, answers):
                form.setdefault(name, []).append(value)
            assert list(read_form(definition, form)) == answers


def test_a_class_has_a_taste():
    together = class_with(POLL, random.Random(4))
    [(_, most), *_] = Counter(together.pupil()[0] for _ in range(300)).most_common()
    assert most > 300 / 3


def test_it_stops_within_three_seconds_while_a_board_is_watching(tmp_path):
    made = Demo(tmp_path)
    station = made.stations[0]
    cookie, _ = made.sign_in(station["board"])
    with socket.create_connection(("127.0.0.1", made.port), timeout=10) as board:
        asked = (
            f"GET /board/{station['id']}/changes HTTP/1.1",
            f"Host: localhost:{made.port}",
            f"Cookie: {cookie}",
        )
        board.sendall("\r\n".join((*asked, "", "")).encode())
        heard = b""
        while b"event: changed" not in heard:
            heard += board.recv(4096)
        assert b"text/event-stream" in heard
        assert made.vote(station, station["voting_codes"][0]) == 200
        heard = b""
        while b"changed" not in heard:
            heard += board.recv(4096)
        assert station["voting_codes"][0].encode() not in heard
        assert made.stop(signal.SIGTERM) < 3
    assert made.process.returncode == 128 + signal.SIGTERM


def test_in_the_terminal_it_says_where_to_begin(tmp_path):
    command = [sys.executable, "-m", "jeugd", "demo", "--port", "0", "--data", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    lines = [process.stdout.readline() for _ in range(3)]
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    process.wait(timeout=20)
    process.stdout.close()
    assert re.match(r"jeugd demo: gemeente Juinen is open at http://localhost:\d+/demo", lines[0])
    for word in ("official", "classroom", "board", "poll cards", "vote"):
        assert word in rest
