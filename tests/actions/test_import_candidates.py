"""Official files become a draft; a draft may be thrown away; seats are written down where no 110a gives them."""

import json
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from jeugd.actions.import_candidates import OfficialFiles, import_candidates
from jeugd.actions.prepare_election import discard_draft, freeze, set_seats
from jeugd.actions.sign_in import link_for_station
from jeugd.domain.apportionment.refusals import ListTooLong, RulesUnknown, SeatsOutOfRange, TooManyLists
from jeugd.domain.election import Definition
from jeugd.domain.errors import ElectionFrozen, FieldUnfit, NotFound, SeatsUnfit
from jeugd.domain.journal import Deed
from jeugd.domain.roles import Role, Staff
from jeugd.formats.eml_nl.refusals import AnotherElection, MunicipalityOutside, PartMalformed
from jeugd.storage import elections
from jeugd.storage.tables import JournalRow, PollingStationRow, SignInLinkRow
from tests.actions.refusals import refuses
from tests.formats import eml_files

JUINEN = Staff(Role.OFFICIAL, "GM0042", "Dirk")
LISTS = eml_files.candidate_lists(eml_files.contest(eml_files.affiliation(1) + eml_files.affiliation(4, "")))
SMALL_AND_LARGE = eml_files.candidate_lists()
SMALL = eml_files.candidate_lists(election=eml_files.identifier(subcategory="GR1"))


def imported(town, definition=None, lists=LISTS, **more):
    files = OfficialFiles.read(lists, definition)
    return town.do(import_candidates, files=files, **{"by": None, **more})


def definition_of(town, election):
    with town.database.read() as session:
        return Definition.from_json(elections.election(session, election).definition)


def test_files_become_a_draft_that_says_what_was_read(either_town):
    town = either_town
    made = imported(town, eml_files.definition(seats="27", threshold="25"))
    assert (made.title, made.category, made.seats) == ("Gemeenteraad Juinen 2026", "GR", 27)
    assert made.lists == ((1, "Juinen Nu", 2), (4, "A. Bakker", 2))
    definition = definition_of(town, made.election)
    assert definition.source == "".join(made.digest)
    assert (definition.official.seats, definition.official.preference_percentage) == (27, 25)


@pytest.mark.parametrize(
    ("is_evening_before", "moment"),
    [(False, datetime(2026, 3, 18, 20, tzinfo=UTC)), (True, datetime(2026, 3, 17, 20, tzinfo=UTC))],
)
def test_the_result_waits_for_the_polls_to_close_unless_the_evening_before_is_chosen(
    town, is_evening_before, moment
):
    made = imported(town, is_evening_before=is_evening_before)
    with town.database.read() as session:
        assert elections.election(session, made.election).publish_at == moment


def test_an_official_imports_for_the_own_municipality_only(town):
    with refuses(town, MunicipalityOutside, municipality="9999"):
        imported(town, by=town.carla)


def many(candidates):
    return "".join(eml_files.candidate(number) for number in range(1, candidates + 1))


def lists_on(day):
    election = eml_files.identifier(day=day, nomination="2006-01-01")
    return {"lists": eml_files.candidate_lists(election=election)}


BEYOND_THE_SEAT_RULES = {
    "a day before the oldest rules": (lists_on("2014-03-19"), RulesUnknown),
    "more seats than any council": (
        {"lists": SMALL_AND_LARGE, "definition": eml_files.definition(seats="1000")}, SeatsOutOfRange,
    ),
    "more lists than a ballot": (
        {"lists": eml_files.candidate_lists(
            eml_files.contest("".join(eml_files.affiliation(number) for number in range(1, 202)))
        )}, TooManyLists,
    ),
    "a list without end": (
        {"lists": eml_files.candidate_lists(eml_files.contest(eml_files.affiliation(1, candidates=many(1000))))},
        ListTooLong,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BEYOND_THE_SEAT_RULES)
def test_lists_that_cannot_become_seats_are_refused_before_anybody_votes(town, name):
    files, refusal = BEYOND_THE_SEAT_RULES[name]
    with refuses(town, refusal):
        imported(town, **files)


@pytest.mark.parametrize("day", ["0001-01-01", "1026-03-18", "9999-12-31"])
@pytest.mark.parametrize("is_evening_before", [False, True])
def test_a_day_that_no_calendar_holds_is_refused(town, day, is_evening_before):
    europe = eml_files.identifier(
        "EP2024", category="EP", subcategory="EP", domain="", day=day, nomination=""
    )
    for election in (europe, eml_files.identifier(day=day, nomination="")):
        with refuses(town, PartMalformed, part="ElectionDate"):
            imported(
                town,
                lists=eml_files.candidate_lists(election=election),
                municipality="GM0042",
                is_evening_before=is_evening_before,
            )


@pytest.mark.parametrize("number", ["x", "12345", "0042a", "٤٢"])
def test_a_municipality_without_a_number_is_refused(town, number):
    domain = f'<kr:ElectionDomain Id="{number}">Juinen</kr:ElectionDomain>'
    lists = eml_files.candidate_lists(election=eml_files.identifier(domain=domain))
    with refuses(town, PartMalformed, part="ElectionDomain"):
        imported(town, lists=lists)


def test_a_water_board_needs_a_municipality_to_vote_in(town):
    water = eml_files.identifier("AB2027_Test", category="AB", subcategory="AB2", domain="", day="2027-03-17")
    lists = eml_files.candidate_lists(election=water)
    with refuses(town, FieldUnfit, field="municipality"):
        imported(town, lists=lists)
    assert imported(town, lists=lists, by=town.carla).category == "AB"


def test_two_files_of_different_elections_are_refused_before_anything_is_stored():
    with pytest.raises(AnotherElection):
        OfficialFiles.read(LISTS, eml_files.definition(eml_files.identifier("GR2026_Elders")))


# -- the number of seats


def test_the_number_of_seats_is_written_down_where_no_file_gives_it(either_town):
    town = either_town
    made = imported(town, lists=SMALL)
    for seats in (17, 19):
        town.do(set_seats, election=made.election, seats=seats)
    assert definition_of(town, made.election).official.seats == 19
    with town.database.read() as session:
        notes = [
            row.facts
            for row in session.exec(select(JournalRow).order_by(JournalRow.id)).all()
            if row.deed is Deed.SEATS_SET
        ]
    assert list(map(json.loads, notes)) == [{"seats": 17}, {"seats": 19}]


@pytest.mark.parametrize("seats", [0, -1, 151, 10**9])
def test_a_number_of_seats_that_no_council_has_is_refused(town, seats):
    made = imported(town)
    with refuses(town, SeatsUnfit, most=150):
        town.do(set_seats, election=made.election, seats=seats)


def test_what_the_official_file_says_stands(town):
    made = imported(town, eml_files.definition())
    with refuses(town, SeatsUnfit):
        town.do(set_seats, election=made.election, seats=9)
    with refuses(town, ElectionFrozen):
        town.do(set_seats, election=town.election, seats=9)


def test_the_seats_are_part_of_what_is_fixed(town):
    one, other = imported(town), imported(town)
    town.do(set_seats, election=one.election, seats=9)
    town.do(set_seats, election=other.election, seats=11)
    assert (
        definition_of(town, one.election).fingerprint() != definition_of(town, other.election).fingerprint()
    )
    town.do(freeze, election=one.election)
    with refuses(town, ElectionFrozen):
        town.do(set_seats, election=one.election, seats=11)


# -- throwing a draft away


def test_a_draft_is_thrown_away_with_all_that_hangs_on_it(either_town):
    town = either_town
    made = imported(town)
    station = town.add_station("Klas 5h", election=made.election)
    town.do(link_for_station, role=Role.TEACHER, station=station)
    town.do(discard_draft, election=made.election)
    with town.database.read() as session:
        with pytest.raises(NotFound):
            elections.election(session, made.election)
        assert session.get(PollingStationRow, station) is None
        assert all(row.station != station for row in session.exec(select(SignInLinkRow)).all())
        notes = session.exec(select(JournalRow).order_by(JournalRow.id)).all()
    last = notes[-1]
    assert (last.deed, last.election, json.loads(last.facts)) == (
        Deed.DRAFT_DISCARDED,
        None,
        {"title": "Gemeenteraad Juinen 2026"},
    )
    assert Deed.LISTS_IMPORTED in {row.deed for row in notes if row.election is None}


def test_what_is_fixed_cannot_be_thrown_away(town):
    with refuses(town, ElectionFrozen):
        town.do(discard_draft, election=town.election)
    with refuses(town, NotFound):
        town.do(discard_draft, election="nowhere")
