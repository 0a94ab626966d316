"""The slides on the screen: one at a time, moved by keys; position and choice stand in the URL."""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, assert_never

import plotly.graph_objects as go
import streamlit as st

from dashboard import exports, figures
from dashboard.exports import pptx
from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.query.addresses import file_link
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.telling import slides as deck
from dashboard.telling.headline import as_html
from dashboard.telling.slides import Slide
from dashboard.theme import TEXT_SIZE, palette
from dashboard.ui import bar, visit
from dashboard.ui.visit import View, plain

MAP_PAGE = Path(__file__).resolve().parents[3] / "pages" / "map.py"
STYLE = Path(__file__).with_name("present.css")
CHART_TEXT = 22  # pixels, to be read from the back of a room
LABEL = 40  # characters of a line of a chart's labels
LONG = 600  # characters of the words on a slide from which they are set smaller
MAP_INCHES = (13.0, 5.6)


def slides(v: View) -> None:
    """The slide that the URL asks for, and the controls under it."""
    colours = f"--accent:{v.palette.accent};--not-reported:{v.palette.not_reported};--paper:{v.palette.paper}"
    st.html(f"<style>:root{{{colours}}}{STYLE.read_text(encoding='utf-8')}</style>")
    _stage(v)


@st.fragment  # a step from slide to slide runs this alone, not the page with its filters
def _stage(v: View) -> None:
    chosen, link = _chosen(v), visit.whole_address(file_link(v.filters, v.t.language))
    shown = [slide for slide in _deck(v.dataset, v.filters, v.t.language, link) if slide.id in chosen]
    at = _position(v, [slide.id for slide in shown])
    with st.container(key="slide"):
        _draw(v, shown[at])
    _controls(v, [slide.id for slide in shown], at)


@lru_cache(maxsize=64)
def _deck(dataset: Dataset, filters: Filters, language: str, link: str) -> tuple[Slide, ...]:
    """The slides of a view, which nobody changes; made once, not at every step."""
    return deck.slides(select(filters, dataset), Translator(language), link)


def _chosen(v: View) -> tuple[str, ...]:
    """The ids of the slides to show: those that the URL names, all where it names none."""
    asked = st.query_params.get_all("slides")
    for value in asked:
        if value not in deck.IDS:
            _notice(v, "slides", value)
    return tuple(id for id in deck.IDS if id in asked) or deck.IDS


def _position(v: View, shown: Sequence[str]) -> int:
    """Which of the shown slides the URL asks for, by id or by number from 1; else the first."""
    asked = st.query_params.get("slide", "")
    if asked in shown:
        return shown.index(asked)
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


# ---- the slide ----------------------------------------------------------------------------------


def _draw(v: View, slide: Slide) -> None:
    if slide.body == "opening":
        st.html(f"<div class='slide-opening'>{_heading(slide, v.sentence, 'slide-filters')}{_lines(slide)}</div>")
        return
    st.html(_heading(slide, slide.note, "slide-note"))
    match slide.body:
        case "words" if slide.lines:
            items = "".join(f"<li>{html.escape(line)}</li>" for line in slide.lines)
            long = " long" if sum(map(len, slide.lines)) > LONG else ""
            st.html(f"<ul class='slide-words{long}'>{items}</ul>")
        case "words":
            pass  # what is missing is said below
        case "numbers":
            st.html(as_html(slide.cells, "slide-cells"))
        case "map":
            with st.spinner(v.t("Drawing the map …")):
                picture = _map(v.dataset, v.filters, v.t.language, v.dark)
            st.image(picture, width="stretch", alt=f"{slide.title}. {slide.note}")
        case "chart":
            _chart(v, slide)
            if slide.lines:
                st.html(_lines(slide, together=True))
        case _:
            assert_never(slide.body)
    if slide.missing and not (slide.body == "chart" and slide.chart_has_missing):
        st.html(f"<p class='slide-missing'>{html.escape(slide.missing)}</p>")


def _heading(slide: Slide, under: str, kind: str) -> str:
    return f"<h1 class='slide-title'>{html.escape(slide.title)}</h1><p class='{kind}'>{html.escape(under)}</p>"


def _lines(slide: Slide, together: bool = False) -> str:
    """The slide's sentences, each a paragraph or all in one."""
    said = [" ".join(slide.lines)] if together else slide.lines
    return "".join(f"<p class='slide-lines'>{html.escape(text)}</p>" for text in said if text)


def _chart(v: View, slide: Slide) -> None:
    assert slide.chart is not None
    st.plotly_chart(
        larger(slide.chart(v.t, v.palette)),
        key=f"slide_chart_{slide.id}",
        height="stretch",
        theme=None,
        config=figures.base.config(v.t),
        alt=slide.title,
    )


def larger(figure: go.Figure, size: int = CHART_TEXT) -> go.Figure:
    """The same figure with its smallest text at `size` pixels, everything measured in pixels grown alike."""
    factor = size / TEXT_SIZE

    def grown(node: Any, name: str = "") -> Any:
        if isinstance(node, dict):
            fonts = name.lower().endswith("font")
            return {
                key: round(value * factor)
                if fonts and key == "size" and isinstance(value, (int, float))
                else grown(value, key)
                for key, value in node.items()
            }
        if isinstance(node, (list, tuple)):
            return [grown(item, name) for item in node]
        if isinstance(node, str):
            return node.replace(f"font-size:{TEXT_SIZE}px", f"font-size:{size}px")
        return node

    known = figure.to_dict()
    bigger = go.Figure(grown(known))
    margin = known["layout"]["margin"]
    has_words = bool(known["layout"].get("title", {}).get("text"))
    bigger.update_layout(
        height=round(known["layout"]["height"] * factor),
        margin={side: round(margin[side] * factor) for side in margin} | ({} if has_words else {"t": 8}),
    )
    axis = bigger.layout.yaxis
    if axis.ticktext:  # a slide is wide: labels take two lines at most, whole when pointed at
        if len(axis.ticktext) < 5:  # few rows on a whole screen: bars, not blocks
            bigger.update_layout(bargap=0.55)
        axis.ticktext = [figures.base.wrap(_plain(label), LABEL, 2) + "&nbsp;" for label in axis.ticktext]
    return bigger


def _plain(text: str) -> str:
    return " ".join(html.unescape(text.replace("<br>", " ")).split())


@lru_cache(maxsize=16)
def _map(dataset: Dataset, filters: Filters, language: str, dark: bool) -> bytes:
    """The map as a picture; a handful are kept, since all visitors see the same ones."""
    return pptx.map_picture(select(filters, dataset), Translator(language), palette(dark), *MAP_INCHES)


# ---- the controls -------------------------------------------------------------------------------


def _controls(v: View, shown: Sequence[str], at: int) -> None:
    t, last = v.t, len(shown) - 1

    def to(index: int) -> Any:
        return visit.going(v, slide=(shown[min(max(index, 0), last)],))

    with st.container(key="slide_controls", horizontal=True):
        st.button(
            t("Previous"),
            key="slide_previous",
            shortcut="Left",
            type="tertiary",
            on_click=to(at - 1),
            disabled=at == 0,
        )
        st.html(f"<p class='slide-position' role='status'>{at + 1} / {len(shown)}</p>", width="content")
        st.button(
            t("Next"),
            key="slide_next",
            shortcut="Right",
            type="tertiary",
            on_click=to(at + 1),
            disabled=at == last,
        )
        st.space("stretch")
        with st.popover(t("Choose slides"), type="tertiary"):
            _choice(v, shown, shown[at])
        st.html(bar.language_links(v), width="content")
        _download(v, shown)
        leave = st.button(t("Close"), key="slide_close", shortcut="Esc", type="tertiary")
    with st.container(key="slide_keys"):  # unseen: keys of a presenter's remote and of habit
        st.button(t("Previous"), key="slide_page_up", shortcut="PageUp", on_click=to(at - 1))
        st.button(t("Next"), key="slide_page_down", shortcut="PageDown", on_click=to(at + 1))
        st.button(t("First slide"), key="slide_home", shortcut="Home", on_click=to(0))
        st.button(t("Last slide"), key="slide_end", shortcut="End", on_click=to(last))
    if leave:
        st.switch_page(MAP_PAGE, query_params=v.query(record=None, slide=(), slides=()))


def _choice(v: View, shown: Sequence[str], current: str) -> None:
    """A box for each slide; the last one that is ticked stays, for an empty deck shows nothing."""
    for entry in deck.SLIDES:
        key = f"slide_choice_{entry.id}"
        st.session_state[key] = entry.id in shown
        st.checkbox(entry.name(v.t), key=key, disabled=list(shown) == [entry.id], on_change=_choose(v, current))


def _choose(v: View, current: str) -> Any:
    """A callback that shows the ticked slides, staying where one is or going to the next of them."""

    def callback() -> None:
        ticked = tuple(id for id in deck.IDS if st.session_state.get(f"slide_choice_{id}"))
        after = [id for id in ticked if deck.IDS.index(id) >= deck.IDS.index(current)] or ticked[-1:]
        visit.go(v, slides=() if ticked == deck.IDS else ticked, slide=tuple(after[:1]))

    return callback


def _download(v: View, shown: Sequence[str]) -> None:
    """The slides that are chosen, as a PowerPoint file; made when asked for."""
    t, kind = v.t, exports.FORMATS["pptx"]
    link = file_link(v.filters, t.language)
    st.download_button(
        t.n("Download {n} slide as PowerPoint", "Download {n} slides as PowerPoint", len(shown)),
        data=lambda: pptx.render(v.selection, t, link, only=shown),
        file_name=exports.file_name(v.selection, kind, t),
        mime=kind.mime,
        key="slide_download",
        on_click="ignore",
        type="tertiary",
    )
