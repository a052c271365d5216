"""What the demo district has in hand: a version that waits for its day, and a draft discussed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import Person, Place
from accounts.roles import holders
from district_portal.demo import manual
from district_portal.demo.days import board_meeting, day, morning, school_day
from district_portal.district.keeping_words import in_own_language
from district_portal.permissions import Role
from district_portal.ui.dates import date_in_words
from policies.drafts import commenting, drafting, editing, reviewing
from policies.models import Draft, Policy
from policies.publication import publishing
from policies.publication.adopting import Board

SCHOOL = "Cedar Landing Middle School"


@in_own_language()
def schedule(*, by: Person) -> None:
    """Publish the version that the board adopted last, to be in force two weeks ahead."""
    told = manual.plan()["scheduled"]
    adopted = board_meeting(told["adopted_days_ago"])
    draft = _revise(told, by=by)
    printed = {
        "type": "revised",
        "iso": adopted.isoformat(),
        "printed": date_in_words(adopted, style="long"),
    }
    dates = [*draft.text["dates"], printed]
    draft = editing.change_head(draft, revision=draft.revision, by=by, head={"dates": dates})
    publishing.publish(
        draft,
        by=by,
        revision=told["revision"],
        summary=told["summary"],
        effective_on=day(-told["days_ahead"]),
        board=Board(
            first_reading_on=board_meeting(told["read_days_ago"]),
            second_reading_on=adopted,
            adopted_on=adopted,
            vote=told["vote"],
            resolution=f"{adopted.year}-{told['resolution']}",
        ),
        at=morning(told["published_days_ago"]),
    )


def discuss(*, by: Person) -> None:
    """Draft a next version, ask two people to read it, and remark on it."""
    told = manual.plan()["draft"]
    draft = _revise(told, by=by)
    # Drafts are the one thing here that keeps its own time.
    begun = morning(told["days_ago"])
    Draft.objects.filter(pk=draft.pk).update(created_at=begun, changed_at=begun)
    draft.edits.update(at=begun)
    people = _people(by)
    for asked in told["asked"]:
        _ask(draft, asked, reader=people[asked["reader"]], by=by)
    for remark in told["comment"]:
        comment = commenting.add(
            draft,
            by=people[remark["by"]],
            text=remark["text"],
            node=_clause(draft, remark["starts"]),
            at=morning(remark["days_ago"], hour=11),
        )
        if "reply" in remark:
            at = morning(remark["replied_days_ago"], hour=13)
            commenting.reply(comment, by=by, text=remark["reply"], at=at)
            commenting.resolve(comment, by=by, at=at)


def _people(administrator: Person) -> dict[str, Person]:
    principal = Place.objects.get(name=SCHOOL).head
    assert principal is not None  # noqa: S101 – every place of the demo has a head
    return {
        "policy_administrator": administrator,
        "district_administrator": holders(Role.DISTRICT_ADMINISTRATOR).get(),
        "principal": principal,
    }


def _revise(told: Mapping[str, Any], *, by: Person) -> Draft:
    """The next version of a policy, with the changes and the new clauses of the plan."""
    draft = drafting.revise(Policy.objects.get(code=told["code"]), by=by)
    for change in told["change"]:
        number = _clause(draft, change["starts"])
        draft = editing.change_clause(
            draft, number, revision=draft.revision, by=by, text=change["text"]
        )
    for added in told["add"]:
        draft = editing.insert(
            draft,
            _clause(draft, added["after"]),
            revision=draft.revision,
            by=by,
            label=added["label"],
            text=added["text"],
        )
    return draft


def _clause(draft: Draft, starts: str) -> int:
    """The id of the clause that begins so."""
    return next(int(node["id"]) for node in draft.nodes if node["text"].startswith(starts))


def _ask(draft: Draft, asked: Mapping[str, Any], *, reader: Person, by: Person) -> None:
    opinions = reviewing.ask(
        draft,
        [reader],
        by=by,
        question=asked["question"],
        due_on=school_day(asked["due_in"]),
        at=morning(asked["days_ago"], hour=10),
    )
    for opinion in opinions if "answer" in asked else []:
        reviewing.answer(
            opinion,
            by=reader,
            answer=asked["answer"],
            note=asked["note"],
            revision=draft.revision,
            at=morning(asked["answered_days_ago"], hour=12),
        )
