"""Ranked elections to count: hand-written, random or drawn by hypothesis, and what must hold for each method."""

import random
from itertools import chain, pairwise

from hypothesis import settings
from hypothesis import strategies as st

from jeugd.domain.tally.ranking import ranking

quick = settings(max_examples=120, deadline=None, database=None, derandomize=True)


def cast(**answers):
    """{ranking: ballots} from ``A_B_C=3``: three ballots with A above B above C; AB_C has A and B equal."""
    return {ranking(tuple(tier) for tier in answer.split("_")): number for answer, number in answers.items()}


# the capital of Tennessee, as in any textbook: Memphis, Nashville, Chattanooga, Knoxville
TENNESSEE = cast(M_N_C_K=42, N_C_K_M=26, C_K_N_M=15, K_C_N_M=17)


def random_elections(number, most_options=4, most_rankings=6):
    """(options, {ranking: ballots}), strict and often cut off; so small that equal votes are common."""
    dice = random.Random(20261124)
    for _ in range(number):
        options = tuple("ABCDE"[: dice.randint(2, most_options)])
        ballots = {}
        for _ in range(dice.randint(1, most_rankings)):
            order = dice.sample(options, dice.randint(1, len(options)))
            ballots[tuple((one,) for one in order)] = dice.randint(1, 4)
        yield options, ballots


@st.composite
def rankings(draw, options):
    """A ranking with or without equals, complete or not, of at least one option."""
    order = draw(st.permutations(options))[: draw(st.integers(1, len(options)))]
    cuts = sorted(draw(st.sets(st.integers(1, len(order)), max_size=len(order))) | {0, len(order)})
    return ranking(order[start:end] for start, end in pairwise(cuts) if start < end)


@st.composite
def elections(draw):
    options = tuple("ABCDE"[: draw(st.integers(2, 5))])
    ballots = draw(st.dictionaries(rankings(options), st.integers(1, 5), min_size=1, max_size=7))
    return options, ballots


def possible_winners(count, options, ballots, draws=()):
    """Everybody who can win, over all lots that people may draw."""
    outcome = count(options, ballots, draws)
    if outcome.lots is None:
        return set(outcome.winners)
    drawn = ([*draws, option] for option in outcome.lots.options)
    return set(chain.from_iterable(possible_winners(count, options, ballots, more) for more in drawn))


def renamed(ballots, names):
    return {
        ranking([names[option] for option in tier] for tier in ranked): number
        for ranked, number in ballots.items()
    }


def check_names_and_order_mean_nothing(count, options, ballots, dice):
    """Other names, another order of the options or of the ballots, and every ballot twice: the same outcome."""
    names = dict(zip(options, dice.sample(["zz", "8", "A", "4", "q"], len(options)), strict=True))
    shuffled = dice.sample(list(ballots.items()), len(ballots))
    other = renamed({ranked: 2 * number for ranked, number in shuffled}, names)
    order = dice.sample(sorted(names.values()), len(names))
    one, two = count(options, ballots), count(order, other)
    assert {names[option] for option in one.winners} == set(two.winners)
    assert {names[option] for option in (one.lots.options if one.lots else ())} == set(
        two.lots.options if two.lots else ()
    )
    expected = {names[option] for option in possible_winners(count, options, ballots)}
    assert possible_winners(count, order, other) == expected
