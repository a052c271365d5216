"""The provider's own sign-in page: a button for each of its people."""

from django.contrib.auth import get_user_model, login
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.utils.html import format_html, format_html_join
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider import urls as provider


@csrf_exempt
def sign_in(request):
    people = get_user_model().objects.order_by("username")
    if request.method == "POST":
        login(request, people.get(username=request.POST["who"]))
        return HttpResponseRedirect(request.GET["next"])
    buttons = format_html_join(
        "", '<button name="who" value="{0}">{0}</button>', ((one.username,) for one in people)
    )
    return HttpResponse(format_html('<form method="post">{}</form>', buttons))


def no_style(request, name):
    return HttpResponse("", content_type="text/css")


urlpatterns = [
    path("sign-in/", sign_in),
    path("o/", include(provider)),
    path("static/<path:name>", no_style),
]
