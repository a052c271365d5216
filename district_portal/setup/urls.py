from django.urls import path

from district_portal.setup.views import first_run, looks, mail_texts, sections

app_name = "setup"
urlpatterns = [
    path("", sections.overview, name="overview"),
    path("district/", sections.district, name="district"),
    path("look/", sections.look, name="look"),
    path("school-year/", sections.year, name="year"),
    path("school-days/", sections.days, name="days"),
    path("mail/", sections.mail, name="mail"),
    path("mail/texts/", mail_texts.texts, name="mail_texts"),
    path("mail/texts/<slug:name>/", mail_texts.text, name="mail_text"),
    path("mail/texts/<slug:name>/restore/<int:based_on>/", mail_texts.restore, name="mail_restore"),
    path("manual/", sections.manual, name="manual"),
    path("accounts/", sections.accounts, name="accounts"),
    path("concerns/", sections.concerns, name="concerns"),
    path("people/", sections.people, name="people"),
    path("first/", first_run.enter, name="first"),
    path("first/district/", first_run.district, name="first_district"),
    path("first/look/", first_run.look, name="first_look"),
    path("first/school-year/", first_run.year, name="first_year"),
    path("first/school-days/", first_run.days, name="first_days"),
    path("first/mail/", first_run.mail, name="first_mail"),
    path("first/people/", first_run.people, name="first_people"),
    path("first/roster/", first_run.roster, name="first_roster"),
    path("first/finish/", first_run.finish, name="first_finish"),
    path("first/done/", first_run.done, name="first_done"),
    path("look/logo/<slug:digest>.png", looks.logo, name="logo"),
    path("look/colors/<slug:digest>.css", looks.colors, name="colors"),
]
