"""The Dutch seat rules, Kieswet P 5 to P 19a: votes in, seats and elected candidates out, every step with its
article.

Exact whole numbers and fractions only. A tie is not an error: ``apportion`` then answers ``LotsRequired``,
lots are drawn in public, the draw is stored, and the same call with all stored draws in their order goes on
from there.
"""

from jeugd.domain.apportionment.candidates import ListElection, Seated
from jeugd.domain.apportionment.lots import CandidateLots, Draw, Draws, Lots, LotsKind, MajorityLots, SeatLots
from jeugd.domain.apportionment.procedure import (
    Apportioned,
    Caution,
    LotsRequired,
    PreferenceThreshold,
    SeatAssignment,
    apportion,
    assign_seats,
)
from jeugd.domain.apportionment.rule_sets import Category, RuleSet, rules_for
from jeugd.domain.apportionment.standings import Standing
from jeugd.domain.apportionment.steps import Article, ExhaustedSeat, MajoritySeat, Method, ResidualSeat, Step
from jeugd.domain.apportionment.vote_count import Candidate, ListVotes, VoteCount

__all__ = [
    "Apportioned",
    "Article",
    "Candidate",
    "CandidateLots",
    "Category",
    "Caution",
    "Draw",
    "Draws",
    "ExhaustedSeat",
    "ListElection",
    "ListVotes",
    "Lots",
    "LotsKind",
    "LotsRequired",
    "MajorityLots",
    "MajoritySeat",
    "Method",
    "PreferenceThreshold",
    "ResidualSeat",
    "RuleSet",
    "SeatAssignment",
    "SeatLots",
    "Seated",
    "Standing",
    "Step",
    "VoteCount",
    "apportion",
    "assign_seats",
    "rules_for",
]
