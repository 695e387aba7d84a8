"""The bench says what it should on both databases; how fast this machine is today is no test."""

import pytest

from jeugd import bench
from jeugd.bench.figures import Figure, at_least, at_most, table
from jeugd.bench.load import Load
from jeugd.domain.contest import Method

pytestmark = pytest.mark.xdist_group("load")

FIGURES = [
    "trivial POST",
    "trivial GET",
    "vote / trivial POST, 300 clients",
    "vote / trivial POST, sealed by the server",
    "vote / naive SQLModel vote, 300 clients",
    "vote / naive SQLModel vote, sealed by the server",
    "p99 of a vote / p99 of a naive vote  ",
    "p99 of a vote / p99 of a naive vote, sealed by the server",
    "burst of 100 votes / as many trivial POSTs  ",
    "burst of 100 votes / as many trivial POSTs, sealed by the server",
    "ballot paper / trivial POST",
    "booth page / trivial GET",
    "result page / trivial GET",
    "50 boards, 1 update/s: share of a core",
    "50 boards: p99 from commit to message",
    "50 boards, when all fetch",
    "80 poll cards: times faster",
    "80 poll cards: size",
    "count of 20,000 opened ballots / GROUP BY",
    "count of 2,000 list votes, and 150 seats / GROUP BY",
    "opening and counting 100 envelopes",
    *(
        f"count of 2,000 ballots by {method.value} / reading"
        for method in Method
        if method is not Method.LIST_VOTE
    ),
]


@pytest.fixture
def database(request, kind):
    return request.getfixturevalue("postgres") if kind == "postgres" else None


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_every_figure_is_measured(kind, database, capsys):
    bench.run(quick=True, database=database)
    lines = capsys.readouterr().out.splitlines()
    for figure in FIGURES:
        assert [line for line in lines if line.startswith(figure)], figure
    assert {"sqlite": "SQLite", "postgres": "PostgreSQL"}[kind] in lines[-1]
    assert not [line for line in lines if "pass" in line or "FAIL" in line]  # too short to be judged by


def test_nothing_is_left_behind(postgres, tmp_path, monkeypatch):
    import psycopg

    def databases():
        with psycopg.connect(postgres) as connection:
            return {row[0] for row in connection.execute("SELECT datname FROM pg_database")}

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = databases()
    with bench._town(postgres) as town:
        assert databases() != before
        town.open_election(3)
    assert databases() == before
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("target", "measured", "verdict"),
    [
        (at_least(0.35), 0.35, "pass"),
        (at_least(0.35), 0.34, "FAIL"),
        (at_most(2), 2, "pass"),
        (at_most(2), 2.1, "FAIL"),
        (None, 1, ""),
    ],
)
def test_a_figure_is_held_against_its_target(target, measured, verdict):
    assert Figure("a", measured, target).cells()[3] == verdict


def test_the_table_keeps_its_columns_apart():
    text = table([Figure("short", 1, at_most(2)), Figure("a much longer name", 20_000, None, "more", "/s")])
    assert (
        len(
            {
                line.index(word)
                for line, word in zip(text.splitlines(), ["measured", "1.00", "20,000"], strict=True)
            }
        )
        == 1
    )


def test_the_99th_of_a_hundred_waits_is_its_p99():
    assert Load(waits=[float(number) for number in range(1, 101)]).wait(0.99) == 99.0


def test_a_load_with_a_refusal_is_no_measurement():
    load = Load()
    load.statuses.update([b"200", b"409"])
    with pytest.raises(RuntimeError):
        load.check()
