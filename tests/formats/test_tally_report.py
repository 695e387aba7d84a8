import json
from fractions import Fraction

from jeugd.domain.tally import instant_runoff, schulze
from jeugd.domain.tally.ranking import from_answer
from jeugd.formats.tally_report import as_object, as_text

OPTIONS = ("1", "2", "3")
BALLOTS = {
    from_answer(answer, OPTIONS): number for answer, number in {"1=2": 1, "1>2": 3, "2>1": 3, "3": 1}.items()
}
WAITING = instant_runoff.count(OPTIONS, BALLOTS)


def test_an_outcome_is_json_with_exact_numbers():
    assert as_object(WAITING) == {
        "winners": ["1", "2"],
        "rounds": [
            {"votes": {"1": "7/2", "2": "7/2", "3": 1}, "exhausted": 0, "eliminated": ["3"], "how": "last"},
            {"votes": {"1": "7/2", "2": "7/2"}, "exhausted": 1, "eliminated": [], "how": None},
        ],
        "lots": {"purpose": "winner", "options": ["1", "2"]},
    }
    assert json.loads(json.dumps(as_object(WAITING))) == as_object(WAITING)


def test_an_outcome_is_text_with_names():
    names = {"1": "Noor", "2": "Yassin", "3": "Fenna"}
    assert as_text(as_object(WAITING, names.__getitem__)).splitlines() == [
        "winners: Noor, Yassin",
        "rounds:",
        "  1:",
        "    votes:",
        "      Noor: 7/2",
        "      Yassin: 7/2",
        "      Fenna: 1",
        "    exhausted: 0",
        "    eliminated: Fenna",
        "    how: last",
        "  2:",
        "    votes:",
        "      Noor: 7/2",
        "      Yassin: 7/2",
        "    exhausted: 1",
        "    eliminated: -",
        "    how: -",
        "lots:",
        "  purpose: winner",
        "  options: Noor, Yassin",
    ]


def test_every_number_of_every_duel_is_there():
    written = as_object(schulze.count(OPTIONS, BALLOTS))
    assert written["rounds"][0]["duels"][0] == {"one": "1", "other": "2", "for_one": 3, "for_other": 3}
    assert written["rounds"][0]["strengths"]["1"] == {"2": 0, "3": 7}


def test_whole_fractions_sets_and_nothing_are_written_plainly():
    round_ = instant_runoff.Round({"1": Fraction(4, 2)}, 0)
    assert as_object(round_)["votes"] == {"1": 2}
    assert (
        as_text({"a": {}, "b": [], "c": [[1, 2], [3]], "d": None})
        == "a: -\nb: -\nc:\n  1: 1, 2\n  2: 3\nd: -\n"
    )
