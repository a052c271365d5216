"""The pages of parents' notices: the letter in two languages, its copy, what is late, the text."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from approvals.registry import closing, lapsing, letters, reading
from approvals.registry.models import Account, Letter, NoticeCopy, ParentNotice
from district_portal.district.current import today
from district_portal.district.models import District
from tests.district_portal.setup.pictures import picture
from tests.factories import approvals as factory
from tests.standing import standing

OWN = "To the families of {school}: {account}, {address}.\n{purpose}\nAsk {contact}."


@standing
def account(cast):
    return factory.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )


@standing
def late(account):
    """Active for years; in this school year parents were not told, and it was due long ago."""
    Account.objects.update(state="active", active_from=account.approved_at - dt.timedelta(days=900))
    began = today() - dt.timedelta(days=100)
    District.objects.update(school_year_month=began.month, school_year_day=min(began.day, 28))
    account.refresh_from_db()
    return account


def words(page):
    return " ".join(strip_tags(page.text).split())


def sent(**changes):
    return {"told_on": today().isoformat(), "channel": "letter", "text": "Dear parents", **changes}


def notice_of(account):
    return reverse("registry:notice", args=[account.pk])


def test_the_letter_is_drafted_in_either_language_or_both(client, cast, account):
    client.force_login(cast.lou)
    begins = {"": "Dear parents", "es": "Estimados padres", "zebra": "Dear parents"}
    for language, begin in begins.items():
        page = client.get(notice_of(account), {"language": language} if language else {})
        assert page.context["form"]["text"].value().startswith(begin)
    both = client.get(notice_of(account), {"language": "both"}).context["form"]["text"].value()
    assert "Dear parents" in both
    assert "Estimados padres" in both


def test_a_copy_is_kept_with_the_notice_for_those_who_look_after_the_account(client, cast, account):
    client.force_login(cast.lou)
    wrong = SimpleUploadedFile("letter.pdf", b"<html>")
    assert "is no PDF, JPEG or PNG file" in words(client.post(notice_of(account), sent(copy=wrong)))
    assert not ParentNotice.objects.exists()
    scan = SimpleUploadedFile("our letter.png", picture())
    assert client.post(notice_of(account), sent(copy=scan)).status_code == 302
    kept = NoticeCopy.objects.get()
    assert (kept.name, kept.kept_by) == ("our_letter.png", cast.lou)
    address = reverse("registry:notice_copy", args=[kept.notice_id])
    assert address in client.get(account.get_absolute_url()).text
    file = client.get(address)
    assert file["Content-Disposition"].startswith("attachment")
    assert file.content == picture()
    client.force_login(cast.gus)
    assert client.get(address).status_code == 404
    assert address not in client.get(account.get_absolute_url()).text


def test_what_is_late_stands_in_the_registry_on_its_page_and_among_the_tasks(client, cast, late):
    client.force_login(cast.lou)
    listed = reverse("registry:list")
    for query in ("", "?parents=due", "?parents=overdue"):
        assert "Parents not told" in words(client.get(listed + query)).replace("Parents, this", "")
    assert "Parents were not told in time" in words(client.get(late.get_absolute_url()))
    assert "Tell parents again about Northside Band" in words(client.get("/"))
    client.post(notice_of(late), sent())
    assert "No account matches" in client.get(f"{listed}?parents=overdue").text
    assert "Parents were not told in time" not in client.get(late.get_absolute_url()).text
    assert "Tell parents again" not in client.get("/").text


def test_the_registry_says_what_is_late_by_the_district_as_it_is_now(late):
    reading.tell_what_is_unsettled([late])
    assert late.parents_late
    began = today() - dt.timedelta(days=20)
    District.objects.update(school_year_month=began.month, school_year_day=min(began.day, 28))
    reading.tell_what_is_unsettled([late])
    assert not late.parents_late


def test_what_lapsed_says_so_and_is_active_with_the_notice(client, cast, late):
    District.objects.update(parents_suspend_on=today() - dt.timedelta(days=20))
    assert lapsing.suspend_lapsed() == 1
    client.force_login(cast.lou)
    assert "Suspended: parents were not told" in words(client.get(late.get_absolute_url()))
    assert "Suspended until the notice of this school year" in words(client.get("/"))
    assert "it is recorded that parents were told" in words(client.get(notice_of(late)))
    page = client.post(notice_of(late), sent(), follow=True)
    assert "Northside Band is active." in words(page)
    late.refresh_from_db()
    assert late.state == "active"


def test_a_suspension_for_another_reason_promises_nothing(client, cast, late):
    closing.suspend(late, reason="Its password was guessed.", by=cast.ada)
    client.force_login(cast.lou)
    assert "parents were not told" not in words(client.get(late.get_absolute_url()))
    assert "It is active again" not in words(client.get(notice_of(late)))
    page = client.post(notice_of(late), sent(), follow=True)
    assert "The notice is recorded. Northside Band is still: Suspended." in words(page)


def test_the_text_is_tried_saved_and_restored(client, cast):
    client.force_login(cast.polly)
    page = reverse("registry:letter", args=["es"])
    assert "Estimados padres" in client.get(page).text
    tried = client.post(page, {"body": OWN, "act": "preview", "based_on": 0})
    assert "To the families of Example School" in words(tried)
    assert not Letter.objects.exists()
    wrong = client.post(page, {"body": OWN.replace("{school}", "{scool}"), "act": "save"})
    assert "Did you mean {school}?" in words(wrong)
    assert client.post(page, {"body": OWN, "act": "save", "based_on": 0}).status_code == 302
    assert letters.text("es") == OWN
    stale = client.post(page, {"body": f"{OWN} Adiós.", "act": "save", "based_on": 0})
    assert "while your page was open" in words(stale)
    assert stale.context["form"]["based_on"].value() == "1"
    assert client.get(page, {"from": 1}).context["form"]["body"].value() == OWN
    client.post(reverse("registry:restore_letter", args=["es", 1]))
    assert letters.text("es") == letters.default("es")
    assert client.get(reverse("registry:letter", args=["xx"])).status_code == 404


def test_the_district_settles_of_which_accounts_parents_are_told(client, cast):
    client.force_login(cast.tom)
    page = reverse("setup:accounts")
    assert client.post(page, {"parents_widened": "on"}).status_code == 302
    district = District.objects.get()
    assert (district.parents_widened_on, district.parents_suspend_on) == (today(), None)
    District.objects.update(parents_widened_on=dt.date(2026, 1, 5))
    client.post(page, {"parents_widened": "on", "parents_suspend": "on"})
    district.refresh_from_db()
    assert district.parents_widened_on == dt.date(2026, 1, 5)
    assert district.parents_suspend_on == today()
    assert "Parents are told of every account for students" in client.get("/setup/").text
    client.post(page, {})
    district.refresh_from_db()
    assert (district.parents_widened_on, district.parents_suspend_on) == (None, None)
