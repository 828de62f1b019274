"""The routes: what is asked, and which page or answer it gets."""

from __future__ import annotations

import hmac
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from audit import lists
from audit.answers import (
    LANGUAGE,
    as_attachment,
    chosen_by,
    declining,
    download,
    joined,
    language_of,
)
from audit.crops import crop
from audit.decide import Asked, Declined, Tried, decide, read_body, subject_of, trial
from audit.dossier import dossier
from audit.export import as_text
from audit.findings_page import findings
from audit.gate import Gate
from audit.originals import Picture
from audit.overview_page import overview
from audit.published import written
from audit.render import page
from audit.report_page import context
from audit.reports_page import is_overtaken, reports
from audit.shown import shown
from audit.site import Site
from audit.static_files import static_file
from audit.sums import sums
from audit.trail import raws
from audit.values_page import values
from audit.words import LANGUAGES, Language, words

TROUBLES = {404: "no_such_page", 405: "no_such_page", 503: "too_slow"}

Answer = Callable[[Request], Response]
Listing = Callable[[Site, sqlite3.Connection, Mapping[str, str], Language], dict[str, object]]


def page_app(site: Site, hosts: frozenset[str], token: str) -> Gate:
    """The page behind its gate.

    Args:
        site: the folder under review.
        hosts: what a Host header may say.
        token: what the printed address holds.
    """
    port = min(hosts).rpartition(":")[2]
    cookie = f"ogrogoti-{port}"
    pages = _Pages(site, token, cookie)
    routes = [
        Route("/", _answering(pages.reports)),
        Route("/values", _answering(pages.values)),
        Route("/findings", _answering(pages.findings)),
        Route("/overview", _answering(pages.overview)),
        Route("/trail.txt", _answering(pages.whole_trail)),
        Route("/static/{name}", _answering(static_file)),
        Route("/report/{report_id}", _answering(pages.report)),
        Route("/report/{report_id}/page/{number:int}.png", _answering(pages.picture)),
        Route("/report/{report_id}/page/{number:int}.json", _answering(pages.picture_size)),
        Route("/report/{report_id}/crop.png", _answering(pages.crop)),
        Route("/report/{report_id}/original", _answering(pages.original)),
        Route("/report/{report_id}/dossier", _answering(pages.dossier)),
        Route("/report/{report_id}/trail.txt", _answering(pages.trail)),
        Route("/report/{report_id}/cell", _answering(pages.cell)),
        Route("/report/{report_id}/decide", _answering(pages.decide), methods=["POST"]),
        Route("/report/{report_id}/try", _answering(pages.tries), methods=["POST"]),
    ]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    app.add_exception_handler(HTTPException, pages.trouble)
    app.add_exception_handler(Exception, pages.trouble)
    return Gate(app, hosts, token, cookie)


def _answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """Run an answer beside the loop: SQLite and pictures would hold up everybody else."""

    async def respond(request: Request) -> Response:
        request.state.body = await request.body()
        return await run_in_threadpool(answer, request)

    return respond


class _Pages:
    """One answer for each route."""

    def __init__(self, site: Site, token: str, cookie: str) -> None:
        self.site = site
        self.token = token
        self.cookie = cookie

    def _page(
        self, request: Request, template: str, found: Mapping[str, object], status: int = 200
    ) -> Response:
        language = language_of(request)
        other = LANGUAGES[1 - LANGUAGES.index(language)]
        query = {name: value for name, value in request.query_params.items() if name != "lang"}
        common = {
            "here": request.url.path,
            "reviewer": self.site.reviewer,
            "other_lang_query": urlencode({**query, "lang": other}),
            "query": joined(urlencode({k: v for k, v in query.items() if k != "start"})),
        }
        answer = HTMLResponse(page(template, language, {**common, **found}), status)
        if request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie(LANGUAGE, language, httponly=True, samesite="strict", path="/")
        return answer

    def _report(self, index: sqlite3.Connection, request: Request) -> sqlite3.Row:
        row = lists.report(index, request.path_params["report_id"])
        if row is None:
            raise HTTPException(404)
        return row

    def reports(self, request: Request) -> Response:
        said = request.query_params.get("token")
        if said is not None:
            return self._enter(said)
        return self._list(request, "reports.html", reports)

    def _list(self, request: Request, template: str, listing: Listing) -> Response:
        with self.site.index() as index:
            found = listing(self.site, index, chosen_by(request), language_of(request))
            return self._page(request, template, found)

    def _enter(self, said: str) -> Response:
        if not hmac.compare_digest(said.encode(), self.token.encode()):
            raise HTTPException(403)
        answer = HTMLResponse(page("enter.html", "en", {}))
        answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
        return answer

    def values(self, request: Request) -> Response:
        return self._list(request, "values.html", values)

    def findings(self, request: Request) -> Response:
        return self._list(request, "findings.html", findings)

    def overview(self, request: Request) -> Response:
        with self.site.index() as index:
            return self._page(
                request, "overview.html", overview(self.site, index, language_of(request))
            )

    def report(self, request: Request) -> Response:
        with self.site.index() as index:
            row = self._report(index, request)
            found = context(self.site, index, row, chosen_by(request), language_of(request))
            found["again"] = is_overtaken(row, self.site.trail.decided_slots())
            return self._page(request, "report.html", found)

    def picture(self, request: Request) -> Response:
        with self.site.index() as index:
            row = self._report(index, request)
        found = self._picture(row, request.path_params["number"])
        return Response(found.path.read_bytes(), media_type="image/png")

    def picture_size(self, request: Request) -> Response:
        with self.site.index() as index:
            row = self._report(index, request)
        found = self._picture(row, request.path_params["number"])
        size = {"width": found.width_pt, "height": found.height_pt, "pages": found.pages}
        return JSONResponse(size)

    def _picture(self, row: sqlite3.Row, number: int) -> Picture:
        pages = max(row["pages"], 1) if row["media_type"] == "application/pdf" else 1000
        if not 1 <= number <= pages or not self.site.originals.is_pictured(row["media_type"]):
            raise HTTPException(404)
        found = self.site.originals.picture(row["source_sha256"], row["media_type"], number)
        if found is None:
            raise HTTPException(404)
        return found

    def crop(self, request: Request) -> Response:
        with self.site.index() as index:
            row = self._report(index, request)
            key = request.query_params.get("key", "")
            found = lists.value(index, row["report"], key) or lists.item(index, row["report"], key)
        content = crop(self.site.originals, row, found) if found else None
        if content is None:
            raise HTTPException(404)
        return Response(content, media_type="image/png")

    def original(self, request: Request) -> Response:
        with self.site.index() as index:
            row = self._report(index, request)
        content = self.site.originals.content(row["source_sha256"])
        if content is None:
            raise HTTPException(404)
        return download(
            content, f"{row['source_sha256'][:16]}.original", "application/octet-stream"
        )

    def dossier(self, request: Request) -> Response:
        with self.site.index() as index:
            row = self._report(index, request)
            text = dossier(self.site, index, row, language_of(request))
        return download(text.encode(), f"{row['report_id']}.html", "text/html; charset=utf-8")

    def trail(self, request: Request) -> Response:
        with self.site.index() as index:
            row = self._report(index, request)
        return as_attachment(as_text(self.site.trail.entries(row["source_sha256"])))

    def whole_trail(self, request: Request) -> Response:
        del request
        return as_attachment(as_text(self.site.trail.entries()))

    def cell(self, request: Request) -> Response:
        """What stands and was decided about one value, with its version."""
        with self.site.index() as index:
            row = self._report(index, request)
            try:
                subject = subject_of(self.site, index, row, request.query_params.get("key", ""))
            except Declined as declined:
                return declining(declined, language_of(request))
        value, latest = subject.value, subject.latest
        return JSONResponse(
            {
                "key": subject.key,
                "raw": value["raw"] if value else None,
                "value": value["value"] if value else None,
                "decision": latest.kind if latest else None,
                "by": latest.by if latest else None,
                "text": latest.text if latest else None,
            },
            headers={"etag": subject.etag},
        )

    def decide(self, request: Request) -> Response:
        language = language_of(request)
        with self.site.index() as index:
            row = self._report(index, request)
            try:
                asked = read_body(request.state.body, Asked)
                entry = decide(self.site, index, row, asked, request.headers.get("if-match"))
                version = subject_of(self.site, index, row, asked.key).etag
            except Declined as declined:
                return declining(declined, language)
            decided = self.site.decisions(row["source_sha256"])
            done, due = lists.reviewed(index, row["report"], raws(decided))
        found = self.site.arithmetic(self.site.report(row), decided)
        said = {
            "entry": entry.n,
            "kind": entry.kind,
            "text": shown(entry.text) if entry.text is not None else None,
            "value": shown(entry.new_value),
            "sums": sums(found, language),
            "done": done,
            "due": due,
        }
        return JSONResponse(said, headers={"etag": version})

    def tries(self, request: Request) -> Response:
        language = language_of(request)
        with self.site.index() as index:
            row = self._report(index, request)
        try:
            tried = read_body(request.state.body, Tried)
            new, entry = trial(self.site, row, tried)
        except Declined as declined:
            return declining(declined, language)
        decided = self.site.decisions(row["source_sha256"])
        found = self.site.arithmetic(self.site.report(row), decided, entry)
        said = {
            "state": new.state.value,
            "value": shown(written(new)),
            "candidates": [str(one) for one in new.candidates],
            "sums": sums(found, language),
        }
        return JSONResponse(said)

    async def trouble(self, request: Request, error: Exception) -> Response:
        """A page that says what went wrong, and nothing about this machine."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        if isinstance(error, sqlite3.OperationalError):
            status = 503
        names = words(language_of(request))
        word = TROUBLES.get(status, "trouble")
        return self._page(
            request, "message.html", {"title": names[word], "text": names[f"{word}_text"]}, status
        )
