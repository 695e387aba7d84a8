"""The journal (logboek): what officials and teachers did, to the minute; never a code, a choice or an address."""

from enum import Enum


class Deed(Enum):
    """Something a member of staff did."""

    ELECTION_PREPARED = "election_prepared"
    LISTS_IMPORTED = "lists_imported"
    RESULTS_IMPORTED = "results_imported"
    SEATS_SET = "seats_set"
    DRAFT_DISCARDED = "draft_discarded"
    ELECTION_FROZEN = "election_frozen"
    ELECTION_OPENED = "election_opened"
    ELECTION_CLOSED = "election_closed"
    ELECTION_COUNTED = "election_counted"
    ELECTION_PUBLISHED = "election_published"
    LOT_DRAWN = "lot_drawn"
    EMBARGO_LIFT_ASKED = "embargo_lift_asked"
    EMBARGO_LIFTED = "embargo_lifted"
    STATION_ADDED = "station_added"
    STATION_OPENED = "station_opened"
    STATION_PAUSED = "station_paused"
    STATION_CLOSED = "station_closed"
    CARDS_MADE = "cards_made"
    CARD_VOIDED = "card_voided"
    LINK_MADE = "link_made"
    LINKS_REVOKED = "links_revoked"
    QUESTION_ASKED = "question_asked"
    PLACES_ADDED = "places_added"
