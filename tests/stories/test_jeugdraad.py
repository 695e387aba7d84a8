"""The youth council asks its generation: every kind of question on one ballot, counted, explained and handed out."""

import csv
import io

import pytest

from jeugd.domain.contest import Contest, Method, Rules
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.roles import Role
from jeugd.formats.pabulib import read_pabulib
from jeugd.formats.preflib import Kind, read_preflib
from tests.polls import PLACES, PUPILS, WHEN_ALL_VOTED, Poll, whole_poll
from tests.stories.people import Browser


def poll_of(*contests):
    return Definition(ElectionKind.JEUGDRAAD, "Een peiling", Opening.PER_STATION, contests)


def section(browser, question):
    """What the page says below one question."""
    for one in browser.page.iter("section"):
        heading = one.find("h2")
        if heading is not None and heading.text_content() == question:
            return " ".join(one.text_content().replace("\u00a0", "").split())
    raise AssertionError(question)


def test_three_classes_answer_a_question_of_every_kind(town):
    poll = whole_poll(town)
    page = Browser(town.visitor(poll.app)).go(f"/results/{poll.election}")
    assert page.status == 200
    for question, sentence in {
        "Wat is jouw vervoer?": "Fiets got the most votes.",
        "Wat mag er komen?": "Skatebaan was chosen on the most ballots.",
        "Wat komt er op het plein?": "Pluktuin won: in the last round more than half of the votes",
        "Wat is het leukst?": "Pluktuin got the most points.",
        "Wat is het nodigst?": "Skatebaan won",
        "Wat vind jij?": "These are the opinions, statement by statement.",
        "Wie komt in de jeugdraad?": "Skatebaan and Pluktuin get the seats.",
        "Moet de school later beginnen?": "Too few people took part, so this vote decides nothing.",
    }.items():
        assert sentence in section(page, question)
    read_why_the_vote_decides_nothing(page)
    read_where_the_money_goes(page)
    read_the_data(page, poll)
    read_the_ballots(page, poll)
    look_at_one_class(town, poll)


def read_why_the_vote_decides_nothing(page):
    told = section(page, "Moet de school later beginnen?")
    assert "120 did, and 150 were needed." in told
    assert "There is a majority for yes." in told


def read_where_the_money_goes(page):
    told = section(page, "Waar gaat het geld heen?")
    assert "There is money for 2 plans: Hangplek and Bankjes." in told
    assert "Muziekzaal did not make it. It costs €4,000. The 56 supporters together had only" in told
    assert "Then Muziekzaal would have got money too. Bankjes would have got nothing." in told


def read_the_data(page, poll):
    data = page.client.get(f"/results/{poll.election}.json").json()
    by_method = {one["method"]: one for one in data["contests"]}
    assert by_method["equal_shares"]["outcome"] == ["1", "3"]
    assert by_method["greedy"]["outcome"] == ["1", "2"]
    assert by_method["referendum"]["verdict"] == "quorum_missed"
    assert [one["eliminated"] for one in by_method["instant_runoff"]["count"]["rounds"]] == [["4"], ["3"], []]
    assert "wallets" not in str(data)
    rows = list(csv.reader(io.StringIO(page.client.get(f"/results/{poll.election}.csv").text)))
    assert ["7", "2", "Muziekzaal", "56"] in rows
    assert ["6", "1:5", "De bus moet gratis zijn.", "40"] in rows


def read_the_ballots(page, poll):
    ranked = page.client.get(f"/exports/{poll.election}/ballots/3")
    assert ".soi" in ranked.headers["Content-Disposition"]
    assert read_preflib(ranked.content, Kind.SOI).ballots == {
        (("1",), ("2",), ("3",)): 45,
        (("2",), ("3",), ("1",)): 35,
        (("3",), ("2",)): 22,
        (("4",),): 18,
    }, "nine who ranked alike are cut to their first choice"
    budget = read_pabulib(page.client.get(f"/exports/{poll.election}/ballots/7").content)
    assert {one.key: one.selected for one in budget.projects} == {
        "1": "1",
        "2": "0",
        "3": "1",
        "4": "0",
        "5": "0",
    }
    assert sum(budget.ballots.values()) == WHEN_ALL_VOTED - int(budget.meta["left_out"])
    assert max(map(len, budget.ballots)) <= int(budget.meta["max_length"])
    for number in ("1", "2", "6", "11", "x", "-1"):
        assert page.client.get(f"/exports/{poll.election}/ballots/{number}").status_code == 404


def look_at_one_class(town, poll):
    """A class of forty sees its own result; what one or two can be told apart by stays without numbers."""
    station = poll.stations[0]
    board = Browser(town.signed_in(Role.OBSERVER, poll.app, station)).go(f"/board/{station}")
    assert board.status == 200
    assert len(board.page.findall(".//section")) == len(poll.definition.contests)
    assert "Fiets got the most votes." in board.text
    assert "we show no numbers" in board.text
    record = Browser(poll.teachers[station]).go(f"/records/{station}")
    assert "Skatebaan" in record.text
    pdf = poll.teachers[station].get(f"/records/{station}.pdf")
    assert pdf.content.startswith(b"%PDF")


def test_before_publication_no_ballot_is_handed_out(town):
    contest = Contest("Wat komt er?", Method.INSTANT_RUNOFF, PLACES)
    poll = Poll(town, poll_of(contest), ("Klas 1a", "Klas 1b", "Klas 2c"), PUPILS)
    poll.vote([{"1>2": 60, "2>1": 40, "3": 20}], WHEN_ALL_VOTED)
    poll.close(PUPILS)
    stranger = town.visitor(poll.app)
    address = f"/exports/{poll.election}/ballots/1"
    assert stranger.get(address).status_code == 404
    poll.count()
    assert stranger.get(address).status_code == 404
    assert poll.carla.get(address).status_code == 404
    poll.publish()
    assert stranger.get(address).status_code == 200


def test_two_lots_in_one_question_are_drawn_one_after_the_other(town):
    contest = Contest("Wat komt er?", Method.INSTANT_RUNOFF, PLACES)
    poll = Poll(town, poll_of(contest), ("Klas 1a",), PUPILS)
    poll.vote([{"1": 20, "2": 10, "3>2": 10}], PUPILS)
    poll.close(PUPILS)
    poll.count()
    desk = Browser(poll.carla).go(f"/elections/{poll.election}")
    assert "the one that is drawn drops out" in desk.text
    assert poll.carla.post(f"/elections/{poll.election}/publish").status_code == 409
    desk.send("/lots", drawn="3")
    assert "This is draw number 2 of this question." in desk.text
    first_again = {"contest": "1", "position": "1", "drawn": "2"}
    assert poll.carla.post(f"/elections/{poll.election}/lots", data=first_again).status_code == 422
    desk.go(f"/elections/{poll.election}").send("/lots", drawn="2")
    poll.publish()
    told = section(Browser(town.visitor(poll.app)).go(f"/results/{poll.election}"), "Wat komt er?")
    assert "Pluktuin won after drawing lots" in told
    assert "A lot decided that Bioscoop drops out." in told
    assert "The last two have the same number of votes. A lot decided: Pluktuin wins." in told


@pytest.mark.parametrize("voters", [5, 15])
def test_a_small_class_learns_what_won_and_no_number(town, voters):
    contest = Contest("Wat mag er komen?", Method.APPROVAL, PLACES, rules=Rules(most=3))
    poll = Poll(town, poll_of(contest), ("Klas 1a",), PUPILS)
    poll.vote([{"1,2": voters - 3, "3": 3}], voters)
    poll.close(voters)
    board = Browser(poll.teachers[poll.stations[0]]).go(f"/classroom/{poll.stations[0]}")
    assert ("Too few votes to show a result." in board.text) == (voters == 5)
    assert ("have the same number of votes" in board.text) == (voters == 15)
    assert str(voters - 3) not in board.page.find_class("card")[-1].text_content()
