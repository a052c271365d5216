"""How drafts begin, are tied to their policy, and are thrown away."""

import pytest

from district_portal import audit
from policies.drafts import drafting
from policies.importing import CrossReference, Doubt, FoundDate, LegalReference, Node, Parsed
from policies.models import Draft
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db


def parsed(**fields):
    return Parsed(
        **{
            "title": "STAFF NETWORKS",
            "code": "529",
            "nodes": [Node("item", "Be kind.", label="1.", line=4, end=4)],
            **fields,
        }
    )


def test_a_draft_holds_what_the_import_found(cast):
    found = drafting.start(
        parsed(
            dates=[FoundDate("adopted", "2011-04-18", "April 18, 2011")],
            legal_refs=[LegalReference("118.125", "Statutes")],
            cross_refs=[CrossReference("511", "Conduct")],
            dropped=["Page 1 of 2"],
        ),
        by=cast.polly,
        source_name="529.txt",
        source="1. Be kind.",
    )
    assert (found.code, found.title, found.kind) == ("529", "STAFF NETWORKS", "policy")
    assert [(node["label"], node["text"], node["line"]) for node in found.nodes] == [
        ("1.", "Be kind.", 5)
    ]
    assert found.text["dates"] == [
        {"type": "adopted", "iso": "2011-04-18", "printed": "April 18, 2011"}
    ]
    assert found.text["legal_refs"] == [{"text": "118.125", "group": "Statutes"}]
    assert found.text["cross_refs"] == [{"code": "511", "title": "Conduct"}]
    assert [node["text"] for node in found.dropped] == ["Page 1 of 2"]


def test_where_every_item_prints_one_the_reader_s_count_is_the_label(cast):
    found = drafting.start(
        parsed(nodes=[Node("item", "a", label="1."), Node("item", "b", "1.", shown_label="2.")]),
        by=cast.polly,
    )
    assert [node["label"] for node in found.nodes] == ["1.", "2."]


def test_a_draft_without_a_code_is_offered_the_one_its_references_print(cast):
    found = drafting.start(
        parsed(code=None, cross_refs=[CrossReference("529", "Staff Networks")]), by=cast.polly
    )
    assert drafting.offered_codes(found) == ["529"]


def test_the_reader_s_suggestion_is_offered_first(cast):
    doubt = Doubt("No code is printed.", "code", suggestion="529")
    assert drafting.offered_codes(
        drafting.start(parsed(code=None, doubts=[doubt]), by=cast.polly)
    ) == ["529"]


def test_a_title_in_capitals_is_offered_as_its_reference_prints_it(cast):
    found = drafting.start(
        parsed(cross_refs=[CrossReference("529", "Staff Networks")]), by=cast.polly
    )
    assert drafting.offered_title(found) == "Staff Networks"


def test_a_code_that_a_policy_has_is_asked_about_before_it_counts(cast):
    policy = published("529", "Staff Networks").policy
    found = drafting.start(parsed(), by=cast.polly)
    assert found.policy is None
    assert drafting.revises(found) == policy
    assert drafting.tie(found, policy=policy, by=cast.polly).policy == policy


def test_the_same_code_in_another_kind_is_another_policy(cast):
    published("529", "Staff Networks", kind="rule")
    assert drafting.revises(drafting.start(parsed(), by=cast.polly)) is None


def test_a_policy_has_one_draft_at_a_time(cast):
    policy = published("529", "Staff Networks").policy
    first = drafting.revise(policy, by=cast.polly)
    with pytest.raises(drafting.DraftExistsError) as raised:
        drafting.revise(policy, by=cast.ada)
    assert raised.value.draft == first
    with pytest.raises(drafting.DraftExistsError):
        drafting.tie(drafting.start(parsed(), by=cast.ada), policy=policy, by=cast.ada)


def test_a_revision_begins_with_the_text_in_force_and_knows_its_clauses(cast):
    version = published(
        "529",
        "Staff Networks",
        clauses=[{"kind": "heading", "level": 1, "text": "Work"}, ("1.", "Be kind.")],
        dates=[{"type": "adopted", "iso": "2011-04-18", "printed": "April 18, 2011"}],
        cross_refs=[{"code": "511", "title": "Conduct"}],
        legal_refs=[{"group": "", "text": "118.125"}],
    )
    found = drafting.revise(version.policy, by=cast.polly)
    assert [(node["kind"], node["level"], node["text"], node["was"]) for node in found.nodes] == [
        (clause.kind, clause.level, clause.text, clause.key) for clause in version.clauses.all()
    ]
    assert found.text["dates"][0]["printed"] == "April 18, 2011"
    assert found.text["cross_refs"] == [{"code": "511", "title": "Conduct"}]
    assert found.text["legal_refs"] == [{"group": "", "text": "118.125"}]


def test_a_discarded_draft_is_gone_and_the_record_says_who_did_it(cast):
    found = draft("529", "Staff Networks")
    drafting.discard(found, by=cast.polly)
    drafting.discard(found, by=cast.polly)
    assert not Draft.objects.exists()
    events = audit.events(act="drafts.discarded")
    assert [(event.actor, event.object) for event in events] == [
        ("Polly Hart", "529 Staff Networks")
    ]


def test_discarding_leaves_published_versions_alone(cast):
    version = published("529", "Staff Networks")
    drafting.discard(drafting.revise(version.policy, by=cast.polly), by=cast.polly)
    version.refresh_from_db()
    assert version.state == "in_force"
