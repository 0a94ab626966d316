"""When: a table of the days of the campaign by country, with a dot for each action."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from dashboard.figures.base import rows_of
from dashboard.numbers.calendar import Calendar, Column, calendar
from dashboard.telling import charts, days, wording
from dashboard.ui import visit, widgets
from dashboard.ui.visit import View

MOST_COUNTRIES = 30
MOST_DOTS = 30  # in a cell
MOST_LANES = 4  # rows of a country that hold actions of several days
MOST_ANNOUNCED = 6  # follow-ups in words
WIDEST = 4  # times as wide as the narrowest column
DAYS = 88  # percent of the width that the columns have beside the names of countries


def table(v: View) -> None:
    """The actions in view by country and day, those without a day apart, and what was announced."""
    found, told = calendar(v.selection, v.t), charts.told("days", v.selection, v.t)
    with widgets.framed(v, "days", told.title, signs=_signs(v, found), table=told.table):
        body = f"<div class='days-frame'>{_grid(v, found)}{_words(v, found)}</div>"
        widgets.long_html("days", widgets.FILL_A_SCREEN + 1, body)


# ---- signs --------------------------------------------------------------------------------------


def _sign(row: Any) -> str:
    """How the dot of a row is drawn."""
    if row.kind != "day":
        return str(row.kind)
    return "inferred" if row.inferred else "day"


def _signs(v: View, found: Calendar) -> str:
    """The key, of the signs that are drawn."""
    drawn = {"span" if _is_span(row) else _sign(row) for row in rows_of(found.frame)}
    return "".join(
        f"<span><i class='dot {sign}'></i>{v.escaped(words)}</span>"
        for sign, words in days.meanings(v.t).items()
        if sign in drawn
    )


# ---- the grid -----------------------------------------------------------------------------------


def _grid(v: View, found: Calendar) -> str:
    """The table as HTML: a body a country, its name beside the days, or over them where there is little room."""
    t, columns = v.t, found.columns
    shares = _shares(found)
    heads = "".join(_head(v, found, column) for column in columns)
    groups = "".join(f"<col{_width(share, sum(shares))}>" for share in shares)
    countries = [(code, list(rows)) for code, rows in groupby(rows_of(found.frame), key=lambda row: row.country)]
    bodies = [_country(v, columns, code, rows) for code, rows in countries[:MOST_COUNTRIES]]
    rest = len(countries) - len(bodies)
    more = t.n("and {n} more country", "and {n} more countries", rest)
    name = v.escaped(t("Actions by country and day"))
    corner = f"<th class='who' scope='col'><span class='heard'>{v.escaped(t('Country'))}</span></th>"
    return (
        f"<table class='days' aria-label='{name}'><colgroup><col class='who'>{groups}</colgroup>"
        f"<thead><tr>{corner}{heads}</tr></thead>"
        f"{''.join(bodies)}</table>{f'<p>{v.escaped(more)}</p>' if rest else ''}"
    )


def _shares(found: Calendar) -> list[int]:
    """How wide each column is against the others: the more dots stand in one of its cells, the wider."""
    dots = found.frame[found.frame["first"] == found.frame["last"]]
    many = dots.groupby(["first", "country"]).size().groupby(level=0).max()
    return [min(WIDEST, max(1, round(int(many.get(i, 0)) ** 0.5))) for i in range(len(found.columns))]


def _width(share: int, of: int) -> str:
    """The width of a column as an attribute; the narrow ones share what is left."""
    return f" style='width:{DAYS * share / of:.1f}%'" if share > 1 else ""


def _marks(column: Column, *others: str) -> str:
    """The classes of a cell of the column, as an attribute."""
    loose = column.kind not in ("day", "week", "month", "year", "earlier")
    names = [
        *(["main"] if column.main else []),
        *(["gap"] if column.after_gap else []),
        *(["loose"] if loose else []),
        *others,
    ]
    return f" class='{' '.join(names)}'" if names else ""


def _head(v: View, found: Calendar, column: Column) -> str:
    large, small = days.head_words(found.columns, column, v.t)
    said = f"<small>{v.escaped(small)}</small>" if small else ""
    whole = v.escaped(days.name(column, v.t))
    return (
        f"<th scope='col'{_marks(column)} title='{whole}'><span aria-hidden='true'>{v.escaped(large)}{said}</span>"
        f"<span class='heard'>{whole}</span></th>"
    )


def _country(v: View, columns: tuple[Column, ...], code: str, rows: list[Any]) -> str:
    """A country's body: a row of cells with dots, and one for each lane of actions of several days."""
    n = sum(row.kind != "follow_up" for row in rows)
    lanes = _lanes([row for row in rows if _is_span(row)])
    spans = {id(row) for lane in lanes for row in lane}
    dots = [[row for row in rows if row.first == i and id(row) not in spans] for i in range(len(columns))]
    # Where no dot is in their way, the first of them need no row of their own.
    if lanes and not any(dots[i] for row in lanes[0] for i in range(row.first, row.last + 1)):
        first, *lanes = lanes
    else:
        first = []
    name = visit.anchor(v, v.escaped(v.t.country(code)), record=("country", code)) + f" <small>{v.t.number(n)}</small>"
    over = f"<tr class='over'><th colspan='{len(columns)}' scope='rowgroup'>{name}</th></tr>"
    beside = f"<th class='who' scope='rowgroup' rowspan='{1 + len(lanes)}'>{name}</th>"
    bars = "".join(f"<tr class='lane'>{_cells(v, columns, lane)}</tr>" for lane in lanes)
    return f"<tbody>{over}<tr>{beside}{_cells(v, columns, first, dots)}</tr>{bars}</tbody>"


def _is_span(row: Any) -> bool:
    return bool(row.kind == "day" and row.last > row.first)


def _lanes(spans: list[Any]) -> list[list[Any]]:
    """The actions of several days in so few rows that none lies over another; what finds no row is a dot."""
    lanes: list[list[Any]] = []
    for row in sorted(spans, key=lambda one: one.first):
        free = next((lane for lane in lanes if lane[-1].last < row.first), None)
        if free is not None:
            free.append(row)
        elif len(lanes) < MOST_LANES:
            lanes.append([row])
    return lanes


def _cells(v: View, columns: tuple[Column, ...], spans: list[Any], dots: list[list[Any]] | None = None) -> str:
    """A row of cells: bars over several columns, and in the others their dots."""

    def cell(i: int) -> str:
        inside = dots[i] if dots else []
        rest = len(inside) - MOST_DOTS
        more = f"<small>+{v.t.number(rest)}</small>" if rest > 0 else ""
        return f"<td{_marks(columns[i])}>{''.join(_dot(v, row) for row in inside[:MOST_DOTS])}{more}</td>"

    cells, at = [], 0
    for row in spans:
        cells += [cell(i) for i in range(at, row.first)]
        main = " class='main'" if any(column.main for column in columns[row.first : row.last + 1]) else ""
        cells.append(f"<td{main} colspan='{row.last - row.first + 1}'>{_dot(v, row, 'span')}</td>")
        at = row.last + 1
    return "".join([*cells, *(cell(i) for i in range(at, len(columns)))])


def _dot(v: View, row: Any, sign: str = "") -> str:
    """An action as a link to its record; its name says title and date."""
    name = v.escaped(f"{row.title} · {days.when(row, v.t)}")
    inferred = " inferred" if sign and row.inferred else ""
    attributes = f'class="dot {sign or _sign(row)}{inferred}" title="{name}" aria-label="{name}"'
    return visit.anchor(v, "", attributes=attributes, record=("action", row.action_id))


# ---- words --------------------------------------------------------------------------------------


def _words(v: View, found: Calendar) -> str:
    """What came before, on and after the campaign's day, what has no day, and what was announced."""
    t, kinds = v.t, set(found.frame["kind"])
    meanings = days.meanings(t)
    loose = [meanings[kind] for kind in ("month", "year") if kind in kinds]
    told = [
        *(
            [(t("before the day"), found.before), (t("on it"), found.on), (t("after it"), found.after)]
            if found.day
            else []
        ),
        (loose[0] if len(loose) == 1 else t("only the month or the year is stated"), found.loose),
        (meanings["undated"], found.undated),
    ]
    counts = "; ".join(f"{words}: {t.number(n)}" for words, n in told if n)
    sentences = [f"{wording.capital(counts)}."] if counts else []
    if found.inferred:
        sentences.append(
            t.n(
                "The date of {n} action is not stated; it follows from the account.",
                "The dates of {n} actions are not stated; they follow from the accounts.",
                found.inferred,
            )
        )
    said = f"<p>{v.escaped(' '.join(sentences))}</p>" if sentences else ""
    return f"{said}{_announced(v, found)}"


def _announced(v: View, found: Calendar) -> str:
    """The follow-ups in words, the earliest first."""
    due = found.frame[found.frame["kind"] == "follow_up"].sort_values("start", kind="stable")
    items = [
        f"<li><i class='dot follow_up'></i> {v.escaped(v.t.date(row.start))}: "
        f"{visit.anchor(v, v.escaped(row.title), record=('action', row.action_id))} "
        f"<small>{v.escaped(row.country_label)}</small></li>"
        for row in rows_of(due.head(MOST_ANNOUNCED))
    ]
    rest = len(due) - len(items)
    more = [f"<li>{v.escaped(v.t.n('and {n} more', 'and {n} more', rest))}</li>"] if rest else []
    return f"<ul class='days-announced'>{''.join([*items, *more])}</ul>" if items else ""
