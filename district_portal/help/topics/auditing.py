from django.utils.translation import gettext_lazy as _

from district_portal.help.writing import HowTo, Picture, Topic
from district_portal.permissions import Role

TOPIC = Topic(
    slug="auditing",
    title=_("Check what was done, and prove it"),
    whom=_("For auditors"),
    lead=_("You can see nearly everything and change nothing. Each export is recorded."),
    roles=frozenset({Role.AUDITOR}),
    pages=frozenset(
        {
            "trail:search",
            "acknowledgments:bundles",
            "acknowledgments:evidence_of_person",
            "acknowledgments:evidence_of_policy",
            "records:home",
        }
    ),
    how_tos=(
        HowTo(
            heading=_("Who did what, and when?"),
            steps=(
                _("Open [Reports], then [Audit trail]."),
                _("Say who did it, whom it was about, what was done, or between which days."),
                _("Choose [Apply]. Each act says what it changed."),
            ),
            picture=Picture(
                name="auditing",
                alt=_("The audit trail: acts with their time, who did them and what they changed."),
            ),
        ),
        HowTo(
            heading=_("Who had signed on a certain day?"),
            steps=(
                _("Open [Reports] and enter the day under [As of the end of]."),
                _("Choose [Apply]. The report is as it was at the end of that day."),
            ),
        ),
        HowTo(
            heading=_("What did a policy say on a certain day?"),
            steps=(
                _("Open [Policies] and enter the day under [As it stood on]."),
                _("Choose [Apply], and then the policy."),
            ),
        ),
        HowTo(
            heading=_("Take the proof along"),
            steps=(
                _("Open the page of a policy or a person and choose [Make an evidence bundle]."),
                _("Choose [Make the bundle] and download the file."),
                _("The instructions in it say how to check it, without the portal."),
            ),
        ),
    ),
)
