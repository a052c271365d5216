from __future__ import annotations

import hashlib
import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from approvals.concerns import adding, closing, handling, sealing
from approvals.concerns.models import Act, Concern, StatePack
from approvals.concerns.packs import keeping
from district_portal import audit
from district_portal.district.current import today
from tests.factories.acknowledgments import sign_in
from tests.factories.concerns import SAMPLE, picture, reported

pytestmark = pytest.mark.page
Kind = Concern.Kind


@pytest.fixture
def concern(cast) -> Concern:
    return reported(
        cast.lou,
        kind=Kind.CONDUCT,
        about=cast.gus,
        files=[("MARKEDFILE.jpg", picture(place="MARKEDPLACE"))],
        what="MARKEDWHAT happened <b>here</b>",
        student="MARKEDSTUDENT",
    )


def page_of(client, person, address):
    client.force_login(person)
    return client.get(address)


def main(page):
    """What a page says between its head and its foot."""
    return page.text.partition("<main")[2].partition("</main>")[0]


def url(name, concern, *more):
    return reverse(f"concerns:{name}", args=[concern.number, *more])


def test_those_who_deal_with_it_read_all_of_it_but_the_student_s_name(client, cast, concern):
    page = page_of(client, cast.pat, concern.get_absolute_url()).text
    for words in (
        "MARKEDWHAT happened &lt;b&gt;here",
        "MARKEDFILE",
        "Gus de la Cruz",
        "Lou Berg",
        hashlib.sha256(picture(place="MARKEDPLACE")).hexdigest(),
    ):
        assert words in page
    assert "MARKEDSTUDENT" not in page
    assert concern.receivers.get(person=cast.pat).read_at


def test_the_name_is_shown_once_for_each_press_of_the_button(client, cast, concern):
    address = url("student", concern)
    assert page_of(client, cast.pat, address).url == concern.get_absolute_url()
    assert "MARKEDSTUDENT" in client.post(address).text
    assert "MARKEDSTUDENT" not in client.get(concern.get_absolute_url()).text
    assert audit.history(concern).filter(act="concerns.student_name_looked").count() == 1


def test_the_reporter_reads_their_own_words_and_its_times_and_nothing_of_what_is_done(
    client, cast, concern
):
    handling.record(
        Act.What.POLICE, concern, by=cast.pat, text="MARKEDACT of the principal", once=uuid4()
    )
    adding.add(concern, cast.hana, by=cast.pat, reason="MARKEDREASON", once=uuid4())
    page = page_of(client, cast.lou, concern.get_absolute_url())
    text = main(page)
    assert "MARKEDWHAT" in text
    assert "Not yet. Where nobody reads it" in text
    for words in ("MARKEDACT", "MARKEDREASON", "Hana", "Pat Novak", "police", "MARKEDSTUDENT"):
        assert words not in text
    page_of(client, cast.pat, concern.get_absolute_url())
    closing.close(concern, by=cast.pat, outcome="MARKEDOUTCOME", once=uuid4())
    text = (
        page_of(client, cast.lou, concern.get_absolute_url())
        .text.partition("<main")[2]
        .partition("</main>")[0]
    )
    assert text.count("Not yet") == 0
    assert "MARKEDOUTCOME" not in text


def test_the_picture_says_nothing_of_its_place_and_the_original_is_whole(client, cast, concern):
    evidence = concern.evidence.get()
    shown = page_of(client, cast.pat, url("picture", concern, evidence.key))
    assert b"MARKEDPLACE" not in shown.content
    assert Image.open(io.BytesIO(shown.content)).size == (40, 30)
    original = client.get(url("file", concern, evidence.key))
    assert original.content == picture(place="MARKEDPLACE")
    assert original["Content-Disposition"].startswith("attachment; ")
    assert "MARKEDFILE" not in original["Content-Disposition"]
    for answer in (shown, original):
        assert answer["Content-Security-Policy"] == "sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
    assert audit.history(concern).filter(act="concerns.file_looked").count() == 2


def test_the_reporter_fetches_their_own_files_and_a_file_of_another_concern_is_not_there(
    client, cast, concern
):
    key = concern.evidence.get().key
    other = reported(cast.lou)
    assert page_of(client, cast.lou, url("file", concern, key)).status_code == 200
    assert client.get(url("file", other, key)).status_code == 404


def post(client, address, **typed):
    return client.post(address, {"once": str(uuid4()), **typed})


def test_an_act_is_recorded_with_its_words_and_the_time_at_which_it_was_done(client, cast, concern):
    sign_in(client, cast.pat)
    address = url("record", concern, "parents")
    early = post(client, address, text="By phone", day="2020-01-01", time="10:00")
    assert "Enter a time that has passed, at most" in early.text
    assert "Enter the time too" in post(client, address, day="2026-01-01").text
    assert post(client, address, text="By phone").url == concern.get_absolute_url()
    page = client.get(concern.get_absolute_url()).text
    assert "Parents informed" in page
    assert "By phone" in page


def test_a_note_without_words_is_refused_beside_the_field(client, cast, concern):
    sign_in(client, cast.pat)
    assert "Write the note" in post(client, url("record", concern, "noted"), text="").text
    assert client.get(url("record", concern, "closed")).status_code == 404


def test_a_form_sent_twice_is_one_act(client, cast, concern):
    sign_in(client, cast.pat)
    typed = {"once": str(uuid4()), "text": "Once"}
    for _ in range(2):
        client.post(url("record", concern, "noted"), typed)
    assert concern.acts.count() == 1


def test_somebody_is_added_and_taken_off_by_name_with_a_reason(client, cast, concern):
    sign_in(client, cast.pat)
    added = post(client, url("add", concern), chosen=cast.hana.pk, reason="Knows")
    assert added.status_code == 302
    seat = concern.receivers.get(person=cast.hana)
    assert page_of(client, cast.hana, concern.get_absolute_url()).status_code == 200
    sign_in(client, cast.pat)
    assert "Say why" in post(client, url("remove", concern, seat.pk), reason="").text
    assert post(client, url("remove", concern, seat.pk), reason="Done").status_code == 302
    assert page_of(client, cast.hana, concern.get_absolute_url()).status_code == 404
    client.force_login(cast.pat)
    assert client.get(url("remove", concern, seat.pk)).status_code == 302


def test_who_takes_themselves_off_is_led_to_the_list(client, cast, concern):
    adding.add(concern, cast.hana, by=cast.pat, reason="Why", once=uuid4())
    seat = concern.receivers.get(person=cast.hana)
    sign_in(client, cast.hana)
    assert post(client, url("remove", concern, seat.pk), reason="Done").url == "/concerns/"


def test_it_is_closed_and_opened_again(client, cast, concern):
    sign_in(client, cast.pat)
    assert "Say what came of it" in post(client, url("close", concern), outcome="").text
    assert post(client, url("close", concern), outcome="Settled").status_code == 302
    assert "Pat Novak closed it" in post(client, url("close", concern), outcome="Again").text
    assert post(client, url("reopen", concern), reason="It went on").status_code == 302
    page = client.get(concern.get_absolute_url()).text
    assert "It went on" in page
    assert "Settled" in page


def test_the_law_s_duties_stand_on_the_page_and_keep_it_open(client, cast, pack):
    concern = reported(cast.lou, kind=Kind.COMMUNICATION)
    page = page_of(client, cast.pat, concern.get_absolute_url())
    text = client.get(concern.get_absolute_url()).text
    assert "Example Code § 118.10 (2)" in text
    assert text.count("May a student have been harmed, by anybody?") == 2
    assert text.count("Record that it was done") == 2
    closing_page = client.get(url("close", concern)).text
    assert "Not before this is settled" in closing_page
    assert f"#duty-{concern.clocks.first().pk}" in closing_page
    refused = post(client, url("close", concern), outcome="Settled")
    assert "nothing is recorded yet: Tell the parents of each student; Report to" in refused.text
    first = concern.clocks.first()
    answer = post(client, url("does_not_apply", concern, first.pk), reason="No harm")
    assert answer.status_code == 302
    assert [clock.does_not_apply for clock in concern.clocks.all()] == [True, True]
    text = client.get(concern.get_absolute_url()).text
    told = "A duty does not apply</strong>: Tell the parents of each student; Report to the county"
    assert told in text
    assert text.count("No harm") == 3
    assert post(client, url("close", concern), outcome="Settled").status_code == 302
    assert page.status_code == 200


def test_the_list_is_filtered_and_says_when_it_is_empty(client, cast, concern):
    own = reported(cast.pat)
    assert "No concern" in page_of(client, cast.gus, "/concerns/").text
    client.force_login(cast.pat)
    for asked, found in [
        ("", {concern.number, own.number}),
        ("whose=handle", {concern.number}),
        ("whose=reported", {own.number}),
        ("state=closed", set()),
        ("state=nonsense", {concern.number, own.number}),
    ]:
        page = client.get(f"/concerns/?{asked}")
        assert {row.number for row in page.context["rows"]} == found, asked
    assert "No concern matches" in client.get("/concerns/?state=closed").text


def test_that_it_exists_is_all_that_the_auditor_and_the_technology_coordinator_see(
    client, cast, concern
):
    for who in (cast.otto, cast.tom):
        text = (
            page_of(client, who, "/concerns/existing/")
            .text.partition("<main")[2]
            .partition("</main>")[0]
        )
        assert concern.number in text
        for words in ("MARKED", "Lou", "Gus", "Northside", "Harassment", 'href="/concerns/C'):
            assert words not in text
        assert client.get(concern.get_absolute_url()).status_code == 404


def test_who_looked_is_told_to_those_who_deal_with_it(client, cast, concern):
    page_of(client, cast.ada, concern.get_absolute_url())
    client.get(url("picture", concern, concern.evidence.get().key))
    page = page_of(client, cast.pat, f"{concern.get_absolute_url()}?looks=1").text
    looks = page.partition('id="looks"')[2].partition("</section>")[0]
    for words in ("Ada Lindqvist", "Concern looked at", "File of a concern looked at"):
        assert words in looks
    own = page_of(client, cast.lou, f"{concern.get_absolute_url()}?looks=1").text
    assert 'id="looks"' not in own


def test_to_ask_for_the_headers_alone_is_no_reading(client, cast, concern):
    client.force_login(cast.pat)
    file = url("file", concern, concern.evidence.get().key)
    for address in (concern.get_absolute_url(), file):
        assert client.head(address).status_code == 405
    assert not concern.receivers.filter(read_at__isnull=False).exists()


def test_without_the_key_nobody_is_sent_to_whom_it_is_about(client, cast, settings):
    concern = reported(cast.lou, kind=Kind.CONDUCT, about=cast.tom)
    settings.CONCERN_KEYS = [bytes(32)]
    page = page_of(client, cast.pat, concern.get_absolute_url())
    assert page.status_code == 503
    assert "Tom" not in page.text.partition("<main")[2]


def test_a_missing_key_is_told_in_words(client, cast, concern, settings):
    known, settings.CONCERN_KEYS = settings.CONCERN_KEYS, [bytes(32)]
    answer = page_of(client, cast.pat, concern.get_absolute_url())
    assert answer.status_code == 503
    assert "The key is missing" in answer.text
    assert client.post(url("student", concern)).status_code == 503
    refused = post(client, url("record", concern, "noted"), text="Words")
    assert "the key that guards this concern is missing" in refused.text
    assert client.get(url("file", concern, concern.evidence.get().key)).status_code == 404
    settings.CONCERN_KEYS = known
    assert sealing.open_json(concern, concern.statement.content, field="statement")


def test_what_could_not_be_opened_was_not_read(client, cast, concern, settings):
    settings.CONCERN_KEYS = [bytes(range(1, 33))]
    assert page_of(client, cast.pat, concern.get_absolute_url()).status_code == 503
    assert not concern.receivers.get(person=cast.pat).read_at
    assert not audit.history(concern).filter(act="concerns.read").exists()


def test_a_look_without_its_content_is_no_reading(client, cast, concern):
    client.force_login(cast.pat)
    client.head(concern.get_absolute_url())
    assert not concern.receivers.get(person=cast.pat).read_at


def test_a_pack_that_can_t_be_read_any_more_says_so(client, cast):
    made = StatePack.objects.create(
        file="old.toml",
        text="[pack]",
        digest="x",
        name="Duties",
        place="Example",
        checked_on=today(),
        brought_at=timezone.now(),
        brought_by=cast.ada,
    )
    page = page_of(client, cast.ada, made.get_absolute_url())
    assert "This pack can’t be read any more" in page.text
    assert "old.toml" in page.text.partition("This pack can’t")[2][:200]
    answer = client.post(reverse("concerns:pack_use", args=[made.pk]), follow=True)
    assert "It can’t be read any more. Bring it in anew." in answer.text
    assert not StatePack.objects.filter(in_use=True).exists()


def test_a_state_pack_is_brought_in_read_and_put_to_use(client, cast):
    real = SAMPLE.replace(b"fictional = true", b"fictional = false")
    sign_in(client, cast.ada)
    page = client.get("/concerns/packs/")
    assert "No state pack is in use" in page.text
    wrong = SimpleUploadedFile("ours.toml", real.replace(b'"24 hours"', b'"a day"'))
    refused = client.post("/concerns/packs/", {"pack": wrong}).text
    assert "ours.toml, duty report_to_county, until: write" in refused
    answer = client.post("/concerns/packs/", {"pack": SimpleUploadedFile("ours.toml", real)})
    pack = StatePack.objects.get()
    assert answer.url == pack.get_absolute_url()
    text = client.get(answer.url).text
    assert "24 hours later, also at night and on holidays" in text
    assert "Counsel of the example district" in text
    client.post(reverse("concerns:pack_use", args=[pack.pk]))
    pack.refresh_from_db()
    assert pack.in_use
    assert "In use" in client.get("/concerns/packs/").text
    client.post(reverse("concerns:pack_end", args=[pack.pk]))
    pack.refresh_from_db()
    assert not pack.in_use
    assert client.get(reverse("concerns:pack_file", args=[pack.pk])).content == real


def test_what_is_made_up_can_not_be_put_to_use(client, cast):
    sign_in(client, cast.ada)
    sample = client.get("/concerns/packs/sample/")
    assert sample.content == SAMPLE
    client.post("/concerns/packs/", {"pack": SimpleUploadedFile("sample.toml", SAMPLE)})
    pack = StatePack.objects.get()
    page = client.post(reverse("concerns:pack_use", args=[pack.pk]), follow=True)
    assert "Its law is made up" in page.text


def test_an_old_pack_in_use_is_warned_of(client, cast, pack, monkeypatch):
    monkeypatch.setattr(keeping, "is_old", lambda _: True)
    sign_in(client, cast.ada)
    assert "last checked over a year ago" in client.get("/concerns/packs/").text
