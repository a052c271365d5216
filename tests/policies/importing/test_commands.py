import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.policies.importing.reading import TEXTS


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_parse_only_prints_an_object_a_file_and_asks_no_database():
    path = TEXTS / "code_number.txt"
    [found] = json.loads(run("import_policies", str(path), "--parse-only"))
    assert list(found) == [
        *("file", "title", "code", "kind", "dates", "legal_refs", "cross_refs"),
        *("inline_cross_refs", "nodes", "meta", "dropped", "doubts"),
    ]
    assert found["file"] == "code_number.txt"
    assert found["nodes"][1] == {
        "depth": 0,
        "kind": "item",
        "label": "1.",
        "text": "Keep their own accounts apart from those of the school;",
    }
    assert found["dates"][0] == {"type": "adopted", "iso": "2010-07-12", "printed": "July 12, 2010"}


def test_a_folder_is_read_file_by_file_into_the_json_file(tmp_path):
    target = tmp_path / "found.json"
    assert run("import_policies", str(TEXTS), "--parse-only", "--json", str(target)) == ""
    assert len(json.loads(target.read_text())) == len(list(TEXTS.iterdir()))


def test_a_text_named_after_json_is_read_and_not_written_over(tmp_path):
    path = tmp_path / "policy.txt"
    path.write_text("440 Staff Conduct\n\nBe kind to all who come.\n")
    [found] = json.loads(run("import_policies", "--parse-only", "--json", str(path)))
    assert found["code"] == "440"
    assert path.read_text().startswith("440")


def test_what_cannot_be_read_is_named_after_the_rest_was_printed(tmp_path):
    (tmp_path / "broken.txt").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "policy.txt").write_text("440 Staff Conduct\n\nBe kind to all who come.\n")
    out = StringIO()
    with pytest.raises(CommandError, match=r"broken\.txt"):
        call_command("import_policies", str(tmp_path), "--parse-only", stdout=out)
    assert [found["code"] for found in json.loads(out.getvalue())] == ["440"]


def test_compare_texts_prints_pairs_with_hunks(tmp_path):
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(
        "440 Conduct\n\nStaff shall know:\n\n"
        "1. Come within six weeks of the call.\n2. Bring a pen.\n"
    )
    new.write_text(
        "440 Conduct\n\nStaff shall know:\n\n1. Keep the door of the room shut.\n"
        "2. Come within 25 school days of the call.\n3. Bring a pen.\n"
    )
    found = json.loads(run("compare_texts", str(old), str(new)))
    assert list(found) == ["pairs", "added", "removed"]
    assert found["added"] == ["Keep the door of the room shut."]
    assert found["removed"] == []
    changed = found["pairs"][1]
    assert (changed["old_label"], changed["new_label"]) == ("1.", "2.")
    assert changed["kinds"] == ["changed", "renumbered"]
    assert changed["hunks"] == [
        ["=", "Come within "],
        ["-", "six weeks"],
        ["+", "25 school days"],
        ["=", " of the call."],
    ]


def test_compare_texts_says_which_file_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match=r"gone\.txt"):
        run("compare_texts", str(tmp_path / "gone.txt"), str(tmp_path / "gone.txt"))
