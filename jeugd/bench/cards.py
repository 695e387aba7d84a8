"""Poll cards: a whole print run against drawing each QR symbol with the package by itself."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.bench.figures import Figure, at_least, at_most, median
from jeugd.domain import voting_code
from jeugd.formats import qr
from jeugd.formats.poll_cards import POLL_CARD_WORDS, PollCardSheet, poll_cards
from jeugd.web.poll_cards import print_room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jeugd.bench.figures import Progress

LINK = "https://stem.juinen.example/s/7F3K0"
SHEET = PollCardSheet(
    municipality="Juinen",
    election_title="Kinderburgemeester van Juinen",
    station_name="Groep 7b",
    school_name="De Regenboog",
    link=LINK,
    typed_address="stem.juinen.example/stem",
    station_id="7F3K0",
    language="nl",
    words={key: key.replace("_", " ") for key in POLL_CARD_WORDS},
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Cards in a print run, and how many of them are also drawn the naive way, for its time is known by then."""

    rounds: int
    cards: int
    sample: int


FULL = Sizes(rounds=3, cards=30_000, sample=150)
QUICK = Sizes(rounds=1, cards=80, sample=10)


def figures(sizes: Sizes, progress: Progress) -> list[Figure]:
    """The naive way is given its symbols for nothing more than drawing them; ours is the PDF, complete."""
    codes = [voting_code.printed(voting_code.draw(secrets.choice)) for _ in range(sizes.cards)]
    ratios, seconds, size = [], [], 0
    for number in range(1, sizes.rounds + 1):
        progress.say(f"{sizes.cards:,} poll cards, round {number} of {sizes.rounds}")
        naive = _naive(codes[: sizes.sample]) / sizes.sample * sizes.cards
        began = time.perf_counter()
        size = len(poll_cards(SHEET, codes, print_room()))
        seconds.append(time.perf_counter() - began)
        ratios.append(naive / seconds[-1])
    name = f"{sizes.cards:,} poll cards"
    return [
        Figure(
            f"{name}: times faster than the naive way",
            median(ratios),
            at_least(10),
            f"{median(seconds):.1f} s",
        ),
        Figure(f"{name}: size of the file", size / 1e6, at_most(15), unit="MB"),
    ]


def _naive(codes: Sequence[str]) -> float:
    """Seconds to draw a symbol for each code, smallest version and best mask, as the package does when not told."""
    began = time.perf_counter()
    for code in codes:
        qr.symbol(f"{LINK}#{code.replace('-', '')}")
    return time.perf_counter() - began
