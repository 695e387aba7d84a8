"""The invented municipality of Juinen: its schools, its children, its lists. All names are made up."""

from __future__ import annotations

from jeugd.domain.contest import CandidateList, Contest, Method, Option, Rules, numbered
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.lesson import Lesson
from jeugd.domain.official_election import OfficialElection

MUNICIPALITY = ("GM9999", "Juinen")
OFFICIAL = ("carla@juinen.example", "Carla")
SCHOOLS = ("De Regenboog", "De Wilgen", "Juinens College")

# (kind of class, school, pupils) for each election
STATIONS: dict[ElectionKind, tuple[tuple[str, str, int], ...]] = {
    ElectionKind.KINDERBURGEMEESTER: (("Groep 7b", "De Regenboog", 28), ("Groep 8", "De Wilgen", 24)),
    ElectionKind.JEUGDRAAD: (("Klas 2c", "Juinens College", 27), ("Klas 3a", "Juinens College", 25)),
    ElectionKind.SCHADUWVERKIEZING: (("Klas 5h", "Juinens College", 26), ("Klas 6v", "Juinens College", 22)),
}

_KINDERBURGEMEESTER = Contest(
    "Wie wordt de nieuwe kinderburgemeester?",
    options=numbered(
        [
            ("Noor", "De Regenboog, groep 7", "Elke wijk een plek waar je mag klimmen."),
            ("Yassin", "De Wilgen, groep 8", "Gratis zwemles voor iedereen."),
            ("Fenna", "Het Kompas, groep 7", "Minder afval op school en straat."),
            ("Milan", "De Driemaster, groep 6", "Een jeugdraad die echt gehoord wordt."),
        ]
    ),
)

_JEUGDRAAD = Contest(
    "Wat doen we met het lege veld naast de sporthal?",
    options=numbered(
        [
            ("Een skatebaan", "Kost 80.000 euro", "Ook voor steppen en inliners, met lampen tot negen uur."),
            ("Een pluktuin", "Kost 25.000 euro", "Fruit en groente die iedereen mag plukken."),
            (
                "Een ontmoetingsplek",
                "Kost 60.000 euro",
                "Droog en warm, met wifi, zonder dat je iets hoeft te kopen.",
            ),
            ("Laten zoals het is", "Kost niets", "Om te voetballen en te vliegeren."),
        ]
    ),
)

# surname and initials of the candidates of each list; a list without a name goes by its leader
_LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Lokaal Juinen",
        (
            "A. (Anneke) de Vries-Bakker", "M.J. (Mohamed) el Idrissi", "P. (Pieter) van den Berg",
            "S. (Sanne) Jansen", "J.H. (Johan) Timmerman", "L. (Linda) Kuipers", "K. (Kees) Postma", "D. (Dewi) Sari",
        ),
    ),
    (
        "Groen & Sociaal",
        (
            "F. (Fatima) Bouzid", "T.W. (Tom) Hendriks", "E. (Eline) Mulder", "R. (Ruben) Stam",
            "I. (Iris) van Dam", "B. (Bilal) Arslan", "H. (Hanna) Visser",
        ),
    ),
    (
        "Juinen Vooruit",
        (
            "W.P. (Willem) Dekker", "C. (Charlotte) Brouwer", "N. (Niels) Peeters", "Y. (Yara) Smits",
            "G. (Gijs) Hofman", "O. (Olga) Lammers",
        ),
    ),
    (
        "Christelijk Juinen",
        ("J. (Jan) van Dijk", "M. (Marijke) Schouten", "A. (Arie) de Bruin", "E. (Esther) Kok", "L. (Levi) Noordam"),
    ),
    (
        "Partij van het Kanaal",
        ("Q. (Quinten) Bos", "S. (Soraya) Tjon", "V. (Vera) Maas", "X. (Xander) Vos", "Z. (Zoë) Willems"),
    ),
    ("", ("H.K. (Henk) Zandstra", "T. (Truus) Zandstra-Bijl", "P. (Paul) Otten")),
)  # fmt: skip


def _list(number: int, name: str, people: tuple[str, ...]) -> CandidateList:
    listed = (Option(f"{number}.{place}", person, "Juinen") for place, person in enumerate(people, start=1))
    return CandidateList(number, name, tuple(listed))


DEFINITIONS = (
    Definition(
        ElectionKind.KINDERBURGEMEESTER,
        "Kinderburgemeester van Juinen",
        Opening.PER_STATION,
        (_KINDERBURGEMEESTER,),
    ),
    Definition(ElectionKind.JEUGDRAAD, "De jeugdraad vraagt", Opening.PER_STATION, (_JEUGDRAAD,)),
    Definition(
        ElectionKind.SCHADUWVERKIEZING,
        "Gemeenteraad Juinen",
        Opening.TOGETHER,
        (
            Contest(
                "Op wie stem jij voor de gemeenteraad?",
                Method.LIST_VOTE,
                lists=tuple(_list(number, *one) for number, one in enumerate(_LISTS, start=1)),
            ),
        ),
        official=OfficialElection(
            "GR2026_Juinen", "GR", "2026-03-18", domain="9999", seats=9, preference_percentage=50
        ),
    ),
)

POLL = Definition(
    ElectionKind.JEUGDRAAD,
    "Een park voor ons",
    Opening.PER_STATION,
    (
        Contest(
            "Waar moet het nieuwe park komen?",
            options=numbered(
                [
                    ("Bij het station", "", "Dichtbij voor wie met de trein komt."),
                    ("Langs het kanaal", "", "Met uitzicht op het water."),
                    ("Achter de sporthal", "", "Waar nu het lege veld is."),
                ]
            ),
        ),
        Contest(
            "Wat moet er zeker komen?",
            Method.INSTANT_RUNOFF,
            options=numbered(
                [
                    (name, "", "")
                    for name in ("Een skatebaan", "Een zwemsteiger", "Een podium", "Een boomgaard")
                ]
            ),
        ),
        Contest(
            "Wat vind jij?",
            Method.SCALE,
            options=numbered(
                [
                    ("In het park mag muziek aan tot tien uur.", "", ""),
                    ("Honden mogen er los lopen.", "", ""),
                    ("Ik help een middag mee met planten.", "", ""),
                ]
            ),
        ),
        Contest(
            "Waar geven we het eerste geld aan uit?",
            Method.EQUAL_SHARES,
            options=tuple(
                Option(str(number), name, cost=cost)
                for number, (name, cost) in enumerate(
                    (
                        ("Banken", 2000),
                        ("Lampen", 3500),
                        ("Een watertappunt", 1500),
                        ("Een voetbalkooi", 5000),
                    ),
                    start=1,
                )
            ),
            rules=Rules(purse=6000),
        ),
    ),
)
POLL_STATIONS = (("Klas 1b", "Juinens College", 26), ("Groep 8", "De Regenboog", 28))
POLL_LESSON = Lesson(
    before=(
        "Waar ben jij het liefst buiten? Waarom juist daar?",
        "Wie komen er nog meer in een park? Wat hebben zij nodig?",
        "Met 6.000 euro kun je niet alles betalen. Wat gaat voor?",
    ),
    after=(
        "Welk plan kwam bij veel mensen op de tweede plaats? Maakte dat verschil?",
        "Bij welke stelling dacht de klas het meest verschillend?",
        "Wat zeg je tegen iemand die iets anders wilde?",
    ),
)
