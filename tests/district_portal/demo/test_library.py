"""The demo opens on a computer whose clock lags behind the catalogue as well."""

import datetime as dt

import pytest

from district_portal.demo import library
from policies.publication import adopting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("clock", [dt.date(2020, 5, 1), dt.date(2026, 3, 1), dt.date(2027, 1, 1)])
def test_nothing_of_the_catalogue_lies_ahead(monkeypatch, clock):
    monkeypatch.setattr(library, "today", lambda: clock)
    editions = library.editions()
    assert all(edition.effective <= clock for edition in editions)
    assert not [e.file for e in editions if adopting.objections(e.board, day=clock)]
    for code in {edition.policy["code"] for edition in editions}:
        numbers = [e.number for e in editions if e.policy["code"] == code]
        assert numbers == sorted(numbers)
