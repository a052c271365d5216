"""The pages of existing accounts, as people use them without script."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.consequences import Prospect
from approvals import requesting
from approvals.claiming import answering, panels, passing_on
from approvals.claiming.models import ExistingAccount, Sheet
from approvals.models import Platform, Request
from district_portal.district.current import today
from district_portal.mailing.models import Message
from tests.factories import approvals as requests
from tests.factories import existing as factory
from tests.factories import impostors
from tests.factories.existing import BOOSTERS, CHOIR, HEADINGS
from tests.standing import standing


@standing
def choir(cast):
    return factory.listed(by=cast.tom)


def words(response):
    return " ".join(strip_tags(response.text).split())


def url(name, *args):
    return reverse(f"claiming:{name}", args=args)


def upload(client, content, name="list.csv"):
    file = SimpleUploadedFile(name, content.encode())
    return client.post(url("upload"), {"sheet": file}, follow=True)


def test_from_the_file_to_the_list(client, cast):
    client.force_login(cast.tom)
    assert "No existing account is listed" in words(client.get(url("list")))
    page = upload(client, HEADINGS + CHOIR + BOOSTERS + CHOIR)
    assert "New: 2" in words(page)
    assert "Doubtful: 1" in words(page)
    assert "Row 2 has the same address" in words(page)
    sheet = Sheet.objects.get()
    narrowed = client.get(url("sheet", sheet.pk), {"show": "doubtful"})
    assert "Northside Boosters" not in words(narrowed)
    seen = page.context["form"]["seen"].value()
    done = client.post(url("sheet", sheet.pk), {"seen": seen}, follow=True)
    assert "2 accounts are listed. 1 doubtful row is left out." in words(done)
    assert "One row that was not listed" in words(done)
    assert "Row 2 has the same address" in words(done)
    assert "2 accounts listed out of 3 rows" in words(client.get(url("upload")))
    listed = words(client.get(url("list")))
    assert "Not claimed yet: 1" in listed
    assert "Not official: 1" in listed
    again = client.post(url("sheet", sheet.pk), {"seen": seen}, follow=True)
    assert "This sheet was taken in" in words(again)
    assert "There is nothing new in it" in words(upload(client, HEADINGS + CHOIR))


def test_what_is_wrong_with_a_file_stands_beside_it(client, cast):
    client.force_login(cast.tom)
    assert "Choose the spreadsheet" in words(client.post(url("upload"), {}))
    assert "The column “Address” is missing" in words(upload(client, "Name,School\nChoir,North\n"))
    wide = upload(client, "Address,Name\n@a,A,one too many\n")
    assert "Row 2" in words(wide)
    page = upload(client, HEADINGS + "Instagram,@a b,A\n")
    assert "Nothing can be listed until this row is corrected" in words(page)
    assert "List these accounts" not in words(page)


def test_a_corrected_file_takes_the_place_of_the_one_with_faults(client, cast):
    client.force_login(cast.tom)
    upload(client, HEADINGS + "Instagram,@a b,A,nobody@marlow.example\n")
    faulty = Sheet.objects.get()
    page = client.get(faulty.get_absolute_url())
    assert "Read the corrected spreadsheet" in words(page)
    file = SimpleUploadedFile("better.csv", (HEADINGS + CHOIR).encode())
    data = {"sheet": file, "instead_of": page.context["again"]["instead_of"].value()}
    done = client.post(url("upload"), data, follow=True)
    assert "New: 1" in words(done)
    faulty.refresh_from_db()
    assert faulty.state == "discarded"
    shown = words(client.get(url("upload")))
    assert "better.csv" in shown
    assert "1 row, brought in by Tom" in shown
    assert "list.csv" not in shown


def test_a_claim_that_is_not_sent_is_not_in_approval(client, cast, choir):
    answering.claim(choir, by=cast.lou)
    client.force_login(cast.tom)
    assert "Claimed, not sent yet" in words(client.get(url("list")))
    assert "Claimed, not sent yet" in words(client.get(choir.get_absolute_url()))


def test_a_claim_that_is_sent_is_in_approval(client, cast, choir):
    factory.claimed(choir, by=cast.lou)
    client.force_login(cast.tom)
    assert "In approval" in words(client.get(url("list")))


def test_a_sheet_that_changed_is_shown_again_and_can_be_discarded(client, cast):
    client.force_login(cast.tom)
    upload(client, HEADINGS + CHOIR)
    sheet = Sheet.objects.get()
    page = client.post(url("sheet", sheet.pk), {"seen": "0" * 64}, follow=True)
    assert "Something has changed meanwhile" in words(page)
    assert sheet.name in words(client.get(url("upload")))
    done = client.post(url("discard", sheet.pk), follow=True)
    assert "nothing of it is listed" in words(done)
    assert "Somebody else was faster" in words(client.post(url("discard", sheet.pk), follow=True))
    assert not ExistingAccount.objects.exists()


def test_the_template_has_the_headings_that_are_read(client, cast):
    client.force_login(cast.ada)
    content = client.get(url("template")).content.decode("utf-8-sig")
    assert content.startswith("Platform,Address,Name,Looked after by,")
    page = upload(client, content + "Instagram,@choir,Choir,lou@marlow.example,,,,,\n")
    assert "New: 1" in words(page)


def test_the_list_is_narrowed_and_taken_as_csv_that_adds_nothing(client, cast, choir):
    factory.taken(factory.brought(BOOSTERS, by=cast.tom), by=cast.tom)
    client.force_login(cast.tom)
    for query, shown in {
        "?state=asked": True,
        "?state=back": False,
        "?words=zebra": False,
        "?words=berg": True,
        "?words=northsidechoir": True,
        f"?place={cast.northside.pk}": True,
        "?state=silent": False,
        "?state=nonsense": True,
    }.items():
        assert (choir.get_absolute_url() in client.get(url("list") + query).text) is shown, query
    file = client.get(url("file"), {"state": "asked"})
    assert "Northside Choir" in file.text
    assert "Boosters" not in file.text
    whole = client.get(url("file")).content.decode("utf-8-sig")
    assert "There is nothing new in it" in words(upload(client, whole))


def test_the_person_named_finds_a_task_and_claims(client, cast, choir):
    client.force_login(cast.lou)
    assert "My tasks 1" in words(client.get("/"))
    assert "Is Northside Choir yours?" in words(client.get("/"))
    page = client.get(url("claim", choir.pk))
    assert "Concert dates" in words(page)
    assert "Choose one of the answers" in words(client.post(url("claim", choir.pk), {"answer": ""}))
    done = client.post(url("claim", choir.pk), {"answer": "mine"}, follow=True)
    request = Request.objects.get()
    assert done.redirect_chain[-1][0] == reverse("approvals:details", args=[request.pk])
    assert 'value="@NorthsideChoir"' in done.text
    assert "Send the request for Northside Choir" in words(client.get("/"))
    assert client.get(url("claim", choir.pk)).status_code == 302


def test_who_decides_reads_that_it_exists_already(client, cast, choir):
    request = factory.claimed(choir, by=cast.lou)
    client.force_login(cast.pat)
    page = words(client.get(reverse("approvals:request", args=[request.pk])))
    assert "This account exists already" in page
    assert "August 30, 2021" in page


def test_a_claim_of_another_address_does_not_say_that_it_exists(client, cast, choir):
    request = answering.claim(choir, by=cast.lou)
    details = requests.typed(manager=cast.hana, place=cast.northside, handle="@another")
    requesting.save_step(request, by=cast.lou, step="details", typed=details)
    request.refresh_from_db()
    request = requests.send(requests.promise_all(request))
    client.force_login(cast.lou)
    page = words(client.get(reverse("approvals:request", args=[request.pk])))
    assert "This account exists already" not in page


def test_who_asks_reads_what_holds_for_an_account_that_exists(client, cast, choir):
    client.force_login(cast.lou)
    client.post(url("claim", choir.pk), {"answer": "mine"})
    draft = Request.objects.get()
    page = words(client.get(requests.url("details", draft)))
    assert "post nothing new there for the district" in page
    assert "When should it start?" not in page
    draft = factory.claimed(choir, by=cast.lou)
    for name in ("sent", "request"):
        page = words(client.get(requests.url(name, draft)))
        assert "post nothing new there" in page, name
        assert "go live" not in page, name
    requests.decided(draft, by=cast.pat)
    requests.decided(draft, by=cast.ada)
    page = words(client.get(requests.url("request", draft)))
    assert "This account exists already" in page
    assert "speak for the district" not in page
    assert not Message.objects.filter(person=cast.lou, text__contains="go live").exists()


def test_the_check_page_says_that_it_exists(client, cast, choir):
    request = factory.claimed(choir, by=cast.lou, send=False)
    client.force_login(cast.lou)
    page = words(client.get(requests.url("check", request)))
    assert "This account exists already" in page
    assert "go live" not in page


def test_who_claims_and_who_decides_read_that_everyone_is_warned_of_it(client, cast, choir):
    client.force_login(cast.lou)
    assert "Everyone is warned" not in words(client.get(url("claim", choir.pk)))
    impostors.warned_of("https://www.instagram.com/northsidechoir", by=cast.tom)
    assert "Everyone is warned of this account" in words(client.get(url("claim", choir.pk)))
    request = factory.claimed(choir, by=cast.lou)
    client.force_login(cast.pat)
    page = words(client.get(reverse("approvals:decide", args=[request.pk])))
    assert "Everyone is warned that this account poses as the district" in page


def test_not_mine_asks_for_a_reason_and_goes_to_who_names_people(client, cast, choir):
    client.force_login(cast.lou)
    page = client.post(url("claim", choir.pk), {"answer": "not_mine"})
    assert "Say whose it is, or why it is not yours" in words(page)
    client.post(url("claim", choir.pk), {"answer": "not_mine", "reason": "Ask Val."})
    assert client.get(url("claim", choir.pk)).status_code == 404
    client.force_login(cast.tom)
    assert "Say who looks after 1 existing account" in words(client.get("/"))
    page = client.get(choir.get_absolute_url())
    assert "Ask Val." in words(page)
    seen = client.get(url("step", choir.pk, "name")).context["form"]["seen"].value()
    assert "Nobody on the roster" in words(
        client.post(url("step", choir.pk, "name"), {"person": "zebra", "seen": seen})
    )
    left = client.post(url("step", choir.pk, "name"), {"person": cast.mia.email, "seen": seen})
    assert "has left, is on leave, or has no e-mail address" in words(left)
    done = client.post(url("step", choir.pk, "name"), {"person": "Val", "seen": seen}, follow=True)
    assert "is asked whether it is theirs" in words(done)
    stale = {"run_by": "Boosters", "seen": seen}
    page = client.post(url("step", choir.pk, "not-official"), stale, follow=True)
    assert "Nothing was done: it has gone on meanwhile" in words(page)
    gone = client.post(url("step", choir.pk, "gone"), {"reason": "Empty."}, follow=True)
    assert "Closed or gone" in words(gone)
    assert client.get(url("step", choir.pk, "eaten")).status_code == 404


def test_whoever_hears_that_it_was_closed_is_asked_whether_that_is_so(client, cast, choir):
    answering.say_closed(choir, "In June.", by=cast.lou)
    client.force_login(cast.tom)
    assert "Lou Berg says that Northside Choir was closed" in words(client.get("/"))
    page = words(client.get(choir.get_absolute_url()))
    assert "Lou Berg says it was closed. Is that so?" in page
    assert "Somebody has to be named" not in page
    assert page.index("It is closed or gone") < page.index("Name who looks after it")
    data = {"reason": "The page is empty."}
    done = words(client.post(url("step", choir.pk, "gone"), data, follow=True))
    assert "Northside Choir is marked as closed or gone." in done
    assert "It stays in this list" not in done
    assert "was closed" not in words(client.get("/"))


def test_several_that_were_closed_are_one_task_beside_those_without_a_name(client, cast, choir):
    line = "Instagram,@{0},{0},lou@marlow.example\n"
    sheet = factory.brought(line.format("band"), line.format("team"), by=cast.tom)
    factory.taken(sheet, by=cast.tom)
    band = ExistingAccount.objects.get(name="band")
    answering.say_not_mine(band, "Ask Val.", by=cast.lou)
    for name in ("team", "Northside Choir"):
        answering.say_closed(ExistingAccount.objects.get(name=name), by=cast.lou)
    client.force_login(cast.tom)
    page = words(client.get("/"))
    assert "Look whether 2 existing accounts were closed" in page
    assert "Say who looks after 1 existing account" in page
    assert "Lou Berg says it is not theirs" in words(client.get(band.get_absolute_url()))


def test_the_history_says_who_did_what(client, cast, choir):
    answering.say_not_mine(choir, "Ask Val.", by=cast.lou)
    passing_on.name(choir, cast.val, by=cast.ada)
    client.force_login(cast.tom)
    page = words(client.get(choir.get_absolute_url()))
    assert "Listed; Lou Berg is asked whether it is theirs" in page
    assert f"by {cast.tom}" in page
    assert f"{cast.val} is asked whether it is theirs" in page
    assert f"by {cast.ada}" in page


def test_what_is_marked_as_not_official_is_not_offered_again(client, cast, choir):
    client.force_login(cast.tom)
    data = {"run_by": "Choir Parents"}
    page = words(client.post(url("step", choir.pk, "not-official"), data, follow=True))
    assert "Northside Choir is marked as not official: Choir Parents runs it." in page
    assert "Correct who runs it" in page
    for gone in ("What next?", "Mark it as not official", "Recorded:"):
        assert gone not in page


def test_somebody_faster_is_told_kindly(client, cast, choir, monkeypatch):
    client.force_login(cast.lou)
    real = answering.say_not_mine

    def faster(account, reason, *, by):
        real(account, "Mine was first.", by=by)
        return real(account, reason, by=by)

    monkeypatch.setattr(answering, "say_not_mine", faster)
    data = {"answer": "not_mine", "reason": "No."}
    page = client.post(url("claim", choir.pk), data, follow=True)
    assert "You are not asked about this account any more" in words(page)


def test_one_that_is_not_official_is_added_by_hand(client, cast, choir):
    client.force_login(cast.ada)
    facebook = Platform.objects.get(slug="facebook").pk
    data = {"platform": facebook, "address": "@b", "name": "Boosters", "run_by": "Boosters Inc."}
    assert "cannot be a handle" in words(client.post(url("new"), data))
    data["address"] = "facebook.com/boosters"
    done = client.post(url("new"), data, follow=True)
    assert "Run by Boosters Inc., not by the district" in words(done)
    assert "listed already" in words(client.post(url("new"), data, follow=True))
    account = requests.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )
    instagram = Platform.objects.get(slug="instagram").pk
    ours = client.post(url("new"), {**data, "platform": instagram, "address": account.handle})
    assert ours.status_code == 200
    assert ExistingAccount.objects.filter(state="not_official").count() == 1


def test_before_somebody_leaves_it_is_told_what_they_are_asked_about(client, cast, choir):
    request = client.get("/").wsgi_request
    going = Prospect(cast.lou, today(), away=True)
    template, context = panels.before_a_move(request, going)
    assert "Lou Berg is asked about 1 existing account." in render_to_string(template, context)
    assert panels.before_a_move(request, Prospect(cast.lou, today())) is None
    assert panels.before_a_move(request, Prospect(cast.pat, today(), gone=True)) is None


def test_a_settled_one_leads_to_the_registry(client, cast, choir):
    request = factory.claimed(choir, by=cast.lou)
    requests.decided(request, by=cast.pat)
    requests.decided(request, by=cast.ada)
    client.force_login(cast.tom)
    page = client.get(choir.get_absolute_url())
    assert request.account.get_absolute_url() in page.text
    assert "What next?" not in words(page)


@pytest.mark.parametrize("who", ["pat", "polly", "otto"])
def test_strangers_find_nothing(client, cast, choir, who):
    client.force_login(getattr(cast, who))
    for page in (
        url("list"),
        url("file"),
        url("upload"),
        url("new"),
        choir.get_absolute_url(),
        url("step", choir.pk, "name"),
        url("claim", choir.pk),
    ):
        assert client.get(page).status_code == 404
