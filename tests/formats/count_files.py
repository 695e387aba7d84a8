"""Small counts of gemeente Juinen, as files and as values, written by the tests themselves."""

from datetime import date, datetime

from hypothesis import strategies as st

from jeugd.formats.eml_nl import ElectionIdentity, read_candidate_lists
from jeugd.formats.eml_nl.counts import MUNICIPAL_COUNT, ContestCount, Count, UnitCount
from jeugd.formats.eml_nl.vote_group import CandidateCount, ListCount, Reason, VoteGroup, add_up
from tests.formats import eml_files as eml

COUNTED = {(1, 1): 5, (1, 2): 2, (4, 1): 3}
"""Votes in all of gemeente Juinen by (list, candidate): lists 1 and 4, of two candidates and of one."""

STATIONS = {
    "0042::SB1": ("Stembureau De Regenboog (postcode: 1234 AB)", {(1, 1): 4, (1, 2): 0, (4, 1): 3}),
    "0042::SB2": ("Stembureau Dorpshuis", {(1, 1): 1, (1, 2): 2, (4, 1): 0}),
}
NAMES = {1: "Juinen Nu", 4: ""}
REASONS = (("geldige stempassen", 11), ("toegelaten kiezers", 11), ("geen verklaring", 0))


# -- files


def selection(inner, votes):
    return f"<Selection>{inner}<ValidVotes>{votes}</ValidVotes></Selection>"


def of_list(number, votes):
    name = f"<RegisteredName>{NAMES.get(number, 'Elders')}</RegisteredName>"
    return selection(f'<AffiliationIdentifier Id="{number}">{name}</AffiliationIdentifier>', votes)


def of_candidate(number, votes):
    return selection(f'<Candidate><CandidateIdentifier Id="{number}"/></Candidate>', votes)


def selections(votes):
    text = ""
    for number in sorted({key[0] for key in votes}):
        own = {candidate: found for (of, candidate), found in votes.items() if of == number}
        text += of_list(number, sum(own.values()))
        text += "".join(of_candidate(candidate, found) for candidate, found in own.items())
    return text


def figures(votes, *, cast=40, blank=1, invalid=0, reasons=REASONS):
    uncounted = "".join(
        f'<UncountedVotes ReasonCode="{reason}">{number}</UncountedVotes>' for reason, number in reasons
    )
    return (
        f"<Cast>{cast}</Cast><TotalCounted>{sum(votes.values())}</TotalCounted>"
        f'<RejectedVotes ReasonCode="ongeldig">{invalid}</RejectedVotes>'
        f'<RejectedVotes ReasonCode="blanco">{blank}</RejectedVotes>{uncounted}'
    )


def group(votes, **changes):
    return selections(votes) + figures(votes, **changes)


def stations():
    return "".join(
        f'<ReportingUnitVotes><ReportingUnitIdentifier Id="{id}">{name}</ReportingUnitIdentifier>'
        + group(votes, cast=0, blank=int(id.endswith("1")), reasons=())
        + "</ReportingUnitVotes>"
        for id, (name, votes) in STATIONS.items()
    )


def contest(total=None, units=None, id="geen", name=""):
    inside = f"<TotalVotes>{group(COUNTED) if total is None else total}</TotalVotes>"
    inside += stations() if units is None else units
    return f'<Contest><ContestIdentifier Id="{id}">{name}</ContestIdentifier>{inside}</Contest>'


AUTHORITY = (
    '<ManagingAuthority><AuthorityIdentifier Id="0042">Juinen</AuthorityIdentifier></ManagingAuthority>'
)


def count_file(contests=None, *, election=None, authority=AUTHORITY, message="510b", moment=None):
    identifier = election or eml.identifier(nomination="").replace(
        "<kr:NominationDate></kr:NominationDate>", ""
    )
    created = moment or "2026-03-19T01:32:49.834"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><EML {eml.NAMESPACES} Id="{message}" SchemaVersion="5">'
        f"<TransactionId>1</TransactionId>{authority}<kr:CreationDateTime>{created}</kr:CreationDateTime>"
        f"<Count><EventIdentifier/><Election>{identifier}<Contests>"
        f"{contest() if contests is None else contests}</Contests></Election></Count></EML>"
    ).encode()


def lists():
    """The candidate lists on which these votes were cast."""
    return read_candidate_lists(
        eml.candidate_lists(
            eml.contest(eml.affiliation(1) + eml.affiliation(4, name="", candidates=eml.candidate(1, "Bos")))
        )
    )


# -- values

JUINEN = ElectionIdentity(
    id="GR2026_Juinen",
    name="Gemeenteraad Juinen 2026",
    category="GR",
    subcategory="GR2",
    domain_id="0042",
    domain_name="Juinen",
    date=date(2026, 3, 18),
)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=30
).filter(lambda words: words == " ".join(words.split()) != "")
VOTES = st.integers(0, 999)


@st.composite
def counts(draw):
    """Any count of Juinen by station that adds up, and of which a file can be made."""
    numbers = draw(st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True).map(sorted))
    people = {
        number: draw(st.lists(st.integers(1, 80), min_size=1, max_size=4, unique=True).map(sorted))
        for number in numbers
    }
    names = {number: draw(st.none() | WORDS) for number in numbers}
    reasons = draw(st.sets(st.sampled_from(list(Reason))))
    units = tuple(
        UnitCount(f"0042::SB{place}", draw(WORDS), draw(vote_groups(people, names, reasons)))
        for place in range(1, draw(st.integers(2, 4)))
    )
    total = add_up([unit.votes for unit in units])
    created = draw(st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001 - as in the files
    return Count(
        JUINEN, MUNICIPAL_COUNT, "0042", draw(WORDS), created, (ContestCount("geen", None, total, units),)
    )


@st.composite
def vote_groups(draw, people, names, reasons):
    found = tuple(
        ListCount(number, names[number], sum(one.votes for one in candidates), candidates)
        for number, candidates in (
            (number, tuple(CandidateCount(candidate, draw(VOTES)) for candidate in on_list))
            for number, on_list in people.items()
        )
    )
    return VoteGroup(
        lists=found,
        entitled=draw(VOTES),
        counted=sum(one.votes for one in found),
        invalid=draw(VOTES),
        blank=draw(VOTES),
        uncounted=tuple((reason, draw(VOTES)) for reason in Reason if reason in reasons),
    )


def lists_of(count):
    """Candidate lists on which the votes of ``count`` can have been cast."""
    affiliations = "".join(
        eml.affiliation(
            found.number, "Lijst", "".join(eml.candidate(person.number) for person in found.candidates)
        )
        for found in count.contests[0].total.lists
    )
    return read_candidate_lists(eml.candidate_lists(eml.contest(affiliations)))
