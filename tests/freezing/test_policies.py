"""A published version can't be changed, neither by code nor by SQL.

Copy this for another frozen table: publish (or sign, or decide) something, then try as the portal.
"""

from __future__ import annotations

import pytest
from django.db import Error, InternalError, ProgrammingError, connection, transaction

from policies.models import Clause, PrintedDate, Reference, Version
from tests.cast import call_the_cast
from tests.factories.policies import draft, published
from tests.freezing.portal_role import as_portal_role

pytestmark = pytest.mark.django_db(transaction=True)

CHANGES = [
    "UPDATE policies_version SET canonical_text = 'Anything goes.'",
    "UPDATE policies_version SET sha256 = repeat('0', 64)",
    "UPDATE policies_version SET accepts_from = 1, state = 'in_force'",
    "UPDATE policies_clause SET text = 'Anything goes.'",
    "UPDATE policies_clause SET key = 'another1'",
    "UPDATE policies_reference SET code = '1'",
    "UPDATE policies_printeddate SET iso = '1999-01-01'",
    *(
        f"{change} {table}"
        for table in (
            "policies_clause",
            "policies_reference",
            "policies_printeddate",
            "policies_version",
        )
        for change in ("DELETE FROM", "TRUNCATE")
    ),
    "TRUNCATE policies_version CASCADE",
]
LOOKING_AWAY = [
    "{policies.Version:frozen,policies.Version:kept,policies.Version:kept_whole}",
    "{policies.Clause:frozen,policies.Clause:kept,policies.Clause:kept_whole}",
    "{pgtrigger_frozen,pgtrigger_kept}",
    "{*}",
]


def text_of(version):
    version.refresh_from_db()
    return (version.sha256, version.canonical_text, [c.text for c in version.clauses.all()])


@pytest.fixture
def version():
    cast = call_the_cast()
    return published(
        "529",
        "Staff Networks",
        clauses=["Be kind.", "Ask first."],
        cross_refs=[{"code": "511", "title": "Conduct"}],
        dates=[{"type": "adopted", "iso": "2011-04-18", "printed": "April 18, 2011"}],
        by=cast.polly,
    )


def refused(statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except Error as error:
        return str(error).splitlines()[0]
    return "done"


@pytest.mark.parametrize("ignore", ["", *LOOKING_AWAY])
def test_the_portal_s_own_role_can_change_nothing_that_is_published(version, ignore):
    before = text_of(version)
    with as_portal_role(), connection.cursor() as cursor:
        if ignore:
            cursor.execute("SELECT set_config('pgtrigger.ignore', %s, false)", [ignore])
        for change in CHANGES:
            assert "permission denied" in refused(change), change
    assert text_of(version) == before


def test_the_portal_s_own_role_cannot_take_the_triggers_off(version):
    with as_portal_role():
        for change in (
            "ALTER TABLE policies_clause DISABLE TRIGGER ALL",
            "DROP TABLE policies_clause CASCADE",
            "SET session_replication_role = replica",
        ):
            said = refused(change)
            assert "must be owner" in said or "permission denied" in said, change


def test_the_portal_s_own_role_can_publish_and_supersede(version):
    with as_portal_role():
        second = published("529", "Staff Networks", clauses=["Be very kind."])
        assert second.number == 2
        assert Version.objects.get(number=1).state == "superseded"
        assert draft("530", "Phones").pk


@pytest.mark.parametrize("model", [Version, Clause, Reference, PrintedDate])
def test_code_can_change_nothing_that_is_published(version, model):
    row = model.objects.first()
    field = "code" if model in (Version, Reference) else "text" if model is Clause else "printed"
    for attempt in (
        lambda: model.objects.update(**{field: "x"}),
        lambda: (setattr(row, field, "x"), row.save()),
        row.delete,
        lambda: model.objects.all().delete(),
    ):
        with pytest.raises((InternalError, ProgrammingError, Error)), transaction.atomic():
            attempt()
    assert text_of(version)[2] == ["Be kind.", "Ask first."]
