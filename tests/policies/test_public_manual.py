"""What everyone may read without signing in."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from district_portal.district.current import today
from district_portal.permissions import can, visible
from policies.models import Policy, Version
from policies.publication.rescinding import rescind
from tests.architecture.test_views import patterns
from tests.factories.acknowledgments import required
from tests.factories.district import set_up
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db
GUEST = AnonymousUser()


@pytest.fixture
def public_manual():
    set_up(name="Marlow Bend School District", manual_is_public=True)


def kept_inside(code, title, **fields):
    """A version of a policy that is not in the public manual."""
    version = published(code, title, **fields)
    Policy.objects.filter(pk=version.policy_id).update(is_public=False)
    return version


def test_nobody_reads_without_signing_in_unless_the_district_says_so():
    published("529", "Staff Networks")
    assert not can(GUEST, "policies.read")
    assert not visible(Policy.objects.all(), GUEST, "policies.read").exists()


@pytest.mark.usefixtures("public_manual")
def test_guests_reach_the_policies_of_the_public_manual_and_no_others():
    published("529", "Staff Networks")
    kept_inside("530", "Alarms")
    codes = visible(Policy.objects.all(), GUEST, "policies.read").values_list("code", flat=True)
    assert list(codes) == ["529"]
    assert not can(GUEST, "policies.edit")


@pytest.mark.usefixtures("public_manual")
def test_what_is_scheduled_or_was_withdrawn_is_not_for_guests():
    for number, state in enumerate(Version.State.values):
        Version.objects.filter(pk=published(f"{number}", "A policy").pk).update(state=state)
    states = visible(Version.objects.all(), GUEST, "policies.read").values_list("state", flat=True)
    assert set(states) == {"in_force", "superseded"}


GUEST_PAGES = {
    "list": (),
    "search": (),
    "policy": ("slug",),
    "version": ("slug", "number"),
    "fingerprinted": ("slug", "number"),
    "plain": ("slug", "number"),
    "pdf": ("slug", "number"),
    "as_of_day": ("slug",),
    "as_of": ("slug", "day"),
    "clause": ("slug", "key"),
    "compare": ("slug",),
    "changes": ("slug", "number", "other"),
    "changes_pdf": ("slug", "number", "other"),
}
"""Every page that is open to those who are not signed in, with what its address holds."""


def test_no_page_but_these_is_open_to_guests():
    named = {pattern.name for pattern in patterns() if getattr(pattern.callback, "guests", False)}
    assert named == set(GUEST_PAGES)


@pytest.mark.usefixtures("public_manual")
@pytest.mark.parametrize("name", [name for name, holds in GUEST_PAGES.items() if holds])
def test_no_page_tells_guests_whether_a_hidden_policy_is_there(client, name):
    first = kept_inside("530", "Alarms")
    published("530", "Alarms", clauses=["Be quiet."])
    values = {"number": 2, "other": 1, "day": today(), "key": first.clauses.first().key}
    for slug in ("530", "531"):
        holds = {**values, "slug": slug}
        address = reverse(f"policies:{name}", args=[holds[each] for each in GUEST_PAGES[name]])
        assert is_sent_to_sign_in(client.get(address), address)


ADDRESSES = (
    "/policies/{slug}/",
    "/policies/{slug}/v1/",
    "/policies/{slug}/v1/text/",
    "/policies/{slug}/v1/plain/",
    "/policies/{slug}/v1/pdf/",
    "/policies/{slug}/c/{key}/",
    "/policies/{slug}/as-of/{day}/",
)
PAGES = [page for page in ADDRESSES if "/c/" not in page]


def filled(page, version):
    key, day = version.clauses.first().key, version.effective_on
    return page.format(slug=version.policy.slug, key=key, day=day)


def is_sent_to_sign_in(answer, address):
    return answer.status_code == 302 and answer.url == f"/accounts/login/?next={address}"


@pytest.mark.usefixtures("district_set_up")
@pytest.mark.parametrize("page", ADDRESSES)
def test_without_a_public_manual_every_page_asks_to_sign_in(client, page):
    address = filled(page, published("529", "Staff Networks"))
    assert is_sent_to_sign_in(client.get(address), address)


@pytest.mark.usefixtures("public_manual")
@pytest.mark.parametrize("page", PAGES)
def test_guests_read_the_public_manual(client, page):
    assert client.get(filled(page, published("529", "Staff Networks"))).status_code == 200


@pytest.mark.usefixtures("public_manual")
def test_guests_follow_the_link_of_a_clause(client):
    version = published("529", "Staff Networks")
    answer = client.get(f"/policies/529/c/{version.clauses.first().key}/")
    assert answer.url == "/policies/529/#c1"


@pytest.mark.usefixtures("public_manual")
@pytest.mark.parametrize("page", ADDRESSES)
def test_what_is_not_public_looks_like_what_is_not_there(client, page):
    address = filled(page, kept_inside("530", "Alarms"))
    absent = address.replace("530", "531")
    assert is_sent_to_sign_in(client.get(address), address)
    assert is_sent_to_sign_in(client.get(absent), absent)


@pytest.mark.usefixtures("public_manual")
def test_an_older_address_of_what_is_not_public_tells_nothing(client):
    first = kept_inside("530", "Alarms")
    published("532", "Alarms", policy=first.policy)
    for address in ("/policies/530/", "/policies/531/"):
        assert is_sent_to_sign_in(client.get(address), address)


@pytest.mark.usefixtures("public_manual")
def test_the_list_of_guests_holds_what_is_public_and_in_force(client):
    published("529", "Staff Networks")
    kept_inside("530", "Alarms")
    draft("531", "Robots")
    rescind(published("560", "Pagers").policy, on=today(), reason="Gone.", by=None)
    page = client.get("/policies/").content.decode()
    assert "Staff Networks" in page
    for hidden in ("Alarms", "Robots", "Pagers"):
        assert hidden not in page
    assert "Pagers" in client.get("/policies/", {"state": "rescinded"}).content.decode()


@pytest.mark.usefixtures("public_manual")
def test_guests_see_no_people_and_nothing_to_do(cast, client):
    version = published("529", "Staff Networks", by=cast.polly)
    Policy.objects.update(owner=cast.ada)
    required(version, by=cast.polly)
    for address in ("/policies/", "/policies/529/", "/policies/529/v1/"):
        page = client.get(address).content.decode()
        for person in cast.people().values():
            assert str(person) not in page
        for hidden in (
            "/policies/import/",
            "acknowledg",
            "sign off",
            "Sign policy",
            '<nav class="navigation',
        ):
            assert hidden not in page
        assert f'href="/accounts/login/?next={address}"' in page


@pytest.mark.usefixtures("public_manual")
def test_the_sign_in_page_offers_the_manual_to_those_who_only_read(client):
    assert "Read the policies without signing in" in client.get("/accounts/login/").content.decode()


def test_the_sign_in_page_offers_nothing_else_where_the_manual_is_not_public(client):
    assert "without signing in" not in client.get("/accounts/login/").content.decode()


@pytest.mark.usefixtures("public_manual")
def test_guests_are_not_led_to_what_they_may_not_read(client):
    kept_inside("511", "Conduct", clauses=["See policy 529."])
    published("529", "Staff Networks", clauses=["Keep to policy 511."],
              cross_refs=[{"code": "511", "title": "Conduct"}])  # fmt: skip
    page = client.get("/policies/529/").content.decode()
    assert "/policies/511/" not in page
    assert "Referred to by" not in page


@pytest.mark.usefixtures("public_manual")
def test_a_public_page_sets_no_cookie_and_may_be_kept_for_a_minute(client):
    published("529", "Staff Networks")
    for address in ("/policies/", "/policies/529/", "/policies/529/v1/pdf/"):
        answer = client.get(address)
        assert not answer.cookies
        assert answer["Cache-Control"] == "public, max-age=60"
        assert "Cookie" in answer["Vary"]


def test_what_somebody_sees_signed_in_is_stored_nowhere(cast, client):
    published("529", "Staff Networks")
    client.force_login(cast.lou)
    for address in ("/", "/policies/529/", "/policies/529/v1/plain/", "/policies/none/"):
        assert client.get(address)["Cache-Control"] == "no-store, private"


def test_search_engines_are_let_in_only_where_everyone_is(client):
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    set_up(manual_is_public=True)
    assert b"Allow: /policies/" in client.get("/robots.txt").content


@pytest.mark.usefixtures("public_manual")
def test_search_engines_find_the_text_in_force_under_one_address(client):
    published("529", "Staff Networks", clauses=["Be kind to everyone."])
    published("529", "Staff Networks", clauses=["Be kinder."])
    in_force = client.get("/policies/529/").content.decode()
    assert 'rel="canonical" href="http://127.0.0.1:8000/policies/529/"' in in_force
    assert 'content="Policy 529, version 2: Be kinder."' in in_force
    assert "noindex" not in in_force
    assert "noindex" in client.get("/policies/529/v1/").content.decode()
