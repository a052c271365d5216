from django.urls import path

from accounts.views import people, profile

app_name = "people"
urlpatterns = [
    path("", people.people, name="list"),
    path("me/", profile.me, name="me"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/invite/", people.invite, name="invite"),
    path("<int:pk>/dismiss/<slug:role>/", people.dismiss, name="dismiss"),
]
