from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.template import TemplateSyntaxError
from django.utils import timezone

from approvals.models import Request
from approvals.registry.models import Account
from district_portal.district.current import today, zone
from district_portal.ui.tags.status import state_badge
from tests.district_portal.ui.rendering import rendered

TABLE = """{% data_table "Late" %}
{% columns %}{% column "Name" %}{% column "Days" number=True %}{% endcolumns %}
{% rows %}{% row %}{% row_header %}Abbott{% endrow_header %}
{% cell "Days" number=True %}{{ days }}{% endcell %}{% endrow %}{% endrows %}
{% enddata_table %}"""


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def test_a_web_address_breaks_after_a_slash_and_is_escaped():
    html = rendered("{{ a|web_address }}", a="https://www.band.example/north/<b>")
    assert html == "https://www.band.example/<wbr>north/<wbr>&lt;b&gt;"


def test_what_stands_in_the_place_of_an_address_is_told():
    html = rendered("{{ a|default:_('address removed')|web_address }}", a="")
    assert html == "address removed"


def test_a_redline_is_heard_as_well_as_seen():
    html = rendered("{% redline h %}", h=[("=", "Tell "), ("-", "him"), ("+", "us"), ("=", ".")])
    assert words(html) == (
        "Tell [removed: him end of removed text] [added: us end of added text] ."
    )
    assert "<del>" in html
    assert "<ins>" in html


@pytest.mark.parametrize(
    "source",
    [
        "{% redline hunks %}",
        "{% badge 'ok' evil %}",
        "{% stat evil evil %}",
        "{% card evil %}{{ evil }}{% endcard %}",
        "{% notice 'info' title=evil %}{{ evil }}{% endnotice %}",
        "{% receipt evil reference=evil %}{{ evil }}{% endreceipt %}",
        "{% definition evil change=evil %}{{ evil }}{% enddefinition %}",
        "{% task_row evil evil meta=evil status=evil %}",
        "{% clause label=evil anchor=evil note=evil %}{{ evil }}{% endclause %}",
        "{% cell evil %}{{ evil }}{% endcell %}",
        "{% column evil %}",
        "{% steps 1 evil evil %}",
        "{% empty_state evil evil url=evil label=evil %}",
        "{% copy_link evil evil %}",
        "{% back_link evil evil %}",
        "{% hidden evil %}",
        "{% filled 'div' 'lead' label=evil %}{{ evil }}{% endfilled %}",
        "{% confirm_button evil evil evil %}",
        "{% post_button evil evil %}",
        "{% progress_bar 1 2 evil %}",
        "{% data_table evil %}{% enddata_table %}",
    ],
)
def test_nobodys_words_become_markup(source):
    evil = '"><script>alert(1)</script>'
    html = rendered(source, evil=evil, hunks=[("+", evil), ("=", evil)])
    assert "<script" not in html
    assert "&lt;script" in html


def test_a_table_stays_a_table_when_it_becomes_cards():
    html = rendered(TABLE, days=14)
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell"):
        assert f'role="{role}"' in html
    assert 'data-label="Days"' in html


def test_an_empty_cell_is_told_to_those_who_listen():
    assert words(rendered(TABLE, days="")).endswith("–none")


def test_a_label_is_the_same_in_every_row_unless_it_is_looked_up():
    rows = "{% for name in names %}{% cell LABEL %}{{ name }}{% endcell %}{% endfor %}"
    for label in ("name", "name|upper", "_('Name')", "'Name'"):
        html = rendered(rows.replace("LABEL", label), names=["a", "b"])
        shown = {"name": ["a", "b"], "name|upper": ["A", "B"]}.get(label, ["Name", "Name"])
        assert re.findall('data-label="(.*?)"', html) == shown


@pytest.mark.parametrize("source", ["{% cell 'A' wide=True %}x{% endcell %}", "{% cell %}x"])
def test_a_cell_takes_nothing_else(source):
    with pytest.raises((TemplateSyntaxError, ValueError)):
        rendered(source)


def test_states_of_two_things_are_two_badges_though_they_are_called_alike():
    kinds = {Account.State.CLOSED: "bad"}
    assert "badge-bad" in state_badge(Account.State.CLOSED, kinds)
    assert "badge-plain" in state_badge(Account.State.CLOSED, {})
    assert "Open to everyone" in state_badge(Account.Comments.OPEN, {})
    assert "Waiting for a decision" in state_badge(Request.State.OPEN, {})


def test_a_task_row_is_one_link_described_by_its_status():
    html = rendered('{% task_row "/sign/1/" "Policy 529" status="3 days late" kind="bad" %}')
    described = re.search(r'href="/sign/1/" aria-describedby="(task-\d+)"', html)
    assert f'id="{described[1]}"' in html
    assert 'class="badge badge-bad">3 days late' in html


def test_a_task_row_that_leads_nowhere_is_no_link():
    assert "<a" not in rendered('{% task_row "" "Policy 529" status="Signed" %}')


def test_steps_say_where_you_are():
    html = rendered('{% steps 2 "The account" "Your promises" "Check and send" %}')
    assert "Step 2 of 3" in html
    assert '<li aria-current="step">2. Your promises' in html
    assert words(html).count("Done:") == 1


def test_a_deep_clause_is_not_indented_off_the_phone():
    assert "depth-4" in rendered('{% clause label="i" depth=9 %}x{% endclause %}')


def test_a_heading_of_a_policy_takes_its_place_in_the_outline():
    html = rendered('{% clause kind="heading" level=2 label="A." anchor="cA" %}Use{% endclause %}')
    assert html.startswith("<h2")
    assert 'id="cA"' in html


def test_progress_of_nothing_is_nothing():
    assert "rows: 0%" in rendered('{% progress_bar 0 0 "rows" %}')


def test_a_kind_that_does_not_exist_is_found_at_once():
    with pytest.raises(TemplateSyntaxError, match="'green' is none of"):
        rendered('{% badge "green" "x" %}')


@pytest.mark.parametrize("tag", ["local_date", "local_time", "ago", "due_badge", "soon_badge"])
def test_no_date_is_no_words(tag):
    more = " 90" if tag == "soon_badge" else ""
    assert rendered("{% " + tag + " nothing" + more + " %}", nothing=None) == ""


@pytest.mark.django_db
def test_a_day_that_is_printed_has_a_badge_only_when_it_is_near_or_past():
    with timezone.override(zone()):
        badges = [
            rendered("{% soon_badge day 90 %}", day=today() + timedelta(days=days))
            for days in (-3, 0, 90, 91)
        ]
    assert "3 days late" in badges[0]
    assert all("Due soon" in badge for badge in badges[1:3])
    assert badges[3] == ""


def test_an_element_without_content_is_left_out():
    assert rendered('{% filled "div" "lead" %}  \n {% endfilled %}') == ""
