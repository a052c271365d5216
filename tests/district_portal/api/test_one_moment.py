"""A page of programs tells of one moment, whatever happens while its rows are put together."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from district_portal.api.asked import one_moment
from district_portal.api.resources import acknowledgments
from district_portal.district.current import today
from policies.acknowledgments.models import Assignment
from tests.district_portal.api.reading import rows
from tests.factories.acknowledgments import required, signed
from tests.factories.api import bearer
from tests.factories.policies import published
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version(cast):
    version = published("529", "Social Media")
    required(version, by=cast.polly)
    Assignment.objects.update(due_on=today() - dt.timedelta(days=5))
    return version


@pytest.fixture
def meanwhile(monkeypatch):
    """Let something happen after the rows were found, and before the columns tell of them."""

    def happens(act):
        def later(*given):
            [done] = together([act])
            assert not isinstance(done, Exception), done
            return show(*given)

        show = acknowledgments.show
        monkeypatch.setattr(acknowledgments, "show", later)

    return happens


def test_who_signs_meanwhile_is_told_as_before(cast, version, meanwhile):
    meanwhile(lambda: signed(cast.gus, version))
    [row] = rows(Client(), "assignments", bearer(cast.hana), words="cruz")
    assert (row["status"], row["days_late"]) == ("open", 5)


def test_it_ends_with_the_block_and_within_another_goes_on_as_that(cast):
    with one_moment(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("repeatable read",)
    with one_moment(), one_moment(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("on",)
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)
