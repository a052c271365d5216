"""Views of the report that people keep under a name: their own, once each, theirs to change."""

import threading
from urllib.parse import urlencode

import pytest
from django.db import connections

from district_portal import audit
from district_portal.reports import saving_views
from district_portal.reports.models import SavedView
from tests.factories.acknowledgments import required
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
ASKED = {"status": "open", "policy": "529", "columns": ["email", "due"], "sort": "-due"}


@pytest.fixture
def hr(cast, client):
    required(published("529", "Staff Use of Social Media"))
    client.force_login(cast.hana)
    return client


def save(client, name, query):
    return client.post("/reports/views/save/", {"name": name, "query": query}, follow=True)


def test_a_view_leads_back_to_the_same_report(hr):
    query = urlencode({**ASKED, "page": "2", "next": "//x.example"}, doseq=True)
    page = hr.get("/reports/", ASKED)
    assert "Save this view" in page.text
    asked = hr.get(f"/reports/views/save/?{query}")
    assert "Name of the view" in asked.text
    listed = save(hr, "Late at school", query)
    assert "The view “Late at school” is saved." in listed.text
    assert "Saved view: Late at school" in listed.text
    assert "<strong>Late at school</strong>" in listed.text
    view = SavedView.objects.get()
    listed = hr.get("/reports/views/")
    assert f'href="/reports/?{view.query.replace("&", "&amp;")}"' in listed.text
    assert "x.example" not in view.query
    assert "page" not in view.query
    again = hr.get(f"/reports/?{view.query}")
    assert list(again.context["rows"]) == list(page.context["rows"])
    assert again.context["columns"] == page.context["columns"]


def test_all_may_be_saved_without_a_filter(hr):
    assert 'href="/reports/"' in save(hr, "All", "").text
    assert SavedView.objects.get().query == ""


def test_a_name_is_one_view_whatever_its_case(hr):
    save(hr, "Late", "status=late")
    assert "is saved" in save(hr, "Late", "status=late").text
    assert SavedView.objects.count() == 1
    assert "You have a view of this name" in save(hr, "LATE", "status=open").text
    assert "Give the view a name" in save(hr, " ", "status=open").text
    assert SavedView.objects.get().query == "status=late"
    assert audit.events(act="reports.view_saved").count() == 1


def test_fifty_are_enough(hr, cast, monkeypatch):
    monkeypatch.setattr(saving_views, "MOST", 1)
    save(hr, "One", "")
    assert "Delete one first." in save(hr, "Two", "").text


def test_it_is_renamed_and_deleted_by_its_person_alone(hr, cast):
    save(hr, "Late", "status=late")
    save(hr, "Open", "status=open")
    view = SavedView.objects.get(name="Late")
    hr.force_login(cast.ada)
    assert "No view is saved" in hr.get("/reports/views/").text
    assert hr.post(f"/reports/views/{view.pk}/", {"name": "X"}).status_code == 404
    assert hr.post(f"/reports/views/{view.pk}/delete/").status_code == 404
    hr.force_login(cast.hana)
    taken = hr.post(f"/reports/views/{view.pk}/", {"name": "open"})
    assert "You have a view of this name" in taken.text
    renamed = hr.post(f"/reports/views/{view.pk}/", {"name": "Too late"}, follow=True)
    assert "Too late" in renamed.text
    event = audit.events(act="reports.view_renamed").get()
    assert (event.before, event.after) == ({"name": "Late"}, {"name": "Too late"})
    gone = hr.post(f"/reports/views/{view.pk}/delete/", follow=True)
    assert "is deleted" in gone.text
    assert [each.name for each in SavedView.objects.all()] == ["Open"]
    saving_views.delete(view, by=cast.hana)
    assert audit.events(act="reports.view_deleted").count() == 1


def test_two_people_may_use_one_name(cast):
    saving_views.save("Late", "status=late", by=cast.hana)
    saving_views.save("Late", "status=late", by=cast.ada)
    assert SavedView.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_double_click_saves_one(cast):
    gate, outcomes = threading.Barrier(4), []

    def click():
        gate.wait()
        try:
            saving_views.save("Late", "status=late", by=cast.hana)
            outcomes.append("saved")
        except saving_views.NameTakenError:
            outcomes.append("taken")
        finally:
            connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert outcomes == ["saved"] * 4
    assert SavedView.objects.count() == 1
    assert audit.events(act="reports.view_saved").count() == 1
