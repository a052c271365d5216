from django.utils.translation import gettext_lazy as _

from district_portal.help.writing import HowTo, Picture, Topic
from district_portal.permissions import Role

TOPIC = Topic(
    slug="publishing",
    title=_("Publish policies and ask for signatures"),
    whom=_("For policy administrators"),
    lead=_("From a file to a version in force, and to the people who must sign it."),
    roles=frozenset({Role.POLICY_ADMINISTRATOR, Role.DISTRICT_ADMINISTRATOR}),
    pages=frozenset(
        {
            "policies:import",
            "policies:drafts",
            "policies:draft",
            "policies:head",
            "policies:publish",
            "policies:readers",
            "policies:reviews",
            "policies:reviewed",
            "policies:references",
            "acknowledgments:require",
            "acknowledgments:requirements",
            "acknowledgments:change",
            "acknowledgments:next_year",
            "acknowledgments:make_packet",
        }
    ),
    how_tos=(
        HowTo(
            heading=_("Bring in a policy"),
            steps=(
                _("Open [Policies] and choose [Import policies]."),
                _("Choose Word, PDF or text files, or paste a text. Then choose [Read the text]."),
                _("Each file becomes a draft. Nothing is published yet."),
            ),
        ),
        HowTo(
            heading=_("Check and publish it"),
            steps=(
                _("Compare the draft with the file, which stands beside it under [As it came in]."),
                _("Choose [Edit] beside a clause to correct it. Every edit can be undone."),
                _("Others should read it first? Choose [Ask for a review]."),
                _("Choose [Continue to publish], enter what the board did, and choose [Continue]."),
                _("Read what will happen. Then choose [Publish version %(n)s now]."),
            ),
            note=_(
                "A version can never be changed. To correct a mistake, open the policy, choose "
                "[Edit the next version], and publish that."
            ),
            picture=Picture(
                name="publishing",
                alt=_(
                    "A draft: its clauses with a button to edit each, and above them what is still "
                    "to be settled."
                ),
            ),
        ),
        HowTo(
            heading=_("Ask people to sign"),
            steps=(
                _("Open the policy and choose [Require acknowledgment]."),
                _("Say who must sign, by when and how often."),
                _("Choose [Show whom it reaches]. You see each person and each reminder."),
                _("Choose [Require policy %(code)s]: people are asked at once."),
            ),
        ),
        HowTo(
            heading=_("Keep the manual up to date"),
            steps=(
                _("On [Policies], choose [See which policies are due for review]."),
                _("Read the policy. Nothing to change? Choose [Reviewed, no change]."),
                _("Something to change? Open the policy and choose [Edit the next version]."),
            ),
        ),
    ),
)
