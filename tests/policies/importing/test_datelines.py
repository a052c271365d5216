import pytest

from policies.importing.datelines import is_date_line, labelled_dates


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ADOPTED: April 18, 2011", [("adopted", "2011-04-18")]),
        (
            "Original Adopted Date: 05/12/2015 | Last Revised Date: 06/11/2019",
            [("adopted", "2015-05-12"), ("revised", "2019-06-11")],
        ),
        (
            "Adopted 4/10/89; Revised 2/10/10; 11/16/22",
            [("adopted", "1989-04-10"), ("revised", "2010-02-10"), ("revised", "2022-11-16")],
        ),
        ("adopted: August 11, 1992 Springfield, Oregon", [("adopted", "1992-08-11")]),
        (
            "Policy EXAMPLE UNIFIED SCHOOL DISTRICT adopted: May 3, 1999",
            [("adopted", "1999-05-03")],
        ),
        (
            "Approved by the Example Leadership Committee on November 17, 2020",
            [("adopted", "2020-11-17")],
        ),
        (
            "Adopted: August 10, 1997/ October 22, 2000",
            [("adopted", "1997-08-10"), ("adopted", "2000-10-22")],
        ),
        (
            "First Reading: 5/6/19  Second Reading: 6/3/19",
            [("first_reading", "2019-05-06"), ("second_reading", "2019-06-03")],
        ),
        ("Adoption Date: 26 September 2007", [("adopted", "2007-09-26")]),
        ("Date Created: June 2002", [("adopted", "2002-06")]),
        ("Effective: 2016", [("effective", "2016")]),
        ("Original Adopted Date: Pending", [("adopted", None)]),
        ("revised: ________________, 2020", []),
        ("Revised: 2/19/0l", []),
    ],
)
def test_a_line_of_dates(line, found):
    assert is_date_line(line)
    assert [(each.type, each.date and each.date.iso) for each in labelled_dates(line)] == found


@pytest.mark.parametrize(
    "line",
    [
        "Code of Ethics, adopted March 1, 2007",
        "The Board adopted the plan on May 3, 2011.",
        "Effective July 1, 2020, employees may carry keys",
        "Revised plans are sent to the board",
        "Staff Conduct",
    ],
)
def test_a_sentence_is_no_line_of_dates(line):
    assert not is_date_line(line)
