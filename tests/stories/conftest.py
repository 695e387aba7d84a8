"""Each story begins with an empty machine: no database, only the settings."""

from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from jeugd.actions import cast_ballot
from jeugd.app import create_app
from jeugd.cli import main
from jeugd.settings import from_environment
from tests.cast import HOST, SECRET
from tests.stories.people import Browser, sign_in


class Server:
    """The server of a story. ``now`` may be moved."""

    def __init__(self, environment, capsys):
        self._environment = environment
        self._capsys = capsys
        self.now = datetime.now(UTC)
        self.app = None

    def command(self, *words):
        """Type a command; the answer is what it printed."""
        self._capsys.readouterr()
        assert main(words) == 0, self._capsys.readouterr().err
        return self._capsys.readouterr().out.strip()

    def start(self):
        self.app = create_app(from_environment(self._environment), clock=lambda: self.now)

    def client(self, language="en"):
        return TestClient(
            self.app,
            base_url=f"http://{HOST}",
            headers={"Origin": f"http://{HOST}", "Accept-Language": language},
            follow_redirects=True,
        )

    def stranger(self, language="en"):
        return Browser(self.client(language))

    def official(self, link):
        return sign_in(self.client(), link)

    def stop(self):
        if self.app is not None:
            self.app.state.house.booths.stop()
            self.app.state.house.database.close()


@pytest.fixture
def server(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cast_ballot, "LOOK_AGAIN_AFTER", 0.0)  # nobody waits a second for a door in a story
    environment = {
        "JEUGD_DATABASE": f"sqlite:///{tmp_path / 'jeugd.db'}",
        "JEUGD_KEY_STORE": str(tmp_path / "keys"),
        "JEUGD_SECRET": SECRET,
        "JEUGD_PUBLIC_URL": f"http://{HOST}",
        "LC_ALL": "C",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    made = Server(environment, capsys)
    made.command("migrate")
    yield made
    made.stop()
