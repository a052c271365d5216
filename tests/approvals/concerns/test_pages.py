"""The pages on which a concern is reported, without script."""

from __future__ import annotations

import io
import secrets
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts import moving
from approvals.concerns import reporting
from approvals.concerns.models import Concern, Evidence, StudentName
from approvals.concerns.views import in_memory
from district_portal.permissions import Role
from tests.cast import person
from tests.factories import concerns as factory
from tests.factories.roles import dismiss

pytestmark = pytest.mark.django_db
Kind = Concern.Kind
NEW = reverse("concerns:new", args=["conduct"])


@pytest.fixture
def lou(client, cast):
    client.force_login(cast.lou)
    return client


def text(page):
    return page.content.decode()


def typed(page, **answers):
    """What a browser sends that shows this page."""
    form = page.context["form"]
    shown = {
        name: form[name].value()
        for name in form.fields
        if name not in ("pictures", "shown", "once", "seen") and form[name].value()
    }
    shown = {name: getattr(value, "pk", value) for name, value in shown.items()}
    hidden = {name: page.context[name] or "" for name in ("once", "seen")}
    hidden["file"] = [str(file.key) for file in page.context["files"]]
    who = page.context["who"]
    return {**shown, **hidden, "shown": who.seal if who else "", "what": "Walnut", **answers}


def names(page):
    return [str(named.person) for named in page.context["who"].receivers]


@pytest.mark.parametrize("kind", list(Kind))
def test_it_names_who_will_receive_it_before_anything_is_typed(lou, kind):
    page = lou.get(reverse("concerns:new", args=[kind.value]))
    assert names(page) == ["Pat Novak"]
    said = text(page)
    assert said.index("Pat Novak") < said.index('name="what"')
    assert "nothing else: not what, not where, not who" in said
    by_night = kind == Kind.COMMUNICATION
    nights = "4 hours, by day or night" if by_night else "4 hours (nights, weekends and holidays"
    assert nights in said
    own_duty = "This report does not stand in for yours"
    assert (own_duty in said) is (kind != Kind.CONFIDENTIAL)
    if own_duty in said:
        assert said.index(own_duty) < said.index('name="place"')


def test_another_place_or_person_shows_who_it_will_be_then_and_keeps_what_was_typed(lou, cast):
    page = lou.get(NEW)
    data = typed(page, place=cast.transportation.pk, about="Pat Novak", check="1")
    page = lou.post(NEW, data)
    assert names(page) == ["Theo Nguyễn", "Ada Lindqvist"]
    assert "Walnut" in text(page)
    assert "It is about <strong>Pat Novak</strong>" in text(page)
    assert not Concern.objects.exists(), "nothing is kept by looking"


def test_it_is_not_sent_to_others_than_the_page_named(lou, cast):
    page = lou.get(NEW)
    page = lou.post(NEW, typed(page, about="Pat Novak", send="1"))
    assert "Look who will receive this" in text(page)
    assert names(page) == ["Ada Lindqvist"]
    assert Concern.objects.get().state == "draft"
    answer = lou.post(NEW, typed(page, about="Pat Novak", send="1"))
    concern = Concern.objects.get()
    assert answer["Location"] == reverse("concerns:sent", args=[concern.number])
    assert factory.receivers(concern) == {cast.ada}


def test_who_goes_on_leave_while_somebody_types_is_not_the_one_it_is_sent_to(lou, cast):
    data = typed(lou.get(NEW), send="1")
    moving.go_on_leave(cast.pat, by=None)
    page = lou.post(NEW, data)
    assert names(page) == ["Ada Lindqvist"]
    assert Concern.objects.get().state == "draft"


def test_a_concern_is_sent_with_a_file_and_a_name(lou):
    file = SimpleUploadedFile("page.jpg", factory.picture(), "image/jpeg")
    answer = lou.post(NEW, typed(lou.get(NEW), send="1", student="Zadie Quill", pictures=[file]))
    page = lou.get(answer["Location"])
    assert "Pat Novak" in text(page)
    assert "Walnut" not in text(page)
    concern = Concern.objects.get()
    assert reporting.statement(concern)["what"] == "Walnut"
    assert StudentName.objects.count() == Evidence.objects.count() == 1


def test_a_double_click_sends_once(lou):
    data = typed(lou.get(NEW), send="1")
    first, second = lou.post(NEW, data), lou.post(NEW, data)
    assert first["Location"] == second["Location"]
    assert Concern.objects.count() == 1


def test_it_is_saved_and_sent_later(lou, cast):
    file = SimpleUploadedFile("page.jpg", factory.picture(), "image/jpeg")
    answer = lou.post(NEW, typed(lou.get(NEW), save="1", pictures=[file]))
    draft = Concern.objects.get()
    assert answer["Location"] == reverse("concerns:draft", args=[draft.once])
    page = lou.get(answer["Location"])
    assert "Walnut" in text(page)
    assert "page.jpg" in text(page)
    assert names(page) == ["Pat Novak"]
    assert draft.get_absolute_url() in text(lou.get(reverse("concerns:start")))
    assert "Send the concern that you began" in text(lou.get(reverse("home:today")))
    answer = lou.post(answer["Location"], typed(page, send="1"))
    assert answer["Location"].endswith("/sent/")
    assert Evidence.objects.count() == 1


def test_a_draft_keeps_whom_it_is_about(lou, cast):
    draft = factory.drafted(cast.lou, kind=Kind.CONDUCT, about=cast.pat)
    page = lou.get(draft.get_absolute_url())
    assert names(page) == ["Ada Lindqvist"]
    assert page.context["form"]["about"].value() == cast.pat.email
    answer = lou.post(draft.get_absolute_url(), typed(page, send="1"))
    assert answer.status_code == 302


def test_a_file_is_taken_out_and_what_was_typed_is_saved_with_it(lou, cast):
    draft = factory.drafted(cast.lou, files=[("a.jpg", factory.picture())])
    url = draft.get_absolute_url()
    data = typed(lou.get(url), what="More words", take_out=str(draft.draft_files.get().key))
    assert lou.post(url, data).status_code == 302
    assert not draft.draft_files.exists()
    draft.refresh_from_db()
    assert reporting.draft(draft)["what"] == "More words"


def test_a_draft_is_thrown_away(lou, cast):
    draft = factory.drafted(cast.lou)
    url = reverse("concerns:discard", args=[draft.once])
    assert lou.post(url)["Location"] == reverse("concerns:start")
    assert not Concern.objects.exists()
    assert lou.post(url).status_code == 404
    sent = factory.reported(cast.lou)
    answer = lou.post(reverse("concerns:discard", args=[sent.once]))
    assert answer["Location"] == reverse("concerns:sent", args=[sent.number])


def test_what_says_nothing_is_refused_beside_its_field_and_may_be_saved(lou):
    page = lou.post(NEW, typed(lou.get(NEW), what=" ", send="1", when="Today"))
    assert "Say what happened" in text(page)
    assert "Today" in text(page)
    assert not Concern.objects.exists()
    assert lou.post(NEW, typed(page, what="", save="1")).status_code == 302
    assert Concern.objects.get().state == "draft"


def test_a_name_that_many_have_is_asked_for(lou, cast):
    person("Patty Norris", 50)
    page = lou.post(NEW, typed(lou.get(NEW), about="pat", send="1"))
    assert "Several people match" in text(page)
    assert page.context["who"] is None
    assert not Concern.objects.exists()
    page = lou.post(NEW, typed(page, about="pat", about_pick=cast.pat.pk, check="1"))
    assert names(page) == ["Ada Lindqvist"]


def test_a_file_that_can_not_be_kept_is_refused_beside_its_field(lou):
    file = SimpleUploadedFile("page.jpg", b"MZ", "image/jpeg")
    page = lou.post(NEW, typed(lou.get(NEW), send="1", pictures=[file]))
    assert "is no picture (JPEG, PNG, HEIC) and no PDF" in text(page)
    assert "Your words are saved, and not sent yet" in text(page)
    assert Concern.objects.get().state == "draft"


@pytest.mark.parametrize(("count", "told"), [(1, "20 MB"), (11, "at most 10 files")])
def test_what_was_typed_stays_when_the_files_are_too_many_or_too_large(lou, count, told):
    content = b"\xff\xd8" + b"0" * (6 if count > 10 else 20 * 1024 * 1024)
    files = [SimpleUploadedFile(f"{n}.jpg", content, "image/jpeg") for n in range(count)]
    page = lou.post(NEW, {"what": "Walnut", "pictures": files, "save": "1"})
    assert "Walnut" in page.text
    assert told in text(page)
    draft = Concern.objects.get()
    assert reporting.draft(draft)["what"] == "Walnut"
    assert not draft.draft_files.exists()


def test_files_that_are_too_large_together_are_told(lou, monkeypatch):
    monkeypatch.setattr(in_memory, "MOST", 1024)
    file = SimpleUploadedFile("page.jpg", b"x" * 2048, "image/jpeg")
    page = lou.post(NEW, {"what": "Walnut", "pictures": [file]})
    assert "The files were too large" in text(page)


def test_where_nobody_could_receive_it_the_page_says_so_and_offers_no_sending(lou, cast):
    dismiss(cast.bea, role=Role.BOARD_OFFICER, by=None)
    page = lou.post(NEW, typed(lou.get(NEW), about="Ada Lindqvist", check="1"))
    assert "Nobody in the portal could receive this" in text(page)
    assert 'name="send"' not in text(page)
    page = lou.post(NEW, typed(page, about="Ada Lindqvist", send="1"))
    assert "Nobody in the portal could receive this" in text(page)
    assert Concern.objects.get().state == "draft"


@pytest.mark.parametrize("name", ["val", "bea", "ada", "otto"])
def test_anybody_on_the_roster_may_report(client, cast, name):
    client.force_login(getattr(cast, name))
    page = client.get(NEW)
    assert page.status_code == 200
    assert client.post(NEW, typed(page, send="1")).status_code == 302
    assert Concern.objects.get().state == "open"


def test_a_draft_and_its_receipt_are_nobody_else_s(client, cast):
    draft = factory.drafted(cast.lou)
    sent = factory.reported(cast.lou)
    for name in ("pat", "ada", "tom", "otto", "bea", "gus"):
        client.force_login(getattr(cast, name))
        assert client.get(draft.get_absolute_url()).status_code == 404
        assert client.post(draft.get_absolute_url(), {"save": "1"}).status_code == 404
        assert client.post(reverse("concerns:discard", args=[draft.once])).status_code == 404
        assert client.get(reverse("concerns:sent", args=[sent.number])).status_code == 404


def test_the_number_of_somebody_else_s_form_is_nothing(client, cast):
    draft = factory.drafted(cast.lou)
    client.force_login(cast.gus)
    answer = client.post(NEW, typed(client.get(NEW), once=str(draft.once), save="1"))
    assert answer.status_code == 404
    draft.refresh_from_db()
    assert draft.kind == Kind.CONFIDENTIAL


@pytest.mark.parametrize(
    "address", ["/concerns/new/other/", f"/concerns/drafts/{uuid.UUID(int=7)}/"]
)
def test_what_is_not_there_is_not_found(lou, address):
    assert lou.get(address).status_code == 404


def test_a_form_without_its_token_is_refused(cast):
    from django.test import Client  # noqa: PLC0415

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.lou)
    assert browser.post(NEW, {"what": "Walnut", "save": "1"}).status_code == 403


def test_with_another_key_of_the_environment_a_draft_says_so_plainly(lou, cast, settings):
    draft = factory.drafted(cast.lou)
    settings.CONCERN_KEYS = [secrets.token_bytes(32)]
    page = lou.get(draft.get_absolute_url())
    assert page.status_code == 503
    assert "The key to concerns is missing" in text(page)


def test_who_deals_with_it_finds_it_on_my_tasks_without_a_word_of_it(client, cast):
    concern = factory.reported(cast.lou, kind=Kind.CONDUCT, what="Walnut", about=cast.tom)
    client.force_login(cast.pat)
    page = text(client.get(reverse("home:today")))
    assert "Read a concern at once" in page
    assert concern.get_absolute_url() in page
    for word in ("Walnut", "Harassment", "Tom Reyes"):
        assert word not in page


def test_a_policy_leads_to_reporting(lou):
    from tests.factories.policies import published  # noqa: PLC0415

    version = published("529", "Staff Use of Social Media")
    assert reverse("concerns:start") in text(lou.get(version.policy.get_absolute_url()))


def test_reporting_asks_little_of_the_database(lou, django_assert_max_num_queries):
    lou.get(NEW)
    with django_assert_max_num_queries(12):
        lou.get(NEW)


def test_a_draft_costs_as_little_whatever_it_holds(lou, cast, django_assert_max_num_queries):
    files = [(f"{n}.jpg", factory.picture((n * 40, 0, 0))) for n in range(5)]
    draft = factory.drafted(cast.lou, about=cast.tom, files=files)
    lou.get(draft.get_absolute_url())
    with django_assert_max_num_queries(12):
        lou.get(draft.get_absolute_url())


def test_it_may_be_about_somebody_who_has_left_or_oneself(lou, cast):
    page = lou.post(NEW, typed(lou.get(NEW), about=cast.left.email, check="1"))
    assert "It is about <strong>Lena Past</strong>" in text(page)
    assert lou.post(NEW, typed(page, about=cast.left.email, send="1")).status_code == 302
    assert Concern.objects.get().about == cast.left
    page = lou.post(NEW, typed(lou.get(NEW), about="Lou Berg", check="1"))
    assert "It is about you" in text(page)


def test_no_file_is_written_to_the_disk_on_its_way(lou, monkeypatch):
    def refused(*_args, **_kwargs):
        raise AssertionError("a file of a concern lay on the disk")

    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refused)
    noise, kept = secrets.token_bytes(1100 * 1000 * 3), io.BytesIO()
    Image.frombytes("RGB", (1100, 1000), noise).save(kept, "PNG")
    file = SimpleUploadedFile("page.png", kept.getvalue(), "image/png")
    assert file.size > 3_000_000
    assert lou.post(NEW, typed(lou.get(NEW), send="1", pictures=[file])).status_code == 302
    assert Evidence.objects.get().size == len(kept.getvalue())


def test_no_employee_number_tells_a_name_to_whoever_types_it(lou, cast):
    type(cast.pat).objects.filter(pk=cast.pat.pk).update(number="4711")
    page = lou.get(NEW)
    answer = lou.post(NEW, typed(page, about="4711", check="1"))
    assert answer.context["about"] is None
    assert "Nobody on the roster has this name" in answer.text
