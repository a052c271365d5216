"""Whatever a program sends, the API answers as its document says: no failure, nothing untold."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from unittest.mock import patch

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from district_portal.api.documenting import document
from district_portal.api.views import bearer
from district_portal.api.views.resources import api
from district_portal.wsgi import application
from policies.acknowledgments import packing
from tests.factories import approvals as requests
from tests.factories.acknowledgments import required, signed
from tests.factories.api import bearer as shown
from tests.factories.policies import published

pytestmark = pytest.mark.django_db

CONFIG = {
    # A day to come or a policy that is not there has the right form and makes no sense.
    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "304", "400", "404"]}},
    # The token is ours: one that was made up in its place would never be sent.
    "generation": {"with-security-parameters": False},
}
ANYTHING = settings(
    deadline=None, suppress_health_check=list(HealthCheck), max_examples=20, database=None
)
LONG = 1_120
"""So many cases of each of the nine resources are 10,000."""
asked: Counter[str] = Counter()


@pytest.fixture
def headers(cast):
    """Of a token that reads everything, in a district where everything is."""
    cache.clear()
    requests.enter_presets()
    yesterday = timezone.now() - dt.timedelta(days=1)
    version = published("529", "Social Media", at=yesterday)
    required(version, by=cast.polly, at=yesterday)
    signed(cast.gus, version)
    packing.pack("A packet", [published("545", "Bags").policy], by=cast.polly, people=[cast.lou])
    requests.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.val, place=cast.northside
    )
    with patch.object(bearer.using, "admit"), patch.object(bearer, "admit_to"):
        yield {"Authorization": shown(cast.ada)["authorization"]}


@pytest.fixture(autouse=True)
def _one_connection():
    """The requests of a test see what it has entered, in its own transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_dict(
    json.loads(json.dumps(document(api))), config=SchemathesisConfig.from_dict(CONFIG)
)
schema.app = application


def test_the_document_is_what_is_served(cast, client):
    assert client.get("/api/openapi.json").json() == document(api)


@schema.parametrize()
@ANYTHING
def test_it_answers_as_documented(case, headers):
    case.call_and_validate(headers=headers)


@pytest.mark.soak
@schema.parametrize()
@settings(ANYTHING, max_examples=LONG)
def test_so_it_does_ten_thousand_times(case, headers):
    asked[case.operation.label] += 1
    case.call_and_validate(headers=headers)


@pytest.mark.soak
def test_these_were_ten_thousand():
    print(*asked.items(), sep="\n")  # noqa: T201
    assert len(asked) == len(document(api)["paths"])
    assert asked.total() >= 10_000
