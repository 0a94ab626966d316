"""What a record says, as HTML: of an action all that is known; of anything else what its actions add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

import pandas as pd

from dashboard.numbers import summaries
from dashboard.numbers.records import Behind, action_record, behind, demand_rows
from dashboard.numbers.summaries import GROUPS
from dashboard.query.filters import Filters, labels
from dashboard.query.selection import Selection, select
from dashboard.telling import wording
from dashboard.ui import visit
from dashboard.ui.chips import chip, door, quote, share, unfolding
from dashboard.ui.visit import View

MOST_CARDS = 60  # actions or sentences of one kind that are told one by one
AT_FIRST = 8  # of these in sight before the reader asks for more
CHIPS_AT_FIRST = 24
MOST_CHIPS = 300


def told(v: View, kind: str, key: str) -> str:
    """The record of one thing: where it is wide, what happened on the left and the facts on the right."""
    short, main, links = _action(v, key) if kind == "action" else _gathered(v, kind, key)
    return (
        f"<div class='record'><div class='record-parts'><div class='record-short'>{short}</div>"
        f"<div class='record-main'>{main}</div><div class='record-links'>{links}</div></div></div>"
    )


def _action(v: View, action_id: str) -> tuple[str, str, str]:
    t, d = v.t, v.dataset
    record = action_record(d, action_id, t)
    action, source = record.action, record.action[["source_id", "source_section"]].to_dict()

    def copied(text: str, row: Any) -> str:
        return quote(v, text, SimpleNamespace(**source, source_lines=row.source_lines))

    parts = [
        "".join(f"<p class='summary'>{v.escaped(part)}</p>" for part in _text(action["summary"]).splitlines() if part)
    ]
    for heading, rows, item in (
        (t("What was asked, and of whom"), record.demands, lambda row: _demand(v, row)),
        (t("What came of it"), record.outcomes, lambda row: _outcome(v, row, copied)),
        (t("Slogans"), record.slogans, lambda row: _slogan(v, row, copied)),
        (t("In numbers"), record.outputs, lambda row: _sentence(v, row.words, [wording.lines(row.source_lines, t)])),
    ):
        parts.append(_listed(v, heading, rows.itertuples(), item))
    if record.missing:
        gaps = wording.gaps(t)
        words = ", ".join(gaps[what] for what in record.missing)
        heading = v.escaped(t("What the report does not say"))
        parts.append(f"<p class='quiet'><strong>{heading}:</strong> {v.escaped(words)}.</p>")
    types = d["action_types"].set_index("action_type")["label"]
    short = [
        (t("When"), _when(v, action)),
        (t("Where"), _where(v, action, record.places)),
        (t("Type"), v.escaped(types[action["action_type"]])),
    ]
    if "count" not in record.missing:  # else the end of the record says it
        short.append((t("Participants"), v.escaped(_text(action["participants_text"]))))

    def lines(table: str, column: str) -> Callable[[Any], str]:
        return lambda row: (
            f"{d.category_label(table, column, getattr(row, column))}, {wording.lines(row.source_lines, t)}"
        )

    who = [of_one for _, of_one in record.organisations.groupby("organisation_id", sort=False)]
    themes = [of_one for _, of_one in record.themes.groupby("theme_id", sort=False)]
    by_role, by_basis = lines("action_organisations", "role"), lines("action_themes", "basis")
    links = [
        _listed(v, t("Organisations"), who, lambda one: _tied(v, "organisation", one, "name", by_role), "ties"),
        # That an action carries no theme is our reading, not the report's silence.
        _listed(v, t("Themes"), themes, lambda one: _tied(v, "theme", one, "label", by_basis), "ties"),
        _facts(
            v,
            [
                (
                    t("Where in the report"),
                    v.escaped(wording.section_and_lines(action["source_section"], action["source_lines"], t)),
                ),
                (t("Number"), v.escaped(action_id)),
            ],
        ),
    ]
    return share(v, "action", action_id) + _facts(v, short), "".join(parts), "".join(links)


def _when(v: View, action: pd.Series) -> str:
    t, d = v.t, v.dataset
    told = v.escaped(t.dates(action["start_date"], action["end_date"], action["date_precision"]))
    asides = []
    if pd.notna(action["start_date"]):
        asides.append(d.category_label("actions", "date_basis", action["date_basis"]))
    if _text(action["date_text"]):
        asides.append(_text(action["date_text"]))
    return f"{told}{_small(v, asides)}"


def _where(v: View, action: pd.Series, places: pd.DataFrame) -> str:
    """The country, then the cities by what was there: a city once, whatever number of roles it has."""
    t, d = v.t, v.dataset
    asides: dict[str, str] = {}
    for row in places.itertuples():
        role = d.category_label("action_places", "role", row.role)
        words = f"{role}, {row.venue}" if _text(row.venue) else role
        before = asides.get(str(row.place_id))
        asides[str(row.place_id)] = f"{before} · {words}" if before else words
    names = places.drop_duplicates("place_id").set_index("place_id")["name"].to_dict()
    told = [chip(v, "country", action["country"], t.country(action["country"]))]
    for aside in dict.fromkeys(asides.values()):
        cities = [chip(v, "place", code, names[code]) for code, said in asides.items() if said == aside]
        words = f"<small>{v.escaped(aside)}</small>"  # beside the one city, or before all those that it is true of
        inside = [*cities, words] if len(cities) == 1 else [words, *cities]
        told.append(f"<span class='chips'>{' '.join(inside)}</span>")
    if places.empty:
        told.append(f"<small>{v.escaped(t('city not reported'))}</small>")
    elif not action["places_complete"]:  # where no place is named, no list breaks off
        note = t("The report names these places “and others”: the list is not complete.")
        told.append(f"<small>{v.escaped(note)}</small>")
    return f"<span class='where'>{''.join(told)}</span>"


def _tied(v: View, kind: str, of_one: pd.DataFrame, name: str, aside: Callable[[Any], str]) -> str:
    """One of the records that an action names, with all that ties it to the action."""
    first = of_one.iloc[0]
    group, unnamed = (first["group"], not first["is_named"]) if kind == "organisation" else ("", False)
    asides = " · ".join(aside(row) for row in of_one.itertuples())
    link = chip(v, kind, str(first[f"{kind}_id"]), str(first[name]), group=group, unnamed=unnamed)
    return f"<li>{link} <small>{v.escaped(asides)}</small></li>"


def _gathered(v: View, kind: str, key: str) -> tuple[str, str, str]:
    """An organisation, a city, a country or a theme."""
    t = v.t
    own, name = select(Filters.of(kind, key), v.dataset), labels(v.dataset, kind, t)[key]
    only = ""
    if len(own):
        label = t.n("Show only its {n} action on this page", "Show only its {n} actions on this page", len(own))
        only = visit.anchor(v, v.escaped(label), filters=Filters.of(kind, key), record=None)
    short = f"<p class='record-tools'>{share(v, kind, key)} {only}</p>{_facts(v, _introduction(v, kind, key, own))}"
    main = [
        _cards(v, own),
        _demands(v, kind, key, own, name),
        _outcomes(v, own.on_theme, t("What came of it"), name),
        _outcomes(v, own.beside_theme, wording.other_outcomes(own, t), name),
        _listed(v, t("What the report says of the law"), own["policy_facts"].itertuples(), partial(_fact, v)),
    ]
    links = []
    if kind == "organisation":
        links.append(_organisations(v, own, t("Together with"), without=key))
    elif len(own):
        links.append(_organisations(v, own, t("Who acted, and to whom it was addressed")))
    if kind != "place":
        rows = summaries.places(own).query("actions > 0")
        links.append(_chips(v, t("Cities"), [(r.place_id, r.name, r.actions) for r in rows.itertuples()], "place"))
    if kind != "theme":
        rows = summaries.themes(own)
        links.append(_chips(v, t("Themes"), [(r.theme_id, r.label, r.actions) for r in rows.itertuples()], "theme"))
    return short, "".join(main), "".join(links)


def _introduction(v: View, kind: str, key: str, own: Selection) -> list[tuple[str, str]]:
    t, d = v.t, v.dataset
    if kind == "theme":
        row = d["themes"].set_index("theme_id").loc[key]
        counts = summaries.themes(own).set_index("theme_id")
        bases = [
            f"{d.category_label('action_themes', 'basis', b)}: {t.number(counts.loc[key, b])}"
            for b in ("aim", "message", "demand", "outcome", "mention")
            if key in counts.index and counts.loc[key, b]
        ]
        said = [
            (t("Definition"), row["definition"]),
            (t("On what ground, in how many actions"), ", ".join(bases)),
        ]
    elif kind == "organisation":
        row = d["organisations"].set_index("organisation_id").loc[key]
        roles = own["action_organisations"]
        roles = roles.loc[roles["organisation_id"] == key, "role"].value_counts()
        told = [f"{d.category_label('action_organisations', 'role', role)}: {t.number(n)}" for role, n in roles.items()]
        said = [
            (t("Kind"), d.category_label("organisations", "kind", row["kind"])),
            (d.title("organisations", "led_by"), d.category_label("organisations", "led_by", row["led_by"])),
            (t("Country"), v.home(row["country"])),
            (t("Name in the report"), _text(row["name_in_source"]) or t("not reported")),
            (t("In the report"), t("named") if row["is_named"] else t("described without a name")),
            (t("Roles"), ", ".join(told) or t("addressed in demands only")),
        ]
    elif kind == "place":
        row = d["places"].set_index("place_id").loc[key]
        said = [
            (t("Country"), t.country(row["country"])),
            (t("Name in the report"), row["name_in_source"]),
            (t("Other names"), ", ".join(_text(row["other_names"]).split(";"))),
        ]
    else:
        words, people = wording.gaps(t), summaries.participants(own)
        missing = [f"{words[what]}: {t.number(k)}" for what, k in summaries.silent(own).items() if k]
        said = [
            (t("Participants"), people.sentence(t) if people.reported_by else ""),  # else the next line says it
            (t("Not reported, in how many actions"), ", ".join(missing) or t("nothing is missing")),
        ]
    return [(label, v.escaped(str(words))) for label, words in said]


def _cards(v: View, own: Selection) -> str:
    """Each action in two lines: its title, which opens it; when, where, and how many if the report says so."""
    t, cities = v.t, _cities(own)

    def card(action: Any) -> str:
        here = cities.get(action.action_id, ())
        facts = [
            t.dates(action.start_date, action.end_date, action.date_precision),
            ", ".join(here[:4]) + (t(" and {n} more", n=len(here) - 4) if len(here) > 4 else ""),
            _text(action.participants_text),
        ]
        line = v.escaped(" · ".join(fact for fact in facts if fact))
        return f"<li>{door(v, 'action', action.action_id, action.title)}<br><small>{line}</small></li>"

    return _listed(v, t.n("{n} action", "{n} actions", len(own)), own["actions"].itertuples(), card, "cards")


def _cities(own: Selection) -> dict[str, tuple[str, ...]]:
    """The names of the cities where each action was held."""
    held = own["action_places"].query("role == 'held'").drop_duplicates(["action_id", "place_id"])
    held = held.merge(own.dataset["places"][["place_id", "name"]], on="place_id")
    return held.groupby("action_id", sort=False)["name"].agg(tuple).to_dict()


def _organisations(v: View, own: Selection, heading: str, without: str = "") -> str:
    t, frame = v.t, summaries.organisations(own)
    frame = frame[frame["organisation_id"] != without]
    labels = {
        "organiser": t("Organisers"),
        "partner": t("Partners, supporters and participants"),
        "addressed": t("Institutions addressed"),
    }
    parts = []
    for group in GROUPS:
        chosen = frame[frame[group] > 0]
        rows = [(r.organisation_id, r.name, getattr(r, group), group, not r.is_named) for r in chosen.itertuples()]
        parts.append(_chips(v, labels[group], rows, "organisation", level=4))
    told = "".join(parts)
    return f"<h3 class='section'>{v.escaped(heading)}</h3>{told}" if told else ""


def _chips(v: View, heading: str, rows: Sequence[tuple[Any, ...]], kind: str, level: int = 3) -> str:
    """Links to other records, each with its number of actions where that is more than one."""
    t, items = v.t, []
    for code, name, n, *standing in rows[:MOST_CHIPS]:
        aside = t.n("{n} action", "{n} actions", int(n)) if n > 1 else ""
        group, unnamed = standing or ("", False)
        items.append(f"<li>{chip(v, kind, str(code), str(name), group=group, unnamed=unnamed, aside=aside)}</li>")
    if not items:
        return ""
    body = unfolding(v, items, "chips", CHIPS_AT_FIRST, len(rows) - len(items))
    return f"<h{level} class='section'>{v.escaped(heading)}</h{level}>{body}"


def _demands(v: View, kind: str, key: str, own: Selection, name: str) -> str:
    d = v.dataset
    ids = own["demands"]["demand_id"]
    if kind == "theme":
        ids = own.on_theme["demands"]["demand_id"]
    elif kind == "organisation":
        asked = d["demand_addressees"]
        to_it = asked.loc[asked["organisation_id"] == key, "demand_id"]
        lead = own["action_organisations"].query("role in ('lead', 'co_organiser') and organisation_id == @key")[
            "action_id"
        ]
        by_it = d["demand_actions"].loc[d["demand_actions"]["action_id"].isin(lead), "demand_id"]
        ids = pd.concat([to_it, by_it])
    others = own.beside_theme["demands"]["demand_id"]
    return _asked(v, ids, v.t("What was asked, and of whom"), name) + _asked(
        v, others, wording.other_demands(own, v.t), name
    )


def _asked(v: View, ids: pd.Series, heading: str, name: str) -> str:
    """Demands of several actions, each with the place and the group that made it."""
    rows = demand_rows(v.dataset, ids, v.t)
    joins = v.dataset["demand_actions"]
    of = behind(v.dataset, joins[joins["demand_id"].isin(rows["demand_id"])], "demand_id")
    return _listed(
        v, heading, rows.itertuples(), lambda row: _demand(v, row, _made_by(v, of.get(row.demand_id), name), 3)
    )


def _made_by(v: View, of: Behind | None, name: str) -> str:
    """Where and by whom, without the thing whose record says it."""
    if of is None:
        return ""
    cities, organisers = (tuple(one for one in part if one != name) for part in (of.cities, of.organisers))
    return wording.behind(Behind(cities, organisers), v.t)


def _demand(v: View, row: Any, made_by: str = "", most: int = MOST_CHIPS) -> str:
    """A demand, whom it was addressed to (of more than `most` how many are left) and how directly it was made."""
    t, n = v.t, len(row.addressees)
    to = v.escaped(t("addressee not reported"))
    if n:
        shown = n if n <= most else most - 1
        doors = [door(v, "organisation", i, name) for i, name in zip(row.addressee_ids, row.addressees, strict=True)]
        words = "{names}" if shown == n else t("{names} and {n} more", names="{names}", n=t.number(n - shown))
        words = v.escaped(t.n("To: {names}", "To: {names}", n, names=words))
        to = words.replace("{names}", "; ".join(doors[:shown]))
    said = f"{row.text} ({wording.addressees(row.addressees, t.plain, most=n or 1)})"
    details = [made_by, row.directness_label, wording.lines(row.source_lines, t)]
    return _sentence(v, row.text, details, before=to, after=quote(v, said, row))


def _outcomes(v: View, own: Selection, heading: str, name: str) -> str:
    """Outcomes of several actions, each with the place and the group that reached it."""
    rows = own["outcomes"]
    if rows.empty:
        return ""
    of = behind(v.dataset, own["outcome_actions"], "outcome_id")
    first = own["outcome_actions"].drop_duplicates("outcome_id").set_index("outcome_id")["action_id"]
    sources = v.dataset["actions"].set_index("action_id")[["source_id", "source_section"]]

    def copied(text: str, row: Any) -> str:
        if row.outcome_id not in first.index:
            return ""
        where = sources.loc[first[row.outcome_id]]
        return quote(v, text, SimpleNamespace(**where.to_dict(), source_lines=row.source_lines))

    return _listed(
        v, heading, rows.itertuples(), lambda row: _outcome(v, row, copied, _made_by(v, of.get(row.outcome_id), name))
    )


def _outcome(v: View, row: Any, copied: Callable[[str, Any], str], made_by: str = "") -> str:
    kind = v.dataset.category_label("outcomes", "kind", row.kind)
    later = wording.follow_up(row, v.t)
    before = f"→ {v.escaped(later)}" if later else ""
    text = f"{row.text} → {wording.follow_up(row, v.t.plain)}" if later else str(row.text)
    details = [made_by, kind, wording.lines(row.source_lines, v.t)]
    return _sentence(v, row.text, details, before=before, after=copied(text, row))


def _slogan(v: View, row: Any, copied: Callable[[str, Any], str]) -> str:
    words = copied(v.t.plain("“{words}”", words=row.text), row)
    return _sentence(v, v.t("“{words}”", words=row.text), [wording.lines(row.source_lines, v.t)], after=words)


def _fact(v: View, row: Any) -> str:
    details = [wording.as_of(row.as_of, v.t)] if _text(row.as_of) else []
    return _sentence(v, row.text, [*details, wording.lines(row.source_lines, v.t)], after=quote(v, str(row.text), row))


def _sentence(v: View, text: object, details: Iterable[str], *, before: str = "", after: str = "") -> str:
    """A sentence of a list: below it `before`, the details in small letters, `after`; both of these are HTML."""
    small = " · ".join(filter(None, [before, *(v.escaped(detail) for detail in details if detail)]))
    return f"<li>{v.escaped(str(text))} <small>{small}</small>{after}</li>"


def _listed(v: View, heading: str, rows: Iterable[Any], item: Callable[[Any], str], name: str = "told") -> str:
    """The rows under their heading, each as `item` tells it; "" where there are none."""
    known = list(rows)
    if not known:
        return ""
    first = AT_FIRST if len(known) > AT_FIRST + 2 else len(known)  # nobody asks for one or two more
    items = [item(row) for row in known[:MOST_CARDS]]
    body = unfolding(v, items, name, first, len(known) - len(items))
    return f"<h3 class='section'>{v.escaped(heading)}</h3>{body}"


def _facts(v: View, pairs: Iterable[tuple[str, str]]) -> str:
    """Facts that there is one each of; their values are HTML."""
    body = "".join(f"<div><dt>{v.escaped(label)}</dt><dd>{words}</dd></div>" for label, words in pairs if words)
    return f"<dl class='facts'>{body}</dl>"


def _small(v: View, asides: Sequence[str]) -> str:
    return f" <small>{v.escaped(' · '.join(asides))}</small>" if asides else ""


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)
