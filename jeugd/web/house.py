"""What one process shares: database, keys, booths, watchers and templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.responses import Response

    from jeugd.actions.cast_ballot import Booths
    from jeugd.live import Broadcaster
    from jeugd.sealing.custody import Custody
    from jeugd.settings import Settings
    from jeugd.storage.database import Database
    from jeugd.web.kept import KeptAnswers, Once
    from jeugd.web.poll_cards import Progress
    from jeugd.web.rate_limit import FailureLimit
    from jeugd.web.templates import Templates


@dataclass(frozen=True, slots=True)
class House:
    """Made once by ``jeugd.app``; ``clock`` gives the moment now, in UTC."""

    settings: Settings
    database: Database
    custody: Custody
    booths: Booths
    broadcaster: Broadcaster
    templates: Templates
    drawing: dict[str, Progress]  # poll cards that are being made now, by station
    kept_answers: KeptAnswers
    kept_blocks: Once[Response]
    failures: FailureLimit
    clock: Callable[[], datetime]
