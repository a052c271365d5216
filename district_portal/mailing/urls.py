from django.urls import path

from district_portal.mailing.views import log

app_name = "mailing"
urlpatterns = [
    path("", log.log, name="log"),
    path("again/", log.again, name="again"),
    path("<int:number>/", log.message, name="message"),
    path("<int:number>/resend/", log.resend, name="resend"),
    path("<int:number>/leave/", log.leave, name="leave"),
    path("<int:number>/bounced/", log.bounce, name="bounce"),
    path("<int:number>/arrived/", log.arrived, name="arrived"),
]
