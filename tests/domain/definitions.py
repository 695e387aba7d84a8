"""Random definitions and ballots for Hypothesis: any kind, one to four questions, options or lists with gaps."""

from dataclasses import replace

from hypothesis import strategies as st

from jeugd.domain.answer import BLANK
from jeugd.domain.contest import CandidateList, Contest, Method, Option, Picture, numbered
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.official_election import OfficialElection

GR2026 = OfficialElection(
    "GR2026_Juinen", "GR", "2026-03-18", domain="9999", seats=17, preference_percentage=50
)
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


@st.composite
def plain_contests(draw):
    names = draw(st.lists(st.tuples(words, words, words), min_size=2, max_size=12))
    first, *others = numbered(names)
    picture = draw(st.none() | st.builds(Picture, st.sampled_from(["ab" * 32, "cd" * 32]), words))
    return Contest(draw(words), options=(replace(first, picture=picture), *others))


@st.composite
def list_contests(draw):
    numbers = draw(st.lists(st.integers(1, 60), min_size=1, max_size=5, unique=True))
    lists = tuple(_list(number, draw(words), draw(st.integers(2, 9))) for number in sorted(numbers))
    return Contest(draw(words), Method.LIST_VOTE, lists=lists)


def _list(number, name, people):
    return CandidateList(
        number, name, tuple(Option(f"{number}.{one}", "B. Bakker") for one in range(1, people + 1))
    )


contests = plain_contests() | list_contests()
definitions = st.builds(
    Definition,
    kind=st.sampled_from(ElectionKind),
    title=words,
    opening=st.sampled_from(Opening),
    contests=st.lists(contests, min_size=1, max_size=4).map(tuple),
    source=st.sampled_from(["", "ab" * 32]),
    official=st.sampled_from([None, GR2026]),
)


@st.composite
def filled(draw):
    """A definition and the answers of one voter."""
    definition = draw(definitions)
    answers = (draw(st.sampled_from([BLANK, *contest.by_key])) for contest in definition.contests)
    return definition, tuple(answers)
