"""Budgets for tests: random ones, every outcome over all lots, and a real one of which the outcome was published."""

import random
from collections import Counter
from pathlib import Path

from hypothesis import strategies as st

WIELICZKA = Path(__file__).with_name("wieliczka_2023.txt")


def ballots(*lines):
    """Ballots such as ``"3 ab"``: three voters approve a and b."""
    cast = Counter()
    for line in lines:
        number, _, approved = line.partition(" ")
        cast[frozenset(approved)] += int(number)
    return cast


def random_budget(dice: random.Random, most_plans=5, most_voters=6, most_money=12):
    """Costs, ballots and a purse; every plan has a supporter and costs at most the purse."""
    purse = dice.randint(3, most_money)
    plans = "abcdefgh"[: dice.randint(1, most_plans)]
    cast = Counter(
        frozenset(plan for plan in plans if dice.random() < 0.5) for _ in range(dice.randint(1, most_voters))
    )
    supported = [plan for plan in plans if any(plan in ballot for ballot in cast)]
    return {plan: dice.randint(1, purse) for plan in supported}, cast, purse


@st.composite
def budgets(draw):
    return random_budget(random.Random(draw(st.integers(0, 2**32))), 6, 9, 30)


def settle(count, choose=min):
    """The outcome when each lot draws ``choose`` of its options, and the draws that were made."""
    draws = []
    while (outcome := count(draws)).lots:
        draws.append(choose(outcome.lots.options))
    return outcome, draws


def every_outcome(count, draws=()):
    """The sets of winners over all lots that people could draw."""
    outcome = count(draws)
    if not outcome.lots:
        return {frozenset(outcome.winners)}
    assert outcome.winners == ()
    return set().union(*(every_outcome(count, (*draws, option)) for option in outcome.lots.options))


def wieliczka():
    """Costs, votes, published winners and ballots."""
    plans, cast = (part.splitlines() for part in WIELICZKA.read_text().split("plans\n")[1].split("ballots\n"))
    rows = [line.split() for line in plans]
    costs = {plan: int(cost) for plan, cost, _, _ in rows}
    votes = {plan: int(number) for plan, _, number, _ in rows}
    selected = {plan for plan, _, _, is_selected in rows if is_selected == "1"}
    approved = {frozenset(line.split()[1].split(",")): int(line.split()[0]) for line in cast}
    return costs, votes, selected, approved
