"""Every template, in each language and state: it renders, keeps to the security policy, and works without script."""

import re
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

import pytest

from jeugd.domain.answer import BLANK
from jeugd.settings import LANGUAGES
from jeugd.web.booth_pages import ATTEMPT_MARK, CODE_MARK
from jeugd.web.i18n import Language, speaking
from jeugd.web.templates import environment
from tests.architecture.project import templates
from tests.web.methods import shown
from tests.web.pages.booth import CODE
from tests.web.pages.every import SAMPLES
from tests.web.pages.juinen import CHILDREN, OUTCOMES
from tests.web.pages.sample import Sample, rendered

BY_NAME = {sample.name: sample for sample in SAMPLES}
EVERY = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)

VOID = {"meta", "link", "input", "br", "rect", "path", "circle", "img"}


class Page(HTMLParser):
    """The elements of a page: (tag, attributes), and whether all were closed."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.mistakes, self.words = [], [], [], []
        self.feed(text)
        self.mistakes += self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if len(attrs) != len(dict(attrs)):
            self.mistakes.append(f"an attribute twice: {tag} {attrs}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"/{tag}")

    def handle_data(self, data):
        self.words.append(data)

    def named(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]


def against_the_policy(page):
    """What ``script-src 'self'; style-src 'self'`` would refuse."""
    return [
        (tag, name)
        for tag, attributes in page.elements
        for name in attributes
        if name == "style"
        or name.startswith(("on", "hx-on"))
        or (tag == "script" and "src" not in attributes)
    ] + [
        (tag, "")
        for tag, attributes in page.elements
        if tag == "style" or (tag == "script" and not attributes)
    ]


def without_a_plain_way(page):
    """Elements that only work with htmx."""
    return [
        attributes
        for _, attributes in page.elements
        if ("hx-post" in attributes and attributes["hx-post"] != attributes.get("action"))
        or ("hx-get" in attributes and not attributes.get("hx-trigger", "").startswith("changed"))
    ]


def dangling(page):
    """References to ids that are not on the page."""
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    twice = {one for one in ids if ids.count(one) > 1}
    pointing = ("for", "aria-describedby", "aria-labelledby")
    asked = {
        one
        for _, attributes in page.elements
        for name in pointing
        for one in (attributes.get(name) or "").split()
    }
    return twice | (asked - set(ids))


@EVERY
@EACH_LANGUAGE
def test_a_page_is_whole_and_keeps_to_the_security_policy(sample, language):
    page = Page(rendered(sample, language))
    assert page.mistakes == []
    assert against_the_policy(page) == []
    assert without_a_plain_way(page) == []
    assert dangling(page) == set()
    assert page.named("html") == [{"lang": language}]
    assert len(page.named("main")) == len(page.named("h1")) == 1
    assert all(one["src"].startswith("/static/") for one in page.named("script"))


@EVERY
@EACH_LANGUAGE
def test_a_block_stands_on_its_own(sample, language):
    for block in sample.blocks:
        page = Page(rendered(sample, language, block))
        assert page.mistakes == []
        assert page.elements
        assert page.named("html", "head", "body") == []


@EVERY
def test_a_visitor_who_is_not_signed_in_sees_a_whole_page_too(sample):
    assert Page(rendered(sample, "nl", is_signed_in=False)).mistakes == []


def test_every_template_was_tried():
    shown_elsewhere = {"demo/show.html"}
    whole = {
        name for name in templates() if not re.search(r"(parts|layout|base|words|sentences)\.html$", name)
    }
    assert {sample.template for sample in SAMPLES} == whole - shown_elsewhere


@pytest.mark.parametrize(
    "planted",
    ['<p style="width: 3%">', "<script>go()</script>", '<button onclick="go()">', "<style>p {}</style>"],
)
def test_what_the_policy_refuses_is_found_out(planted):
    assert against_the_policy(Page(planted)) != []


def test_a_form_for_script_alone_is_found_out():
    assert without_a_plain_way(Page('<form method="post" hx-post="/cast"></form>')) != []


def test_a_label_without_its_field_is_found_out():
    assert dangling(Page('<label for="code">Code</label><p id="a"></p><p id="a"></p>')) == {"code", "a"}


# -- the booth


def test_the_code_and_the_attempt_stand_in_the_ballot_as_plain_values():
    page = replace(BY_NAME["ballot"].page, code=CODE_MARK, attempt=ATTEMPT_MARK)
    sample = Sample("kept", "booth/ballot.html", page)
    for block in (None, "main"):
        fields = Page(rendered(sample, "nl", block)).named("input")
        assert [one["value"] for one in fields if one["name"] == "code"] == [CODE_MARK, CODE_MARK]
        assert [one["value"] for one in fields if one["name"] == "attempt"] == [ATTEMPT_MARK]


def test_a_kept_page_says_nothing_of_whoever_came_first():
    for name in ("code", "ballot", "done"):
        sample = BY_NAME[name]
        elsewhere = Sample(sample.name, sample.template, sample.page, "/somewhere/else")
        assert rendered(sample, "nl") == rendered(elsewhere, "nl", is_signed_in=False)


def test_blank_is_the_last_choice_and_like_the_others():
    for name in ("ballot", "ballot with lists"):
        circles = [
            one for one in Page(rendered(BY_NAME[name], "nl")).named("input") if one["type"] == "radio"
        ]
        assert [one["value"] for one in circles][-1] == "blank"
        assert len({one["class"] for one in circles}) == 1
        assert not any("checked" in one for one in circles)


def test_a_ballot_that_comes_back_keeps_the_choice_and_says_what_is_wrong():
    page = Page(rendered(BY_NAME["ballot with lists, chosen"], "nl"))
    chosen = [one["value"] for one in page.named("input") if "checked" in one]
    assert chosen == ["4.1"]
    assert [("open" in one) for one in page.named("details")] == [False, True]
    alert = next(one for _, one in page.elements if one.get("role") == "alert")
    assert "autofocus" in alert
    assert alert["id"] in page.named("fieldset")[0]["aria-describedby"]


def test_a_list_without_a_name_goes_by_its_leader():
    assert "H.K. Zandstra</b></span></summary>" in rendered(BY_NAME["ballot with lists"], "nl")


def test_nothing_of_the_vote_is_on_the_last_page():
    text = rendered(BY_NAME["done"], "nl")
    assert "Je stem zit in de stembus" in text
    assert Page(text).named("input", "form") == []
    assert "Noor" not in text
    assert CODE not in text


def test_the_language_of_a_ballot_changes_with_the_code_in_the_form_and_never_in_the_address():
    text = rendered(BY_NAME["ballot"], "nl")
    assert 'action="/booth/7F3K2/ballot?lang=en"' in text
    assert not re.search(rf'(href|action|hx-post)="[^"]*{CODE}', text)


def test_names_are_text_and_not_markup():
    assert "&lt;Fenna&gt;" in rendered(BY_NAME["ballot"], "nl")
    assert "<Fenna>" not in rendered(BY_NAME["ballot"], "nl")


# -- the board and the result: what small numbers may say


def words_of(sample, language="en"):
    return " ".join(" ".join(Page(rendered(sample, language)).words).split())


@pytest.mark.parametrize("room", ["board, result", "classroom, result:", "record,"])
def test_few_votes_and_large_majorities_show_no_numbers(room):
    for name in ("too few", "large majority", "mostly blank"):
        page = Page(rendered(BY_NAME[f"{room} {name}"], "en"))
        assert not [one for one in page.named("svg") if one.get("class") == "bar bar--board"]
        assert not {"24", "25"} & set(" ".join(page.words).split())
        assert "Too few" in " ".join(page.words) or "A large majority" in " ".join(page.words)


def test_small_numbers_are_only_shown_added_up():
    text = words_of(BY_NAME["board, result folded"])
    assert "Other: 3 votes for Yassin, <Fenna> & 'co'" in text


def test_a_tie_is_not_named_while_one_of_the_tied_is_folded():
    assert OUTCOMES["folded tie"].leaders == ()
    assert "the most votes" not in words_of(BY_NAME["board, result folded tie"])


def test_a_tie_and_a_lot_are_told():
    assert "Equal: Noor and Yassin" in words_of(BY_NAME["board, result tie"])
    assert "Yassin won after drawing lots" in words_of(BY_NAME["result, jeugdraad, by lot"])


def test_the_board_says_nothing_of_a_choice_while_votes_come_in():
    for state in ("prepared", "open", "paused", "closed", "counted"):
        assert "Noor" not in rendered(BY_NAME[f"board, {state}"], "nl")


def test_the_first_words_of_a_shadow_election_say_that_it_is_not_official():
    assert "This result is not official and not representative" in words_of(
        BY_NAME["result, schaduwverkiezing, lists"]
    )


def test_a_result_of_children_is_not_for_search_engines():
    assert "noindex" in rendered(BY_NAME["result, kinderburgemeester, winner"], "nl")
    assert "noindex" not in rendered(BY_NAME["result, schaduwverkiezing, lists"], "nl")


def test_a_share_does_not_tell_how_many_blank_votes_were_folded_away():
    folded = shown(CHILDREN, {"1": 20, "2": 8, "3": 1, BLANK: 2})
    page = replace(BY_NAME["result, jeugdraad, folded"].page, contests=(folded,))
    text = rendered(Sample("blank folded", "results/show.html", page), "en")
    assert '<td class="numeric">20</td><td class="numeric"></td>' in text
    assert '<td class="numeric">11</td><td class="numeric">79 %</td>' in rendered(
        BY_NAME["result, jeugdraad, folded"], "en"
    )


# -- youth beside official


def test_the_comparison_says_first_what_would_be_different():
    text = words_of(BY_NAME["result beside official, seats"])
    assert "If it were up to the young, Lokaal Juinen would have 1 seat instead of 2." in text
    assert "every list would have as many seats" in words_of(BY_NAME["result beside official, same seats"])
    for name in ("no seats", "lots"):
        text = words_of(BY_NAME[f"result beside official, {name}"])
        assert "62.5 percent of the youth votes" in text
        assert ("lots decide" in text) == (name == "lots")


def test_a_comparison_with_a_part_says_of_which():
    assert "from the votes in Juinen & omstreken alone" in words_of(BY_NAME["result beside official, part"])
    assert "from the votes in" not in words_of(BY_NAME["result beside official, seats"])


def test_where_no_number_of_the_young_may_be_shown_nothing_is_compared():
    text = words_of(BY_NAME["result beside official, nothing"])
    assert "the numbers of the youth vote are not shown" in text
    assert "Difference" not in text


def test_the_desk_shows_what_does_not_agree_in_the_official_count():
    text = words_of(BY_NAME["official count, read"])
    assert "2 numbers do not agree" in text
    assert "Juinen: 95 ballots found, and 96 expected." in text
    assert "9999::SB1: 9 voters admitted, and 8 by poll cards" in text
    assert "List 4" not in text
    assert "Candidate 2 of list 4 is not the same" in words_of(BY_NAME["official count, refused"])


@pytest.mark.parametrize(
    ("value", "tenths", "signed"),
    [
        (Fraction(1, 20), "0.1", "+0.1"),
        (Fraction(-1, 20), "0.0", "\N{MINUS SIGN}0.1"),
        (Fraction(100, 3), "33.3", "+33.3"),
        (Fraction(1, 30), "0.0", "0.0"),
        (Fraction(0), "0.0", "0.0"),
        (Fraction(12345), "12,345.0", "+12,345.0"),
    ],
)
def test_percentages_are_rounded_to_one_decimal(value, tenths, signed):
    filters = environment().filters
    token = speaking.set(Language("en"))
    try:
        assert (filters["tenths"](value), filters["signed_tenths"](value)) == (tenths, signed)
        assert filters["tenths"](Fraction(1, 2)) == "0.5"
    finally:
        speaking.reset(token)
