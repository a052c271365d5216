from __future__ import annotations

import re

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured

from accounts.models import Place
from district_portal.ui.forms import NamedFilter, PortalForm
from district_portal.ui.required_messages import check_required_messages
from tests.district_portal.ui.rendering import rendered

WHOLE = "{% error_summary %}{% post_form form '/send/' %}{% crispy form %}{% endpost_form %}"


class AskForm(PortalForm, forms.Form):
    messages = {
        "platform": "Choose a platform",
        "young": "Choose yes or no",
        "agree": "Confirm it",
    }
    platform = forms.CharField(label="Platform", help_text="One request for each account.")
    handle = forms.CharField(label="Account name", required=False)
    young = forms.ChoiceField(
        label="Under 13?", widget=forms.RadioSelect, choices=[("y", "Yes"), ("n", "No")]
    )
    start = forms.DateField(label="Start", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    agree = forms.BooleanField(label="I agree")


def html_of(form, source=WHOLE):
    return rendered(source, form=form, csrf_token="x" * 32)


def test_what_describes_a_field_is_on_the_page():
    html = html_of(AskForm({}))
    named = set(re.findall(r'\bid="([^"]+)"', html))
    described = [
        ids for text in re.findall(r'aria-describedby="([^"]+)"', html) for ids in text.split()
    ]
    assert "id_platform_helptext" in described
    assert "id_platform_error" in described
    assert "id_young_error" in described
    assert set(described) <= named


def test_the_summary_says_the_same_as_the_field_and_leads_to_it():
    html = html_of(AskForm({}))
    assert '<a href="#id_platform">Choose a platform</a>' in html
    assert '<a href="#id_young_0">Choose yes or no</a>' in html
    assert '<a href="#id_agree">Confirm it</a>' in html
    assert html.count("Choose a platform") == 2
    assert "This field is required" not in html
    assert 'role="alert"' in html


def test_a_problem_of_the_whole_form_stands_in_the_summary():
    form = AskForm({"platform": "i", "young": "y", "agree": "on"})
    assert form.is_valid()
    form.add_error(None, "Somebody decided before you")
    assert "<li>Somebody decided before you</li>" in html_of(form)


def test_a_form_that_nobody_sent_has_no_summary_and_no_error_in_the_title():
    assert "There is a problem" not in html_of(AskForm())
    assert html_of(AskForm(), "{% title_prefix %}") == ""
    assert html_of(AskForm({}), "{% title_prefix %}") == "Error:"


def test_optional_fields_say_so_and_filters_do_not():
    assert "(optional)" in html_of(AskForm())
    assert "(optional)" not in html_of(AskForm(), "{% filters_bar form %}")


def test_what_is_needed_in_some_cases_is_not_marked_as_optional():
    class SometimesForm(AskForm):
        needed_sometimes = frozenset({"handle"})

    marked = html_of(AskForm()).count("(optional)")
    assert html_of(SometimesForm()).count("(optional)") == marked - 1


class ListFilter(PortalForm, forms.Form):
    kind = forms.ChoiceField(required=False, choices=[("", "All"), ("a", "A")])
    state = forms.ChoiceField(required=False, choices=[("all", "All"), ("b", "B")], initial="all")
    words = forms.CharField(required=False)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "<summary>Filter</summary>"),
        ({"kind": "", "state": "all", "words": "mail"}, "<summary>Filter</summary>"),
        ({"kind": "a", "state": "b"}, "<summary>Filter, 2 chosen</summary>"),
    ],
)
def test_filters_are_folded_behind_how_many_are_chosen_and_words_stand_first(asked, said):
    html = html_of(ListFilter(asked), "{% filters_bar form %}")
    assert said in html
    assert html.index('name="words"') < html.index("<details") < html.index('name="kind"')
    assert " open" not in html


def test_a_wrong_filter_stands_open_and_few_are_not_folded():
    assert "<details" in html_of(ListFilter({"kind": "z"}), "{% filters_bar form %}")
    assert 'filters-more" open' in html_of(ListFilter({"kind": "z"}), "{% filters_bar form %}")
    few = ListFilter()
    del few.fields["state"]
    assert "<details" not in html_of(few, "{% filters_bar form %}")


def test_a_select_shows_groups_and_what_is_chosen_and_nobodys_words_become_markup():
    class Grouped(PortalForm, forms.Form):
        kind = forms.ChoiceField(
            required=False,
            choices=[("", "All"), ("Big & small", [("<b>", "<i>"), ("2", "Two")])],
        )

    html = html_of(Grouped({"kind": "2"}), "{% filters_bar form %}")
    assert '<option value="">All</option>' in html
    assert '<optgroup label="Big &amp; small">' in html
    assert '<option value="&lt;b&gt;">&lt;i&gt;</option>' in html
    assert '<option value="2" selected>Two</option>' in html


@pytest.mark.django_db
def test_a_filter_offers_all_places_by_their_names_in_one_query(cast, django_assert_num_queries):
    class OfPlaces(PortalForm, forms.Form):
        place = NamedFilter(Place.objects.all(), label="Place")

    form = OfPlaces({"place": str(cast.northside.pk)})
    assert form.is_valid()
    assert form.cleaned_data["place"] == cast.northside
    with django_assert_num_queries(1):
        html = html_of(form, "{% filters_bar form %}")
    assert f'<option value="{cast.northside.pk}" selected>{cast.northside.name}</option>' in html
    assert html.count("<option") == Place.objects.count() + 1
    assert OfPlaces({}).is_valid()
    assert not OfPlaces({"place": "999999"}).is_valid()


def test_the_browser_keeps_quiet_and_the_token_goes_along():
    html = html_of(AskForm())
    assert '<form method="post" novalidate action="/send/">' in html
    assert "csrfmiddlewaretoken" in html
    assert 'name="token"' in html
    assert " required" not in html


def test_a_file_changes_how_the_form_is_sent():
    class FileForm(PortalForm, forms.Form):
        messages = {"file": "Choose a file"}
        file = forms.FileField(label="File")

    assert 'enctype="multipart/form-data"' in html_of(FileForm())


def test_a_date_is_picked_from_a_calendar():
    html = html_of(AskForm({"start": "2026-11-24"}))
    assert '<input type="date" name="start" value="2026-11-24"' in html


@pytest.mark.parametrize("act", [lambda form: form.is_valid(), lambda form: form.helper])
def test_a_required_field_without_words_of_its_own_cannot_be_used(act):
    silent = type(
        "SilentForm", (PortalForm, forms.Form), {"name": forms.CharField(), "__module__": "tests"}
    )
    with pytest.raises(ImproperlyConfigured, match="SilentForm needs its own message for: name"):
        act(silent({}))
    assert any("SilentForm" in problem.msg for problem in check_required_messages())


def test_a_fields_own_words_are_enough():
    class SpokenForm(PortalForm, forms.Form):
        name = forms.CharField(error_messages={"required": "Type your name"})

    assert SpokenForm({}).errors["name"] == ["Type your name"]


def test_no_form_of_the_portal_is_silent():
    silent = [problem.msg for problem in check_required_messages() if "tests." not in problem.msg]
    assert silent == []


def test_a_name_in_a_help_text_is_text():
    form = AskForm()
    form.fields["platform"].help_text = "Type it as <b>Lou</b>."
    assert "Type it as &lt;b&gt;Lou&lt;/b&gt;." in html_of(form)
