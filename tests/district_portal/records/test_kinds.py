"""Every table that leads to a record leaves with it, or keeps it."""

from __future__ import annotations

import pytest
from django.apps import apps

from district_portal.records.kinds import kind_of, kinds, named


def leading_to(model):
    """Tables with a foreign key to `model`, by hidden names too."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            yield relation.related_model


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_nothing_that_leads_to_a_record_is_forgotten(kind):
    leaving = {part.model for part in kind.leaving}
    keeping = {row.part.model for row in kind.resting}
    for model in {part.model for part in kind.leaving if not part.when}:
        assert set(leading_to(model)) <= leaving | keeping, model


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_what_leads_to_something_leaves_before_it(kind):
    order = [part.model for part in kind.leaving]
    for at, model in enumerate(order):
        assert not set(leading_to(model)) & set(order[at + 1 :]), model


def test_a_row_has_its_kind():
    assert kind_of(apps.get_model("registry.Account")()) is named("account")
    assert kind_of(apps.get_model("accounts.Place")()) is None
