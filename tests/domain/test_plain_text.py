import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain import plain_text
from jeugd.domain.plain_text import tidied

REAL = [
    "Noor",
    "Yağmur Çelik-Şahin",
    "Zoë d'Hondt",
    "Zoe\u0308",  # an accent of its own
    "Ngô Đình",
    "محمد علی\u200cرضا",
    "ශ්\u200dරී",  # Sinhala, after a virama
    "র\u200d্যাব",  # Bengali, before one
    "🏳\ufe0f\u200d🌈",
    "👩🏽\u200d⚕\ufe0f en 👨\u200d👩\u200d👧\u200d👦",
    "🙂\u200d↔\ufe0f",
    "🐦\u200d🔥 ❤\ufe0f 1\ufe0f\u20e3",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England
    "Skatebaan € 2.500 – ‘ja’ … ½",
]
TURNS = [chr(number) for number in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)]
UNSEEN = ["\0", "\x07", "\x1b", "\x7f", "\x9b", "\xad", "\u200b", "\u2060", "\ufeff", "\u3164", "\U000e0041"]
anything = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("\u200c\u200d👩👦⚕\ufe0fعي" + "".join(TURNS)),
    ),
    max_size=30,
)


@pytest.mark.parametrize("text", REAL)
def test_a_real_name_stays_as_it_is(text):
    assert tidied(text) == text


@pytest.mark.parametrize("one", TURNS + UNSEEN, ids=ascii)
def test_what_is_not_seen_goes(one):
    assert tidied(f"Ja{one} of nee{one}") == "Ja of nee"
    assert tidied(one) == ""


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"], ids=ascii)
@pytest.mark.parametrize(
    "text", ["Ja{}", "{}Ja", "J{}a", "1{}2", "J\u202e{}a", "é{}é", "Ja {} nee", "{}"], ids=ascii
)
def test_a_joiner_that_joins_nothing_goes(joiner, text):
    assert tidied(text.format(joiner)) == tidied(text.format(""))


@pytest.mark.parametrize("text", ["  a \t b\n", "a\xa0b", "a\u2028b", "a\r\n\x0b\x0c\x1c\x85 b"], ids=ascii)
def test_white_space_is_one_space(text):
    assert tidied(text) == "a b"


def test_hidden_letters_behind_a_flag_are_no_flag():
    assert tidied("🏴\U000e0068\U000e0069\U000e007f") == "🏴"
    assert tidied("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067") == "🏴"


@settings(max_examples=300, deadline=None)
@given(anything)
def test_what_is_tidy_stays_as_it_is(text):
    once = tidied(text)
    assert tidied(once) == once


@settings(max_examples=300, deadline=None)
@given(anything)
def test_only_joiners_and_flags_are_left_of_what_is_not_seen(text):
    left = {one for one in tidied(text) if unicodedata.category(one) in ("Cc", "Cf")}
    assert left <= {"\u200c", "\u200d"} | {chr(number) for number in range(0xE0061, 0xE0080)}


def test_a_tidy_that_lets_direction_through_is_found_out(monkeypatch):
    monkeypatch.setattr(plain_text, "_is_seen", lambda one: one.isprintable() or one in TURNS)
    assert tidied("Ja\u202e") == "Ja\u202e"
