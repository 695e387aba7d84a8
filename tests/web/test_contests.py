"""Composing over HTTP: who comes back to a form, what is saved, and what is not."""

import pytest

from jeugd.actions.prepare_election import freeze, new_election
from jeugd.domain.contest import Contest, Method, Rules
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.storage import elections
from tests.web.pages.composing import OF_EACH_WAY, PLANS

FIELDS = {"way": "several", "question": "Wat?", "option-1-name": "Skatebaan", "option-2-name": "Pluktuin"}


@pytest.fixture
def draft(town):
    definition = Definition(ElectionKind.JEUGDRAAD, "De jeugdraad vraagt", Opening.PER_STATION, ())
    return town.do(new_election, definition=definition)


def contests(town, election):
    with town.database.read() as session:
        return Definition.from_json(elections.election(session, election).definition).contests


def test_a_question_is_saved_and_changed(town, draft, carla):
    answer = carla.post(f"/contests/{draft}/1", data={**FIELDS, "most": "1"})
    assert answer.url.path == f"/contests/{draft}"
    assert contests(town, draft)[0].rules == Rules(most=1)
    carla.post(f"/contests/{draft}/1", data={**FIELDS, "question": "Wat dan?"})
    assert [one.question for one in contests(town, draft)] == ["Wat dan?"]


def test_a_mistake_is_said_and_nothing_is_saved_or_lost(town, draft, carla):
    answer = carla.post(f"/contests/{draft}/1", data={**FIELDS, "most": "veel", "intro": "Lees dit."})
    assert answer.status_code == 422
    assert 'value="veel"' in answer.text
    assert "Lees dit." in answer.text
    assert 'value="Pluktuin"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 1
    assert contests(town, draft) == ()


@pytest.mark.parametrize("button", [{"do": "rows"}, {"up": "2"}])
def test_rows_are_added_and_moved_without_saving(town, draft, carla, button):
    answer = carla.post(f"/contests/{draft}/1", data={**FIELDS, **button})
    assert answer.status_code == 200
    assert 'value="Skatebaan"' in answer.text
    assert ('name="option-7-name"' in answer.text) == ("do" in button)
    assert contests(town, draft) == ()


def test_a_question_is_changed_with_its_own_form(town, carla):
    definition = Definition(ElectionKind.JEUGDRAAD, "Vragen", Opening.PER_STATION, OF_EACH_WAY)
    election = town.do(new_election, definition=definition)
    for number, contest in enumerate(OF_EACH_WAY, start=1):
        page = carla.get(f"/contests/{election}/{number}").text
        assert f'value="{contest.question}"' in page
        assert page.count("checked") >= (contest.method is not Method.REFERENDUM)


@pytest.mark.parametrize("number", ["0", "2", "99", "x", "-1"])
def test_a_question_that_is_not_there_has_no_page(draft, carla, number):
    assert carla.get(f"/contests/{draft}/{number}").status_code == 404


def test_a_new_question_begins_empty_in_the_way_that_was_chosen(draft, carla):
    ways = carla.get(f"/contests/{draft}/new").text
    assert f"/contests/{draft}/1?way=budget" in ways
    assert "How many euros are in the purse" in carla.get(f"/contests/{draft}/1?way=budget").text
    assert carla.get(f"/contests/{draft}/1?way=loten").status_code == 404


def test_a_list_vote_is_not_composed(town, carla):
    definition = Definition(
        ElectionKind.JEUGDRAAD, "Lijsten", Opening.TOGETHER, (Contest("Wie?", Method.LIST_VOTE),)
    )
    election = town.do(new_election, definition=definition)
    assert "Questions on the ballot" in carla.get(f"/contests/{election}/1").text


def test_an_election_that_is_fixed_only_shows_its_questions(town, carla):
    for path in ("", "/new", "/1"):
        page = carla.get(f"/contests/{town.election}{path}").text
        assert "cannot change any more" in page
        assert "<form" not in page.partition("<main")[2]
    assert carla.post(f"/contests/{town.election}/1", data=FIELDS).status_code == 409


def test_what_keeps_an_election_from_being_fixed_stands_at_its_question(town, carla):
    unfit = Contest("Te veel?", Method.APPROVAL, PLANS, rules=Rules(most=9))
    definition = Definition(ElectionKind.JEUGDRAAD, "Vragen", Opening.PER_STATION, (OF_EACH_WAY[0], unfit))
    election = town.do(new_election, definition=definition)
    answer = carla.post(f"/elections/{election}/freeze")
    assert answer.status_code == 422
    _, first, second = answer.text.partition('id="ballot"')[2].split("contest-card")[:3]
    assert "nl-alert" not in first
    assert "nl-alert--error" in second
    assert "does not fit the number of options" in second


def test_a_simple_election_keeps_its_simple_form_and_its_rules(town, carla):
    mayor = Definition(
        ElectionKind.KINDERBURGEMEESTER,
        "Kinderburgemeester",
        Opening.TOGETHER,
        (Contest("Wie?", rules=Rules(is_shuffled=True), intro="Lees dit."),),
    )
    election = town.do(new_election, definition=mayor)
    assert f'action="/elections/{election}/contest"' in carla.get(f"/elections/{election}").text
    carla.post(f"/elections/{election}/contest", data={"question": "Wie dan?", "option-1-name": "Noor"})
    (contest,) = contests(town, election)
    assert (contest.question, contest.intro, contest.rules) == (
        "Wie dan?",
        "Lees dit.",
        Rules(is_shuffled=True),
    )


def test_title_and_moments_of_a_draft_are_changed_on_its_page(town, draft, carla):
    fields = {"title": "Nieuw", "opening": "together", "publish_at": "2027-03-17T21:00"}
    assert "Nieuw" in carla.post(f"/elections/{draft}/details", data=fields).text
    again = carla.post(f"/elections/{draft}/details", data={**fields, "title": "Nieuwer"})
    assert 'value="2027-03-17T21:00"' in again.text
    answer = carla.post(f"/elections/{draft}/details", data={**fields, "publish_at": "2027-03-16T21:00"})
    assert answer.status_code == 422
    assert carla.post(f"/elections/{draft}/details", data={**fields, "title": ""}).status_code == 422
    town.do(freeze, election=_whole(town, carla, draft))
    assert carla.post(f"/elections/{draft}/details", data=fields).status_code == 409


def _whole(town, carla, draft):
    carla.post(f"/contests/{draft}/1", data=FIELDS)
    assert len(contests(town, draft)) == 1
    return draft
