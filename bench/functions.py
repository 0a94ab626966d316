"""Time of each step of the pipeline: load, filter, summaries, figures, exports; in milliseconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from dashboard import figures, maps
from dashboard.exports import FORMATS, picture
from dashboard.i18n import Translator
from dashboard.numbers import calendar, records, summaries
from dashboard.package import dataset
from dashboard.query import masks, search, selection
from dashboard.query.addresses import file_link
from dashboard.query.filters import OF_CODES, Filters
from dashboard.query.masks import facet_counts
from dashboard.query.selection import Selection, select
from dashboard.theme import LIGHT

LARGE = 20_000  # actions from which on each step runs once, and slow formats are left out
ONLY_SMALL = ("pptx", "docx", "html")  # documents to read: nobody prints 100,000 actions


def timed(step: Callable[[], object], runs: int) -> float:
    """The median time of a step in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def _whole(selection: Selection) -> list[object]:
    """Every table of a selection, which cuts each when it is first asked for."""
    return [selection[table] for table in selection]


def _anew(step: Callable[[], object]) -> object:
    """The step as after a click on a filter that nobody has asked for yet: no kept selection helps."""
    selection._selected.cache_clear()
    masks._masks.cache_clear()
    search._found.cache_clear()
    return step()


def measure(folder: Path) -> Iterator[tuple[str, float]]:
    """Each step's name and its median time in milliseconds on the package in a folder."""
    start = time.perf_counter()
    data = dataset.load(folder)
    yield "load and validate", (time.perf_counter() - start) * 1000
    large = len(data["actions"]) >= LARGE
    runs = 1 if large else 3
    t = Translator("en")
    theme = Filters(theme=("naloxone", "ost_access"))
    start = time.perf_counter()
    select(Filters(q="naloxone"), data)
    yield "search, first time (builds the index)", (time.perf_counter() - start) * 1000
    yield "search, afterwards", timed(lambda: _anew(lambda: select(Filters(q="naloxone"), data)), runs)
    yield "filter by theme: actions", timed(lambda: _anew(lambda: select(theme, data)), runs)
    yield "filter by theme: all tables", timed(lambda: _anew(lambda: _whole(select(theme, data))), runs)
    yield (
        "facet counts, all parameters",
        timed(lambda: _anew(lambda: [facet_counts(theme, data, p) for p in OF_CODES]), runs),
    )

    whole = select(Filters(), data)
    with_words = (
        summaries.actions_by_country,
        summaries.days,
        calendar.calendar,
        summaries.country_themes,
        summaries.demand_matrix,
    )
    plain = (
        summaries.headline,
        summaries.participants_by_action,
        summaries.organisations,
        summaries.organisations_by_kind,
        summaries.themes,
        summaries.action_types,
        summaries.places,
        summaries.coverage,
    )
    for summary in plain:
        yield f"summary: {summary.__name__}", timed(lambda s=summary: s(whole), runs)
    for summary in with_words:
        yield f"summary: {summary.__name__}", timed(lambda s=summary: s(whole, t), runs)
    yield "table of actions", timed(lambda: records.action_rows(whole, t), runs)

    drawn = {
        figures.bars.actions_by_country: summaries.actions_by_country(whole, t),
        figures.bars.most_active: summaries.organisations(whole),
        figures.bars.themes: summaries.themes(whole),
        figures.matrices.country_themes: summaries.country_themes(whole, t),
    }
    for draw, frame in drawn.items():
        yield f"figure: {draw.__name__}", timed(lambda d=draw, f=frame: d(f, t, LIGHT), runs)
    for key in picture.drawn():
        yield f"picture: {key}", timed(lambda k=key: picture.render(k, whole, t, "/"), 1)
    places = summaries.places(whole)
    yield "figure: map", timed(lambda: maps.deck(places, t, LIGHT, "/app/static/style.json").to_json(), runs)

    link = file_link(whole.filters, "en")
    for kind in FORMATS.values():
        if not (large and kind.name in ONLY_SMALL):
            yield f"export: {kind.name}", timed(lambda k=kind: k.render(whole, t, link), 1 if large else 2)
