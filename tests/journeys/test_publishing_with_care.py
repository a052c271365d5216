"""A version is scheduled and comes into force; two people publish; a policy is rescinded."""

from __future__ import annotations

import datetime as dt

import pytest

from district_portal.district import current
from district_portal.district.models import District
from policies.models import Policy, Version
from tests.factories.acknowledgments import required
from tests.factories.policies import draft, published
from tests.journeys.browser import check_page, open_page
from tests.journeys.portal import wait_for
from tests.journeys.test_main_job import follow, press

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]

WEST, EAST = "Pacific/Pago_Pago", "Pacific/Kiritimati"
"""In the east it is tomorrow already, whatever the time: the clock moves with the district."""
OLD = ["Be kind.", "Ask first.", "Keep records for a year."]
NEW = ["Be kind.", "Ask first, in writing.", "Tell families."]


def signed_in(browser, portal, person, *, to="/", script=True):
    page = open_page(browser, script=script)
    opened = page.__enter__()
    opened.goto(to if to.startswith("http") else portal.address + to)
    portal.sign_in(opened, person.email)
    return page, opened


@pytest.fixture
def sitting(browser, portal):
    """Sign somebody in, each in a browser of their own."""
    pages = []

    def sit(person, *, to="/", script=True):
        page, opened = signed_in(browser, portal, person, to=to, script=script)
        pages.append(page)
        return opened

    yield sit
    for page in pages:
        page.__exit__(None, None, None)


def test_a_version_comes_into_force_on_its_day_and_is_asked_to_be_signed(portal, district, sitting):
    District.objects.update(time_zone=WEST)
    first = published("417.2", "Staff Networks", clauses=OLD, by=district.polly)
    # Due so late that nothing reminds of version 1 on the morning of version 2.
    required(first, by=district.polly, people=[district.lou], due_days=30)
    portal.mail_to(district.lou.email, about="Staff Networks")
    text = draft("417.2", "Networks of Staff", clauses=NEW, policy=first.policy)
    polly = sitting(district.polly, to=f"/policies/drafts/{text.pk}/publish/")
    decide(polly, day=current.today() + dt.timedelta(days=1))
    check_page(polly, "schedule-check")
    assert "comes into force on" in main(polly)
    press(polly, "Schedule version 2")
    check_page(polly, "scheduled-version")
    portal.open(polly, "/policies/417.2/")
    assert "Version 2 comes into force on" in main(polly)
    check_page(polly, "policy-with-a-scheduled-version")
    follow(polly, "Version 2 comes into force on")
    follow(polly, "Withdraw version 2")
    press(polly, "Withdraw version 2")
    check_page(polly, "withdraw-error")
    portal.mail.received.clear()
    District.objects.update(time_zone=EAST)
    wait_for(lambda: Version.objects.get(number=2).state == "in_force")
    mail = portal.mail_to(district.lou.email, about="Networks of Staff")
    lou = sitting(district.lou, to=portal.link_in(mail))
    assert "version 2" in lou.content()
    portal.open(polly, "/policies/417.2/")
    assert "7–0" in polly.content()
    check_page(polly, "policy-in-force-with-its-board")


def decide(page, *, day):
    check_page(page, "publish-scheduled")
    page.get_by_label("Technical").check()
    page.get_by_label("Summary of changes").fill("Consent in writing; families are told.")
    page.get_by_label("Everyone who has to sign").check()
    page.get_by_label("In force from").fill(day.isoformat())
    page.get_by_label("First reading").fill("2026-09-14")
    page.get_by_label("Adopted by the board").fill("2026-09-01")
    press(page, "Continue")
    check_page(page, "publish-error-of-days")
    page.get_by_label("Adopted by the board").fill("2026-10-12")
    page.get_by_label("Vote").fill("7–0")
    page.get_by_label("Resolution").fill("2026-41")
    press(page, "Continue")
    assert "Everyone would have to sign again for a technical revision" in main(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_two_people_publish(portal, district, sitting, script):
    tom = sitting(district.tom, to="/setup/manual/", script=script)
    check_page(tom, "setup")
    tom.get_by_label("Two people publish a version").check()
    tom.get_by_label("Months between reviews of a policy").fill("36")
    press(tom, "Save settings")
    check_page(tom, "setup-saved")
    text = draft("417.2", "Staff Networks", clauses=OLD)
    polly = sitting(district.polly, to=f"/policies/drafts/{text.pk}/publish/", script=script)
    press(polly, "Continue")
    press(polly, "Propose version 1")
    check_page(polly, "proposal-of-mine")
    mail = portal.mail_to(district.ada.email, about="Please agree to publish")
    ada = sitting(district.ada, to="/", script=script)
    check_page(ada, "tasks-with-a-proposal")
    ada.goto(portal.link_in(mail))
    press(ada, "Send back")
    check_page(ada, "proposal-error")
    ada.get_by_label("What should be different?").fill("Say since when.")
    press(ada, "Send back")
    mail = portal.mail_to(district.polly.email, about="Not published yet")
    assert "Say since when." in mail.text
    portal.open(polly, f"/policies/drafts/{text.pk}/publish/")
    press(polly, "Continue")
    press(polly, "Propose version 1")
    portal.open(ada, f"/policies/drafts/{text.pk}/publish/")
    check_page(ada, "proposal")
    press(ada, "Agree and publish version 1")
    check_page(ada, "policy-by-two")
    assert Version.objects.get().proposed_by == district.polly


def test_a_policy_is_reviewed_settled_and_rescinded(portal, district, sitting):
    District.objects.update(review_every=12)
    for code, years in (("417.2", 2), ("529", 1)):
        day = current.today() - dt.timedelta(days=365 * years)
        version = published(code, f"Policy {code}", clauses=OLD, effective_on=day)
        required(version, by=district.polly, people=[district.lou, district.gus])
    polly = sitting(district.polly)
    check_page(polly, "tasks-with-reviews")
    portal.open(polly, "/policies/reviews/")
    check_page(polly, "reviews")
    follow(polly, "Reviewed, no change 417.2 Policy 417.2")
    polly.get_by_label("Reviewed on").fill("2000-01-01")
    press(polly, "Record the review")
    check_page(polly, "reviewed-error")
    polly.get_by_label("Reviewed on").fill(current.today().isoformat())
    polly.get_by_label("Note").fill("Read by the policy committee.")
    press(polly, "Record the review")
    check_page(polly, "policy-reviewed")
    follow(polly, "Change owner, series and review period")
    check_page(polly, "policy-settings")
    polly.get_by_label("Owner").select_option(label="Ada Lindqvist")
    press(polly, "Save settings")
    follow(polly, "Rescind this policy")
    check_page(polly, "rescind")
    polly.get_by_label("Why is it rescinded?").fill("Policy 529 says the same.")
    press(polly, "Continue")
    check_page(polly, "rescind-check")
    press(polly, "Rescind 417.2")
    check_page(polly, "policy-rescinded")
    policy = Policy.objects.get(code="417.2")
    assert (policy.state, policy.owner) == ("rescinded", district.ada)


def main(page) -> str:
    return page.get_by_role("main").inner_text()
