"""The Jinja environment: strict, escaped, in the visitor's language; and rendering a page or one block of it."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from math import floor
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2_fragments import render_block
from markupsafe import Markup

from jeugd.formats import qr
from jeugd.settings import LANGUAGES, assets
from jeugd.web.i18n import gettext, ngettext, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from pathlib import Path

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CLOCKS = {"nl": "d MMMM y, HH.mm 'uur'"}  # where a language does not write 21:00


class Templates:
    """Renders templates; ``address`` gives the path of a route by its name."""

    def __init__(self, address: Callable[..., str]) -> None:
        self._environment = environment()
        self._address = address

    def render(self, template: str, context: Mapping[str, Any], block: str | None = None) -> str:
        """A whole page, or the block if this template has one of that name."""
        context = {**context, "url": self._url}
        if block is not None and block in self._environment.get_template(template).blocks:
            return str(render_block(self._environment, template, block, context))
        return self._environment.get_template(template).render(context)

    def _url(self, name: str, **path: str) -> str:
        """The path of a route, keeping a language that was asked for."""
        language = speaking.get()
        return self._address(name, **path) + (f"?lang={language.code}" if language.is_asked else "")


@cache
def environment() -> Environment:
    """One environment for every app of this process."""
    made = Environment(
        loader=FileSystemLoader(assets("templates")),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined] # by the extension
    made.globals.update(asset=asset, qr_svg=_qr_svg, languages=LANGUAGES)
    made.filters.update(number=_number, moment=_moment, fraction=_fraction, day=_day)
    made.filters.update(euros=_euros, tenths=_tenths, signed_tenths=_signed_tenths, signed=_signed)
    return made


def asset(name: str) -> str:
    """The address of a static file; it changes when the file does, so that browsers may keep it."""
    path = assets("static") / name
    return f"/static/{name}?v={_digest(path, path.stat().st_mtime_ns)}"


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def _qr_svg(text: str) -> Markup:
    return Markup(qr.svg(text))  # noqa: S704 - made by us from squares only


def _number(value: int) -> str:
    return format_decimal(value, locale=speaking.get().code)


def _fraction(value: Fraction) -> str:
    """An exact number as people write it: 69.551 38/75."""
    whole, rest = divmod(value.numerator, value.denominator)
    parts = [_number(whole)] if whole or not rest else []
    if rest:
        parts.append(f"{rest}/{value.denominator}")
    return "\u00a0".join(parts)


def _euros(value: Fraction | int) -> str:
    """Whole euros, or euros and cents: € 12,50. Parts of a cent count as a cent."""
    cents = -(-value * 100 // 1)
    shape = "#,##0" if cents % 100 == 0 else "#,##0.00"
    return "€\u00a0" + format_decimal(Decimal(cents) / 100, format=shape, locale=speaking.get().code)


def _tenths(value: Fraction) -> str:
    """Rounded to one decimal, halves upward: 12,3."""
    return format_decimal(Decimal(_in_tenths(value)) / 10, format="#,##0.0", locale=speaking.get().code)


def _in_tenths(value: Fraction) -> int:
    return floor(value * 10 + Fraction(1, 2))


def _signed_tenths(value: Fraction) -> str:
    """The same with its sign; halves go away from zero, so that a gain and a loss look alike."""
    size = _in_tenths(abs(value))
    return _sign(size if value > 0 else -size) + _tenths(abs(value))


def _signed(value: int) -> str:
    return _sign(value) + _number(abs(value))


def _sign(value: int) -> str:
    return "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""


def _day(value: date) -> str:
    return format_date(value, "d MMMM y", locale=speaking.get().code)


def _moment(value: datetime) -> str:
    """Day and time in the Netherlands, the time as the language writes it: 21:00, 21.00 uur."""
    language = speaking.get().code
    shape = CLOCKS.get(language, "d MMMM y, HH:mm")
    return format_datetime(value.astimezone(AMSTERDAM), shape, locale=language)
