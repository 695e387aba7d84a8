import pytest
from starlette.requests import Request

from jeugd.domain.errors import FieldMissing, FieldTooLong, FieldUnfit
from jeugd.web.http import Form, wanted_block


def test_white_space_in_a_field_is_tidied():
    assert Form({"name": ["  De \t Regenboog\n\x00"]}).text("name") == "De Regenboog"


def test_what_is_not_seen_in_a_field_is_gone():
    assert Form({"name": ["Ja\u202e \u2066nee\u200b"]}).text("name") == "Ja nee"
    with pytest.raises(FieldMissing):
        Form({"name": ["\u202e\u200b"]}).text("name")


@pytest.mark.parametrize("fields", [{}, {"name": [""]}, {"name": ["  \n"]}])
def test_a_field_that_must_be_filled_is_asked_for(fields):
    assert Form(fields).optional("name") == ""
    with pytest.raises(FieldMissing) as refusal:
        Form(fields).text("name")
    assert refusal.value.facts == {"field": "name"}


def test_a_text_that_is_too_long_is_refused():
    assert Form({"name": ["x" * 80]}).text("name", most=80)
    with pytest.raises(FieldTooLong) as refusal:
        Form({"name": ["x" * 81]}).text("name", most=80)
    assert refusal.value.facts == {"field": "name", "limit": 80}


@pytest.mark.parametrize("text", ["-1", "1.5", "1e3", "0x10", "twee", "٣", "²", "1_000"])
def test_a_number_is_digits_and_nothing_else(text):
    with pytest.raises(FieldUnfit):
        Form({"expected": [text]}).number("expected")


def test_a_number_is_read():
    assert Form({"expected": [" 028 "]}).number("expected") == 28


@pytest.mark.parametrize(
    ("headers", "block"),
    [
        ({}, None),
        ({"hx-request": "true", "hx-target": "div#turnout"}, "turnout"),
        ({"hx-request": "true", "hx-target": "main#main"}, "main"),
        ({"hx-request": "true", "hx-target": "body"}, None),
        ({"hx-request": "true"}, None),
        ({"hx-request": "true", "hx-request-type": "full", "hx-target": "div#turnout"}, None),
        ({"hx-target": "div#turnout"}, None),
    ],
)
def test_htmx_names_the_block_it_wants(headers, block):
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    assert wanted_block(Request({"type": "http", "headers": raw})) == block
