from django.utils.translation import gettext_lazy as _

from district_portal.help.writing import HowTo, Picture, Topic
from district_portal.permissions import Role

TOPIC = Topic(
    slug="signing",
    title=_("Read and sign a policy"),
    whom=_("For everyone who works or volunteers here"),
    lead=_("What you must sign, by when, and what to do if you are not sure."),
    roles=frozenset({Role.EMPLOYEE}),
    pages=frozenset(
        {
            "home:today",
            "account_login",
            "account_reset_password",
            "account_reset_password_done",
            "acknowledgments:sign",
            "acknowledgments:answer",
            "acknowledgments:receipts",
            "acknowledgments:receipt",
            "acknowledgments:packet",
            "questions:ask",
            "questions:paper",
        }
    ),
    how_tos=(
        HowTo(
            heading=_("Sign in for the first time"),
            steps=(
                _("On the page to sign in, choose [Get a link by mail]."),
                _("Enter your e-mail address at work and choose [Send me the link]."),
                _("Open the mail, follow the link, and choose a password that only you know."),
            ),
            note=_(
                "No e-mail address at work? You can sign at a meeting, with a code on paper: "
                "choose [Sign with your code] there. Or sign on paper. Ask your {supervisor}."
            ),
        ),
        HowTo(
            heading=_("Read and sign"),
            steps=(
                _("Open [My tasks]. What you must sign stands under [To do], with its due date."),
                _(
                    "Choose a policy and read it. If you signed an earlier version, the page "
                    "begins with what has changed."
                ),
                _("At the end, tick [I have read this version and agree to the statement above]."),
                _("Under [Your name], type your name as you sign."),
                _("Choose [Sign policy %(code)s]: you get a receipt at once, and by mail."),
            ),
            note=_(
                "Some policies ask you a few short questions first. A wrong answer is no test that "
                "you fail: read the clause again and answer once more."
            ),
            picture=Picture(
                name="signing",
                alt=_(
                    "The card below a policy: the statement, a box to tick, a field for your name, "
                    "and the button to sign."
                ),
            ),
        ),
        HowTo(
            heading=_("If you are not sure yet"),
            steps=(
                _("Choose [Ask] beside a clause, or [I have a question] at the end."),
                _("Write what is not clear and choose [Send the question]."),
                _("Your {supervisor} answers, and you get a mail. Your task stays open till then."),
            ),
            note=_(
                "The due date runs on while you wait. If you would rather sign on paper, choose "
                "[Sign on paper] and then [Ask for the sheet]."
            ),
        ),
        HowTo(
            heading=_("Find what you have signed"),
            steps=(
                _("On [My tasks], choose [See what I have signed]."),
                _("Open a receipt. To keep it, choose [Download as a PDF]."),
            ),
        ),
    ),
)
