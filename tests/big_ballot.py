"""A ballot at the size of the Tweede Kamer: 27 lists and 1,100 candidates. All names are made up.

Numbers of lists and of candidates have gaps, two lists have no name, and names bear prefixes and diacritics.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from jeugd.domain.contest import CandidateList, Contest, Method, Option
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind

LISTS, CANDIDATES = 27, 1_100
NAMELESS = (26, 29)  # numbers of the lists that go by their leader
MISSING_LISTS = (8, 21)  # numbers that no list has
MISSING_CANDIDATE = (5, 7)  # list and number of one who was struck off
LONGEST_NAME = "J.W.F.M.C. (Jan-Willem Ferdinand) van der Veen-van den Wittenboer-Oostwegelsdorp"
LONGEST_PARTY = (
    "Samenwerkende Onafhankelijke Dorpspartijen voor Natuur, Cultuur en Meervoudigheidsvraagstukken"
)

_FIRST = (
    "A. (Aïsha)|B.J. (Bram)|C. (Çağla)|D.M. (Daan)|E. (Esmée)|F.T. (Fatma)|G. (Gijs)|H.P. (Hanneke)|I. (Ilse)|"
    "J.C. (Jurre)|K. (Kübra)|L.A. (Loïs)|M. (Mees)|N.E. (Noëlle)|O. (Olaf)|P.R. (Pien)|Q. (Quinten)|R.S. (Renée)|"
    "S. (Štěpán)|T.U. (Tess)|U. (Uğur)|V.W. (Veerle)|W. (Wout)|X.Y. (Xaviera)|Y. (Yara)|Z. (Zoë)"
).split("|")
_LAST = (
    "Aardewerk|van de Brug|Citroen|de Dijk|Eikelboom|van der Fuik|Gĳsbers|'t Hek|IJsvogel|Jansen|Kikkert|van den Loo|"
    "Müller-de Groot|Nachtegaal|Öztürk|Plas|Quist|van 't Riet|Sproet|Tak|Uil|ter Veld|Wolkers|Xhofleer|Ypma|Zonnebloem|"
    "op den Akker|Beukennoot|Çiçek|Distel|Egelantier|Framboos|Gerst|Haver|'t Ijzer|Jeneverbes|Klaproos|Linde|Meidoorn|"
    "Nieswortel|Olm|Peterselie|Rogge"
).split("|")
_PLACES = "Juinen|Oost-Juinen|Juinerbroek aan den IJssel|Nieuw-Juinen|Juinerveen".split("|")
_PARTIES = (
    "Partij van de Pont|Juinen Vooruit|Groen & Sociaal|Samen 16|De Fietsers|Water en Weide|Jong Juinen|Nachtpartij|"
    "Bibliotheek Blijft|Lokaal Liberaal|Recht door Zee|De Buren|Partij voor de Bĳen|Oranje Boven|Één Juinen|"
    "Vrij Verkeer|De Optimisten|Sport Verbindt|Zorg voor Elkaar|Het Alternatief|Lijst Onderwijs|Stad en Dorp|"
    "De Ouderen|Partij voor de Maan"
).split("|")


def big_lists() -> tuple[CandidateList, ...]:
    """The lists in official order: the first thirteen have fifty candidates, and so they get shorter."""
    last = LISTS + len(MISSING_LISTS)
    numbers = [number for number in range(1, last + 1) if number not in MISSING_LISTS]
    sizes = [50] * 13 + [40] * 6 + [30] * 5 + [20, 20, 20]
    people = _people()
    parties = iter((*_PARTIES[:2], LONGEST_PARTY, *_PARTIES[2:]))
    return tuple(
        CandidateList(
            number,
            "" if number in NAMELESS else next(parties),
            tuple(Option(f"{number}.{place}", *next(people)) for place in _places(number, size)),
        )
        for number, size in zip(numbers, sizes, strict=True)
    )


def big_definition(lists: tuple[CandidateList, ...] | None = None) -> Definition:
    """A schaduwverkiezing on these lists."""
    title = "Schaduwverkiezing Tweede Kamer"
    contest = Contest("Op wie stem jij?", Method.LIST_VOTE, lists=lists or big_lists())
    return Definition(
        kind=ElectionKind.SCHADUWVERKIEZING, title=title, opening=Opening.TOGETHER, contests=(contest,)
    )


def _places(number: int, size: int) -> list[int]:
    """So many numbers of candidates, with a gap where one was struck off."""
    struck = MISSING_CANDIDATE[1] if number == MISSING_CANDIDATE[0] else size + 1
    return [place for place in range(1, size + 2) if place != struck]


def _people() -> Iterator[tuple[str, str]]:
    """Names, each of them once, and residences; the second is a very long name."""
    people = zip(
        cycle(_FIRST), cycle(_LAST), cycle(_PLACES), strict=False
    )  # 26, 43 and 5 have no common factor
    for number, (first, last, place) in enumerate(islice(people, len(_FIRST) * len(_LAST))):
        yield (LONGEST_NAME if number == 1 else f"{first} {last}"), place
