"""What the provider says of its people: what the tests wrote into a file."""

from __future__ import annotations

import json
import os
from pathlib import Path

from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):
    oidc_claim_scope = None

    def get_id_token_dictionary(self, token, token_handler, request):
        """Its own claims, and over them what the tests wrote; what is None there is not said."""
        claims, expires = super().get_id_token_dictionary(token, token_handler, request)
        told = json.loads((Path(os.environ["OIDC_FOLDER"]) / "claims.json").read_text())
        claims |= told.get(request.user.username, {})
        return {name: value for name, value in claims.items() if value is not None}, expires
