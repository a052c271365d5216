"""What is kept reads in one language, whatever those speak who act."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext

from accounts import ending
from accounts.models import RoleGrant
from approvals import withdrawing
from approvals.models import Request, Step
from district_portal import audit
from district_portal.district.keeping_words import as_read, in_own_language
from district_portal.permissions import Role
from policies.drafts import editing, orphaning, repairing
from tests import another_language
from tests.factories import approvals as factory
from tests.factories import existing
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db


@contextmanager
def everything_kept():
    """What is written to the database while another language is spoken, table and values."""
    written = []

    def noted(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")):
            told = [getattr(value, "obj", getattr(value, "adapted", value)) for value in params]
            written.append((sql[:60], ascii(told)))
        return execute(sql, params, many, context)

    with another_language.spoken(), connection.execute_wrapper(noted):
        yield written


def in_brackets(written):
    marks = [ascii(another_language.OPEN).strip("'"), another_language.OPEN]
    return [row for row in written if any(mark in row[1] for mark in marks)]


def test_within_it_words_are_the_districts_and_afterwards_the_readers():
    @in_own_language()
    def said(deeper=0):
        return said(deeper - 1) if deeper else gettext("Signed")

    with another_language.spoken():
        assert said(deeper=2) == "Signed"
        assert gettext("Signed") == "⟦Signed⟧"


def test_a_signature_is_kept_so(cast):
    version = published("529", "Phones")
    required(version)
    with everything_kept() as written:
        signed(cast.lou, version)
    assert written
    assert in_brackets(written) == []


def test_a_request_its_route_and_its_end_are_kept_so(cast):
    with everything_kept() as written:
        asked = factory.sent(cast.lou, manager=cast.val, place=cast.northside)
        factory.decided(asked, by=cast.pat, outcome="denied", reason="There is one.")
        other = factory.sent(cast.pat, manager=cast.lou, place=cast.northside)
        withdrawing.withdraw(other, by=cast.pat)
    assert len(written) > 10
    assert in_brackets(written) == []
    assert Request.objects.get(pk=asked.pk).title == "Instagram account for Northside Band"
    whys = Step.objects.filter(state="skipped").values_list("why_skipped", flat=True)
    assert set(whys) == {"The request was denied.", "The request was withdrawn."}


def test_an_account_that_is_claimed_names_its_request_so(cast):
    account = existing.listed(by=cast.ada)
    with everything_kept() as written:
        existing.claimed(account, by=account.person)
    assert in_brackets(written) == []


def test_edits_of_a_draft_and_what_is_doubted_are_kept_so(cast):
    text = draft("529", "Phones", clauses=[("1.", "Be kind."), ("2.", "Ask."), ("3.", "Tell.")])
    with everything_kept() as written:
        for verb, *more in (
            (editing.indent, 2),
            (editing.move_up, 3),
            (editing.drop, 1),
            (editing.restore, 1),
            (repairing.drop_all, [2, 3]),
        ):
            text = verb(text, *more, revision=text.revision, by=cast.polly)
        doubt = orphaning.doubts(
            [
                {"id": 1, "kind": "item", "depth": 0, "label": "1.", "text": "Be kind."},
                {"id": 2, "kind": "item", "depth": 1, "label": "a.", "text": "Ask."},
            ],
            [{"id": 2, "kind": "item", "depth": 1, "label": "a.", "text": "Ask."}],
        )[0]["message"]
    assert in_brackets(written) == []
    assert doubt.startswith("This clause stood below “1. Be kind.”")
    assert [edit.what for edit in text.edits.order_by("pk")][:2] == [
        "One level in: 2. Ask.",
        "Moved up: 3. Tell.",
    ]


def test_who_leaves_ends_what_they_hold_in_own_language(cast):
    asked = factory.sent(cast.lou, manager=cast.val, place=cast.northside)
    with everything_kept() as written:
        ending.end_stay({cast.pat.pk}, by=cast.hana)
    assert asked.pk
    assert in_brackets(written) == []


def test_an_act_names_its_object_in_own_language(cast):
    grant = RoleGrant(pk=1, role=Role.HR, person=cast.lou)
    with everything_kept() as written:
        audit.record("roles.given", by=cast.ada, on=grant)
    assert in_brackets(written) == []
    assert "Human resources: Lou Berg" in str(written)


def test_a_fixed_message_that_is_kept_is_told_in_the_readers_language_and_typed_words_stay(cast):
    request = factory.sent(cast.lou, manager=cast.val, place=cast.northside)
    audit.record("accounts.suspended", by=None, on=request)
    audit.record("accounts.suspended", by=cast.pat, on=request)
    by_pat, by_portal = audit.history(request)[:2]
    with another_language.spoken():
        assert by_portal.actor_in_words == "⟦The portal⟧"
        assert by_pat.actor_in_words == str(cast.pat)
    with translation.override("es"):
        assert (as_read(""), as_read("Typed by Pat.")) == ("", "Typed by Pat.")
