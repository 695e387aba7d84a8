"""The command line: what each command refuses, in one sentence, with exit code 2 and without a traceback."""

import contextlib
import errno
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from jeugd import cli
from jeugd.cli import main
from jeugd.storage.database import Database
from tests.cast import HOST, SECRET
from tests.conftest import ROOT
from tests.formats.eml_files import candidate_lists, definition, identifier

ADD = ("official", "add", "carla@juinen.example", "--municipality", "GM9999")


@pytest.fixture
def environment(tmp_path, monkeypatch, sqlite_address):
    """Right settings, and a migrated database."""
    for name in [name for name in os.environ if name.startswith("JEUGD_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "JEUGD_DATABASE": sqlite_address,
        "JEUGD_KEY_STORE": str(tmp_path / "keys"),
        "JEUGD_SECRET": SECRET,
        "JEUGD_PUBLIC_URL": f"http://{HOST}",
        "LC_ALL": "C",
    }.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.fixture
def refused(environment, capsys):
    """Run a command that must be refused; the answer is its sentence."""

    def run(*words):
        assert main([str(word) for word in words]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        (line,) = said.err.splitlines()
        assert line.startswith("jeugd: ")
        return line.removeprefix("jeugd: ")

    return run


COMMANDS_WITH_A_DATABASE = [ADD, ("import", "candidates", "FILE"), ("serve", "--port", "0")]


@pytest.fixture
def eml_file(tmp_path):
    path = tmp_path / "lists.xml"
    path.write_bytes(candidate_lists())
    return path


@pytest.mark.parametrize("words", COMMANDS_WITH_A_DATABASE, ids=lambda words: words[0])
def test_an_unmigrated_database_is_refused(refused, environment, tmp_path, eml_file, words):
    environment.setenv("JEUGD_DATABASE", f"sqlite:///{tmp_path / 'new.db'}")
    words = [eml_file if word == "FILE" else word for word in words]
    assert refused(*words) == "The database does not fit this version. Run: jeugd migrate"


@pytest.mark.parametrize("name", ["JEUGD_SECRET", "JEUGD_PUBLIC_URL"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_setting_is_named(refused, environment, name, value):
    environment.delenv(name)
    if value is not None:
        environment.setenv(name, value)
    assert refused("serve", "--port", "0") == f"The setting {name} is missing. Put it in the environment."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JEUGD_SECRET", "short"),
        ("JEUGD_SECRET", "not base64 at all é"),
        ("JEUGD_PUBLIC_URL", "stem.juinen.nl"),
        ("JEUGD_PUBLIC_URL", "ftp://stem.juinen.nl"),
        ("JEUGD_PUBLIC_URL", "https://"),
        ("JEUGD_PUBLIC_URL", "https://[half"),
        ("JEUGD_PUBLIC_URL", "https://stem.juinen.nl/jeugd"),
        ("JEUGD_PUBLIC_URL", "https://stem.juinen.nl/#"),
        ("JEUGD_PUBLIC_URL", "https://stem.juinen.nl?"),
        ("JEUGD_PUBLIC_URL", "https://carla:secret@stem.juinen.nl"),
        ("JEUGD_PUBLIC_URL", "https://stem.juinen.nl:99999"),
        ("JEUGD_PUBLIC_URL", "https://stem juinen.nl"),
        ("JEUGD_PUBLIC_URL", "https://stem.\njuinen.nl"),
        ("JEUGD_KEY_STORE", ""),
        ("JEUGD_KEY_STORE", " "),
        ("JEUGD_LANGUAGE", "de"),
        ("JEUGD_DATABASE", "mysql://here/jeugd"),
        ("JEUGD_DATABASE", "a word"),
        ("JEUGD_DATABASE", "sqlite://"),
        ("JEUGD_DATABASE", "postgresql+psycopg2://here/jeugd"),
    ],
)
def test_a_setting_with_an_impossible_value_is_named(refused, environment, name, value):
    environment.setenv(name, value)
    assert refused("serve", "--port", "0").startswith(f"The setting {name} has an impossible value.")


def test_a_key_store_that_cannot_be_made_is_named(refused, environment, tmp_path):
    (tmp_path / "a file").write_text("")
    environment.setenv("JEUGD_KEY_STORE", str(tmp_path / "a file" / "keys"))
    assert refused("serve", "--port", "0").startswith("The setting JEUGD_KEY_STORE has an impossible value.")
    environment.setenv("JEUGD_KEY_STORE", "mysql://here/keys")
    assert refused("serve", "--port", "0").startswith("The setting JEUGD_KEY_STORE has an impossible value.")


def test_a_key_store_that_is_gone_is_noticed_at_start(refused, environment, tmp_path):
    from jeugd.app import open_custody
    from jeugd.settings import from_environment

    settings = from_environment(os.environ)
    with contextlib.closing(Database(settings.database)) as database:
        open_custody(settings, database)
    environment.setenv("JEUGD_KEY_STORE", str(tmp_path / "elsewhere"))
    assert refused("serve", "--port", "0").startswith("The key store is missing or empty")


@pytest.mark.parametrize("words", [("migrate",), ADD])
def test_a_database_that_does_not_answer_is_refused(refused, environment, tmp_path, words):
    environment.setenv("JEUGD_DATABASE", f"sqlite:///{tmp_path / 'no' / 'folder' / 'x.db'}")
    assert refused(*words).startswith("The database did not answer in time.")


@pytest.mark.parametrize("words", [("migrate",), ADD, ("serve", "--port", "0")])
def test_a_database_that_is_none_or_newer_is_refused(refused, environment, tmp_path, words):
    address = os.environ["JEUGD_DATABASE"]
    with contextlib.closing(Database(address)) as database, database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert refused(*words).startswith("The database is of a later version")
    (tmp_path / "letter.db").write_text("Dear school, this is no database at all.")
    environment.setenv("JEUGD_DATABASE", f"sqlite:///{tmp_path / 'letter.db'}")
    assert refused(*words).endswith("or put a backup back. (file is not a database)")


def run_in_a_process(*words, **options):
    """(exit code, what it complained of)"""
    command = [sys.executable, "-m", "jeugd", *map(str, words)]
    ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, **options)
    return ended.returncode, ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_an_output_that_is_full_is_one_sentence(environment, park):
    with Path("/dev/full").open("w") as full:
        code, said = run_in_a_process("tally", park, "--method", "borda", stdout=full)
    assert code == 2
    (line,) = said.splitlines()
    assert line.startswith("jeugd: The file - could not be written.")


def test_who_stops_reading_hears_no_complaint(environment, park):
    reading, writing = os.pipe()
    os.close(reading)
    code, said = run_in_a_process("tally", park, "--method", "borda", stdout=writing)
    os.close(writing)
    assert (code, said) == (141, "")


def test_a_file_stays_as_it_was_where_the_disk_is_full(refused, environment, tmp_path, capsys):
    from jeugd.formats.poll_library import FOLDER

    assert main(ADD) == 0
    assert main(("poll", "load", str(FOLDER / "klimaat.toml"), "--municipality", "GM9999")) == 0
    election = capsys.readouterr().out.splitlines()[1].split()[1].strip(":")
    saved = tmp_path / "saved" / "poll.toml"
    saved.parent.mkdir()
    saved.write_text("what was there")
    real = Path.write_bytes

    def full(path, data):
        real(path, data[:10])
        raise OSError(errno.ENOSPC, "no space")

    environment.setattr(Path, "write_bytes", full)
    sentence = refused("poll", "save", election, "--output", saved)
    assert sentence.startswith(f"The file {saved} could not be written.")
    assert saved.read_text() == "what was there"
    assert [one.name for one in saved.parent.iterdir()] == ["poll.toml"]


def test_what_a_platform_runs_are_commands_that_exist():
    for line in (ROOT / "Procfile").read_text().splitlines():
        words = line.partition("python -m jeugd ")[2].replace("${PORT:-8000}", "8000").split()
        assert cli._parser().parse_args(words).command


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_in_use_is_refused(refused, command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = (
            f"Another program already listens on port {port}. Stop it, or choose another port with --port."
        )
        assert refused(command, "--port", port) == sentence


@pytest.mark.parametrize("command", ["serve", "demo"])
@pytest.mark.parametrize("port", ["70000", "-1"])
def test_an_impossible_port_is_refused(refused, command, port):
    assert refused(command, "--port", port).startswith("The setting --port has an impossible value.")


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_that_is_not_of_this_machine_is_refused(refused, host):
    assert refused("serve", "--host", host, "--port", "0").startswith(
        "The setting --host has an impossible value."
    )


def test_the_demonstration_needs_a_folder_it_can_write(refused, tmp_path):
    (tmp_path / "a file").write_text("")
    sentence = refused("demo", "--port", "0", "--data", tmp_path / "a file" / "demo")
    assert (
        sentence
        == f"The file {tmp_path / 'a file' / 'demo'} does not exist or cannot be read. Check its name."
    )


@pytest.mark.parametrize("code", ["9999", "GM999", "GM99999", "gm9999", "XX9999"])
def test_a_municipality_that_is_no_cbs_code_is_refused(refused, eml_file, code):
    sentence = "It is not clear which municipality this is for. Name it by its CBS code: GM and four digits."
    assert refused("official", "add", "carla@juinen.example", "--municipality", code) == sentence
    assert refused("import", "candidates", eml_file, "--municipality", code) == sentence


def test_an_address_that_is_no_e_mail_address_is_refused(refused):
    assert refused("official", "add", "carla", "--municipality", "GM9999").startswith(
        "That is not possible here."
    )


def test_an_official_of_another_municipality_is_refused(refused, capsys):
    assert main(ADD) == 0
    assert capsys.readouterr().out.startswith(f"http://{HOST}/sign-in/")
    sentence = refused("official", "add", "CARLA@juinen.example", "--municipality", "GM0042")
    assert sentence == "CARLA@juinen.example exists already. Choose another name."


def test_an_official_gets_a_new_link_each_time(environment, capsys):
    links = set()
    for _ in range(3):
        assert main(ADD) == 0
        links.add(capsys.readouterr().out)
    assert len(links) == 3


FILES = {
    "that is empty": (b"", "This file is empty."),
    "that is a web page": (
        b"<!doctype html><html><body>404</body></html>",
        "This file is not complete XML: it goes wrong at line 1.",
    ),
    "of another kind": (b"<html/>", "This is not an EML file: it begins with html."),
    "that is a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "This file is not"),
    "that is words": (b"kandidatenlijst", "This file is not complete XML: it goes wrong at line 1."),
    "that broke off": (candidate_lists()[:700], "This file is not complete XML"),
    "with another message": (definition(), "This is EML 110a, while 230b is needed."),
    "without lists": (candidate_lists(""), "The part Contest is missing"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_candidate_file_is_refused_and_nothing_is_made(refused, tmp_path, name, environment):
    content, sentence = FILES[name]
    path = tmp_path / "lists.xml"
    path.write_bytes(content)
    assert refused("import", "candidates", path).startswith(sentence)
    with contextlib.closing(Database(os.environ["JEUGD_DATABASE"])) as database, database.read() as session:
        from jeugd.storage import elections

        assert elections.all_elections(session) == []


def test_files_of_two_elections_are_refused(refused, tmp_path, eml_file):
    other = tmp_path / "definition.xml"
    other.write_bytes(definition(identifier("GR2026_Elders")))
    sentence = refused("import", "candidates", eml_file, "--definition", other)
    assert sentence.startswith("The two files are about different elections:")


@pytest.mark.parametrize("words", [("import", "candidates"), ("apportion",)])
@pytest.mark.parametrize("place", ["nothing.xml", ""])
def test_a_file_that_cannot_be_read_is_named(refused, tmp_path, words, place):
    path = tmp_path / place  # or the folder itself
    assert refused(*words, path) == f"The file {path} does not exist or cannot be read. Check its name."


READERS = {
    "import candidates": ("lists.xml", "This file is too large for an official file"),
    "import results": ("count.csv", "This file is larger than any real one"),
    "poll load": ("poll.toml", "This file is larger than any poll"),
    "apportion": ("votes.json", "This file is too large."),
    "tally": ("ranked.soc", "This file of ranked ballots is too large"),
}
OPTIONS = {"poll load": ("--municipality", "GM9999"), "tally": ("--method", "borda")}


def unread(made, place):
    """A file that never ends, one that waits for ever, and a folder."""
    if made == "device":
        place.symlink_to("/dev/zero")
    elif made == "pipe":
        os.mkfifo(place)
    else:
        place.mkdir()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("made", ["device", "pipe", "folder"])
@pytest.mark.parametrize("command", READERS)
def test_what_is_no_file_is_refused_and_not_read(refused, tmp_path, command, made):
    path = tmp_path / READERS[command][0]
    unread(made, path)
    sentence = refused(*command.split(), path, *OPTIONS.get(command, ()))
    assert sentence == f"The file {path} does not exist or cannot be read. Check its name."


@pytest.mark.parametrize("command", READERS)
def test_of_an_endless_file_only_as_much_is_read_as_may_be(refused, tmp_path, command):
    name, sentence = READERS[command]
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(2**40)  # a tebibyte of nothing, which takes no place
    assert refused(*command.split(), path, *OPTIONS.get(command, ())).startswith(sentence)


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b"{}", b"\xff", b'{"seats": "x"}', b"[" * 100_000])
def test_a_file_that_is_no_count_is_refused(refused, tmp_path, content):
    path = tmp_path / "votes.json"
    path.write_bytes(content)
    assert refused("apportion", path)


def test_seats_are_apportioned_from_a_file(environment, tmp_path, capsys):
    path = tmp_path / "votes.json"
    lists = [{"number": 1, "candidate_votes": [500, 100]}, {"number": 2, "candidate_votes": [300, 50, 50]}]
    path.write_text(json.dumps({"cases": [{"id": "a", "number_of_seats": 9, "lists": lists}]}))
    assert main(["apportion", str(path)]) == 0, capsys.readouterr().err
    (answer,) = json.loads(capsys.readouterr().out)["cases"]
    assert answer["result"]["quota"] == [1000, 9]


def test_migrating_twice_is_migrating_once(environment, tmp_path, capsys):
    environment.setenv("JEUGD_DATABASE", f"sqlite:///{tmp_path / 'new.db'}")
    assert main(["migrate"]) == main(["migrate"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("name", "value"), [("LC_ALL", "nl_NL.UTF-8"), ("LANG", "nl_NL.UTF-8")])
def test_a_dutch_terminal_is_answered_in_dutch(refused, environment, name, value):
    environment.delenv("LC_ALL")
    environment.delenv("LANG", raising=False)
    environment.setenv(name, value)
    environment.delenv("JEUGD_SECRET")
    assert refused("serve", "--port", "0").startswith("De instelling JEUGD_SECRET ontbreekt")


def test_a_command_that_is_interrupted_says_nothing(environment, monkeypatch, capsys):
    def interrupted(_asked):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "migrate", interrupted)
    assert main(["migrate"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("words", [[], ["vote"], ["official"], ["import"], ["serve", "--port", "eighty"]])
def test_a_command_that_does_not_exist_is_refused(words, capsys):
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert "usage: jeugd" in capsys.readouterr().err


def test_a_refusal_in_a_process_of_its_own_is_one_line_and_exit_code_2(tmp_path):
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "JEUGD_PUBLIC_URL": f"http://{HOST}"}
    command = [sys.executable, "-m", "jeugd", "serve", "--port", "0"]
    answer = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr == "jeugd: The setting JEUGD_SECRET is missing. Put it in the environment.\n"


# -- counting files of others

PARK = """# TITLE: Park
# ALTERNATIVE NAME 1: Skatebaan
# ALTERNATIVE NAME 2: Kiosk
3: 1,2
3: 2,1
1: {1,2}
"""


@pytest.fixture
def park(tmp_path):
    path = tmp_path / "park.toc"
    path.write_text(PARK)
    return path


def test_a_ranked_file_is_counted_as_json(environment, capsys, park):
    assert main(["tally", str(park), "--method", "instant-runoff", "--draw", "Kiosk", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "title": "Park",
        "method": "instant-runoff",
        "ballots": 7,
        "options": {"1": "Skatebaan", "2": "Kiosk"},
        "winners": ["2"],
        "rounds": [{"votes": {"1": "7/2", "2": "7/2"}, "exhausted": 0, "eliminated": ["1"], "how": "lot"}],
        "lots": None,
    }


def test_a_ranked_file_is_counted_as_text(environment, capsys, park):
    assert main(["tally", str(park), "--method", "borda"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == ["title: Park", "method: borda", "ballots: 7", "winners: 1 Skatebaan, 2 Kiosk"]
    assert lines[-3:] == ["lots:", "  purpose: winner", "  options: 1 Skatebaan, 2 Kiosk"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--method", "stv"), "A file .toc cannot be counted by the method stv. Choose one of these:"),
        (("--method", "borda", "--draw", "Zwembad"), "There is no tie to decide here, or what was drawn"),
        (("--method", "borda", "--draw", "1", "--draw", "2"), "There is no tie to decide here"),
    ],
    ids=["method", "draw", "draws"],
)
def test_a_count_that_is_not_possible_is_refused(refused, park, words, sentence):
    assert refused("tally", park, *words).startswith(sentence)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("park.txt", PARK, "Files of this kind cannot be counted. Choose a file whose name ends in"),
        ("park.soc", PARK, "Line 6 has equal alternatives, which this kind of file cannot have."),
        ("park.toc", PARK + "2: 1,3\n", "Line 7 names an alternative that the file does not have."),
        ("park.toc", "", "Line 1: not every alternative has a name, from 1 onward."),
    ],
    ids=["kind", "equal", "unknown", "empty"],
)
def test_a_file_that_cannot_be_counted_is_refused(refused, tmp_path, name, text, sentence):
    (tmp_path / name).write_text(text)
    assert refused("tally", tmp_path / name, "--method", "borda").startswith(sentence)


def test_a_file_to_count_that_is_not_there_is_refused(refused, tmp_path):
    path = tmp_path / "nowhere.soc"
    sentence = f"The file {path} does not exist or cannot be read. Check its name."
    assert refused("tally", path, "--method", "borda") == sentence


# -- polls as files


def test_a_poll_is_loaded_and_saved_the_same(environment, capsys, tmp_path):
    from jeugd.formats.poll_library import FOLDER

    assert main(ADD) == 0
    capsys.readouterr()
    assert main(("poll", "load", str(FOLDER / "klimaat.toml"), "--municipality", "GM9999")) == 0
    election = capsys.readouterr().out.split()[1].strip(":")
    saved = tmp_path / "saved.toml"
    assert main(("poll", "save", election, "--output", str(saved))) == 0
    assert saved.read_bytes() == (FOLDER / "klimaat.toml").read_bytes()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("poll", "save", "nowhere"), "nothing at this address"),
        (("poll", "load", "there.toml", "--municipality", "GM9999"), "there.toml"),
        (("poll", "load", "poll.toml", "--municipality", "GM0001"), "which municipality"),
        (("poll", "load", "damaged.toml", "--municipality", "GM9999"), "Line 1 cannot be read"),
    ],
)
def test_a_poll_that_cannot_be_saved_or_loaded_is_refused(refused, tmp_path, words, sentence):
    from jeugd.formats.poll_library import FOLDER

    (tmp_path / "poll.toml").write_bytes((FOLDER / "klimaat.toml").read_bytes())
    (tmp_path / "damaged.toml").write_text("[[[")
    assert sentence in refused(*(str(tmp_path / word) if word.endswith(".toml") else word for word in words))
