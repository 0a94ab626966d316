"""What one visitor sees now: language, filters and record, all read from the URL and written to it.

The URL holds what is shown. Widgets are set from it before they are drawn, and their callbacks write to it;
codes stand in it, never labels, so a link survives a change of language. Left out on purpose is how far a page is
unfolded (tables of charts, "Show more", sections) and where the map is moved to: it is the visitor's own reading,
and changes neither rows nor numbers.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from dashboard.i18n import Translator, choose_language, typeset
from dashboard.numbers.records import KINDS
from dashboard.package import dataset as datasets
from dashboard.package.dataset import Dataset
from dashboard.query.addresses import file_link, view_link
from dashboard.query.filters import Filters, Unknown
from dashboard.query.selection import Selection, select
from dashboard.theme import Palette, palette
from dashboard.web.parameters import NO_FILTERS, PAGE_PARAMETERS, RENAMED, PageParameter

WORD_JOINER = "\u2060"
# Where an address, an icon or an emoji would be seen once the backslashes are gone: what nobody sees must part it.
LATER = re.compile(r"(?i)(?<=:)(?=//|material/|[\w+\\-]+:)|(?<=@)(?=[\w\\-]+\.)|(?<=\bwww)(?=\.)")
SAFE = ":/?#@!$&'()*+,;=%~"  # in an address: all but what would end the link
BESIDE_THE_MAP = ("place", "country")  # records that the map page tells beside the map, where there is room
# Forgotten on the way to another page: what was opened, and what means something on one page alone.
PASSING = ("record", *(p.name for p in PAGE_PARAMETERS if p.page is not None))
RECORD_TABLES = {
    "action": ("actions", "action_id"),
    "organisation": ("organisations", "organisation_id"),
    "place": ("places", "place_id"),
    "country": ("actions", "country"),
    "theme": ("themes", "theme_id"),
}


@dataclass(frozen=True)
class View:
    """One page as one visitor asked for it."""

    page: str  # its URL path, "" for the map
    dataset: Dataset  # in the visitor's language
    t: Translator
    palette: Palette
    filters: Filters
    record: tuple[str, str] | None  # kind and id
    choices: Mapping[str, str]  # what is chosen of the page's parameters that have a list of values
    unknown: tuple[Unknown, ...]  # what the URL asks that means nothing here

    @cached_property
    def selection(self) -> Selection:
        """The rows in view."""
        return select(self.filters, self.dataset)

    @property
    def reading(self) -> str:
        """What the map shows."""
        return self.choices["map"]

    @property
    def total(self) -> int:
        """The number of actions in the whole dataset."""
        return len(self.dataset["actions"])

    @cached_property
    def sentence(self) -> str:
        """The filters in words."""
        return self.filters.describe(self.dataset, self.t)

    @cached_property
    def note(self) -> str:
        """The filter sentence with n, as it stands under every chart."""
        n = self.t.n("n = {n} action", "n = {n} actions", len(self.selection))
        return f"{self.sentence} · {n}"

    def plain(self, text: str) -> str:
        """The text typeset for reading, as Markdown that shows it letter by letter."""
        return plain(typeset(text, self.t.language))

    def escaped(self, text: str) -> str:
        """The text typeset for reading, as HTML that shows it letter by letter."""
        return html.escape(typeset(text, self.t.language))

    @property
    def dark(self) -> bool:
        """True in the dark theme."""
        return self.palette != palette(dark=False)

    def home(self, code: object) -> str:
        """The country of an organisation in words, and what stands for those of none."""
        return self.t.country(code) if isinstance(code, str) and code else self.t("no single country")

    def query(self, **changes: object) -> list[tuple[str, str]]:
        """The query parameters of this view; `filters`, `record`, `lang` and what the page reads besides
        (`PAGE_PARAMETERS`) may be replaced, the last by one value or a tuple of values; an empty `lang` leaves the
        language to whoever opens the address."""
        filters = changes.get("filters", self.filters)
        assert isinstance(filters, Filters)
        pairs = filters.to_query()
        record = changes.get("record", self.record)
        if isinstance(record, tuple):
            pairs.append(("record", ":".join(record)))
        for p in _read_on(self.page):
            unchosen = p.allowed(self.dataset)[:1]
            values = changes.get(p.name, self.choices.get(p.name) if unchosen else st.query_params.get_all(p.name))
            values = (values,) if isinstance(values, str) else values
            assert isinstance(values, (list, tuple))
            pairs += [(p.name, str(value)) for value in values if value not in unchosen]
        language = changes.get("lang", self.t.language)
        return [*pairs, ("lang", str(language))] if language else pairs

    def link(self, **changes: object) -> str:
        """The address of this view."""
        return view_link(f"/{self.page}", self.query(**changes))


def language() -> str:
    """The visitor's language: the URL's, else the one chosen earlier in this visit, else the browser's."""
    asked = st.query_params.get("lang") or st.session_state.get("language")
    return choose_language(asked, st.context.headers.get("Accept-Language") or st.context.locale)


def current(page: str) -> View:
    """The view that the URL asks for."""
    restore(page)
    if RENAMED.keys() & set(st.query_params):
        st.query_params.from_dict(_grouped((RENAMED.get(name, name), value) for name, value in _raw_query()))
    lang = language()
    st.session_state["language"] = lang
    whole = datasets.cached(datasets.default_path()).in_language(lang)
    pairs = _raw_query()
    filters, unknown = Filters.from_query(pairs, whole, ignore=NO_FILTERS)
    record, bad_record = _read_record(whole)
    choices = _choices(page, whole, unknown)
    asked_language = st.query_params.get("lang")
    if asked_language not in (None, lang):
        unknown.append(Unknown("lang", str(asked_language), (lang,)))
    view = View(
        page=page,
        dataset=whole,
        t=Translator(lang, typesets=True),
        palette=palette(dark=st.context.theme.type == "dark"),
        filters=filters,
        record=record,
        choices=choices,
        unknown=(*unknown, *bad_record),
    )
    st.session_state["query"] = [pair for pair in pairs if pair[0] not in PASSING]
    st.session_state["page"] = page
    st.session_state["trail"] = _trail(view.record)
    return view


def _trail(opened: tuple[str, str] | None) -> list[tuple[str, str]]:
    """The records that led to the one that is open, and itself; what was gone back to ends it."""
    trail: list[tuple[str, str]] = st.session_state.get("trail", [])
    if opened is None:
        return []
    return [*(trail[: trail.index(opened)] if opened in trail else trail), opened]


def came_from() -> tuple[str, str] | None:
    """The record from which the open one was opened."""
    trail = st.session_state["trail"]
    return trail[-2] if len(trail) > 1 else None


def _one_of(parameter: str, allowed: tuple[str, ...], unknown: list[Unknown]) -> str:
    """The URL's value of a parameter, the first of those allowed for none; another one is noted as unknown."""
    value = st.query_params.get(parameter) or allowed[0]
    if value in allowed:
        return value
    unknown.append(Unknown(parameter, value, allowed))
    return allowed[0]


def _read_on(page: str) -> list[PageParameter]:
    """What is read on a page in the same way: a value or several, of a list or not."""
    return [p for p in PAGE_PARAMETERS if p.page == page or (p.page is None and p.values)]


def _choices(page: str, dataset: Dataset, unknown: list[Unknown]) -> dict[str, str]:
    return {p.name: _one_of(p.name, p.allowed(dataset), unknown) for p in _read_on(page) if p.values}


def restore(page: str) -> None:
    """Carries the state over a change of page, which empties the URL."""
    changed = st.session_state.get("page") not in (None, page)
    if changed and not st.query_params and st.session_state.get("query"):
        st.query_params.from_dict(_grouped(st.session_state["query"]))


def now(view: View) -> View:
    """The view as the URL asks for it now: a callback may belong to a run that was overtaken by another click."""
    unread: list[Unknown] = []
    return replace(
        view,
        filters=Filters.from_query(_raw_query(), view.dataset, ignore=NO_FILTERS)[0],
        record=_read_record(view.dataset)[0],
        choices=_choices(view.page, view.dataset, unread),
    )


def go(view: View, **changes: object) -> None:
    """Writes a changed view to the URL; as a callback it takes effect in the run that follows."""
    st.query_params.from_dict(_grouped(now(view).query(**changes)))


def going(view: View, **changes: object) -> Callable[[], None]:
    """A callback that goes there."""
    return lambda: go(view, **changes)


def href(view: View, **changes: object) -> str:
    """A link within the page, escaped for an anchor's attribute."""
    return html.escape("?" + urlencode(view.query(**changes)))


def anchor(view: View, text: str, *, attributes: str = "", **changes: object) -> str:
    """An HTML link to this view with something changed, which the browser follows without loading the page anew.

    `text` and `attributes` are HTML already; shell.js follows what has `data-page`.
    """
    address = html.escape(view.link(**changes))
    return f'<a data-page="{view.page}" href="{address}" target="_self"{attributes and " " + attributes}>{text}</a>'


def elsewhere(view: View, page: str, text: str, filters: Filters, **choices: str) -> str:
    """An HTML link to another page under these filters, followed like `anchor`; `text` is HTML already."""
    address = html.escape(view_link(f"/{page}", [*filters.to_query(), *choices.items(), ("lang", view.t.language)]))
    return f'<a data-page="{page}" href="{address}" target="_self">{text}</a>'


def _raw_query() -> list[tuple[str, str]]:
    return [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    return grouped


def _read_record(dataset: Dataset) -> tuple[tuple[str, str] | None, list[Unknown]]:
    raw = st.query_params.get("record", "")
    if not raw:
        return None, []
    kind, _, key = raw.partition(":")
    if kind not in KINDS:
        return None, [Unknown("record", raw, tuple(f"{kind}:…" for kind in KINDS))]
    table, column = RECORD_TABLES[kind]
    if key not in set(dataset[table][column]):
        return None, [Unknown("record", raw, tuple(dataset[table][column].dropna().unique()))]
    return (kind, key), []


def plain(text: str) -> str:
    """The text as Markdown that shows it letter by letter: no link, picture, formula or emphasis comes of it.

    For whatever comes from the data or from an address and goes to a call of Streamlit that reads Markdown:
    almost every one does, labels of buttons and cells of `st.table` too.
    """
    marked = re.sub(r"[\\`*_\[\]<>#~$|&]|:(?=\S)", r"\\\g<0>", re.sub(r"(?m)^[ \t]+", "", text))
    marked = re.sub(r"(?m)^(\d*)(?=[-+=.)])", r"\1\\", marked)  # what would begin a list or a rule
    return LATER.sub(WORD_JOINER, marked)


def linked(text: str, address: str | None) -> str:
    """The text as a Markdown link; the text alone where there is no address."""
    return f"[{plain(text)}](<{quote(address, safe=SAFE)}>)" if address else plain(text)


def whole_address(link: str) -> str:
    """A link of ours as the visitor's browser knows the server; public addresses stay as they are."""
    if not link.startswith("/"):
        return link
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}{link}" if here.netloc else link


def file_address(view: View) -> str:
    """The link that a file of this view carries: with the server's address, for a file is read elsewhere."""
    return whole_address(file_link(view.filters, view.t.language))


def on_a_phone() -> bool:
    """True when the browser says that it runs on a phone; the server knows no widths."""
    headers = st.context.headers
    return headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in headers.get("User-Agent", "")
