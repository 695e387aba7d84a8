"""The sheets of the board: a question, or as many of its lines as can be read from the back of the class."""

from __future__ import annotations

import pytest

from jeugd.domain.contest import Contest, Method, numbered
from jeugd.web.sheets import MOST_LINES, MOST_LONG, MOST_STATEMENTS, Sheet, sheets_of
from jeugd.web.stations import ShownContest
from tests.web.methods import OUTCOMES, shown


def statements(number: int, letters: int = 20) -> ShownContest:
    options = numbered([(f"{one} ".ljust(letters, "a"), "", "") for one in range(number)])
    contest = Contest("Wat vind jij?", Method.SCALE, options)
    return shown(contest, {f"{one.key}:{point}": 20 for one in options for point in "12345"}, public=True)


def marked(number: int, letters: int = 20) -> ShownContest:
    options = numbered([(f"{one} ".ljust(letters, "a"), "", "") for one in range(number)])
    contest = Contest("Wat mag er komen?", Method.APPROVAL, options)
    return shown(contest, {",".join(one.key for one in options[:end]): 12 for end in range(1, number + 1)})


def names(sheet: Sheet) -> list[str]:
    told = sheet.explanation
    lines = getattr(told, "statements", None) or getattr(told, "lines", ())
    return [one.name for one in lines]


def in_all(shown_contest: ShownContest) -> list[str]:
    return [name for sheet in sheets_of([shown_contest]) for name in names(sheet)]


@pytest.mark.parametrize("number", [*range(1, 12), 20, 40])
def test_every_statement_hangs_on_one_sheet_in_its_order(number):
    asked = statements(number)
    sheets = list(sheets_of([asked]))
    assert in_all(asked) == [one.name for one in asked.result.contest.options]
    sizes = [len(names(one)) for one in sheets]
    assert max(sizes) <= MOST_STATEMENTS
    assert max(sizes) - min(sizes) <= 1, "about equally full"
    assert len(sheets) == -(-number // MOST_STATEMENTS)


def test_the_address_of_a_question_is_that_of_its_first_sheet():
    sheets = list(sheets_of([statements(3), statements(12), statements(2)]))
    assert [one.id for one in sheets] == ["contest-1", "contest-2", "contest-2-2", "contest-2-3", "contest-3"]
    assert sheets[1].others == (("contest-2", 1, 4), ("contest-2-2", 5, 8), ("contest-2-3", 9, 12))


def test_the_best_hang_on_the_first_sheet():
    park = marked(30)
    first, *others = sheets_of([park])
    assert len(first.explanation.lines) <= MOST_LINES
    least = min(one.votes for one in first.explanation.lines)
    assert all(one.votes <= least for other in others for one in other.explanation.lines)


def test_a_dozen_short_names_hang_together_and_long_ones_do_not():
    assert len(list(sheets_of([marked(12)]))) == 1
    assert len(list(sheets_of([marked(MOST_LONG, 45)]))) == 1
    assert len(list(sheets_of([marked(12, 45)]))) == 2
    assert len(list(sheets_of([marked(12, 120)]))) == 4


@pytest.mark.parametrize("name", sorted(OUTCOMES))
def test_whatever_comes_out_hangs_on_a_sheet(name):
    """Also where nothing may be shown in numbers, and where nobody voted."""
    sheets = list(sheets_of([OUTCOMES[name]]))
    assert [one.shown for one in sheets] == [OUTCOMES[name]] * len(sheets)
    assert len(sheets) >= 1
    assert sum(len(one.bars) for one in sheets) == len(OUTCOMES[name].bars) or sheets[0].explanation
