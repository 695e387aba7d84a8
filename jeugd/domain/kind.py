"""The three kinds of election that jeugd runs."""

from enum import Enum


class ElectionKind(Enum):
    """What the election is for; the word is shown on ballots and results."""

    KINDERBURGEMEESTER = "kinderburgemeester"
    JEUGDRAAD = "jeugdraad"
    SCHADUWVERKIEZING = "schaduwverkiezing"
