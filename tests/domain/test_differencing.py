"""Everything that is public of an election, laid beside each other: schools, classes and the whole, and their rests."""

import random
from collections import Counter

import pytest

from jeugd.domain import disclosed_result, disclosure
from jeugd.domain.contest import Contest, Method, numbered
from jeugd.domain.disclosed_result import class_sees, public_sees
from jeugd.domain.disclosure import Place, Table, classes_beside_total, for_class, for_public, merged_units
from jeugd.domain.result import added_up, contest_result

ELECTIONS = 10_000
ANSWERS = ("1", "2", "3", "blank")
SIZES = (0, 2, 5, 8, 12, 18, 25, 28, 30)


def class_of(dice):
    weights = [dice.random() for _ in ANSWERS[:-1]]
    drawn = Counter(dice.choices(ANSWERS, [*weights, 0.03], k=dice.choice(SIZES)))
    return {answer: drawn[answer] for answer in ANSWERS}


def schools_of(dice):
    """{school: {class: {answer: votes}}}, one to four schools of one to three classes."""
    return {
        school: {f"{school}{number}": class_of(dice) for number in range(dice.randint(1, 3))}
        for school in "abcd"[: dice.randint(1, 4)]
    }


def total(classes):
    classes = list(classes)
    return {answer: sum(votes[answer] for votes in classes) for answer in ANSWERS}


def voted(votes):
    return any(votes.values())


def units_of(schools):
    """The classes of each school that an export shows, and of those that it adds up."""
    places = {
        school: Place(total(classes.values()), sum(map(voted, classes.values())))
        for school, classes in schools.items()
    }
    merged = merged_units(places)
    if merged is None:
        return [{name for classes in schools.values() for name in classes}]
    grouped = [[school] for school in merged.shown] + [list(merged.folded)]
    return [{name for school in group for name in schools[school]} for group in grouped if group]


def public_sets(schools, screens):
    """Every set of classes whose numbers stand somewhere; what a screen folds is taken for known."""
    classes = {name: votes for own in schools.values() for name, votes in own.items()}
    if not isinstance(for_public(total(classes.values()), stations=sum(map(voted, classes.values()))), Table):
        return classes, set()
    units = units_of(schools)
    shown = {name for unit in units for name in screens({one: classes[one] for one in unit})}
    sets = [set(classes), *units, *({name} for name in shown)]
    return classes, {frozenset(name for name in one if voted(classes[name])) for one in sets} - {frozenset()}


def worked_out(known):
    """Those sets, and every rest of one of them when others are taken away, as often as it goes."""
    found = set(known)
    new = found
    while new:
        new = {one - other for one in found for other in found if other < one} - found
        found |= new
    return found


def given_away(schools, screens):
    """The sets of classes that are too small to be shown, or nearly unanimous, and that somebody knows."""
    classes, known = public_sets(schools, screens)
    return [
        one
        for one in worked_out(known)
        if not isinstance(for_class(total(classes[name] for name in one)), Table)
    ]


def test_nobody_works_out_a_small_class_from_all_that_is_public():
    dice = random.Random(27)
    made = [schools_of(dice) for _ in range(ELECTIONS)]
    assert [schools for schools in made if given_away(schools, classes_beside_total)] == []
    assert sum(bool(public_sets(schools, classes_beside_total)[1]) for schools in made) > ELECTIONS // 2


def careless(classes):
    """The planted bug: each class looks at its own box alone."""
    return [name for name, votes in classes.items() if isinstance(for_class(votes), Table)]


def test_a_class_that_looks_at_its_own_box_alone_is_found_out():
    dice = random.Random(27)
    small = {
        "a": {
            "a0": dict(zip(ANSWERS, (14, 11, 3, 0), strict=True)),
            "a1": dict(zip(ANSWERS, (0, 0, 5, 0), strict=True)),
        }
    }
    assert given_away(small, careless) == [frozenset({"a1"})]
    assert given_away(small, classes_beside_total) == []
    assert sum(bool(given_away(schools_of(dice), careless)) for _ in range(200)) > 50


# -- which classes


def votes(*numbers):
    return dict(zip(ANSWERS, (*numbers, 0, 0, 0, 0), strict=False))


LARGE, MIDDLE, TINY, NOBODY, SAME = votes(15, 13), votes(6, 6), votes(2, 1), votes(), votes(20)


@pytest.mark.parametrize(
    ("classes", "shown"),
    [
        ({"a": LARGE, "b": MIDDLE}, "ab"),
        ({"a": LARGE, "b": NOBODY}, "a"),
        ({"a": LARGE, "b": TINY}, ""),
        ({"a": LARGE, "b": MIDDLE, "c": TINY}, ""),
        ({"a": LARGE, "b": LARGE, "c": TINY}, "b"),
        ({"a": LARGE, "b": SAME}, ""),
        ({"a": LARGE, "b": LARGE, "c": LARGE, "d": TINY, "e": NOBODY}, "bc"),
        (dict.fromkeys("abcdefg", TINY) | {"h": LARGE}, "h"),
        ({}, ""),
    ],
)
def test_the_smallest_classes_go_with_one_that_is_too_small(classes, shown):
    assert classes_beside_total(classes) == frozenset(shown)


# -- ballots that count for several answers: their numbers add up to those of the total just as well

OPTIONS = numbered([(name, "", "") for name in "abcd"])
MARKED = {"1": 8, "2": 7, "1,2": 6, "3": 7}, {"1,3": 3, "2": 1}
WAYS = {
    Method.APPROVAL: lambda dice: ",".join(sorted(dice.sample("1234", dice.randint(1, 3)))),
    Method.BORDA: lambda dice: ">".join(dice.sample("1234", dice.randint(1, 4))),
    Method.SCHULZE: lambda dice: ">".join(dice.sample("1234", dice.randint(2, 4))),
}


def boxes(dice, method):
    """{class: tally} of one to five classes that like the same few ballots."""
    kinds = [WAYS[method](dice) for _ in range(dice.randint(3, 5))] + ["blank"]
    return {
        name: dict(Counter(dice.choices(kinds, k=dice.choice(SIZES))))
        for name in "abcde"[: dice.randint(1, 5)]
    }


def fits(contest, tallies):
    """Whether these classes together could be an election by themselves."""
    return isinstance(public_sees(contest_result(contest, added_up(tallies)), stations=len(tallies)), Table)


def betrayed(contest, tallies, screens):
    """The sets of classes whose numbers somebody can work out, and that could not be an election by themselves."""
    used = {key: tally for key, tally in tallies.items() if tally}
    if not (used and fits(contest, used.values())):
        return []
    known = {frozenset(used), *(frozenset({key}) for key in screens(contest, tallies))}
    return [one for one in worked_out(known) if not fits(contest, [tallies[key] for key in one])]


def looks_at_its_own_box(contest, tallies):
    """The planted bug: numbers that overlap are thought not to add up."""
    return {
        key for key, tally in tallies.items() if isinstance(class_sees(contest_result(contest, tally)), Table)
    }


@pytest.mark.parametrize("method", WAYS)
def test_nobody_works_out_a_small_class_where_ballots_overlap(method):
    dice, contest = random.Random(31), Contest("Wat mag er komen?", method, OPTIONS)
    made = [boxes(dice, method) for _ in range(1000)]
    sees = disclosed_result.classes_beside_total
    assert [one for one in made if betrayed(contest, one, sees)] == []
    assert sum(bool(sees(contest, one)) for one in made) > 100, "too few classes see their numbers"
    assert sum(bool(betrayed(contest, one, looks_at_its_own_box)) for one in made) > 10


def test_a_class_of_four_is_not_what_remains_of_the_marks():
    contest = Contest("Wat mag er komen?", Method.APPROVAL, OPTIONS)
    large, tiny = MARKED
    sees = disclosed_result.classes_beside_total
    assert sees(contest, {"a": large, "b": tiny}) == frozenset()
    assert sees(contest, {"a": large, "b": large, "c": tiny}) == {"b"}
    assert sees(contest, {"a": large, "b": {}}) == {"a"}, "nobody voted in the other class"


def test_small_numbers_of_candidates_keep_a_school_of_one_class_among_the_others():
    lists = votes(13, 12)
    places = {
        "a": Place(lists, 1, (13, 12)),
        "b": Place(lists, 2, (1, 1, 11, 12)),
        "c": Place(lists, 1, (12, 1, 12)),
    }
    assert merged_units(places).folded == ("a", "c")
    assert merged_units({"a": places["a"], "b": places["b"]}).folded == ()
    assert merged_units({"c": places["c"]}) is None
    assert disclosure.has_small_cell((0, 3)) is False
