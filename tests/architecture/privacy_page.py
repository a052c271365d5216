"""Write docs/operating/privacy.md: `python -m tests.architecture.privacy_page`."""

from __future__ import annotations

from pathlib import Path

import django

PAGE = Path(__file__).parents[2] / "docs" / "operating" / "privacy.md"
HEAD = """# What the portal keeps about people

For whoever answers a person, a parent or a court. Made from the code by `python -m
tests.architecture.privacy_page`; a test holds it to the code. Each person reads the same about
themselves under *My profile → What the portal keeps about me*, with the years of the retention
schedule in force, and takes their own data along from there.

## How long

- **Requests, accounts, questions and concerns** are kept for the years of the retention schedule
  that the board adopted. Until one is adopted nothing leaves. A legal hold keeps what it is on
  for longer. They leave by a disposal that one person proposes with a preview and another
  confirms; a tombstone stays ([decision 9](../decisions/0009-records-leave-in-one-way.md)).
- **How to reach people who left, how they signed in, and what they had begun** leave in the same
  way, the years of their class after their last day: addresses (of mails and of the roster’s
  sheets too), telephone, language and appearance, passwords, passkeys and other factors, linked
  accounts, tokens, saved views, drafts of requests. A legal hold on the person keeps all of it.
  Whoever comes back gets their address from the roster again.
- **Signatures, postings, the audit trail, the words of mails** stay for good, with the name: they
  prove something only as long as they can be shown. The trail never holds how to reach somebody.
- **Sign-ins** end when somebody signs out, and after a week at most. The **files** of exports and
  evidence bundles end on the day that they name.

## What a person gets, and what not

The ZIP file holds, kind by kind, pages to read and the same as JSON. It is asked for with a
recent sign-in, recorded in the audit trail with how many rows it held, and counts as an export
for the pace. Of one kind it holds the newest 20,000 rows, and says so where it ends there.

It leaves out secrets and hashes (password, PIN, keys, tokens, recovery codes, links in mails),
all words of concerns, what others told in confidence about the person, legal holds, and what
others did.

## By table

The first table of a kind says what it holds, in the words that people read.

| table | what about people | kept how long |
|---|---|---|
"""
OTHERS = {
    "accounts_place": "names of buildings and departments; who heads one",
    "acknowledgments_bundlefile": "the file of an evidence bundle, for its maker, for some days",
    "acknowledgments_checkquestion": "the questions on a version; who wrote them",
    "acknowledgments_meeting": "name and place of a signing meeting; who prepared and ended it",
    "acknowledgments_packet": "who put a packet together",
    "acknowledgments_requirement": "the rule of who signs; who set it up",
    "acknowledgments_yearstart": "who decided when a school year is asked for",
    "approvals_route": "who decides a kind of request, by role; who settled it",
    "claiming_sheet": "name and lines of a sheet of existing accounts; who brought it in",
    "concerns_clock": "a duty that a concern started, and when it was met",
    "concerns_statepack": "who brought a state pack in, and put it to use",
    "district_district": "the district's own name, contact and settings",
    "impostors_act": "who handled the case of an impostor",
    "impostors_capture": "a picture of the impostor's page; who added it",
    "impostors_impostor": "the address of an account that claims to be the district",
    "impostors_report": "what somebody saw; nothing about who reported it",
    "mailing_wording": "who changed the text of a mail",
    "operations_alarm": "who was mailed that something is not well, and when",
    "operations_keyputaway": "who said that a copy of the key lies elsewhere",
    "policies_draft": "who began, owns and proposed a draft",
    "policies_policy": "who owns a policy",
    "policies_rescission": "who rescinded a policy",
    "policies_review": "who read a version and what they noted",
    "policies_version": "who published a version",
    "questions_askedbefore": "question and answer without who asked; who published them",
    "records_archiving": "who noted that a record is archived",
    "records_draft": "who began the draft of the schedule",
    "records_hold": "who or what is under a legal hold, and who placed it",
    "records_lifting": "who lifted a hold, and why",
    "records_ruling": "who said that a record is public, or of which class",
    "records_run": "who proposed a disposal",
    "records_runrecord": "what the records of a disposal are called",
    "records_schedule": "who recorded the schedule",
    "records_stop": "who stopped a disposal, and why",
    "records_tombstone": "what a record that left was called; who proposed and confirmed it",
    "records_verdict": "who confirmed a disposal",
    "registry_letter": "who changed the letter to parents",
    "registry_noticecopy": "the copy of a notice to parents; who kept it",
    "registry_parentnotice": "that parents were told; who recorded it",
    "roster_heading": "who matched the heading of a sheet",
    "roster_run": "the sheet of HR as it came, until it is applied or discarded; who brought it in",
    "setup_firstrun": "a hash of the link to the set-up",
}
"""What tables besides hold about people, most of all who did something."""


def text() -> str:
    """The page. Raises KeyError for a table that nobody speaks of but that leads to a person."""
    from django.apps import apps  # noqa: PLC0415 – after the apps are ready
    from django.contrib.auth import get_user_model  # noqa: PLC0415

    from district_portal.privacy.kept import THINGS  # noqa: PLC0415

    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    lines = []
    for thing in THINGS:
        for table in thing.tables:
            first = table == thing.tables[0]
            what = thing.what if first else f"belongs to `{thing.tables[0]}`"
            lines.append((models.pop(table), what, thing.lasting))
    lines += [(models.pop(table), what, "") for table, what in OTHERS.items()]
    for table, model in models.items():
        if any(field.related_model is get_user_model() for field in model._meta.fields):
            raise KeyError(table)
    rows = [
        f"| `{model._meta.db_table}` | {what} | {_how_long(model._meta.db_table, lasting)} |"
        for model, what, lasting in lines
    ]
    nothing = "\n".join(f"- `{table}`" for table in sorted(models))
    ends = f"\n\n## Tables that hold nothing about people\n\n{nothing}\n"
    return HEAD + "\n".join(rows) + ends


def _how_long(table: str, lasting: object) -> str:
    """What is said of a table, and by which classes of the schedule rows or columns of it leave."""
    from district_portal.records.kinds import kinds  # noqa: PLC0415

    said = [str(lasting)] if lasting else []
    for kind in kinds():
        words = f"y the schedule, with {kind.many}"
        for part in kind.leaving:
            if part.model._meta.db_table == table:
                begins = "some rows b" if part.when else "b" if said else "B"
                said.append(begins + words)
        columns = {
            name
            for row in kind.emptied
            for name in row.columns
            if row.part.model._meta.db_table == table
        }
        if columns:
            said.append(f"`{'`, `'.join(sorted(columns))}` b{words}")
    return "; ".join(said) or "For good"


if __name__ == "__main__":
    django.setup()
    PAGE.write_text(text(), encoding="utf-8")
