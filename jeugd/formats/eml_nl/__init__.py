"""EML_NL, the Electoral Council's files: candidate lists (230b) and election definitions (110a), read
strictly.
"""

from __future__ import annotations

from jeugd.formats.eml_nl.candidate_lists import (
    CandidateLists,
    Contest,
    ListedCandidate,
    ListOfCandidates,
    display_name,
    read_candidate_lists,
)
from jeugd.formats.eml_nl.definition import (
    ElectionDefinition,
    Region,
    contest_of_municipality,
    must_belong_together,
    read_definition,
)
from jeugd.formats.eml_nl.election import ElectionIdentity
from jeugd.formats.eml_nl.refusals import EmlRefused
from jeugd.formats.eml_nl.xml_file import file_digest

__all__ = [
    "CandidateLists",
    "Contest",
    "ElectionDefinition",
    "ElectionIdentity",
    "EmlRefused",
    "ListOfCandidates",
    "ListedCandidate",
    "Region",
    "contest_of_municipality",
    "display_name",
    "file_digest",
    "must_belong_together",
    "read_candidate_lists",
    "read_definition",
]
