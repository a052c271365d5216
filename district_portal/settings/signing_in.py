"""How people sign in, stay signed in, and prove it once more."""

from district_portal.settings import elsewhere
from district_portal.settings.environment import env

AUTH_USER_MODEL = "accounts.Person"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique regardless of case, by a constraint
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["given_name", "family_name", "email", "number"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.choosing_passwords.NearWordsValidator"},
    {"NAME": "accounts.breached_passwords.BreachedPasswordValidator"},
]
BREACHED_PASSWORDS = env("BREACHED_PASSWORDS", default="")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# A sign-in ends when it wasn't used for half a day, and a week after the last proof of who it is.
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_LONGEST = 60 * 60 * 24 * 7
SESSION_COOKIE_NAME = "portal_session"
CSRF_COOKIE_NAME = "portal_csrf"
DEVICE_COOKIE_NAME = "portal_device"
MESSAGES_COOKIE_NAME = "portal_messages"
MESSAGE_STORAGE = "district_portal.ui.saying_once.SaidOnce"

ACCOUNT_ADAPTER = "accounts.signing_in.RosterAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the others end: see RosterAdapter.set_password
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.mailed_links.LinkTokens"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3
ACCOUNT_REAUTHENTICATION_TIMEOUT = 30 * 60
ACCOUNT_SESSION_REMEMBER = False
# A whole school comes from one address of the network, so the limits for an address are wide.
# Passwords are guarded by accounts/throttling.py; `login_failed` counts codes of second factors.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "10/15m/key",
    "reset_password": "600/h/ip,5/h/key",
    "reset_password_from_key": "600/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "accounts.forms.signing_in.SignInForm",
    "reset_password": "accounts.forms.signing_in.AskForLinkForm",
    "reset_password_from_key": "accounts.forms.signing_in.ChoosePasswordForm",
    "set_password": "accounts.forms.signing_in.SetPasswordForm",
    "change_password": "accounts.forms.signing_in.ChangePasswordForm",
    "reauthenticate": "accounts.forms.signing_in.ReauthenticateForm",
}

SOCIALACCOUNT_ADAPTER = "accounts.arriving.ElsewhereAdapter"
SOCIALACCOUNT_PROVIDERS = {"elsewhere": {"APPS": elsewhere.apps(env)}}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

MFA_ADAPTER = "accounts.second_factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_FORMS = {
    "authenticate": "accounts.forms.second_factor.CodeForm",
    "reauthenticate": "accounts.forms.second_factor.CodeAgainForm",
    "activate_totp": "accounts.forms.second_factor.AddAppForm",
    "add_webauthn": "accounts.forms.second_factor.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.second_factor.NamePasskeyForm",
}
