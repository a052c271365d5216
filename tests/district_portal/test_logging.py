"""What stands in the log can be told apart by time and by line."""

import io
import logging
import re

from django.conf import settings
from django.core.cache import cache
from django.test import Client

LINE = settings.LOGGING["formatters"]["line"]


def test_each_line_tells_its_time_with_its_zone(cast, client):
    written = _written(client, "/nothing/there/")
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000 WARNING django.request: ", written)


def test_an_address_makes_no_line_of_its_own(cast, client):
    written = _written(client, "/nothing%0a2026-01-01T00:00:00+0000 INFO all is well%0d/")
    assert "all is well" in written
    assert len(written.splitlines()) == 1


def _written(client, address):
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(logging.Formatter(LINE["format"], LINE["datefmt"], LINE["style"]))
    log = logging.getLogger("django.request")
    log.addHandler(handler)
    try:
        assert client.get(address).status_code == 404
    finally:
        log.removeHandler(handler)
    return text.getvalue()


REFUSED = "district_portal.permissions"


def test_who_was_refused_and_by_which_rule_is_told(cast, client, caplog):
    client.force_login(cast.lou)
    assert client.get(f"/people/{cast.gus.pk}/access/").status_code == 404
    told = [record.getMessage() for record in caplog.records if record.name == REFUSED]
    assert told == [f"Person {cast.lou.pk}: GET people:access refused by access.view"]


def test_what_is_allowed_and_what_strangers_ask_for_tells_nobody(cast, client, caplog):
    client.get(f"/people/{cast.gus.pk}/access/")
    client.force_login(cast.lou)
    assert client.get("/people/me/").status_code == 200
    assert REFUSED not in {record.name for record in caplog.records}


def test_who_sends_a_forged_form_is_told(cast, caplog):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lou)
    assert client.post("/people/me/", {"phone": "555"}).status_code == 403
    told = [record.getMessage() for record in caplog.records if record.name == REFUSED]
    assert told == [f"Person {cast.lou.pk}: POST people:me refused by the token of forms"]


def test_who_asks_too_often_is_told(cast, client, caplog):
    cache.clear()
    client.force_login(cast.otto)
    statuses = [client.get("/audit/acts.csv").status_code for _ in range(61)]
    assert (set(statuses[:60]), statuses[60]) == ({200}, 429)
    told = [record.getMessage() for record in caplog.records if record.name == REFUSED]
    assert told == [f"Person {cast.otto.pk}: GET trail:csv refused by the pace of exports"]
