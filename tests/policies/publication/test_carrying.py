"""What a long draft's clauses were is worked out once, and the kept answer is the same."""

import pytest

from policies.drafts.drafting import blank
from policies.publication import carrying
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def texts(cast):
    words = [f"Clause number {number} says what to do on day {number}." for number in range(240)]
    version = published("1", "Manual", clauses=words)
    changed = ["A new beginning.", *words[:50], *words[52:], "And a new end."]
    nodes = [
        {**blank(number), "kind": "item", "label": f"{number}.", "text": text}
        for number, text in enumerate(changed, start=1)
    ]
    return list(version.clauses.all()), nodes


def test_the_kept_answer_is_the_same(texts, monkeypatch):
    old, nodes = texts
    plain = carrying.link(old, nodes)
    assert carrying.link_again(old, nodes) == plain
    monkeypatch.setattr(carrying, "align", None)
    assert carrying.link_again(old, nodes) == plain


def test_another_text_or_another_decision_is_worked_out_anew(texts):
    old, nodes = texts
    carrying.link_again(old, nodes)
    decided = [{**nodes[5], "was": "new"} if node is nodes[5] else node for node in nodes]
    assert carrying.link_again(old, decided)[0][5].clause is None


def test_while_the_broker_is_away_it_is_worked_out(texts, broker_away):
    old, nodes = texts
    assert carrying.link_again(old, nodes) == carrying.link(old, nodes)
