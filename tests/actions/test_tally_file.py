"""Files of others, counted: real elections with the outcome that was published, and what is refused."""

from fractions import Fraction
from pathlib import Path

import pytest

from jeugd.actions import tally_file as tallying
from jeugd.actions.tally_file import tally_file
from jeugd.domain.errors import FileKindUnknown, LotUnfit, MethodUnfit
from jeugd.domain.tally.lots import Lots, LotsFor
from jeugd.formats.preflib import PrefLibUnfit

ELECTIONS = Path(__file__).parents[1] / "formats" / "elections"
PARK = b"""# TITLE: Park
# ALTERNATIVE NAME 1: Skatebaan
# ALTERNATIVE NAME 2: Kiosk
# ALTERNATIVE NAME 3: Kiosk
2: 1,2,3
2: 2,1,3
"""


def counted(name, method, **more):
    return tally_file((ELECTIONS / name).read_bytes(), name=name, method=method, **more)


def winner(tallied):
    (option,) = tallied.outcome.winners
    return tallied.names[option]


# Burlington (Vermont), 3 March 2009: elected by instant-runoff, though voters preferred somebody else to each other
# candidate. Official: Wright 2,951, Kiss 2,585, Montroll 2,063, Smith 1,306; in the end Kiss 4,313, Wright 4,061.
# The four ballots with two first choices were left out there; shared, they add half a vote to each of their choices,
# and in the end one to Kiss and three to Wright.


def test_burlington_elected_bob_kiss_by_instant_runoff():
    tallied = counted("burlington-2009-mayor.toi", "instant-runoff")
    half = Fraction(1, 2)
    first, last = tallied.outcome.rounds[0], tallied.outcome.rounds[-1]
    assert winner(tallied) == "Bob Kiss"
    assert first.votes == {
        "1": 2585 + half,
        "2": 2063,
        "3": 35,
        "4": 1306,
        "5": 2951 + 3 * half,
        "6": 36 + 4 * half,
    }
    assert last.votes == {"1": 4313 + 1, "5": 4061 + 3}
    assert tallied.ballots == 8980


def test_burlington_preferred_andy_montroll_to_each_other_candidate():
    """The duels as they were published from these ballots (electowiki, "2009 Burlington mayoral election")."""
    tallied = counted("burlington-2009-mayor.toi", "schulze")
    assert winner(tallied) == "Andy Montroll"
    assert tallied.names[tallied.outcome.condorcet_winner] == "Andy Montroll"
    (one,) = tallied.outcome.rounds
    duels = {(duel.one, duel.other): (duel.for_one, duel.for_other) for duel in one.duels}
    assert [duels["1", other] for other in "23456"] == [
        (3477, 4067),
        (5517, 845),
        (3946, 3577),
        (4314, 4064),
        (6149, 116),
    ]
    assert [duels["2", other] for other in "3456"] == [(6267, 591), (4573, 2998), (4597, 3668), (6658, 104)]


def test_burlington_put_kurt_wright_first_most_often():
    """Ballots with two first choices are no vote there: 2,951 is the official number."""
    tallied = counted("burlington-2009-mayor.toi", "plurality")
    assert winner(tallied) == "Kurt Wright"
    assert (tallied.outcome.votes["5"], tallied.outcome.invalid) == (2951, 4)


@pytest.mark.parametrize("method", ["instant-runoff", "borda", "schulze", "plurality"])
def test_debian_chose_bdale_garbee(method):
    assert winner(counted("debian-2002-leader.soi", method)) == "Bdale Garbee"


def test_debian_preferred_him_in_each_duel_by_the_published_numbers():
    """https://www.debian.org/vote/2002/vote_0001: 291 of 475 voters above Robinson, 327 above Hertzog."""
    outcome = counted("debian-2002-leader.soi", "schulze").outcome
    assert [duel.for_other for duel in outcome.rounds[0].duels if duel.other == "3"] == [291, 327]
    assert outcome.condorcet_winner == "3"


def test_a_lot_may_be_named_by_number_or_by_name():
    waiting = tally_file(PARK, name="park.soc", method="instant-runoff")
    assert waiting.outcome.lots == Lots(LotsFor.WINNER, ("1", "2"))
    for drawn in ("1", "Skatebaan"):
        settled = tally_file(PARK, name="park.soc", method="instant-runoff", draws=[drawn])
        assert winner(settled) == "Skatebaan"


@pytest.mark.parametrize("method", ["instant-runoff", "borda", "schulze", "plurality"])
@pytest.mark.parametrize("drawn", [["Kiosk"], ["3"], ["4"], ["Zwembad"], ["1", "2"]], ids=" ".join)
def test_a_lot_that_is_not_clear_or_settles_nothing_is_refused(method, drawn):
    with pytest.raises(LotUnfit):
        tally_file(PARK, name="park.soc", method=method, draws=drawn)


@pytest.mark.parametrize("method", ["instant-runoff", "borda", "schulze", "plurality"])
def test_every_method_waits_for_the_same_lot(method):
    assert tally_file(PARK, name="park.soc", method=method).outcome.lots.options == ("1", "2")
    assert winner(tally_file(PARK, name="PARK.SOC", method=method, draws=["2"])) == "Kiosk"


@pytest.mark.parametrize("name", ["park.csv", "park", ".pbx", "park.soc.zip"])
def test_a_file_of_an_unknown_kind_is_refused(name):
    with pytest.raises(FileKindUnknown) as refused:
        tally_file(PARK, name=name, method="borda")
    assert ".toi" in refused.value.facts["kinds"]


@pytest.mark.parametrize("method", ["", "stv", "Borda", "equal-shares"])
def test_a_method_that_is_not_for_this_file_is_refused(method):
    with pytest.raises(MethodUnfit) as refused:
        tally_file(PARK, name="park.soc", method=method)
    assert refused.value.facts["methods"].startswith("instant-runoff, borda, schulze, plurality")


def test_a_damaged_file_is_refused_before_anything_is_counted():
    with pytest.raises(PrefLibUnfit):
        tally_file(PARK + b"1: 9\n", name="park.soc", method="borda")


def test_planted_bug_a_lot_that_is_never_asked_for_is_noticed(monkeypatch):
    monkeypatch.setattr(tallying, "one_winner", lambda leaders, _: (leaders[:1], None))
    with pytest.raises(AttributeError):
        test_every_method_waits_for_the_same_lot("plurality")
