"""Opens a converted folder for review: the index, the trail, a token, and the server."""

from __future__ import annotations

import secrets
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audit.app import page_app
from audit.chain import Proof, anchor_again
from audit.dossier import dossier
from audit.gate import Gate
from audit.index import RUN, refresh
from audit.insight import Insight
from audit.lists import report
from audit.originals import originals
from audit.serving import LOOPBACK, bind, hosts_of, serve
from audit.site import Site
from audit.trail import Trail
from audit.words import Language
from schemas.errors import BadUsage

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the page is opened."""

    originals: Path | None = None
    port: int = 0
    """0 takes one that is free."""
    reviewer: str = ""
    browser: bool = True


def site_of(folder: Path, insight: Insight, wishes: Wishes) -> Site:
    """What the pages work with; the index is made or brought up to date."""
    refresh(folder)
    return Site(
        folder,
        insight,
        originals(wishes.originals, folder, insight.office_pdf),
        Trail(folder),
        wishes.reviewer,
    )


def write_dossier(path: Path, insight: Insight, wishes: Wishes, language: Language) -> bytes:
    """The dossier of one report of an output folder.

    Raises:
        BadUsage: the file is no report of an output folder.
    """
    folder = next((above for above in path.absolute().parents if (above / RUN).is_file()), None)
    if folder is None:
        raise BadUsage(f"{path} lies in no output folder.", "Name a report that convert wrote.")
    site = site_of(folder, insight, wishes)
    with site.index() as index:
        row = report(index, path.stem)
        if row is None:
            raise BadUsage(f"{path} is no report.", "Run ogrogoti verify on its folder.")
        return dossier(site, index, row, language).encode()


def gated(site: Site, port: int, token: str | None = None) -> Gate:
    """The page behind its gate, for one port and one token."""
    return page_app(site, hosts_of(port), token or secrets.token_urlsafe(TOKEN_BYTES))


def open_page(folder: Path, insight: Insight, wishes: Wishes, tell: Callable[[str], None]) -> Proof:
    """Serve the page until the process is told to end.

    Returns:
        What the trail was like at the start; it is told, and a bent one can still be looked at.

    Raises:
        BadUsage: the port is taken.
    """
    found = anchor_again(folder)
    for fault in found.faults:
        tell(f"The trail cannot be trusted. {fault.what} {fault.remedy}")
    try:
        bound = bind(wishes.port)
    except OSError as error:
        raise BadUsage(
            f"Port {wishes.port} is taken.", "Leave --port out, or name another one."
        ) from error
    port = bound.getsockname()[1]
    gate = gated(site_of(folder, insight, wishes), port)
    address = f"http://{LOOPBACK}:{port}/?token={gate.token}"

    def started() -> None:
        tell(f"Open {address}\nPress Ctrl+C to end.")
        if wishes.browser:
            webbrowser.open(address)

    serve(gate, bound, started)
    return found
