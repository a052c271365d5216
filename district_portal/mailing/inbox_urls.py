from django.urls import path

from district_portal.mailing.views import inbox

app_name = "inbox"
urlpatterns = [
    path("", inbox.inbox, name="list"),
    path("read/", inbox.read_all, name="read_all"),
    path("<int:number>/", inbox.message, name="message"),
    path("<int:number>/open/", inbox.open_one, name="open"),
    path("<int:number>/unread/", inbox.unread, name="unread"),
]
