"""What pages say to those who deal with a concern, and to whoever reported it, of how it stands."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts import moving
from approvals.concerns import closing, escalating, watching
from approvals.concerns.models import Concern
from district_portal.district.current import today
from district_portal.mailing.models import Message
from tests.factories import concerns as factory

pytestmark = pytest.mark.page
Kind = Concern.Kind


def text_of(client, person, address):
    client.force_login(person)
    return client.get(address).text


def brought_up(cast) -> Concern:
    ago = timezone.now() - dt.timedelta(days=5)
    concern = factory.reported(cast.lou, at=ago)
    escalating.escalate()
    concern.refresh_from_db()
    assert concern.level == 2
    return concern


def test_whom_it_came_to_unread_is_told_so_on_every_page(client, cast):
    concern = brought_up(cast)
    assert "It came to you because nobody had read it in time" in text_of(client, cast.ada, "/")
    page = text_of(client, cast.ada, concern.get_absolute_url())
    assert "It came to you because nobody had read it in time" in page
    assert "Not read yet by Pat Novak" in page
    assert "Went one level up: nobody had read it in time" in page
    assert "It came to you" not in text_of(client, cast.pat, concern.get_absolute_url())


def test_who_was_added_reads_by_whom_and_why(client, cast):
    concern = factory.reported(cast.lou)
    factory.joined(concern, cast.hana, by=cast.pat)
    assert "You were added to it" in text_of(client, cast.hana, "/")
    page = text_of(client, cast.hana, concern.get_absolute_url())
    assert "Pat Novak added you to it" in page
    assert "Knows the people" in page


def test_the_page_and_the_list_say_alike_whether_it_was_read(client, cast):
    concern = factory.reported(cast.lou)
    for address in ("/concerns/", concern.get_absolute_url()):
        page = text_of(client, cast.ada, address).partition("<main")[2]
        assert "Not read yet" in page
    watching.look(concern, by=cast.pat)
    badges = text_of(client, cast.ada, concern.get_absolute_url()).partition("<h1")[2][:600]
    assert "Not read yet" not in badges


def test_the_list_names_the_earliest_duty_of_each_concern(client, cast, pack):
    first, second = (factory.reported(cast.lou, kind=Kind.CONDUCT) for _ in range(2))
    watching.look(first, by=cast.pat)
    client.force_login(cast.pat)
    rows = {row.number: row.due for row in client.get("/concerns/").context["rows"]}
    for concern in (first, second):
        assert rows[concern.number] == min(row.due_at for row in concern.clocks.all())
    reporter = client
    reporter.force_login(cast.lou)
    assert {row.due for row in reporter.get("/concerns/").context["rows"]} == {None}


def test_the_list_says_what_is_with_whom_and_is_narrowed(client, cast):
    concern = factory.reported(cast.lou, kind=Kind.CONDUCT)
    page = text_of(client, cast.ada, "/concerns/")
    assert "you may read it" in page
    assert "because you lead the district" in page
    page = text_of(client, cast.pat, "/concerns/")
    assert "with you" in page
    for asked, found in [
        ("kind=conduct", 1),
        ("kind=confidential", 0),
        ("whose=unread", 1),
    ]:
        assert client.get(f"/concerns/?{asked}").context["rows"].total == found, asked
    watching.look(concern, by=cast.pat)
    assert client.get("/concerns/?whose=unread").context["rows"].total == 0


def test_a_concern_is_one_line_of_my_tasks_whatever_the_law_asks(client, cast, pack):
    concern = factory.reported(cast.lou, kind=Kind.CONDUCT)
    watching.look(concern, by=cast.pat)
    page = text_of(client, cast.pat, "/")
    assert page.count("Record what the law asks for") == 1
    assert f"Concern {concern.number}: 2 things" in page


def test_whoever_reported_sees_that_it_waits_on_others_and_nothing_of_it(client, cast):
    concern = factory.reported(cast.lou, kind=Kind.CONDUCT, about=cast.gus)
    waiting = text_of(client, cast.lou, "/").partition('id="waiting"')[2].partition("</section>")[0]
    assert "A concern that you reported" in waiting
    assert "Not read yet" in waiting
    watching.look(concern, by=cast.pat)
    waiting = text_of(client, cast.lou, "/").partition('id="waiting"')[2].partition("</section>")[0]
    assert "Not read yet" not in waiting
    for words in ("Harassment", "Gus", "Pat Novak"):
        assert words not in waiting
    assert "A concern that you reported" not in text_of(client, cast.gus, "/")


def test_the_list_leads_to_reporting_and_tells_drafts_apart(client, cast):
    page = text_of(client, cast.gus, "/concerns/").partition("<main")[2]
    assert 'href="/concerns/new/"' in page
    factory.drafted(cast.gus)
    page = text_of(client, cast.gus, "/concerns/").partition("<main")[2]
    assert "Draft of " in page
    assert "begun by you" in page


def test_where_nobody_stands_above_no_level_is_promised(client, cast):
    client.force_login(cast.lou)
    address = "/concerns/new/conduct/"
    assert "it goes one level up" in client.get(address).text
    page = client.post(address, {"about": "Ada Lindqvist", "check": "1"}).text
    assert "There is nobody above them" in page


def test_closing_names_who_has_not_read_it(client, cast):
    concern = factory.reported(cast.lou)
    factory.joined(concern, cast.hana, by=cast.pat)
    watching.look(concern, by=cast.pat)
    page = text_of(client, cast.pat, f"/concerns/{concern.number}/close/")
    assert "Not read yet by Hana Sato" in page


def test_who_has_left_gets_no_mail_about_their_report(cast):
    concern = factory.reported(cast.lou)
    moving.leave(cast.lou, by=None, last_day=today() - dt.timedelta(days=1))
    closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4())
    assert not Message.objects.filter(name="concern_closed").exists()
