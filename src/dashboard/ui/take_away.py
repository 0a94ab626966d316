"""The sections of the data page that give it away: files, the API, how to cite."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from dashboard import exports
from dashboard.exports import about as told
from dashboard.exports import citation, names, tables
from dashboard.i18n import LANGUAGES
from dashboard.query.addresses import FILES_POINT_TO, view_link
from dashboard.query.filters import CODES, PARAMETERS, RECORDS, Filter, Filters
from dashboard.query.selection import select
from dashboard.ui import data, visit
from dashboard.ui.visit import View, plain
from dashboard.web import examples
from dashboard.web.api import PREFIX

AT_THE_FOOT = ("csv", "xlsx", "geojson")  # formats whose buttons stand at the foot of every page
THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")


# ---- files --------------------------------------------------------------------------------------


def files(v: View) -> None:
    """Everything in view to take away: whole files, and each table as it stands in the data package."""
    t, n = v.t, len(v.selection)
    data.section_heading(t("Everything in view, as files"))
    if not n:
        st.write(t("No action is in view, so there is nothing to download."))
        return
    st.write(
        plain(
            t(
                "All files hold exactly the rows in view: {count} ({sentence}).",
                count=told.count(v.selection, t),
                sentence=v.sentence,
            )
        )
    )
    with st.container(horizontal=True):
        for name, kind in exports.FORMATS.items():
            if name in AT_THE_FOOT:
                continue
            st.download_button(
                t.n(
                    "Download {n} action: {format}",
                    "Download {n} actions: {format}",
                    n,
                    format=t(kind.label_message),
                ),
                data=_rendered(v, kind),
                file_name=exports.file_name(v.selection, kind, t),
                mime=kind.mime,
                on_click="ignore",
                key=f"data_{name}",
            )
    st.caption(
        t(
            "The Data Package is a ZIP with all tables, their dictionary, the basemap and a note on "
            "what is inside. CSV, Excel and GeoJSON are at the foot of the page."
        )
    )
    st.subheader(t("Table by table"), anchor=False)
    st.write(t("Raw rows with codes and English texts, to be joined by their keys:"))
    rows = [
        (
            f"[{plain(name)}.csv]({_path(v, f'{PREFIX}/tables/{name}.csv', language=False)})",
            # Translations follow the other tables; to count them takes as long as to write them.
            t.number(len(v.selection[name])) if name in v.selection else "",
            f"**{plain(v.dataset.title(name))}.** {plain(v.dataset.description(name))}",
        )
        for name in tables.names(v.selection)
    ]
    data.table([t("File"), t("Rows"), t("Contents")], rows)


def _rendered(v: View, kind: exports.Format) -> Callable[[], bytes]:
    """The file, made only when it is asked for."""
    link = visit.file_address(v)
    return lambda: kind.render(v.selection, v.t, link)


# ---- the API ------------------------------------------------------------------------------------


def programs(v: View) -> None:
    """The same rows for programs: addresses, parameters, and calls to copy that hold the present filters."""
    t = v.t
    data.section_heading(t("The same data for programs"))
    st.write(
        plain(
            t(
                "Every view has an address that a program can read, with the same filters as the pages "
                "and the same bytes as the buttons. No key is needed. These calls ask for what is in view "
                "now ({sentence}).",
                sentence=v.sentence,
            )
        )
    )
    csv, geojson, summary = (
        _address(v, f"{PREFIX}/{file}") for file in ("actions.csv", "actions.geojson", "summary.json")
    )
    save_as = exports.file_name(v.selection, exports.FORMATS["csv"], t)
    for example in examples.calls(csv, geojson, summary, save_as):
        st.subheader(example.program, anchor=False)
        if example.program == examples.MAP_PROGRAM:
            st.write(t("Layer, Add layer, Add vector layer, Protocol HTTP(S), and this address:"))
        # In plain ink: the colours of Streamlit's highlighting are too pale on our paper.
        st.code(example.code, language=None, wrap_lines=True)
    st.subheader(t("Addresses"), anchor=False)
    st.write(
        t(
            "CSV, Excel and JSON hold one row an action, with readable labels beside the codes; GeoJSON "
            "holds one point for each city of an action."
        )
    )
    data.table([t("Address"), t("What it gives")], _endpoints(v))
    st.subheader(t("Parameters"), anchor=False)
    st.write(
        t(
            "Parameters may be combined. Several values of one parameter widen the answer; each "
            "further parameter narrows it. An unknown parameter or value is answered with status 400 "
            "and the list of what is allowed."
        )
    )
    data.table([t("Parameter"), t("Meaning"), t("Values")], _parameters(v))


def _endpoints(v: View) -> list[tuple[str, str]]:
    """Path and contents of every address of the API, each a link to this view's answer."""
    t = v.t
    words = {f"actions.{kind.extension}": t(kind.label_message) for kind in exports.FORMATS.values()}
    words |= {
        "summary.json": t("the headline numbers"),
        "facets.json": t("the options of every filter, each with the number of actions behind it"),
        "datapackage.json": t("the dictionary, with the addresses of the tables"),
        "charts/themes.png": t("a chart as a picture; so for every chart, and for the map, also as .svg"),
        "charts/themes.csv": t("the rows of a chart; so for every chart"),
        "tables/actions.csv": t("the raw rows of a table; so for every table in the dictionary"),
    }
    return [(f"[{PREFIX}/{file}]({_path(v, f'{PREFIX}/{file}')})", given) for file, given in words.items()]


def _parameters(v: View) -> list[tuple[str, str, str]]:
    """Name, meaning and values of every parameter of the API; those that mean the same in one row."""
    t = v.t
    told = [(RECORDS[name].meaning(t), _values(v, RECORDS[name]), f"`{name}`") for name in PARAMETERS]
    rows = [
        (", ".join(name for _, _, name in alike), meaning, values)
        for (meaning, values), alike in groupby(told, key=lambda row: row[:2])
    ]
    return [*rows, ("`lang`", t("language of labels and texts"), ", ".join(f"`{code}`" for code in LANGUAGES))]


def _values(v: View, f: Filter) -> str:
    """What an address may give as the value of a filter."""
    t = v.t
    if f.kind is not CODES:
        return ", ".join(f"`{value}`" for value in f.kind.values) or t("text")
    if f.vocabulary is None:
        return t("several are allowed")
    table, key, _ = f.vocabulary
    path = plain(v.dataset.schema.resources[table].path)
    return t("`{key}` of {file}; several are allowed", key=key, file=path)


# ---- citation ----------------------------------------------------------------------------------


def cite(v: View) -> None:
    """How to cite the rows in view: as a line, for BibTeX and for reference managers."""
    t = v.t
    data.section_heading(t("How to cite this view"))
    link = _address(v, FILES_POINT_TO)
    stem = names.file_stem(v.selection, t)
    st.write(t("The citation names the filters, the version of the data and the link."))
    st.code(citation.plain(v.selection, t, link), language=None, wrap_lines=True)
    if urlsplit(link).hostname in THIS_COMPUTER:
        st.caption(
            t(
                "This server runs on this computer alone, so the link opens nowhere else. The version "
                "and the filters are enough to find the same rows again."
            )
        )
    for name, text, label, mime, extension in (
        (
            "BibTeX",
            citation.bibtex(v.selection, t, link),
            t("Download as BibTeX"),
            "application/x-bibtex",
            "bib",
        ),
        (
            "RIS",
            citation.ris(v.selection, t, link),
            t("Download as RIS"),
            "application/x-research-info-systems",
            "ris",
        ),
    ):
        st.subheader(name, anchor=False)
        st.code(text.replace("\r\n", "\n"), language=None, wrap_lines=True)
        st.download_button(
            label,
            data=text,
            file_name=f"{stem}.{extension}",
            mime=mime,
            on_click="ignore",
            key=f"cite_{extension}",
        )
    st.subheader(t("The source itself"), anchor=False)
    st.write(t("Where you quote what the report says, cite the report too:"))
    for source in told.sources(v.selection) or told.sources(select(Filters(), v.dataset)):
        st.code(source, language=None, wrap_lines=True)


# ---- addresses ----------------------------------------------------------------------------------


def _query(v: View, language: bool = True) -> list[tuple[str, str]]:
    return [*v.filters.to_query(), *([("lang", v.t.language)] if language else [])]


def _path(v: View, path: str, language: bool = True) -> str:
    """A path on this server with the filters in view, for a link on the page."""
    query = urlencode(_query(v, language), quote_via=quote)
    return f"{path}?{query}" if query else path


def _address(v: View, path: str) -> str:
    """The whole address of a path with the filters in view: the public one, else as the browser knows it."""
    return visit.whole_address(view_link(path, _query(v)))
