"""docs/operating/privacy.md speaks of every table, and promises of each what the code does."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from django.apps import apps

from district_portal.privacy.kept import THINGS
from district_portal.records.kinds import kinds
from tests.architecture import privacy_page

LEAVES_WITH: dict[str, set[str]] = defaultdict(set)
for _kind in kinds():
    for _part in (*_kind.leaving, *(row.part for row in _kind.emptied)):
        LEAVES_WITH[_part.model._meta.db_table].add(_kind.name)


def test_the_page_is_what_the_code_says():
    assert privacy_page.PAGE.read_text(encoding="utf-8") == privacy_page.text()


def test_every_table_is_named_once():
    named = re.findall(r"^(?:\| |- )`(\w+)`", privacy_page.text(), flags=re.MULTILINE)
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    assert sorted(named) == sorted(tables)


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.name)
def test_what_is_told_to_leave_by_the_schedule_leaves_by_it(thing):
    found = {kind for table in thing.tables for kind in LEAVES_WITH.get(table, ())}
    assert found == set(thing.kinds)
    assert thing.kinds or str(thing.lasting)
