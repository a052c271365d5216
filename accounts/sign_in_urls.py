"""The pages of allauth that this portal has, and its own beside them.

No sign-up, no change of address: the roster rules both.
"""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts.recent_sign_in import recently
from accounts.views import by_mail, elsewhere, sign_ins

recent = recently("GET", "POST")
urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", recent(views.password_set), name="account_set_password"),
    path("password/reset/", sign_ins.ask_for_link, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        by_mail.choose,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("where/", sign_ins.where, name="usersessions_list"),
    path("where/<int:pk>/end/", sign_ins.end_one, name="sign_in_end"),
    path("where/end-others/", sign_ins.end_others, name="sign_in_end_others"),
    path("linked/", elsewhere.linked, name="socialaccount_connections"),
    path("linked/<int:pk>/end/", elsewhere.unlink, name="oidc_unlink"),
    path("with/cancelled/", elsewhere.cancelled, name="socialaccount_login_cancelled"),
    path("with/<slug:provider_id>/", elsewhere.begin, name="oidc_login"),
    path(
        "with/<slug:provider_id>/again/", elsewhere.begin, {"purpose": "again"}, name="oidc_again"
    ),
    path("with/<slug:provider_id>/back/", elsewhere.come_back, name="oidc_callback"),
    path("by-mail/", by_mail.ask, name="prove_by_mail"),
    path("by-mail/<slug:key>/", by_mail.open_link, name="prove_by_mail_open"),
    path("passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/app/", recent(app.activate_totp), name="mfa_activate_totp"),
    path("second-factor/app/remove/", recent(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", recent(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        recent(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/passkeys/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    path("second-factor/passkeys/add/", recent(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "second-factor/passkeys/again/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "second-factor/passkeys/<int:pk>/remove/",
        recent(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "second-factor/passkeys/<int:pk>/edit/",
        recent(passkeys.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
]
