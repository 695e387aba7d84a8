"""The official count is kept beside a schaduwverkiezing: the last one stands, and each is in the journal."""

import hashlib
import json
from dataclasses import replace

import pytest

from jeugd.actions.import_results import election_of, import_results
from jeugd.actions.prepare_election import new_election
from jeugd.domain.apportionment import Category
from jeugd.domain.errors import (
    CountOfAnotherPlace,
    CountOfOtherLists,
    ElectionUnclear,
    NoRealElection,
    NotFound,
    NotFrozenYet,
)
from jeugd.domain.journal import Deed
from jeugd.formats.eml_nl.count_refusals import CountOfAnotherElection
from jeugd.formats.official_counts import read_official_file
from jeugd.storage import journal, official_counts
from tests.actions.refusals import refuses
from tests.actions.test_apportion_seats import JUINEN, OFFICIAL
from tests.formats import official_files as files
from tests.formats.official_files import NAMES, VOTES, group, identity, official_count

FEWER = {**VOTES, 1: 399}


@pytest.fixture
def election(town):
    return town.add_election(JUINEN)


def imported(town, election, data, **more):
    return town.do(import_results, election=election, file=read_official_file(data), **more)


def kept(town, election):
    with town.database.read() as session:
        return official_counts.count_of(session, election)


def notes(town, election):
    with town.database.read() as session:
        return [
            (row.who, json.loads(row.facts))
            for row in journal.of_election(session, election)
            if row.deed is Deed.RESULTS_IMPORTED
        ]


def test_a_count_is_kept_and_corrected_and_each_is_in_the_journal(either_town):
    town = either_town
    election = town.add_election(JUINEN)
    assert kept(town, election) is None
    digests = []
    for votes in (FEWER, VOTES):
        data = official_count(group(votes))
        done = imported(town, election, data)
        digests.append(hashlib.sha256(data).hexdigest())
        assert "".join(done.digest) == digests[-1]
        count, digest = kept(town, election)
        assert (count.of_list, digest) == (votes, digests[-1])
        assert (count, done.lists[2]) == (done.count, (3, "Kandidaat 3.1", 200))
    assert notes(town, election) == [
        ("Carla", {"area": "Juinen", "source": "510b", "sha256": digest}) for digest in digests
    ]


@pytest.mark.parametrize("data", [files.stations(), files.regions(*files.region())])
def test_a_table_of_the_electoral_council_gives_the_same_votes(town, election, data):
    assert imported(town, election, data).count.of_list == VOTES


def test_a_command_imports_in_the_name_of_the_municipality(town, election):
    imported(town, election, official_count(), by=None)
    assert notes(town, election)[0][0] == "jeugd import"


@pytest.mark.parametrize(
    ("refusal", "data"),
    [
        (CountOfAnotherElection, official_count(election=identity("GR2022_Juinen"))),
        (CountOfOtherLists, official_count(group({1: 1, 2: 1, 3: 1, 5: 1}))),
        (CountOfOtherLists, official_count(group(names=NAMES | {2: "Rood Juinen"}))),
        (CountOfOtherLists, official_count(group(people=range(1, 5)))),
        (CountOfOtherLists, files.stations().replace(b"Groen", b"Rood")),
        (CountOfAnotherPlace, files.stations(municipality="0037")),
    ],
)
def test_another_count_is_refused_and_the_earlier_one_stands(town, election, refusal, data):
    imported(town, election, official_count())
    with refuses(town, refusal):
        imported(town, election, data)


def test_a_draft_has_no_official_count_yet(town):
    draft = town.do(new_election, definition=JUINEN)
    with refuses(town, NotFrozenYet):
        imported(town, draft, official_count())


def test_an_election_without_a_real_one_beside_it_has_no_official_count(town):
    with refuses(town, NoRealElection):
        imported(town, town.election, official_count())
    alone = town.add_election(replace(JUINEN, official=None))
    with refuses(town, NoRealElection):
        imported(town, alone, official_count())
    with refuses(town, NotFound):
        imported(town, "nowhere", official_count())


# -- which election a file is of


def found(town, data):
    with town.database.read() as session:
        return election_of(session, read_official_file(data))


def test_the_election_is_found_by_its_id_and_its_day(town, election):
    town.add_election(replace(JUINEN, official=replace(OFFICIAL, held_on="2022-03-16")))
    town.add_election(replace(JUINEN, official=None))
    assert found(town, official_count()) == election


def test_a_count_of_no_election_here_or_of_several_is_unclear(town, election):
    with refuses(town, ElectionUnclear, count="GR2022_Juinen", elections=()):
        found(town, official_count(election=identity("GR2022_Juinen")))
    other = town.add_election(JUINEN)
    both = tuple(sorted((election, other)))
    with refuses(town, ElectionUnclear, count="GR2026_Juinen", elections=both):
        found(town, official_count())
    with refuses(town, ElectionUnclear):
        found(town, files.stations())


def test_the_places_on_lists_do_not_matter_for_a_whole_province(town):
    province = replace(OFFICIAL, id="PS2026_Juinen", category=Category.PS.value, domain="", seats=39)
    election = town.add_election(replace(JUINEN, official=province))
    data = official_count(
        group(people=range(1, 3)),
        election=identity(province.id, category="PS", subcategory="PS1", domain=""),
        message="510d",
    )
    assert imported(town, election, data).count.votes == {}
