"""统一认证. Signing in at the site's own provider: OpenID Connect, authorization code with PKCE.

The provider proves who somebody is; what they may do follows from its claims by the site's mapping,
anew at each sign-in. An account of this site that was not made by the provider is never taken over.
"""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from html import escape
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from alerts.accounts import AccountExists, NameRefused, RegionRefused, SignInRefused
from alerts.cover import key
from alerts.database import writing
from alerts.spending import TooOften
from alerts.witness import Act, witness
from alerts.workflow import Role
from api.deps import House, HouseHere, Now
from api.pages import SIGN_IN
from api.sessions import counted, give, inside
from dashboards.page import NotThere

router = APIRouter(include_in_schema=False)

WAY = f"{SIGN_IN}/provider"
BACK = f"{WAY}/back"
COOKIE = "pursewatch_provider"
LASTS = 600
"""Seconds from leaving for the provider to coming back."""

SECONDS = 10
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
SCOPE = "openid profile"


class ProviderFailed(Exception):
    """The provider did not prove who somebody is."""


@dataclass(frozen=True)
class Provider:
    """Where people of this site sign in elsewhere, and what its claims mean here."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    address: str  # this site's own, as browsers see it
    roles: Mapping[str, str] = field(default_factory=dict)  # value of the claim → role; first wins
    role_claim: str = "roles"
    region_claim: str = "region"
    unit_claim: str = "unit"
    name_claim: str = "preferred_username"
    region: str = ""  # where the claim names none

    @property
    def back(self) -> str:
        """Where the provider sends people back to."""
        return self.address.rstrip("/") + BACK

    def role_of(self, claims: Mapping[str, Any]) -> Role:
        """Give the role that the claims mean.

        Raises:
            ProviderFailed: they mean none.
        """
        told = claims.get(self.role_claim) or []
        held = {told} if isinstance(told, str) else {str(one) for one in told}
        role = next((role for value, role in self.roles.items() if value in held), None)
        if role is None:
            raise ProviderFailed("the provider names no role that this site knows")
        return Role(role)


@router.get(WAY)
def leave(request: Request, house: HouseHere, onward: str = "/") -> Response:
    """Send the browser to the provider, with a question that only it can answer."""
    provider = _provider(house)
    client = OAuth2Session(
        provider.client, scope=SCOPE, redirect_uri=provider.back, code_challenge_method="S256"
    )
    kept = {
        "nonce": secrets.token_urlsafe(24),
        "verifier": secrets.token_urlsafe(48),
        "next": inside(onward[:2000]),
    }
    try:
        counted(request, house)
        endpoint = _metadata(provider.issuer)["authorization_endpoint"]
    except (TooOften, ProviderFailed):
        return _failed()
    url, kept["state"] = client.create_authorization_url(
        endpoint, code_verifier=kept["verifier"], nonce=kept["nonce"]
    )
    response = RedirectResponse(url, 303)
    response.set_cookie(
        COOKIE,
        _sealed(house, kept),
        path=WAY,
        max_age=LASTS,
        httponly=True,
        samesite="lax",  # the way back starts at the provider's
        secure=house.secure_cookies,
    )
    return response


@router.get(BACK)
def come_back(
    request: Request,
    house: HouseHere,
    now: Now,
    code: str = "",
    state: str = "",
    error: str = "",
) -> Response:
    """Begin a session for whom the provider names, if it answers the question that was asked."""
    provider = _provider(house)
    try:
        counted(request, house)
        kept = _opened(house, request.cookies.get(COOKIE, ""))
        if error or not state or not hmac.compare_digest(kept["state"], state):
            raise ProviderFailed(f"the provider sent back {error[:40] or 'another state'!r}")
        claims = _claims(provider, kept, code)
        begun = _begin(house, provider, claims, now)
    except (
        AccountExists, NameRefused, RegionRefused, SignInRefused, TooOften,
        OAuthError, ProviderFailed, JoseError, requests.RequestException,
    ) as failed:  # fmt: skip
        witness(house.ledger.engine, "", Act.REFUSE, now=now, by="provider",
                because=type(failed).__name__)  # fmt: skip
        return _failed()
    # a page and not a redirect: the strict cookie is sent from this site's own page on
    onward = escape(kept["next"])
    refresh = f'<meta http-equiv="refresh" content="0; url={onward}">'
    response = HTMLResponse(f'<!doctype html>{refresh}<a href="{onward}">→</a>')
    give(house, begun, response)
    response.delete_cookie(COOKIE, path=WAY)
    return response


def _provider(house: House) -> Provider:
    if house.provider is None:
        raise NotThere("this site has no other way in: sign in with an account of its own")
    found: Provider = house.provider
    return found


def _begin(house: House, provider: Provider, claims: Mapping[str, Any], now: datetime) -> Any:  # noqa: ANN401 - alerts.accounts.Session
    region = str(claims.get(provider.region_claim) or provider.region) or None
    unit = claims.get(provider.unit_claim)
    account = house.accounts.provided(
        f"{provider.issuer} {claims['sub']}",
        str(claims.get(provider.name_claim) or claims["sub"])[:80],
        role=provider.role_of(claims),
        region=region,
        unit=str(unit) if unit else None,
        display=str(claims.get("name") or "")[:80],
        now=now,
    )
    return house.accounts.sign_in_as(account.name, now, how=f"provider {provider.issuer}")


def _claims(provider: Provider, kept: Mapping[str, str], code: str) -> Mapping[str, Any]:
    told = _metadata(provider.issuer)
    client = OAuth2Session(provider.client, provider.secret, redirect_uri=provider.back)
    token = client.fetch_token(
        told["token_endpoint"], code=code, code_verifier=kept["verifier"], timeout=SECONDS
    )
    keys = KeySet.import_key_set(cast(KeySetSerialization, _fetched(told["jwks_uri"])))
    proved = jwt.decode(str(token.get("id_token", "")), keys, algorithms=ALGORITHMS)
    wanted = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client},
        nonce={"essential": True, "value": kept["nonce"]},
        exp={"essential": True},
        sub={"essential": True},
    )
    wanted.validate(proved.claims)
    return dict(proved.claims)


@cache
def _metadata(issuer: str) -> Mapping[str, Any]:
    told = _fetched(issuer.rstrip("/") + "/.well-known/openid-configuration")
    if told.get("issuer") != issuer:
        raise ProviderFailed(f"{issuer} calls itself {str(told.get('issuer'))[:80]!r}")
    return told


def _fetched(address: str) -> dict[str, Any]:
    if urlsplit(address).scheme not in {"http", "https"}:
        raise ProviderFailed(f"{address[:80]!r} is no address of the web")
    try:
        answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderFailed(f"{address[:80]} does not answer: {type(error).__name__}") from error
    return told


def _failed() -> Response:
    return RedirectResponse(f"{SIGN_IN}?failed=provider", 303)


def _sealed(house: House, kept: Mapping[str, str]) -> str:
    text = urlsafe_b64encode(json.dumps(kept).encode()).decode()
    return f"{text}.{_mark(house, text)}"


def _opened(house: House, cookie: str) -> dict[str, str]:
    text, _, mark = cookie.partition(".")
    if not text or not hmac.compare_digest(_mark(house, text).encode(), mark.encode()):
        raise ProviderFailed("the browser that came back is not the one that left")
    kept: dict[str, str] = json.loads(urlsafe_b64decode(text))
    return kept


def _mark(house: House, text: str) -> str:
    with writing(house.ledger.engine) as connection:
        own = key(connection, "provider")
    return hmac.new(own, text.encode(), hashlib.sha256).hexdigest()
