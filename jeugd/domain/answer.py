"""The answer: what a ballot says about one contest, as text."""

from __future__ import annotations

from typing import NewType

Answer = NewType("Answer", str)
"""The key of an option, several keys (``2,5``), a ranking (``3>1>2``), points (``1:5,2:?``), or BLANK."""

BLANK = Answer("blank")
INVALID = Answer("invalid")
