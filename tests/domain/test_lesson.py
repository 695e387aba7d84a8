from jeugd.domain.lesson import Lesson

QUESTIONS = Lesson(("Wat weet je al?", "Wie beslist?"), ("Wat viel je op?",))


def test_a_lesson_is_read_as_it_was_written():
    assert Lesson.from_json(QUESTIONS.to_json()) == QUESTIONS


def test_no_lesson_is_no_text():
    assert Lesson().to_json() == ""
    assert Lesson.from_json("") == Lesson()
    assert Lesson().is_empty
    assert not QUESTIONS.is_empty
