"""Who asks for too much in too short a time waits, each for themselves."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse_lazy

from accounts import pacing
from accounts.pacing import PACES, Pace
from tests.factories.district import set_up

EXPORT = reverse_lazy("roster:people_file", args=["csv"])
SEARCH = "/policies/search/"
UPLOAD = "/people/roster/new/"


@pytest.fixture(autouse=True)
def _slow(monkeypatch):
    cache.clear()
    yield
    cache.clear()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def quota(monkeypatch, what, *, person=3, address=3):
    """Let `what` be used so often; its pages know their pace from the start."""
    pace = PACES[what]
    monkeypatch.setattr(
        pacing, "admit_to", _told(what, {pace.person: person, pace.address: address})
    )


def _told(what, lower):
    admit = pacing.admit_to

    def admit_to(key, *, address, most, seconds):
        fewer = lower.get(most, most) if key.startswith(what) else most
        admit(key, address=address, most=fewer, seconds=seconds)

    return admit_to


def test_a_person_exports_so_often_and_others_go_on(cast, monkeypatch):
    quota(monkeypatch, "exports")
    desk, phone = signed_in(cast.hana), signed_in(cast.hana)
    answers = [client.get(EXPORT) for client in (desk, desk, phone, phone)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Retry-After"] == str(PACES["exports"].seconds)
    assert "Wait some minutes" in answers[-1].content.decode()
    trail = signed_in(cast.otto).get(reverse_lazy("trail:csv"), {"words": "signed"})
    assert trail.status_code not in (404, 429)


def test_a_stranger_is_told_of_nothing_however_often(cast, monkeypatch):
    quota(monkeypatch, "exports", person=0)
    assert signed_in(cast.lou).get(EXPORT).status_code == 404


def test_forms_with_files_count_and_pages_do_not(cast, monkeypatch):
    quota(monkeypatch, "uploads")
    hana = signed_in(cast.hana)

    def send(**files):
        return hana.post(UPLOAD, files).status_code

    def sheet():
        return SimpleUploadedFile("staff.csv", b"no sheet at all")

    assert [send(sheet=sheet()) for _ in range(4)] == [302, 302, 302, 429]
    assert send() == 200
    assert hana.get(UPLOAD).status_code == 200


def test_guests_of_one_address_search_so_often(cast, monkeypatch):
    quota(monkeypatch, "searches")
    set_up(manual_is_public=True)
    answers = [
        Client(REMOTE_ADDR=address).get(SEARCH, {"q": "media"}).status_code
        for address in ("203.0.113.7",) * 4 + ("203.0.113.8",)
    ]
    assert answers == [200, 200, 200, 429, 200]
    assert signed_in(cast.hana).get(SEARCH, {"q": "media"}).status_code == 200


@pytest.mark.parametrize("pace", PACES.values())
def test_nobody_meets_it_by_hand(pace: Pace):
    assert pace.person / pace.seconds >= 0.1
