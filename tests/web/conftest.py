"""Who comes into the rooms."""

from __future__ import annotations

import pytest

from jeugd.domain.roles import Role


@pytest.fixture
def carla(town):
    """The browser of the official."""
    return town.signed_in(Role.OFFICIAL)
