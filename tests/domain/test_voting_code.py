import itertools
import random
import secrets
from collections import Counter

import pytest

from jeugd.domain.errors import CodeMalformed
from jeugd.domain.voting_code import (
    ALPHABET,
    LENGTH,
    RANDOM_SYMBOLS,
    UNWANTED_WORDS,
    check_symbol,
    draw,
    printed,
    read,
)

CODE = draw(random.Random(7).choice)


def some_codes(number, check=check_symbol):
    """Codes for a test, the same ones every time."""
    dice = random.Random(20261120)
    for _ in range(number):
        symbols = "".join(dice.choices(ALPHABET, k=RANDOM_SYMBOLS))
        yield symbols + check(symbols)


def with_symbols(code, changes):
    return "".join(changes.get(place, symbol) for place, symbol in enumerate(code))


def single_errors(code):
    for place, symbol in itertools.product(range(LENGTH), ALPHABET):
        yield with_symbols(code, {place: symbol})


def swaps(distance):
    def changed(code):
        for place in range(LENGTH - distance):
            yield with_symbols(code, {place: code[place + distance], place + distance: code[place]})

    return changed


def twin_errors(distance):
    def changed(code):
        for place in range(LENGTH - distance):
            if code[place] == code[place + distance]:
                for symbol in ALPHABET:
                    yield with_symbols(code, {place: symbol, place + distance: symbol})

    return changed


ERRORS = {
    "one wrong symbol": single_errors,
    "neighbours swapped": swaps(1),
    "a swap at distance two": swaps(2),
    "twins": twin_errors(1),
    "twins at distance two": twin_errors(2),
}


def missed(errors, check, codes):
    """How many wrong codes still look right."""
    wrong = [changed for code in some_codes(codes, check) for changed in errors(code) if changed != code]
    assert len(wrong) > 500, "the errors were not made"
    return sum(check(one[:RANDOM_SYMBOLS]) == one[-1] for one in wrong)


@pytest.mark.parametrize("name", ERRORS)
def test_the_check_symbol_finds_every_error_of_its_kinds(name):
    assert missed(ERRORS[name], check_symbol, 400) == 0


def without_weights(symbols):
    total = 0
    for symbol in symbols:
        total ^= ALPHABET.index(symbol)
    return ALPHABET[total]


@pytest.mark.parametrize("name", [name for name in ERRORS if name != "one wrong symbol"])
def test_a_check_symbol_without_weights_is_found_out(name):
    assert missed(ERRORS[name], without_weights, 100) > 0


def test_a_check_symbol_that_is_always_the_same_is_found_out():
    assert missed(single_errors, lambda _: "0", 100) > 0


def test_a_wrong_check_symbol_is_refused_without_blaming_one_symbol():
    wrong = CODE[:-1] + ALPHABET[(ALPHABET.index(CODE[-1]) + 1) % 32]
    with pytest.raises(CodeMalformed) as refusal:
        read(wrong)
    assert refusal.value.facts == {}


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        printed(CODE),
        f"  {printed(CODE).lower()}\n",
        " ".join(CODE),
        "\N{NO-BREAK SPACE}".join(CODE),
    ],
)
def test_spaces_hyphens_and_lower_case_are_forgiven(typed):
    assert read(typed) == CODE


@pytest.mark.parametrize(
    ("typed", "meant"), [("O", "0"), ("o", "0"), ("I", "1"), ("i", "1"), ("L", "1"), ("l", "1")]
)
def test_letters_that_look_like_digits_are_read_as_digits(typed, meant):
    codes = [code for code in some_codes(300) if meant in code]
    assert len(codes) > 50
    for code in codes:
        assert read(code.replace(meant, typed)) == code


@pytest.mark.parametrize(("place", "symbol"), [(1, "U"), (5, "?"), (12, "é")])
def test_a_symbol_that_no_code_has_is_pointed_out(place, symbol):
    with pytest.raises(CodeMalformed) as refusal:
        read(printed(with_symbols(CODE, {place - 1: symbol})))
    assert refusal.value.facts == {"position": place}


@pytest.mark.parametrize(
    "typed", ["", "-", CODE[:-1], CODE + "0", CODE * 2, CODE + "!", "0" * 500, CODE + " " * 500]
)
def test_another_length_is_refused(typed):
    with pytest.raises(CodeMalformed) as refusal:
        read(typed)
    assert "position" not in refusal.value.facts


def test_a_refusal_never_holds_what_was_typed():
    for typed in (CODE[:-1], CODE + "U", "U" + CODE[1:], CODE[:-1] + "?"):
        with pytest.raises(CodeMalformed) as refusal:
            read(typed)
        assert typed not in repr(refusal.value)
        assert typed not in str(refusal.value)


def test_a_card_shows_three_groups_of_four():
    assert printed(CODE).split("-") == [CODE[:4], CODE[4:8], CODE[8:]]


@pytest.mark.parametrize("word", sorted(UNWANTED_WORDS))
def test_a_code_that_spells_an_insult_is_drawn_again(word):
    assert set(word) <= set(ALPHABET), "this word can never be drawn"
    for place in range(RANDOM_SYMBOLS - len(word) + 1):
        bad = "7" * place + word + "7" * (RANDOM_SYMBOLS - len(word) - place)
        assert draw(scripted(bad, "23456789234")).startswith("23456789234")


def test_an_insult_that_ends_in_the_check_symbol_is_drawn_again():
    bad = next(code for code in some_codes(100_000) if code.endswith("KAK"))
    assert draw(scripted(bad[:-1], "23456789234")).startswith("23456789234")


def scripted(*draws):
    """A choice that is not random: these symbols, one after the other."""
    symbols = iter("".join(draws))
    return lambda _: next(symbols)


def chi_square(codes):
    """How far the symbols are from even, at each of the eleven places (31 degrees of freedom); the worst one."""
    return max(_chi_square([code[place] for code in codes]) for place in range(RANDOM_SYMBOLS))


def _chi_square(symbols):
    fair, counted = len(symbols) / len(ALPHABET), Counter(symbols)
    return sum((counted[symbol] - fair) ** 2 / fair for symbol in ALPHABET)


CRITICAL = 100.0  # exceeded by chance once in ten billion, at 31 degrees of freedom


def test_every_symbol_is_as_likely_at_every_place():
    assert chi_square([draw(secrets.choice) for _ in range(20_000)]) < CRITICAL


def test_a_choice_that_is_a_little_off_is_found_out():
    assert (
        chi_square([draw(lambda symbols: symbols[secrets.randbelow(256) % 31]) for _ in range(20_000)])
        > CRITICAL
    )


def test_no_code_is_drawn_twice():
    assert len({draw(secrets.choice) for _ in range(20_000)}) == 20_000
