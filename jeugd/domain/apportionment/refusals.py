"""Why a seat allocation is refused. Facts name the list, candidate or draw, never a voter."""

from __future__ import annotations

from jeugd.domain.errors import Refused


class RulesUnknown(Refused):
    """No rule set is known for this kind of council on this day. Facts: ``category``, ``day``."""


class SeatsOutOfRange(Refused):
    """A council has at least one seat and at most ``most``. Facts: ``seats``, ``most``."""


class ListsMissing(Refused):
    """There is no list to give a seat to."""


class TooManyLists(Refused):
    """More lists than a ballot can have. Fact: ``most``."""


class ListTooLong(Refused):
    """More candidates than a list can have. Facts: ``list``, ``most``."""


class ListsOutOfOrder(Refused):
    """List numbers must rise, each used once. Fact: ``list`` (the first that does not)."""


class VotesOutOfRange(Refused):
    """A number of votes that is negative or impossibly large. Facts: ``list``, ``most``."""


class CandidateTwice(Refused):
    """Two candidates of one list have the same number. Facts: ``list``, ``candidate``."""


class CandidateUnknown(Refused):
    """A deceased candidate who is not on the list. Facts: ``list``, ``candidate``."""


class PercentageOutOfRange(Refused):
    """A preference threshold outside 0 to 100 percent. Fact: ``percentage``."""


class DrawUnfit(Refused):
    """A stored draw that does not answer the lots now needed: the votes changed, or the order. Fact:
    ``position``.
    """


class DrawnNoOption(Refused):
    """The list or candidate drawn did not take part in these lots. Facts: ``position``, ``drawn``."""


class DrawLeftOver(Refused):
    """A stored draw for which no lots are needed any more. Fact: ``position``."""
