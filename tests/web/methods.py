"""A contest of every method, with votes that come out in every way: to try rooms and files with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jeugd.domain.answer import BLANK
from jeugd.domain.contest import Contest, Method, Option, Rules, numbered
from jeugd.domain.disclosed_result import class_sees, public_sees
from jeugd.domain.result import contest_result
from jeugd.web.stations import ShownContest

PLACES = numbered([(name, "", "") for name in ("Skatebaan", "Pluktuin", "Bioscoop", "Zwemvijver")])
PLANS = tuple(
    Option(str(number), name, cost=cost)
    for number, (name, cost) in enumerate(
        [
            ("Hangplek", 6000),
            ("Muziekzaal", 4000),
            ("Bankjes", 2500),
            ("Moestuin", 2500),
            ("Glijbaan", 12000),
        ],
        start=1,
    )
)
STATEMENTS = numbered(
    [("De bus moet gratis zijn.", "", ""), ("Er is genoeg te doen.", "", ""), ("Ik voel me veilig.", "", "")]
)
YES_NO = (Option("yes", "Ja"), Option("no", "Nee"))

APPROVAL = Contest("Wat mag er komen?", Method.APPROVAL, PLACES)
RUNOFF = Contest("Wat komt er op het plein?", Method.INSTANT_RUNOFF, PLACES)
BORDA = Contest("Wat is het leukst?", Method.BORDA, PLACES)
SCHULZE = Contest("Wat is het nodigst?", Method.SCHULZE, PLACES[:3])
SCALE = Contest("Wat vind jij?", Method.SCALE, STATEMENTS)
SHARES = Contest("Waar gaat het geld heen?", Method.EQUAL_SHARES, PLANS, rules=Rules(purse=10000))
GREEDY = Contest("Wat doet de buurt met het geld?", Method.GREEDY, PLANS, rules=Rules(purse=10000))
SEATS = Contest("Wie komt in de jeugdraad?", Method.SEVERAL_SEATS, PLACES, rules=Rules(most=2, seats=2))
VOTE = Contest("Moet de school later beginnen?", Method.REFERENDUM, YES_NO, rules=Rules(quorum="1/2"))
METHODS = (APPROVAL, RUNOFF, BORDA, SCHULZE, SCALE, SHARES, GREEDY, SEATS, VOTE)

MARKED = {"1": 20, "1,2": 15, "2,3": 11, "3": 6, "4": 5, BLANK: 3}
RANKED = {"1>2>3": 22, "2>3>1": 18, "3>2": 12, "4>3>2": 8, BLANK: 3}
CYCLE = {"1>2>3": 12, "2>3>1": 9, "3>1>2": 8, "2>1>3": 4, BLANK: 1}
POINTS = {
    **{f"1:{point}": ballots for point, ballots in zip("12345?", (3, 5, 9, 14, 20, 6), strict=True)},
    **{f"2:{point}": ballots for point, ballots in zip("12345?", (16, 14, 8, 9, 4, 3), strict=True)},
    **{f"3:{point}": ballots for point, ballots in zip("12345?", (0, 6, 20, 25, 3, 3), strict=True)},
    f"2:{BLANK}": 3,
}
BOUGHT = {"1,2": 30, "1": 4, "3": 14, "3,4": 8, "4": 5, "5": 3}
SAID = {"yes": 31, "no": 22, BLANK: 4}

TALLIES: dict[Method, Mapping[str, int]] = {
    Method.APPROVAL: MARKED,
    Method.INSTANT_RUNOFF: RANKED,
    Method.BORDA: RANKED,
    Method.SCHULZE: CYCLE,
    Method.SCALE: POINTS,
    Method.EQUAL_SHARES: BOUGHT,
    Method.GREEDY: BOUGHT,
    Method.SEVERAL_SEATS: MARKED,
    Method.REFERENDUM: SAID,
}
TIES: dict[Method, Mapping[str, int]] = {
    Method.APPROVAL: {"1": 20, "2": 20, "3": 9},
    Method.INSTANT_RUNOFF: {"1>2": 20, "2>1": 16, "3>1": 9, "4>2": 9},
    Method.BORDA: {"1>2>3": 30, "2>1>3": 30},
    Method.SCHULZE: {"1>2>3": 30, "2>1>3": 30},
    Method.SCALE: {"1:1": 25, "1:5": 25, "2:3": 50, "3:?": 50},
    Method.EQUAL_SHARES: {"1": 36, "3": 12, "4": 12},
    Method.GREEDY: {"1,2": 21, "3": 21, "4": 21, BLANK: 3},
    Method.SEVERAL_SEATS: {"1": 25, "2": 12, "3": 12, "4": 6},
    Method.REFERENDUM: {"yes": 25, "no": 25},
}
FEW: dict[Method, Mapping[str, int]] = {
    method: dict.fromkeys(list(tally)[:3], 1) for method, tally in TALLIES.items()
}


def shown(
    contest: Contest,
    tally: Mapping[str, int],
    *,
    public: bool = False,
    draws: Sequence[str] = (),
    entitled: int = 80,
) -> ShownContest:
    """A contest with these votes, as a class or the public may see it."""
    result = contest_result(contest, tally, draws, entitled=entitled)
    return ShownContest(result, public_sees(result, stations=2) if public else class_sees(result))


def smaller(tally: Mapping[str, int], by: int) -> dict[str, int]:
    """The same votes of fewer people."""
    return {answer: max(1, ballots // by) for answer, ballots in tally.items()}


def outcomes() -> dict[str, ShownContest]:
    """Every method: decided, equal, outcome only, too few, and nobody at all."""
    found: dict[str, ShownContest] = {}
    for contest in METHODS:
        name, tally = contest.method.value, TALLIES[contest.method]
        found |= {
            name: shown(contest, tally, public=True),
            f"{name}, equal": shown(contest, TIES[contest.method], public=True),
            f"{name}, outcome only": shown(contest, smaller(tally, 2 if contest is SCHULZE else 4)),
            f"{name}, too few": shown(contest, FEW[contest.method]),
            f"{name}, nothing": shown(contest, {}),
        }
    condorcet = shown(SCHULZE, {"1>2>3": 30, "2>1>3": 12, "3>1>2": 9}, public=True)
    blank = shown(RUNOFF, {BLANK: 25, "1": 1})
    missed = shown(VOTE, SAID, public=True, entitled=200)
    lots = {
        "instant_runoff, by lot": shown(RUNOFF, TIES[Method.INSTANT_RUNOFF], public=True, draws=("4",)),
        "several_seats, by lot": shown(SEATS, TIES[Method.SEVERAL_SEATS], public=True, draws=("3",)),
        "schulze, by lot": shown(SCHULZE, TIES[Method.SCHULZE], public=True, draws=("2",)),
        "borda, by lot": shown(BORDA, TIES[Method.BORDA], public=True, draws=("2",)),
        "approval, by lot": shown(APPROVAL, TIES[Method.APPROVAL], public=True, draws=("2",)),
    }
    others = {
        "schulze, all duels": condorcet,
        "instant_runoff, blank": blank,
        "referendum, quorum missed": missed,
    }
    return found | lots | others


OUTCOMES = outcomes()
