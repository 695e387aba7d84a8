import random
import re
from io import BytesIO
from types import SimpleNamespace

import psutil
import pypdf
import pytest

from jeugd.formats import poll_cards as module
from jeugd.formats.poll_cards import POLL_CARD_WORDS, PollCardSheet, poll_cards
from jeugd.formats.typesetting import PrintRoom
from tests.formats.paper import english_words, pages, print_room, symbols_on

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LINK = "https://stem.juinen.nl/s/7F3K"
LONG = {
    "municipality": "Nederweert-Noardeast-Frysl\u00e2n aan den IJssel",
    "election_title": "Schaduwverkiezing gemeenteraad en provinciale staten 2027 voor jongeren van 16 en 17",
    "station_name": "Openbare bibliotheek en dorpshuis Sint-Oedenrode-Zuidoost 12b",
    "school_name": "Rijksscholengemeenschap voor Voortgezet Onderwijs De Bovenkerkerpolder-Noord",
    "typed_address": "schoolverkiezingen.noardeast-fryslan.nl/stem",
    "link": "https://schoolverkiezingen.noardeast-fryslan.nl/s/7F3K",
}


def words_of_a_card(*, has_one_circle=True):
    return english_words("poll_cards.json", SimpleNamespace(has_one_circle=has_one_circle))


def sheet(**changes):
    given = {
        "municipality": "Juinen",
        "election_title": "Kinderburgemeester 2026",
        "station_name": "Groep 7b",
        "school_name": "De Regenboog",
        "link": LINK,
        "typed_address": "stem.juinen.nl/stem",
        "station_id": "7F3K",
        "language": "en",
        "words": words_of_a_card(),
    }
    return PollCardSheet(**{**given, **changes})


def some_codes(number, seed=1):
    rng = random.Random(seed)
    return [
        "-".join("".join(rng.choice(ALPHABET) for _ in range(4)) for _ in range(3)) for _ in range(number)
    ]


def addresses(codes, link=LINK):
    return [f"{link}#{code.replace('-', '')}" for code in codes]


def read_back(pdf):
    return [text for image in pages(pdf) for text in symbols_on(image)]


@pytest.fixture(scope="module")
def room():
    return print_room()


@pytest.fixture(scope="module")
def codes():
    return some_codes(100)


@pytest.fixture(scope="module")
def printed(room, codes):
    return poll_cards(sheet(), codes, room)


def test_every_qr_code_opens_its_station_with_its_code_in_the_order_given(printed, codes):
    assert read_back(printed) == addresses(codes)


def test_large_batches_are_coarser_and_read_as_well(room, monkeypatch):
    monkeypatch.setattr(module, "MOST_FINE_CARDS", 0)
    codes = some_codes(24, seed=2)
    pdf = poll_cards(sheet(), codes, room)
    assert read_back(pdf) == addresses(codes)


def test_large_batches_take_less_than_500_bytes_a_card_beyond_the_first_sheet(room, monkeypatch):
    monkeypatch.setattr(module, "MOST_FINE_CARDS", 0)
    small, large = (len(poll_cards(sheet(), some_codes(number), room)) for number in (16, 816))
    assert (large - small) / 800 < 500


def test_each_printed_code_stands_beside_its_qr_code(printed, codes):
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(printed)).pages)
    assert re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text) == codes


def test_swapped_cards_are_found_out(room, codes, monkeypatch):
    monkeypatch.setattr(module, "_plain_code", lambda code: code.replace("-", "")[::-1])
    assert read_back(poll_cards(sheet(), codes[:8], room)) != addresses(codes[:8])


def test_a_symbol_is_at_least_25_millimetres(codes):
    for link in (LINK, LONG["link"], "https://" + "v" * 120):
        measures = module._Raster(link, codes).measures()
        assert min(measures["symbol_width"], measures["symbol_height"]) >= 25
        assert max(measures["symbol_width"], measures["symbol_height"]) <= 30


def test_the_file_is_tagged_and_says_title_and_language(printed):
    reader = pypdf.PdfReader(BytesIO(printed))
    assert reader.metadata.title == "Poll card: Kinderburgemeester 2026, Groep 7b"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part>1" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert printed.count(b"/S/Figure") == len(reader.pages)


def test_the_file_holds_no_moment_and_comes_out_the_same_twice(room, printed, codes):
    reader = pypdf.PdfReader(BytesIO(printed))
    assert not {"/CreationDate", "/ModDate"} & set(reader.metadata)
    assert b"Date" not in reader.trailer["/Root"]["/Metadata"].get_data()
    assert poll_cards(sheet(), codes, room) == printed


def test_no_number_counts_the_cards(printed, codes):
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(printed)).pages)
    for known in (*codes, "7F3K", "2026", "Groep 7b"):
        text = text.replace(known, "")
    assert sorted(set(re.findall(r"\d+", text))) == ["1", "2", "3"]


def test_names_of_any_length_leave_every_card_readable(room):
    codes = some_codes(8, seed=3)
    for changes in (LONG, {key: value * 4 for key, value in LONG.items() if key != "link"}):
        pdf = poll_cards(sheet(**changes), codes, room)
        assert len(pypdf.PdfReader(BytesIO(pdf)).pages) == 1
        assert read_back(pdf) == addresses(codes, changes.get("link", LINK))


def test_a_last_sheet_with_one_card_and_a_station_without_a_school(room):
    codes = some_codes(9, seed=4)
    assert read_back(poll_cards(sheet(school_name=""), codes, room)) == addresses(codes)


def test_an_emoji_in_a_title_costs_the_emoji_and_not_the_cards(room):
    codes = some_codes(1)
    pdf = poll_cards(
        sheet(election_title="Jeugdraad \U0001f389 \U0001f469\u200d\U0001f467 2026"), codes, room
    )
    assert read_back(pdf) == addresses(codes)


def test_progress_reaches_the_end_only_with_the_file(room):
    said = []
    poll_cards(sheet(), some_codes(20), room, said.append)
    assert said == [0, 8, 16, 20]


def test_the_words_template_gives_exactly_the_words_of_a_card():
    assert tuple(words_of_a_card()) == POLL_CARD_WORDS


def test_a_card_speaks_of_one_circle_only_where_there_is_one():
    assert words_of_a_card()["vote"] == "Fill one circle red."
    assert words_of_a_card(has_one_circle=False)["vote"] == "Fill in your ballot."


def test_no_codes_a_missing_word_and_missing_fonts_are_errors(room, tmp_path):
    with pytest.raises(ValueError, match="no voting codes"):
        poll_cards(sheet(), [], room)
    with pytest.raises(KeyError, match="poll_card"):
        poll_cards(sheet(words={}), some_codes(1), room)
    with pytest.raises(FileNotFoundError, match="ttf"):
        poll_cards(sheet(), some_codes(1), PrintRoom(room.templates, tmp_path))


def test_memory_does_not_grow_with_every_batch(room):
    process = psutil.Process()
    codes = some_codes(400)
    poll_cards(sheet(), codes, room)
    before = process.memory_info().rss
    for _ in range(4):
        poll_cards(sheet(), [code[::-1] for code in codes], room)
        codes = codes[1:] + codes[:1]
    assert process.memory_info().rss - before < 60_000_000
