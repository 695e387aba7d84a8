"""The commands. Every failure is one clear sentence and a non-zero exit code."""

from __future__ import annotations

import argparse
import contextlib
import html
import json
import logging
import os
import re
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jeugd import settings
from jeugd.domain.errors import FieldUnfit, FileUnreadable, FileUnwritable, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jeugd.storage.database import Database, Session

REFUSED = 2
INTERRUPTED = 130
ENOUGH_SEEN = 141
MUNICIPALITY_CODE = re.compile(r"GM\d{4}")
STANDARD_OUTPUT = "-"
EXPORT_FORMATS = ("eml", "osv", "regions", "json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        asked.command(asked)
    except Refused as error:
        reason = f" ({error.facts['reason']})" if error.facts.get("reason") else ""
        print(f"jeugd: {sentence(error)}{reason}", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # whoever read along has seen enough
        _close_output()
        return ENOUGH_SEEN
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def sentence(error: Refused) -> str:
    """A refusal in the language of the terminal, as plain text on one line."""
    from jeugd.web.i18n import Language, speaking
    from jeugd.web.templates import environment

    language = "nl" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("nl") else "en"
    token = speaking.set(Language(language))
    try:
        module = environment().get_template("errors/sentences.html").module
        text = str(module.sentence(error))  # type: ignore[attr-defined] # a macro of the template
    finally:
        speaking.reset(token)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def demo(asked: argparse.Namespace) -> None:
    from jeugd.demo.show import run

    run(port=asked.port, data=asked.data, lan=asked.lan, simulate=asked.simulate, as_json=asked.json)


def serve(asked: argparse.Namespace) -> None:
    from jeugd import serving
    from jeugd.app import create_app

    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with serving.bound_socket(asked.host, asked.port) as listener:
        app = create_app(settings.from_environment(os.environ))
        serving.serve(
            app,
            listener,
            listening=lambda: print(f"jeugd serves on port {listener.getsockname()[1]}", flush=True),
            stopping=app.state.house.broadcaster.close,
        )


def migrate(_asked: argparse.Namespace) -> None:
    from jeugd.storage.database import Database

    with contextlib.closing(Database(settings.database_address(os.environ))) as database:
        database.migrate()
    _say("the database has the tables of this version")


def official_add(asked: argparse.Namespace) -> None:
    from jeugd.actions.sign_in import add_official, link_for_official
    from jeugd.storage.tables import MunicipalityRow

    if not MUNICIPALITY_CODE.fullmatch(asked.municipality):
        raise FieldUnfit(field="municipality")
    if "@" not in asked.email:
        raise FieldUnfit(field="email")
    configured = settings.from_environment(os.environ)
    with _migrated(configured.database) as database, database.write() as session:
        home = MunicipalityRow(code=asked.municipality, name=asked.municipality_name or asked.municipality)
        name = asked.name or asked.email.partition("@")[0]
        add_official(session, email=asked.email, name=name, municipality=home)
        token = link_for_official(session, email=asked.email, now=datetime.now(UTC))
    _say(f"{configured.public_url}/sign-in/{token}")


def import_candidates(asked: argparse.Namespace) -> None:
    from jeugd.actions.import_candidates import OfficialFiles
    from jeugd.actions.import_candidates import import_candidates as import_
    from jeugd.formats.eml_nl.xml_file import MOST_BYTES

    if asked.municipality and not MUNICIPALITY_CODE.fullmatch(asked.municipality):
        raise FieldUnfit(field="municipality")
    with _migrated(settings.database_address(os.environ)) as database:
        lists = _read(asked.file, MOST_BYTES)
        files = OfficialFiles.read(lists, _read(asked.definition, MOST_BYTES) if asked.definition else None)
        with database.write() as session:
            imported = import_(
                session,
                files=files,
                municipality=asked.municipality,
                now=datetime.now(UTC),
                is_evening_before=asked.day_before,
            )
    if asked.json:
        _say(json.dumps(imported.as_json()))
    else:
        _say(f"election {imported.election}: {imported.title}, {imported.date}")
        _say("SHA-256 " + " ".join(imported.digest))
        for number, name, candidates in imported.lists:
            _say(f"  list {number:>2}  {candidates:>3} candidates  {name}")


def import_results(asked: argparse.Namespace) -> None:
    from jeugd.actions.import_results import election_named, election_of
    from jeugd.actions.import_results import import_results as import_
    from jeugd.formats.csv_table import MOST_BYTES  # more than an EML file may have
    from jeugd.formats.official_counts import read_official_file

    with _migrated(settings.database_address(os.environ)) as database:
        file = read_official_file(_read(asked.file, MOST_BYTES))
        with database.write() as session:
            election = (
                election_named(session, asked.election) if asked.election else election_of(session, file)
            )
            imported = import_(session, election=election, file=file, now=datetime.now(UTC))
    if asked.json:
        _say(json.dumps(imported.as_json()))
    else:
        _say(f"election {imported.election}: {imported.title}; official count of {imported.count.area}")
        _say("SHA-256 " + " ".join(imported.digest))
        for number, name, votes in imported.lists:
            _say(f"  list {number:>2}  {votes:>9} votes  {name}")


def poll_save(asked: argparse.Namespace) -> None:
    from jeugd.actions.exchange_polls import save_poll

    with _migrated(settings.database_address(os.environ)) as database, database.read() as session:
        made = save_poll(session, election=asked.election, with_candidates=asked.with_candidates)
    _put(asked.output, made)


def poll_load(asked: argparse.Namespace) -> None:
    """The file is read before the transaction begins: a refusal leaves everything as it was."""
    from jeugd.actions.exchange_polls import load_poll, official_at_terminal
    from jeugd.formats.poll_file import LARGEST_WITH_PICTURES, read_poll

    with _migrated(settings.database_address(os.environ)) as database:
        poll = read_poll(_read(asked.file, LARGEST_WITH_PICTURES))
        with database.write() as session:
            by = official_at_terminal(session, asked.municipality)
            election = load_poll(session, poll=poll, by=by, now=datetime.now(UTC))
    _say(f"election {election}: {poll.definition.title}, a draft")


def export(asked: argparse.Namespace) -> None:
    """Nothing is written before it is made: a refusal leaves a file as it was."""
    with _migrated(settings.database_address(os.environ)) as database, database.read() as session:
        made = _exported(session, asked.election, asked.format)
    _put(asked.output, made)


def _put(output: str, made: bytes) -> None:
    if output == STANDARD_OUTPUT:
        _say(made)
    else:
        _write(Path(output), made)


def _exported(session: Session, election: str, named: str) -> bytes:
    from jeugd.actions.export_results import FileFormat, export_results
    from jeugd.web.results import json_of

    if named == "json":
        return json_of(session, election)
    return export_results(session, election=election, as_format=FileFormat[named.upper()]).contents


@contextlib.contextmanager
def _migrated(address: str) -> Iterator[Database]:
    """A database of this version, closed afterwards. Raises DatabaseNotMigrated."""
    from jeugd.storage.database import Database

    with contextlib.closing(Database(address)) as database:
        database.check_migrated()
        yield database


def apportion(asked: argparse.Namespace) -> None:
    from jeugd.formats.apportionment_json import LARGEST_FILE, apportion_file

    _say(apportion_file(_read(asked.file, LARGEST_FILE)).decode())


def tally(asked: argparse.Namespace) -> None:
    from jeugd.actions.tally_file import LARGEST_FILE, tally_file
    from jeugd.formats.tally_report import as_object, as_text

    data = _read(asked.file, LARGEST_FILE)
    method = f"{asked.method}/{asked.completion}" if asked.completion else asked.method
    tallied = tally_file(data, name=asked.file.name, method=method, draws=asked.draw)
    head = {"title": tallied.title, "method": method, "ballots": tallied.ballots}
    if asked.json:
        _say(json.dumps({**head, "options": tallied.names, **as_object(tallied.outcome)}))
    else:
        outcome = as_object(tallied.outcome, lambda option: f"{option} {tallied.names[option]}")
        _say(as_text({**head, **outcome}).removesuffix("\n"))


def bench(asked: argparse.Namespace) -> None:
    from jeugd.bench import run

    run(quick=asked.quick, database=asked.database)


def _read(path: Path, limit: int) -> bytes:
    """A file, and of a larger one a byte more than ``limit``, so that its reader refuses it. Raises FileUnreadable,
    also for what is no file, such as a folder or a pipe, which might never end.
    """
    try:
        if path.is_file():
            with path.open("rb") as file:
                return file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise FileUnreadable(path=str(path)) from error
    raise FileUnreadable(path=str(path))


def _say(made: str | bytes) -> None:
    """Put a line, or bytes as they are, on the standard output. Raises FileUnwritable, BrokenPipeError."""
    try:
        if isinstance(made, str):
            sys.stdout.write(made + "\n")
        else:
            sys.stdout.buffer.write(made)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _close_output()
        raise FileUnwritable(path=STANDARD_OUTPUT) from error


def _close_output() -> None:
    """What is left in the buffer goes nowhere, and not into a complaint of Python's at the end."""
    with contextlib.suppress(OSError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _write(path: Path, data: bytes) -> None:
    """A file that is there is replaced in one go: on a full disk it stays as it was. Raises FileUnwritable."""
    try:
        if path.exists() and not path.is_file():  # such as /dev/stdout
            path.write_bytes(data)
            return
        whole = path.resolve()
        written = whole.with_name(f"{whole.name}.{secrets.token_hex(4)}.new")
        try:
            written.write_bytes(data)
            written.replace(whole)
        finally:
            written.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise FileUnwritable(path=str(path)) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jeugd", description="Elections for young people.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_demo(commands)
    _add_serving(commands)
    _add_imports(commands)
    _add_export(commands)
    _add_polls(commands)
    return parser


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser(
        "demo", help="the whole product in a minute, with the invented municipality Juinen"
    )
    one.add_argument("--port", type=int, default=8000, help="0 takes a free one (default: 8000)")
    one.add_argument(
        "--data", type=Path, metavar="FOLDER", help="keep everything here (default: until it stops)"
    )
    one.add_argument("--lan", action="store_true", help="let phones in this room join")
    one.add_argument("--simulate", action="store_true", help="let the classes vote by themselves")
    one.add_argument(
        "--json", action="store_true", help="print one JSON object with every address and spare codes"
    )
    one.set_defaults(command=demo)


def _add_serving(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser("serve", help="serve, with the settings of the environment")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=8000)
    one.set_defaults(command=serve)
    one = commands.add_parser("migrate", help="bring the database to this version")
    one.set_defaults(command=migrate)
    official = commands.add_parser("official", help="officials of a municipality").add_subparsers(
        required=True
    )
    one = official.add_parser("add", help="print a sign-in link that works once, within a week")
    one.add_argument("email")
    one.add_argument("--municipality", required=True, metavar="GM0000", help="CBS code")
    one.add_argument("--municipality-name", metavar="NAME")
    one.add_argument("--name", help="as the journal shows it (default: the address before the @)")
    one.set_defaults(command=official_add)


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser("export", help="a published result, in the formats of the Electoral Council")
    one.add_argument("election", help="its id")
    one.add_argument(
        "--format",
        choices=EXPORT_FORMATS,
        required=True,
        help="EML_NL 510b, the table osv4-3 by school, the long table, or JSON",
    )
    one.add_argument("--output", default=STANDARD_OUTPUT, metavar="FILE", help="- is the terminal (default)")
    one.set_defaults(command=export)


def _add_polls(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    polls = commands.add_parser(
        "poll", help="an election or poll as a file that others can load"
    ).add_subparsers(required=True)
    one = polls.add_parser("save", help="questions, options, texts and rules, as TOML")
    one.add_argument("election", help="its id")
    one.add_argument("--output", default=STANDARD_OUTPUT, metavar="FILE", help="- is the terminal (default)")
    one.add_argument(
        "--with-candidates", action="store_true", help="people too: only for a server of your own"
    )
    one.set_defaults(command=poll_save)
    one = polls.add_parser("load", help="make a draft of such a file")
    one.add_argument("file", type=Path)
    one.add_argument("--municipality", required=True, metavar="GM0000", help="CBS code")
    one.set_defaults(command=poll_load)


def _add_imports(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    imports = commands.add_parser("import", help="official files").add_subparsers(required=True)
    one = imports.add_parser("candidates", help="candidate lists: EML_NL 230b")
    one.add_argument("file", type=Path)
    one.add_argument("--definition", type=Path, metavar="FILE", help="the election definition: EML_NL 110a")
    one.add_argument(
        "--municipality", metavar="GM0000", help="where the file names none, or several kieskringen"
    )
    one.add_argument(
        "--day-before", action="store_true", help="the result may be public from 21:00 the day before"
    )
    one.add_argument("--json", action="store_true")
    one.set_defaults(command=import_candidates)
    one = imports.add_parser("results", help="the official count: EML_NL 510b or 510d, or the official CSV")
    one.add_argument("file", type=Path)
    one.add_argument("--election", metavar="ID", help="where the file does not say of which election it is")
    one.add_argument("--json", action="store_true")
    one.set_defaults(command=import_results)
    one = commands.add_parser("apportion", help="the Dutch seat rules on a file of votes, JSON in and out")
    one.add_argument("file", type=Path)
    one.set_defaults(command=apportion)
    one = commands.add_parser("tally", help="count ranked ballots (PrefLib) or budgets (Pabulib)")
    one.add_argument("file", type=Path, help=".soc, .soi, .toc, .toi or .pb")
    one.add_argument(
        "--method",
        required=True,
        help="instant-runoff, borda, schulze, plurality; equal-shares, greedy, approval",
    )
    one.add_argument(
        "--completion", help="of equal-shares, for money left over: add1, utilitarian or add1-utilitarian"
    )
    one.add_argument(
        "--draw", action="append", default=[], metavar="OPTION", help="what was drawn, again for each lot"
    )
    one.add_argument("--json", action="store_true")
    one.set_defaults(command=tally)
    one = commands.add_parser("bench", help="the hot paths, as ratios within one run")
    one.add_argument("--quick", action="store_true", help="one short round, to see that it works")
    one.add_argument(
        "--database", metavar="ADDRESS", help="a PostgreSQL to measure (default: SQLite in a new file)"
    )
    one.set_defaults(command=bench)
