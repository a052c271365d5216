"""Google and Microsoft as they speak, by a real OpenID Connect provider in a process of its own."""

from __future__ import annotations

import json
import re
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from accounts import arriving, elsewhere, moving, provider, signing_in
from accounts.models import Person, ProvedLink
from district_portal import audit
from district_portal.district.current import today
from district_portal.district.models import District
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from district_portal.settings import elsewhere as configuring
from tests.cast import PASSWORD
from tests.oidc.running import CLIENT, SECRET, run_provider
from tests.standing import standing

PORTAL = "http://127.0.0.1:8000"
TENANT = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
OTHER_TENANT = "11111111-4b5a-6978-8796-a5b4c3d2e1f0"
SAY_WHEN = {"id_token": {"auth_time": {"essential": True}}}
LOU_AT_MICROSOFT = "9a8b7c6d-0000-4000-8000-000000000001"


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    back = [f"{PORTAL}/accounts/with/{name}/back/" for name in ("google", "microsoft", "oidc")]
    with run_provider(tmp_path_factory.mktemp("oidc"), back=back) as provider:
        yield provider


@pytest.fixture(autouse=True)
def _configured(settings, other):
    cache.clear()
    settings.PORTAL_ADDRESS = PORTAL
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 30
    settings.SOCIALACCOUNT_PROVIDERS = {"elsewhere": {"APPS": _apps(other.server)}}
    other.say("lou", hd="marlow.example", tid=TENANT, oid=LOU_AT_MICROSOFT)


def _apps(server, **google):
    return [
        configuring.google(CLIENT, SECRET, domains=["marlow.example"], server=server, **google),
        configuring.microsoft(CLIENT, SECRET, tenant=TENANT, server=server),
        configuring.other(CLIENT, SECRET, server=server, name="Another"),
    ]


def begin(client, name="google", **data):
    answer = client.post(f"/accounts/with/{name}/", data)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def back(client, address):
    return client.get(address.removeprefix(PORTAL), follow=True)


def come(client, other, name="google", who="lou", **data):
    return back(client, other.walk(begin(client, name, **data), who=who))


def open_link(client, person):
    text = Message.objects.get(person=person, name="first_password").text
    path = re.search(r"https?://[^/]+(/accounts/\S+)", text)[1]
    page = client.get(path, follow=True)
    return page, re.search(r"key/(\w+)-", path)[1]


def who_is_in(client):
    page = client.get("/")
    return page.context["user"] if page.status_code == 200 else None


def link_by_invitation(client, other, person, name="google", who="lou"):
    signing_in.invite(person, by=None)
    page, invited = open_link(client, person)
    assert "Sign in with Google" in page.text
    return come(client, other, name, who, purpose="invited", invited=invited)


@pytest.mark.parametrize("name", ["google", "microsoft", "oidc"])
def test_the_invitation_links_an_account_which_signs_in_from_then_on(cast, client, other, name):
    link_by_invitation(client, other, cast.lou, name)
    assert who_is_in(client) == cast.lou
    client.logout()
    come(client, other, name)
    assert who_is_in(client) == cast.lou
    assert audit.events(act="signing_in.account_linked", person_id=cast.lou.pk).count() == 1
    assert Message.objects.filter(person=cast.lou, name="sign_in_changed").count() == 1


def test_google_is_linked_by_sub_and_microsoft_by_tenant_and_object(cast, client, other):
    link_by_invitation(client, other, cast.lou, "microsoft")
    linked = SocialAccount.objects.get(user=cast.lou)
    assert (linked.provider, linked.uid) == ("microsoft", f"{TENANT}.{LOU_AT_MICROSOFT}")


def test_an_invitation_links_once(cast, client, other):
    link_by_invitation(client, other, cast.lou)
    client.logout()
    text = Message.objects.get(person=cast.lou, name="first_password").text
    page = client.get(re.search(r"https?://[^/]+(/accounts/\S+)", text)[1], follow=True)
    assert "no longer works" in page.text


def test_an_unknown_account_is_refused_and_nothing_comes_of_it(cast, client, other):
    people = Person.objects.count()
    page = come(client, other)
    assert page.status_code == 401
    assert "linked to nobody here" in page.text
    assert who_is_in(client) is None
    assert (Person.objects.count(), SocialAccount.objects.count()) == (people, 0)


def test_a_forged_address_opens_nobodys_account(cast, client, other):
    other.say("mallory", hd="marlow.example", email=cast.ada.email, email_verified=True)
    page = come(client, other, who="mallory")
    assert "linked to nobody here" in page.text
    assert who_is_in(client) is None
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        ("google", {"hd": "elsewhere.example", "email": "lou@marlow.example"}),
        ("google", {"email": "lou@marlow.example", "email_verified": True}),
        ("microsoft", {"tid": OTHER_TENANT, "oid": LOU_AT_MICROSOFT}),
        ("microsoft", {"tid": TENANT}),
    ],
)
def test_who_belongs_elsewhere_gets_in_nowhere(cast, client, other, name, claims):
    link_by_invitation(client, other, cast.lou, name)
    client.logout()
    other.say("lou", **claims)
    page = come(client, other, name)
    assert "does not belong to the district" in page.text
    assert who_is_in(client) is None


def test_an_invitation_links_no_account_of_another_organization(cast, client, other):
    other.say("lou", hd="elsewhere.example")
    link_by_invitation(client, other, cast.lou)
    assert not SocialAccount.objects.exists()


def test_who_left_does_not_come_back_by_it(cast, client, other):
    link_by_invitation(client, other, cast.lou)
    client.logout()
    moving.leave(cast.lou, by=None)
    page = come(client, other)
    assert "This account is closed" in page.text
    assert who_is_in(client) is None


def test_a_provider_that_is_down_is_a_page_that_says_so(cast, client, other, settings):
    went = other.walk(begin(client), who="lou")
    settings.SOCIALACCOUNT_PROVIDERS = {"elsewhere": {"APPS": _apps("http://127.0.0.1:9")}}
    page = back(client, went)
    assert (page.status_code, "could not be reached" in page.text) == (401, True)
    page = client.post("/accounts/with/google/")
    assert (page.status_code, "could not be reached" in page.text) == (401, True)


def test_who_does_not_agree_comes_back_to_a_page_that_says_so(cast, client, other):
    page = back(client, other.walk(begin(client), who="lou", agree=False))
    assert "You did not go on" in page.text


def test_an_answer_works_once_and_only_for_who_asked(cast, client, other, client_of_another):
    link_by_invitation(client, other, cast.lou)
    client.logout()
    answer = other.walk(begin(client), who="lou")
    assert back(client_of_another, answer).status_code == 401
    assert who_is_in(client_of_another) is None
    back(client, answer)
    assert who_is_in(client) == cast.lou
    client.post("/accounts/logout/")
    assert back(client, answer).status_code == 401
    assert who_is_in(client) is None


@pytest.fixture
def client_of_another():
    from django.test import Client  # noqa: PLC0415 – beside the fixture of that name

    return Client()


def test_pkce_state_and_nonce_are_sent_and_the_visitor_adds_nothing(cast, client, other):
    answer = client.post("/accounts/with/google/?auth_params=hd%3Devil.example&scope=drive")
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["state"][0]
    assert len(asked["nonce"][0]) == 43
    assert (asked["hd"], asked["prompt"]) == (["marlow.example"], ["select_account"])
    assert "drive" not in asked["scope"][0]
    assert asked["redirect_uri"] == [f"{PORTAL}/accounts/with/google/back/"]


def test_a_token_for_another_question_or_signed_by_another_is_refused(cast, client, rf, other):
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    app = arriving.ElsewhereAdapter().list_apps(None, "google")[0]
    speaking = provider.OidcClient(rf.get("/"), "google")
    kid = jwt.PyJWKSet.from_dict(_keys(other)).keys[0].key_id
    claims = {"iss": f"{other.address}/o", "aud": CLIENT, "sub": "1", "exp": 9e9, "iat": 1}
    for header, secret in (({"kid": kid}, key), ({"kid": "other"}, key)):
        token = jwt.encode(claims | {"nonce": ""}, secret, algorithm="RS256", headers=header)
        with pytest.raises(provider.RefusedError):
            speaking._decode_id_token(app, token)
    for algorithm, secret in (("HS256", "x" * 32), ("none", None)):
        token = jwt.encode(claims, secret, algorithm=algorithm, headers={"kid": kid})
        with pytest.raises(provider.RefusedError):
            speaking._decode_id_token(app, token)


def _keys(other):
    import requests  # noqa: PLC0415

    return requests.get(f"{other.server}/.well-known/jwks.json", timeout=5).json()


def test_an_account_is_linked_while_signed_in_and_unlinked(cast, client, other):
    client.force_login(cast.lou)
    page = come(client, other, purpose="link", next="/accounts/linked/")
    assert page.status_code == 200
    linked = SocialAccount.objects.get(user=cast.lou)
    client.post(f"/accounts/linked/{linked.pk}/end/")
    assert not SocialAccount.objects.exists()
    assert audit.events(act="signing_in.account_unlinked").count() == 1


def test_an_account_that_is_anothers_is_not_linked_twice(cast, client, other):
    link_by_invitation(client, other, cast.lou)
    client.logout()
    client.force_login(cast.gus)
    page = come(client, other, purpose="link")
    assert "linked to somebody else" in page.text
    assert SocialAccount.objects.get().user == cast.lou


def test_nobody_links_without_having_shown_who_they_are(cast, client, other):
    for data in ({"purpose": "link"}, {"purpose": "invited", "invited": "1"}):
        page = come(client, other, **data)
        assert "Show first that it is you" in page.text
    assert not SocialAccount.objects.exists()


def test_the_only_way_in_stays(cast, client, other):
    link_by_invitation(client, other, cast.lou)
    cast.lou.set_unusable_password()
    cast.lou.save()
    assert not elsewhere.unlink(cast.lou, pk=SocialAccount.objects.get().pk)
    assert not elsewhere.unlink(cast.gus, pk=SocialAccount.objects.get().pk)
    assert SocialAccount.objects.exists()


@pytest.mark.parametrize(("counts", "in_at_once"), [(False, False), (True, True)])
def test_an_account_elsewhere_is_a_second_factor_where_the_district_says_so(
    cast, client, other, settings, counts, in_at_once
):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "elsewhere": {"APPS": _apps(other.server, second_factor=counts)[:1]}
    }
    link_by_invitation(client, other, cast.lou)
    client.logout()
    TOTP.activate(cast.lou, generate_totp_secret())
    page = come(client, other)
    assert ("Your second factor" in page.text) is not in_at_once
    assert (who_is_in(client) == cast.lou) is in_at_once


@pytest.fixture
def _google_counts(settings, other):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "elsewhere": {"APPS": _apps(other.server, second_factor=True)[:1]}
    }


@standing
def _all_need_one(cast):
    District.objects.update(second_factor_roles=[Role.EMPLOYEE])


def sign_in(client, person):
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})


@pytest.mark.usefixtures("_google_counts")
def test_an_invitation_and_any_account_do_not_stand_for_the_factor_that_is_there(
    cast, client, other
):
    TOTP.activate(cast.lou, generate_totp_secret())
    page = link_by_invitation(client, other, cast.lou)
    assert "Your second factor" in page.text
    assert who_is_in(client) is None
    page = come(client, other)
    assert "Your second factor" in page.text
    assert who_is_in(client) is None


@pytest.mark.usefixtures("_google_counts", "_all_need_one")
def test_the_first_link_of_an_invitation_is_a_second_factor(cast, client, other):
    link_by_invitation(client, other, cast.lou)
    assert who_is_in(client) == cast.lou
    client.logout()
    sign_in(client, cast.lou)
    answer = client.get("/people/me/")
    assert answer.headers["Location"] == "/accounts/with/google/?next=%2Fpeople%2Fme%2F"
    come(client, other, next="/people/me/")
    assert who_is_in(client) == cast.lou


@pytest.mark.usefixtures("_google_counts")
def test_a_link_made_with_the_password_alone_counts_for_nothing(cast, client, other):
    sign_in(client, cast.lou)
    come(client, other, purpose="link")
    assert SocialAccount.objects.get().user == cast.lou
    assert not ProvedLink.objects.exists()
    page = client.get("/accounts/second-factor/").text
    assert "Does not count yet" in page
    assert "Link an account of Google" in page
    client.logout()
    District.objects.update(second_factor_roles=[Role.EMPLOYEE])
    come(client, other)
    assert client.get("/").headers["Location"] == "/accounts/second-factor/"


@pytest.mark.usefixtures("_google_counts", "_all_need_one")
def test_whose_role_needs_a_factor_links_nothing_with_the_password_alone(cast, client, other):
    sign_in(client, cast.lou)
    page = come(client, other, purpose="link")
    assert "Show first that it is you" in page.text
    assert not SocialAccount.objects.exists()


@pytest.mark.usefixtures("_google_counts")
def test_who_has_a_factor_links_with_it_and_the_link_counts(cast, client, other):
    secret = generate_totp_secret()
    client.force_login(cast.lou)
    TOTP.activate(cast.lou, secret)
    page = come(client, other, purpose="link")
    assert "Show first that it is you" in page.text
    now = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/accounts/second-factor/again/", {"code": now})
    come(client, other, purpose="link")
    assert ProvedLink.objects.get().account.user == cast.lou
    page = client.get("/accounts/second-factor/").text
    assert "Does not count" not in page
    assert "See or unlink accounts elsewhere" in page
    assert "Link an account of Google" not in page
    client.logout()
    come(client, other)
    assert who_is_in(client) == cast.lou


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("microsoft", {"prompt": ["login"], "max_age": ["0"]}),
        ("oidc", {"prompt": ["login"], "max_age": ["0"]}),
        ("google", {"prompt": ["select_account"], "max_age": ["0"]}),
    ],
)
def test_once_more_makes_the_provider_ask_and_say_when(cast, client, other, name, sent):
    asked = parse_qs(urlsplit(begin(client, name, purpose="again")).query)
    assert {key: asked[key] for key in sent} == sent
    assert json.loads(asked["claims"][0]) == SAY_WHEN
    plain = parse_qs(urlsplit(begin(client, name)).query)
    assert json.loads(plain["claims"][0]) == SAY_WHEN
    assert "max_age" not in plain


@pytest.mark.parametrize(
    ("told", "proves"),
    [
        ({}, True),
        ({"auth_time": None}, False),
        ({"auth_time": "yesterday"}, False),
        ({"auth_time": 1_700_000_000}, False),
    ],
)
def test_once_more_proves_only_what_the_provider_has_just_asked(cast, client, other, told, proves):
    link_by_invitation(client, other, cast.lou, "microsoft")
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 31 * 60
    session.save()
    assert client.get("/accounts/linked/").status_code == 302
    other.say("lou", tid=TENANT, oid=LOU_AT_MICROSOFT, **told)
    page = come(client, other, "microsoft", purpose="again", next="/accounts/linked/")
    assert ("were not asked again" in page.text) is not proves
    assert (client.get("/accounts/linked/").status_code == 200) is proves


@pytest.mark.parametrize(
    ("agree", "said"), [(False, "You did not go on"), (True, "not asked again")]
)
def test_what_was_typed_is_kept_when_the_provider_gave_no_proof(cast, client, other, agree, said):
    link_by_invitation(client, other, cast.ada, "microsoft")
    cast.ada.refresh_from_db()
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    client.force_login(cast.ada)
    session = client.session
    session["signed_in_at"] = time.time() - 31 * 60
    session.save()
    typed = {"person": cast.gus.email, "role": "auditor", "since": today().isoformat()}
    waits_at = client.post(reverse("people:give_role"), typed).headers["Location"]
    to = parse_qs(urlsplit(waits_at).query)["next"][0]
    other.say("lou", tid=TENANT, oid=LOU_AT_MICROSOFT, auth_time=1_700_000_000)
    went = begin(client, "microsoft", purpose="again", next=to)
    page = back(client, other.walk(went, who="lou", agree=agree))
    assert said in page.text
    assert "What you typed is kept" in page.text
    way = re.search(r'class="button" href="(/accounts/reauthenticate/[^"]+)"', page.text)[1]
    assert not cast.gus.grants.exists()
    client.post(way, {"password": PASSWORD})
    assert cast.gus.grants.get().role == "auditor"


def test_nothing_is_said_to_be_kept_where_nothing_waits(cast, client):
    client.force_login(cast.lou)
    for asked in ("", "?next=/policies/", "?next=https://evil.example/"):
        page = client.get(f"/accounts/with/cancelled/{asked}")
        assert "You did not go on" in page.text
        assert "is kept" not in page.text
        assert "evil" not in page.text


@pytest.mark.parametrize("name", ["google", "microsoft"])
@pytest.mark.parametrize(("ago", "recent"), [(60, True), (3600, False), (None, False)])
def test_a_sign_in_elsewhere_is_as_recent_as_the_provider_says_it_asked(
    cast, client, other, ago, recent, name
):
    link_by_invitation(client, other, cast.lou, name)
    client.post("/accounts/logout/")
    asked_at = ago and int(time.time()) - ago
    told = {"hd": "marlow.example", "tid": TENANT, "oid": LOU_AT_MICROSOFT}
    other.say("lou", **told, auth_time=asked_at)
    come(client, other, name)
    assert who_is_in(client) == cast.lou
    assert (client.get("/accounts/linked/").status_code == 200) is recent


def test_google_is_no_way_to_show_it_once_more_but_a_mailed_link_is(cast, client, other):
    link_by_invitation(client, other, cast.lou)
    ways = signing_in.RosterAdapter().get_reauthentication_methods(cast.lou)
    assert [way["url"] for way in ways] == ["/accounts/reauthenticate/"]
    cast.lou.set_unusable_password()
    ways = signing_in.RosterAdapter().get_reauthentication_methods(cast.lou)
    assert [way["url"] for way in ways] == ["/accounts/by-mail/"]


def test_buttons_stand_only_for_what_is_configured(cast, client, settings):
    assert "Sign in with Microsoft" in client.get("/accounts/login/").text
    settings.SOCIALACCOUNT_PROVIDERS = {"elsewhere": {"APPS": []}}
    assert "Sign in with Microsoft" not in client.get("/accounts/login/").text
    assert client.get("/accounts/with/google/").status_code == 404


def test_what_would_let_in_strangers_does_not_start():
    with pytest.raises(ImproperlyConfigured, match="GOOGLE_DOMAIN"):
        configuring.google("a", "b", domains=[])
    for tenant in ("common", "organizations", ""):
        with pytest.raises(ImproperlyConfigured, match="MICROSOFT_TENANT"):
            configuring.microsoft("a", "b", tenant=tenant)
    with pytest.raises(ImproperlyConfigured, match="https"):
        configuring.other("a", "b", server="http://idp.example", name="Other")
    found = [configuring.microsoft("a", "b", tenant=TENANT)]
    assert configuring.origins(found) == ["https://login.microsoftonline.com"]
