"""Ten versions of random edits: each clause keeps its key, and each address answers for ever."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from django.urls import reverse

from benchmarks import texts
from benchmarks.edits import edit
from policies.aligning.align import is_whole
from policies.models import Version
from policies.redlining.tracing import trace
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
VERSIONS = 10
SEEDS = [1, 2]


@dataclass
class History:
    """What was published, and who each clause is in truth: its identity, by its order."""

    versions: list[Version] = field(default_factory=list)
    identities: list[list[int]] = field(default_factory=list)
    into: dict[int, int] = field(default_factory=dict)
    out_of: dict[int, int] = field(default_factory=dict)

    def publish(self, identities, nodes):
        version = published("529", "Networks", clauses=nodes)
        self.versions.append(version)
        self.identities.append(list(identities))

    def key_of(self, at):
        """Identity → key in one version."""
        keys = [clause.key for clause in self.versions[at].clauses.all()]
        return dict(zip(self.identities[at], keys, strict=True))


def by_words(seed: int) -> History:
    """Whole new texts, as files bring them: who is who follows from the words alone."""
    chance = random.Random(seed)  # noqa: S311 – histories, not secrets
    words = texts.vocabulary(chance)
    clauses = texts.invented(chance, words, 36)
    history = History()
    for _ in range(VERSIONS):
        nodes = [
            {"kind": each.kind, "level": 1, "label": each.label, "text": each.text}
            for each in clauses
        ]
        history.publish([each.identity for each in clauses], nodes)
        act = chance.choice(["changed", "moves", "added", "removed", "splits", "merges"])
        amount = 0.08 if act == "changed" else chance.randint(1, 2)
        edited = edit(clauses, chance, words=words, **{act: amount})
        _number_anew(edited, history)
        history.into |= edited.merged
        history.out_of |= edited.split
        clauses = edited.new
    return history


def _number_anew(edited, history):
    """New clauses get identities that no version has had."""
    known = {identity for version in history.identities for identity in version}
    fresh = max(known) + 1
    for clause in edited.new:
        if clause.identity in known and clause.identity not in history.identities[-1]:
            edited.split = {
                fresh if part == clause.identity else part: whole
                for part, whole in edited.split.items()
            }
            clause.identity = fresh
        fresh = max(fresh, clause.identity) + 1


def by_hand(seed: int) -> History:
    """Drafts edited in the portal, which knows what each clause was, whatever its words say."""
    chance = random.Random(seed)  # noqa: S311 – histories, not secrets
    words = texts.vocabulary(chance)
    history = History()
    nodes = [_node(identity, chance, words) for identity in range(14)]
    fresh = len(nodes)
    for _ in range(VERSIONS):
        identities = [node["who"] for node in nodes]
        history.publish(identities, [{**node} for node in nodes])
        keys = history.key_of(-1)
        nodes = [
            {**node, "was": keys[node["who"]], "merged": [], "split_from": ""} for node in nodes
        ]
        for _ in range(chance.randint(1, 5)):
            fresh = _edit_one(nodes, chance, words, fresh, keys, history)
    return history


def _node(identity, chance, words):
    text = " ".join(chance.choices(words, k=chance.randint(4, 30)))
    return {"who": identity, "kind": "item", "label": "•", "text": text, "was": "new"}


def _edit_one(nodes, chance, words, fresh, keys, history):
    at = chance.randrange(len(nodes) - 1)
    node, after = nodes[at], nodes[at + 1]
    is_old = {each["who"] for each in (node, after)} <= keys.keys()
    match chance.choice(["rewrite", "add", "drop", "move", "join", "split"]):
        case "rewrite":
            node["text"] = _node(0, chance, words)["text"]
        case "add":
            nodes.insert(at, _node(fresh, chance, words))
            return fresh + 1
        case "drop" if len(nodes) > 4:
            nodes.pop(at)
        case "move":
            nodes.insert(chance.randrange(len(nodes)), nodes.pop(at))
        case "join" if is_old and not after["merged"]:
            nodes.pop(at + 1)
            node["text"] += " " + after["text"]
            node["merged"].append(keys[after["who"]])
            history.into[after["who"]] = node["who"]
        case "split" if node["who"] in keys:
            part = {**_node(fresh, chance, words), "was": "", "split_from": keys[node["who"]]}
            nodes.insert(at + 1, part)
            history.out_of[fresh] = node["who"]
            return fresh + 1
    return fresh


@pytest.fixture(
    params=[(way, seed) for way in (by_words, by_hand) for seed in SEEDS],
    ids=lambda way: f"{way[0].__name__}-{way[1]}",
)
def history(request):
    way, seed = request.param
    return way(seed)


def test_a_history_of_ten_versions(history, client, cast):
    no_key_is_used_for_two_clauses_and_none_is_lost(history)
    composed_it_is_what_happened(history)
    every_address_answers(history, client, cast)


def no_key_is_used_for_two_clauses_and_none_is_lost(history):
    keys, owners = {}, {}
    for at in range(VERSIONS):
        for identity, key in history.key_of(at).items():
            assert keys.setdefault(identity, key) == key, "a clause lost its key"
            assert owners.setdefault(key, identity) == identity, "a key went to another clause"


def composed_it_is_what_happened(history):
    for first, last in [(0, VERSIONS - 1), (3, 8), *pairwise(range(VERSIONS))]:
        alignment = trace(history.versions[first], history.versions[last])
        olds, news = history.identities[first], history.identities[last]
        whole = {pair.old: pair.new for pair in alignment.pairs if is_whole(pair)}
        related = {(pair.old, pair.new) for pair in alignment.pairs}
        assert len(set(whole.values())) == len(whole)
        for old, identity in enumerate(olds):
            lives_in = _follow(identity, history.into, news)
            if lives_in is not None:
                assert (old, news.index(lives_in)) in related
            is_told = old in alignment.removed or any(old == pair.old for pair in alignment.pairs)
            assert is_told, "a clause is lost"
        for new, identity in enumerate(news):
            if identity in olds:
                assert whole[olds.index(identity)] == new
            came_from = _follow(identity, history.out_of, olds)
            if came_from is not None:
                assert (olds.index(came_from), new) in related
            assert (new in alignment.added) != any(new == pair.new for pair in alignment.pairs)


def _follow(identity, steps, known):
    while identity not in known:
        if identity not in steps:
            return None
        identity = steps[identity]
    return identity


def every_address_answers(history, client, cast):
    client.force_login(cast.lou)
    last = history.key_of(-1)
    seen = {}
    for at, version in enumerate(history.versions):
        for clause in version.clauses.all():
            seen[clause.key] = version
            assert version.clauses.get(path=clause.path).key == clause.key
        assert [clause.text for clause in version.clauses.all()] == [
            line.split("\t")[3] for line in version.canonical_text.splitlines()
        ], f"version {at + 1} is not what it was"
    for key in seen:
        answer = client.get(reverse("policies:clause", args=["529", key]))
        if key in last.values():
            place = history.versions[-1].clauses.get(key=key).path
            assert answer.url == f"/policies/529/#c{place}"
        else:
            assert answer.status_code in (200, 302)
