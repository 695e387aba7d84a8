"""Files from a form: whole or not at all, no more than fits, and not from who may not enter."""

import pytest

from jeugd.domain.roles import Role
from jeugd.web import doors
from tests.actions.refusals import everything
from tests.cast import HOST
from tests.formats.eml_files import candidate_lists, identifier

LISTS = candidate_lists(election=identifier(domain='<kr:ElectionDomain Id="9999">Juinen</kr:ElectionDomain>'))
FILE = b'--x\r\nContent-Disposition: form-data; name="lists"; filename="a.xml"\r\n\r\n' + LISTS + b"\r\n"
WHOLE = FILE + b'--x\r\nContent-Disposition: form-data; name="moment"\r\n\r\npolls_close\r\n--x--\r\n'
BOUNDARY = "multipart/form-data; boundary=x"


def send(browser, body, content_type=BOUNDARY):
    return browser.post("/imports", content=body, headers={"Content-Type": content_type})


def test_whole_files_become_a_draft(town, carla):
    answer = send(carla, WHOLE)
    assert answer.status_code == 200
    assert answer.url.path.startswith("/elections/")
    assert "Gemeenteraad Juinen 2026" in answer.text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"lists=x", "application/x-www-form-urlencoded"),
        (b"", BOUNDARY),
        (b"nonsense", BOUNDARY),
        (WHOLE[:200], BOUNDARY),
        (WHOLE, "multipart/form-data"),
        (WHOLE, "multipart/form-data; boundary=y"),
        (WHOLE.replace(b'name="lists"; ', b""), BOUNDARY),
        (WHOLE.replace(b"polls_close", b"p" * 4097), BOUNDARY),
        (WHOLE.replace(b"polls_close", b"p" * 201), BOUNDARY),
        (2 * FILE + WHOLE, BOUNDARY),
        (WHOLE.replace(b'name="lists"', b'name="other"'), BOUNDARY),
    ],
    ids=[
        "another form", "empty", "nonsense", "broken off", "no boundary", "another boundary", "no name",
        "a field without end", "a field that is too long", "too many files", "no lists",
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused_and_nothing_is_stored(town, carla, body, content_type):
    before = everything(town)
    answer = send(carla, body, content_type)
    assert answer.status_code == 422
    assert everything(town) == before


def test_more_than_fits_is_refused(town, carla, monkeypatch):
    monkeypatch.setattr(doors, "UPLOAD_LIMIT", len(WHOLE) - 1)
    assert send(carla, WHOLE).status_code == 413
    monkeypatch.setattr(doors, "UPLOAD_LIMIT", len(WHOLE))
    assert send(carla, WHOLE).status_code == 200


@pytest.mark.parametrize("role", [None, Role.TEACHER, Role.OBSERVER])
def test_who_may_not_enter_is_refused_before_anything_is_read(town, role, monkeypatch):
    browser = town.signed_in(role) if role else town.visitor()
    monkeypatch.setattr(doors, "read_upload", None)  # whoever reads on breaks
    before = everything(town)
    assert send(browser, WHOLE).status_code == 403
    assert everything(town) == before


def test_another_site_cannot_send_files(carla):
    headers = {"Content-Type": BOUNDARY, "Origin": f"http://evil.{HOST}"}
    assert carla.post("/imports", content=WHOLE, headers=headers).status_code == 403
