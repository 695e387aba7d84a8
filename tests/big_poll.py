"""A poll at the size that a phone must hold: 12 ranked options, 15 plans, 20 statements, and the other kinds."""

from __future__ import annotations

from jeugd.domain.contest import Contest, Method, Option, Rules, numbered
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind

PLURALITY = Contest(
    "Welke buslijn moet vaker rijden?",
    options=numbered([("Lijn 3", "Station - Juinerveen", ""), ("Lijn 7", "", ""), ("De nachtbus", "", "")]),
    rules=Rules(is_shuffled=True),
)
APPROVAL = Contest(
    "Wat mag er op het schoolplein?",
    Method.APPROVAL,
    options=numbered(
        [(name, "", "") for name in ("Tafeltennis", "Een schommel", "Muziek", "Skaten", "Een moestuin")]
    ),
    rules=Rules(most=3, is_shuffled=True),
)
REFERENDUM = Contest(
    "Moet de Dorpsstraat autovrij worden?",
    Method.REFERENDUM,
    options=(Option("yes", "Ja"), Option("no", "Nee")),
    rules=Rules(quorum="1/5", threshold="2/3", blank_counts=False),
    intro="De gemeenteraad beslist in maart. Hij neemt jullie antwoord mee.",
)
SEATS = Contest(
    "Wie komen er in de jeugdraad?",
    Method.SEVERAL_SEATS,
    options=numbered(
        [("Amina", "Kompas, 3 havo", "Meer groen."), ("Bo", "Wilgen, 4 vmbo", ""), ("Cas", "", "")]
    ),
    rules=Rules(seats=2, most=2),
)
RANKED = Contest(
    "Wat moet er in het nieuwe park komen?",
    Method.INSTANT_RUNOFF,
    options=numbered(
        [
            ("Skatebaan", "bij de vijver", ""),
            ("Openluchtbibliotheek met leestuin en voorleesplek", "", "Ook voor kleuters."),
            ("Trapveld", "", ""),
            ("Hangplek met dak", "", ""),
            ("Boomhut", "", ""),
            ("Zwemsteiger", "", ""),
            ("Hondenveld", "", ""),
            ("Klimwand", "", ""),
            ("Podium", "", ""),
            ("Barbecueplaats", "", ""),
            ("Waterspeelplaats", "", ""),
            ("Fitnesstoestellen", "", ""),
        ]
    ),
    rules=Rules(is_shuffled=True),
)
_PLANS = (
    ("Een pannakooi", 1500, "Voetballen op het plein."),
    ("Bankjes bij de bushalte", 400, ""),
    ("Een filmavond in de openlucht", 750, "Met popcorn."),
    ("Buitenschilderij op het viaduct", 1200, ""),
    ("Nieuwe boeken voor het buurthuis", 300, ""),
    ("Een huiswerkplek", 900, ""),
    ("Fietsreparatiezuil", 650, ""),
    ("Watertappunt", 1100, ""),
    ("Cursus muziek maken", 800, ""),
    ("Een wensboom", 150, ""),
    ("Zaklampen voor de avondvierdaagse", 250, ""),
    ("Een schaatsbaan voor een week", 4200, "Als het niet vriest, is hij van kunststof."),
    ("Plantenbakken", 350, ""),
    ("Voetbaldoelen", 600, ""),
    ("Debatwedstrijd", 500, ""),
)
BUDGET = Contest(
    "Waar geven we het jongerenbudget aan uit?",
    Method.EQUAL_SHARES,
    options=tuple(
        Option(str(number), name, pitch=pitch, cost=cost)
        for number, (name, cost, pitch) in enumerate(_PLANS, start=1)
    ),
    rules=Rules(purse=5000),
)
_STATEMENTS = (
    "De bus moet gratis zijn voor iedereen onder de achttien.",
    "Op school mag je zelf kiezen of je je telefoon gebruikt.",
    "Er zijn genoeg plekken om elkaar te ontmoeten zonder iets te kopen.",
    "Ik voel me 's avonds veilig op straat.",
    "De gemeente luistert naar jongeren.",
    "Vuurwerk moet helemaal verboden worden.",
    "Er moet een zwembad komen, ook als de belasting daarvoor omhooggaat.",
    "Iedereen vanaf zestien jaar moet mogen stemmen voor de gemeenteraad.",
    "De schooldag moet later beginnen.",
    "In de kantine hoort alleen gezond eten.",
    "Jongeren krijgen te veel huiswerk.",
    "Bij nieuwe huizen horen eerst woningen voor starters.",
    "Scooters horen niet op het fietspad.",
    "De gemeente moet meer doen tegen eenzaamheid bij jongeren.",
    "Een bijbaan is belangrijker dan een sport.",
    "Nieuws lees ik liever dan dat ik het kijk.",
    "Elke wijk moet een eigen jongerenwerker hebben.",
    "Er moeten meer bomen in het centrum komen, ook als er daardoor minder auto's kunnen staan.",
    "Ik weet waar ik terechtkan als het thuis niet goed gaat.",
    "Over tien jaar woon ik nog steeds in Juinen.",
)
SCALE = Contest("Wat vind jij?", Method.SCALE, options=numbered([(one, "", "") for one in _STATEMENTS]))

OF_EVERY_KIND = (PLURALITY, APPROVAL, REFERENDUM, SEATS, RANKED, BUDGET, SCALE)


def poll(*contests: Contest) -> Definition:
    """A poll of the youth council with these questions; without any: with one of every kind."""
    return Definition(
        ElectionKind.JEUGDRAAD, "De jeugdraad vraagt", Opening.PER_STATION, contests or OF_EVERY_KIND
    )
