"""The Zetelrekenmachine: a form that anybody may send, without script; each answer is explained."""

import re
from urllib.parse import urlencode

import pytest
from lxml import html

from jeugd.domain.apportionment import Category
from jeugd.web.half_circle import HEIGHT, WIDTH, half_circle
from jeugd.web.http import MOST_FIELDS

WEST_MAAS_EN_WAAL = (1893, 1345, 1372, 1157, 941, 972, 999, 671)  # ELECTION-RULES 1.11


class Calculator:
    """Somebody at the form."""

    def __init__(self, browser):
        self.browser, self.answer = browser, None

    def ask(self, seats, votes, category="GR", more=()):
        fields = [("category", category), ("seats", str(seats))]
        for number, cast in enumerate(votes, start=1):
            fields += [(f"name-{number}", f"Partij {number}"), (f"votes-{number}", str(cast))]
        return self.send([*fields, *more])

    def send(self, fields):
        self.answer = self.browser.get("/seats?" + urlencode(fields))
        return self

    @property
    def page(self):
        return html.fromstring(self.answer.text)

    @property
    def text(self):
        return " ".join(self.page.find(".//main").text_content().split())

    @property
    def seats(self):
        rows = self.page.xpath('//table[contains(@class, "seats-table")]/tbody/tr')
        return [int(row.xpath("string(td[last()])")) for row in rows]

    @property
    def alerts(self):
        return [" ".join(one.text_content().split()) for one in self.page.xpath('//*[@role="alert"]')]

    def filled(self):
        """What the form would send now, with the option of the lots that is checked."""
        form = self.page.get_element_by_id("seat-form")
        outside = self.page.xpath('//input[@form="seat-form" and @checked]')
        return [*form.form_values(), *((one.get("name"), one.get("value")) for one in outside)]

    def options(self):
        return [one.get("value") for one in self.page.xpath('//input[@type="radio" and @name="draw"]')]


@pytest.fixture
def calculator(town):
    return Calculator(town.visitor())


def test_a_real_council_comes_out_and_every_step_has_its_article(calculator):
    calculator.ask(17, WEST_MAAS_EN_WAAL)
    assert calculator.answer.status_code == 200
    assert calculator.seats == [3, 2, 3, 2, 2, 2, 2, 1]
    for words in ("9,350 divided by 17 is 550", "13 seats are given this way", "412\u00a01/2 votes"):
        assert words.replace("\u00a0", " ") in calculator.text
    winners = re.findall(r"Residual seat (\d) goes to Partij (\d)\.", calculator.text)
    assert winners == [("1", "7"), ("2", "6"), ("3", "5"), ("4", "3")]
    assert calculator.text.count("article P 8") == 5
    assert "article P 5" in calculator.text
    assert "article P 6" in calculator.text


def test_exact_fractions_are_written_as_people_write_them(calculator):
    calculator.ask(19, (100, 51, 3))
    assert "154 divided by 19 is 8 2/19" in calculator.text
    assert re.search(
        r"With one seat more it has \d+, and then [\d ]+/?\d* votes for each seat", calculator.text
    )


@pytest.mark.parametrize("category", [one.value for one in Category])
def test_every_kind_of_council_can_be_asked(calculator, category):
    calculator.ask(29, (503, 301, 196), category)
    assert sum(calculator.seats) == 29, calculator.text
    in_districts = "electoral district" in calculator.text
    assert in_districts == (category in {"TK", "PS", "EP"})


def test_the_house_of_representatives_gives_residual_seats_to_lists_with_a_whole_quota_only(calculator):
    assert calculator.ask(10, (95, 5), "TK").seats == [10, 0]
    assert "Only lists with at least one whole quota of votes take part." in calculator.text


def test_lots_are_drawn_in_the_form_one_after_the_other(calculator):
    calculator.ask(10, (500, 140, 140, 140, 70))
    assert calculator.seats == []
    seen = []
    while calculator.options():
        seen.append(len(calculator.options()))
        assert "lots decide which" in calculator.text
        calculator.send(calculator.filled())
        assert calculator.answer.status_code == 200
        assert calculator.alerts == []
    assert seen == [3, 2, 2], (
        "two for residual seats, and one for the seat that an absolute majority takes over"
    )
    assert sum(calculator.seats) == 10
    assert "Lots decided." in calculator.text


def test_lots_of_other_votes_are_put_aside(calculator):
    calculator.ask(10, (500, 140, 140, 140, 80))
    drawn = calculator.options()[0]
    calculator.ask(10, (510, 130, 140, 140, 80), more=[("draw", drawn)])
    assert "do not belong to these votes any more" in calculator.alerts[0]
    assert "draw" not in dict(calculator.page.get_element_by_id("seat-form").form_values())


def test_more_lists_are_a_button_that_needs_no_script(calculator):
    calculator.send([])
    first = len(calculator.page.xpath('//input[starts-with(@name, "votes-")]'))
    calculator.send([*calculator.ask("", (5, 3)).filled(), ("more", "1")])
    assert calculator.answer.status_code == 200
    assert len(calculator.page.xpath('//input[starts-with(@name, "votes-")]')) == first + 6
    assert calculator.page.xpath('string(//input[@name="votes-2"]/@value)') == "3"
    rows = [(f"votes-{number}", "") for number in range(1, 61)]
    assert calculator.send([*rows, ("more", "1")]).page.xpath('//button[@name="more"]') == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ([("seats", "0"), ("votes-1", "3")], "A council of 0 seats is not possible."),
        ([("seats", "1000"), ("votes-1", "3")], "A council of 1000 seats is not possible."),
        ([("seats", ""), ("votes-1", "3")], "Something is missing here."),
        ([("seats", "-1"), ("votes-1", "3")], "That is not possible here."),
        ([("seats", "5")], "There is no list to give a seat to."),
        ([("seats", "5"), ("name-1", "Juinen Nu")], "Something is missing here."),
        ([("seats", "5"), ("votes-1", "3,5")], "That is not possible here."),
        ([("seats", "5"), ("votes-1", "-3")], "That is not possible here."),
        ([("seats", "5"), ("votes-1", "9" * 15)], "List 1 has an impossible number of votes."),
        ([("seats", "5"), ("votes-1", "9" * 1000)], "List 1 has an impossible number of votes."),
    ],
)
def test_what_is_not_possible_is_a_sentence_beside_the_form(calculator, fields, sentence):
    calculator.send(fields)
    assert calculator.answer.status_code == 422
    assert calculator.alerts[0].startswith(sentence)
    assert calculator.page.get_element_by_id("seat-form") is not None
    assert calculator.seats == []


def test_more_fields_than_the_form_has_are_refused(calculator):
    assert (
        calculator.send([(f"extra-{number}", "1") for number in range(MOST_FIELDS + 1)]).answer.status_code
        == 422
    )
    assert calculator.send([("name-1", "x" * 40_000)]).answer.status_code == 413


@pytest.mark.parametrize(
    "draw", ["", "x", "[" * 3000, "{}", '{"for": "list"}', '{"for": 1, "options": []}', "null"]
)
def test_a_lot_that_somebody_made_up_is_put_aside(calculator, draw):
    calculator.ask(10, (500, 300), more=[("draw", draw)])
    assert calculator.answer.status_code == 200
    assert len(calculator.alerts) == 1
    assert sum(calculator.seats) == 10


def test_without_votes_all_seats_stay_empty_and_it_says_so(calculator):
    calculator.ask(5, (0, 0))
    assert "There are no votes, so all seats stay empty." in calculator.text


def test_a_point_between_thousands_is_read_over(calculator):
    assert calculator.ask(3, ("1.000", "2 000")).seats == [1, 2]


def test_the_short_dutch_address_leads_here(town):
    answer = town.visitor().get("/zetels", headers={"Accept-Language": "nl"})
    assert answer.url.path == "/seats"
    assert "Zetelrekenmachine" in answer.text


def test_nothing_is_stored(town):
    from tests.architecture.test_access import everything

    class Cast:
        pass

    cast = Cast()
    cast.town = town
    before = everything(cast)
    Calculator(town.visitor()).ask(17, WEST_MAAS_EN_WAAL)
    assert everything(cast) == before


# -- the half circle


@pytest.mark.parametrize("seats", [1, 2, 9, 17, 19, 29, 39, 45, 75, 150, 999])
def test_every_seat_is_drawn_once_and_inside_the_picture(seats):
    circle = half_circle([seats - seats // 3, 0], seats // 3)
    radius = float(circle.radius)
    assert len(circle.seats) == seats
    assert len({(one.x, one.y) for one in circle.seats}) == seats
    for one in circle.seats:
        assert radius - 0.2 <= float(one.x) <= WIDTH - radius + 0.2
        assert radius - 0.2 <= float(one.y) <= HEIGHT - radius + 0.2


@pytest.mark.parametrize("seats", [9, 17, 25, 45, 150])
def test_no_two_seats_cover_each_other(seats):
    circle = half_circle([seats])
    middles = [(float(one.x), float(one.y)) for one in circle.seats]
    nearest = min(
        (ax - bx) ** 2 + (ay - by) ** 2
        for place, (ax, ay) in enumerate(middles)
        for bx, by in middles[place + 1 :]
    )
    assert nearest >= (2 * float(circle.radius)) ** 2 - 0.5


def test_the_seats_of_a_list_stand_together_from_left_to_right():
    places = [one.place for one in half_circle([5, 3, 1], 2).seats]
    assert places == [0] * 5 + [1] * 3 + [2] + [None] * 2
