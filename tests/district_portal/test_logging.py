"""What stands in the log can be told apart by time and by line."""

import io
import logging
import re

from django.conf import settings

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
