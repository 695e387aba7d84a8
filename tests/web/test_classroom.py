"""The classroom: what a teacher finds there beside the vote."""

import pytest

from jeugd.actions.issue_codes import draw_codes
from jeugd.actions.prepare_election import new_election
from jeugd.domain.lesson import Lesson
from jeugd.domain.roles import Role
from tests import big_poll
from tests.polls import ONE

LESSON = Lesson(before=("Waar ben jij graag?",), after=("Wat viel je op?",))


def station_of(town, definition, lesson=LESSON):
    election = town.do(new_election, definition=definition, lesson=lesson)
    return town.add_station("Klas 3b", election=election)


def test_the_teacher_has_the_lesson_of_the_poll(town):
    station = station_of(town, big_poll.poll(ONE))
    page = town.signed_in(Role.TEACHER, station=station).get(f"/classroom/{station}").text
    assert "<summary>The lesson</summary>" in page
    assert page.index("Waar ben jij graag?") < page.index("Wat viel je op?")


def test_without_a_lesson_there_is_nothing_to_unfold(town):
    station = station_of(town, big_poll.poll(ONE), Lesson())
    page = town.signed_in(Role.TEACHER, station=station).get(f"/classroom/{station}").text
    assert "Quick question" in page
    assert "The lesson</summary>" not in page


def test_the_board_shows_no_question_of_the_lesson(town):
    station = station_of(town, big_poll.poll(ONE))
    assert (
        "Waar ben jij graag?"
        not in town.signed_in(Role.OBSERVER, station=station).get(f"/board/{station}").text
    )


@pytest.mark.parametrize(
    ("contests", "said"),
    [
        ((ONE,), "Fill one circle red"),
        ((big_poll.REFERENDUM,), "Fill one circle red"),
        ((big_poll.RANKED,), "Fill in your ballot"),
        ((ONE, big_poll.REFERENDUM), "Fill in your ballot"),
    ],
    ids=["one choice", "referendum", "ranked", "two questions"],
)
def test_the_board_explains_the_ballot_that_will_come(town, contests, said):
    station = station_of(town, big_poll.poll(*contests))
    assert said in town.signed_in(Role.OBSERVER, station=station).get(f"/board/{station}").text


def opened(town, cards=3):
    """A station that is open, the codes of its cards, and its teacher."""
    codes = town.issue(cards)
    town.open()
    return codes, town.signed_in(Role.TEACHER)


def test_before_the_first_vote_the_teacher_hears_what_to_do(town):
    codes, teacher = opened(town)
    address = f"/classroom/{town.station}"
    assert "Show the board, and let everybody draw a card and vote." in teacher.get(address).text
    town.vote([(codes[0], "1")])
    assert "to go. Wait until everybody is ready" in teacher.get(address).text


def test_why_a_card_cannot_become_void_is_said_to_a_teacher_and_not_to_a_pupil(town):
    codes, teacher = opened(town)
    town.vote([(codes[0], "1")])
    address = f"/classroom/{town.station}/void"
    used = teacher.post(address, data={"code": str(codes[0])})
    assert "its vote is in the ballot box and counts" in used.text
    assert "Tell your teacher" not in used.text
    teacher.post(address, data={"code": str(codes[1])})
    [stranger] = draw_codes(1)
    assert "This card is void already" in teacher.post(address, data={"code": str(codes[1])}).text
    assert "not a card of this polling station" in teacher.post(address, data={"code": str(stranger)}).text


def test_whoever_has_cards_is_asked_to_use_them_before_more_are_made(town):
    teacher = town.signed_in(Role.TEACHER)
    address = f"/poll-cards/{town.station}"
    assert "have not been used yet" not in teacher.get(address).text
    town.issue(3)
    page = teacher.get(address).text
    assert "3 cards have not been used yet." in page
    assert "Make spare cards" in page


def test_links_are_revoked_only_when_it_is_asked_twice(town):
    page = town.signed_in(Role.OFFICIAL).get(f"/elections/{town.election}").text
    form = page.index(f"/letters/{town.station}/revoke")
    assert page.rindex("<details", 0, form) > page.rindex("</details>", 0, form)
    assert "the letters that were made no longer work" in page
