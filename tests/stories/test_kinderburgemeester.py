"""A children's mayor is chosen: from the official's first link to the published result, by forms alone."""

import csv
import io
import re

from tests.stories.people import cards_on, codes_in_words_of, on_the_ballot, sign_in, vote, without_host

CHILDREN = ["Noor", "Yassin", "Fenna"]
NOOR, YASSIN, BLANK = "1", "2", "blank"


def prepare(server):
    """Carla makes a school, an election and its options, and a class."""
    link = server.command(
        "official", "add", "carla@juinen.example", "--municipality", "GM9999", "--municipality-name", "Juinen"
    )
    server.start()
    carla = server.official(link)
    assert carla.heading == "Juinen"
    carla.send("/municipality/schools", name="De Regenboog")
    assert "De Regenboog" in carla.text
    carla.follow("New election")
    carla.send(
        "/elections", title="Kinderburgemeester van Juinen", kind="kinderburgemeester", opening="per_station"
    )
    assert carla.heading == "Kinderburgemeester van Juinen"
    names = {f"option-{number}-name": name for number, name in enumerate(CHILDREN, start=1)}
    carla.send("/contest", {"question": "Wie wordt de kinderburgemeester?", **names})
    school = next(one.get("value") for one in carla.page.iter("option") if one.text == "De Regenboog")
    carla.send("/stations", name="Groep 7b", school=school, expected="24")
    carla.send("/freeze")
    assert carla.status == 200, carla.text
    return carla


def print_cards(carla):
    """The cards go to the printer; the codes stand on paper only."""
    carla.follow("Poll cards")
    carla.send(carla.answer.url.path, number="25")
    assert carla.answer.headers["content-type"] == "application/pdf"
    cards = cards_on(carla.answer.content)
    assert len(set(cards)) == 25
    in_words = {re.sub("(....)(?!$)", r"\1-", code_of(card)) for card in cards}
    assert in_words == codes_in_words_of(carla.answer.content)
    return cards


def send_letter(server, carla, station):
    """Juf Anna opens the link of the letter on her own laptop, and the other one on the digibord."""
    carla.send(f"/letters/{station}")
    links = [without_host(link) for link in re.findall(r"http://\S+/sign-in/\S+", carla.text)]
    anna, board = (sign_in(server.client(), link) for link in links)
    assert anna.answer.url.path == f"/classroom/{station}"
    assert board.answer.url.path == f"/board/{station}"
    return anna, board


def lose_an_answer(client, card, choice):
    """A vote whose answer is lost on the way, and that is sent again, and again with another choice."""
    pupil = on_the_ballot(client, card).send("/check", {"choice-1": choice})
    sent, address = dict(pupil.filled("/cast", {})), pupil.form("/cast").action
    first = client.post(address, data=sent)
    assert first.status_code == 200
    assert client.post(address, data=sent).content == first.content
    assert client.post(address, data={**sent, "choice-1": YASSIN}).content == first.content, (
        "the first one stands"
    )
    assert on_the_ballot(client, card).status == 409


def pupils_vote(server, cards):
    """Twenty-two pupils on three shared tablets: a tie between Noor and Yassin."""
    tablets = [server.client() for _ in range(3)]
    lose_an_answer(tablets[0], cards[0], NOOR)
    for number, choice in enumerate([NOOR] * 9 + [YASSIN] * 10 + [BLANK] * 2, start=1):
        vote(tablets[number % 3], cards[number], choice)


def have_a_break(server, anna, card):
    """Nobody votes during the pause."""
    anna.go(anna.answer.url.path).send("/pause")
    paused = server.stranger().go(card)
    assert (paused.status, paused.heading) == (409, "Pause")
    anna.send("/open")


def lose_a_card(server, anna, lost, used):
    """A lost card becomes void and cannot vote; a card that has voted cannot become void, and its code goes nowhere."""
    anna.send("/void", code=code_of(lost))
    void = on_the_ballot(server.client(), lost)
    assert void.status == 409
    assert "This poll card is void" in void.text
    anna.send("/void", code=code_of(used))
    assert anna.status == 409
    assert code_of(used) not in anna.answer.text


def close(server, anna, card):
    """Closing needs how many pupils were admitted, and a reason where that differs; until then the door is open."""
    anna.send("/close", admitted="")
    assert anna.status == 422
    anna.send("/close", admitted="23")
    assert anna.status == 422
    assert "You admitted 23 pupils, but 22 votes were cast." in anna.text
    assert server.stranger().go(card).status == 200
    anna.send("/close", admitted="23", reason="did_not_vote")
    assert anna.status == 200
    late = server.stranger().go(card)
    assert (late.status, late.heading) == (409, "Voting is over")


def open_the_box(anna, board):
    """The class sees its own result, small numbers folded together."""
    assert says_nothing(board.go(board.answer.url.path))
    anna.send("/count")
    for seen in (anna.text, board.go(board.answer.url.path).text):
        assert "Equal: Noor and Yassin have the same number of votes." in seen
        assert "Other: 2 votes for Fenna, Blank" in seen
    record = anna.follow("Record")
    assert record.status == 200
    assert "23" in record.text


def publish(server, carla, election):
    """The official closes, counts, draws lots and publishes, in that order and no other."""
    carla.go(election).send("/close")
    carla.send("/count")
    assert server.stranger().go(election.replace("elections", "results")).status == 404
    refused = carla.client.post(f"{election}/publish")
    assert refused.status_code == 409
    assert "Draw lots first" in refused.text
    assert (
        carla.client.post(
            f"{election}/lots", data={"contest": "1", "position": "1", "drawn": "3"}
        ).status_code
        == 422
    )
    carla.go(election).send("/lots", drawn=YASSIN)
    carla.send("/publish")


def read_the_result(server):
    """Everybody finds it from the front page: in words, in a table, as JSON and as CSV."""
    stranger = server.stranger().go("/").follow("Kinderburgemeester van Juinen")
    assert stranger.status == 200
    assert "Yassin becomes children's mayor" in stranger.text
    assert "Yassin won after drawing lots, because the votes were equal." in stranger.text
    assert "23 voters were admitted and 22 votes were cast." in stranger.text
    expected = [("1", "Noor", 10), ("2", "Yassin", 10), ("3", "Fenna", None), ("blank", "", None)]
    address = stranger.answer.url.path
    data = stranger.client.get(f"{address}.json").json()
    assert [tuple(row.values()) for row in data["contests"][0]["votes"]] == expected
    assert (data["cast"], data["admitted"], data["issued"], data["unofficial"]) == (22, 23, 25, True)
    table = list(csv.reader(io.StringIO(stranger.client.get(f"{address}.csv").text)))
    written = [["1", answer, name, "" if votes is None else str(votes)] for answer, name, votes in expected]
    assert table == [["contest", "answer", "name", "votes"], *written]
    assert numbers_in_the_table(stranger)[:2] == [("Noor", "10"), ("Yassin", "10")]
    assert "Fenna" not in dict(numbers_in_the_table(stranger)), "one class voted: small numbers stay folded"


def read_the_journal(carla, election, cards):
    """Who did what, and no code."""
    carla.go(election)
    for words in (
        "Fixed the election",
        "Declared a poll card void",
        "Wrote down the lot that was drawn: Yassin",
    ):
        assert words in carla.text
    assert not any(code_of(card) in carla.answer.text.replace("-", "") for card in cards)


def test_a_childrens_mayor_is_chosen(server):
    carla = prepare(server)
    election = carla.answer.url.path
    cards = print_cards(carla)
    early = server.stranger().go(cards[0])
    assert (early.status, early.heading) == (409, "Not open yet")
    carla.go(election).send("/open")
    anna, board = send_letter(server, carla, station=cards[0].partition("#")[0].rpartition("/")[2])
    anna.send("/open")
    assert "0 of 24 voted" in board.go(board.answer.url.path).text
    pupils_vote(server, cards)
    assert "22 of 24 voted" in board.go(board.answer.url.path).text
    assert says_nothing(board)
    have_a_break(server, anna, cards[22])
    lose_a_card(server, anna, lost=cards[23], used=cards[0])
    anna.go(f"/classroom/{anna.answer.url.path.split('/')[2]}")
    close(server, anna, cards[24])
    open_the_box(anna, board)
    publish(server, carla, election)
    read_the_result(server)
    read_the_journal(carla, election, cards)


def code_of(card):
    return card.partition("#")[2]


def says_nothing(browser):
    """No name of a child on the page."""
    return not any(child in browser.answer.text for child in CHILDREN)


def numbers_in_the_table(browser):
    """The rows of the table of numbers, without the total."""
    tables = [one for one in browser.page.iter("table") if "bars" not in (one.get("class") or "")]
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in tables[0].find("tbody")]
    order = ["Noor", "Yassin", "Fenna", "Blank"]
    return sorted(((row[0], row[1]) for row in rows if row[0] in order), key=lambda row: order.index(row[0]))


def test_a_link_of_the_official_works_once(server):
    link = server.command("official", "add", "carla@juinen.example", "--municipality", "GM9999")
    server.start()
    first = server.stranger().go(link)
    assert first.status == 200
    assert server.stranger().go(link).status == 200, (
        "looking at a link does not use it up: mail scanners do that"
    )
    server.official(link)
    assert server.stranger().go(link).status == 410
    assert "This sign-in link does not work any more" in server.stranger().go(link).text
    first.send(link.rpartition("/")[2])
    assert first.status == 410


def test_an_official_who_signs_out_is_a_stranger_again(server):
    link = server.command("official", "add", "carla@juinen.example", "--municipality", "GM9999")
    server.start()
    carla = server.official(link)
    carla.send("/sign-out")
    assert carla.go("/municipality").status == 403
    assert "sign-in link" in carla.text


def test_an_election_is_not_frozen_with_less_than_two_options(server):
    link = server.command("official", "add", "carla@juinen.example", "--municipality", "GM9999")
    server.start()
    carla = server.official(link).follow("New election")
    carla.send("/elections", title="", kind="jeugdraad")
    assert carla.status == 422
    assert "Something is missing here" in carla.text
    carla.send("/elections", title="De kinderburgemeester", kind="kinderburgemeester", opening="together")
    page = carla.answer.url.path
    carla.send("/freeze")
    assert carla.status == 422
    assert "at least two options" in carla.text
    carla.go(page).send(
        "/contest", {"question": "Wat?", "option-1-name": "Skatebaan", "option-3-name": "Pluktuin"}
    )
    carla.send("/freeze")
    assert carla.status == 200
    assert (
        carla.client.post(f"{page}/contest", data={"question": "Anders?", "option-1-name": "x"}).status_code
        == 409
    )
    carla.send("/open")
    assert carla.status == 409
    assert "no polling stations yet" in carla.text
