"""A principal reads a concern on a phone, records what was done, adds somebody, closes, reopens."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from approvals.concerns.models import Concern
from tests.factories.concerns import pack_in_use, picture, reported
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_first_look_to_the_outcome_and_back(browser, portal, district, script):
    cast = district
    pack_in_use(by=cast.ada)
    concern = reported(
        cast.lou,
        kind=Concern.Kind.COMMUNICATION,
        files=[("message.jpg", picture(place="Somewhere"))],
        what="A student keeps writing at night.",
        student="Robin Sample",
    )
    with open_page(browser, width=390, script=script) as pat:
        portal.sign_in(pat, cast.pat.email)
        portal.open(pat, "/concerns/")
        seen(pat, "concerns-list", script)
        leads_on(pat.get_by_role("link", name=concern.number))
        expect(pat.get_by_role("main")).to_contain_text("A student keeps writing at night.")
        expect(pat.get_by_role("main")).to_contain_text("Tell the parents of each student")
        expect(pat.get_by_role("main")).not_to_contain_text("Robin Sample")
        seen(pat, "concern-read", script)
        the_name(pat, script)
        a_file(pat, script)
        act(pat, "The parents were informed", "By whom, and how", "By phone, by me.", script)
        expect(pat.get_by_text("Done in time")).to_be_visible()
        wrong(pat, script)
        somebody_else(pat, script)
        close(pat, script)
        leads_on(pat.get_by_role("link", name="Open this concern again"))
        pat.get_by_label("Why?").fill("It began anew.")
        leads_on(pat.get_by_role("button", name="Open it again"))
        expect(pat.get_by_role("main")).to_contain_text("It began anew.")
        seen(pat, "concern-dealt-with", script)
    with open_page(browser, width=390, script=script) as lou:
        portal.sign_in(lou, cast.lou.email)
        portal.open(lou, concern.get_absolute_url())
        expect(lou.get_by_role("main")).to_contain_text("First read")
        expect(lou.get_by_role("main")).not_to_contain_text("By phone, by me.")
        expect(lou.get_by_role("main")).not_to_contain_text("app.jpg")
        leads_on(lou.get_by_role("link", name="Tell more about it"))
        leads_on(lou.get_by_role("button", name="Add it"))
        expect(lou.get_by_text("Write what is new").first).to_be_visible()
        seen(lou, "concern-more-wrong", script)
        lou.get_by_label("What is new").fill("It went on last night.")
        leads_on(lou.get_by_role("button", name="Add it"))
        expect(lou.get_by_role("main")).to_contain_text("It went on last night.")
        seen(lou, "concern-of-reporter", script)
    with open_page(browser, width=390, script=script) as otto:
        portal.sign_in(otto, cast.otto.email)
        portal.open(otto, "/concerns/existing/")
        expect(otto.get_by_role("main")).to_contain_text(concern.number)
        seen(otto, "concerns-existing", script)


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_the_district_administrator_puts_a_state_pack_to_use(browser, portal, district, script):
    cast = district
    with open_page(browser, width=390, script=script) as ada:
        portal.sign_in(ada, cast.ada.email)
        portal.open(ada, "/setup/")
        leads_on(ada.get_by_role("link", name="Change state pack"))
        seen(ada, "packs-none", script)
        bring(ada, "nothing.toml", b"[pack]\n")
        expect(
            ada.get_by_text("nothing.toml, duty: it is missing")
            .or_(ada.get_by_text("nothing.toml, pack, name: it is missing"))
            .first
        ).to_be_visible()
        seen(ada, "packs-refused", script)
        with ada.expect_download() as sample:
            ada.get_by_role("link", name="Download a made-up one").click()
        real = sample.value.path().read_bytes().replace(b"fictional = true", b"")
        bring(ada, "ours.toml", real)
        expect(ada.get_by_role("heading", name="Tell the parents of each student")).to_be_visible()
        seen(ada, "pack", script)
        leads_on(ada.get_by_role("button", name="Put it to use"))
        expect(ada.get_by_text("concerns sent or first read now start")).to_be_visible()
        portal.open(ada, "/concerns/packs/")
        seen(ada, "packs", script)


def bring(page, name, content):
    chosen = {"name": name, "mimeType": "application/toml", "buffer": content}
    page.get_by_label("State pack").set_input_files([chosen])
    leads_on(page.get_by_role("button", name="Bring it in"))


def the_name(page, script):
    leads_on(page.get_by_role("button", name="Show the student’s name"))
    expect(page.get_by_role("main")).to_contain_text("Robin Sample")
    seen(page, "concern-student", script)
    leads_on(page.get_by_role("link", name="Back to the concern"))


def a_file(page, script):
    leads_on(page.get_by_role("link", name="Add files"))
    chosen = {"name": "app.jpg", "mimeType": "image/jpeg", "buffer": picture("green")}
    page.get_by_label("Pictures or files").set_input_files(chosen)
    page.get_by_label("What they are").fill("From the app, by IT.")
    seen(page, "concern-files", script)
    leads_on(page.get_by_role("button", name="Add them"))
    expect(page.get_by_role("main")).to_contain_text("added by Pat Novak")


def act(page, name, label, words, script):
    leads_on(page.get_by_role("link", name=name))
    seen(page, "concern-act", script)
    page.get_by_label(label).fill(words)
    leads_on(page.get_by_role("button", name="Record it"))
    expect(page.get_by_role("main")).to_contain_text(words)


def wrong(page, script):
    """A note without words, refused; then left."""
    leads_on(page.get_by_role("link", name="Add a note"))
    leads_on(page.get_by_role("button", name="Record it"))
    expect(page.get_by_text("Write the note").first).to_be_visible()
    seen(page, "concern-note-wrong", script)
    leads_on(page.get_by_role("link", name="Do nothing"))


def somebody_else(page, script):
    leads_on(page.get_by_role("link", name="Add somebody by name"))
    page.get_by_label("Or somebody else").fill("sato")
    seen(page, "concern-find", script)
    leads_on(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Add Hana Sato?")
    page.get_by_label("Why are they needed?").fill("Knows the rules.")
    seen(page, "concern-add", script)
    leads_on(page.get_by_role("button", name="Add Hana Sato"))
    expect(page.get_by_role("link", name="Take Hana Sato off")).to_be_visible()


def close(page, script):
    """Not before each duty has ended."""
    leads_on(page.get_by_role("link", name="Close this concern"))
    page.get_by_label("What came of it?").fill("Settled with the family.")
    leads_on(page.get_by_role("button", name="Close it"))
    expect(page.get_by_text("nothing is recorded yet").first).to_be_visible()
    seen(page, "concern-close-wrong", script)
    leads_on(page.get_by_role("link", name="Do nothing"))
    leads_on(page.get_by_role("link", name="No, and why"))
    page.get_by_label("Why?").fill("Nobody was in danger.")
    leads_on(page.get_by_role("button", name="Record that it does not apply"))
    leads_on(page.get_by_role("link", name="Close this concern"))
    page.get_by_label("What came of it?").fill("Settled with the family.")
    leads_on(page.get_by_role("button", name="Close it"))
    expect(page.get_by_role("main")).to_contain_text("Settled with the family.")


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, name)
