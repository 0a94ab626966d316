"""The brief on the screen and on paper: its subject, the page itself, its files."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable
from functools import lru_cache, partial
from pathlib import Path

import streamlit as st

from dashboard import exports
from dashboard.exports import citation
from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters, codes, labels
from dashboard.query.selection import select
from dashboard.telling import brief, paper, qr
from dashboard.telling.brief import Brief
from dashboard.telling.headline import as_html
from dashboard.telling.paper import Item, Section, Table
from dashboard.theme import palette
from dashboard.ui import visit
from dashboard.ui.visit import View

STYLE = Path(__file__).with_name("brief.css")
NOT_CHOSEN = ""
FILES = ("docx", "html")


def subject(v: View) -> None:
    """The choice of a country or a theme; either becomes the one filter of the URL."""
    t = v.t
    with st.container(key="brief_subject"):
        left, right = st.columns(2)
        with left:
            _choice(v, "country", t("Brief on a country"), t("Choose a country"))
        with right:
            _choice(v, "theme", t("Brief on a theme"), t("Choose a theme"))
        st.caption(t("Or set any filters: the brief tells what is in view."))


def _choice(v: View, name: str, label: str, none: str) -> None:
    words = labels(v.dataset, name, v.t)
    only = brief.only_country(v.selection) if name == "country" else brief.only_theme(v.selection)
    if name == "country":  # a country without actions has no brief
        acted = set(v.dataset["actions"]["country"])
        options = [code for code in codes(v.dataset, name) if code in acted or code == only]
    else:
        options = list(codes(v.dataset, name))
    key = f"brief_{name}"
    st.session_state[key] = only

    def chosen() -> None:
        code = st.session_state[key]
        visit.go(v, filters=Filters.of(name, code) if code else Filters())

    st.selectbox(
        label,
        [NOT_CHOSEN, *sorted(options, key=lambda code: words[code].casefold())],
        format_func=lambda code: words.get(code, none),
        key=key,
        on_change=chosen,
    )


def files(v: View) -> None:
    """The brief on paper or as PDF, as a Word file, and the whole view as one page that needs no server."""
    t, link = v.t, visit.file_address(v)
    told = {"docx": t("Download this brief as Word"), "html": t("Download this view as one HTML page")}
    with st.container(key="brief_files", horizontal=True, vertical_alignment="center"):
        if len(v.selection):  # shell.js asks the browser to print
            st.html(f"<button type='button' data-print>{html.escape(t('Print / PDF'))}</button>", width="content")
        for name in FILES:
            kind = exports.FORMATS[name]
            st.download_button(
                told[name],
                data=partial(kind.render, v.selection, t, link),
                file_name=exports.file_name(v.selection, kind, t),
                mime=kind.mime,
                on_click="ignore",
                disabled=not len(v.selection),
                key=f"brief_download_{name}",
            )


def sheet(v: View) -> None:
    """The brief itself, laid out for the screen and for one sheet of paper."""
    t = v.t
    link = visit.file_address(v)
    told = brief.brief(v.selection, t, link, citation.plain(v.selection, t, link))
    own = f".brief{{--brief-accent:{v.palette.accent};--brief-card:{v.palette.card};--brief-dash:'{t.dash} '}}"
    st.html(f"<style>{own}{STYLE.read_text(encoding='utf-8')}</style>")
    pictures = [_map(v.dataset, v.filters, t.language, v.dark)]
    if v.dark:  # paper is white
        pictures.append(_map(v.dataset, v.filters, t.language, False))
    st.html(page(told, brief.map_words(v.selection, t), pictures, t))


@lru_cache(maxsize=24)
def _map(dataset: Dataset, filters: Filters, language: str, dark: bool) -> str:
    """The map as the address of a picture; some are kept, since all visitors see the same ones."""
    picture = brief.map_picture(select(filters, dataset), Translator(language), palette(dark))
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


# ---- the page as HTML: text is escaped here and nowhere else -------------------------------------


def page(told: Brief, map_alt: str, pictures: list[str], t: Translator) -> str:
    """The brief as HTML; of two pictures the first is for the screen, the second for paper."""
    classes = [""] if len(pictures) == 1 else ["on-screen", "on-paper"]
    images = "".join(
        f'<img class="{which}" src="{picture}" alt="{html.escape(map_alt)}">'
        for which, picture in zip(classes, pictures, strict=True)
    )
    facts = (
        (t("Source"), told.source),
        (t("How to cite"), told.citation),
        (t("Link to this view"), told.link),
    )
    foot = "".join(f"<p><b>{html.escape(label)}:</b> {html.escape(text)}</p>" for label, text in facts)
    code = qr.data_uri(told.link)
    if code:
        foot = f"<div>{foot}</div><img src='{code}' alt=''>"
    return (
        f'<article class="brief" lang="{t.language}" style="--grown:{paper.grown(told.filled)}">'
        f"<header><p class='kind'>{html.escape(told.kind)}</p><h2>{html.escape(told.title)}</h2>"
        f"<p class='sentence'>{html.escape(told.sentence)}</p></header>"
        f"{as_html(told.numbers, 'numbers')}"
        f"<div class='top'><figure>{images}</figure>{_section(told.acted)}</div>"
        f"{_table(told.happened)}"
        f"<div class='flow'>{''.join(_section(section) for section in told.columns)}</div>"
        f"<footer>{foot}</footer></article>"
    )


def _table(table: Table) -> str:
    head = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in table.columns)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td data-label="{html.escape(name)}">{html.escape(cell)}</td>'
            for name, cell in zip(table.columns, row, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        f"<section class='happened'><h3>{html.escape(table.title)}</h3>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{_more(table.more)}</section>"
    )


def _section(section: Section) -> str:
    note = f"<p class='note'>{html.escape(section.note)}</p>" if section.note else ""
    told = f"{note}{_items(section.items)}{_more(section.more)}"
    return f"<section><h3>{html.escape(section.title)}</h3>{told}</section>"


def _items(items: Iterable[Item]) -> str:
    """Lists under their headings; neighbours under the same heading stand in one list."""
    parts: list[str] = []
    under = None
    for item in items:
        if item.under != under:
            parts.append("</ul>" if parts else "")
            parts.append(f"<h4>{html.escape(item.under)}</h4>" if item.under else "")
            parts.append("<ul>")
            under = item.under
        aside = f" <small>{html.escape(item.aside)}</small>" if item.aside else ""
        parts.append(f"<li>{html.escape(item.text)}{aside}</li>")
    return "".join([*parts, "</ul>"]) if parts else ""


def _more(words: str) -> str:
    return f"<p class='more'>{html.escape(words)}</p>" if words else ""
