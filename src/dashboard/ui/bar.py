"""The bar over every page: the atlas' name, the pages, the link to the view, the languages; and the chosen filters."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, urlencode

import streamlit as st

from dashboard import i18n
from dashboard.i18n import Translator
from dashboard.query.filters import CODES, FILTERS, MODE, Filters, labels
from dashboard.ui import visit
from dashboard.ui.visit import View


def page_titles(t: Translator) -> dict[str, str]:
    """The pages in the order of the navigation: URL path to title."""
    return {
        "": t("Map"),
        "charts": t("Charts"),
        "actions": t("Actions"),
        "organisations": t("Organisations"),
        "demands": t("Demands"),
        "brief": t("Brief"),
        "present": t("Present"),
        "data": t("Data"),
    }


def bar(v: View) -> None:
    """The bar itself. Its links are followed by shell.js, and are whole addresses where that does not run."""
    t, links = v.t, _page_links(v)
    name = v.escaped(v.dataset.title("package").split(":")[0])
    pages = html.escape(t("Pages"))
    with st.container(key="bar"):  # by its key it takes no room in the page, even before it is drawn
        st.html(
            f"<div class='bar'><a class='bar-name' data-page='' href='{to_page(v, '')}' target='_self'>{name}</a>"
            f"<nav aria-label='{pages}'>{links}</nav>"
            f"<details><summary>{pages}</summary><nav aria-label='{pages}'>{links}</nav></details>"
            f"{_link_button(v)}{language_links(v)}</div>"
        )


def _page_links(v: View) -> str:
    links = []
    for page, title in page_titles(v.t).items():
        here = " aria-current='page'" if page == v.page else ""
        address = to_page(v, page)
        links.append(f"<a data-page='{page}'{here} href='{address}' target='_self'>{html.escape(title)}</a>")
    return "".join(links)


def to_page(v: View, page: str) -> str:
    """The address of a page with what goes along to every page: the filters, the reading of the map, the language."""
    kept = [pair for pair in v.query() if pair[0] not in visit.PASSING]
    return html.escape(f"/{page}?{urlencode(kept, quote_via=quote)}")


def _link_button(v: View) -> str:
    """Hands over the link to this view, without the reader's language and country: whoever opens it has their own."""
    t = v.t
    link, words = html.escape(visit.whole_address(v.link(lang="", home=""))), html.escape(t("Copy link"))
    about = html.escape(t("Link to this view: its filters and what is open on it"))
    done = html.escape(t("Link copied"))
    return (
        f"<span class='bar-link'><button type='button' data-link='{link}' data-done='{done}' title='{about}'>"
        f"<span>{words}</span></button><span role='status'></span></span>"
    )


def language_links(v: View) -> str:
    """Links, not a switch: the page is loaded anew, so that the document's own language changes with it.

    A draft is marked.
    """
    t = v.t
    links = []
    for code in i18n.LANGUAGES:
        name = i18n.record(code).name
        if code == t.language:
            link = f'<strong lang="{code}" aria-current="true">{name}</strong>'
        else:
            link = f'<a lang="{code}" hreflang="{code}" href="{visit.href(v, lang=code)}" target="_self">{name}</a>'
        draft = f" ({t('draft')})" if i18n.is_draft(code) else ""
        links.append(f"<span>{link}{draft}</span>")
    return f'<span class="languages">{"".join(links)}</span>'


def chips(v: View) -> None:
    """The chosen filters, each a button that takes it away, with one that takes all; nothing where none is chosen."""
    t = v.t
    with st.container(horizontal=True, key="chips", gap="small", vertical_alignment="center"):
        if not v.filters:
            return
        for key, words, without in _chosen(v):
            st.button(
                v.plain(words),
                key=f"chip_{key}",
                icon=":material/close:",
                icon_position="right",
                help=t("Remove this filter"),
                on_click=visit.going(v, filters=without),
            )
        st.button(t("Clear all"), key="clear_all", type="tertiary", on_click=visit.going(v, filters=Filters()))


def _chosen(v: View) -> Iterator[tuple[str, str, Filters]]:
    """Each value that is chosen: a key, its words, and the filters without it."""
    for f in FILTERS:
        value = getattr(v.filters, f.name)
        if f.kind is MODE or value == f.kind.empty:
            continue
        if f.kind is CODES:
            words = labels(v.dataset, f.parameter, v.t)
            for code in value:
                rest = tuple(other for other in value if other != code)
                yield f"{f.name}_{code}", words[code], replace(v.filters, **{f.name: rest})
        else:
            alone = f.said(Filters(**{f.name: value}), v.t)
            yield f.name, alone[:1].upper() + alone[1:], v.filters.without(f.parameter)
