"""The table that municipalities publish of a count: a column for each polling station, a row for each candidate.

The Electoral Council's own program for it calls the format "osv4-3". It has no place for a remark; a youth count
is known by the name of its election, in the first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jeugd.formats.csv_table import harmless
from jeugd.formats.eml_nl.candidate_lists import CandidateLists, Contest, ListedCandidate
from jeugd.formats.eml_nl.count_refusals import NotOfTheseLists
from jeugd.formats.eml_nl.counts import ContestCount, Count, UnitCount, contest_of_count
from jeugd.formats.eml_nl.vote_group import Reason, VoteGroup

NO_CELLS = ("", "", "")
STATION_WORD = re.compile("((Stembureau|Briefstembureau) )+")
POSTCODE = re.compile(r" \(postcode: ([0-9]{4} [A-Z]{2})\)")
ISLANDS = ("9001", "9002", "9003")
"""Bonaire, Sint Eustatius and Saba are no municipalities."""

VOTERS = (
    ("geldige stempas", Reason.POLL_CARDS),
    ("geldig volmachtbewijs", Reason.PROXIES),
    ("geldige kiezerspas", Reason.VOTER_PASSES),
    ("toegelaten kiezers", Reason.ADMITTED),
)
EXPLANATIONS = (
    ("meer stembiljetten dan toegelaten kiezers", Reason.MORE_BALLOTS),
    ("minder stembiljetten dan toegelaten kiezers", Reason.FEWER_BALLOTS),
    ("kiezers met stembiljet hebben niet gestemd", Reason.TAKEN_AWAY),
    ("er zijn te weinig stembiljetten uitgereikt", Reason.TOO_FEW_ISSUED),
    ("er zijn te veel stembiljetten uitgereikt", Reason.TOO_MANY_ISSUED),
    ("geen verklaring", Reason.UNEXPLAINED),
    ("andere verklaring", Reason.OTHERWISE_EXPLAINED),
)

Row = Sequence[str]


def write_osv_csv(count: Count, lists: CandidateLists) -> bytes:
    """Return the count of the contest that both know: UTF-8 with a byte order mark, ``;``, every cell quoted that
    is not empty, no line end after the last line (ELECTION-RULES 2.7). A number that the count leaves open is an
    empty cell.

    In a youth count the names of schools are typed by people, so one that a spreadsheet would calculate gets an
    apostrophe. All else is official text and stays as it is, to be equal to the byte.

    Raises CountOfAnotherElection, ContestUnclear, or NotOfTheseLists when the candidates differ.
    """
    counted, listed = contest_of_count(count, lists)
    _must_have_these_candidates(counted.total, listed)
    rows = [
        *_head(count),
        *_units(counted.units, typed=count.is_youth_count),
        *_figures(counted),
        *_votes(counted, listed),
    ]
    return "\n".join(map(_line, rows)).encode("utf-8-sig")


def station_name(unit: UnitCount) -> str:
    """Return ``Dorpshuis De Hucht`` for ``Stembureau Dorpshuis De Hucht (postcode: 6626 AC)``."""
    name = unit.name or ""
    word = STATION_WORD.match(name)
    return POSTCODE.sub("", name[word.end() :] if word else name)


def station_postcode(unit: UnitCount) -> str:
    """Return ``6626 AC``, or nothing."""
    found = POSTCODE.search(unit.name or "")
    return found[1] if found else ""


def _must_have_these_candidates(votes: VoteGroup, listed: Contest) -> None:
    counted = {(found.number, person.number) for found in votes.lists for person in found.candidates}
    known = {(found.number, person.number) for found in listed.lists for person in found.candidates}
    for in_list, candidate in sorted(counted ^ known):
        raise NotOfTheseLists(list=in_list, candidate=candidate)


def _head(count: Count) -> Iterator[Row]:
    yield "Verkiezing", "", count.election.name
    yield "Datum", "", count.election.date.isoformat()
    yield "Gebied", "", _area(count)
    yield "Nummer", "", count.authority_id
    yield ()


def _area(count: Count) -> str:
    name = count.authority_name or ""
    if not count.authority_id.isdecimal():
        return name
    return f"{'Openbaar lichaam' if count.authority_id in ISLANDS else 'Gemeente'} {name}"


def _units(units: Sequence[UnitCount], *, typed: bool) -> Iterator[Row]:
    names = (station_name(unit) for unit in units)
    head = ("Lijstnummer", "Aanduiding", "Volgnummer", "Naam kandidaat", "Totaal")
    yield *head, *(harmless(name) if typed else name for name in names)
    yield "Gebiednummer", *NO_CELLS, "", *(unit.id.rpartition("::")[2].removeprefix("SB") for unit in units)
    yield "Postcode", *NO_CELLS, "", *map(station_postcode, units)


def _figures(counted: ContestCount) -> Iterator[Row]:
    groups = [counted.total, *(unit.votes for unit in counted.units)]
    yield _figure("opgeroepenen", [group.entitled for group in groups])
    for word, reason in VOTERS:
        yield _figure(word, [group.stated(reason) for group in groups])
    yield _figure("geldige stembiljetten", [group.counted for group in groups])
    yield _figure("blanco stembiljetten", [group.blank for group in groups])
    yield _figure("ongeldige stembiljetten", [group.invalid for group in groups])
    yield _figure("aangetroffen stembiljetten", [group.ballots for group in groups])
    for word, reason in EXPLANATIONS:
        yield _figure(word, [group.stated(reason) for group in groups])


def _figure(word: str, numbers: Sequence[int | None]) -> Row:
    return "", word, "", "", *("" if number is None else str(number) for number in numbers)


def _votes(counted: ContestCount, listed: Contest) -> Iterator[Row]:
    groups = [_by_candidate(counted.total), *(_by_candidate(unit.votes) for unit in counted.units)]
    for found in listed.lists:
        in_all = (str(group.get((found.number, 0), 0)) for group in groups)
        yield str(found.number), found.name or "", "", "", *in_all
        for person in found.candidates:
            votes = (str(group.get((found.number, person.number), 0)) for group in groups)
            yield "", "", str(person.number), _name(person), *votes


def _by_candidate(votes: VoteGroup) -> dict[tuple[int, int], int]:
    """Votes by list and candidate; candidate 0 is the list."""
    by_candidate = {(found.number, 0): found.votes for found in votes.lists}
    for found in votes.lists:
        by_candidate |= {(found.number, person.number): person.votes for person in found.candidates}
    return by_candidate


def _name(person: ListedCandidate) -> str:
    last_name = f"{person.prefix} {person.last_name}" if person.prefix else person.last_name
    return f"{last_name}, {person.initials}" if person.initials else last_name


def _line(row: Row) -> str:
    return ";".join(_quoted(cell) for cell in row)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if cell else ""
