"""The catalogs of other languages are compiled, whole for what they promise, and well made."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from accounts import telling_of_changes
from approvals.registry import letters
from district_portal.mailing import enveloping, framing, pieces
from district_portal.mailing.kinds import KINDS, TRANSLATED
from district_portal.operations.looks import backups, database, deciding, seals, servers, work
from district_portal.reminders import telling as reminders
from district_portal.reports.dashboard import acknowledged, forms, requested, words
from policies.acknowledgments import telling as signatures
from policies.acknowledgments.paper import telling as paper
from tests.architecture.catalog import CONTEXT, catalogs, compiled, read

MAILS = (signatures, paper, reminders, telling_of_changes, enveloping, framing, letters)
LOOKS = (servers, work, deciding, seals, backups, database)
MODULES = (*MAILS, *LOOKS, acknowledged, forms, requested, words)
CALLS = {"_": 1, "_now": 1, "gettext_lazy": 1, "ngettext": 2, "pgettext_lazy": 2}
FOLDER = Path(settings.BASE_DIR) / "templates" / "mail"
NAMES = re.compile(r"%\(\w+\)[sd]|\{[a-z ]+\}")
EACH = pytest.mark.parametrize("catalog", catalogs(), ids=lambda path: path.parts[-3])


def of_templates():
    """Every message in the templates of the kinds that are translated, by its key."""
    files = [
        *FOLDER.glob("*.*"),
        *(path for name in TRANSLATED for path in FOLDER.glob(f"{name}/*")),
    ]
    for path in files:
        nodes = get_template(f"mail/{path.relative_to(FOLDER)}").template.nodelist
        for node in nodes.get_nodes_by_type(TranslateNode):
            yield str(node.filter_expression.var.literal or node.filter_expression.var)
        for node in nodes.get_nodes_by_type(BlockTranslateNode):
            parts = [node.singular, node.plural] if node.plural else [node.singular]
            yield "\0".join(node.render_token_list(part)[0] for part in parts)
        yield from re.findall(r'date:_\("([^"]+)"\)', path.read_text("utf-8"))


def of_modules():
    """Every message in these modules; what only the editor's page says is not."""
    for module in MODULES:
        tree = ast.parse(Path(module.__file__).read_text("utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        of_the_page = {
            id(inner)
            for call in calls
            if getattr(call.func, "id", "") == "Word"
            for inner in ast.walk(call)
        }
        for call in calls:
            name = getattr(call.func, "id", "")
            if name in CALLS and id(call) not in of_the_page:
                words = [ast.literal_eval(argument) for argument in call.args[: CALLS[name]]]
                yield (CONTEXT if name.startswith("p") else "\0").join(words)


@EACH
def test_what_is_committed_is_what_the_catalog_says(catalog):
    assert catalog.with_suffix(".mo").read_bytes() == compiled(catalog)


@EACH
def test_python_reads_it_with_its_plural_forms(catalog):
    with catalog.with_suffix(".mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    one, many = "One policy waits for your signature", "%(n)d policies wait for your signature"
    assert found.ngettext(one, many, 1) not in (one, many)
    assert found.ngettext(one, many, 1) != found.ngettext(one, many, 2)


@EACH
def test_no_mail_of_a_kind_that_is_translated_would_mix_two_languages(catalog):
    held = read(catalog)
    wanted = {*of_templates(), *of_modules()} - {""}
    assert len(wanted) > 100
    assert wanted - set(held) == set()


@EACH
def test_every_message_is_translated_and_fills_in_the_same_names(catalog):
    for key, translations in read(catalog).items():
        if key:
            names = set(NAMES.findall(key))
            assert all(translations)
            for translation in translations:
                found = set(NAMES.findall(translation))
                assert found == names or (len(translations) > 1 and found <= names), key


def test_the_kinds_that_are_translated_are_kinds_and_hold_those_about_signatures():
    assert set(pieces.patterns()) <= TRANSLATED <= set(KINDS)
