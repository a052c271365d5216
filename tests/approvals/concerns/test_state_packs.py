import datetime as dt
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from approvals.concerns.packs import reckoning
from approvals.concerns.packs.reading import PackError, Until, read
from district_portal.district.models import District
from district_portal.schooldays.models import Closure

SAMPLE = files("approvals.concerns.packs").joinpath("sample.toml").read_text(encoding="utf-8")


def _read(text, name="ex.toml"):
    return read(text.encode(), name=name)


def _refused(old, new):
    assert SAMPLE.count(old) >= 1, old
    with pytest.raises(PackError) as refused:
        _read(SAMPLE.replace(old, new, 1))
    return str(refused.value)


def test_the_sample_says_that_it_is_made_up_and_has_each_way_to_count():
    pack = _read(SAMPLE)
    assert pack.fictional
    assert pack.checked_on == dt.date(2026, 8, 3)
    assert [duty.until for duty in pack.duties] == [Until(), Until(hours=24), Until(school_days=2)]
    assert pack.duties[0].met_by == ("parents",)
    assert "24 hours" in pack.reporters


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('place = "State of Example"\n', "", "ex.toml, pack, place: it is missing"),
        ("fictional = true", 'fictional = "yes"', "ex.toml, pack, fictional: write true or false"),
        ("2026-08-03", '"2026-08-03"', "ex.toml, pack, checked_on: write a day such as"),
        ("2026-08-03", "2026-08-03T10:00:00", "ex.toml, pack, checked_on: write a day such as"),
        ("2026-08-03", "2999-08-03", "ex.toml, pack, checked_on: it has to be a day that has"),
        ("[pack]", "[packs]", "ex.toml, packs: no such field; there are pack, duty"),
        ("until =", "untill =", "ex.toml, duty tell_parents, untill: no such field"),
        ('"end of the day"', '"soon"', "ex.toml, duty tell_parents, until: write “24 hours”"),
        ('"24 hours"', '"0 hours"', "ex.toml, duty report_to_county, until: at least 1"),
        ('"2 school days"', '"91 school days"', "duty secure_records, until: at least 1 and"),
        ('["confidential"]', "[]", "ex.toml, duty secure_records, kinds: it is empty"),
        ('["confidential"]', '"confidential"', "duty secure_records, kinds: write a list"),
        ('["confidential"]', '["gossip"]', "secure_records, kinds: “gossip” is not known; choose"),
        ('["confidential"]', "[[1]]", "ex.toml, duty secure_records, kinds: “[1]” is not known"),
        ('["police"]', '["closed"]', "report_to_county, met_by: “closed” is not known; choose of"),
        ('["police"]', '["police", "police"]', "report_to_county, met_by: it names the same twice"),
        ('starts = "read"', 'starts = "closed"', "tell_parents, starts: “closed” is not known"),
        ('key = "tell_parents"', 'key = "Tell"', "ex.toml, duty Tell, key: use small letters"),
        ('key = "tell_parents"', "key = 3", "ex.toml, duty 1, key: write it in quotation marks"),
        ('"report_to_county"', '"tell_parents"', "ex.toml, duty tell_parents, key: another duty"),
        ('"Tell the parents of each student"', '" "', "duty tell_parents, do: it is empty"),
        ('"Tell the parents of', '"Tell\\nthe parents of', "tell_parents, do: write it on one"),
        ('"Tell the parents of', '"\\u0007Tell the', "tell_parents, do: it holds a character"),
        ('"Tell the parents of', f'"{"x" * 300}', "tell_parents, do: it is longer than 300"),
        ("[[duty]]\n", "[[duty]]\n]", "ex.toml: it is no TOML file (Invalid"),
    ],
)
def test_what_is_wrong_is_told_with_file_duty_and_field(old, new, said):
    assert said in _refused(old, new)


def test_what_is_no_text_too_large_or_without_duties_is_no_pack():
    head = SAMPLE.split("[[duty]]")[0]
    for content, said in [
        (b"\xff\xfe\x00", "ex.toml: it is no text in UTF-8"),
        (b"#" * (256 * 1024 + 1), "ex.toml: it is larger than 256 KB"),
        (b"a=" + b"[" * 20_000, "ex.toml: it is no TOML file"),
        (head.encode(), "ex.toml, duty: it is missing"),
        (f"duty = []\n{head}".encode(), "ex.toml: it has to hold at least one [[duty]]"),
        (f"duty = [1]\n{head}".encode(), "ex.toml, duty: write each as [[duty]]"),
    ]:
        with pytest.raises(PackError) as refused:
            read(content, name="ex.toml")
        assert said in str(refused.value)


def test_a_file_of_windows_with_a_mark_at_its_start_is_read():
    assert read(b"\xef\xbb\xbf" + SAMPLE.replace("\n", "\r\n").encode(), name="x.toml").duties


CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture
def chicago(db):
    District.objects.update_or_create(pk=1, defaults={"name": "D", "time_zone": "America/Chicago"})


@pytest.mark.parametrize(
    ("until", "due"),
    [
        (Until(hours=24), dt.datetime(2026, 11, 26, 22, 30, tzinfo=CHICAGO)),
        (Until(), dt.datetime(2026, 11, 25, 23, 59, 59, 999_999, tzinfo=CHICAGO)),
        (Until(school_days=1), dt.datetime(2026, 11, 30, 23, 59, 59, 999_999, tzinfo=CHICAGO)),
        (Until(school_days=2), dt.datetime(2026, 12, 1, 23, 59, 59, 999_999, tzinfo=CHICAGO)),
    ],
)
def test_days_are_those_of_the_district_and_hours_run_through_nights_and_holidays(
    chicago, until, due
):
    Closure.objects.create(
        name="Fall break", first_day=dt.date(2026, 11, 27), last_day=dt.date(2026, 11, 27)
    )
    start = dt.datetime(2026, 11, 26, 4, 30, tzinfo=dt.UTC)
    assert reckoning.due(until, start=start) == due


def test_the_night_in_which_clocks_change_has_an_hour_more(chicago):
    start = dt.datetime(2026, 11, 1, 0, 30, tzinfo=CHICAGO)
    assert reckoning.due(Until(hours=24), start=start).astimezone(CHICAGO).hour == 23
