"""Every address of the portal; each part's own stand in its urls.py."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accounts.views import access, speaking
from approvals.claiming import urls as claiming
from approvals.impostors import urls as impostors
from approvals.registry import urls as registry
from policies.views import robots

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("district_portal.home.urls")),
    path("accounts/", include("accounts.sign_in_urls")),
    path("people/roster/", include("accounts.roster.urls")),
    path("people/me/data/", include("district_portal.privacy.urls")),
    path("people/", include("accounts.urls")),
    path("help/", include("district_portal.help.urls")),
    path("why/", access.why, name="why"),
    path("language/", speaking.language, name="language"),
    path("robots.txt", robots.robots, name="robots"),
    path("policies/", include("policies.urls")),
    path("", include("policies.acknowledgments.urls")),
    path("questions/", include("policies.questions.urls")),
    path("", include("approvals.urls")),
    path("exemptions/", include("approvals.exemptions.urls")),
    path("registry/existing/", include("approvals.claiming.urls")),
    path("registry/", include("approvals.registry.urls")),
    path("impostors/", include("approvals.impostors.urls")),
    path("check/report/", include((impostors.for_everyone, "impostor_report"))),
    path("check/not-official/", include((claiming.for_everyone, "not_official"))),
    path("spokespersons/", include("approvals.speaking.urls")),
    path("confirmations/", include("approvals.confirming.urls")),
    path("relationships/", include("approvals.relationships.urls")),
    path("check/", include((registry.official, "official"))),
    path("concerns/", include("approvals.concerns.urls")),
    path("records/", include("district_portal.records.urls")),
    path("reports/", include("district_portal.reports.urls")),
    path("api/", include("district_portal.api.urls")),
    path("audit/", include("district_portal.trail.urls")),
    path("setup/", include("district_portal.setup.urls")),
    path("operations/", include("district_portal.operations.urls")),
    path("mail/", include("district_portal.mailing.urls")),
    path("messages/", include("district_portal.mailing.inbox_urls")),
    path("jobs/", include("district_portal.jobs.urls")),
    path("", include("district_portal.ui.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("outbox/", include("district_portal.demo.urls")))

handler400 = "district_portal.ui.views.bad_request"
handler403 = "district_portal.ui.views.forbidden"
handler404 = "district_portal.ui.views.not_found"
handler500 = "district_portal.ui.views.server_error"
