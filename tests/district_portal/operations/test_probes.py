"""What a load balancer and a monitoring program learn, and what nobody does."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from prometheus_client.parser import text_string_to_metric_families

from district_portal.mailing.models import Message
from district_portal.operations import tasks
from tests.factories import approvals as factory

TOKEN = "a-token-of-the-monitoring-program"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def database_away(settings):
    """The address of the database is one where nobody answers."""
    connection.close()
    kept = connection.settings_dict["PORT"], connection.settings_dict["HOST"]
    connection.settings_dict.update(PORT="1", HOST="127.0.0.1")
    yield
    connection.close()
    connection.settings_dict.update(PORT=kept[0], HOST=kept[1])


def numbers(page) -> dict[str, float]:
    families = text_string_to_metric_families(page.text)
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.django_db
def test_all_that_people_need_is_there(client):
    page = client.get("/readyz")
    assert page.status_code == 200
    assert page.json() == {"database": True, "tables": True, "broker": True}
    assert page["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_people_are_sent_here_while_the_broker_is_away(client, broker_away):
    page = client.get("/readyz")
    assert (page.status_code, page.json()["broker"]) == (200, False)


@pytest.mark.django_db
def test_nobody_is_sent_here_before_the_tables_are_brought_up_to_date(client):
    MigrationRecorder.Migration.objects.filter(app="operations").delete()
    page = client.get("/readyz")
    assert (page.status_code, page.json()["tables"]) == (503, False)


@pytest.mark.django_db(transaction=True)
def test_without_the_database_the_process_lives_and_is_not_ready(client, database_away):
    assert client.get("/healthz").status_code == 200
    page = client.get("/readyz")
    assert page.status_code == 503
    assert page.json() == {"database": False, "tables": False, "broker": True}
    with override_settings(METRICS_TOKEN=TOKEN):
        assert numbers(client.get("/metrics", headers=SHOWN)) == {"portal_database_up": 0}


@pytest.mark.django_db(transaction=True)
def test_without_the_database_every_page_says_so_in_plain_words(client, database_away):
    client.raise_request_exception = False
    for path in ("/", "/accounts/login/", "/check/"):
        page = client.get(path)
        assert page.status_code == 503
        assert page["Retry-After"] == "30"
        assert "The portal is away for a moment" in page.text


@pytest.mark.django_db
def test_the_probes_ask_for_no_sign_in_no_name_and_no_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).text == "ok\n"
    assert client.post("/healthz").status_code == 405
    assert client.get("/healthz/").status_code != 200


@pytest.mark.django_db
def test_the_numbers_are_for_who_shows_the_token(client, cast, settings):
    assert client.get("/metrics", headers=SHOWN).status_code == 404
    settings.METRICS_TOKEN = TOKEN
    for wrong in ({}, {"Authorization": "Bearer x"}, {"Authorization": TOKEN}):
        assert client.get("/metrics", headers=wrong).status_code == 401
    tasks.tick()
    factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    found = numbers(client.get("/metrics", headers=SHOWN))
    assert found["portal_database_up"] == found["portal_broker_up"] == 1
    assert found["portal_mails queued"] == Message.objects.filter(state="queued").count() > 0
    assert found["portal_jobs waiting"] == 0
    assert 0 <= found["portal_clock_age_seconds"] < 60
    assert found["portal_disk_free_bytes"] > 0
    assert 0 < found["portal_seal_wait_seconds"] < 60
    assert "portal_backup_age_seconds" not in found
    assert "Lou" not in client.get("/metrics", headers=SHOWN).text


@pytest.mark.django_db
def test_without_the_broker_the_numbers_say_so(client, broker_away, settings):
    settings.METRICS_TOKEN = TOKEN
    assert numbers(client.get("/metrics", headers=SHOWN))["portal_broker_up"] == 0
