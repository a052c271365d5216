from django.urls import path

from district_portal.ui import views

app_name = "ui"
urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/form/", views.styleguide_form, name="styleguide_form"),
    path("styleguide/task/", views.styleguide_task, name="styleguide_task"),
]
