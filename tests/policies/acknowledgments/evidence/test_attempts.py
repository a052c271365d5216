"""What was answered to check questions is in a bundle, and nobody can alter or leave it out."""

from __future__ import annotations

import json

import pytest

from policies.acknowledgments.evidence import verify
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.factories.questions import answered, questioned
from tests.policies.acknowledgments.evidence.conftest import packed, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(cast, make):
    """A bundle: Lou was wrong twice, then read the clause; Gus was right at once; both signed."""
    version = published("529", "Staff Use of Social Media")
    required(version)
    question = questioned(version)
    answered(cast.lou, question, 1, 2, None)
    answered(cast.gus, question, 0)
    for person in (cast.lou, cast.gus):
        signed(person, version)
    return make(policy=version.policy)[1]


def rows(files) -> list[dict]:
    return [json.loads(line) for line in files["attempts.jsonl"].splitlines()]


def misfit(files, tmp_path) -> str:
    with pytest.raises(verify.MisfitError) as found:
        verify.check(packed(sealed(files), tmp_path / "forged.zip"))
    return str(found.value)


def test_each_attempt_is_told_word_for_word(files, tmp_path):
    told = [(row["person"]["name"], row["answer_in_words"], row["is_right"]) for row in rows(files)]
    assert told == [
        ("Lou Berg", "Post at once", False),
        ("Lou Berg", "Wait a week", False),
        ("Lou Berg", "", False),
        ("Gus de la Cruz", "Ask first", True),
    ]
    first = rows(files)[0]
    assert first["question_in_words"] == "What comes first?"
    assert first["clause_in_words"] == "Ask first."
    page = files["index.html"].decode()
    assert "Read the clause and went on" in page
    assert "attempts.jsonl" in files["README.txt"].decode()
    whole = verify.check(packed(files, tmp_path / "whole.zip"))
    assert whole.counts["attempts"] == 4


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"answer": 0}, "answer is not what the audit trail says"),
        ({"answer_in_words": "Ask first"}, "its words are not those of the answer"),
        ({"is_right": True}, "its words are not those of the answer"),
        ({"right": 1}, "right is not what the audit trail says"),
        ({"question": 0}, "question is not what the audit trail says"),
    ],
)
def test_an_altered_attempt_is_found(files, tmp_path, change, words):
    first, *rest = rows(files)
    lines = [json.dumps(row) + "\n" for row in [{**first, **change}, *rest]]
    assert words in misfit({**files, "attempts.jsonl": "".join(lines).encode()}, tmp_path)


def test_an_attempt_that_was_left_out_is_found(files, tmp_path):
    kept = b"".join(files["attempts.jsonl"].splitlines(keepends=True)[1:])
    assert "tells of more attempts" in misfit({**files, "attempts.jsonl": kept}, tmp_path)
    without = {name: content for name, content in files.items() if name != "attempts.jsonl"}
    assert "attempts.jsonl" in misfit(without, tmp_path)
