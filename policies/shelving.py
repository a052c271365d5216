"""The order of a manual: series by series, each as people count."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from policies.models import Policy
from policies.sorting import code_key


def in_series(policies: QuerySet[Policy]) -> QuerySet[Policy]:
    """`policies` by series (9 before 10), then by code; those without a series come last.

    Costs one query for the names of the series.
    """
    named = policies.order_by().exclude(series="").values_list("series", flat=True).distinct()
    places = [
        When(series=series, then=Value(place))
        for place, series in enumerate(sorted(named, key=code_key))
    ]
    rank = Case(*places, default=Value(len(places)), output_field=IntegerField())
    return policies.order_by(rank, "sort_code", "pk")
