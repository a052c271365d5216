"""What each table holds: how many rows, and a sum over all of them that tells any difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypedDict

from psycopg2 import sql

if TYPE_CHECKING:
    from psycopg2.extensions import connection


class Content(TypedDict):
    """The rows of one table; `digest` doesn't depend on their order."""

    rows: int
    digest: str


_SESSION: Final = """
SET timezone = 'UTC'; SET datestyle = 'ISO, MDY'; SET intervalstyle = 'postgres';
SET bytea_output = 'hex'; SET extra_float_digits = 1; SET statement_timeout = 0;
SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0
"""
_TABLES: Final = """
SELECT schema.nspname, item.relname FROM pg_class item
JOIN pg_namespace schema ON schema.oid = item.relnamespace
WHERE item.relkind IN ('r', 'p', 'm') AND NOT item.relispartition
  AND schema.nspname NOT IN ('pg_catalog', 'information_schema')
  AND schema.nspname !~ '^pg_(toast|temp)'
ORDER BY 1, 2
"""
_CONTENT: Final = """
SELECT count(*), coalesce(sum(
    ('x' || encode(substr(sha256(convert_to(whole_row::text, 'UTF8')), 1, 7), 'hex'))
    ::bit(56)::bigint
), 0)::text
FROM {} AS whole_row
"""


def steady(opened: connection) -> None:
    """Have this connection write values as text in one way, whatever the server's own is."""
    with opened.cursor() as run:
        run.execute(_SESSION)


def tables(opened: connection) -> list[tuple[str, str]]:
    """Schema and name of every table that isn't PostgreSQL's own."""
    with opened.cursor() as run:
        run.execute(_TABLES)
        return [(schema, name) for schema, name in run.fetchall()]


def contents(opened: connection) -> dict[str, Content]:
    """What each table holds, by schema and name with a dot between, as the transaction sees it."""
    found: dict[str, Content] = {}
    with opened.cursor() as run:
        for schema, name in tables(opened):
            run.execute(sql.SQL(_CONTENT).format(sql.Identifier(schema, name)))
            rows, digest = run.fetchone() or (0, "0")
            found[f"{schema}.{name}"] = Content(rows=rows, digest=digest)
    return found


def differing(one: dict[str, Content], other: dict[str, Content]) -> list[str]:
    """The tables that hold something else, or are in one of the two only."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
