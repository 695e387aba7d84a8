from itertools import pairwise

import pytest

from jeugd.actions import issue_codes as module
from jeugd.actions.issue_codes import MOST_CARDS, draw_codes, issue_codes, void_card
from jeugd.actions.run_polling_station import pause_station
from jeugd.domain.errors import (
    CodeMalformed,
    CodeUnknown,
    CodeUsed,
    CodeVoid,
    KeyMissing,
    NotFound,
    StationNotOpen,
    TooManyCards,
)
from jeugd.domain.turnout import Turnout
from jeugd.domain.voting_code import printed, read
from jeugd.sealing.code_mac import code_mac
from jeugd.storage import elections
from tests.actions.refusals import everything, refuses


def turnout(town, station=None):
    with town.database.read() as session:
        return elections.turnout(session, elections.station(session, station or town.station))


def test_codes_are_valid_and_all_different(town):
    codes = town.issue(300)
    assert len(set(codes)) == 300
    assert [read(printed(code)) for code in codes] == codes
    assert turnout(town) == Turnout(28, 300, 0, 0)


def test_codes_are_kept_nowhere(town):
    codes = town.issue(20)
    kept = repr(everything(town)).encode()
    assert not any(code.encode() in kept or printed(code).encode() in kept for code in codes)


def test_the_order_of_printing_says_nothing_of_the_order_in_the_table(town):
    codes = town.issue(200)
    pepper = town.custody.keys(town.station).pepper
    macs = [code_mac(pepper, code) for code in codes]
    in_table = sorted(macs)
    ascending = sum(in_table.index(one) < in_table.index(other) for one, other in pairwise(macs))
    assert 70 < ascending < 130  # 199 pairs, half of them by chance


def test_printing_in_the_order_of_the_table_would_be_found_out(town):
    """The planted bug: cards that leave the printer in the order of their rows."""
    pepper = town.custody.keys(town.station).pepper
    macs = sorted(code_mac(pepper, code) for code in town.issue(200))
    assert sum(one < other for one, other in pairwise(macs)) == 199


@pytest.mark.parametrize("number", [0, -1, MOST_CARDS + 1])
def test_an_impossible_number_of_cards_is_refused(town, number):
    with refuses(town, TooManyCards, limit=MOST_CARDS):
        town.issue(number)


def test_the_limit_holds_for_all_cards_of_a_station_together(town, monkeypatch):
    monkeypatch.setattr(module, "MOST_CARDS", 10)
    town.issue(8)
    with refuses(town, TooManyCards, limit=2):
        town.issue(3)
    town.issue(2)
    with refuses(town, TooManyCards, limit=0):
        town.issue(1)


def test_spare_cards_may_be_made_while_the_class_votes_and_not_after(town):
    town.issue(1)
    town.open()
    spare = town.issue(2)
    town.vote([(spare[0], "1")])
    town.do(pause_station, station=town.station)
    town.issue(1)
    town.open()
    town.shut()
    with refuses(town, StationNotOpen, state="closed"):
        town.issue(1)
    town.count()
    with refuses(town, StationNotOpen, state="emptied"):
        town.issue(1)
    assert turnout(town) == Turnout(28, 4, 1, 0)


def test_a_station_without_keys_gets_no_cards(town):
    town.custody.destroy(town.station)
    with refuses(town, KeyMissing, station=town.station):
        town.issue(1)


def test_cards_for_nowhere_are_refused(town):
    with refuses(town, NotFound):
        town.issue(1, "nowhere")


def test_a_void_card_cannot_vote(either_town):
    town = either_town
    lost, spare = town.issue(2)
    town.open()
    town.do(void_card, station=town.station, typed=f" {printed(lost).lower()} ")
    with refuses(town, CodeVoid):
        town.vote([(lost, "1")])
    town.vote([(spare, "1")])
    assert turnout(town) == Turnout(28, 2, 1, 1)


def test_a_card_is_void_before_the_opening_and_until_the_closing(town):
    first, second = town.issue(2)
    town.do(void_card, station=town.station, typed=first)
    town.open()
    town.do(void_card, station=town.station, typed=second)
    assert turnout(town).void == 2


@pytest.mark.parametrize("typed", ["", "garbage", "K7QM-4XJD-9WT", "K7QM4XJD9WTHH", "?" * 4000])
def test_what_is_no_code_cannot_be_void(town, typed):
    with refuses(town, CodeMalformed):
        town.do(void_card, station=town.station, typed=typed)


def test_a_code_of_another_station_cannot_be_void_here(town):
    other = town.add_station("Groep 8")
    code = town.issue(1, other)[0]
    with refuses(town, CodeUnknown):
        town.do(void_card, station=town.station, typed=code)


def test_a_card_that_has_voted_cannot_be_void(either_town):
    town = either_town
    code = town.issue(1)[0]
    town.open()
    town.vote([(code, "1")])
    with refuses(town, CodeUsed):
        town.do(void_card, station=town.station, typed=code)


def test_a_card_is_void_once(either_town):
    town = either_town
    code = town.issue(1)[0]
    town.do(void_card, station=town.station, typed=code)
    with refuses(town, CodeVoid):
        town.do(void_card, station=town.station, typed=code)


def test_no_card_is_void_after_the_closing(town):
    code = town.issue(1)[0]
    town.open()
    town.shut()
    with refuses(town, StationNotOpen, state="closed"):
        town.do(void_card, station=town.station, typed=code)


def test_more_cards_may_not_be_issued_with_a_key_of_elsewhere(town):
    with refuses(town, NotFound):
        town.do(issue_codes, station="", codes=draw_codes(1))
