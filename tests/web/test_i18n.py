import pytest

from jeugd.web.i18n import Language, gettext, language_of, ngettext, speaking


@pytest.mark.parametrize(
    ("accept", "spoken"),
    [
        ("", "nl"),
        ("en", "en"),
        ("en-GB,en;q=0.8", "en"),
        ("nl-BE", "nl"),
        ("de,fr;q=0.9", "nl"),
        ("de;q=0.9,en;q=0.3", "en"),
        ("en;q=0.3,nl;q=0.8", "nl"),
        ("nl;q=0,en;q=0.1", "en"),
        ("en;q=0", "nl"),
        ("en;q=high,*", "nl"),
        ("," * 1000, "nl"),
        ("é;q=,;;;", "nl"),
    ],
)
def test_a_browser_is_answered_in_the_first_language_that_we_speak(accept, spoken):
    assert language_of("", accept, "nl") == Language(spoken)


def test_a_language_that_was_asked_for_wins_and_is_remembered_by_links():
    assert language_of("en", "nl", "nl") == Language("en", is_asked=True)


@pytest.mark.parametrize("asked", ["de", "", "../../etc", "nl\x00", "NL"])
def test_a_language_that_we_do_not_speak_is_not_asked_for(asked):
    assert language_of(asked, "", "nl") == Language("nl")


def test_each_visitor_is_spoken_to_in_a_language_of_their_own():
    token = speaking.set(Language("nl"))
    assert gettext("Blank") == "Blanco"
    assert ngettext("One pupil to go.", "%(num)s pupils to go.", 2) == "%(num)s pupils to go.", (
        "not in the catalogue"
    )
    speaking.reset(token)
    token = speaking.set(Language("en"))
    assert gettext("Blank") == "Blank"
    speaking.reset(token)
