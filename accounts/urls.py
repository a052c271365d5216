from django.urls import path

from accounts.views import (
    access,
    delegations,
    people,
    places,
    postings,
    profile,
    roles,
    sign_ins,
)

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
    path("<int:pk>/language/", people.language, name="language"),
    path("<int:pk>/number/", people.number, name="number"),
    path("<int:pk>/access/", access.access, name="access"),
    path("roles/", roles.roles, name="roles"),
    path("roles/give/", roles.give, name="give_role"),
    path("roles/<int:pk>/end/", roles.end, name="end_role"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/ask/", delegations.ask, name="ask_delegate"),
    path("delegations/<int:pk>/accept/", delegations.accept, name="accept_delegation"),
    path("delegations/<int:pk>/decline/", delegations.decline, name="decline_delegation"),
    path("delegations/<int:pk>/end/", delegations.end, name="end_delegation"),
    path("<int:pk>/sign-out/", sign_ins.sign_out, name="sign_out"),
    path("<int:pk>/reset-factors/", sign_ins.reset_factors, name="reset_factors"),
]
