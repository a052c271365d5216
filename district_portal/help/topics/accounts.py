from django.utils.translation import gettext_lazy as _

from district_portal.help.writing import HowTo, Picture, Topic
from district_portal.permissions import Role

TOPIC = Topic(
    slug="accounts",
    title=_("Look after all accounts and the portal"),
    whom=_("For the Technology Coordinator"),
    lead=_("Existing accounts, impostors, platforms, and whether the portal is well."),
    roles=frozenset({Role.TECHNOLOGY_COORDINATOR}),
    pages=frozenset(
        {
            "claiming:list",
            "claiming:upload",
            "claiming:sheet",
            "claiming:new",
            "claiming:account",
            "impostors:list",
            "impostors:case",
            "impostors:step",
            "approvals:platforms",
            "approvals:platform",
            "operations:health",
            "operations:backups",
            "mailing:log",
        }
    ),
    how_tos=(
        HowTo(
            heading=_("When somebody reports an impostor"),
            steps=(
                _("Open [Accounts], then [Impostors], and choose the case."),
                _("Report it to the platform. Then choose [We reported it to the platform]."),
                _("To tell everyone who checks that address, put up a warning there."),
                _("Once it is gone, choose [It is gone]. That closes the case."),
            ),
            note=_("Sign in to nothing at a reported address. Keep pictures before it is gone."),
            picture=Picture(
                name="accounts",
                alt=_(
                    "A case: the reported address, what it looks like, and whether all are warned."
                ),
            ),
        ),
        HowTo(
            heading=_("Accounts that were there before"),
            steps=(
                _("Open [Accounts], then [Existing accounts]."),
                _("Choose [Bring in a spreadsheet]. Those named in it are asked about theirs."),
                _("Run by somebody else? Choose [Add one that is not official]."),
            ),
        ),
        HowTo(
            heading=_("Which platforms may be asked for"),
            steps=(
                _("Open [Requests] and choose [Which platforms are allowed]."),
                _("Choose a platform, say whether it is allowed and why, and save it."),
            ),
        ),
        HowTo(
            heading=_("Is everything running?"),
            steps=(
                _("Open [District], then [Set-up], and choose [Is the portal well?]"),
                _("Look at what is marked. Each line says what it means and how to mend it."),
            ),
            note=_("You get a mail when something is not well, and another one when it is over."),
        ),
    ),
)
