"""The slides on the screen. All are sent at once, and present.js shows one: no press of a key waits for the server.

Which one is shown and which are chosen stands in the URL.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import assert_never

import streamlit as st

from dashboard import exports
from dashboard.exports import pptx
from dashboard.i18n import Translator
from dashboard.numbers.summaries import NOT_REPORTED
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.telling import qr
from dashboard.telling import slides as deck
from dashboard.telling.headline import as_html
from dashboard.telling.slide import Line, Slide
from dashboard.theme import palette
from dashboard.ui import bar, visit
from dashboard.ui.visit import View, plain

ON_PAPER = "@media print { @page { size: 297mm 167mm; margin: 0; } }"  # of this page alone; the rest is in present.css


def slides(v: View) -> None:
    """All slides of the view, and the controls over them."""
    p = v.palette
    colours = {"second": p.second, "third": p.third, "not-reported": p.not_reported, "water": p.water, "line": p.line}
    told = "".join(f"--{name}:{colour};" for name, colour in colours.items())
    st.html(f"<style>:root{{{told}}}{ON_PAPER}</style>")
    link = visit.file_address(v)
    made = _deck(v.dataset, v.filters, v.t.language, link)
    chosen = _chosen(v)
    shown = [slide for slide in made if slide.id in chosen] or list(made)
    now = _position(v, [slide.id for slide in shown])
    with st.container(key="slides"):
        pictures = []
        for n, slide in enumerate(shown):
            place = st.empty()
            if slide.body == "map":  # drawn last: the others need not wait for it
                pictures.append((place, n, slide))
            place.html(_section(v, slide, n, len(shown), n == now, ""))
    _controls(v, made, shown, now, link)
    for place, n, slide in pictures:
        picture = _map(v.dataset, v.filters, v.t.language, v.dark, slide)
        place.html(_section(v, slide, n, len(shown), n == now, picture))


@lru_cache(maxsize=64)
def _deck(dataset: Dataset, filters: Filters, language: str, link: str) -> tuple[Slide, ...]:
    """The slides of a view, which nobody changes; made once, since all visitors see the same ones."""
    return deck.slides(select(filters, dataset), Translator(language), link)


def _chosen(v: View) -> tuple[str, ...]:
    """The ids of the slides to show: those that the URL names, all where it names none."""
    asked = st.query_params.get_all("slides")
    for value in asked:
        if value not in deck.IDS:
            _notice(v, "slides", value)
    return tuple(id for id in deck.IDS if id in asked) or deck.IDS


def _position(v: View, shown: Sequence[str]) -> int:
    """Which of the shown slides the URL asks for, by id or by number from 1; else the first.

    Where the one asked for has nothing to show in this view, or is not chosen, the next one stands for it.
    """
    asked = st.query_params.get("slide", "")
    if asked in deck.IDS:
        after = [n for n, id in enumerate(shown) if deck.IDS.index(id) >= deck.IDS.index(asked)]
        return after[0] if after else len(shown) - 1
    numbers = [str(n) for n in range(1, len(shown) + 1)]
    if asked in numbers:
        return numbers.index(asked)
    if asked:
        _notice(v, "slide", asked)
    return 0


def _notice(v: View, parameter: str, value: str) -> None:
    st.warning(
        plain(
            v.t(
                "The link asks for {parameter} = “{value}”, which is no slide here. It is left out.",
                parameter=parameter,
                value=value[:80],
            )
        )
    )


# ---- a slide as HTML: text is escaped here and nowhere else ---------------------------------------


def _section(v: View, slide: Slide, n: int, of: int, is_now: bool, picture: str) -> str:
    view = f"<p class='slide-view'>{html.escape(slide.view)}</p>" if slide.view else ""
    below = f"<p class='slide-below'>{html.escape(slide.below)}</p>" if slide.below else ""
    code = f"<img class='slide-code' src='{qr.data_uri(slide.link)}' alt=''>" if slide.has_code else ""
    address = f" · <span>{html.escape(_short(slide.link))}</span>" if slide.link else ""
    label = html.escape(f"{n + 1} / {of}: {slide.title}")
    return (
        f"<section class='slide slide-{slide.body}{' now' if is_now else ''}' data-slide='{slide.id}'"
        f" data-label='{label}' aria-label='{label}' style='--size:{slide.screen_size};--title:{slide.title_size}'>"
        f"<header>{view}<h1 class='slide-title'>{html.escape(slide.title)}</h1></header>"
        f"{_body(v, slide, picture)}{code}{below}"
        f"<footer>{html.escape(slide.source)}{address}</footer></section>"
    )


def _body(v: View, slide: Slide, picture: str) -> str:
    match slide.body:
        case "opening":
            return "".join(f"<p class='slide-line'>{html.escape(line.text)}</p>" for line in slide.lines)
        case "numbers":
            return as_html(slide.cells, "slide-cells")
        case "map":
            words = html.escape(f"{slide.title}. {slide.view}")
            waiting = f"<p class='slide-wait'>{html.escape(v.t('Drawing the map …'))}</p>"
            return f"<img class='slide-map-picture' src='{picture}' alt='{words}'>" if picture else waiting
        case "list":
            return f"<div class='slide-columns'>{''.join(map(_column, slide.columns))}</div>"
        case "chart":
            return _bars(slide)
        case _:
            assert_never(slide.body)


def _column(lines: Sequence[Line]) -> str:
    said = ""
    for line in lines:
        aside = f"<small>{html.escape(line.aside)}</small>" if line.aside else ""
        said += f"<li>{html.escape(line.text)}{aside}</li>"
    return f"<ul>{said}</ul>"


def _bars(slide: Slide) -> str:
    """The bars as a table: a label, its bars, its number."""
    assert slide.rows is not None
    columns = [series.column for series in slide.series]
    most = max(1, int(slide.rows[columns].sum(axis=1).max()))
    key = ""
    if len(columns) > 1:
        marks = "".join(f"<li class='bar-{s.role}'>{html.escape(s.name)}</li>" for s in slide.series)
        key = f"<ul class='slide-key'>{marks}</ul>"
    rows = ""
    for row in slide.rows.to_dict("records"):
        drawn = ""
        for series in slide.series:
            if n := int(row[series.column]):
                kind = "not-reported" if row["code"] == NOT_REPORTED else series.role
                drawn += f"<span class='bar-{kind}' style='width:{n / most:.1%}'><b>{n}</b></span>"
        rows += f"<tr><th scope='row'>{html.escape(row['label'])}</th><td>{drawn}</td></tr>"
    return f"{key}<table class='slide-bars' style='--share:{slide.share:.1%};--rows:{len(slide.rows)}'>{rows}</table>"


def _short(link: str) -> str:
    """The address as people read it out: without what every address begins with."""
    return link.partition("://")[2] or link


@lru_cache(maxsize=16)
def _map(dataset: Dataset, filters: Filters, language: str, dark: bool, slide: Slide) -> str:
    """The map as the address of a picture; a handful are kept, since all visitors see the same ones."""
    picture = pptx.map_picture(select(filters, dataset), Translator(language), palette(dark), slide)
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


# ---- the controls -------------------------------------------------------------------------------


def _controls(v: View, made: Sequence[Slide], shown: Sequence[Slide], now: int, link: str) -> None:
    t, last = v.t, len(shown) - 1
    back, on, close = (html.escape(words) for words in (t("Previous"), t("Next"), t("Close")))
    with st.container(key="slide_controls", horizontal=True):
        st.html(
            f"<button type='button' data-step='-1' aria-label='{back}' title='{back} (←)'{_off(now == 0)}>‹</button>"
            f"<span class='slide-position'>{now + 1} / {len(shown)}</span><span class='heard' role='status'></span>"
            f"<button type='button' data-step='1' aria-label='{on}' title='{on} (→)'{_off(now == last)}>›</button>",
            width="content",
        )
        with st.popover(t("Choose slides"), type="tertiary"):
            _choice(v, made, [slide.id for slide in shown])
        st.html(bar.language_links(v), width="content")
        _download(v, shown, link)
        st.html(
            f"<a class='slide-close' data-page='' href='{bar.to_page(v, '')}' target='_self'>{close}</a>",
            width="content",
        )


def _off(disabled: bool) -> str:
    return " disabled" if disabled else ""


def _choice(v: View, made: Sequence[Slide], shown: Sequence[str]) -> None:
    """A box for each slide that there is; the last one that is ticked stays, for an empty deck shows nothing."""
    ids = tuple(slide.id for slide in made)
    for slide in made:
        key = f"slide_choice_{slide.id}"
        st.session_state[key] = slide.id in shown
        st.checkbox(slide.name, key=key, disabled=list(shown) == [slide.id], on_change=_choose(v, ids))


def _choose(v: View, ids: Sequence[str]) -> Callable[[], None]:
    """A callback that shows the ticked slides, staying where one is or going to the next of them."""

    def callback() -> None:
        ticked = tuple(id for id in ids if st.session_state.get(f"slide_choice_{id}"))
        visit.go(v, slides=() if ticked == ids else ticked)

    return callback


def _download(v: View, shown: Sequence[Slide], link: str) -> None:
    """The slides that are chosen, as a PowerPoint file; made when asked for."""
    t, kind = v.t, exports.FORMATS["pptx"]
    only = [slide.id for slide in shown]
    st.download_button(
        "PowerPoint",
        data=lambda: pptx.render(v.selection, t.plain, link, only=only),
        file_name=exports.file_name(v.selection, kind, t),
        mime=kind.mime,
        key="slide_download",
        help=t.n("Download {n} slide as PowerPoint", "Download {n} slides as PowerPoint", len(shown)),
        on_click="ignore",
        type="tertiary",
    )
