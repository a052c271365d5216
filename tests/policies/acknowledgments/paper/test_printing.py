"""Sheets and lists: whom they are for, the codes, and that one can read them."""

from __future__ import annotations

import pypdfium2
import pytest

from district_portal import audit
from policies.acknowledgments.models import Sheet
from policies.acknowledgments.paper import coding, printing
from tests.factories.acknowledgments import required, signed
from tests.policies.acknowledgments.paper.conftest import printed

pytestmark = pytest.mark.django_db


def words(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def rows_of(requirement, *, by):
    return list(printing.asked(requirement, by=by))


def test_only_those_who_have_not_signed_get_a_sheet(cast, requirement, version):
    signed(cast.gus, version)
    people = [row.person for row in rows_of(requirement, by=cast.hana)]
    assert set(people) == {cast.lou, cast.val, cast.hana}


def test_a_building_with_those_below_it_or_named_people_are_chosen(cast, requirement):
    chosen = printing.asked(requirement, by=cast.hana, place=cast.transportation)
    assert [row.person for row in chosen] == [cast.gus]
    chosen = printing.asked(requirement, by=cast.hana, people=[cast.lou])
    assert [row.person for row in chosen] == [cast.lou]


def test_each_building_is_a_file_and_a_large_one_several(cast, requirement, monkeypatch):
    rows = rows_of(requirement, by=cast.hana)
    files = dict(printing.in_files(rows))
    assert {row.person for row in files["Northside School"]} == {cast.lou, cast.val}
    monkeypatch.setattr(printing, "AT_ONCE", 1)
    assert "Northside School, 2 to 2" in dict(printing.in_files(rows))


def test_printed_again_a_sheet_has_the_same_code(cast, requirement):
    first = printed(requirement, cast.lou, by=cast.hana)[0]
    again = printed(requirement, cast.lou, cast.gus, by=cast.ada)
    assert again[0] == first
    assert Sheet.objects.count() == 2
    assert coding.read(first.code) == first.code
    acts = audit.events(act="acknowledgments.sheets_printed").order_by("pk")
    assert [act.after for act in acts] == [{"sheets": 1, "new": 1}, {"sheets": 2, "new": 1}]


def test_nobody_gets_a_code_who_is_not_asked_or_not_seen(cast, requirement, version):
    signed(cast.gus, version)
    ids = [version.assignments.get(person=cast.gus).pk]
    with pytest.raises(printing.NobodyError):
        printing.give_codes(requirement, ids, by=cast.hana)
    other = version.assignments.get(person=cast.lou).pk
    with pytest.raises(printing.NobodyError):
        printing.give_codes(requirement, [other], by=cast.pat)


def test_a_sheet_names_person_policy_statement_and_code(cast, requirement):
    lou, gus = printed(requirement, cast.lou, cast.gus, by=cast.hana)
    rows = [row for row in rows_of(requirement, by=cast.hana) if row.person in (cast.lou, cast.gus)]
    pages = words(printing.sheets_pdf(rows, as_list=False))
    assert len(pages) == 2
    [page] = [page for page in pages if "Lou Berg" in page]
    for said in (
        "Staff Use of Social Media",
        "Policy 529, version 1",
        "have read policy 529",
        str(lou),
        "Signature",
        "Date",
    ):
        assert said in " ".join(page.split())
    assert str(gus) not in page


def test_a_list_has_a_line_for_each_person(cast, requirement, version):
    sheets = printed(requirement, cast.lou, cast.val, by=cast.hana)
    rows = [row for row in rows_of(requirement, by=cast.hana) if row.person in (cast.lou, cast.val)]
    [page] = words(printing.sheets_pdf(rows, as_list=True))
    for sheet in sheets:
        assert sheet.assignment.person.full_name in page
        assert sheet.code[:5] in page
        assert sheet.code[5:] in page


def test_one_more_person_costs_no_more_queries(cast, version, django_assert_num_queries):
    few = required(version, people=[cast.lou])
    many = required(version, people=[cast.lou, cast.gus, cast.val])
    cast.hana.standing  # noqa: B018 – read once
    for requirement in (few, many):
        with django_assert_num_queries(2):
            rows = rows_of(requirement, by=cast.hana)
            assert all(f"{row.person} {row.version.policy} {row.building}" for row in rows)
