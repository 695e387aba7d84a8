"""The files of a published schaduwverkiezing: for everybody, from publication on, and the same bytes each time."""

import gzip
import json
import os

import pytest

from jeugd.actions.export_results import FileFormat
from jeugd.actions.publish_results import publish
from jeugd.cli import main
from jeugd.domain.roles import Role
from jeugd.formats.eml_nl.counts import read_count
from tests.actions.test_export_results import SCHOOLS, SMALL, counted, exported, published
from tests.cast import HOST, SECRET
from tests.polls import whole_poll

FILES = {
    "count.eml.xml": (FileFormat.EML, "application/xml"),
    "stations.csv": (FileFormat.OSV, "text/csv; charset=utf-8"),
    "regions.csv": (FileFormat.REGIONS, "text/csv; charset=utf-8"),
}
EACH = pytest.mark.parametrize("file", FILES)
FORMATS = ["eml", "osv", "regions", "json"]


@pytest.fixture
def command(town, monkeypatch, capsysbinary):
    """Type a command; the answer is its exit code and what it printed."""
    settings = town.settings
    known = {"DATABASE": settings.database, "KEY_STORE": settings.key_store, "SECRET": SECRET}
    for name in [name for name in os.environ if name.startswith("JEUGD_")]:
        monkeypatch.delenv(name)
    for name, value in (known | {"PUBLIC_URL": f"http://{HOST}"}).items():
        monkeypatch.setenv(f"JEUGD_{name}", value)
    monkeypatch.setenv("LC_ALL", "C")

    def run(*words):
        code = main(words)
        said = capsysbinary.readouterr()
        return code, said.out, said.err

    return run


# -- on the web


@EACH
def test_a_file_is_there_from_publication_on(town, file):
    election = counted(town, SCHOOLS)
    app = town.app()
    path = f"/exports/{election}/{file}"
    for browser in (town.visitor(app), town.signed_in(Role.OFFICIAL, app)):
        assert browser.get(path).status_code == browser.head(path).status_code == 404
        assert browser.get(path).content == browser.get("/exports/nowhere/" + file).content
    town.do(publish, election=election)
    assert town.visitor(app).get(path).status_code == 200


@EACH
def test_a_file_has_its_name_and_kind(town, file):
    election = published(town, SCHOOLS)
    as_format, kind = FILES[file]
    made = exported(town, election, as_format)
    answer = town.visitor().get(f"/exports/{election}/{file}")
    assert answer.content == made.contents
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{made.name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@EACH
def test_a_file_is_kept_for_all_visitors_and_sent_once_to_each(town, file):
    election = published(town, SCHOOLS)
    path = f"/exports/{election}/{file}"
    app = town.app()
    browser = town.visitor(app)
    first = browser.get(path)
    again = browser.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert town.signed_in(Role.OFFICIAL, app).get(path).content == first.content
    with browser.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert gzip.decompress(raw) == first.content
    assert packed.headers["Content-Disposition"] == first.headers["Content-Disposition"]


@EACH
def test_a_file_is_compressed_for_who_takes_that_and_not_sent_again_to_who_has_it(town, file):
    path = f"/exports/{published(town, SCHOOLS)}/{file}"
    browser = town.visitor()

    def ask(**headers):
        return browser.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    for accepted in ("gzip", "br, gzip;q=0.5", "GZIP", "gzip; q=1"):
        assert ask(Accept_Encoding=accepted).headers["Content-Encoding"] == "gzip"
    for refused in ("identity", "gzip;q=0", "gzip; q=0.0, br", "xgzipped"):
        assert "Content-Encoding" not in ask(Accept_Encoding=refused).headers
    tag = ask().headers["ETag"]
    for had in (tag, f"W/{tag}", f'"other", {tag}'):  # a proxy that compresses makes a tag weak
        assert ask(If_None_Match=had).status_code == 304
    for had in ('"other"', "*", "", tag.strip('"')):
        assert ask(If_None_Match=had).status_code == 200
    whole = ask(Range="bytes=0-9", Accept="text/html", If_Modified_Since="Wed, 18 Nov 2099 10:00:00 GMT")
    assert (whole.status_code, whole.content) == (200, ask().content)


@EACH
def test_where_the_public_sees_no_numbers_there_is_no_file_and_no_link(town, file):
    election = published(town, {"Zuid": [SMALL]})
    assert town.visitor().get(f"/exports/{election}/{file}").status_code == 404
    assert "/exports/" not in town.visitor().get(f"/results/{election}").text


def test_candidates_keep_their_numbers_on_a_list_with_gaps(town):
    text = town.visitor().get(f"/results/{published(town, SCHOOLS)}").text
    assert "3. A. Stam" in text
    assert "2. A. Stam" not in text


def test_the_result_offers_the_files(town):
    election = published(town, SCHOOLS)
    browser = town.visitor()
    text = browser.get(f"/results/{election}").text
    for file in FILES:
        assert f'href="/exports/{election}/{file}"' in text
    assert "They say in themselves that they are not official." in text


@pytest.mark.parametrize("name", ["Súdwest-Fryslân", "Łódź & co"])
def test_a_municipality_with_other_letters_can_be_in_the_name_of_a_file(town, monkeypatch, name):
    from jeugd.web import exports

    assert exports._attachment(f"{name}.csv").isascii()
    assert exports._attachment(f"{name}.csv").count("filename") == 2


# -- in the terminal


@pytest.mark.parametrize("named", FORMATS)
def test_the_command_says_nothing_before_publication(town, command, tmp_path, named):
    election = counted(town, SCHOOLS)
    file = tmp_path / "file"
    file.write_bytes(b"what was there")
    for asked in (election, "nowhere"):
        code, out, err = command("export", asked, "--format", named, "--output", str(file))
        assert (code, out) == (2, b"")
        assert err == b"jeugd: There is nothing at this address. Check it for a typing mistake.\n"
    assert file.read_bytes() == b"what was there"


def test_the_command_gives_the_same_bytes_as_the_web(town, command, tmp_path):
    election = published(town, SCHOOLS)
    addresses = [f"/exports/{election}/{file}" for file in FILES] + [f"/results/{election}.json"]
    browser = town.visitor()
    for named, address in zip(FORMATS, addresses, strict=True):
        expected = browser.get(address).content
        assert command("export", election, "--format", named) == (0, expected, b"")
        file = tmp_path / named
        assert command("export", election, "--format", named, "--output", str(file)) == (0, b"", b"")
        assert file.read_bytes() == expected
    assert read_count((tmp_path / "eml").read_bytes()).is_youth_count
    assert json.loads((tmp_path / "json").read_bytes())["unofficial"] is True


def test_a_file_that_cannot_be_written_is_named(town, command, tmp_path):
    election = published(town, SCHOOLS)
    code, out, err = command("export", election, "--format", "eml", "--output", str(tmp_path))
    assert (code, out) == (2, b"")
    assert str(tmp_path).encode() in err


@pytest.mark.parametrize("written", ["03", "+3", "%203", "3%20", "0_3", "%D9%A3", "0", "13"])
def test_a_question_has_one_address(town, written):
    """Else an answer would be kept for each way to write its number."""
    poll = whole_poll(town)
    visitor = town.visitor(poll.app)
    assert visitor.get(f"/exports/{poll.election}/ballots/3").status_code == 200
    assert visitor.get(f"/exports/{poll.election}/ballots/{written}").status_code == 404
