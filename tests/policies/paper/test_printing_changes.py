"""The redline as an accessible PDF."""

import pypdfium2
import pytest

from policies.paper import printing_changes, typesetting
from tests.factories.policies import published
from tests.policies.paper.test_printing import words

pytestmark = pytest.mark.django_db
KIND = "Be kind to all who come to the school, whoever they are."
MAIL = "Write to students only by district e-mail and copy a parent every single time."
FILL = [f"Rule number {n} of the house speaks of room {n} and of nothing else." for n in range(5)]


@pytest.fixture
def two(monkeypatch, cast):
    monkeypatch.setattr(typesetting.stored, "get", lambda _key: None)
    old = published("529", "Networks", clauses=[KIND, MAIL, *FILL])
    changed = MAIL.replace("every single time", "always")
    return old, published("529", "Staff Networks", clauses=[changed, *FILL, KIND], summary="Less.")


def test_changes_come_first_and_added_and_removed_words_are_said(two):
    said = words(printing_changes.changes_pdf(*two))
    in_order = [
        "What changed from version 1 to version 2 Staff Networks",
        "6 of 7 clauses are the same word for word.",
        "Clause 1 (was 2): changed. Removed “every single time”. Added “always”.",
        "Clause 7 (was 1): moved.",
        "Title: [added: Staff ]",
        "In the text",
        "[Clause 1 stood here. It is now clause 7.]",
        "[removed: every single time ]",
        "[added: always ]",
        "[5 unchanged clauses]",
        "Moved, same words: from clause 1",
        KIND,
        "In the words of the district",
    ]
    places = [said.find(each) for each in in_order]
    assert -1 not in places, (in_order[places.index(-1)], said)
    assert places == sorted(places)


def test_the_whole_text_is_printed_on_request(two):
    said = words(printing_changes.changes_pdf(*two, folds=False))
    assert FILL[3] in said
    assert "unchanged clauses" not in said


def test_the_file_is_named_after_both_versions(two, client, cast):
    client.force_login(cast.lou)
    answer = client.get("/policies/529/v1/changes/v2/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="529-v1-to-v2.pdf"' in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF")
    assert client.get("/policies/529/v1/changes/v1/pdf/").status_code == 302
    assert client.get("/policies/529/v9/changes/v1/pdf/").status_code == 404


def test_what_is_only_heard_leaves_no_gap_before_an_added_comma(two, cast):
    _old, new = two
    changed = [clause.text for clause in new.clauses.all()]
    changed[0] = changed[0].replace("e-mail and", "e-mail, and not otherwise, and")
    newer = published("529", "Staff Networks", clauses=changed)
    document = pypdfium2.PdfDocument(printing_changes.changes_pdf(new, newer, folds=False))
    page = next(page for page in document if "[added:" in page.get_textpage().get_text_range())
    text = page.get_textpage()
    said = text.get_text_range()
    comma = said.index(", and not otherwise", said.index("In the text"))
    letter = said.rindex("mail", 0, comma) + len("mail") - 1
    assert text.get_charbox(comma)[0] - text.get_charbox(letter)[2] < 2, "points"
    document.close()
