"""A server whose clock is a file that a test writes: ``python -m tests.browser.clocked_server FILE PORT``.

There is no setting for a clock: only a test can hand one to the application.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from jeugd import serving
from jeugd.app import create_app
from jeugd.settings import from_environment


def main(file: Path, port: int) -> None:
    """Serve with the settings of the environment until it is stopped."""
    with serving.bound_socket("127.0.0.1", port) as listener:
        app = create_app(from_environment(os.environ), clock=lambda: datetime.fromisoformat(file.read_text()))
        serving.serve(
            app,
            listener,
            listening=_say_so,
            stopping=app.state.house.broadcaster.close,
        )


def _say_so() -> None:
    sys.stdout.write("listening\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
