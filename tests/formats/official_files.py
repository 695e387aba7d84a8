"""Official counts as files, of the lists in tests/actions/test_apportion_seats.py (gemeente Juinen, 9999)."""

from __future__ import annotations

from tests.formats import count_files as files
from tests.formats import eml_files as eml

NAMES = {1: "Juinen Nu", 2: "Groen Juinen", 3: "", 4: "Partij van het Kanaal"}
PLACES = range(1, 6)
VOTES = {1: 400, 2: 300, 3: 200, 4: 100}
HERE = '<kr:ElectionDomain Id="9999">Juinen</kr:ElectionDomain>'


def identity(id="GR2026_Juinen", **changes):
    given = {"domain": HERE, "subcategory": "GR1"} | changes
    return eml.identifier(id, **given)


def authority(number="9999", name="Juinen"):
    return (
        f'<ManagingAuthority><AuthorityIdentifier Id="{number}">{name}</AuthorityIdentifier>'
        "</ManagingAuthority>"
    )


def group(votes=VOTES, names=NAMES, *, people=PLACES, **figures):
    """All votes of a list for its first candidate."""
    text = ""
    for number, of_list in votes.items():
        name = f"<RegisteredName>{names.get(number, 'Elders')}</RegisteredName>"
        text += files.selection(
            f'<AffiliationIdentifier Id="{number}">{name}</AffiliationIdentifier>', of_list
        )
        text += "".join(
            files.of_candidate(place, of_list * (place == people[0])) for place in people if people
        )
    return text + files.figures(votes, **figures)


def unit(number, name, votes):
    return (
        f'<ReportingUnitVotes><ReportingUnitIdentifier Id="{number}">{name}</ReportingUnitIdentifier>'
        + group(votes)
        + "</ReportingUnitVotes>"
    )


def official_count(total=None, *, units="", election=None, by=None, message="510b", id="geen"):
    """A 510 of Juinen; ``total`` and ``units`` are groups as above."""
    contest = files.contest(group() if total is None else total, units, id)
    return files.count_file(
        contest, election=election or identity(), authority=by or authority(), message=message
    )


# -- CSV

REGION_HEAD = "Regio;RegioCode;LijstNummer;LijstNaam;KandidaatNummer;KandidaatAchternaam;VeldType;Waarde"
STATION_HEAD = "GemeenteCode;GemeenteNaam;Postcode;StembureauNaam;StembureauCode;PartijNaam;AantalStemmen"
SHOWN = NAMES | {3: "Blanco (Kandidaat 3.1)"}


def region(votes=VOTES, code="G9999", name="Juinen", rest=()):
    """The lines of one region of the long table; ``rest``: kinds of numbers and their value."""
    lines = [
        f"{name};{code};{number};{SHOWN.get(number, 'Elders')};;;LijstAantalStemmen;{of_list}"
        for number, of_list in votes.items()
    ]
    return [*lines, *(f"{name};{code};;;;;{kind};{value}" for kind, value in rest)]


def regions(*lines):
    return "\n".join([REGION_HEAD, *lines]).encode()


def stations(votes=VOTES, municipality="9999"):
    """Two polling stations, the second of which has a tenth of all votes."""
    rows = []
    for number, of_list in votes.items():
        for place, number_of in (("SB1", of_list - of_list // 10), ("SB2", of_list // 10)):
            rows.append(f"{municipality};Juinen;1234 AB;Dorpshuis;{place};{SHOWN[number]};{number_of}")
    return "\n".join([STATION_HEAD, *rows]).encode()
