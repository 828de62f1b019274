"""The style, the script, the signs and the letters of the page, from a closed list."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).with_name("static")
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
FILES = {path.name: path for path in STATIC.iterdir() if path.suffix in KINDS}
"""The only files of the program that are served."""


def static_file(request: Request) -> Response:
    """One of the program's own files."""
    path = FILES.get(request.path_params["name"])
    if path is None:
        raise HTTPException(404)
    kept = {"cache-control": "private, max-age=86400"} if path.suffix == ".woff2" else None
    return Response(path.read_bytes(), media_type=KINDS[path.suffix], headers=kept)
