"""The view as one file of HTML that needs neither server nor network: for a memory stick, a phone, an e-mail.

It fetches nothing and its policy forbids it to. Without its one script everything is there but the search.
All text passes through `_e`, which escapes it; what `_e` has not made is our own markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path

import pandas as pd

from dashboard import maps
from dashboard.exports import about
from dashboard.i18n import Translator, typeset
from dashboard.numbers import demands, records, summaries
from dashboard.query.selection import NothingSelected, Selection
from dashboard.telling import brief, wording
from dashboard.telling.headline import as_html
from dashboard.telling.wording import capital
from dashboard.theme import DARK, LIGHT, Palette

ROWS = 500  # of any one list: the file stays under 3 MB however large the dataset
BARS = 12  # of a chart
MAP_INCHES = (5.2, 3.5)  # small, so that its words can still be read on a phone
TEMPLATES = Path(__file__).parent
STYLE = (TEMPLATES / "html.css").read_text(encoding="utf-8")
SCRIPT = (TEMPLATES / "html.js").read_text(encoding="utf-8")
# The script is named by its hash, so no other runs, whatever stands in the texts.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        f"script-src 'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
)


def render(selection: Selection, t: Translator, link: str) -> bytes:
    """The page of a selection, in UTF-8.

    Raises NothingSelected where there is no action.
    """
    if not len(selection):
        raise NothingSelected(t("No action fits these filters, so there is no page to take away."))
    d = selection.dataset
    sentence = selection.filters.describe(d, t)
    parts = {
        "map": (t("Map"), _map(selection, t)),
        "charts": (t("Charts"), _charts(selection, t)),
        "actions": (t("Actions"), _actions(selection, t)),
        "demands": (t("Demands"), _demands(selection, t)),
        "outcomes": (t("Outcomes"), _outcomes(selection, t)),
        "law": (t("What the report says of the law"), _law(selection, t)),
        "about": (t("Method and sources"), _about(selection, t, link)),
    }
    contents = " ".join(f'<a href="#{key}">{_e(heading)}</a>' for key, (heading, _) in parts.items())
    body = "".join(
        f'<section id="{key}"><h2>{_e(heading)}</h2>{told}</section>' for key, (heading, told) in parts.items()
    )
    title = d.title("package")
    n = t.n("n = {n} action", "n = {n} actions", len(selection))
    numbers = as_html(brief.numbers(selection, t), "numbers")
    head = (
        f'<header><h1>{_e(title)}</h1><p class="lead">{_e(sentence)} · {_e(n)}</p>{numbers}'
        f'<nav aria-label="{_e(t("Contents"))}">{contents}</nav></header>\n'
    )
    page = (
        f'<!doctype html>\n<html lang="{t.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{_e(f'{title} · {sentence}')}</title>\n<style>{_colours()}{STYLE}</style>\n</head>\n<body>\n"
        f"{_typeset(head, t)}<main>{_typeset(body, t)}</main>\n"
        f"<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )
    return page.encode()


def _e(text: object) -> str:
    return html.escape(str(text), quote=True)


def _typeset(markup: str, t: Translator) -> str:
    """The markup with its texts, but no attribute of a tag, typeset for reading."""
    return re.sub(r"(?<=>)[^<>]+", lambda text: typeset(text.group(), t.language), markup)


def _colours() -> str:
    """Both palettes as variables of CSS; the reader's device chooses."""

    def variables(palette: Palette) -> str:
        return "".join(f"--{f.name.replace('_', '-')}:{getattr(palette, f.name)};" for f in fields(palette))

    return f":root{{{variables(LIGHT)}}}@media (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}"


# ---- the map ------------------------------------------------------------------------------------


def _map(selection: Selection, t: Translator) -> str:
    drawn = maps.of(selection, t, LIGHT, size=MAP_INCHES, vector=True)
    nowhere = summaries.unplaced(selection)
    notes = [t("The figure on a city is the number of actions held there.")]
    if nowhere:
        notes.append(
            t.n(
                "{n} action was held in no named city and is not on the map.",
                "{n} actions were held in no named city and are not on the map.",
                nowhere,
            )
        )
    words = _e(brief.map_words(selection, t))
    return f"<figure>{inline_svg(drawn.decode(), words)}<figcaption>{_e(' '.join(notes))}</figcaption></figure>"


def inline_svg(drawn: str, label: str) -> str:
    """A picture of matplotlib's as part of a page: smaller, under a label, in the page's own colours.

    `label` is escaped already.
    """
    picture = drawn[drawn.index("<svg") :]
    picture = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>", "", picture, flags=re.DOTALL)
    size = re.search(r'viewBox="[^"]*"', picture)
    head = f'<svg role="img" aria-label="{label}" {size.group(0) if size else ""}>'
    picture = re.sub(r"<svg[^>]*>", lambda _: head, picture, count=1)
    picture = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number.group()):.2f}".rstrip("0").rstrip("."), picture)
    for f in fields(LIGHT):
        picture = picture.replace(f": {getattr(LIGHT, f.name).lower()}", f":var(--{f.name.replace('_', '-')})")
    return re.sub(r"\s+", " ", picture)


# ---- the charts ---------------------------------------------------------------------------------


def _charts(selection: Selection, t: Translator) -> str:
    """Bars from the same summaries as everywhere; each says what is missing."""
    themes, kinds = summaries.themes(selection), summaries.organisations_by_kind(selection)
    countries, types = summaries.actions_by_country(selection, t), summaries.action_types(selection)
    on = selection.on_theme
    people, outcomes = summaries.participants(selection), summaries.outcomes_by_kind(on)
    kinds = kinds.assign(acting=kinds["organiser"] + kinds["partner"])
    asked = summaries.demands_by_addressee(on, t)
    counted = summaries.participants_by_action(selection).query("reported")
    unlisted = t.n("Not reported: {n} action", "Not reported: {n} actions", people.not_reported)
    parts = [
        _bars(
            t("Actions by theme"),
            _pairs(themes, "label", "actions"),
            t,
            note=t("An action may carry several themes."),
        ),
        _bars(t("Actions by country"), _pairs(countries, "label", "actions"), t) if len(countries) > 1 else "",
        _bars(t("Actions by type"), _pairs(types, "label", "actions"), t),
        _bars(
            t("Participants by action, lower reading"),
            _pairs(counted, "title", "minimum"),
            t,
            words=list(counted["text"]),
            note=t("In all: {total}.", total=people.sentence(t)) if people.reported_by else "",
            missing=unlisted if people.not_reported else "",
        ),
        _bars(
            t("Organisations by kind"),
            _pairs(kinds[kinds["acting"] > 0].sort_values("acting", ascending=False, kind="stable"), "label", "acting"),
            t,
            note=f"{capital(wording.who(summaries.who(selection), t))}. "
            + t("Institutions that were only addressed are not among them."),
        ),
        _bars(
            t("Demands by addressee"),
            _pairs(asked.iloc[:-1], "name", "demands"),
            t,
            role="second",
            note=" ".join(
                [t("A demand to several addressees counts with each."), *_of_theme(selection, wording.demands, t)]
            ),
            missing=t.n(
                "Addressee not reported: {n} demand",
                "Addressee not reported: {n} demands",
                int(asked["demands"].iloc[-1]),
            )
            if asked["demands"].iloc[-1]
            else "",
        ),
        _bars(
            t("Outcomes by kind"),
            _pairs(outcomes, "label", "outcomes"),
            t,
            note=" ".join(_of_theme(selection, wording.outcomes, t)),
        ),
    ]
    return f'<div class="charts">{"".join(parts)}</div>'


def _of_theme(selection: Selection, told: Callable[[Selection, Translator], str], t: Translator) -> list[str]:
    """That a chart counts what is on the theme asked for, and how many that are."""
    return [f"{told(selection, t)}."] if selection.filters.theme else []


def _pairs(frame: pd.DataFrame, label: str, value: str) -> list[tuple[str, int]]:
    return [(str(name), int(number)) for name, number in zip(frame[label], frame[value], strict=True)]


def _bars(
    title: str,
    pairs: list[tuple[str, int]],
    t: Translator,
    *,
    words: list[str] | None = None,
    note: str = "",
    missing: str = "",
    role: str = "accent",
) -> str:
    """One chart as a table whose cells hold bars; `words` stand in place of the numbers."""
    if not pairs and not missing:
        return ""
    largest = max((number for _, number in pairs), default=1) or 1
    told = words or [t.number(number) for _, number in pairs]
    widest = 40 if words else 70  # per cent: beside the bar stands a figure or some words
    rows = "".join(
        f'<tr><th scope="row">{_e(label)}</th><td>'
        f'<i class="bar {role}" style="width:{widest * number / largest:.1f}%"></i>'
        f"<span>{_e(word)}</span></td></tr>"
        for (label, number), word in zip(pairs[:BARS], told, strict=False)
    )
    left = len(pairs) - BARS
    after = _line(t("and {n} more", n=t.number(left)), "note") if left > 0 else ""
    after += f'<p class="note"><i class="hatched"></i>{_e(missing)}</p>' if missing else ""
    after += _line(note, "note")
    return f'<section class="chart"><h3>{_e(title)}</h3><table class="bars">{rows}</table>{after}</section>'


# ---- the lists ----------------------------------------------------------------------------------


def _actions(selection: Selection, t: Translator) -> str:
    """The table of actions under a search box that its script shows; all names of the cities can be found."""
    rows = records.action_rows(selection, t)
    heads = (t("When"), t("Where"), t("Action"), t("Participants"))
    labels = [_e(head) for head in heads]
    body = []
    also = _city_names(selection)
    for row in rows.head(ROWS).itertuples():
        where = _text(row.cities).replace(records.SEPARATOR, ", ") or t("city not reported")
        if not row.places_complete and _text(row.cities):
            where = t("{cities} and others", cities=where)
        details = [
            (t("Type"), row.action_type_label),
            (t("Organisers"), _text(row.organisers) or t("not reported")),
            (t("Partners and supporters"), _text(row.partners)),
            (t("Institutions addressed"), _text(row.addressed)),
            (t("Themes"), _text(row.themes)),
            (t("Slogans"), _text(row.slogans)),
            (t("Outputs"), _text(row.outputs)),
            (t("Materials handed out in"), _text(row.cities_materials)),
        ]
        told = "".join(f"<div><dt>{_e(name)}</dt><dd>{_e(text)}</dd></div>" for name, text in details if text)
        what = (
            f"<strong>{_e(row.title)}</strong><p>{_e(row.summary)}</p>"
            f"<details><summary>{_e(t('More on this action'))}</summary><dl>{told}</dl></details>"
            f"<small>{_e(row.action_id)} · {_e(_text(row.source_section))}</small>"
        )
        cells = (
            _e(t.dates(row.start_date, row.end_date, row.date_precision)),
            f"{_e(where)}<br><small>{_e(row.country_name)}</small>",
            what,
            _e(_text(row.participants_text) or t("not reported")),
        )
        body.append(
            f'<tr data-also="{_e(also.get(row.action_id, ""))}">'
            + "".join(f'<td data-label="{label}">{cell}</td>' for label, cell in zip(labels, cells, strict=True))
            + "</tr>"
        )
    found = t.n("{k} of {n} action", "{k} of {n} actions", len(body), k="{k}")
    search = (
        f'<p id="find" hidden><label for="words">{_e(t("Search in these actions"))}</label> '
        '<input id="words" type="search" autocomplete="off"> '
        f'<output for="words" data-words="{_e(found)}"></output></p>'
    )
    head = "".join(f'<th scope="col">{label}</th>' for label in labels)
    table = f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody>"
    return f'{search}<table class="rows" id="rows">{table}</table>{_more(len(rows), t)}'


def _city_names(selection: Selection) -> dict[str, str]:
    """All names under which the cities of each action are known, in any script."""
    places = selection["places"]
    known = places[["name", "name_in_source", "other_names"]].astype("object").fillna("")
    names = [" ".join(row) for row in known.itertuples(index=False)]  # of no city, too
    joins = selection["action_places"].assign(
        names=lambda f: f["place_id"].map(dict(zip(places["place_id"], names, strict=True)))
    )
    return joins.groupby("action_id")["names"].agg(lambda cells: " ".join(dict.fromkeys(cells))).to_dict()


def _demands(selection: Selection, t: Translator) -> str:
    """Those on the theme asked for; the others of the same actions under a heading that says so."""
    if selection["demands"].empty:
        return _line(t("No demand belongs to the actions in view."))
    heading, others = wording.other_demands(selection, t), selection.beside_theme
    return (
        "".join(f"<p>{line}</p>" for line in map(_e, _of_theme(selection, wording.demands, t)))
        + _asked(selection.on_theme, t)
        + (f"<h3>{_e(heading)}</h3>{_asked(others, t)}" if heading else "")
    )


def _asked(selection: Selection, t: Translator) -> str:
    frame = selection["demands"]
    behind = records.behind(selection.dataset, selection["demand_actions"], "demand_id")
    items = []
    for row in records.demand_rows(selection.dataset, frame["demand_id"].head(ROWS), t).itertuples():
        to = wording.addressees(row.addressees, t, most=ROWS)
        where = (capital(row.country_name), wording.behind(behind.get(row.demand_id), t))
        items.append((row.text, (*where, to, row.directness_label, *row.theme_labels)))
    return _list(items) + _more(len(frame), t)


def _outcomes(selection: Selection, t: Translator) -> str:
    """Those on the theme asked for; the others of the same actions under a heading that says so."""
    if selection["outcomes"].empty:
        return _line(t("The report names no outcome of these actions."))
    heading, others = wording.other_outcomes(selection, t), selection.beside_theme
    return (
        "".join(f"<p>{line}</p>" for line in map(_e, _of_theme(selection, wording.outcomes, t)))
        + _came_of(selection.on_theme, t)
        + (f"<h3>{_e(heading)}</h3>{_came_of(others, t)}" if heading else "")
    )


def _came_of(selection: Selection, t: Translator) -> str:
    frame = selection["outcomes"]
    behind = records.behind(selection.dataset, selection["outcome_actions"], "outcome_id")
    titles = selection["actions"].set_index("action_id")["title"]
    joins = selection["outcome_actions"]
    of = joins.assign(title=joins["action_id"].map(titles)).groupby("outcome_id")["title"].agg(tuple).to_dict()
    items = []
    for row in frame.head(ROWS).itertuples():
        kind = selection.dataset.category_label("outcomes", "kind", row.kind)
        where = wording.behind(behind.get(row.outcome_id), t)
        items.append((row.text, (kind, wording.follow_up(row, t), where, *of.get(row.outcome_id, ()))))
    return _list(items) + _more(len(frame), t)


def _law(selection: Selection, t: Translator) -> str:
    if selection["policy_facts"].empty:
        return _line(t("The report says nothing of the law under these filters."))
    frame = demands.facts(selection, t)
    note = wording.claims(selection, frame["source_id"], t)
    items = [
        (
            row.text,
            (capital(row.country_label), ", ".join(row.theme_labels), row.figure, _text(row.law), row.source_section),
        )
        for row in frame.head(ROWS).itertuples()
    ]
    return _line(note, "note") + _list(items) + _more(len(frame), t)


def _about(selection: Selection, t: Translator, link: str) -> str:
    facts = "".join(
        f"<div><dt>{_e(label)}</dt><dd>{_e(text)}</dd></div>" for label, text in about.facts(selection, t, link)
    )
    return f'<dl class="facts">{facts}</dl>'


def _list(items: Iterable[tuple[str, Iterable[str]]]) -> str:
    told = "".join(
        f"<li>{_e(text)}<br><small>{_e(' · '.join(part for part in aside if part))}</small></li>"
        for text, aside in items
    )
    return f"<ul>{told}</ul>"


def _more(total: int, t: Translator) -> str:
    """How many rows found no room in the page, and where they are."""
    left = total - ROWS
    return _line(t.n("{n} more is in the files.", "{n} more are in the files.", left), "note") if left > 0 else ""


def _line(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{_e(text)}</p>' if text else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
