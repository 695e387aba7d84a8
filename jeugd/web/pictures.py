"""The pictures of options: for everybody from the moment the ballot is fixed, and before that for its own officials.

A picture is asked for by its SHA-256, so what stands at an address never changes and a browser asks for it once.
"""

from __future__ import annotations

from starlette.responses import Response

from jeugd.domain.election import ElectionState
from jeugd.domain.errors import NotFound
from jeugd.domain.roles import Role
from jeugd.formats.pictures import MEDIA_TYPE
from jeugd.storage import pictures
from jeugd.web.http import Visit, header

KEPT_BY_ALL = "public, max-age=31536000, immutable"
KEPT_BY_ONE = "private, no-cache"


def show(visit: Visit) -> Response:
    """The bytes. Of an election that is not fixed yet only its own officials may see them. Raises NotFound."""
    digest = visit.path("digest")
    is_public = _is_public(visit, digest)
    headers = {"ETag": f'"{digest}"', "Cache-Control": KEPT_BY_ALL if is_public else KEPT_BY_ONE}
    if digest in header(visit.request, b"if-none-match"):
        return Response(status_code=304, headers=headers)
    contents = pictures.contents(visit.session, digest)
    return Response(contents, media_type=MEDIA_TYPE, headers=headers)


def _is_public(visit: Visit, digest: str) -> bool:
    """Whether everybody may see a picture. Raises NotFound where this visitor may not."""
    holders = pictures.holders(visit.session, digest)
    if any(state is not ElectionState.DRAFT for _, state in holders):
        return True
    is_official = visit.by is not None and visit.by.role is Role.OFFICIAL
    if not (is_official and visit.staff.municipality in [municipality for municipality, _ in holders]):
        raise NotFound
    return False
