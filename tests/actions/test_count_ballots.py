import pytest
from sqlalchemy import text

from jeugd.actions import count_ballots
from jeugd.actions.count_ballots import count_election, count_station, empty_boxes
from jeugd.actions.prepare_election import close_election, new_election
from jeugd.actions.run_polling_station import pause_station
from jeugd.domain import ballot
from jeugd.domain.answer import BLANK, INVALID, Answer
from jeugd.domain.contest import MOST_OPTIONS, Contest, Method, Option, numbered
from jeugd.domain.election import Definition, ElectionState, Opening
from jeugd.domain.errors import KeyMissing, NotFound, TransitionRefused
from jeugd.domain.kind import ElectionKind
from jeugd.domain.marking import marking_of
from jeugd.domain.polling_station import StationState
from jeugd.formats.poll_file import KEY
from jeugd.sealing.envelope import empty_envelope, new_private_key, public_bytes, read_public_key, seal
from jeugd.storage import elections
from tests.actions.refusals import refuses
from tests.cast import KINDERBURGEMEESTER

PLANS = numbered([("Skaten", "", ""), ("Tuin", "", "")])
TWO_QUESTIONS = Definition(
    ElectionKind.JEUGDRAAD,
    "Twee vragen",
    Opening.TOGETHER,
    (Contest("Een?", options=PLANS), Contest("Twee?", options=PLANS)),
)


def count_all(town, election):
    count_election(town.database, town.custody, election=election, by=town.carla, now=town.now)


def election_state(town, election):
    with town.database.read() as session:
        return elections.election(session, election).state


def test_every_ballot_is_counted_once(either_town):
    town = either_town
    answers = ["1"] * 7 + ["2"] * 4 + [BLANK] * 2
    codes = town.issue(20)
    town.open()
    town.vote(list(zip(codes, answers, strict=False)))
    town.shut()
    town.count()
    town.count()
    assert town.tally() == {"1": 7, "2": 4, BLANK: 2}
    assert town.state() is StationState.EMPTIED


def test_an_empty_box_is_counted(either_town):
    either_town.issue(1)
    either_town.open()
    either_town.shut()
    either_town.count()
    assert either_town.tally() == {}
    assert either_town.state() is StationState.EMPTIED


def test_questions_are_counted_apart(either_town):
    town = either_town
    election = town.add_election(TWO_QUESTIONS)
    station = town.add_station("Groep 8", election=election)
    town.open_election(election)
    codes = town.issue(3, station)
    town.open(station)
    town.vote(list(zip(codes, ("1,2", "1,1", "2,blank"), strict=True)), station)
    town.do(close_election, election=election)
    count_all(town, election)
    assert town.tally(station, 1) == {"1": 2, "2": 1}
    assert town.tally(station, 2) == {"1": 1, "2": 1, BLANK: 1}


def test_the_longest_answer_that_a_ballot_can_give_is_counted(either_town):
    """Forty places, and the longest keys that a poll file may give."""
    town = either_town
    keys = [f"langekeuze{number}" for number in range(10, 10 + MOST_OPTIONS)]
    contest = Contest("In welke volgorde?", Method.BORDA, tuple(Option(key, key) for key in keys))
    definition = Definition(ElectionKind.JEUGDRAAD, "Veel", Opening.PER_STATION, (contest,))
    election = town.add_election(definition)
    station = town.add_station("Groep 8", election=election)
    town.open_election(election)
    codes = town.issue(1, station)
    town.open(station)
    longest = ">".join(keys)
    assert KEY.fullmatch(keys[0])
    assert len(longest) == marking_of(contest).longest(contest)
    town.vote([(codes[0], longest)], station)
    town.shut(station)
    town.count(station)
    assert town.tally(station) == {longest: 1}


@pytest.mark.parametrize("state", ["prepared", "open", "paused"])
def test_a_box_is_not_opened_before_the_door_is_shut(town, state):
    town.issue(1)
    if state != "prepared":
        town.open()
    if state == "paused":
        town.do(pause_station, station=town.station)
    with refuses(town, TransitionRefused, state=state, step="counted"):
        town.count()


def test_boxes_that_open_together_stay_shut_until_the_election_is_closed(town):
    election = town.add_election(TWO_QUESTIONS)
    station = town.add_station("Groep 8", election=election)
    town.open_election(election)
    town.issue(1, station)
    town.open(station)
    town.shut(station)
    with refuses(town, TransitionRefused, state="closed", step="counted"):
        town.count(station)
    town.do(close_election, election=election)
    count_all(town, election)
    assert town.state(station) is StationState.EMPTIED


@pytest.mark.parametrize("state", ["draft", "frozen", "open", "counted"])
def test_only_a_closed_election_is_counted(town, state):
    election = town.election
    if state == "draft":
        election = town.do(new_election, definition=KINDERBURGEMEESTER)
    elif state == "frozen":
        election = town.add_election(KINDERBURGEMEESTER)
    elif state == "counted":
        town.do(close_election, election=election)
        count_all(town, election)
    with refuses(town, TransitionRefused, state=state, step="counted"):
        count_all(town, election)


def test_an_election_counts_the_boxes_that_are_still_shut(either_town):
    """Groep 7b was opened in the lesson; groep 8 waits for the official; the third never voted."""
    town = either_town
    others = [town.add_station(name) for name in ("Groep 8", "Nooit")]
    code, another = town.issue(1)[0], town.issue(1, others[0])[0]
    town.open()
    town.open(others[0])
    town.vote([(code, "1")])
    town.vote([(another, "2")], others[0])
    town.shut()
    town.count()
    town.do(close_election, election=town.election)
    count_all(town, town.election)
    assert [town.tally(one) for one in (town.station, *others)] == [{"1": 1}, {"2": 1}, {}]
    assert {town.state(one) for one in (town.station, *others)} == {StationState.EMPTIED}
    assert election_state(town, town.election) is ElectionState.COUNTED


def put_in_the_box(town, sealed: bytes) -> None:
    """Replace one envelope of groep 7b behind the server's back."""
    with town.database.writing() as connection:
        mac = connection.execute(text("SELECT mac FROM voting_code WHERE state = 1 LIMIT 1")).scalar_one()
        connection.execute(
            text("UPDATE voting_code SET sealed = :sealed WHERE mac = :mac"), {"sealed": sealed, "mac": mac}
        )


def sealed_for(town, plaintext: bytes, private: bytes | None = None, tag: bytes | None = None) -> bytes:
    with town.database.reading() as connection:
        own = connection.execute(text("SELECT tag FROM voting_code WHERE state = 1 LIMIT 1")).scalar_one()
    public = read_public_key(public_bytes(private or town.custody.keys(town.station).private_key))
    return seal(plaintext, empty_envelope(public), election=town.election, tag=bytes(tag or own))


SPOILT = {
    "noise": lambda town: b"noise",
    "nothing": lambda town: b"",
    "a choice that is not on the ballot": lambda town: sealed_for(town, b"99".ljust(64, b"\0")),
    "two answers": lambda town: sealed_for(town, b"1\n2".ljust(64, b"\0")),
    "no answer": lambda town: sealed_for(town, bytes(64)),
    "bytes that are no text": lambda town: sealed_for(town, b"\xff" * 64),
    "an envelope for another key": lambda town: sealed_for(town, b"1", private=new_private_key()),
    "an envelope of another code": lambda town: sealed_for(town, b"1", tag=bytes(16)),
    "another scheme": lambda town: b"\x02" + sealed_for(town, b"1")[1:],
}


@pytest.mark.parametrize("what", SPOILT)
def test_an_envelope_that_cannot_be_counted_is_an_invalid_vote_and_hinders_nobody(town, what):
    codes = town.issue(2)
    town.open()
    town.vote([(code, "1") for code in codes])
    put_in_the_box(town, SPOILT[what](town))
    town.shut()
    town.count()
    assert town.tally() == {"1": 1, INVALID: 1}


def test_a_good_envelope_that_is_put_back_by_hand_counts(town):
    """The control of the test above: the envelope made by hand is spoilt for its contents only."""
    codes = town.issue(1)
    town.open()
    town.vote([(codes[0], "1")])
    put_in_the_box(town, sealed_for(town, ballot.to_plaintext((Answer("2"),), 64)))
    town.shut()
    town.count()
    assert town.tally() == {"2": 1}


def test_without_its_key_a_box_is_not_called_counted(town):
    """The votes are lost, and nobody says that there were none."""
    code = town.issue(1)[0]
    town.open()
    town.vote([(code, "1")])
    town.shut()
    town.custody.destroy(town.station)
    with refuses(town, KeyMissing, station=town.station):
        town.count()
    assert town.state() is StationState.CLOSED


def test_nowhere_there_is_no_box(town):
    with refuses(town, NotFound):
        count_station(town.database, town.custody, station="nowhere")
    with refuses(town, NotFound):
        count_all(town, "nowhere")


def test_emptying_touches_no_box_that_was_not_counted(town):
    code = town.issue(1)[0]
    town.open()
    town.vote([(code, "1")])
    town.shut()
    with town.database.read() as session:
        before = session.execute(text("SELECT mac, sealed FROM voting_code")).all()
    empty_boxes(town.database, town.custody)
    with town.database.read() as session:
        assert session.execute(text("SELECT mac, sealed FROM voting_code")).all() == before
    town.count()
    assert town.tally() == {"1": 1}


def test_ballots_are_shuffled_by_the_systems_own_randomness(town, monkeypatch):
    shuffled: list[int] = []

    class Watched(count_ballots.random.SystemRandom):
        def shuffle(self, ballots):
            shuffled.append(len(ballots))
            super().shuffle(ballots)

    monkeypatch.setattr(count_ballots.random, "SystemRandom", Watched)
    codes = town.issue(5)
    town.open()
    town.vote([(code, "1") for code in codes])
    town.shut()
    town.count()
    assert shuffled == [5]
