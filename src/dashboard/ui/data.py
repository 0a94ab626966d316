"""The sections of the data page, from what the report leaves out to how to correct an error."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pandas as pd
import streamlit as st

from dashboard import dataset as datasets
from dashboard import documents, examples, exports, figures, summaries
from dashboard.api import PREFIX
from dashboard.dataset import Dataset
from dashboard.documents import Link, Section, no_link
from dashboard.exports import about as told
from dashboard.exports import citation, names, tables
from dashboard.filters import MULTIPLE, NAMED_IN, Filters
from dashboard.i18n import LANGUAGES, Translator
from dashboard.links import FILES_POINT_TO, file_link, view_link
from dashboard.schema import Field, Table
from dashboard.ui import parts, view
from dashboard.ui.view import View

MOST_ROWS = 150  # of the table of a chart: as many as the chart draws
AT_THE_FOOT = ("csv", "xlsx", "geojson")  # formats whose buttons stand at the foot of every page
THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")
# On a phone the names of the sections stand in rows, as a table of contents, and none is out of sight.
STYLE = """<style>
.st-key-contents { margin-block-end: 1.5rem; }
.st-key-contents [role="tablist"] { flex-wrap: wrap; overflow: visible; height: auto; row-gap: 0; }
.st-key-contents [role="tab"] { min-height: 2.2rem; }
</style>"""


def about(v: View) -> None:
    """In a sentence: which data this is, of which day."""
    t = v.t
    words = t(
        "Version {version} of the data, {date}. Here is what it holds and what it lacks, how it was "
        "made, and how to take it away, cite it and correct it.",
        version=v.dataset.version,
        date=t.date(v.dataset.updated),
    )
    st.html(f"<p class='lead'>{html.escape(words)}</p>")


def contents(v: View) -> Sequence[Any]:
    """The page's table of contents: one tab a section, in the order of the page."""
    t = v.t
    st.html(STYLE)
    with st.container(key="contents"):
        return st.tabs(
            [
                t("Coverage"),
                t("Codebook"),
                t("Dictionary"),
                t("Files"),
                t("API"),
                t("Cite"),
                t("Change log"),
                t("Corrections and licence"),
            ]
        )


# ---- coverage -----------------------------------------------------------------------------------


def coverage(v: View) -> None:
    """For every action in view, what the report gives and what it leaves out."""
    t = v.t
    _heading(t("What the report gives for each action, and what it leaves out"))
    if parts.empty(v):
        return
    frame = summaries.coverage(v.selection)
    silent = {what: int((~frame[what]).sum()) for what in summaries.COVERED}
    worst = max(silent, key=lambda what: silent[what])
    n = len(frame)
    heading = t("The report gives everything for every action in view")
    if silent[worst]:
        heading = t.n(
            "Most often not reported: {what}, for {k} of {n} action",
            "Most often not reported: {what}, for {k} of {n} actions",
            n,
            what=covered_labels(t)[worst].lower(),
            k=t.number(silent[worst]),
        )
    figure = figures.coverage(frame, t, v.palette, title=heading, note=v.note)

    def opened(codes: list[Any]) -> None:
        view.go(v, record=("action", str(codes[0])))

    parts.chart(v, "coverage", heading, figure, coverage_table(frame, t), on_select=opened)
    st.caption(
        t(
            "“Not reported” means that the report does not say; it never means zero or no. An outcome "
            "is anything that came of the action; media is coverage or publication that the report "
            "tells of."
        )
    )


def covered_labels(t: Translator) -> dict[str, str]:
    """What each column of the coverage is called."""
    return {
        "date": t("Date"),
        "place": t("City"),
        "count": t("Number of participants"),
        "organiser": t("Organiser"),
        "outcome": t("Outcome"),
        "media": t("Media"),
    }


def coverage_table(frame: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """The coverage in words: the totals in the first row, then one row an action, at most `MOST_ROWS`."""
    n = t.number(len(frame))
    total = {"title": t("Reported"), "country": ""}
    total |= {what: t("{k} of {n}", k=t.number(int(frame[what].sum())), n=n) for what in summaries.COVERED}
    shown = frame.head(MOST_ROWS)
    rows = shown[["title"]].assign(country=[t.country(code) for code in shown["country"]])
    for what in summaries.COVERED:
        rows[what] = [t("reported") if given else t("not reported") for given in shown[what]]
    columns = {"title": t("Action"), "country": t("Country"), **covered_labels(t)}
    whole = pd.concat([pd.DataFrame([total]), rows], ignore_index=True)[list(columns)]
    if len(frame) > MOST_ROWS:
        more = t.n("and {n} more action", "and {n} more actions", len(frame) - MOST_ROWS)
        whole = pd.concat([whole, pd.DataFrame([{"title": more}])], ignore_index=True).fillna("")
    return whole.rename(columns=columns)


# ---- how it was coded ---------------------------------------------------------------------------


def codebook(v: View) -> None:
    """The package's codebook in the reader's language; what it names by code leads to the record."""
    t = v.t
    _heading(t("How the data was coded"))
    book = documents.text(datasets.default_path(), "codebook", t.language)
    if book is None:
        st.write(t("This dataset brings no codebook. Its columns are explained in the dictionary."))
        return
    _document(book, _records(v))


def _records(v: View) -> Link:
    """What gives the link to a code's record on this page, if it has one."""
    d = v.dataset
    kinds = dict.fromkeys(d["organisations"]["organisation_id"], "organisation")
    kinds |= dict.fromkeys(d["actions"]["action_id"], "action")

    def link(code: str) -> str | None:
        return "?" + urlencode(v.query(record=(kinds[code], code))) if code in kinds else None

    return link


def _document(markdown: str, link: Link = no_link) -> None:
    """A document under the heading of its section: its parts as headings, their parts to unfold."""
    before, sections = documents.sections(markdown)
    _text(before, link)
    for section in sections:
        st.subheader(section.heading, anchor=False)
        _text(section.text, link)
        for part in section.parts:
            _unfolding(part, link)


def _unfolding(part: Section, link: Link) -> None:
    with st.expander(part.heading):
        _text(part.text, link)
        for deeper in part.parts:
            _text(f"**{deeper.heading}**\n\n{deeper.text}", link)


def _text(markdown: str, link: Link) -> None:
    shown = documents.for_page(markdown, link).strip()
    if shown:
        st.markdown(shown)


# ---- the dictionary -----------------------------------------------------------------------------


def dictionary(v: View) -> None:
    """Every column of every table, in the words of the descriptor."""
    t, d = v.t, v.dataset
    _heading(t("What the columns mean"))
    st.write(t("This dictionary is made from the file datapackage.json, which also checks every row of the data."))
    for table in d.schema.resources.values():
        with st.expander(f"{d.title(table.name)} · `{table.path}`"):
            st.write(d.description(table.name))
            st.table(dictionary_table(d, table, t), hide_index=True, border="horizontal")


def dictionary_table(d: Dataset, table: Table, t: Translator) -> pd.DataFrame:
    """One row a column of a table: its name, title and description, kind of value and what is allowed."""
    kinds = {
        "string": t("text"),
        "integer": t("whole number"),
        "number": t("number"),
        "date": t("date"),
        "boolean": t("yes or no"),
        "year": t("year"),
    }
    rows = [
        (
            f"`{field.name}`",
            f"**{d.title(table.name, field.name)}.** {d.description(table.name, field.name)}".strip(),
            "; ".join((kinds[field.type], *_allowed(d, table, field, t))),
        )
        for field in table.fields
    ]
    return pd.DataFrame(rows, columns=[t("Column"), t("Meaning"), t("Kind and allowed values")])


def _allowed(d: Dataset, table: Table, field: Field, t: Translator) -> list[str]:
    """What a cell of the column may hold, in words."""
    said = [t("required")] if field.required else []
    if field.unique:
        said.append(t("unique"))
    for key in table.foreign_keys:
        if key.fields == (field.name,) and key.table in d.schema.resources:
            said.append(t("a code of the table “{table}”", table=d.title(key.table)))
    if field.minimum is not None:
        said.append(t("at least {n}", n=t.number(field.minimum)))
    if field.maximum is not None:
        said.append(t("at most {n}", n=t.number(field.maximum)))
    if field.pattern:
        said.append(t("form: {pattern}", pattern=f"`{field.pattern}`"))
    labels = [(code, d.category_label(table.name, field.name, code)) for code in field.enum]
    said += [f"`{code}`" if label == code else f"`{code}` {label}" for code, label in labels]
    return said


# ---- files --------------------------------------------------------------------------------------


def files(v: View) -> None:
    """Everything in view to take away: whole files, and each table as it stands in the data package."""
    t, n = v.t, len(v.selection)
    _heading(t("Everything in view, as files"))
    if not n:
        st.write(t("No action is in view, so there is nothing to download."))
        return
    st.write(
        t(
            "All files hold exactly the rows in view: {count} ({sentence}).",
            count=told.count(v.selection, t),
            sentence=v.sentence,
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
            f"[{name}.csv]({_path(v, f'{PREFIX}/tables/{name}.csv', language=False)})",
            # Translations follow the other tables; to count them takes as long as to write them.
            t.number(len(v.selection[name])) if name in v.selection.tables else "",
            f"**{v.dataset.title(name)}.** {v.dataset.description(name)}",
        )
        for name in tables.names(v.selection)
    ]
    _table([t("File"), t("Rows"), t("Contents")], rows)


def _rendered(v: View, kind: exports.Format) -> Callable[[], bytes]:
    """The file, made only when it is asked for."""
    return lambda: kind.render(v.selection, v.t, file_link(v.filters, v.t.language))


# ---- the API ------------------------------------------------------------------------------------


def programs(v: View) -> None:
    """The same rows for programs: addresses, parameters, and calls to copy that hold the present filters."""
    t = v.t
    _heading(t("The same data for programs"))
    st.write(
        t(
            "Every view has an address that a program can read, with the same filters as the pages "
            "and the same bytes as the buttons. No key is needed. These calls ask for what is in view "
            "now ({sentence}).",
            sentence=v.sentence,
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
    _table([t("Address"), t("What it gives")], _endpoints(v))
    st.subheader(t("Parameters"), anchor=False)
    st.write(
        t(
            "Parameters may be combined. Several values of one parameter widen the answer; each "
            "further parameter narrows it. An unknown parameter or value is answered with status 400 "
            "and the list of what is allowed."
        )
    )
    _table([t("Parameter"), t("Meaning"), t("Values")], _parameters(v))


def _endpoints(v: View) -> list[tuple[str, str]]:
    """Path and contents of every address of the API, each a link to this view's answer."""
    t = v.t
    words = {f"actions.{kind.extension}": t(kind.label_message) for kind in exports.FORMATS.values()}
    words |= {
        "summary.json": t("the headline numbers"),
        "datapackage.json": t("the dictionary, with the addresses of the tables"),
        "tables/actions.csv": t("the raw rows of a table; so for every table in the dictionary"),
    }
    return [(f"[{PREFIX}/{file}]({_path(v, f'{PREFIX}/{file}')})", given) for file, given in words.items()]


def _parameters(v: View) -> list[tuple[str, str, str]]:
    """Name, meaning and values of every parameter of the API."""
    t, d = v.t, v.dataset
    meaning = {
        "theme": t("theme of the action, on whatever basis"),
        "country": t("country, as a two-letter code"),
        "place": t("city, in whatever role"),
        "organisation": t("organisation, in whatever role"),
        "type": t("type of action"),
        "year": t("year"),
        "source": t("source"),
    }
    rows = []
    for name in MULTIPLE:
        values = t("several are allowed")
        if name in NAMED_IN:
            table, key, _ = NAMED_IN[name]
            values = t("`{key}` of {file}; several are allowed", key=key, file=d.schema.resources[table].path)
        rows.append((f"`{name}`", meaning[name], values))
    rows += [
        ("`theme_mode`", t("whether one of the themes is enough, or all are needed"), "`any`, `all`"),
        ("`from`, `to`", t("first and last day; undated actions are left out"), "`YYYY-MM-DD`"),
        ("`counted`", t("only actions with a participant figure"), "`1`"),
        ("`q`", t("words to search for in all texts, in any language"), t("text")),
        ("`lang`", t("language of labels and texts"), ", ".join(f"`{code}`" for code in LANGUAGES)),
    ]
    return rows


# ---- citation, changes, corrections -------------------------------------------------------------


def cite(v: View) -> None:
    """How to cite the rows in view: as a line, for BibTeX and for reference managers."""
    t = v.t
    _heading(t("How to cite this view"))
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
    for source in told.sources(v.selection) or told.sources(Filters().select(v.dataset)):
        st.code(source, language=None, wrap_lines=True)


def changes(v: View) -> None:
    """The versions of the data, each with its day and with what changed."""
    t = v.t
    _heading(t("What changed in the data"))
    log = documents.text(datasets.default_path(), "CHANGELOG", t.language)
    if log is None:
        st.write(
            t(
                "This dataset brings no change log. It is version {version} of {date}.",
                version=v.dataset.version,
                date=t.date(v.dataset.updated),
            )
        )
        return
    _document(log)


def corrections(v: View) -> None:
    """How to report an error, who keeps the data, under which terms, and whose work it builds on."""
    t, d = v.t, v.dataset
    _heading(t("Corrections, licence and credits"))
    st.subheader(t("If you find an error"), anchor=False)
    homepage = str(d.schema.raw.get("homepage") or "")
    where = f"[{t('the project’s repository')}]({homepage})" if homepage else t("the project’s repository")
    st.markdown(
        t(
            "Open an issue in {repository}. Give the code of the row, such as {code}, what is wrong, "
            "and the lines of the report or your own source. Please name no private person and no "
            "place where people get help. Corrections are published in the next version.",
            repository=where,
            code=f"`{d['actions']['action_id'].iloc[0]}`" if len(d["actions"]) else "`XX-2019-01`",
        )
    )
    st.subheader(t("Who keeps the data"), anchor=False)
    st.markdown("\n".join(f"- {person}" for person in citation.authors(d)))
    st.subheader(t("Licence"), anchor=False)
    for licence in d.schema.licenses:
        title = str(licence.get("title") or licence.get("name"))
        st.markdown(f"[{title}]({licence['path']})" if licence.get("path") else title)
    st.subheader(t("Credits"), anchor=False)
    st.markdown("\n".join(f"- {_credit(source)}" for source in d.schema.sources))
    full = documents.text(datasets.default_path(), "LICENSE", t.language)
    if full is not None:
        with st.expander(t("The licence of the data in full")):
            before, sections = documents.sections(full)
            for text in (before, *(f"**{s.heading}**\n\n{s.text}" for s in sections)):
                _text(text, no_link)


def _credit(source: Any) -> str:
    title = str(source.get("title", ""))
    return f"[{title}]({source['path']})" if source.get("path") else title


# ---- what several sections use ------------------------------------------------------------------


def _heading(words: str) -> None:
    st.header(words, anchor=False)


def _table(headings: list[str], rows: Sequence[tuple[str, ...]]) -> None:
    st.table(pd.DataFrame(rows, columns=headings), hide_index=True, border="horizontal")


def _query(v: View, language: bool = True) -> list[tuple[str, str]]:
    return [*v.filters.to_query(), *([("lang", v.t.language)] if language else [])]


def _path(v: View, path: str, language: bool = True) -> str:
    """A path on this server with the filters in view, for a link on the page."""
    query = urlencode(_query(v, language), quote_via=quote)
    return f"{_base()}{path}?{query}" if query else f"{_base()}{path}"


def _address(v: View, path: str) -> str:
    """The whole address of a path with the filters in view: the public one, else as the browser knows it."""
    link = view_link(path, _query(v))
    if not link.startswith("/"):
        return link
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}{_base()}{link}" if here.netloc else f"{_base()}{link}"


def _base() -> str:
    stripped = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{stripped}" if stripped else ""
