"""Pages of whoever looks at a result: of every kind and method, with a council or files; and the seat calculator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from jeugd.domain.apportionment import Category
from jeugd.domain.errors import FieldUnfit, TooManyCards
from jeugd.domain.kind import ElectionKind
from jeugd.domain.turnout import Turnout
from jeugd.web.results import Lift, ResultsPage
from jeugd.web.seats import Row, SeatsPage
from jeugd.web.stations import ShownContest
from tests.web import methods
from tests.web.methods import shown
from tests.web.pages.councils import COUNCILS, WAITING
from tests.web.pages.juinen import CHILDREN, NOW, OUTCOMES, definition
from tests.web.pages.sample import Sample, each

WHERE = "/results/e1"


def result(kind: ElectionKind, *contests: ShownContest, admitted: int | None = None) -> ResultsPage:
    made = definition(*(one.result.contest for one in contests), kind=kind)
    return ResultsPage("e1", made, "Juinen", contests, Turnout(28, 30, 26, 0), 2, admitted)


def results() -> list[Sample]:
    every_method = result(ElectionKind.JEUGDRAAD, *methods.OUTCOMES.values())
    pages = {
        **dict(_of_every_kind()),
        **{name: result(ElectionKind.JEUGDRAAD, one, admitted=26) for name, one in methods.OUTCOMES.items()},
        **dict(_councils()),
        "ballots": replace(every_method, with_ballots=(1, 2)),
    }
    two = result(ElectionKind.JEUGDRAAD, *list(OUTCOMES.values())[:2])
    return [
        *each("result", "results/show.html", pages, WHERE),
        *each("result", "results/show.html", {"every method": every_method, "two": two}),
    ]


def _of_every_kind() -> Iterator[tuple[str, ResultsPage]]:
    by_lot = shown(CHILDREN, {"1": 9, "2": 9, "3": 5}, public=True, draws=("2",))
    outcomes = {**OUTCOMES, "by lot": by_lot}
    for kind in ElectionKind:
        for (name, one), admitted in zip(outcomes.items(), [None, 26, 30] * 4, strict=False):
            yield f"{kind.value}, {name}", result(kind, one, admitted=admitted)


def _councils() -> Iterator[tuple[str, ResultsPage]]:
    of_lists = result(ElectionKind.SCHADUWVERKIEZING, OUTCOMES["lists"], admitted=28)
    lifted = Lift(NOW, NOW, "Carla", "Dirk")
    for name, one in COUNCILS.items():
        yield f"council, {name}", replace(of_lists, council=one, lift=lifted)
    yield "exports", replace(of_lists, has_exports=True)


def calculators() -> list[Sample]:
    rows = tuple(Row(number, f"Partij {number}", "1.000") for number in range(1, 7))
    form = SeatsPage(tuple(Category), Category.GR, "17", rows)
    refused = {
        "wrong votes": replace(form, error=FieldUnfit(field="votes-3")),
        "wrong number": replace(form, error=FieldUnfit(field="seats")),
        "stale": replace(form, error=TooManyCards(limit=9), is_stale=True),
    }
    calculated = {name: replace(form, council=one) for name, one in COUNCILS.items()}
    waiting = {
        f"lots for {name}": replace(
            form, council=one, draws=("{}",), options=tuple((each, "{}") for each in one.lots.options)
        )
        for name, one in WAITING.items()
        if one.lots
    }
    return [
        Sample("seats", "seats/show.html", form, "/seats"),
        *each("seats", "seats/show.html", refused, "/seats"),
        *each("seats", "seats/show.html", calculated | waiting),
    ]
