"""The record (proces-verbaal) of one polling station on paper: to sign, to keep and to set beside the
result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jeugd.formats.typesetting import PrintRoom, typeset

RECORD_WORDS = (
    "record",
    "municipality",
    "station",
    "school",
    "turnout",
    "reason",
    "count",
    "votes",
    "first_places",
    "ballots",
    "outcome",
    "merged",
    "blank",
    "invalid",
    "definition",
    "signed",
    "name",
    "signature",
    "place_and_date",
)
"""The keys of ``templates/print/record.json``: what the caller translates."""


@dataclass(frozen=True, slots=True)
class CountedContest:
    """The count of one contest; labels are translated already."""

    question: str
    rows: tuple[tuple[str, int], ...] | None
    """Numbers for each option or list, then blank and invalid; None when the count is merged with the whole."""
    column: str
    """What the numbers are: one of RECORD_WORDS."""
    outcome: str = ""
    """Who won, where that may be said and numbers may not."""


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """What the record of one polling station says; labels are translated already."""

    municipality: str
    election_title: str
    station_name: str
    school_name: str
    """Empty for a polling station outside a school."""
    turnout: tuple[tuple[str, int], ...]
    """Cards issued and void, voters admitted, votes cast, on paper, the difference: label and number."""
    reason: str
    """Why admitted voters and votes differ; empty when they are equal."""
    counts: tuple[CountedContest, ...]
    """Empty while there is nothing to show."""
    definition_hash: tuple[str, ...]
    """SHA-256 of the frozen definition in groups of four hexadecimal digits."""
    language: str
    words: Mapping[str, str]
    """A sentence for each of RECORD_WORDS."""


def record_pdf(record: RecordSheet, room: PrintRoom) -> bytes:
    """Print ``record`` as a PDF/UA-1 file: one page of A4 for up to about fifty options, more pages beyond.

    A merged count shows neither votes nor blank nor invalid ones. Raises KeyError when a word is missing.
    """
    return typeset(room, "record.typ", _plain(record))


def _plain(record: RecordSheet) -> dict[str, object]:
    words = {key: record.words[key] for key in RECORD_WORDS}
    return {
        "municipality": record.municipality,
        "election": record.election_title,
        "station": record.station_name,
        "school": record.school_name,
        "turnout": record.turnout,
        "reason": record.reason,
        "counts": [_count(one, words) for one in record.counts],
        "hash": record.definition_hash,
        "language": record.language,
        "words": words,
    }


def _count(one: CountedContest, words: Mapping[str, str]) -> dict[str, object]:
    return {
        "question": one.question,
        "rows": one.rows,
        "column": words[one.column],
        "outcome": one.outcome,
    }
