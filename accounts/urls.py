from django.urls import path

from accounts.views import people, profile, roster

app_name = "people"
urlpatterns = [
    path("", people.people, name="list"),
    path("me/", profile.me, name="me"),
    path("roster/", roster.upload, name="roster"),
    path("roster/<slug:ticket>/", roster.preview, name="roster_preview"),
    path("roster/<slug:ticket>/apply/", roster.apply_sheet, name="roster_apply"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/invite/", people.invite, name="invite"),
    path("<int:pk>/dismiss/<slug:role>/", people.dismiss, name="dismiss"),
]
