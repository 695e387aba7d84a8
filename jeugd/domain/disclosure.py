"""Small numbers: what a result may show without giving away who chose what (SECRECY-AND-INTEGRITY 2.7).

The thresholds are floors. Where each ballot counts for one answer everything works on whole numbers of ballots per
answer, blank included, and small ones are folded together. Where a ballot counts for several (marks, places, points,
a purse) the numbers hang together in too many ways for that: then all may be shown, or the outcome alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

FEWEST_IN_CLASS = 10  # R1: counted votes before a class sees its own result
FEWEST_IN_PUBLIC = 20  # R2: counted votes before the public sees a result
SMALL = 2  # R3: options with this many votes or fewer are folded together in a class
UNANIMITY_BELOW = 50  # R4: in a group smaller than this ...
UNANIMITY_NUMERATOR, UNANIMITY_DENOMINATOR = 9, 10  # ... a larger share than this is not shown in numbers


@dataclass(frozen=True, slots=True)
class TooFew:
    """Fewer votes than ``fewest``: they are only shown merged with others."""

    kind: ClassVar = "too_few"
    fewest: int


@dataclass(frozen=True, slots=True)
class LargeMajority:
    """Nearly everybody chose ``answer``; no numbers are shown."""

    kind: ClassVar = "large_majority"
    answer: str


@dataclass(frozen=True, slots=True)
class OutcomeOnly:
    """Who won, what is funded and what the middle answer is may be said; no number, no round and no order."""

    kind: ClassVar = "outcome_only"


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers that may be shown, and the answers whose votes are only shown added up."""

    kind: ClassVar = "table"
    shown: dict[str, int]
    folded: tuple[str, ...]
    folded_votes: int


Disclosed = TooFew | LargeMajority | OutcomeOnly | Table


@dataclass(frozen=True, slots=True)
class Overlapping:
    """Votes of which a ballot may give several: ``votes`` for each answer, and the ``ballots`` that are counted.

    Of these ``chose`` are not blank: whoever is the only one to choose is the outcome. ``cells`` is every number of
    ballots that an explanation of the result shows or lets one subtract.
    """

    votes: Mapping[str, int]
    cells: Collection[int]
    ballots: int
    chose: int


@dataclass(frozen=True, slots=True)
class Place:
    """A school or another place: its votes by answer, and in how many of its stations people voted.

    ``cells`` are the numbers that a table of it shows beside them: of a list, those of its candidates.
    """

    votes: Mapping[str, int]
    stations: int
    cells: tuple[int, ...] = ()

    @property
    def counted(self) -> int:
        """All its votes."""
        return sum(self.votes.values())


@dataclass(frozen=True, slots=True)
class MergedPlaces:
    """The places whose numbers may be shown one by one, and those whose numbers are only shown added up."""

    shown: tuple[str, ...]
    folded: tuple[str, ...]


def for_class(votes: Mapping[str, int]) -> Disclosed:
    """What the screen in the classroom may show of its own box: rules R1, R3 and R4."""
    return _refusal(votes, FEWEST_IN_CLASS) or _folded(votes)


def for_public(votes: Mapping[str, int], *, stations: int) -> Disclosed:
    """What the public may see of a whole election in which people voted in so many stations: rules R2 and R4.

    Otherwise the real numbers; but where only one class voted, the election is that class, and R3 holds too.
    """
    return _refusal(votes, FEWEST_IN_PUBLIC) or (
        _folded(votes) if stations == 1 else Table(dict(votes), (), 0)
    )


def overlapping_for_class(count: Overlapping) -> TooFew | OutcomeOnly | Table:
    """What a class may see of a result whose votes overlap: rules R1, R3 and R4, all or nothing.

    Numbers that overlap tell more than their sum, so they need as many ballots as in public.
    """
    if count.chose < FEWEST_IN_CLASS:
        return TooFew(FEWEST_IN_CLASS)
    if count.chose < FEWEST_IN_PUBLIC or _nearly_agree(count) or _has_small_cell(count):
        return OutcomeOnly()
    return Table(dict(count.votes), (), 0)


def overlapping_for_public(count: Overlapping, *, stations: int) -> TooFew | OutcomeOnly | Table:
    """What the public may see of such a result: rules R2 and R4, and R3 where only one station voted."""
    if count.chose < FEWEST_IN_PUBLIC:
        return TooFew(FEWEST_IN_PUBLIC)
    if stations == 1:
        return overlapping_for_class(count)
    return OutcomeOnly() if _nearly_agree(count) else Table(dict(count.votes), (), 0)


def _nearly_agree(count: Overlapping) -> bool:
    """Some number is nearly the whole of a small group."""
    most = max(count.cells, default=0)
    return (
        count.ballots < UNANIMITY_BELOW and most * UNANIMITY_DENOMINATOR > count.ballots * UNANIMITY_NUMERATOR
    )


def _has_small_cell(count: Overlapping) -> bool:
    """One or two ballots can be told apart, by what they say or by what they do not; in a hall nobody is known so."""
    return count.ballots < UNANIMITY_BELOW and any(
        0 < number <= SMALL or 0 < count.ballots - number <= SMALL for number in count.cells
    )


def merged_units(places: Mapping[str, Place]) -> MergedPlaces | None:
    """Which places an export of a whole result may show one by one; the others only added up. None: not even all
    together may be shown.

    A place stands alone if it could be the result of an election by itself: rules R2 and R4, and R3 where it is one
    class, for that class sees its own small numbers folded. The others are folded together, and until their fold may
    stand alone the next smallest place goes with them. So the fold never is one place (R5): what is not fit to be
    shown is not fit to be what remains of the total. Places of equal size go by their key, so their order is the same
    to us.
    """
    if not _may_stand_alone(_together(places.values())):
        return None
    by_size = sorted(places, key=lambda key: (places[key].counted, key))
    folded = [key for key in by_size if not _may_stand_alone(places[key])]
    next_smallest = (key for key in by_size if _may_stand_alone(places[key]))
    while folded and not _may_stand_alone(_together(places[key] for key in folded)):
        folded.append(next(next_smallest))
    return MergedPlaces(
        tuple(key for key in places if key not in folded), tuple(key for key in places if key in folded)
    )


def _may_stand_alone(place: Place) -> bool:
    if _refusal(place.votes, FEWEST_IN_PUBLIC) is not None:
        return False
    is_class = place.stations == 1 and place.counted < UNANIMITY_BELOW  # a station may also be a school hall
    return not (is_class and (_folded(place.votes).folded or has_small_cell(place.cells)))


def has_small_cell(cells: Iterable[int]) -> bool:
    """Some number is so small that a class would ask whose vote it is (R3)."""
    return any(0 < number <= SMALL for number in cells)


def classes_beside_total(classes: Mapping[str, Mapping[str, int]]) -> frozenset[str]:
    """Which classes may see their own numbers, by answer, where those of all of them together are public.

    Those that may see them by themselves (R1, R4), unless the total would then give another class away: the classes
    that may not are what remains of it. Until they could be an election by themselves, the next smallest class goes
    with them (R5). A class in which nobody voted hides nothing.
    """
    voted = sorted(
        (key for key in classes if any(classes[key].values())), key=lambda key: _size(classes[key], key)
    )
    hidden = [key for key in voted if _refusal(classes[key], FEWEST_IN_CLASS) is not None]
    shown = [key for key in voted if key not in hidden]
    while hidden and shown and _refusal(_sum(classes[key] for key in hidden), FEWEST_IN_PUBLIC) is not None:
        hidden.append(shown.pop(0))
    return frozenset(shown)


def _size(votes: Mapping[str, int], key: str) -> tuple[int, str]:
    return sum(votes.values()), key


def _sum(several: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for votes in several:
        total.update(votes)
    return total


def _together(places: Iterable[Place]) -> Place:
    several = list(places)
    cells = tuple(number for place in several for number in place.cells)
    return Place(_sum(place.votes for place in several), sum(place.stations for place in several), cells)


def _refusal(votes: Mapping[str, int], fewest: int) -> TooFew | LargeMajority | None:
    total = sum(votes.values())
    if total < fewest:
        return TooFew(fewest)
    largest = max(votes, key=lambda answer: votes[answer])
    if total < UNANIMITY_BELOW and votes[largest] * UNANIMITY_DENOMINATOR > total * UNANIMITY_NUMERATOR:
        return LargeMajority(largest)
    return None


def _folded(votes: Mapping[str, int]) -> Table:
    """Fold the small answers together.

    Never one alone, for then the fold would name it; and never as many votes as they can hold together, for then each
    of them is known to have SMALL. In both cases the next smallest goes with them.
    """
    smallest_first = sorted(votes, key=lambda answer: votes[answer])
    small = [answer for answer in smallest_first if votes[answer] <= SMALL]
    hidden = sum(votes[answer] for answer in small)
    if hidden == 0:
        return Table(dict(votes), (), 0)
    if len(small) == 1 or hidden == SMALL * len(small):
        small = smallest_first[: len(small) + 1]
    shown = {answer: number for answer, number in votes.items() if answer not in small}
    return Table(
        shown, tuple(answer for answer in votes if answer in small), sum(votes[answer] for answer in small)
    )
