"""Pages of who just comes in: the front door, signing in, and what is refused or broken."""

from __future__ import annotations

from jeugd.domain.errors import NotFound, StationNotOpen, TooBusy
from jeugd.domain.polling_station import StationState
from jeugd.domain.roles import Role
from jeugd.web.account import LinkPage
from jeugd.web.home import HomePage, Published
from tests.web.pages.sample import Sample


def doors() -> list[Sample]:
    return [
        Sample("home", "home/show.html", HomePage(())),
        Sample("home with results", "home/show.html", HomePage((Published("e1", "Verkiezing", "Juinen"),))),
        Sample("privacy", "home/privacy.html", None, "/privacy"),
        Sample("accessibility", "home/accessibility.html", None, "/accessibility"),
        Sample("sign in", "account/show.html", LinkPage("token", Role.OFFICIAL), "/sign-in/token"),
    ]


def refusals() -> list[Sample]:
    shut = {state.value: StationNotOpen(state=state.value) for state in StationState}
    return [
        Sample("not found", "errors/refused.html", NotFound(), "/nowhere"),
        Sample("no such station", "errors/refused.html", NotFound(), "/booth/XXXXX"),
        *(
            Sample(f"station {state}", "errors/refused.html", one, "/booth/7F3K2")
            for state, one in shut.items()
        ),
        Sample("busy", "errors/refused.html", TooBusy(), "/booth/7F3K2/cast"),
        Sample("broken", "errors/broken.html", None, "/booth/7F3K2"),
    ]
