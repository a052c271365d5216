"""The tables of an older release are gone on with as they are, and those it left half made not."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext

from district_portal.operations import answering, upgrading

HERE = MigrationLoader(None).disk_migrations
REPLACING = {pair: item for pair, item in HERE.items() if item.replaces}
REPLACED = {(app, name) for item in REPLACING.values() for app, name in item.replaces}
NOTED = MigrationRecorder.Migration.objects


@pytest.fixture
def of_before(db):
    """Tables that the release before brought to its end, with migrations that are gone now."""
    for app, name in REPLACING:
        NOTED.filter(app=app, name=name).delete()


def applied():
    return set(NOTED.values_list("app", "name"))


def test_tables_of_an_older_release_are_gone_on_with_by_a_note_alone(of_before):
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    assert executor.migration_plan(targets) == []
    assert not answering.tables()
    with CaptureQueriesContext(connection) as asked:
        executor.migrate(targets)
    changing = [sql for said in asked if not (sql := said["sql"].strip()).startswith("SELECT")]
    assert len(changing) == len(REPLACING)
    assert all(sql.startswith('INSERT INTO "django_migrations"') for sql in changing)
    assert applied() >= REPLACING.keys()
    assert answering.tables()


@pytest.mark.parametrize(
    "gone",
    [
        {("reports", "0002_saved_views")},
        {("accounts", "0001_initial"), ("accounts", "0009_concerns_left_to_others")},
        {pair for pair in REPLACED if pair[0] == "records"},
        {pair for pair in REPLACED if pair != ("accounts", "0001_initial")},
    ],
)
def test_those_it_left_half_made_are_refused_in_plain_words(of_before, gone):
    for app, name in gone:
        NOTED.filter(app=app, name=name).delete()
    left = applied()
    assert upgrading.lacking(left) == sorted(f"{app}.{name}" for app, name in gone)
    with pytest.raises(CommandError, match=f"still had to apply {len(gone)} of") as refused:
        call_command("migrate", skip_checks=False, verbosity=0)
    assert "Install that release once more" in str(refused.value)
    assert applied() == left


def test_an_empty_database_and_one_that_this_release_began_are_gone_on_with():
    assert upgrading.lacking([]) == []
    begun = {("accounts", name) for app, name in REPLACED | REPLACING.keys() if app == "accounts"}
    assert upgrading.lacking(begun) == []
