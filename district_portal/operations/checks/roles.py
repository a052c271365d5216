"""Whether the database's roles may do what they should and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from district_portal.embedded.roles import DISPOSAL, OWNER
from district_portal.freezing import Frozen, frozen_models
from district_portal.operations.doctoring import Diagnosis, check
from district_portal.operations.health import State


@check
def roles_are_there() -> Iterator[Diagnosis]:
    """The three roles exist, none of them is above all rights, and the portal is the right one."""
    part, portal = _("Roles of the database"), settings.DATABASE_PORTAL_ROLE
    found = {row[0]: row[1] for row in _rows("SELECT rolname, rolsuper FROM pg_roles")}
    missing = [role for role in (OWNER, portal, DISPOSAL) if role not in found]
    if missing:
        words = _("Missing: %(roles)s.") % {"roles": ", ".join(missing)}
        mend = _("Run manage.py prepare_database with --admin-url: it makes them.")
        yield Diagnosis(part, State.WRONG, words, mend)
        return
    above = [role for role in (portal, DISPOSAL) if found[role] or _is_member(role, OWNER)]
    if above:
        words = _("%(roles)s may do all that the owner may.") % {"roles": ", ".join(above)}
        mend = _("As the server’s administrator: ALTER ROLE … NOSUPERUSER; REVOKE %(owner)s FROM …")
        yield Diagnosis(part, State.WRONG, words, mend % {"owner": OWNER})
    [(user,)] = _rows("SELECT current_user")
    if user != portal:
        words = _("The portal connects as %(user)s, not as %(portal)s: no right is taken from it.")
        mend = _("Put the line of %(portal)s into DATABASE_URL, and start the portal anew.")
        names = {"user": user, "portal": portal}
        yield Diagnosis(part, State.WRONG, words % names, mend % names)
    elif not above:
        words = _("All three are there; the portal connects as %(portal)s.")
        yield Diagnosis(part, State.WELL, words % {"portal": portal})


@check
def frozen_tables_are_locked() -> Iterator[Diagnosis]:
    """No frozen table can be changed by the portal, and each has its triggers."""
    part, portal = _("Frozen tables"), settings.DATABASE_PORTAL_ROLE
    if not _rows("SELECT 1 FROM pg_roles WHERE rolname = %s", portal):
        return  # said by the check of the roles
    models = frozen_models()
    if loose := sorted(_table(model) for model in models if _may_change(portal, model)):
        words = _("%(portal)s may change: %(tables)s.")
        mend = _("Run manage.py migrate: it ends by taking these rights away.")
        told = words % {"portal": portal, "tables": ", ".join(loose)}
        yield Diagnosis(part, State.WRONG, told, mend)
    if open_ := sorted(_table(model) for model in models if not _is_guarded(model)):
        words = _("Triggers are missing or switched off: %(tables)s.")
        mend = _(
            "Find out who did it and when. Then run manage.py pgtrigger install and "
            "manage.py pgtrigger enable, and manage.py verify_audit."
        )
        yield Diagnosis(part, State.WRONG, words % {"tables": ", ".join(open_)}, mend)
    if not loose and not open_:
        words = _("%(n)s tables can only be added to, by right and by trigger.")
        yield Diagnosis(part, State.WELL, words % {"n": len(models)})


def _may_change(role: str, model: type[Frozen]) -> bool:
    """Whether `role` may delete rows of a table, or update what is not in `moving`."""
    table, moving = _table(model), set(model.moving)
    [(whole,)] = _rows("SELECT has_table_privilege(%s, %s, 'DELETE, TRUNCATE')", role, table)
    columns = _rows(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND has_column_privilege(%s, attrelid, attnum, 'UPDATE')",
        table,
        role,
    )
    may = {field.column for field in model._meta.concrete_fields if field.name in moving}  # noqa: SLF001
    return bool(whole or {column for (column,) in columns} - may)


def _is_guarded(model: type[Frozen]) -> bool:
    """Whether every trigger of the model is there and switched on."""
    wanted = {trigger.get_pgid(model) for trigger in model._meta.triggers}  # type: ignore[attr-defined]  # noqa: SLF001
    on = _rows(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled IN ('O', 'A')",
        _table(model),
    )
    return wanted <= {name for (name,) in on}


def _is_member(role: str, of: str) -> bool:
    return bool(_rows("SELECT pg_has_role(%s, %s, 'MEMBER')", role, of)[0][0])


def _table(model: type[Frozen]) -> str:
    return str(model._meta.db_table)  # noqa: SLF001


def _rows(statement: str, *arguments: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments or None)
        return list(cursor.fetchall())
