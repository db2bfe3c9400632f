"""A small, real OpenID Connect provider on this machine: discovery, consent without a page, token, keys, user info.

It is strict where a provider is: client, redirect address, code used once, and the PKCE verifier must fit.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID = "ind-reputation"
CLIENT_SECRET = "a-secret-between-the-two"
KEY_ID = "key-1"


class IdentityProvider:
    """Signs in whoever `person` is, without asking anything."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person: dict[str, Any] = {}
        self.audience = CLIENT_ID
        self.refuses_with = ""
        self.refused: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self._tokens: dict[str, dict[str, Any]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider._get(self)

            def do_POST(self) -> None:
                provider._post(self)

            def log_message(self, *args: Any) -> None:
                """Nothing on the screen of the test."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """Go away: from now on nobody answers."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def knows(self, email: str, *, subject: str = "", **claims: Any) -> None:
        """The person in front of the browser."""
        self.person = {"sub": subject or f"subject of {email}", "email": email, "name": "Naam bij ons", **claims}

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.origin,
            "authorization_endpoint": f"{self.origin}/authorize",
            "token_endpoint": f"{self.origin}/token",
            "userinfo_endpoint": f"{self.origin}/userinfo",
            "jwks_uri": f"{self.origin}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _get(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            _answer(request, 200, self.discovery())
        elif parts.path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            _answer(request, 200, {"keys": [{**key, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]})
        elif parts.path == "/authorize":
            self._authorize(request, query)
        elif parts.path == "/userinfo":
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            person = self._tokens.get(token)
            _answer(request, 200 if person else 401, person or {"error": "invalid_token"})
        else:
            _answer(request, 404, {"error": "not_found"})

    def _authorize(self, request: BaseHTTPRequestHandler, query: dict[str, str]) -> None:
        problem = next(
            (
                name
                for name, wrong in {
                    "client_id": query.get("client_id") != CLIENT_ID,
                    "response_type": query.get("response_type") != "code",
                    "scope": "openid" not in query.get("scope", "").split(),
                    "state": not query.get("state"),
                    "code_challenge": not query.get("code_challenge"),
                    "code_challenge_method": query.get("code_challenge_method") != "S256",
                }.items()
                if wrong
            ),
            "",
        )
        if problem:
            self.refused.append(problem)
            _answer(request, 400, {"error": "invalid_request", "error_description": problem})
            return
        answer = {"state": query["state"]}
        if self.refuses_with:
            answer["error"] = self.refuses_with
        else:
            answer["code"] = secrets.token_urlsafe(24)
            self._codes[answer["code"]] = query
        request.send_response(302)
        request.send_header("Location", f"{query['redirect_uri']}?{urlencode(answer)}")
        request.end_headers()

    def _post(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0))).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self._codes.pop(form.get("code", ""), None)
        verifier = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        problems = {
            "code": asked is None,
            "client": (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET),
            "redirect_uri": asked is None or form.get("redirect_uri") != asked["redirect_uri"],
            "code_verifier": asked is None or verifier.rstrip(b"=").decode() != asked["code_challenge"],
        }
        wrong = [name for name, is_wrong in problems.items() if is_wrong]
        if wrong:
            self.refused += wrong
            _answer(request, 400, {"error": "invalid_grant"})
            return
        token = secrets.token_urlsafe(24)
        self._tokens[token] = self.person
        now = int(time.time())
        claims = {**self.person, "iss": self.origin, "aud": self.audience, "iat": now, "exp": now + 300}
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": KEY_ID})
        _answer(request, 200, {"access_token": token, "token_type": "Bearer", "expires_in": 300, "id_token": signed})


def _answer(request: BaseHTTPRequestHandler, status: int, content: dict[str, Any]) -> None:
    body = json.dumps(content).encode()
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def settings_with(provider: IdentityProvider, monkeypatch: Any, **environment: str) -> dict[str, Any]:
    """The sign-in settings of an installation whose environment names this provider."""
    import runpy
    from pathlib import Path

    for name, value in {
        "OIDC_SERVER_URL": provider.origin,
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "OIDC_NAME": "Rijksinlog",
        **environment,
    }.items():
        monkeypatch.setenv(name, value)
    path = Path(__file__).resolve().parents[2] / "ind_reputation" / "settings" / "auth.py"
    return {name: value for name, value in runpy.run_path(str(path)).items() if name.isupper()}
