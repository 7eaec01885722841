"""Has tokens of ours checked by an implementation that is not: PyJWT, with throw-away keys.

    python3 -m venv /tmp/jwt && /tmp/jwt/bin/pip install 'pyjwt[crypto]'
    /tmp/jwt/bin/python .ci/check-token.py
"""

import os
import subprocess
import time

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

PREFIX = "APP_STORE_CONNECT_"
SCOPE = ["GET /v1/apps?filter[platform]=IOS", "GET /v2/gameCenterAchievements/1"]


def make_key():
    key = ec.generate_private_key(ec.SECP256R1())
    formats = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.public_key(), key.private_bytes(*formats).decode()


def make_token(pem, issuer, scope):
    env = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    env |= {PREFIX + "KEY_ID": "2X9R4HXF34", PREFIX + "PRIVATE_KEY": pem}
    if issuer:
        env[PREFIX + "ISSUER_ID"] = issuer
    command = ["cargo", "run", "--quiet", "--package", "game-achievements", "--example", "print_token", "--", *scope]
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout.strip()


def check(kind, issuer, scope):
    public, pem = make_key()
    token = make_token(pem, issuer, scope)
    claims = jwt.decode(
        token,
        public,
        algorithms=["ES256"],
        audience="appstoreconnect-v1",
        issuer=issuer,
        options={"require": ["aud", "exp", "iat"] + (["iss"] if issuer else ["sub"])},
    )
    assert jwt.get_unverified_header(token) == {"alg": "ES256", "kid": "2X9R4HXF34", "typ": "JWT"}
    assert type(claims["iat"]) is int and type(claims["exp"]) is int, claims
    assert 0 < claims["exp"] - claims["iat"] <= 20 * 60, claims
    assert 50 <= time.time() - claims["iat"] <= 120, "it is dated back by a minute"
    expected = {"aud", "exp", "iat"} | ({"iss"} if issuer else {"sub"}) | ({"scope"} if scope else set())
    assert set(claims) == expected, claims
    assert issuer or claims["sub"] == "user", claims
    assert claims.get("scope", []) == scope, claims
    # The check can fail: with another key, and with one character changed.
    head, body, signature = token.split(".")
    changed = ".".join([head, body, ("B" if signature[0] == "A" else "A") + signature[1:]])
    for wrong, key in [(token, make_key()[0]), (changed, public)]:
        try:
            jwt.decode(wrong, key, algorithms=["ES256"], audience="appstoreconnect-v1")
        except jwt.InvalidSignatureError:
            continue
        raise AssertionError("a wrong signature was taken")
    print(f"PyJWT {jwt.__version__} takes it ({kind}): {claims}")


check("team key", "57246542-96fe-1a63-e053-0824d011072a", [])
check("team key with a scope", "57246542-96fe-1a63-e053-0824d011072a", SCOPE)
check("individual key", None, [])
check("individual key with a scope", None, SCOPE)
