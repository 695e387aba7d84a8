"""Every page to try the templates with: each room in each of its states, with the values its handler would give."""

from __future__ import annotations

from tests.web.pages import booth, classroom, composing, desk, home, official, results

SAMPLES = [
    *home.doors(),
    *booth.booths(),
    *classroom.classrooms(),
    *classroom.quick_questions(),
    *classroom.poll_cards(),
    *classroom.records(),
    *classroom.boards(),
    *results.results(),
    *results.calculators(),
    *desk.desks(),
    *desk.elections(),
    *composing.questions(),
    *composing.illustrations(),
    *composing.polls(),
    *composing.practice(),
    *official.imported(),
    *official.counts(),
    *official.side_by_side(),
    *home.refusals(),
]
