from django.utils.translation import gettext_lazy as _

from district_portal.help.writing import HowTo, Picture, Topic
from district_portal.permissions import Role

TOPIC = Topic(
    slug="following",
    title=_("See who has signed, and keep the roster"),
    whom=_("For human resources"),
    lead=_("The report, reminders, the HR sheet, and people who sign on paper."),
    roles=frozenset({Role.HR}),
    pages=frozenset(
        {
            "reports:acknowledgments",
            "reports:remind",
            "reports:exports",
            "reports:views",
            "roster:runs",
            "roster:upload",
            "roster:run",
            "roster:columns",
            "acknowledgments:paper",
            "acknowledgments:print",
            "acknowledgments:meetings",
            "acknowledgments:prepare_meeting",
            "acknowledgments:meeting",
            "acknowledgments:closings",
        }
    ),
    how_tos=(
        HowTo(
            heading=_("Find who has not signed"),
            steps=(
                _("Open [Reports]."),
                _("Choose a policy, and [Not signed] under [Status]. Then choose [Apply]."),
                _("To take it along, choose [Excel] or [PDF]. To find it again: [Save this view]."),
                _("To send mails, choose [Remind those who have not signed]. You see first who."),
            ),
            note=_("Nobody gets more than one reminder a day, and nobody on leave gets one."),
            picture=Picture(
                name="following",
                alt=_(
                    "The report on one policy: each person who is asked, where they work, and "
                    "since when they are late."
                ),
            ),
        ),
        HowTo(
            heading=_("Bring in the HR sheet"),
            steps=(
                _("Open [People], choose [Roster: sheets from HR] and [Bring in an HR sheet]."),
                _("Choose the file and then [Read the sheet]."),
                _("You see what would change. Nothing is written before you say so."),
            ),
            note=_(
                "The last sheet can be undone. If many people would leave, another confirms it."
            ),
        ),
        HowTo(
            heading=_("People without an e-mail address"),
            steps=(
                _("On paper: open [Policies], then [Signed on paper] and [Choose what to print]."),
                _("When a sheet comes back, type its code there and choose [Find the sheet]."),
                _("Or together: open [Signing meetings] and choose [Prepare a signing meeting]."),
            ),
        ),
        HowTo(
            heading=_("For a hearing or an audit"),
            steps=(
                _("Open the page of the person or of the policy."),
                _("Choose [Make an evidence bundle] and then [Make the bundle]."),
                _("Download the file. Anyone can check it, without the portal."),
            ),
        ),
    ),
)
