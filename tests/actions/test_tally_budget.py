"""Budgets of others, counted from their file: by equal shares, by greedy, and by approval."""

import json

import pytest

from jeugd.actions.tally_file import tally_file
from jeugd.cli import main
from jeugd.domain.errors import LotUnfit, MethodUnfit
from jeugd.formats.pabulib import BudgetFile, PabulibUnfit, Project, write_pabulib
from tests.domain.tally.budgets import ballots, wieliczka

# The first example of equalshares.net, where greedy decides otherwise
COSTS = {"b": 700, "g": 400, "p": 250, "y": 200, "l": 100}
CAST = ballots("3 bg", "3 bgp", "1 pyl", "1 y", "1 yl", "1 pyl", "1 b")


def as_file(costs, cast, purse, units=1):
    projects = tuple(Project(key, cost, f"plan {key}") for key, cost in costs.items())
    return write_pabulib(BudgetFile({"description": "Juinen"}, purse, units, projects, cast))


EXAMPLE = as_file(COSTS, CAST, 1100)
TIE = as_file({"a": 6, "b": 6}, ballots("2 ab"), 10)


@pytest.mark.parametrize(
    ("method", "winners"),
    [
        ("equal-shares", "byl"),
        ("equal-shares/add1", "byl"),
        ("equal-shares/utilitarian", "byl"),
        ("equal-shares/add1-utilitarian", "byl"),
        ("greedy", "bg"),
        ("approval", "b"),
    ],
)
def test_a_budget_is_counted_by_the_method_that_is_asked(method, winners):
    tallied = tally_file(EXAMPLE, name="juinen.pb", method=method)
    assert tallied.outcome.winners == tuple(winners)
    assert (tallied.title, tallied.ballots, tallied.names["b"]) == ("Juinen", 11, "plan b")


def test_wieliczka_2023_has_the_outcome_that_was_published_when_read_from_a_file():
    costs, _, selected, cast = wieliczka()
    data = as_file(costs, cast, 1_000_000)
    assert set(tally_file(data, name="w.pb", method="equal-shares/add1").outcome.winners) == selected


def test_shares_grow_by_whole_units_also_where_amounts_have_cents():
    """Shares of 5.005: one more pays for a (6.00), two more change nothing, three more would overspend the purse."""
    data = as_file({"a": 600, "b": 750}, ballots("1 a", "1 b"), 1001, units=100)
    outcome = tally_file(data, name="cents.pb", method="equal-shares/add1").outcome
    assert (outcome.winners, outcome.raises) == (("a",), 2)


@pytest.mark.parametrize("method", ["equal-shares", "greedy"])
def test_a_lot_may_name_the_plan_by_its_id_or_its_name(method):
    assert tally_file(TIE, name="t.pb", method=method).outcome.lots.options == ("a", "b")
    for drawn in ("b", "plan b"):
        assert tally_file(TIE, name="t.pb", method=method, draws=[drawn]).outcome.winners == ("b",)


def test_a_draw_that_nobody_asked_for_is_refused():
    with pytest.raises(LotUnfit):
        tally_file(EXAMPLE, name="e.pb", method="greedy", draws=["b"])


@pytest.mark.parametrize("method", ["schulze", "greedy/add1", "equal-shares/none"])
def test_a_budget_is_not_counted_by_another_method(method):
    with pytest.raises(MethodUnfit):
        tally_file(EXAMPLE, name="e.pb", method=method)


def test_a_damaged_file_is_refused_with_its_line():
    with pytest.raises(PabulibUnfit) as caught:
        tally_file(EXAMPLE.replace(b"\nb;700", b"\nb;dear"), name="e.pb", method="greedy")
    assert caught.value.facts["fault"] == "money"


def test_the_command_prints_exact_numbers(tmp_path, capsys):
    path = tmp_path / "juinen.pb"
    path.write_bytes(EXAMPLE)
    assert main(["tally", str(path), "--method", "equal-shares", "--completion", "add1", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["method"], printed["winners"]) == ("equal-shares/add1", ["b", "y", "l"])
    assert [one["offer"]["most_paid"] for one in printed["rounds"]] == [100, 50, "100/3"]
    assert [(one["option"], one["reason"], one["had"]) for one in printed["unfunded"]] == [
        ("g", "supporters_short", 6 * 29),  # shares of 129; with 130 the park would overspend the purse
        ("p", "supporters_short", 3 * 29 + 2 * 79),
    ]


def test_the_command_names_the_plans_for_who_reads_it(tmp_path, capsys):
    path = tmp_path / "juinen.pb"
    path.write_bytes(EXAMPLE)
    assert main(["tally", str(path), "--method", "greedy"]) == 0
    assert "winners: b plan b, g plan g" in capsys.readouterr().out


def test_the_command_answers_a_damaged_file_with_one_sentence_and_its_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    path = tmp_path / "juinen.pb"
    path.write_bytes(EXAMPLE.replace(b"\nb;700", b"\nb;dear"))
    assert main(["tally", str(path), "--method", "greedy"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("jeugd: Regel 16: ")
