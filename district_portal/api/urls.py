from django.urls import include, path, re_path

from district_portal.api.views import documents, tokens
from district_portal.api.views.resources import nowhere, resources

app_name = "api"
urlpatterns = [
    path("", documents.reference, name="reference"),
    path("openapi.json", documents.openapi, name="openapi"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.new_token, name="new_token"),
    path("tokens/<int:pk>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("v1/", include(resources())),
    re_path(r"^v1(?:/(?P<rest>.*))?$", nowhere, name="nowhere"),
]
