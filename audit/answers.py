"""Small answers that several routes give, and what they read out of a request."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from audit.decide import Declined
from audit.words import LANGUAGES, Language, words

LANGUAGE = "ogrogoti-language"
"""The cookie that remembers the language."""


def language_of(request: Request) -> Language:
    """The language that the address or the last visit asks for."""
    for said in (request.query_params.get("lang"), request.cookies.get(LANGUAGE)):
        for language in LANGUAGES:
            if said == language:
                return language
    return "en"


def chosen_by(request: Request) -> dict[str, str]:
    """What the address says, without what SQLite would not take."""
    return {name: value for name, value in request.query_params.items() if "\x00" not in value}


def joined(query: str) -> str:
    """A query that more can be added to."""
    return f"{query}&" if query else ""


def download(content: bytes, name: str, media_type: str) -> Response:
    """A file to save; it is never shown inside this page."""
    return Response(
        content,
        media_type=media_type,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def as_attachment(text: str) -> Response:
    """The trail as a text to save."""
    return PlainTextResponse(
        text, headers={"content-disposition": 'attachment; filename="trail.txt"'}
    )


def declining(declined: Declined, language: Language) -> Response:
    """Why a decision cannot be taken, in words and with both values."""
    said = {
        "error": declined.word,
        "message": words(language)[f"declined_{declined.word}"],
        **declined.details,
    }
    version = declined.details.get("etag")
    headers = {"etag": version} if isinstance(version, str) else None
    return JSONResponse(json.loads(json.dumps(said)), declined.status, headers)
