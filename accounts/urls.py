from django.urls import path

from accounts.views import people, places, postings, profile

app_name = "people"
urlpatterns = [
    path("", people.people, name="list"),
    path("me/", profile.me, name="me"),
    path("new/", postings.new, name="new"),
    path("places/", places.places, name="places"),
    path("places/new/", places.new, name="place_new"),
    path("places/<int:pk>/", places.place, name="place"),
    path("places/<int:pk>/change/", places.change, name="place_change"),
    path("places/<int:pk>/head/", places.head, name="place_head"),
    path("places/<int:pk>/close/", places.close, name="place_close"),
    path("places/<int:pk>/reopen/", places.reopen, name="place_reopen"),
    path("<int:pk>/supervision/", places.supervision, name="supervision"),
    path("<int:pk>/enter/<slug:act>/", postings.act, name="act"),
    path(
        "<int:pk>/postings/<int:posting>/<slug:act>/",
        postings.act_on_posting,
        name="act_on_posting",
    ),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/invite/", people.invite, name="invite"),
    path("<int:pk>/dismiss/<slug:role>/", people.dismiss, name="dismiss"),
]
