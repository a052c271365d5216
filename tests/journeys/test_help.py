"""Each page of help, beside the pages that it tells of: what it names stands there.

`make shots ARGS=help` walks the same way and takes the pictures of help anew.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from district_portal.demo import signins
from district_portal.help.topics import TOPICS
from district_portal.help.writing import FILLED, NAMED
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.demo_world import open_demo

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]

FOLDER = os.environ.get("HELP_PICTURES")
PHONE, TABLET, EDGE = 400, 720, 12
SHOWN = "header a, header button, main *, nav a, .aside *, footer a"
TOLD = """selector => [...document.querySelectorAll(selector)]
    .filter(e => e.matches('a, button, summary, label, legend, h1, h2, h3, dt, th, option, li > *'))
    .map(e => [...e.childNodes].map(n => n.textContent).join(' ').replace(/\\s+/g, ' ').trim())"""

ANSWER = """() => {
    const form = document.querySelector('main form[method=post], main form');
    for (const radio of form.querySelectorAll('[type=radio]'))
        if (!form.querySelector(`[name=${radio.name}]:checked`)) radio.checked = true;
    for (const text of form.querySelectorAll('textarea:required, textarea[name=summary]'))
        text.value ||= 'As it was agreed.';
}"""
"""The first choice of each question that nobody has answered."""
PATIENCE = 60_000


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A page on the way, by its name and what its address names; a button leads on from it."""

    to: str
    of: tuple[str, ...] = ()
    which: int = 0
    query: str = ""
    press: str = ""
    picture: str = ""
    """What of it is shown: the first element of this selector."""
    width: int = TABLET
    height: int = 0
    """How much of that is shown: its beginning, or its end if less than 0; all of it if 0."""


WAYS = {
    "signing": (
        "lou",
        [
            Visit(to="acknowledgments:sign", of=("assignment",), picture="#sign", width=PHONE),
            Visit(to="home:today"),
            Visit(to="questions:ask", of=("slug", "version")),
            Visit(to="questions:paper", of=("slug", "version")),
            Visit(to="acknowledgments:receipt", of=("signature",)),
        ],
    ),
    "asking": (
        "lou",
        [
            Visit(to="approvals:requests"),
            Visit(to="approvals:new"),
            Visit(to="approvals:promises", of=("unsent",)),
            Visit(to="approvals:check", of=("unsent",), picture="main", width=PHONE, height=-620),
            Visit(to="approvals:request", of=("request",)),
            Visit(to="registry:account", of=("account",), which=1),
        ],
    ),
    "deciding": (
        "pat",
        [
            Visit(to="approvals:queue"),
            Visit(to="approvals:decide", of=("request",), picture="#decide", width=PHONE),
            Visit(to="acknowledgments:my_people"),
            Visit(to="home:today"),
            Visit(to="questions:question", of=("asked_question",)),
            Visit(to="people:delegations"),
            Visit(to="people:ask_delegate"),
        ],
    ),
    "publishing": (
        "polly",
        [
            Visit(to="policies:list"),
            Visit(to="policies:import"),
            Visit(to="policies:draft", of=("draft",), picture="main", height=760),
            Visit(to="policies:draft", of=("draft",), which=-1),
            Visit(to="policies:publish", of=("draft",), press="Continue"),
            Visit(to="policies:policy", of=("slug",)),
            Visit(to="acknowledgments:require", of=("slug",), press="Show whom it reaches"),
            Visit(to="policies:reviews"),
        ],
    ),
    "following": (
        "hana",
        [
            Visit(
                to="reports:acknowledgments",
                query="?policy=511&status=open",
                picture=".data-table",
                height=420,
            ),
            Visit(to="people:list"),
            Visit(to="roster:runs"),
            Visit(to="roster:upload"),
            Visit(to="acknowledgments:paper"),
            Visit(to="acknowledgments:meetings"),
            Visit(to="people:person", of=("lou",)),
            Visit(to="acknowledgments:evidence_of_person", of=("lou",)),
        ],
    ),
    "accounts": (
        "tom",
        [
            Visit(to="impostors:case", of=("impostor",), picture="main", width=PHONE, height=560),
            Visit(to="impostors:case", of=("impostor",), which=1),
            Visit(to="claiming:list"),
            Visit(to="approvals:requests"),
            Visit(to="setup:overview"),
        ],
    ),
    "leading": (
        "ada",
        [
            Visit(to="concerns:list"),
            Visit(to="concerns:concern", of=("concern",)),
            Visit(to="reports:dashboard", picture="main", height=860),
            Visit(to="people:list"),
            Visit(to="people:roles"),
            Visit(to="approvals:requests"),
            Visit(to="approvals:routes"),
        ],
    ),
    "auditing": (
        "otto",
        [
            Visit(to="trail:search", query="?act=policies.", picture=".data-table", height=560),
            Visit(to="reports:acknowledgments"),
            Visit(to="policies:list"),
            Visit(to="policies:policy", of=("slug",)),
            Visit(to="acknowledgments:evidence_of_policy", of=("slug",)),
        ],
    ),
    "visiting": (
        "",
        [
            Visit(
                to="official:check",
                query="?address=@CedarLandingBand",
                picture="main",
                width=PHONE,
                height=620,
            ),
            Visit(to="official:check", query="?address=facebook.com/bendband.boosters"),
            Visit(to="official:check", query="?address=@elsewhere"),
            Visit(to="official:check", query="?address=instagram.com/cedarlandlngband"),
            Visit(to="impostor_report:new"),
        ],
    ),
}
BEFORE = {"signing": ("account_login", "account_reset_password")}
"""What is seen before one has signed in."""


@pytest.fixture
def demo_portal(one_portal):
    return one_portal.running(DEMO="1")


def test_what_help_names_stands_on_the_pages_that_it_tells_of(
    browser, demo_portal, transactional_db, settings
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    people, world = open_demo()
    missing = {}
    for topic in TOPICS:
        who, visits = WAYS[topic.slug]
        seen = set()
        with open_page(browser) as page:
            page.set_default_timeout(PATIENCE)
            for name in BEFORE.get(topic.slug, ()):
                page.goto(demo_portal.address + reverse(name))
                seen |= told(page)
            if who:
                demo_portal.sign_in(page, people[who].email, password=signins.PASSWORD)
            for visit in visits:
                seen |= walk(page, demo_portal, visit, world, topic)
            if not FOLDER:
                page.goto(demo_portal.address + topic.url)
                check_page(page, f"help-{topic.slug}")
        named = {name for text in topic.texts for name in NAMED.findall(str(text))}
        gone = {name for name in named if not any(fits(name, words) for words in seen)}
        if gone:
            missing[topic.slug] = gone
    assert missing == {}


def walk(page, portal, visit, world, topic):
    """What stands on the page of `visit`, and on the next one if a button leads on."""
    arguments = [world[name][visit.which] for name in visit.of]
    address = reverse(visit.to, args=arguments) + visit.query
    answer = page.goto(portal.address + address)
    assert answer.status == 200, address
    assert page.url == portal.address + address
    if visit.picture and FOLDER:
        take(page, visit, Path(FOLDER) / f"{topic.slug}.webp")
    seen = told(page)
    if visit.press:
        page.evaluate(ANSWER)
        leads_on(page.get_by_role("button", name=visit.press, exact=True))
        seen |= told(page)
    return seen


def told(page):
    return set(page.evaluate(TOLD, SHOWN))


def fits(name, words):
    """Whether `words` are what a button of that name shows, with what it fills in or adds."""
    with override("en"):
        pattern = ".+".join(map(re.escape, FILLED.split(name)))
    return re.fullmatch(rf"(\w+: )?{pattern}( .*)?", words) is not None


def take(page, visit, path):
    """A picture of what `visit` shows, small enough for a page."""
    size = page.viewport_size
    page.set_viewport_size({"width": visit.width, "height": 900})
    box = page.locator(visit.picture).first.bounding_box()
    height = min(box["height"], abs(visit.height) or box["height"])
    top = box["y"] + (box["height"] - height if visit.height < 0 else 0)
    left = max(box["x"] - EDGE, 0)
    width = box["width"] + 2 * EDGE
    clip = {"x": left, "y": top - EDGE, "width": width, "height": height + 2 * EDGE}
    png = page.screenshot(full_page=True, clip=clip)
    with Image.open(BytesIO(png)) as image:
        image.convert("RGB").save(path, quality=55, method=6)
    page.set_viewport_size(size)
