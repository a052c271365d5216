"""A district is told which of its requests would have nobody to decide them."""

from __future__ import annotations

import pytest

from accounts import moving, roles
from accounts.models import RoleGrant
from approvals import unseated
from district_portal.permissions import Role
from tests.factories import approvals as factory

pytestmark = pytest.mark.django_db
OFFICER, COORDINATOR = Role.BOARD_OFFICER, Role.TECHNOLOGY_COORDINATOR


def told():
    return [(gap.role, gap.is_urgent) for gap in unseated.gaps()]


def in_vain():
    return [grant.person for grant in unseated.grants_in_vain()]


def take(role):
    RoleGrant.objects.filter(role=role).delete()


def test_one_alone_in_a_role_is_said_without_urgency(cast):
    assert told() == [(OFFICER, False), (COORDINATOR, False)]
    assert "Bea Okafor is the only Board officer." in unseated.gaps()[0].words


def test_with_two_in_each_nothing_is_said(cast):
    roles.appoint(cast.gus, role=OFFICER, by=None)
    roles.appoint(cast.gus, role=COORDINATOR, by=None)
    assert told() == []


def test_without_a_board_officer_what_the_administrator_asks_for_has_nobody(cast):
    take(OFFICER)
    [first, *_rest] = unseated.gaps()
    assert first.is_urgent
    assert first.words.startswith("Nobody may decide what Ada Lindqvist asks for")
    assert in_vain() == [cast.ada]


def test_another_administrator_decides_instead(cast):
    take(OFFICER)
    roles.appoint(cast.polly, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    assert in_vain() == []
    assert told()[0] == (OFFICER, False)
    assert "nobody stands above them" in unseated.gaps()[0].words


def test_who_is_both_has_nobody_above(cast):
    take(OFFICER)
    roles.appoint(cast.ada, role=OFFICER, by=None)
    assert in_vain() == [cast.ada]


def test_a_board_officer_on_leave_decides_nothing(cast):
    take(OFFICER)
    roles.appoint(cast.gus, role=OFFICER, by=None)
    moving.move(cast.gus, by=None, on_leave=True)
    assert "while the Board officer is away" in unseated.gaps()[0].words


def test_without_a_technology_coordinator_the_administrator_decides(cast):
    take(COORDINATOR)
    assert told() == [(OFFICER, False), (COORDINATOR, False)]
    assert "No Technology Coordinator is entered." in unseated.gaps()[1].words


def test_the_set_up_says_so_and_leads_to_where_it_is_mended(client, cast):
    take(OFFICER)
    client.force_login(cast.ada)
    page = client.get("/setup/").content.decode()
    assert "Some requests have nobody to decide them" in page
    assert "/people/roles/give/?role=board_officer" in page
    page = client.get("/people/roles/give/?role=board_officer").content.decode()
    assert '<option value="board_officer" selected>' in page
    roles.appoint(cast.gus, role=OFFICER, by=None)
    page = client.get("/setup/").content.decode()
    assert "Some requests have nobody to decide them" not in page
    assert "When somebody is away" in page


def test_what_only_may_wait_has_a_heading_of_its_own(client, cast):
    take(OFFICER)
    client.force_login(cast.ada)
    page = client.get("/setup/").text
    urgent, away = page.split("When somebody is away")
    assert "Nobody may decide what Ada Lindqvist asks for" in urgent
    assert "Tom Reyes is the only Technology Coordinator" in away


def test_who_may_not_mend_it_reads_who_may(client, cast):
    take(OFFICER)
    client.force_login(cast.tom)
    page = client.get("/setup/").text
    assert "These people can give somebody the role: Ada Lindqvist" in page
    assert "/people/roles/give/" not in page


def test_who_gives_roles_finds_it_on_my_tasks(client, cast):
    client.force_login(cast.ada)
    words = "Nobody may decide what Ada Lindqvist asks for"
    assert words not in client.get("/").text
    take(OFFICER)
    page = client.get("/").text
    assert words in page
    assert "/people/roles/give/?role=board_officer" in page
    client.force_login(cast.tom)
    assert words not in client.get("/").text


def test_what_is_asked_by_who_stands_alone_is_said_to_have_nobody(client, cast):
    take(OFFICER)
    asked = factory.draft(cast.ada, manager=cast.hana, place=cast.northside)
    client.force_login(cast.ada)
    page = client.post(factory.url("check", asked), follow=True).content.decode()
    assert "Nobody is entered who could decide this." in page
