"""Logo and color: what may be uploaded, what is kept, and whether it can be read."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags
from PIL import Image

from district_portal import audit
from district_portal.district import contrasting, painting
from district_portal.district.models import District, Logo
from district_portal.setup import picturing
from tests.district_portal.setup.pictures import bomb, photograph, picture

pytestmark = pytest.mark.django_db
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'


@pytest.fixture
def tom(cast, client):
    client.force_login(cast.tom)
    return client


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def put_up(client, content, name="logo.png"):
    file = SimpleUploadedFile(name, content)
    return client.post("/setup/look/", {"act": "logo", "logo": file}, follow=True)


def color(client, accent):
    return client.post("/setup/look/", {"act": "color", "accent": accent}, follow=True)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_as_our_own_png_and_shown_above_each_page(tom, kind):
    answer = put_up(tom, picture(kind, size=(3000, 1000)))
    logo = Logo.objects.get()
    with Image.open(io.BytesIO(bytes(logo.content))) as kept:
        assert (kept.format, kept.size) == ("PNG", (360, 120))
    assert f"/setup/look/logo/{logo.digest}.png" in answer.content.decode()
    assert audit.events(act="district.logo_put_up").get().after == {"digest": logo.digest}


def test_nothing_but_the_pixels_is_kept(tom):
    put_up(tom, photograph(), "photo.jpg")
    content = bytes(Logo.objects.get().content)
    with Image.open(io.BytesIO(content)) as kept:
        assert kept.size == (60, 120)
        assert (dict(kept.getexif()), kept.info) == ({}, {})
    assert b"at home" not in content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SVG, "SVG files can carry programs"),
        (b"GIF89a" + b"\0" * 50, "This is no picture"),
        (b"", "The submitted file is empty"),
        (picture()[:200], "This is no picture"),
        (bomb(), "more than 16 million pixels"),
        (bomb(side=4_100), "more than 16 million pixels"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * picturing.MOST_BYTES, "larger than 2 MB"),
        (picture(size=(8, 8)), "too small"),
    ],
    ids=["svg", "gif", "empty", "cut", "bomb", "large", "heavy", "small"],
)
def test_what_is_no_logo_is_refused_in_one_sentence(tom, content, said):
    assert said in words(put_up(tom, content))
    assert not Logo.objects.exists()


def test_the_logo_is_fetched_by_everybody_once_and_an_old_one_is_gone(tom, client):
    put_up(tom, picture())
    logo = Logo.objects.get()
    client.logout()
    answer = client.get(f"/setup/look/logo/{logo.digest}.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get(f"/setup/look/logo/{'0' * 64}.png").status_code == 404


def test_for_somebody_signed_in_it_is_kept_as_well(tom):
    put_up(tom, picture())
    answer = tom.get(f"/setup/look/logo/{Logo.objects.get().digest}.png")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_same_logo_twice_is_one_act_and_it_comes_down(tom):
    put_up(tom, picture())
    put_up(tom, picture())
    assert audit.events(act="district.logo_put_up").count() == 1
    for _ in range(2):
        tom.post("/setup/look/", {"act": "take_down"})
    assert not Logo.objects.exists()
    assert audit.events(act="district.logo_taken_down").count() == 1


def test_a_color_that_can_be_read_is_a_stylesheet_of_its_own(tom):
    page = color(tom, "#7A0019").content.decode()
    assert District.objects.get().accent == "#7a0019"
    (address,) = re.findall(r"/setup/look/colors/\w+\.css", page)
    answer = tom.get(address)
    assert "--brand: #7a0019" in answer.content.decode()
    assert "immutable" in answer.headers["Cache-Control"]
    assert " style=" not in page
    color(tom, "#14532d")
    assert tom.get(address).status_code == 404


def test_one_that_cannot_be_read_is_answered_with_a_near_one(tom):
    page = color(tom, "#ffb81c")
    assert "White letters can’t be read on #ffb81c: the contrast is 1.7" in words(page)
    (near,) = re.findall(r'name="accent" value="(#\w{6})"', page.content.decode())
    assert contrasting.passes(near)
    assert District.objects.get().accent == ""
    color(tom, near)
    assert District.objects.get().accent == near


@pytest.mark.parametrize("given", ["red", "#12345", "url(x)", "#12345g"])
def test_what_is_no_color_is_refused(tom, given):
    color(tom, given)
    assert District.objects.get().accent == ""


def test_the_portal_s_own_color_is_none(tom):
    color(tom, "#7a0019")
    tom.post("/setup/look/", {"act": "plain"})
    assert "/look/colors/" not in color(tom, "#1d4e79").content.decode()


@pytest.mark.parametrize(
    "accent", ["#000000", "#00ff00", "#777777", "#ffb81c", "#ff00ff", "#ffffff"]
)
def test_every_color_becomes_readable_in_both_appearances(accent):
    colors = contrasting.palette(contrasting.near(accent))
    assert contrasting.contrast(colors.header, "#ffffff") >= 4.5
    assert contrasting.contrast(colors.dark_header, "#ffffff") >= 4.5
    for surface in contrasting.LIGHT_SURFACES:
        assert contrasting.contrast(colors.mark, surface) >= 3
    for surface in contrasting.DARK_SURFACES:
        assert contrasting.contrast(colors.dark_mark, surface) >= 3
    assert painting.digest(contrasting.near(accent)).isalnum()


def test_contrast_is_that_of_the_guidelines():
    assert contrasting.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrasting.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
