"""The district's own words for those who lead, where pages speak of them."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from district_portal.district import wording
from district_portal.district.current import today
from district_portal.permissions import Role
from district_portal.reports import exporting
from district_portal.reports.asking import Question
from tests.factories import approvals
from tests.factories.district import set_up

pytestmark = pytest.mark.django_db


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def test_without_words_of_its_own_the_district_has_the_portal_s():
    set_up()
    assert (wording.supervisor(), wording.administrator()) == (
        "supervisor",
        "District Administrator",
    )
    assert wording.role(Role.HR) == "Human resources"


def test_its_words_take_their_place():
    set_up(supervisor_word="principal", administrator_word="Superintendent")
    assert wording.role("supervisor") == "Principal"
    assert wording.role(Role.DISTRICT_ADMINISTRATOR) == "Superintendent"
    assert f"Ask the {wording.administrator_lazy}" == "Ask the Superintendent"
    with pytest.raises(ValueError, match="nobody"):
        wording.role("nobody")


def test_an_export_has_them_as_headings_and_a_broken_page_has_none(cast):
    set_up(supervisor_word="principal")
    question = Question(as_of=today())
    first = exporting.export(question, file_format="csv", by=cast.ada).decode().splitlines()[0]
    assert "Principal" in first
    assert "Supervisor" not in first
    assert ("Principal", "All") in list(exporting.filters(question))
    assert "supervisor" not in render_to_string("500.html")


def test_a_request_s_way_and_form_speak_in_them(cast, client):
    set_up(supervisor_word="principal", administrator_word="Superintendent")
    approvals.enter_presets()
    unsent = approvals.draft(cast.lou, manager=cast.val, place=cast.northside)
    client.force_login(cast.lou)
    form = words(client.get(f"/requests/{unsent.pk}/details/"))
    assert "the consent of the Superintendent" in form
    assert "your principal" in form
    asked = approvals.sent(cast.lou, manager=cast.val, place=cast.northside, handle="@Other")
    way = words(client.get(f"/requests/{asked.pk}/"))
    assert "Superintendent" in way
    assert "District Administrator" not in way
