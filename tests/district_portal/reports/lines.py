"""The lines of a report as its page and its files show them, to be compared: by keys of columns."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from district_portal.reports.columns import BY_KEY, COLUMNS, DAY
from district_portal.reports.exporting import export
from tests.district_portal.reports.test_exporting import sheet, workbook


def in_csv(question):
    rows = sheet(export(question, file_format="csv", by=None))
    return [{column.key: row[str(column.heading)] for column in COLUMNS} for row in rows]


def in_excel(question):
    book = workbook(export(question, file_format="xlsx", by=None))
    heading, *rows = book["Acknowledgments"].values
    assert heading == tuple(str(column.heading) for column in COLUMNS)
    return [line(zip(BY_KEY, row, strict=True)) for row in rows if any(row)]


def on_page(reader, asked):
    """Page after page, with all columns."""
    found, number, total = [], 0, 1
    while len(found) < total:
        number += 1
        about = {**asked, "columns": list(BY_KEY), "page": number}
        context = reader.get(reverse("reports:acknowledgments"), about).context
        total = context["total"]
        assert len(context["rows"]) > 0 or total == 0
        found += [line(row.shown) for row in context["rows"]]
    assert len(found) == total
    return found


def line(values):
    return {key: written(BY_KEY[key], value) for key, value in dict(values).items()}


def written(column, value):
    """A value of a page or of Excel as CSV writes it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if column.number_format == DAY and isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


def in_order(lines):
    return sorted(lines, key=lambda each: sorted(each.items()))
