"""Whatever is recorded has a phrase for people."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.urls import reverse

from accounts import moving
from accounts.telling_of_changes import CHANGES
from approvals.impostors import handling
from district_portal.audit.phrases import PHRASES, in_words

ROOT = Path(__file__).parents[3]
WRITES = {"record", "record_each", "_record", "_step", "bring_back", "_ask_again"}
ACT = re.compile(r"[a-z_]+\.[a-z_]+")


def recorded():
    """Every act that a call names, and those that `CHANGES`, `STEPS` and the sheet name."""
    found = {f"signing_in.{change}" for change in CHANGES} | {"people.changed"}
    found |= {f"impostors.{step}" for step in handling.STEPS}
    for part in ("accounts", "approvals", "policies", "district_portal"):
        for path in (ROOT / part).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and _name(call.func) in WRITES:
                    texts = [node for argument in call.args for node in ast.walk(argument)]
                    found |= {
                        node.value
                        for node in texts
                        if isinstance(node, ast.Constant) and ACT.fullmatch(str(node.value))
                    }
    return found


def _name(called):
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def test_every_act_has_a_phrase_and_every_phrase_an_act():
    assert recorded() == set(PHRASES)


def test_what_nobody_named_stays_as_it_is():
    assert in_words("former.days") == "former.days"


def test_a_person_s_page_says_in_words_what_was_done(cast, client):
    moving.move(cast.lou, by=cast.hana, position="Dean")
    client.force_login(cast.hana)
    page = client.get(reverse("people:person", args=[cast.lou.pk])).text
    assert "Posting changed<" in page
    assert "· Hana Sato<" in page
    assert "people.moved" not in page
