"""Which rules hold for which council on which day: the differences between elections as data (ELECTION-RULES
1.9).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from jeugd.domain.apportionment.refusals import RulesUnknown

SMALL_COUNCIL_BELOW = 19  # P 7 lid 1, P 8 lid 1, P 15 lid 2, P 19 lid 5


class Category(Enum):
    """What is elected, in the main codes of EML_NL."""

    GR = "GR"  # gemeenteraad
    PS = "PS"  # Provinciale Staten
    AB = "AB"  # waterschap (algemeen bestuur)
    TK = "TK"  # Tweede Kamer
    EP = "EP"  # European Parliament


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one category from ``valid_from`` up to, not including, ``valid_until`` (None: still in
    force).

    Thresholds are shares of the electoral quota; percentages are of the quota too.
    """

    category: Category
    valid_from: date
    valid_until: date | None = None
    surplus_below: int = 0  # P 8 instead of P 7 for councils with fewer seats than this
    surplus_threshold: Fraction = Fraction(3, 4)  # P 8 lid 2
    residual_threshold: Fraction = Fraction(0)  # P 7 lid 2: the Tweede Kamer asks a whole quota
    residual_threshold_is_uncertain: bool = False
    preference_percentage: int = 25  # P 15 lid 1
    small_preference_percentage: int = 25  # P 15 lid 2, councils of fewer than 19 seats
    ranks_empty_lists_below: int = SMALL_COUNCIL_BELOW  # P 19 lid 5

    def holds_on(self, day: date) -> bool:
        """Whether these rules are in force on the day of the vote."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def uses_largest_surpluses(self, seats: int) -> bool:
        """Whether residual seats go by P 8 (largest surpluses) and not by P 7 (highest averages)."""
        return seats < self.surplus_below

    def preference_percentage_for(self, seats: int) -> int:
        """The share of the quota that P 15 asks of a candidate, in percent."""
        return self.small_preference_percentage if seats < SMALL_COUNCIL_BELOW else self.preference_percentage

    def ranks_list(self, seats: int, list_seats: int) -> bool:
        """Whether P 19 makes a ranking for a list with this many seats in a council of ``seats``."""
        return list_seats > 0 or seats < self.ranks_empty_lists_below


# List combinations (P 4, P 11) are not in these rules: they had gone before the elections of 2018.
FIRST_DAY = date(2018, 1, 1)

RULE_SETS = (
    RuleSet(Category.GR, FIRST_DAY, surplus_below=SMALL_COUNCIL_BELOW, small_preference_percentage=50),
    RuleSet(Category.PS, FIRST_DAY),
    RuleSet(Category.AB, FIRST_DAY, surplus_below=SMALL_COUNCIL_BELOW),
    RuleSet(Category.TK, FIRST_DAY, residual_threshold=Fraction(1)),
    RuleSet(
        Category.EP,
        FIRST_DAY,
        # Chapter Y applies the chapters for the Tweede Kamer; a memorandum of 2024 leaves this rule out.
        residual_threshold_is_uncertain=True,
        preference_percentage=10,  # Y 23a
        small_preference_percentage=10,
    ),
)


def rules_for(category: Category, day: date) -> RuleSet:
    """Find the rules in force on the day of the vote.

    Raises ``RulesUnknown`` for a day before the oldest rule set.
    """
    for rules in RULE_SETS:
        if rules.category is category and rules.holds_on(day):
            return rules
    raise RulesUnknown(category=category.value, day=day)
