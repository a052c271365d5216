"""Nobody applies, confirms or undoes anything but what their own window showed."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from accounts.models import Posting
from accounts.roster import applying, bringing, jobs
from accounts.roster.carrying_out import NotShownError
from accounts.roster.models import Run
from tests.accounts.roster.sheets import applied, sheet_of_today, waiting, without
from tests.cast import PASSWORD
from tests.standing import standing

FIELD = re.compile(r'name="(shown|looked|staying)" value="([^"]*)"')


@pytest.fixture
def hana(cast, client):
    client.post(reverse("account_login"), {"login": cast.hana.email, "password": PASSWORD})
    return client


@standing
def run(cast):
    """A sheet by which Gus leaves, and Val stays."""
    return waiting(without(cast.gus.number, sheet_of_today()), by=cast.tom)


def fields(page):
    """What the window holds of the difference that it shows."""
    return {name: html.unescape(value) for name, value in FIELD.findall(page.content.decode())}


def press(client, act, run, form):
    return client.post(reverse(f"roster:{act}", args=[run.pk]), form, follow=True)


def change_meanwhile(cast, run):
    """Somebody else changes the roster and has the sheet compared anew."""
    Posting.objects.filter(person=cast.val).update(position="Reader")
    bringing.look_again(run)


def test_an_old_window_applies_nothing_and_says_what_is_new(cast, hana, run):
    old = fields(hana.get(run.get_absolute_url()))
    change_meanwhile(cast, run)
    page = press(hana, "apply", run, old)
    cast.gus.refresh_from_db()
    assert cast.gus.is_active
    assert Run.objects.get(pk=run.pk).state == "waiting"
    told = page.content.decode()
    assert "Nothing was written: the difference has changed since." in told
    assert "1 line is new since you looked." in told
    assert cast.val.family_name in html.unescape(told)
    assert "Gus Larsen" not in told.split("Line by line")[-1]
    press(hana, "apply", run, fields(page))
    assert Run.objects.get(pk=run.pk).state == "applied"


def test_the_roster_that_changed_without_a_comparison_is_told_alike(cast, hana, run):
    old = fields(hana.get(run.get_absolute_url()))
    Posting.objects.filter(person=cast.val).update(position="Reader")
    told = press(hana, "apply", run, old).content.decode()
    assert "1 line is new since you looked." in told
    assert Run.objects.get(pk=run.pk).state == "waiting"


def test_what_is_not_needed_any_more_is_told(cast, hana):
    sheet = without(cast.gus.number, sheet_of_today().replace(",Teacher,", ",Tutor,", 1))
    run = waiting(sheet, by=cast.tom)
    old = fields(hana.get(run.get_absolute_url()))
    Posting.objects.current().filter(position="Teacher").update(position="Tutor")
    told = press(hana, "apply", run, old).content.decode()
    assert "is new since you looked" in told or "something that you saw is not needed" in told
    assert Run.objects.get(pk=run.pk).state == "waiting"


def test_compared_again_alike_is_what_was_shown(cast, hana, run):
    old = fields(hana.get(run.get_absolute_url()))
    bringing.look_again(run)
    press(hana, "apply", run, old)
    assert Run.objects.get(pk=run.pk).state == "applied"


@pytest.mark.parametrize("act", ["apply", "confirm"])
def test_a_form_that_says_nothing_of_what_was_shown_writes_nothing(cast, hana, run, act):
    if act == "confirm":
        applying.apply(run, by=cast.tom, most_leaving=0)
    before = Run.objects.get(pk=run.pk).state
    press(hana, act, run, {"looked": "nonsense"})
    assert Run.objects.get(pk=run.pk).state == before
    cast.gus.refresh_from_db()
    assert cast.gus.is_active


def test_the_second_person_confirms_what_their_window_shows(cast, hana, run):
    applying.apply(run, by=cast.tom, most_leaving=0)
    old = fields(hana.get(run.get_absolute_url()))
    change_meanwhile(cast, run)
    applying.apply(Run.objects.get(pk=run.pk), by=cast.tom, most_leaving=0)
    assert Run.objects.get(pk=run.pk).state == "to_be_confirmed"
    press(hana, "confirm", run, old)
    assert Run.objects.get(pk=run.pk).state == "to_be_confirmed"
    press(hana, "confirm", run, fields(hana.get(run.get_absolute_url())))
    assert Run.objects.get(pk=run.pk).state == "applied"


def test_a_worker_is_not_asked_for_what_was_not_shown(cast, run):
    with pytest.raises(NotShownError):
        jobs.apply(run, by=cast.hana, shown="another")
    assert Run.objects.get(pk=run.pk).state == "waiting"
    assert jobs.apply(run, by=cast.hana, shown=run.fingerprint).state == "applying"


def test_lines_keep_the_time_since_when_they_stand(cast, run):
    gus = run.changes.get(person_id=cast.gus.pk).seen_at
    change_meanwhile(cast, run)
    val = run.changes.get(person_id=cast.val.pk).seen_at
    assert run.changes.get(person_id=cast.gus.pk).seen_at == gus < val
    bringing.look_again(run)
    assert run.changes.get(person_id=cast.val.pk).seen_at == val


def test_an_undo_leaves_alone_only_whom_the_window_named(cast, hana):
    run = applied(without(cast.gus.number, sheet_of_today().replace(",Teacher,", ",Tutor,")))
    tutors = Posting.objects.current().filter(position="Tutor")
    one, other = [posting.person for posting in tutors.order_by("pk")[:2]]
    Posting.objects.current().filter(person=one).update(position="Coach")
    address = reverse("roster:undo", args=[run.pk])
    old = fields(hana.get(address))
    assert old == {"staying": str(one.pk)}
    Posting.objects.current().filter(person=one).update(position="Tutor")
    Posting.objects.current().filter(person=other).update(position="Coach")
    page = press(hana, "undo", run, old).content.decode()
    assert f"1 more person was changed in the meantime: {other}." in page
    assert Run.objects.get(pk=run.pk).state == "applied"
    assert (
        "The sheet is undone."
        in press(hana, "undo", run, fields(hana.get(address))).content.decode()
    )
    assert Run.objects.get(pk=run.pk).state == "undone"
