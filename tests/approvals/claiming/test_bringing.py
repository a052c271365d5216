"""A spreadsheet of accounts that exist is read, looked at, and taken in: all of it, or nothing."""

from __future__ import annotations

import io

import openpyxl
import pytest

from accounts.models import Person
from accounts.roster.reading.table import UnreadableSheetError
from approvals.claiming import bringing, reading
from approvals.claiming.models import Act, ExistingAccount, Sheet
from approvals.registry.models import Account
from district_portal import audit
from district_portal.district.current import today
from tests.factories import approvals as requests
from tests.factories import existing as factory
from tests.factories import impostors
from tests.factories.existing import BOOSTERS, CHOIR


def line_of(sheet, row=2):
    return next(line for line in factory.compared(sheet).lines if line.row == row)


def test_each_account_that_is_new_is_listed_once_and_nothing_is_active(cast):
    sheet = factory.brought(CHOIR, BOOSTERS, by=cast.tom)
    assert not ExistingAccount.objects.exists()
    assert factory.taken(sheet, by=cast.tom).added == 2
    boosters, choir = ExistingAccount.objects.order_by("name")
    assert (choir.state, choir.person, choir.place) == ("asked", cast.lou, cast.northside)
    assert (choir.address_key, choir.handle) == ("instagram.com/northsidechoir", "NorthsideChoir")
    assert (choir.since.isoformat(), choir.asked_on) == ("2021-08-30", today())
    assert (boosters.state, boosters.person) == ("not_official", None)
    assert boosters.run_by == "Northside Boosters Inc."
    assert Act.objects.filter(what="listed", by=cast.tom).count() == 2
    assert not Account.objects.exists()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.lines, sheet.rows) == ("taken", [], 2)


def test_the_same_file_twice_adds_nothing(cast):
    first = factory.brought(CHOIR, by=cast.tom)
    assert factory.brought(CHOIR, by=cast.ada) == first
    factory.taken(first, by=cast.tom)
    again = factory.brought(CHOIR, by=cast.tom)
    assert again != first
    assert line_of(again).verdict == "listed"
    assert factory.taken(again, by=cast.tom).added == 0
    assert ExistingAccount.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["@NorthsideChoir", "northsidechoir", "https://www.instagram.com/NorthsideChoir/?igsh=1"],
)
def test_every_spelling_of_an_address_is_one_account(cast, address):
    factory.listed(by=cast.tom)
    sheet = factory.brought(f"Instagram,{address},Choir,lou@marlow.example\n", by=cast.tom)
    assert line_of(sheet).verdict == "listed"


def test_a_link_says_its_platform_and_a_handle_needs_one(cast):
    sheet = factory.brought(
        ",https://www.youtube.com/@northsidechoir,Choir,lou@marlow.example\n",
        ",choir.example.org/news,Choir news,lou@marlow.example\n",
        ",@choir,Choir,lou@marlow.example\n",
        by=cast.tom,
    )
    youtube, site, handle = factory.compared(sheet).lines
    assert youtube.facts["platform"].slug == "youtube"
    assert site.facts["address_key"] == "choir.example.org/news"
    assert handle.verdict == "faulty"
    assert "say on which platform" in handle.words[0]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Instagram,@no spaces here,Choir\n", "no space"),
        ("Instagram,,Choir\n", "Address"),
        ("Instagram,@choir,\n", "Name"),
        (f"Instagram,@choir,{'x' * 121}\n", "Name"),
        ("Instagram,https://x.com/choir,Choir\n", "leads to x.com"),
    ],
)
def test_a_row_that_cannot_be_read_stops_the_whole_sheet(cast, line, words):
    sheet = factory.brought(CHOIR, line, by=cast.tom)
    found = line_of(sheet, 3)
    assert found.verdict == "faulty"
    assert words in " ".join(found.words)
    with pytest.raises(bringing.ChangedError):
        factory.taken(sheet, by=cast.tom)
    assert not ExistingAccount.objects.exists()


def test_what_is_in_the_registry_is_left_out(cast):
    requests.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )
    sheet = factory.brought("Instagram,@northsideband,Band,lou@marlow.example\n", by=cast.tom)
    found = line_of(sheet)
    assert found.verdict == "registered"
    assert found.words == ["It is “Northside Band” in the registry."]
    assert factory.taken(sheet, by=cast.tom).added == 0


def test_what_is_in_doubt_says_why(cast):
    requests.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )
    requests.sent(cast.lou, manager=cast.hana, place=cast.northside, handle="@asked", name="Asked")
    impostors.warned_of("https://www.instagram.com/northslde.choir", by=cast.tom)
    sheet = factory.brought(
        "Instagram,@northslde.band,Band,lou@marlow.example\n",
        "Instagram,@asked,Asked,lou@marlow.example\n",
        "Instagram,@nobody,Nobody,nobody@marlow.example\n",
        "Instagram,@unnamed,Unnamed\n",
        "Instagram,@leave,On leave,mia@marlow.example\n",
        "Instagram,@left,Left,lena@marlow.example\n",
        "Instagram,@where,Where,lou@marlow.example,Southside\n",
        "Instagram,@when,When,lou@marlow.example,,,,some day\n",
        "Instagram,@northslde.choir,Fake,lou@marlow.example\n",
        by=cast.tom,
    )
    lines = factory.compared(sheet).lines
    assert {line.verdict for line in lines} == {"doubtful"}
    said = [" ".join(line.words) for line in lines]
    words = [
        "looks like “Northside Band”",
        "asks for it already",
        "Nobody who works here has the e-mail nobody@marlow.example",
        "somebody has to be named",
        "on leave",
        "Nobody who works here",
        "No school or department is called “Southside”",
        "is not a date",
        "poses as the district",
    ]
    assert [part in text for part, text in zip(words, said, strict=True)] == [True] * len(words)
    assert factory.taken(sheet, by=cast.tom, doubtful=False).added == 0


def test_what_is_in_doubt_is_listed_where_it_is_wanted_and_nobody_is_asked_who_is_not_there(cast):
    sheet = factory.brought("Instagram,@nobody,Nobody,mia@marlow.example\n", by=cast.tom)
    factory.taken(sheet, by=cast.tom)
    found = ExistingAccount.objects.get()
    assert (found.state, found.person, found.asked_on) == ("back", None, None)


def test_of_two_rows_for_one_address_the_first_counts(cast):
    second = "Instagram,instagram.com/northsidechoir,Choir again,val@marlow.example\n"
    sheet = factory.brought(CHOIR, second, by=cast.tom)
    assert "Row 2 has the same address" in line_of(sheet, 3).words[0]
    factory.taken(sheet, by=cast.tom)
    assert ExistingAccount.objects.get().person == cast.lou


def test_of_two_rows_for_one_address_the_one_with_somebody_counts(cast):
    nobody = "Instagram,@northsidechoir,Choir,,,,,,\n"
    sheet = factory.brought(nobody, CHOIR, by=cast.tom)
    assert "Row 3 has the same address and counts" in " ".join(line_of(sheet, 2).words)
    assert line_of(sheet, 3).verdict == "new"
    assert factory.taken(sheet, by=cast.tom, doubtful=False).added == 1
    assert ExistingAccount.objects.get().person == cast.lou


def test_a_row_with_faults_says_all_that_is_to_be_said_of_it(cast):
    sheet = factory.brought(
        "Instagram,@no spaces,Choir,nobody@marlow.example,Southside,,,some day\n", by=cast.tom
    )
    said = " ".join(line_of(sheet).words)
    for words in ("no space", "is not a date", "Nobody who works here", "“Southside”"):
        assert words in said
    assert line_of(sheet).verdict == "faulty"


@pytest.mark.parametrize("name", ["Lou Berg", "Berg, Lou", "lou berg"])
def test_a_full_name_is_taken_for_who_has_it_but_looked_at(cast, name):
    sheet = factory.brought(f'Instagram,@choir,Choir,"{name}"\n', by=cast.tom)
    found = line_of(sheet)
    assert (found.verdict, found.facts["person"]) == ("doubtful", cast.lou)
    assert found.words == [
        f"“{name}” is no e-mail address. On the roster it is the name of {cast.lou.email}."
    ]


def test_a_name_that_nobody_has_or_several_is_told_as_a_name(cast):
    Person.objects.enter(given_name="Lou", family_name="Berg", email="lou2@marlow.example")
    sheet = factory.brought("Instagram,@a,A,Zed Zebra\n", "Instagram,@b,B,Lou Berg\n", by=cast.tom)
    unknown, several = (line_of(sheet, row) for row in (2, 3))
    assert "neither an e-mail address nor a name on the roster" in unknown.words[0]
    assert "Several people are called “Lou Berg”" in several.words[0]
    assert (unknown.facts["person"], several.facts["person"]) == (None, None)


def test_a_school_that_is_nearly_called_so_is_suggested(cast):
    line = "Instagram,@choir,Choir,lou@marlow.example,Northside Schol\n"
    sheet = factory.brought(line, by=cast.tom)
    assert f"Did you mean “{cast.northside}”?" in line_of(sheet).words[0]


def test_the_rows_that_are_left_out_are_kept_with_why(cast):
    sheet = factory.brought(CHOIR, "Instagram,@nobody,Nobody,no@marlow.example\n", by=cast.tom)
    factory.taken(sheet, by=cast.tom, doubtful=False)
    sheet.refresh_from_db()
    (row,) = sheet.set_aside
    assert (row["row"], row["name"], row["where"], row["verdict"]) == (
        3, "Nobody", "instagram.com/nobody", "doubtful",
    )  # fmt: skip
    assert "no@marlow.example" in row["words"][0]


def test_what_changed_since_it_was_shown_is_shown_again(cast):
    sheet = factory.brought(CHOIR, by=cast.tom)
    seen = factory.compared(sheet).fingerprint
    Person.objects.filter(pk=cast.lou.pk).update(is_active=False)
    with pytest.raises(bringing.ChangedError):
        bringing.take_in(sheet, seen=seen, doubtful=True, by=cast.tom)
    assert not ExistingAccount.objects.exists()


def test_a_sheet_has_its_turn_once(cast):
    sheet = factory.brought(CHOIR, by=cast.tom)
    bringing.discard(sheet, by=cast.ada)
    with pytest.raises(bringing.EndedError):
        factory.taken(sheet, by=cast.tom)
    with pytest.raises(bringing.EndedError):
        bringing.discard(sheet, by=cast.tom)
    assert Sheet.objects.get().lines == []
    assert [event.act for event in audit.events() if event.act.startswith("existing")] == [
        "existing_sheets.discarded",
        "existing_sheets.brought",
    ]


def test_excel_is_read_as_well(cast):
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Link", "Account name", "Owner e-mail", "Colour", "Created on"])
    page.append(["https://x.com/choir", "Choir", "LOU@marlow.example", "red", "8/30/2021"])
    out = io.BytesIO()
    book.save(out)
    found = reading.read(out.getvalue())
    assert found.left_out == ["Colour"]
    sheet = bringing.bring(found, name="a.xlsx", content=out.getvalue(), by=cast.tom)
    factory.taken(sheet, by=cast.tom)
    account = ExistingAccount.objects.get()
    assert (account.person, account.since.year, account.platform.slug) == (cast.lou, 2021, "x")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing in this file"),
        (b"Address,Name\n", "no account below"),
        (b"Platform,Name\nInstagram,Choir\n", "“Address” is missing"),
        (b"%PDF-1.7", "PDF"),
        (b"Address,Name\n" + b"@x,Y\n" * 2001, "more than 2000"),
    ],
)
def test_a_file_that_is_none_says_so(content, words):
    with pytest.raises(UnreadableSheetError) as refused:
        reading.read(content)
    assert words in str(refused.value)


def test_who_runs_it_in_signs_that_nobody_sees_is_nobody(cast):
    line = "Facebook,facebook.com/friends,Friends,,,,,,\u200b\u2060\n"
    [compared] = factory.compared(factory.brought(line, by=cast.tom)).lines
    assert compared.facts["run_by"] == ""
