"""A version as a text file: pleasant to read, and read back clause for clause."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from district_portal.district.current import today
from policies import importing
from policies.drafts import drafting
from policies.importing import own_text
from policies.models import Draft, Version
from policies.paper import writing
from policies.publication import publishing, rescinding
from tests.factories.policies import draft, published
from tests.policies.texts import SHARED, TWINS

pytestmark = pytest.mark.django_db
TOLD = ("kind", "depth", "level", "label", "text", "references")
REAL = sorted((SHARED / "policies").glob("*.txt")) + sorted((SHARED / "policies").glob("*.md"))
OURS = sorted(TWINS.parent.rglob("*.txt")) + sorted(TWINS.parent.rglob("*.md"))


def told(draft_text):
    return [{name: node.get(name) for name in TOLD} for node in draft_text["nodes"]]


def comes_back(made: Draft):
    """Publish a draft, download the text, import that; both drafts, each as what it tells."""
    before = made.text
    version = publishing.publish(made, by=None, summary="As it was.")
    file = writing.text_file(version)
    again = importing.parse(file.encode(), "again.txt")
    after = {
        "nodes": drafting.nodes_of(again),
        "dates": [date.as_json() for date in again.dates],
        "legal_refs": [{"text": each.text, "group": each.group} for each in again.legal_refs],
        "cross_refs": [{"code": each.code, "title": each.title} for each in again.cross_refs],
    }
    assert (again.title, again.code, again.kind) == (
        " ".join(version.title.split()), version.code, version.policy.kind,
    )  # fmt: skip
    return before, after, file, again


def test_the_file_is_made_to_be_read():
    version = published(
        "529",
        "Staff Networks",
        series="500 Staff",
        clauses=[
            {"kind": "heading", "level": 1, "label": "I.", "text": "Purpose"},
            {
                "kind": "para",
                "text": "Everyone is welcome at every hour of the day." + " More." * 20,
            },
            ("1.", "Be kind."),
            {"kind": "item", "depth": 1, "label": "•", "text": "On paper."},
            {"kind": "cont", "depth": 0, "text": "Kindness goes first."},
            {"kind": "row", "text": "Who | By when"},
            {"kind": "row", "text": "Principals | May"},
        ],
        dates=[{"type": "adopted", "iso": "2011-04-18", "printed": "April 18, 2011"}],
        legal_refs=[{"group": "Statutes", "text": "118.125"}],
        cross_refs=[{"code": "511", "title": "Conduct"}],
    )
    file = writing.text_file(version)
    body = file.split(own_text.RULE)
    assert "Staff Networks\n==============\n" in body[0]
    assert re.search(r"Code: +529\n", body[0])
    assert re.search(r"Adopted: +April 18, 2011\n", body[0])
    assert version.sha256 in body[0]
    assert "I.  Purpose\n===========\n" in body[1]
    assert "\n1.  Be kind.\n\n    •   On paper.\n\n    Kindness goes first.\n" in body[1]
    assert "| Who        | By when |\n| Principals | May     |\n" in body[1]
    assert "Legal references\n----------------\n\nStatutes\n    118.125\n" in body[2]
    assert "    511  Conduct\n" in body[2]
    assert max(map(len, file.splitlines())) <= 100


def test_the_file_of_what_does_not_bind_says_so_and_can_still_be_read():
    first = published("529", "Staff Networks")
    assert "Standing" not in writing.text_file(first)
    second = published("529", "Staff Networks", clauses=["Be kinder."])
    first.refresh_from_db()
    file = writing.text_file(first)
    assert re.search(r"Standing: +No longer in force\.\n", file)
    assert importing.parse(file.encode(), "529.txt").code == "529"
    rescinding.rescind(second.policy, on=today(), reason="Over.", by=None)
    rescinded = Version.objects.get(pk=second.pk)
    assert re.search(r"Standing: +Rescinded: ", writing.text_file(rescinded))


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_our_own_texts_come_back_clause_for_clause(path):
    made = drafting.start(importing.parse(path), by=None, source_name=path.name, source="")
    made.code, made.title = made.code or "1", made.title or "Untitled"
    made.save()
    before, after, *_ = comes_back(made)
    assert told(after) == told(before)
    for name in ("dates", "legal_refs", "cross_refs"):
        assert after[name] == before[name]


@pytest.mark.skipif(not REAL, reason="the real policies are not beside this clone")
def test_real_policies_come_back_clause_for_clause():
    lost = []
    for number, path in enumerate(REAL):
        made = drafting.start(importing.parse(path), by=None, source_name=path.name, source="")
        made.code, made.title, made.policy = f"9{number}", made.title or "Untitled", None
        made.save()
        before, after, *_ = comes_back(made)
        if told(after) != told(before) or after["dates"] != before["dates"]:
            lost.append(path.name)
    assert lost == []


WORDS = st.text(
    st.sampled_from("abcXYZ 019.,;:()[]|\\/*#-=~^\"'+_–—•§¶ñé\u00a0\u200b\t\n✓"),
    min_size=1,
    max_size=90,
)
SAID = WORDS.filter(str.strip)
NODE = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["heading", "para", "item", "cont", "row"]),
        "depth": st.integers(0, 8),
        "level": st.integers(0, 7),
        "label": st.one_of(st.just(""), st.sampled_from(["1.", "(a)", "•", "*", "[1]", "§ 3"]),
                           WORDS.map(lambda words: words[:60])),
        "text": st.one_of(SAID, st.just("-" * 72), st.just("(cf. 5117 – A)"), st.just(r"\item 0"),
                          st.just("Who  | What |"), st.lists(SAID, min_size=2).map(" | ".join)),
    }
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(nodes=st.lists(NODE, min_size=1, max_size=8), title=SAID)
def test_any_draft_comes_back_whatever_stands_in_it(cast, nodes, title):
    nodes = [{**node, "level": node["level"] * (node["kind"] == "heading")} for node in nodes]
    number = Draft.objects.count() + 1000
    made = draft(f"{number}", " ".join(title.split()), clauses=nodes)
    before, after, *_ = comes_back(made)
    assert told(after) == told(before)
