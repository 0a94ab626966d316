"""Read-only HTTP: the same filters as the pages, the same files as their buttons, and a summary in numbers.

Everything is worked out in a thread, for a big file must not keep other visitors waiting.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import exports
from dashboard.exports import flat, names, package, picture, tables
from dashboard.exports import html as takeaway
from dashboard.exports.sheet import SHAPES
from dashboard.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator
from dashboard.numbers import summaries
from dashboard.package import dataset
from dashboard.query import addresses
from dashboard.query.filters import CODES, FILTERS, PARAMETERS, RECORDS, Filter, Filters, labels
from dashboard.query.masks import facet_counts
from dashboard.query.selection import NothingSelected, Selection, select
from dashboard.telling import charts
from dashboard.web.parameters import NO_FILTERS

PREFIX = "/api/v1"
JSON = "application/json"
CSV = "text/csv; charset=utf-8"
INLINE = ("text/html", "application/json", "application/geo+json")  # a browser shows these by itself
HEADERS = {
    "Access-Control-Allow-Origin": "*",  # public data, and nothing here knows who asks
    "Access-Control-Expose-Headers": "Content-Disposition, ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, no-cache",
}


class Refused(Exception):
    """A question that has no answer here: the status, and what to tell the asker."""

    def __init__(self, status: int, **told: Any) -> None:
        super().__init__(told["error"])
        self.status = status
        self.told = told


@dataclasses.dataclass(frozen=True)
class View:
    """The rows asked for, and the language to tell them in."""

    selection: Selection
    t: Translator


@dataclasses.dataclass(frozen=True)
class File:
    """What goes out; `name` is for whoever saves it."""

    content: bytes
    mime: str
    name: str | None = None


def view(pairs: list[tuple[str, str]], own: Mapping[str, tuple[str, ...]] | None = None) -> View:
    """The view that query parameters ask for. Refused (400) at the first that means nothing here.

    `own` are the parameters that this address alone reads, each with its values.
    """
    own = own or {}
    allowed = (*PARAMETERS, "lang", *own)
    asked = dict(pairs).get("lang", DEFAULT_LANGUAGE)
    language = asked if asked in LANGUAGES else DEFAULT_LANGUAGE
    t = Translator(language)
    for name, value in pairs:
        if name not in allowed and name not in NO_FILTERS:
            raise _unknown(t, name, value, allowed)
        for parameter, values in {"lang": LANGUAGES, **own}.items():
            if name == parameter and value not in values:
                raise _unknown(t, name, value, tuple(values), known=True)
    try:
        data = dataset.cached().in_language(language)
    except dataset.DataProblems as error:
        raise Refused(503, error=t("The data cannot be read."), problems=[str(p) for p in error.problems]) from error
    filters, unknown = Filters.from_query(pairs, data, ignore=(*NO_FILTERS, *own))
    if unknown:
        first = unknown[0]
        raise _unknown(t, first.parameter, first.value, first.allowed)
    return View(select(filters, data), t)


def _unknown(t: Translator, parameter: str, value: str, allowed: tuple[str, ...], known: bool = False) -> Refused:
    if known or parameter in PARAMETERS:
        error = t("“{value}” is not a value of “{parameter}”.", value=value, parameter=parameter)
    else:
        error = t("There is no parameter “{parameter}”.", parameter=parameter)
    return Refused(400, error=error, parameter=parameter, value=value, allowed=list(allowed))


def rows(asked: Request, seen: View) -> File:
    """The selected actions in one of the formats, the bytes of the page's button."""
    extension = asked.path_params["extension"]
    chosen = next((f for f in exports.FORMATS.values() if f.extension == extension), None)
    if chosen is None:
        known = [f.extension for f in exports.FORMATS.values()]
        raise Refused(404, error=seen.t("There is no format “{extension}”.", extension=extension), allowed=known)
    link = addresses.file_link(seen.selection.filters, seen.t.language)
    try:
        content = chosen.render(seen.selection, seen.t, link)
    except NothingSelected as empty:  # a table may have no rows, a deck or a brief without actions is none
        raise Refused(404, error=str(empty)) from empty
    return File(content, chosen.mime, exports.file_name(seen.selection, chosen, seen.t))


def chart(asked: Request, seen: View) -> File:
    """A chart or the map as a picture of its own layout, or the rows of a chart as CSV: the files of its frame."""
    key, extension = asked.path_params["chart"], asked.path_params["kind"]
    known = _pictures()
    if f"{key}.{extension}" not in known:
        raise Refused(404, error=seen.t("There is no chart “{name}”.", name=f"{key}.{extension}"), allowed=known)
    shape = asked.query_params.get("shape", next(iter(SHAPES)))
    filters = seen.selection.filters
    stem = f"{names.file_stem(seen.selection, seen.t)}_{key}"
    if extension == "csv":
        return File(flat.table(charts.told(key, seen.selection, seen.t).table()), CSV, f"{stem}.csv")
    link = charts.address(key, filters, seen.t.language)
    if link.startswith("/"):  # the address by which we were asked leads here, whatever it is
        link = f"{asked.url.scheme}://{asked.url.netloc}{link}"
    t = Translator(seen.t.language, typesets=True)
    try:
        content = picture.render(key, seen.selection, t, link, shape, extension)
    except NothingSelected as empty:
        raise Refused(404, error=str(empty)) from empty
    return File(content, picture.KINDS[extension], f"{stem}_{shape}.{extension}")


def _pictures() -> list[str]:
    """The names of the files that there are of charts."""
    drawn = [f"{key}.{kind}" for key in picture.drawn() for kind in picture.KINDS]
    return [*drawn, *(f"{key}.csv" for key in charts.CHARTS)]


def table(asked: Request, seen: View) -> File:
    """The selected rows of one table, as the data package holds them."""
    name = asked.path_params["table"]
    known = tables.names(seen.selection)
    if name not in known:
        raise Refused(404, error=seen.t("There is no table “{table}”.", table=name), allowed=list(known))
    prefix = names.prefix(seen.selection.dataset)
    return File(tables.csv(seen.selection, name), CSV, f"{prefix}_table-{name}.csv")


def descriptor(asked: Request, seen: View) -> File:
    """The data package of the selection, its tables being those of `table` under the same query."""
    query = f"?{asked.url.query}" if asked.url.query else ""
    described = package.descriptor(seen.selection, lambda name, _: f"tables/{name}.csv{query}")
    return File(package.to_json(described), JSON)


def summary(asked: Request, seen: View) -> File:
    """The headline numbers of the selection."""
    numbers = summaries.headline(seen.selection)
    people = numbers.participants
    told = {
        **_heading(seen),
        "actions": numbers.actions,
        "places": numbers.places,
        "countries": numbers.countries,
        "organisations": numbers.organisations,
        "participants": {
            "at_least": people.at_least,
            "reported_by": people.reported_by,
            "of": people.of,
            "words": list(people.words),
        },
    }
    return File(_json(told), JSON)


def facets(asked: Request, seen: View) -> File:
    """What every filter offers, with the number of actions that each choice would leave under the other filters."""
    told = {
        **_heading(seen),
        "actions": len(seen.selection),
        "facets": {f.parameter: {"label": f.label(seen.t), "options": _options(f, seen)} for f in FILTERS},
    }
    return File(_json(told), JSON)


def _options(f: Filter, seen: View) -> list[dict[str, Any]]:
    """The options of a filter; none where a day or words may be written."""
    filters, data = seen.selection.filters, seen.selection.dataset
    words, value = labels(data, f.parameter, seen.t), getattr(filters, f.name)
    chosen = f.kind.write(value) if value else ()
    return [
        {"code": code, "label": words[code], "count": count, "chosen": code in chosen}
        for code, count in facet_counts(filters, data, f.parameter).items()
    ]


def _heading(seen: View) -> dict[str, Any]:
    """Of which data these numbers are, and under which filters."""
    filters, data = seen.selection.filters, seen.selection.dataset
    chosen: dict[str, Any] = {}
    for name, value in filters.to_query():
        if RECORDS[name].kind is CODES:
            chosen.setdefault(name, []).append(value)
        else:
            chosen[name] = value
    return {"version": data.version, "filters": chosen, "sentence": filters.describe(data, seen.t)}


def nothing(asked: Request, seen: View) -> File:
    """No answer: what there is instead."""
    raise Refused(
        404,
        error=seen.t("There is nothing at {address}.", address=asked.url.path),
        allowed=[
            *(f"{PREFIX}/actions.{f.extension}" for f in exports.FORMATS.values()),
            *(f"{PREFIX}/tables/{name}.csv" for name in tables.names(seen.selection)),
            f"{PREFIX}/datapackage.json",
            *(f"{PREFIX}/charts/{name}" for name in _pictures()),
            f"{PREFIX}/summary.json",
            f"{PREFIX}/facets.json",
        ],
    )


def _json(told: Any) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _answering(
    work: Callable[[Request, View], File], own: Mapping[str, tuple[str, ...]] | None = None
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that does one kind of work in a thread and sends what came of it; `own` as for `view`."""

    def in_thread(asked: Request) -> Response:
        try:
            file = work(asked, view(asked.query_params.multi_items(), own))
        except Refused as refused:
            headers = {**HEADERS, "Cache-Control": "no-store"}
            return Response(_json(refused.told), refused.status, headers, JSON)
        return _response(asked, file)

    async def endpoint(asked: Request) -> Response:
        return await run_in_threadpool(in_thread, asked)

    return endpoint


def _response(asked: Request, file: File) -> Response:
    # Weak, for the server sends the same file compressed or not.
    etag = f'W/"{hashlib.sha256(file.content).hexdigest()[:32]}"'
    headers = {**HEADERS, "ETag": etag}
    if file.mime.startswith("text/html"):  # the pages' own policy would stop the one script of this one
        headers["Content-Security-Policy"] = f"{takeaway.POLICY}; frame-ancestors 'none'"
    if file.name:
        shown = "inline" if file.mime.startswith(INLINE) else "attachment"
        headers["Content-Disposition"] = f'{shown}; filename="{file.name}"'
    known = [tag.strip() for tag in asked.headers.get("if-none-match", "").split(",")]
    if "*" in known or etag.removeprefix("W/") in [tag.removeprefix("W/") for tag in known]:
        return Response(status_code=304, headers=headers)
    return Response(file.content, headers=headers, media_type=file.mime)


routes: list[Route] = [
    Route(f"{PREFIX}/actions.{{extension}}", _answering(rows)),
    Route(f"{PREFIX}/charts/{{chart}}.{{kind}}", _answering(chart, {"shape": tuple(SHAPES)})),
    Route(f"{PREFIX}/tables/{{table}}.csv", _answering(table)),
    Route(f"{PREFIX}/datapackage.json", _answering(descriptor)),
    Route(f"{PREFIX}/summary.json", _answering(summary)),
    Route(f"{PREFIX}/facets.json", _answering(facets)),
    Route("/api/{path:path}", _answering(nothing)),
]
