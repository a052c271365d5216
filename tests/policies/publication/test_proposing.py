"""Where the district asks for two people, one proposes and another agrees."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils.html import strip_tags

from accounts import roles
from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.district.models import District
from district_portal.permissions import Role
from policies.drafts import drafting, editing
from policies.models import Draft, Version
from policies.publication import proposing, publishing, rescinding
from tests.factories.policies import draft, published
from tests.standing import standing

pytestmark = pytest.mark.django_db

DECIDED = {
    "revision": "minor",
    "summary": "Two managers.",
    "asks_again": "nobody",
    "effective_on": None,
    "board": {"adopted_on": None, "vote": "7–0"},
}


@standing(autouse=True)
def two_people(cast):
    District.objects.update(two_people_publish=True)


@standing
def revised(cast):
    published("529", "Staff Networks")
    return draft("529", "Staff Networks", clauses=["Be kinder."])


def proposed(the_draft, by, **changes):
    return proposing.propose(the_draft, by=by, decisions={**DECIDED, **changes})


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def test_one_person_alone_publishes_nothing(cast, revised):
    with pytest.raises(publishing.NotReadyError, match="two people publish"):
        publishing.publish(revised, by=cast.polly, summary="Mine.")


def test_the_second_person_publishes_what_the_first_proposed(cast, revised):
    seen = proposed(revised, cast.polly, effective_on=today() + dt.timedelta(days=5))
    version = proposing.agree(seen, by=cast.ada)
    assert (version.proposed_by, version.published_by) == (cast.polly, cast.ada)
    assert (version.state, version.revision, version.accepts_from) == ("scheduled", "minor", 1)
    assert (version.summary, version.vote) == ("Two managers.", "7–0")


def test_nobody_agrees_with_themselves(cast, revised):
    seen = proposed(revised, cast.polly)
    with pytest.raises(proposing.SamePersonError):
        proposing.agree(seen, by=cast.polly)
    with pytest.raises(publishing.NotReadyError, match="Somebody else must agree"):
        publishing.publish(seen, by=cast.polly, summary="Mine.")


def test_the_database_refuses_one_person_twice(cast):
    version = published("529", "Staff Networks")
    fields = {
        field.attname: getattr(version, field.attname)
        for field in Version._meta.concrete_fields
        if not field.primary_key
    }
    both = {"proposed_by_id": cast.polly.pk, "published_by_id": cast.polly.pk}
    with pytest.raises(IntegrityError, match="nobody_agrees_with_themselves"), transaction.atomic():
        Version.objects.create(
            **{**fields, **both, "number": 9, "state": "withdrawn", "from_draft": None}
        )


def test_an_edit_takes_the_proposal_away(cast, revised):
    seen = proposed(revised, cast.polly)
    editing.drop(revised, 1, revision=seen.revision, by=cast.polly)
    with pytest.raises(proposing.OthersProposalError):
        proposing.agree(seen, by=cast.ada)


def test_agreeing_to_an_older_proposal_is_refused(cast, revised):
    seen = proposed(revised, cast.polly)
    proposing.send_back(seen, by=cast.polly, words="")
    proposed(revised, cast.polly, summary="Something else.")
    with pytest.raises(proposing.OthersProposalError):
        proposing.agree(seen, by=cast.ada)
    assert Version.objects.count() == 1


def test_those_who_may_agree_are_written_to_and_the_proposer_is_not(cast, revised):
    roles.appoint(cast.hana, role=Role.POLICY_ADMINISTRATOR, by=None)
    proposed(revised, cast.polly)
    told = {
        person.given_name
        for person in (cast.polly, cast.ada, cast.hana, cast.lou)
        if mailing.history(person).filter(name="publication_proposed").exists()
    }
    assert told == {"Ada", "Hana"}


def test_what_is_sent_back_says_why(cast, revised):
    seen = proposed(revised, cast.polly)
    proposing.send_back(seen, by=cast.ada, words="The summary is too short.")
    revised.refresh_from_db()
    assert (revised.proposal, revised.proposed_by, revised.proposed_at) == (None, None, None)
    mail = mailing.history(cast.polly).get(name="publication_sent_back")
    assert "The summary is too short." in mail.text
    event = audit.events(act="drafts.sent_back").get()
    assert event.after == {"words": "The summary is too short."}


def ended(person):
    return mailing.history(person).filter(name="proposal_ended")


ENDS = {
    "discarded": lambda text, by: drafting.discard(text, by=by),
    "rescinded": lambda text, by: rescinding.rescind(
        text.policy, on=today(), reason="Over.", by=by
    ),
    "edited": lambda text, by: editing.write(text, 1, revision=1, by=by, text="Be kindest."),
}


@pytest.mark.parametrize("how", ENDS)
def test_whoever_proposed_is_told_once_how_it_ended(cast, revised, how):
    proposed(revised, cast.polly)
    ENDS[how](revised, cast.ada)
    mail = ended(cast.polly).get()
    assert f"Ada Lindqvist {how}" in mail.text
    assert "your proposal has ended" in mail.text
    where = "/policies/drafts/" if how == "discarded" else revised.get_absolute_url()
    assert f"{where}\n" in mail.text
    ENDS["discarded"](revised, cast.ada)
    assert ended(cast.polly).count() == 1


def test_a_tie_ends_it_and_nobody_is_told_of_their_own_doing(cast):
    alone = draft("900", "Networks")
    proposed(alone, cast.polly)
    policy = published("529", "Staff Networks").policy
    drafting.tie(alone, policy=policy, by=cast.ada)
    assert "is the next version of 900 Networks" in ended(cast.polly).get().text
    mine = draft("901", "Phones")
    proposed(mine, cast.polly)
    drafting.discard(mine, by=cast.polly)
    assert ended(cast.polly).count() == 1


# Pages


def page(client, who, the_draft, what="publish", **values):
    client.force_login(who)
    address = f"/policies/drafts/{the_draft.pk}/{what}/"
    return client.post(address, values, follow=True) if values else client.get(address)


def test_from_a_proposal_to_the_version_in_the_browser(cast, client, revised):
    decided = {"revision": "minor", "summary": "Two.", "asks_again": "nobody", "seen": 1}
    assert "Propose version 2" in words(page(client, cast.polly, revised, **decided))
    said = words(page(client, cast.polly, revised, **decided, confirmed="yes"))
    assert "You proposed version 2" in said
    client.force_login(cast.ada)
    assert "Agree to publish 529 Staff Networks" in words(client.get("/"))
    said = words(page(client, cast.ada, revised))
    assert "Polly Hart proposes this" in said
    assert "Minor: wording, no new duty" in said
    revised.refresh_from_db()
    seen = revised.proposed_at.isoformat()
    alone = page(client, cast.polly, revised, "agree", proposed=seen)
    assert "Somebody else must agree" in words(alone)
    answer = page(client, cast.ada, revised, "agree", proposed=seen)
    assert "Version 2 is published and in force." in words(answer)
    shown = words(client.get("/policies/529/v2/"))
    assert "Proposed byPolly Hart" in shown
    assert "Published byAda Lindqvist" in shown


def test_sending_back_needs_words(cast, client, revised):
    seen = proposed(revised, cast.polly).proposed_at.isoformat()
    said = words(page(client, cast.ada, revised, "send-back", proposed=seen, words=""))
    assert "Say what should be different" in said
    assert Draft.objects.get().proposal
    page(client, cast.ada, revised, "send-back", proposed=seen, words="Too short.")
    assert Draft.objects.get().proposal is None


def test_the_proposer_takes_it_back(cast, client, revised):
    seen = proposed(revised, cast.polly).proposed_at.isoformat()
    said = words(page(client, cast.polly, revised, "send-back", proposed=seen))
    assert "You took your proposal back." in said
    assert not mailing.history(cast.polly).filter(name="publication_sent_back").exists()


def test_a_proposal_that_nobody_can_agree_to_says_so(cast, client, revised):
    roles.appoint(cast.tom, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    seen = proposed(revised, cast.polly)
    assert proposing.one_is_not_enough(seen) == ""
    for person in (cast.ada, cast.tom):
        person.grants.all().delete()
    assert "Nobody else may publish" in words(page(client, cast.polly, revised))


def test_a_draft_that_is_tied_to_a_policy_must_be_proposed_again(cast):
    untied = proposed(draft("533", "Networks"), cast.polly)
    policy = published("529", "Staff Networks").policy
    tied = drafting.tie(untied, policy=policy, by=cast.polly)
    assert tied.proposal is None
    with pytest.raises(proposing.OthersProposalError):
        proposing.agree(untied, by=cast.ada)


def test_who_holds_two_roles_can_own_a_draft_and_is_named_once(cast, client):
    roles.appoint(cast.polly, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    the_draft = draft("529", "Staff Networks")
    client.force_login(cast.polly)
    fields = {"code": "529", "title": "Staff Networks", "kind": "policy", "revision": 1}
    forms = {"dates-TOTAL_FORMS": 0, "dates-INITIAL_FORMS": 0}
    client.post(
        f"/policies/drafts/{the_draft.pk}/header/", {**fields, **forms, "owner": cast.polly.pk}
    )
    the_draft.refresh_from_db()
    assert the_draft.owner == cast.polly
    assert proposing.who_may_agree(the_draft).filter(pk=cast.polly.pk).count() == 1


def test_an_owner_who_has_left_stays_until_somebody_chooses_another(cast, client):
    the_draft = draft("529", "Staff Networks", owner=cast.left)
    client.force_login(cast.polly)
    fields = {"code": "529", "title": "Networks", "kind": "policy", "revision": 1}
    forms = {"dates-TOTAL_FORMS": 0, "dates-INITIAL_FORMS": 0}
    page = client.get(f"/policies/drafts/{the_draft.pk}/header/")
    assert f'<option value="{cast.left.pk}" selected>' in page.content.decode()
    client.post(
        f"/policies/drafts/{the_draft.pk}/header/", {**fields, **forms, "owner": cast.left.pk}
    )
    the_draft.refresh_from_db()
    assert (the_draft.title, the_draft.owner) == ("Networks", cast.left)


def test_who_goes_on_reads_why_it_was_sent_back_and_proposes_it_again(cast, client, revised):
    seen = proposed(revised, cast.polly, effective_on=today() + dt.timedelta(days=5))
    proposing.send_back(seen, by=cast.ada, words="Name the board’s resolution.")
    client.force_login(cast.polly)
    tasks = words(client.get("/"))
    assert "Continue with the draft of 529 Staff Networks" in tasks
    assert "1 draft to propose again." in tasks
    assert "Sent back" in words(client.get("/policies/drafts/"))
    said = words(client.get(revised.get_absolute_url()))
    assert "Ada Lindqvist did not agree to what Polly Hart proposed." in said
    assert "Name the board’s resolution." in said
    form = page(client, cast.polly, revised)
    assert "Name the board’s resolution." in words(form)
    asked = form.context["form"].initial
    assert (asked["revision"], asked["summary"], asked["asks_again"]) == (
        "minor",
        "Two managers.",
        "nobody",
    )
    assert (asked["vote"], asked["effective_on"]) == ("7–0", today() + dt.timedelta(days=5))
    assert '<input type="radio" name="revision" value="minor"' in form.text
    proposed(revised, cast.polly)
    revised.refresh_from_db()
    assert revised.ended_proposal is None
    assert "propose again" not in words(client.get("/"))


def test_the_words_stay_with_the_version(cast, client, revised):
    proposing.send_back(proposed(revised, cast.polly), by=cast.ada, words="Too short.")
    version = proposing.agree(proposed(revised, cast.polly), by=cast.ada)
    client.force_login(cast.polly)
    said = words(client.get(f"{version.get_absolute_url()}discussion/"))
    assert "Sent back, not published: Too short." in said


def test_a_proposal_that_an_edit_ended_is_told_to_whoever_comes_to_agree(cast, client, revised):
    seen = proposed(revised, cast.polly)
    client.force_login(cast.ada)
    draft_page = words(client.get(revised.get_absolute_url()))
    assert "Whoever edits it ends the proposal." in draft_page
    assert "Ready to publish" not in draft_page
    editing.write(revised, 1, revision=seen.revision, by=cast.polly, text="Be kindest.")
    said = words(page(client, cast.ada, revised))
    assert "Polly Hart edited the text, so the proposal of Polly Hart ended." in said


def test_the_proposer_hears_that_the_other_agreed(cast, revised):
    seen = proposed(revised, cast.polly, effective_on=today() + dt.timedelta(days=5))
    version = proposing.agree(seen, by=cast.ada)
    mail = mailing.history(cast.polly).get(name="publication_agreed")
    assert "Ada Lindqvist agreed to publish 529 Staff Networks" in mail.text
    assert "is scheduled" in mail.text
    assert version.get_absolute_url() in mail.text


def test_the_second_person_sees_every_changed_word(cast, client, revised):
    long = " ".join(f"word{number}" for number in range(80))
    editing.write(revised, 1, revision=1, by=cast.polly, text=long)
    revised.refresh_from_db()
    proposed(revised, cast.polly)
    shown = page(client, cast.ada, revised)
    assert long in words(shown)
    assert f'href="/policies/drafts/{revised.pk}/changes/"' in shown.text


def test_what_the_proposer_takes_back_is_no_task(cast, client, revised):
    proposing.send_back(proposed(revised, cast.polly), by=cast.polly, words="")
    client.force_login(cast.polly)
    assert "Continue with the draft of" not in words(client.get("/"))
    assert "Polly Hart took the proposal back." in words(client.get(revised.get_absolute_url()))
