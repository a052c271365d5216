from django.urls import path

from approvals.exemptions.views import exemptions, meetings

app_name = "exemptions"
urlpatterns = [
    path("", exemptions.listed, name="list"),
    path("<int:pk>/", exemptions.exemption, name="exemption"),
    path("<int:pk>/outcome/", exemptions.outcome, name="outcome"),
    path("<int:pk>/revoke/", exemptions.revoke, name="revoke"),
    path("requests/<int:pk>/meeting/", meetings.call, name="call"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/invitation.ics", meetings.invitation, name="invitation"),
    path("meetings/<int:pk>/cancel/", meetings.cancel, name="cancel"),
    path("meetings/<int:pk>/minutes/", meetings.minutes, name="minutes"),
]
