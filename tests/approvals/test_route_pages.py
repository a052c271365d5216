"""The pages on which a District Administrator settles who decides."""

from __future__ import annotations

import pytest

from approvals.models import Route
from tests.factories import approvals as factory

PAGE = "/requests/routes/account/"


@pytest.fixture
def ada(cast, client):
    factory.enter_presets()
    client.force_login(cast.ada)
    return client


def typed(*steps, do="save", **case):
    """What the browser sends of the editor's form."""
    data = {
        "do": do,
        "escalate_after": "5",
        "seen": str(Route.objects.get(kind="account", in_use=True).pk),
        "form-TOTAL_FORMS": str(len(steps)),
        "form-INITIAL_FORMS": str(len(steps)),
        **case,
    }
    for number, step in enumerate(steps):
        fields = {"how": "one", "condition": "always", "place": "", "source": "", **step}
        data |= {f"form-{number}-{name}": value for name, value in fields.items()}
    return data


SUPERVISOR = {"approvers": ["supervisor"]}
BOTH = {"approvers": ["district_administrator", "technology_coordinator"], "how": "all"}


def test_the_list_tells_each_kind_s_way(ada):
    page = ada.get("/requests/routes/").text
    assert "Not changed since set-up." in page
    assert "Where it represents the district or a school" in page


def test_a_route_is_saved_and_shown(ada):
    page = ada.post(PAGE, typed(SUPERVISOR, BOTH), follow=True)
    assert "District Administrator and Technology Coordinator" in page.text
    assert "Changed by Ada Lindqvist" in page.text
    assert Route.objects.get(kind="account", in_use=True).steps.count() == 2


@pytest.mark.parametrize(
    ("do", "first"),
    [("add", ["supervisor"]), ("up-1", BOTH["approvers"]), ("down-0", BOTH["approvers"]),
     ("remove-0", BOTH["approvers"]), ("up-0", ["supervisor"]), ("up-9", ["supervisor"]),
     ("remove-x", ["supervisor"])],
)  # fmt: skip
def test_steps_are_moved_added_and_removed_without_saving(ada, do, first):
    page = ada.post(PAGE, typed(SUPERVISOR, BOTH, do=do))
    steps = page.context["steps"]
    assert steps[0].initial["approvers"] == first
    assert len(steps) == {"add": 3, "remove": 1}.get(do.partition("-")[0], 2) or do == "remove-x"
    assert not page.context["forms"][0].is_bound
    assert Route.objects.filter(kind="account").count() == 1


def test_no_more_than_eight_steps_are_typed(ada):
    page = ada.post(PAGE, typed(*[SUPERVISOR] * 8, do="add"))
    assert len(page.context["steps"]) == 8
    assert "Eight steps are the limit." in page.text


def test_a_case_names_real_people_before_anything_is_saved(ada, cast):
    case = {"person": cast.lou.email, "place": "", "holding": ["represents_district"]}
    page = ada.post(PAGE, typed(SUPERVISOR, BOTH, do="try", **case))
    tried = page.context["tried"]
    assert [[str(chair.person) for chair in step.chairs] for step in tried] == [
        ["Pat Novak"], ["Ada Lindqvist", "Tom Reyes"],
    ]  # fmt: skip
    assert "Ada Lindqvist and Tom Reyes" in page.text
    assert Route.objects.filter(kind="account").count() == 1


def test_an_unknown_person_is_told_beside_the_field(ada):
    page = ada.post(PAGE, typed(SUPERVISOR, do="try", person="Nobody Here"))
    assert "Nobody on the roster" in page.text


def test_a_step_without_anybody_is_told_beside_it(ada):
    page = ada.post(PAGE, typed({"approvers": []}))
    assert "Choose who decides this step, or remove it" in page.text
    assert Route.objects.filter(kind="account").count() == 1


def test_a_route_that_might_ask_nobody_is_refused(ada):
    page = ada.post(PAGE, typed({**SUPERVISOR, "condition": "under_13"}))
    assert "Let at least one step ask always" in page.text
    assert Route.objects.filter(kind="account").count() == 1


def test_a_stale_page_is_told_who_was_faster(ada):
    stale = typed(BOTH)
    ada.post(PAGE, typed(SUPERVISOR))
    page = ada.post(PAGE, stale, follow=True)
    assert "has changed this route in the meantime" in page.text
    assert Route.objects.get(kind="account", in_use=True).steps.get().approvers == ["supervisor"]


def test_an_earlier_route_comes_back(ada):
    first = Route.objects.get(kind="account")
    ada.post(PAGE, typed(SUPERVISOR))
    assert "From set-up" in ada.get(PAGE).text
    ada.post(f"/requests/routes/{first.pk}/again/")
    assert Route.objects.get(kind="account", in_use=True).steps.count() == 2


@pytest.mark.parametrize("name", ["form-TOTAL_FORMS", "seen", "do", "escalate_after"])
@pytest.mark.parametrize("value", ["x", "-1", "9" * 5000, "²"])
def test_what_no_browser_sends_breaks_nothing(ada, name, value):
    for do in ("add", "save", "try", "up-" + "9" * 5000):
        page = ada.post(PAGE, {**typed(SUPERVISOR, do=do), name: value})
        assert page.status_code in (200, 302)


@pytest.mark.parametrize(("typed_days", "kept"), [("3", 3), ("", None)])
def test_how_long_a_step_may_wait_is_settled(ada, typed_days, kept):
    ada.post(PAGE, {**typed(SUPERVISOR), "escalate_after": typed_days})
    assert Route.objects.get(kind="account", in_use=True).escalate_after == kept


def test_a_kind_that_is_none_is_not_found(ada):
    assert ada.get("/requests/routes/parrot/").status_code == 404


def test_a_condition_that_no_request_of_the_kind_can_meet_is_refused_and_shown(ada):
    address = "/requests/routes/exemption/"
    seen = str(Route.objects.get(kind="exemption", in_use=True).pk)
    steps = typed({**SUPERVISOR, "condition": "represents_district"}, seen=seen)
    page = ada.post(address, steps).text
    assert "It can’t hold for a request of this kind. Choose another." in page
    assert '<option value="represents_district" selected>' in page
    assert str(Route.objects.get(kind="exemption", in_use=True).pk) == seen
