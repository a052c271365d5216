"""A principal on a phone sees who is late, and nudges: the mail arrives, the policy is signed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Person, Posting
from district_portal.district.current import today
from district_portal.reminders import scheduling
from policies.acknowledgments.models import Nudge
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
ABOUT = "Past due since"


def late(cast) -> None:
    """Asked forty days ago, told of it today, so that no other mail goes out."""
    at = timezone.now() - dt.timedelta(days=40)
    people = [cast.lou, cast.val, cast.mia, cast.gus]
    with transaction.atomic():
        version = published("529", "Staff Use of Social Media", by=cast.polly, at=at)
        Posting.objects.filter(person=cast.mia).update(on_leave=False)
        required(version, by=cast.polly, at=at, people=people)
        Posting.objects.filter(person=cast.mia).update(on_leave=True)
        Person.objects.filter(pk=cast.val.pk).update(email="")
        asked = version.assignments.values_list("pk", flat=True)
        scheduling.note_told(list(asked), day=today())


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_list_to_the_nudge_to_the_signature(browser, portal, district, script):
    late(district)
    with open_page(browser, width=390, script=script) as pat:
        portal.sign_in(pat, district.pat.email)
        check_page(pat, "nudge-home")
        leads_on(pat.get_by_role("link", name="See which of my people are late"))
        check_page(pat, "nudge-list-late")
        leads_on(pat.get_by_role("link", name="Clear all filters"))
        pat.locator("main td summary").first.click()
        check_page(pat, "nudge-list-open")
        leads_on(pat.get_by_role("link", name="Remind 1 who is late"))
        check_page(pat, "nudge-confirm")
        leads_on(pat.get_by_role("button", name="Remind 1 person"))
        check_page(pat, "nudge-done")
        assert pat.get_by_text("Nobody who is late can be reminded now").is_visible()
        portal.open(pat, "/my-people/nudge/")
        check_page(pat, "nudge-nobody-left")
        portal.open(pat, f"/people/places/{district.northside.pk}/")
        check_page(pat, "nudge-place")
        portal.open(pat, "/my-people/?q=zebra")
        check_page(pat, "nudge-nobody-fits")
    mail = portal.mail_to(district.lou.email, about=ABOUT)
    assert "Pat Novak asks you to sign one policy" in mail.text
    assert [one.to for one in portal.mails(about=ABOUT)] == [mail.to]
    with open_page(browser, width=390, script=script) as lou:
        lou.goto(portal.link_in(mail))
        portal.sign_in(lou, district.lou.email)
        assert "/sign/" in lou.url
        lou.get_by_label("I have read this version").check()
        lou.get_by_label("Your name").fill("Lou Berg")
        leads_on(lou.get_by_role("button", name="Sign policy 529"))
        assert "/receipts/" in lou.url
    assert Nudge.objects.get().person == district.lou


def test_one_person_is_nudged_from_their_line(browser, portal, district):
    late(district)
    with open_page(browser, width=390, script=False) as theo:
        portal.sign_in(theo, district.theo.email)
        portal.open(theo, "/my-people/")
        leads_on(theo.get_by_role("button", name="Remind Gus de la Cruz"))
        check_page(theo, "nudge-one")
        assert theo.get_by_text("Gus de la Cruz gets a mail.").is_visible()
    assert "Theo Nguyễn asks you" in portal.mail_to(district.gus.email, about=ABOUT).text
