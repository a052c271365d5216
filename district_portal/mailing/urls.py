from django.urls import path

from district_portal.mailing import views

app_name = "mailing"
urlpatterns = [
    path("", views.log, name="log"),
    path("<int:number>/", views.message, name="message"),
    path("<int:number>/resend/", views.resend, name="resend"),
    path("<int:number>/leave/", views.leave, name="leave"),
]
