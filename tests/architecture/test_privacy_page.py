"""docs/operating/privacy.md speaks of every table, and promises of each what the code does."""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from district_portal.privacy.kept import THINGS
from district_portal.records.kinds import Part, kinds
from tests.architecture import privacy_page

LEAVES_WITH = {
    part.model._meta.db_table: kind.name
    for kind in kinds()
    for part in (*kind.parts, Part(kind.model, "pk"))
}


def test_the_page_is_what_the_code_says():
    assert privacy_page.PAGE.read_text(encoding="utf-8") == privacy_page.text()


def test_every_table_is_named_once():
    named = re.findall(r"^(?:\| |- )`(\w+)`", privacy_page.text(), flags=re.MULTILINE)
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    assert sorted(named) == sorted(tables)


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.name)
def test_what_is_told_to_leave_by_the_schedule_leaves_by_it(thing):
    found = {LEAVES_WITH[table] for table in thing.tables if table in LEAVES_WITH}
    assert found == set(thing.kinds)
    assert thing.kinds or str(thing.lasting)
