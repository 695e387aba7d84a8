"""The classroom: what a teacher finds there beside the vote."""

import pytest

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
