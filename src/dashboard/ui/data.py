"""The sections of the data page, from what the report leaves out to how to correct an error."""

from __future__ import annotations

import html
from collections.abc import Sequence
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.exports import citation
from dashboard.i18n import Translator
from dashboard.package import dataset as datasets
from dashboard.package import documents
from dashboard.package.dataset import Dataset
from dashboard.package.documents import Link, Section, no_link
from dashboard.package.schema import Field, Table
from dashboard.ui import coverage, widgets
from dashboard.ui.visit import View, linked, plain


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


def contents(t: Translator) -> dict[str, str]:
    """The sections of the page, each in a tab of its own: code (see `PAGE_PARAMETERS`) to name."""
    return {
        "coverage": t("Coverage"),
        "codebook": t("Codebook"),
        "dictionary": t("Dictionary"),
        "files": t("Files"),
        "api": t("API"),
        "cite": t("Cite"),
        "changes": t("Change log"),
        "corrections": t("Corrections and licence"),
    }


# ---- coverage -----------------------------------------------------------------------------------


def complete(v: View) -> None:
    """For every action in view, what the report gives and what it leaves out."""
    if widgets.empty(v):
        return
    coverage.coverage(v)
    st.caption(
        v.t(
            "“Not reported” means that the report does not say; it never means zero or no. An outcome "
            "is anything that came of the action; media is coverage or publication that the report "
            "tells of."
        )
    )


# ---- how it was coded ---------------------------------------------------------------------------


def codebook(v: View) -> None:
    """The package's codebook in the reader's language; what it names by code leads to the record."""
    t = v.t
    section_heading(t("How the data was coded"))
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
    section_heading(t("What the columns mean"))
    st.write(t("This dictionary is made from the file datapackage.json, which also checks every row of the data."))
    for table in d.schema.resources.values():
        with st.expander(f"{plain(d.title(table.name))} · `{table.path}`"):
            st.write(plain(d.description(table.name)))
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
            f"**{plain(d.title(table.name, field.name))}.** {plain(d.description(table.name, field.name))}".strip(),
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
            said.append(t("a code of the table “{table}”", table=plain(d.title(key.table))))
    if field.minimum is not None:
        said.append(t("at least {n}", n=t.number(field.minimum)))
    if field.maximum is not None:
        said.append(t("at most {n}", n=t.number(field.maximum)))
    if field.pattern:
        said.append(t("form: {pattern}", pattern=f"`{field.pattern}`"))
    labels = [(code, d.category_label(table.name, field.name, code)) for code in field.enum]
    said += [f"`{code}`" if label == code else f"`{code}` {plain(label)}" for code, label in labels]
    return said


# ---- changes and corrections ---------------------------------------------------------------------


def changes(v: View) -> None:
    """The versions of the data, each with its day and with what changed."""
    t = v.t
    section_heading(t("What changed in the data"))
    log = documents.text(datasets.default_path(), "CHANGELOG", t.language)
    if log is None:
        st.write(
            plain(
                t(
                    "This dataset brings no change log. It is version {version} of {date}.",
                    version=v.dataset.version,
                    date=t.date(v.dataset.updated),
                )
            )
        )
        return
    _document(log)


def corrections(v: View) -> None:
    """How to report an error, who keeps the data, under which terms, and whose work it builds on."""
    t, d = v.t, v.dataset
    section_heading(t("Corrections, licence and credits"))
    st.subheader(t("If you find an error"), anchor=False)
    where = linked(t("the project’s repository"), d.schema.homepage)
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
    st.markdown("\n".join(f"- {plain(person)}" for person in citation.authors(d)))
    st.subheader(t("Licence"), anchor=False)
    st.markdown("\n\n".join(widgets.licences(v)) or t("not reported"))
    st.subheader(t("Credits"), anchor=False)
    st.markdown("\n".join(f"- {linked(d.credit('sources', one), one.get('path'))}" for one in d.schema.sources))
    full = documents.text(datasets.default_path(), "LICENSE", t.language)
    if full is not None:
        heading = t("The licence of the data in full")
        if t.language != "en" and full == documents.text(datasets.default_path(), "LICENSE", "en"):
            heading = t("The licence of the data in full (in English)")
        with st.expander(heading):
            before, sections = documents.sections(full)
            for text in (before, *(f"**{s.heading}**\n\n{s.text}" for s in sections)):
                _text(text, no_link)


# ---- what several sections use ------------------------------------------------------------------


def section_heading(words: str) -> None:
    """The heading of a section."""
    st.header(words, anchor=False)


def table(headings: list[str], rows: Sequence[tuple[str, ...]]) -> None:
    """A table of words, which also prints whole."""
    st.table(pd.DataFrame(rows, columns=headings), hide_index=True, border="horizontal")
