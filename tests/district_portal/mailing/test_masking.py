"""To whom a confidential mail went is shown to nobody else, wherever the log is looked at."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import RoleGrant
from district_portal import audit, mailing
from district_portal.mailing.models import Happening, Message
from district_portal.permissions import Role
from tests.cast import SINCE

pytestmark = pytest.mark.page
NAMES = ("Lou", "Berg", "lou@", "concern_overdue", "FORTYTWO")


@pytest.fixture
def mail(cast):
    context = {"number": "FORTYTWO", "due": timezone.now(), "link": "/"}
    mailing.queue("concern_overdue", key="concern_overdue:42:7", to=cast.lou, context=context)
    Message.objects.update(state="failed", answer=f"550 <{cast.lou.email}> unknown", attempts=1)
    mail = Message.objects.get()
    Happening.objects.create(
        message=mail, at=mail.queued_at, what="failed", words=f"550 <{cast.lou.email}> unknown"
    )
    return mail


def _says_nothing(page, mail):
    for words in (*NAMES, mail.address, mail.message_id, mail.subject):
        assert words not in page, words


@pytest.mark.parametrize("name", ["ada", "tom"])
def test_the_log_its_page_and_the_page_to_send_again_name_nobody(client, cast, mail, name):
    client.force_login(getattr(cast, name))
    for address in ("/mail/", f"/mail/{mail.pk}/", f"/mail/again/?mail={mail.pk}"):
        page = client.get(address).text.partition("<main")[2]
        assert "Confidential mail" in page, address
        _says_nothing(page, mail)


def test_the_page_on_which_it_came_back_names_nobody(client, cast, mail):
    Message.objects.update(state="sent", sent_at=mail.queued_at)
    client.force_login(cast.tom)
    _says_nothing(client.get(f"/mail/{mail.pk}/bounce/").text.partition("<main")[2], mail)


@pytest.mark.parametrize("name", ["ada", "tom", "hana"])
def test_nothing_tells_of_it_whom_it_is_kept_from_or_who_may_not_know_of_any(
    client, cast, mail, name
):
    who = getattr(cast, name)
    Message.objects.update(kept_from=who if name != "hana" else None)
    client.force_login(who)
    log = client.get("/mail/")
    assert list(log.context["mails"]) == []
    assert log.context["counts"] == dict.fromkeys(log.context["counts"], 0)
    assert "Confidential" not in log.text
    assert client.get(f"/mail/{mail.pk}/").status_code == 404
    assert client.get(f"/mail/{mail.pk}/bounce/").status_code == 404
    for act in ("resend", "leave", "arrived"):
        assert client.post(f"/mail/{mail.pk}/{act}/").status_code == 404
    client.post("/mail/again/", {"mail": mail.pk})
    assert Message.objects.get().state == "failed"


@pytest.mark.parametrize("asked", ["who=lou", "who=lou%40marlow"])
def test_it_is_not_found_by_person(client, cast, mail, asked):
    client.force_login(cast.tom)
    assert list(client.get(f"/mail/?{asked}").context["mails"]) == []


def test_whoever_got_it_sees_it_whole_and_the_others_mail_is_shown_as_ever(client, cast, mail):
    RoleGrant.objects.create(person=cast.lou, role=Role.HR, since=SINCE)
    client.force_login(cast.lou)
    page = client.get("/mail/?who=lou").text
    assert mail.subject in page
    assert cast.lou.email in page


def test_a_role_that_ends_at_a_place_finds_no_trace_of_it(client, cast, mail):
    RoleGrant.objects.create(person=cast.gus, role=Role.HR, since=SINCE, place=cast.northside)
    client.force_login(cast.gus)
    assert client.get(f"/mail/{mail.pk}/").status_code == 404
    assert list(client.get("/mail/").context["mails"]) == []


def test_the_page_of_a_person_does_not_list_it(client, cast, mail):
    client.force_login(cast.ada)
    page = client.get(f"/people/{cast.lou.pk}/").text.partition("<main")[2]
    assert f"/mail/{mail.pk}/" not in page


def test_sending_it_again_is_found_in_the_trail_by_nobody(client, cast, mail):
    client.force_login(cast.tom)
    client.post(f"/mail/{mail.pk}/resend/")
    assert not audit.events(object_type="mailing.message").exists()
    (event,) = audit.history(mail)
    assert (event.act, event.person, event.object) == ("mail.confidential", "", "")
    assert Message.objects.get().state == "queued"
