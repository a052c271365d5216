import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district_set_up")]
ASKED = {"HX-Request": "true"}


def test_a_part_that_is_asked_for_too_late_loads_the_page_anew(client):
    answer = client.get(reverse("policies:search"), {"words": "net"}, headers=ASKED)
    assert answer.headers["HX-Refresh"] == "true"
    assert not answer.content


def test_a_page_leads_to_the_sign_in_and_back(client):
    answer = client.get(reverse("policies:search"), {"words": "net"})
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login") + "?next=/policies/search/")


def test_who_is_signed_in_gets_the_part(client, cast):
    client.force_login(cast.lou)
    answer = client.get(reverse("policies:search"), {"words": "net"}, headers=ASKED)
    assert answer.status_code == 200
    assert "HX-Refresh" not in answer.headers
