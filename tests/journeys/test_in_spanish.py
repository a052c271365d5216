"""A bus driver chooses Spanish before signing in, signs on a phone, and keeps the receipt."""

from __future__ import annotations

import pytest

from policies.acknowledgments.models import Signature
from tests.cast import PASSWORD
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
PHONE = 390
STATEMENT = (
    "I, Gus de la Cruz, have read policy 529, Staff Use of Social Media, version 1, "
    "and agree to follow it."
)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_choose_sign_and_receipt(browser, live_server, cast, script):
    version = published("529", "Staff Use of Social Media")
    required(version, people=[cast.gus])
    with open_page(browser, width=PHONE, script=script) as page:
        page.goto(f"{live_server.url}/accounts/login/")
        leads_on(page.get_by_role("link", name="Español"))
        check_page(page, "es-choose")
        leads_on(page.get_by_role("button", name="Español"))
        check_page(page, "es-sign-in")
        page.get_by_label("Correo electrónico").fill(cast.gus.email)
        page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
        leads_on(page.get_by_role("button", name="Iniciar sesión", exact=True))
        check_page(page, "es-tasks")
        leads_on(page.get_by_role("link", name="Staff Use of Social Media"))
        assert page.locator("h1 [lang=en]").inner_text() == version.title
        assert page.get_by_text("el idioma en que fueron adoptadas").is_visible()
        statement = page.locator("#statement")
        assert (statement.inner_text(), statement.get_attribute("lang")) == (STATEMENT, "en")
        assert page.get_by_text("Significa: Yo, Gus de la Cruz").is_visible()
        check_page(page, "es-sign")
        leads_on(page.get_by_role("button", name="Firmar la política 529"))
        check_page(page, "es-sign-error")
        page.get_by_label("He leído esta versión").check()
        page.get_by_label("Su nombre").fill("Gus de la Cruz")
        leads_on(page.get_by_role("button", name="Firmar la política 529"))
        assert "Usted firmó la política 529" in page.locator("h1").inner_text()
        check_page(page, "es-receipt")
        assert Signature.objects.get().statement == STATEMENT
        leads_on(page.get_by_role("link", name="English"))
        leads_on(page.get_by_role("button", name="English"))
        assert "You signed policy 529" in page.locator("h1").inner_text()
    cast.gus.refresh_from_db()
    assert cast.gus.language == "en"
