"""What the documents say is what the code does."""

import dataclasses
import re

from jeugd.settings import PREFIX, Settings
from tests.architecture.project import ROOT

ROW = re.compile(r"^\| `(JEUGD_\w+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def documented():
    """{name: default} of the table in the README; None for a setting without one."""
    section = (ROOT / "README.md").read_text().partition("## Settings")[2].partition("\n## ")[0]
    assert "| Name | Meaning | Default |" in section
    return {
        name: None if "needed" in default else default.strip("`") for name, _, default in ROW.findall(section)
    }


def settings():
    return {
        PREFIX + field.name.upper(): None if field.default is dataclasses.MISSING else field.default
        for field in dataclasses.fields(Settings)
    }


def test_the_readme_documents_every_setting_with_its_default():
    assert documented() == settings()


def test_no_secret_has_a_default():
    assert settings()["JEUGD_SECRET"] is None


def test_the_changelog_has_a_place_for_what_is_new():
    assert re.search(r"^## Unreleased$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_the_readme_names_only_commands_that_exist():
    from jeugd.cli import _parser

    helped = _parser().format_help()
    blocks = re.findall(r"^```\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    named = re.findall(r"\bjeugd ([a-z]+)", "".join(blocks))
    assert {"demo", "migrate", "official", "serve"} <= set(named)
    for command in named:
        assert re.search(rf"^    {command}\b", helped, re.MULTILINE), command
