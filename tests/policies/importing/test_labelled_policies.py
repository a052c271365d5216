"""Real policies beside the clone, read as a person read them: the labels hold hashes, no words."""

import importlib.util
import json
from pathlib import Path

import pytest

from policies.importing import parse
from tests.policies.importing import scoring
from tests.shared import SHARED

POLICIES = SHARED / "policies"
OURS = sorted((Path(__file__).parent / "labels").glob("*.json"))
THEIRS = sorted(POLICIES.glob("expected/*.json"))
IN_THE_WAY = {
    # Two paragraphs end in full lines; only the PDF, labelled too, still shows the white below.
    "westada-pdf-1201-AR2-grievance.txt": {"whole": (0.941, 0.95)},
}

pytestmark = pytest.mark.skipif(not THEIRS, reason="the real policies are not beside this clone")


def label_of(path: Path) -> dict:
    return json.loads(path.read_text())


def in_hashes(expected: dict) -> dict:
    """A label written in words, as ours are written."""
    nodes = []
    for node in expected["nodes"]:
        first, last = scoring.letters(node["starts"])[:24], scoring.letters(node["ends"][-16:])
        nodes.append(
            {
                "kind": node["kind"],
                "depth": node["depth"],
                "label": node["label"],
                "start": [len(first), scoring.hashed(first)],
                "end": [len(last), scoring.hashed(last)],
            }
        )
    return {
        **expected,
        "title": scoring.key(expected["title"]),
        "legal_refs": [scoring.key(each["text"]) for each in expected["legal_refs"]],
        "nodes": nodes,
    }


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_a_policy_is_read_as_a_person_read_it(path):
    label = label_of(path)
    figures = scoring.score(parse(POLICIES / label["file"]).as_json(), label)
    assert scoring.missed(figures) == IN_THE_WAY.get(label["file"], {})


@pytest.mark.parametrize("path", THEIRS, ids=lambda path: path.stem)
def test_our_measures_are_those_of_the_labels_in_words(path):
    expected = label_of(path)
    parsed = parse(POLICIES / expected["file"]).as_json()
    spec = importlib.util.spec_from_file_location("score", POLICIES / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    theirs = module.score(parsed, expected)
    ours = scoring.score(parsed, in_hashes(expected))
    assert ours == {name: theirs[name] for name in ours}
    assert scoring.missed(ours) == {}


def test_what_is_misread_costs():
    label = label_of(OURS[0])
    parsed = parse(POLICIES / label["file"]).as_json()
    parsed["nodes"] = parsed["nodes"][::2]
    assert {"boundaryF1", "whole"} <= scoring.missed(scoring.score(parsed, label)).keys()


def test_labels_hold_no_words():
    for path in OURS:
        for node in label_of(path)["nodes"]:
            assert set(node) == {"kind", "depth", "label", "start", "end"}
            assert len(node["label"]) <= 8
