"""What everybody reads later is in one language, whoever has it written."""

from __future__ import annotations

import pytest
from django.utils import translation

from district_portal import audit
from district_portal.permissions import Role
from policies.acknowledgments import signing
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _by_somebody_who_reads_spanish():
    with translation.override("es"):
        yield


def test_the_statement_is_the_same_for_all_and_its_meaning_is_told(cast):
    version = published("529", "Phones")
    said = "I, Lou Berg, have read policy 529, Phones, version 1, and agree to follow it."
    assert signing.statement(cast.lou, version) == said
    assert signing.meaning(cast.lou, version).startswith("Yo, Lou Berg")
    with translation.override("en"):
        assert signing.meaning(cast.lou, version) == ""


def test_the_trail_names_its_objects_in_the_portal_s_own_language(cast):
    grant = cast.hana.grants.get(role=Role.HR)
    audit.record("roles.given", by=cast.ada, on=grant)
    assert audit.events(act="roles.given").first().object.startswith("Human resources")
    assert translation.get_language() == "es"
