"""Why a count is refused, besides what any EML_NL file is refused for (``refusals.py``)."""

from __future__ import annotations

from jeugd.formats.eml_nl.refusals import EmlRefused


class CandidateBeforeList(EmlRefused):
    """Votes for a candidate before any list was named, so nobody knows whose. Fact: ``candidate``."""


class SumsDiffer(EmlRefused):
    """Numbers that should add up and do not.

    Facts: ``part`` (``candidates``: of a list; ``lists``: of a total; ``units``: of the whole area), ``unit``
    (None for the whole area), ``list`` (None where it is not about one list), ``stated``, ``added``.
    """


class CountOfAnotherElection(EmlRefused):
    """A count, and not of the election at hand. Facts: ``part``, ``count``, ``expected``."""


class NotOfTheseLists(EmlRefused):
    """Count and candidate lists know different candidates. Facts: ``list``, ``candidate`` (None: the list)."""


class NotOfficial(EmlRefused):
    """A youth count where the official one was asked for. Fact: ``election``, its id."""
