"""The official count costs the public result one question to the database, whether it is there or not."""

from sqlalchemy import event

from jeugd.actions.import_results import import_results
from jeugd.actions.publish_results import publish
from jeugd.domain.roles import Role
from jeugd.formats.official_counts import read_official_file
from tests.actions.test_apportion_seats import counted
from tests.formats.official_files import official_count

CLEAR = {"1.1": 8, "2.1": 16, "3.1": 24, "4.1": 8}


class Questions:
    """Counts the statements of one app."""

    def __init__(self, app):
        self.asked = 0
        event.listen(app.state.house.database.engine, "before_cursor_execute", self._one_more)

    def _one_more(self, *_):
        self.asked += 1

    def of(self, browser, path):
        self.asked = 0
        answer = browser.get(path)
        assert answer.status_code == 200
        return self.asked, answer.text


def test_the_comparison_asks_no_more_than_a_result_without_it(town):
    election = counted(town, CLEAR)
    town.do(publish, election=election)
    app = town.app()
    questions, carla = Questions(app), town.signed_in(Role.OFFICIAL, app)
    without, text = questions.of(carla, f"/results/{election}")
    assert "Youth beside official" not in text
    town.do(import_results, election=election, file=read_official_file(official_count()))
    beside, text = questions.of(carla, f"/results/{election}")
    assert "Partij van het Kanaal" in text.partition("Youth beside official")[2]
    assert without == beside <= 40
    desk, _ = questions.of(carla, f"/official-counts/{election}")
    assert desk <= 10
