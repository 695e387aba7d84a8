"""Every way of saying no has a sentence in every language; and the catalogue is complete."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from jeugd.domain.errors import (
    CodeMalformed,
    CountOfOtherLists,
    ElectionUnclear,
    Refused,
    RulesUnfit,
    StationNotOpen,
)
from jeugd.formats.eml_nl.count_refusals import NotOfTheseLists
from jeugd.formats.eml_nl.refusals import PartMissing
from jeugd.formats.poll_file import Fault as PollFault
from jeugd.formats.poll_file import PollFileUnfit
from jeugd.formats.preflib import Fault, PrefLibUnfit
from jeugd.settings import LANGUAGES
from jeugd.web.i18n import Language, speaking
from jeugd.web.templates import environment
from tests.architecture.project import PACKAGE, TEMPLATES, all_subclasses

REFUSALS = sorted(all_subclasses(Refused), key=lambda one: one.__name__)
CATALOGUE = PACKAGE / "locale" / "nl" / "LC_MESSAGES" / "jeugd.po"
WHERE = [("**.html", "jinja2"), ("**.json", "jinja2")]

# a value for every fact that a refusal may have
FACTS = {
    **dict.fromkeys(("limit", "size", "most", "admitted", "cast", "position", "port", "line"), 3),
    **dict.fromkeys(("list", "candidate", "number", "seats", "percentage"), 4),
    **dict.fromkeys(("fewest", "marked", "place", "places", "over"), 5),
    **dict.fromkeys(("state", "step", "field", "name", "path", "part", "value", "where", "encoding"), "x"),
    **dict.fromkeys(("root", "message", "expected", "authority", "domain", "category", "subcategory"), "x"),
    **dict.fromkeys(("date", "nomination", "day", "lists", "definition", "municipality", "contest"), "x"),
    **dict.fromkeys(("station", "drawn", "what", "contests", "count", "column", "stated", "added"), "x"),
    **dict.fromkeys(("area", "elections", "rule"), "x"),
    **dict.fromkeys(("kind", "kinds", "method", "methods", "fault"), "x"),
    **dict.fromkeys(("contests", "options"), 3),
    "key": "contests 2, name",
    "moment": datetime(2026, 11, 20, 20, tzinfo=UTC),
}
FEWER_FACTS = [
    CodeMalformed(length=7),
    CodeMalformed(),
    PartMissing(part="Contest"),
    PartMissing(part="LastName", list=3),
    NotOfTheseLists(list=3, candidate=None),
    CountOfOtherLists(list=3, candidate=None),
    ElectionUnclear(count="GR2026_Juinen", elections=()),
    ElectionUnclear(),
    *(
        RulesUnfit(contest=2, rule=rule)
        for rule in ("seats", "purse", "afford", "all", "referendum", "share", "most")
    ),
    *(PollFileUnfit(line=3, key="contests 2, name", fault=fault.value) for fault in PollFault),
    *(PrefLibUnfit(line=3, fault=fault.value) for fault in Fault),
    *(StationNotOpen(state=state) for state in ("prepared", "paused", "closed", "emptied")),
]


def sentence(error, language):
    token = speaking.set(Language(language))
    try:
        return str(environment().get_template("errors/sentences.html").module.sentence(error))
    finally:
        speaking.reset(token)


class Unknown(Refused):
    """A refusal that nobody wrote a sentence for."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "error",
    [*(one(**FACTS) for one in REFUSALS if one is not Refused), *FEWER_FACTS],
    ids=lambda error: (
        f"{error.name} {len(error.facts)} {[error.facts.get(fact, '') for fact in ('state', 'fault', 'rule')]}"
    ),
)
def test_every_refusal_has_a_sentence_of_its_own_and_says_what_to_do(error, language):
    text = sentence(error, language)
    assert text != sentence(Unknown(), language)
    assert text == " ".join(text.split()), "one line"
    assert not re.search(r"[<>{}!]|%\(", text)
    assert len(re.findall(r"[.:?](?:\s|$)|migrate$", text)) >= 2, f"what happened, and what to do: {text}"


def test_a_refusal_without_a_sentence_is_found_out():
    assert sentence(Unknown(**FACTS), "nl") == "Dat kan niet. Kijk opnieuw op de pagina, of vraag hulp."


def test_a_station_says_why_it_takes_no_votes():
    said = {state: sentence(StationNotOpen(state=state), "nl") for state in ("prepared", "paused", "closed")}
    assert len(set(said.values())) == 3
    assert "gesloten" in said["closed"]


# -- the Dutch words


def in_templates():
    found = extract_from_dir(str(TEMPLATES), method_map=WHERE, options_map={"**": {"silent": "false"}})
    return {message for _, _, message, _, _ in found}


def in_catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="nl")


def asked(text):
    return Counter(re.findall(r"%\(\w+\)s", text))


def test_the_dutch_words_are_complete_and_none_is_left_over():
    catalogue = in_catalogue()
    assert {message.id for message in catalogue if message.id} == in_templates()
    assert [message.id for message in catalogue if message.id and not message.string] == []
    assert catalogue.obsolete == {}
    assert not any(message.fuzzy for message in catalogue if message.id)


def test_the_words_of_templates_are_really_found():
    assert {"Your vote is in the ballot box", "Poll card"} <= in_templates()
    assert len(in_templates()) > 400


def test_a_translation_asks_for_the_same_facts():
    for message in in_catalogue():
        for one, other in zip(
            *(t if isinstance(t, tuple) else (t,) for t in (message.id, message.string)), strict=True
        ):
            assert asked(one) == asked(other) or isinstance(message.id, tuple), one
            assert asked(other) <= asked(one) + Counter({"%(num)s": 1})


def test_dutch_is_calm_and_says_je():
    for message in in_catalogue():
        text = " ".join(message.string) if isinstance(message.string, tuple) else message.string
        if message.id:
            assert not re.search(r"!|\bu\b|\buw\b|[\U0001F300-\U0001FAFF☀-➿]", text, re.IGNORECASE), text
