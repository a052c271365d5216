"""Whether the database's roles may do what they should and nothing else, and its clock is right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal.embedded.roles import DISPOSAL, OWNER
from district_portal.freezing import Frozen, frozen_models
from district_portal.operations.finding import Finding, State

APART: Final = dt.timedelta(seconds=5)
"""So far may the clocks of this machine and of the database be from each other."""
_ASKED: Final = """
SELECT (SELECT json_object_agg(rolname, json_build_object('above', rolsuper OR coalesce(
        pg_has_role(oid, (SELECT oid FROM pg_roles WHERE rolname = %(owner)s), 'MEMBER'), false)))
    FROM pg_roles WHERE rolname IN (%(owner)s, %(portal)s, %(disposal)s)),
  current_user, clock_timestamp(),
  (SELECT json_object_agg(c.relname, json_build_object(
        'whole', has_table_privilege(%(portal)s, c.oid, 'DELETE, TRUNCATE'),
        'columns', ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid
            AND a.attnum > 0 AND NOT a.attisdropped
            AND has_column_privilege(%(portal)s, c.oid, a.attnum, 'UPDATE')),
        'on', ARRAY(SELECT t.tgname::text FROM pg_trigger t WHERE t.tgrelid = c.oid
            AND t.tgenabled IN ('O', 'A'))))
    FROM pg_class c WHERE c.oid = ANY(%(tables)s::regclass[])
        AND EXISTS (SELECT FROM pg_roles WHERE rolname = %(portal)s))
"""
"""The roles; as whom the portal connects; the time there; of each table whether the portal may
empty it, which columns it may change, which triggers are on."""


def database(_now: dt.datetime, _reader: Person | None = None) -> Iterator[Finding]:
    """Roles and clock are right, and no frozen table can be changed by the portal."""
    models = {model._meta.db_table: model for model in frozen_models()}  # noqa: SLF001
    names = {"owner": OWNER, "portal": settings.DATABASE_PORTAL_ROLE, "disposal": DISPOSAL}
    with connection.cursor() as cursor:
        before = timezone.now()
        cursor.execute(_ASKED, {**names, "tables": list(models)})
        roles, user, there, tables = cursor.fetchone()
    yield _of_clocks(max(before - there, there - timezone.now(), dt.timedelta()))
    yield from _of_roles(roles or {}, user)
    if tables:  # without the portal’s role nothing is to be said of its rights
        yield from _of_tables(tables, models)


def _of_clocks(apart: dt.timedelta) -> Finding:
    """The clocks of this machine and of the database agree."""
    part, matter = _("Time"), "time"
    if apart <= APART:
        return Finding(part, State.WELL, _("The clocks of web and database agree."), matter=matter)
    words = _("This machine’s clock and the database’s are %(n)s seconds apart.")
    mend = _(
        "Let both keep time by a time server (timedatectl set-ntp true): the records say when "
        "things happened."
    )
    told = words % {"n": round(apart.total_seconds())}
    return Finding(part, State.WRONG, told, mend, matter)


def _of_roles(found: dict[str, dict[str, bool]], user: str) -> Iterator[Finding]:
    """The three roles exist, none of them is above all rights, and the portal is the right one."""
    part, matter, portal = _("Roles of the database"), "roles", settings.DATABASE_PORTAL_ROLE
    if missing := [role for role in (OWNER, portal, DISPOSAL) if role not in found]:
        words = _("Missing: %(roles)s.") % {"roles": ", ".join(missing)}
        mend = _("Run manage.py prepare_database with --admin-url: it makes them.")
        yield Finding(part, State.WRONG, words, mend, matter)
        return
    above = [role for role in (portal, DISPOSAL) if found[role]["above"]]
    if above:
        words = _("%(roles)s may do all that the owner may.") % {"roles": ", ".join(above)}
        mend = _("As the server’s administrator: ALTER ROLE … NOSUPERUSER; REVOKE %(owner)s FROM …")
        yield Finding(part, State.WRONG, words, mend % {"owner": OWNER}, matter)
    if user != portal:
        words = _("The portal connects as %(user)s, not as %(portal)s: no right is taken from it.")
        mend = _("Put the line of %(portal)s into DATABASE_URL, and start the portal anew.")
        names = {"user": user, "portal": portal}
        yield Finding(part, State.WRONG, words % names, mend % names, matter)
    elif not above:
        words = _("All three are there; the portal connects as %(portal)s.")
        yield Finding(part, State.WELL, words % {"portal": portal}, matter=matter)


def _of_tables(
    tables: dict[str, dict[str, Any]], models: dict[str, type[Frozen]]
) -> Iterator[Finding]:
    """No frozen table can be changed by the portal, and each has its triggers."""
    part, matter, portal = _("Frozen tables"), "frozen", settings.DATABASE_PORTAL_ROLE
    loose = sorted(
        name
        for name, table in tables.items()
        if table["whole"] or set(table["columns"]) - _may(models[name])
    )
    if loose:
        words = _("%(portal)s may change: %(tables)s.")
        mend = _("Run manage.py migrate: it ends by taking these rights away.")
        told = words % {"portal": portal, "tables": ", ".join(loose)}
        yield Finding(part, State.WRONG, told, mend, matter)
    open_ = sorted(
        name for name, table in tables.items() if not _wanted(models[name]) <= set(table["on"])
    )
    if open_:
        words = _("Triggers are missing or switched off: %(tables)s.")
        mend = _(
            "Find out who did it and when. Then run manage.py pgtrigger install and "
            "manage.py pgtrigger enable, and manage.py verify_audit."
        )
        yield Finding(part, State.WRONG, words % {"tables": ", ".join(open_)}, mend, matter)
    if not loose and not open_:
        words = _("%(n)s tables can only be added to, by right and by trigger.")
        yield Finding(part, State.WELL, words % {"n": len(tables)}, matter=matter)


def _may(model: type[Frozen]) -> set[str]:
    """The columns of a table that life still moves."""
    moving = set(model.moving)
    return {str(field.column) for field in model._meta.concrete_fields if field.name in moving}  # noqa: SLF001


def _wanted(model: type[Frozen]) -> set[str]:
    """The triggers of a table."""
    return {str(trigger.get_pgid(model)) for trigger in model._meta.triggers}  # type: ignore[attr-defined]  # noqa: SLF001
