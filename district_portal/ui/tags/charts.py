"""Charts: `{% chart … %}` draws what district_portal.ui.charts describes."""

from __future__ import annotations

from typing import Any

from django import template

from district_portal.ui.charts import Chart

register = template.Library()


@register.inclusion_tag("components/chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    """One chart in a card: finding, picture, legend, note and the figures as a table."""
    return {"chart": chart}


@register.inclusion_tag("components/chart_patterns.html")
def chart_patterns() -> dict[str, Any]:
    """The patterns that charts are filled with; once on a page, before the first chart."""
    return {}
