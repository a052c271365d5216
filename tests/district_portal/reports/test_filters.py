"""What a report is filtered by, sorted by, and which columns it shows: on the page and in files."""

import datetime as dt

import pytest

from district_portal.district.current import school_year, school_year_bounds, today
from district_portal.reports import completion
from district_portal.reports.asking import LATE, Question
from district_portal.reports.columns import BY_KEY, COLUMNS
from district_portal.reports.exporting import export
from district_portal.reports.ordering import SORTED
from policies.acknowledgments import closing, packing
from policies.acknowledgments.models import Assignment
from tests.district_portal.reports.test_exporting import sheet, workbook
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast):
    """Everybody is asked; from Ada down each is due a day earlier; some have answered."""
    version = published("529", "Staff Use of Social Media")
    required(version)
    for number, row in enumerate(Assignment.objects.order_by("person__sort_name")):
        Assignment.objects.filter(pk=row.pk).update(due_on=today() + dt.timedelta(days=3 - number))
    signed(cast.gus, version)
    signed(cast.lou, version, typed_name="L. Berg")
    closing.refuse(
        Assignment.objects.open().get(person=cast.val),
        by=cast.hana,
        witness=cast.otto,
        refused_on=today(),
        statement="Val said no.",
    )
    return version


@pytest.fixture
def hr(cast, client):
    client.force_login(cast.hana)
    return client


def shown(page):
    return [row.person for row in page.context["rows"]]


def late(days):
    rows = Assignment.objects.open().order_by("person__sort_name")
    return [row.person for row in rows if (today() - row.due_on).days >= days]


def test_who_is_late_by_at_least_so_many_days(hr, version):
    assert len(late(1)) > len(late(3)) > 0
    assert shown(hr.get("/reports/", {"status": "late"})) == late(1)
    page = hr.get("/reports/", {"days_late": "3", "policy": "529"})
    assert shown(page) == late(3)
    assert page.context["total"] == len(late(3))
    assert f"{len(late(3))} of them are at least 3 days late." in page.text
    file = sheet(hr.get("/reports/acknowledgments.csv", {"days_late": "3"}).content)
    assert len(file) == len(late(3))
    assert all(int(row["Days late"]) >= 3 for row in file)


def test_kept_counts_and_counted_rows_tell_the_same_of_late_ones(version):
    question = Question(as_of=today(), status=LATE, days_late=2)
    counted = completion.finding(question).rows(LATE)
    assert counted == completion.rows(question).count() == len(late(2))
    with_left = Question(as_of=today(), status=LATE, days_late=2, with_left=True)
    assert completion.finding(with_left).rows(LATE) == counted


def test_what_is_signed_is_not_late(hr, version):
    page = hr.get("/reports/", {"days_late": "3", "status": "signed"})
    assert page.context["filter_form"].errors["days_late"] == [
        "Only what is not signed can be late"
    ]


def test_by_a_part_of_a_name_an_address_or_a_number(hr, version, cast):
    assert shown(hr.get("/reports/", {"words": "cruz"})) == [cast.gus]
    assert shown(hr.get("/reports/", {"words": "gus cruz"})) == [cast.gus]
    assert shown(hr.get("/reports/", {"words": cast.lou.email[:5]})) == [cast.lou]
    assert shown(hr.get("/reports/", {"words": cast.pat.number})) == [cast.pat]
    page = hr.get("/reports/", {"words": "zebra"})
    assert shown(page) == []
    assert "Nobody was asked." in page.text
    one = hr.get("/reports/", {"words": "cruz", "policy": "529"})
    assert "1 of 1 signed." in one.text
    assert len(sheet(hr.get("/reports/acknowledgments.csv", {"words": "cruz"}).content)) == 1


def test_by_the_school_year_in_which_it_was_asked(hr, version):
    everybody = shown(hr.get("/reports/"))
    assert shown(hr.get("/reports/", {"school_year": school_year()})) == everybody
    start, _last = school_year_bounds()
    before = school_year(start.replace(year=start.year - 1))
    assert shown(hr.get("/reports/", {"school_year": before})) == []
    Assignment.objects.update(cycle=before)
    question = Question(as_of=today(), school_year=before, policy=version.policy)
    assert not completion.rows(question).exists(), "the policy was not in force in that year"
    assert shown(hr.get("/reports/", {"school_year": school_year()})) == []


def test_by_the_packet_in_which_policies_are_required(hr, version, cast):
    bags = published("545", "Bags")
    packet = packing.pack("Start of the year", [bags.policy], by=cast.polly, people=[cast.lou])
    everything = hr.get("/reports/")
    assert {row.code for row in everything.context["rows"]} == {"529", "545"}
    page = hr.get("/reports/", {"packet": packet.pk})
    assert [(row.code, row.person) for row in page.context["rows"]] == [("545", cast.lou)]
    assert page.context["total"] == 1
    packing.end(packet, by=cast.polly)
    again = hr.get("/reports/", {"packet": packet.pk})
    assert again.context["filter_form"].is_valid()
    told = sheet(hr.get("/reports/acknowledgments.csv", {"packet": packet.pk}).content)
    assert {row["Policy"] for row in told} <= {"545"}
    wrong = hr.get("/reports/", {"packet": "999999"})
    assert wrong.context["filter_form"].errors["packet"]


@pytest.mark.parametrize("key", [column.key for column in COLUMNS])
def test_sorted_by_any_column(hr, version, key):
    chosen = {"columns": [key], "sort": key}
    upward = hr.get("/reports/", chosen).context["rows"]
    values = [row.shown[key] for row in upward]
    told = [value for value in values if value not in {None, ""}]
    if key == "status":
        assert [value for number, value in enumerate(told) if value not in told[:number]] == [
            "Not signed, late",
            "Not signed",
            "Signed",
            "Refused",
        ]
    elif key not in {"name", "how", "supervisor"}:
        assert told == sorted(told)
    assert values == told + values[len(told) :], "empty ones come last"
    downward = hr.get("/reports/", {**chosen, "sort": f"-{key}"}).context["rows"]
    assert list(downward) == list(upward)[::-1]


def test_every_column_can_be_sorted_by():
    assert set(SORTED) == set(BY_KEY)


def test_the_columns_that_were_chosen_are_shown_and_exported(hr, version, cast):
    asked = {"columns": ["number", "receipt", "position"], "policy": "529", "status": "signed"}
    page = hr.get("/reports/", asked)
    headings = [str(column.heading) for column in page.context["columns"]]
    assert headings == ["Name", "Employee number", "Position", "Receipt"]
    assert page.text.count('name="columns" value="receipt"') >= 1
    assert '<input type="hidden" name="status" value="signed">' in page.text
    [row, *_] = sheet(hr.get("/reports/acknowledgments.csv", asked).content)
    assert list(row) == ["Employee number", "Position", "Receipt"]
    book = workbook(hr.get("/reports/acknowledgments.xlsx", asked).content)
    assert [cell.value for cell in book["Acknowledgments"][1]] == list(row)
    told = [line[0] for line in book["About this report"].values]
    assert "Receipt" in told
    assert "Witness" not in told


def test_all_columns_in_a_file_unless_some_are_chosen(version):
    content = export(Question(as_of=today()), file_format="csv", by=None)
    assert list(sheet(content)[0]) == [str(column.heading) for column in COLUMNS]


def test_filters_commute(version, cast):
    """Each filter alone, met with the others, is all of them together."""
    alone = [
        {"place": cast.northside},
        {"words": "n"},
        {"status": "open"},
        {"kind": "employee"},
        {"supervisor": cast.pat},
    ]
    found = [
        set(completion.rows(Question(as_of=today(), **each)).values_list("pk", flat=True))
        for each in alone
    ]
    together = {name: value for each in alone for name, value in each.items()}
    rows = completion.rows(Question(as_of=today(), **together)).values_list("pk", flat=True)
    assert set(rows) == set.intersection(*found)
