"""Random contests of every method that is not about lists, and random answers to them, for Hypothesis."""

from hypothesis import strategies as st

from jeugd.domain.answer import BLANK, Answer
from jeugd.domain.contest import BUDGETS, REFERENDUM_KEYS, Contest, Method, Option, Rules
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.tally.scale import POINTS, UNKNOWN

ONE = (Method.PLURALITY, Method.REFERENDUM)
RANKED = (Method.INSTANT_RUNOFF, Method.BORDA, Method.SCHULZE)
METHODS = tuple(method for method in Method if method is not Method.LIST_VOTE)


@st.composite
def contests(draw, methods=METHODS):
    method = draw(st.sampled_from(methods))
    keys = REFERENDUM_KEYS if method is Method.REFERENDUM else draw(_keys)
    costs = draw(st.lists(st.integers(1, 50), min_size=len(keys), max_size=len(keys)))
    if method not in BUDGETS:
        costs = [0] * len(keys)
    options = tuple(Option(key, f"Plan {key}", cost=cost) for key, cost in zip(keys, costs, strict=True))
    return Contest("Wat?", method, options, rules=draw(_rules(method, costs)))


_keys = st.lists(st.integers(1, 40), min_size=2, max_size=12, unique=True).map(
    lambda numbers: tuple(map(str, sorted(numbers)))
)


@st.composite
def _rules(draw, method, costs):
    is_shuffled = draw(st.booleans())
    if method in ONE:
        return Rules(is_shuffled=is_shuffled)
    most = draw(st.integers(0, len(costs)))
    fewest = draw(st.integers(1, most or len(costs)))
    cheapest = sum(sorted(costs)[:fewest])  # so that a ballot can be filled in at all
    purse = cheapest + draw(st.integers(0, 100)) if method in BUDGETS else 0
    return Rules(fewest=fewest, most=most, purse=purse, is_shuffled=is_shuffled)


@st.composite
def answers(draw, contest):
    """An answer that a form of this contest can give; how answers are written is said here once more, on purpose."""
    if draw(st.integers(0, 5)) == 0:
        return BLANK
    keys = list(contest.by_key)
    if contest.method in ONE:
        return Answer(draw(st.sampled_from(keys)))
    number = draw(st.integers(contest.rules.fewest, contest.most))
    marked = draw(st.permutations(keys))[:number]
    if contest.method in RANKED:
        return Answer(">".join(marked))
    if contest.method is Method.SCALE:
        points = {key: draw(st.sampled_from([*POINTS, UNKNOWN])) for key in marked}
        return Answer(",".join(f"{key}:{points[key]}" for key in keys if key in points))
    if contest.method in BUDGETS:
        marked = _affordable(contest, marked)
    return Answer(",".join(key for key in keys if key in marked))


def _affordable(contest, marked):
    """These plans, or the cheapest ones where these cost too much."""
    cost = {option.key: option.cost for option in contest.options}
    if sum(cost[key] for key in marked) <= contest.rules.purse:
        return marked
    return sorted(cost, key=cost.__getitem__)[: contest.rules.fewest]


@st.composite
def filled_contests(draw, methods=METHODS):
    """A contest and an answer to it."""
    contest = draw(contests(methods))
    return contest, draw(answers(contest))


@st.composite
def filled_polls(draw):
    """A definition with one to four questions and the answers of one voter."""
    voter = draw(st.lists(filled_contests(), min_size=1, max_size=4))
    definition = Definition(
        ElectionKind.JEUGDRAAD, "De jeugdraad vraagt", Opening.PER_STATION, tuple(one for one, _ in voter)
    )
    return definition, tuple(answer for _, answer in voter)
