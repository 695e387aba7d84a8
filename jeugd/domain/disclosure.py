"""Small numbers: what a result may show without giving away who chose what (SECRECY-AND-INTEGRITY 2.7).

The thresholds are floors. Everything here works on whole numbers of ballots per answer, blank included.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
class Table:
    """Numbers that may be shown, and the answers whose votes are only shown added up."""

    kind: ClassVar = "table"
    shown: dict[str, int]
    folded: tuple[str, ...]
    folded_votes: int


Disclosed = TooFew | LargeMajority | Table


@dataclass(frozen=True, slots=True)
class Place:
    """A school or another place: its votes by answer, and in how many of its stations people voted."""

    votes: Mapping[str, int]
    stations: int

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
    return not (is_class and _folded(place.votes).folded)


def _together(places: Iterable[Place]) -> Place:
    votes: Counter[str] = Counter()
    stations = 0
    for place in places:
        votes.update(place.votes)
        stations += place.stations
    return Place(votes, stations)


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
