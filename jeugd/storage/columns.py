"""Columns that keep what SQLModel would let slip: enums by value, moments with their time zone."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, TypeDecorator
from sqlalchemy import Enum as EnumType


def one_of(members: type[Enum], *, nullable: bool = False) -> Column[Any]:
    """A column that holds the value of an enum member and nothing else."""
    kind = EnumType(
        members,
        values_callable=lambda every: [member.value for member in every],
        native_enum=False,
        create_constraint=False,
        validate_strings=True,
        length=40,
    )
    return Column(kind, nullable=nullable)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the interface
        """Store UTC; a naive moment is a bug."""
        if value is not None and value.tzinfo is None:
            raise TypeError("naive moment")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the interface
        """SQLite forgets the zone; it was UTC."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def moment(*, nullable: bool = False) -> Column[Any]:
    """A column of type Moment."""
    return Column(Moment(), nullable=nullable)
