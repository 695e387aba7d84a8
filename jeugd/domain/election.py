"""An election: its definition, which is fixed and hashed when it is frozen, and its states."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, NewType

from jeugd.domain.contest import CandidateList, Contest, Method, Option, Picture, Rules
from jeugd.domain.errors import (
    BallotTooLong,
    Refused,
    RulesUnfit,
    SeatsUnfit,
    TooEarly,
    TooFewOptions,
    TooManyPictures,
    TransitionRefused,
)
from jeugd.domain.kind import ElectionKind
from jeugd.domain.official_election import OfficialElection

if TYPE_CHECKING:
    from datetime import datetime

ElectionId = NewType("ElectionId", str)

MOST_SEATS = 150  # the Tweede Kamer
MOST_CONTESTS = 12
MOST_ON_BALLOT = 150  # options of all contests together: each may be a field of the form
MOST_PICTURES = 40  # of all contests together: every phone fetches them all
LONGEST_TITLE = 120  # characters


class Opening(Enum):
    """When ballot boxes are opened: each when its station closes, or all after the election has closed."""

    PER_STATION = "per_station"
    TOGETHER = "together"


class ElectionState(Enum):
    """Where an election stands; see the state machine in ``jeugd/README.md``. No step goes back."""

    DRAFT = "draft"
    FROZEN = "frozen"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    PUBLISHED = "published"

    def frozen(self) -> ElectionState:
        """Fix the definition; poll cards can be printed from here on."""
        return self._step(ElectionState.DRAFT, ElectionState.FROZEN)

    def opened(self) -> ElectionState:
        """Let polling stations open."""
        return self._step(ElectionState.FROZEN, ElectionState.OPEN)

    def closed(self) -> ElectionState:
        """End the voting everywhere."""
        return self._step(ElectionState.OPEN, ElectionState.CLOSED)

    def counted(self) -> ElectionState:
        """All boxes are opened and counted."""
        return self._step(ElectionState.CLOSED, ElectionState.COUNTED)

    def published(self) -> ElectionState:
        """Make the result public."""
        return self._step(ElectionState.COUNTED, ElectionState.PUBLISHED)

    def _step(self, expected: ElectionState, to: ElectionState) -> ElectionState:
        if self is not expected:
            raise TransitionRefused(state=self.value, step=to.value)
        return to

    @property
    def is_frozen(self) -> bool:
        """The definition can no longer change."""
        return self is not ElectionState.DRAFT

    @property
    def is_over(self) -> bool:
        """No vote can come in any more."""
        return self in (ElectionState.CLOSED, ElectionState.COUNTED, ElectionState.PUBLISHED)


@dataclass(frozen=True)
class Definition:
    """What is voted on and how it is counted: everything that is hashed when the election is frozen."""

    kind: ElectionKind
    title: str
    opening: Opening
    contests: tuple[Contest, ...]
    source: str = ""  # SHA-256 of the official file the lists came from, in hexadecimal
    official: OfficialElection | None = None  # the real election beside it
    is_free_to_join: bool = False  # whoever is in the room joins, without a card (vrije deelname)

    def with_contests(self, contests: tuple[Contest, ...]) -> Definition:
        """The same definition with other questions."""
        return replace(self, contests=contests)

    def with_seats(self, seats: int) -> Definition:
        """The same definition with a number of seats, for an official election whose 110a is not there.

        Raises SeatsUnfit when there is no such election, or its 110a says how many seats there are.
        """
        if self.official is None or self.official.is_defined or not 1 <= seats <= MOST_SEATS:
            raise SeatsUnfit(most=MOST_SEATS)
        return replace(self, official=replace(self.official, seats=seats))

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, ASCII; equal definitions give equal bytes."""
        data = asdict(self, dict_factory=_said)
        return json.dumps(data, default=_enum_value, sort_keys=True, separators=(",", ":"))

    def fingerprint(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def check_complete(self) -> None:
        """Raise TooFewOptions unless every contest offers a choice, RulesUnfit unless its rules can be kept."""
        if not self.contests:
            raise TooFewOptions
        for number, contest in enumerate(self.contests, start=1):
            contest.check_complete(number)

    def problems(self) -> dict[int, Refused]:
        """What ``check_complete`` would refuse in each contest, by its number."""
        found: dict[int, Refused] = {}
        for number, contest in enumerate(self.contests, start=1):
            try:
                contest.check_complete(number)
            except (TooFewOptions, RulesUnfit) as refusal:
                found[number] = refusal
        return found

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of the options of all contests, in their order; one may occur twice."""
        return tuple(picture for contest in self.contests for picture in contest.pictures)

    def check_size(self) -> None:
        """Raise BallotTooLong (``contests`` and ``options``, the most there may be) for a ballot that no form sends.

        Raise TooManyPictures (``limit``) for one that a phone would be long in fetching.
        """
        options = sum(len(contest.options) for contest in self.contests)
        if len(self.contests) > MOST_CONTESTS or options > MOST_ON_BALLOT:
            raise BallotTooLong(contests=MOST_CONTESTS, options=MOST_ON_BALLOT)
        if len(self.pictures) > MOST_PICTURES:
            raise TooManyPictures(limit=MOST_PICTURES)

    def without_people(self) -> Definition:
        """What may be shared: questions, options, texts and rules.

        Candidates are left out (they are people), and so is the real election beside it, with its lists and its day.
        """
        contests = tuple(
            replace(one, options=(), lists=()) if self._is_about_people(one) else one for one in self.contests
        )
        return replace(self, contests=contests, source="", official=None, is_free_to_join=False)

    def _is_about_people(self, contest: Contest) -> bool:
        return self.kind is ElectionKind.KINDERBURGEMEESTER or contest.is_about_people

    @staticmethod
    def from_json(text: str) -> Definition:
        """Read what ``to_json`` wrote."""
        data = json.loads(text)
        return Definition(
            kind=ElectionKind(data["kind"]),
            title=data["title"],
            opening=Opening(data["opening"]),
            contests=tuple(_contest(one) for one in data["contests"]),
            source=data["source"],
            official=OfficialElection(**data["official"]) if data["official"] else None,
            is_free_to_join=data.get("is_free_to_join", False),
        )


def class_may_see_result(
    opening: Opening, state: ElectionState, publish_at: datetime | None, now: datetime
) -> bool:
    """Whether the class of a counted station may see its own result now.

    Boxes that open together stay shut to everybody until publication; no box speaks before the publication moment.
    What was published stays public, also when a clock is set back.
    """
    if state is ElectionState.PUBLISHED:
        return True
    if publish_at is not None and now < publish_at:
        return False
    return opening is Opening.PER_STATION


def check_publication(publish_at: datetime | None, now: datetime) -> None:
    """Raise TooEarly before the publication moment; both moments carry a time zone."""
    if publish_at is not None and now < publish_at:
        raise TooEarly(moment=publish_at)


def _enum_value(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    raise TypeError(type(value).__name__)


def _said(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Without the picture of an option that has none: what was frozen before there were pictures keeps its bytes."""
    return {name: value for name, value in pairs if name != "picture" or value is not None}


def _option(data: dict[str, Any]) -> Option:
    if "picture" not in data:
        return Option(**data)
    return Option(**{**data, "picture": Picture(**data["picture"])})


def _contest(data: dict[str, Any]) -> Contest:
    return Contest(
        question=data["question"],
        method=Method(data["method"]),
        options=tuple(_option(one) for one in data["options"]),
        lists=tuple(
            CandidateList(one["number"], one["name"], tuple(Option(**each) for each in one["candidates"]))
            for one in data["lists"]
        ),
        rules=Rules(**data.get("rules", {})),
        intro=data.get("intro", ""),
    )
