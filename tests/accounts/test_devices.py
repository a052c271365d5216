import pytest
from django.core.cache import cache
from django.test import Client

from accounts import devices
from tests.cast import PASSWORD

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) {}"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS.format("Chrome/140.0.0.0 Safari/537.36"), "Chrome on Windows"),
        (WINDOWS.format("Chrome/140.0.0.0 Safari/537.36 Edg/140.0"), "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/140.0 Safari/537",
            "Chrome on Chromebook",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox on Linux"),
        ("curl/8.0", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_a_browser_is_told_as_people_say(agent, words):
    assert devices.in_words(agent) == words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("127.0.0.1", "This machine (127.0.0.1)"),
        ("10.2.3.4", "Inside the network (10.2.3.4)"),
        ("8.8.8.8", "8.8.8.8"),
        ("nonsense", "nonsense"),
    ],
)
def test_an_address_is_told_with_what_it_means(address, words):
    assert devices.place(address) == words


def test_the_page_lists_ends_one_and_ends_all_others(cast):
    cache.clear()
    browsers = [
        Client(headers={"User-Agent": f"Firefox/1 {name}"}) for name in ("Linux", "iPad", "Android")
    ]
    for browser in browsers:
        browser.post("/accounts/login/", {"login": cast.lou.email, "password": PASSWORD})
    here, pad, phone = browsers
    page = here.get("/accounts/where/")
    assert page.context["sign_ins"][0].device == "Firefox on Linux"
    assert len(page.context["sign_ins"]) == 3
    ending = next(one.pk for one in page.context["sign_ins"] if one.device == "Firefox on iPad")
    here.post(f"/accounts/where/{ending}/end/")
    assert (pad.get("/").status_code, phone.get("/").status_code) == (302, 200)
    here.post("/accounts/where/end-others/")
    assert (here.get("/").status_code, phone.get("/").status_code) == (200, 302)


def test_nobody_ends_a_sign_in_of_another(cast, client):
    cache.clear()
    other = Client()
    other.post("/accounts/login/", {"login": cast.lou.email, "password": PASSWORD})
    client.force_login(cast.gus)
    client.post(f"/accounts/where/{devices.of(cast.lou)[0].pk}/end/")
    assert other.get("/").status_code == 200


def test_a_new_password_ends_every_other_sign_in_and_is_told_by_mail(cast):
    cache.clear()
    here, there = Client(), Client()
    for browser in (here, there):
        browser.post("/accounts/login/", {"login": cast.lou.email, "password": PASSWORD})
    new = "three small red boats"
    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
    assert len(devices.of(cast.lou)) == 1
