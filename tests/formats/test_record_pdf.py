import hashlib
from io import BytesIO

import pypdf

from jeugd.domain.record import DifferenceReason
from jeugd.formats.eml_nl import file_digest
from jeugd.formats.record_pdf import RECORD_WORDS, CountedContest, RecordSheet, record_pdf
from tests.formats.paper import english_words, print_room

CHILDREN = (("Fatima", 17), ("Daan", 8), ("Blank", 2), ("Invalid", 41))


def sheet(**changes):
    given = {
        "municipality": "Juinen",
        "election_title": "Kinderburgemeester 2026",
        "station_name": "Groep 7b",
        "school_name": "De Regenboog",
        "turnout": (
            ("Issued", 30),
            ("Void", 1),
            ("Admitted", 28),
            ("Cast", 27),
            ("On paper", 3),
            ("Difference", -1),
        ),
        "reason": "Somebody did not vote",
        "counts": (CountedContest("Who?", CHILDREN, "votes"),),
        "definition_hash": file_digest(b"definition"),
        "language": "en",
        "words": english_words("record.json"),
    }
    return RecordSheet(**{**given, **changes})


def printed(**changes):
    return pypdf.PdfReader(BytesIO(record_pdf(sheet(**changes), print_room())))


def words_of(reader):
    return " ".join(page.extract_text() for page in reader.pages).split()


def test_the_record_says_who_voted_and_what_was_counted():
    words = words_of(printed())
    for expected in ("Juinen", "Issued", "30", "Fatima", "17", "Daan", "8", "Blank", "2", "Invalid", "41"):
        assert expected in words
    assert "Somebody did not vote" in " ".join(words)


def test_a_merged_count_shows_no_vote_of_any_kind():
    words = words_of(printed(counts=(CountedContest("Who?", None, "votes"),)))
    assert not {"Fatima", "17", "Blank", "Invalid", "41"} & set(words)
    assert "merged" in words


def test_each_question_has_its_own_count_and_a_merged_one_may_say_who_won():
    second = CountedContest("What?", None, "ballots", outcome="Slide")
    words = words_of(printed(counts=(CountedContest("Who?", CHILDREN, "first_places"), second)))
    for expected in ("Who?", "17", "What?", "Slide", "merged"):
        assert expected in words
    assert "First places" in " ".join(words)


def test_the_definition_is_named_by_its_hash_in_groups_of_four():
    assert " ".join(file_digest(b"definition")) in " ".join(words_of(printed()))
    assert "".join(file_digest(b"definition")) == hashlib.sha256(b"definition").hexdigest()


def test_fifty_options_with_long_names_stay_on_one_page():
    counts = tuple((f"{number} Partij voor Dorp en Stad {number}", number) for number in range(1, 51))
    assert len(printed(counts=(CountedContest("Who?", counts, "votes"),)).pages) == 1


def test_the_record_is_tagged_dateless_and_in_its_language():
    reader = printed()
    assert reader.metadata.title == "Record of the polling station: Kinderburgemeester 2026, Groep 7b"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/CreationDate" not in reader.metadata


def test_the_words_template_gives_the_words_of_a_record_and_a_label_for_every_number_and_reason():
    labels = {"issued", "void", "cast", "admitted", "difference", "free"}
    labels |= {f"reason_{reason.value}" for reason in DifferenceReason}
    assert set(english_words("record.json")) == set(RECORD_WORDS) | labels
