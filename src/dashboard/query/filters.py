"""The filters of a view: read from a URL, written to one, told in a sentence, applied to the dataset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import pandas as pd

from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.package.values import read_date
from dashboard.query import search
from dashboard.query.selection import Selection

# Parameters that take several codes: where each code is found on an action (the table that joins it to
# actions, and the column there), and which table names the codes and in which column.
JOINED: dict[str, tuple[str, str]] = {
    "theme": ("action_themes", "theme_id"),
    "country": ("actions", "country"),
    "place": ("action_places", "place_id"),
    "organisation": ("action_organisations", "organisation_id"),
    "type": ("actions", "action_type"),
    "source": ("actions", "source_id"),
}
NAMED_IN: dict[str, tuple[str, str, str]] = {
    "theme": ("themes", "theme_id", "label"),
    "place": ("places", "place_id", "name"),
    "organisation": ("organisations", "organisation_id", "name"),
    "type": ("action_types", "action_type", "label"),
    "source": ("sources", "source_id", "title"),
}
MULTIPLE = ("theme", "country", "place", "organisation", "type", "year", "source")
PARAMETERS = (*MULTIPLE, "theme_mode", "from", "to", "counted", "q")
THEME_MODES = ("any", "all")
MAX_TEXT = 200  # characters of a search: longer ones are cut, a URL is not a document


@dataclass(frozen=True)
class Unknown:
    """A value of a parameter that means nothing here, with what would have meant something."""

    parameter: str
    value: str
    allowed: tuple[str, ...]


@dataclass(frozen=True)
class Filters:
    """What a reader asked for: OR within a parameter, AND across them; empty means "no condition"."""

    theme: tuple[str, ...] = ()
    theme_mode: str = "any"
    country: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    start: dt.date | None = field(default=None, metadata={"parameter": "from"})
    end: dt.date | None = field(default=None, metadata={"parameter": "to"})
    counted: bool = False
    q: str = ""

    @classmethod
    def of(cls, parameter: str, *chosen: str) -> Filters:
        """The filters with these codes of one parameter of several values, and no other condition."""
        return replace(cls(), **{parameter: chosen})  # type: ignore[arg-type]

    def __bool__(self) -> bool:
        """True when any condition is set."""
        return bool(self.active())

    def active(self) -> tuple[str, ...]:
        """The names of the parameters that are set, in the order of the URL; `theme_mode` is none."""
        return tuple(dict.fromkeys(name for name, _ in self.to_query() if name != "theme_mode"))

    def without(self, parameter: str) -> Filters:
        """The same filters with one parameter cleared."""
        name = {"from": "start", "to": "end"}.get(parameter, parameter)
        return replace(self, **{name: getattr(Filters(), name)})

    def to_query(self) -> list[tuple[str, str]]:
        """The query parameters in one fixed order, defaults left out."""
        pairs: list[tuple[str, str]] = []
        for f in fields(self):
            value, name = getattr(self, f.name), f.metadata.get("parameter", f.name)
            if value == f.default or (name == "theme_mode" and len(self.theme) < 2):
                continue
            if isinstance(value, tuple):
                pairs += [(name, code) for code in value]
            elif isinstance(value, dt.date):
                pairs.append((name, value.isoformat()))
            else:
                pairs.append((name, "1" if value is True else str(value)))
        return pairs

    @classmethod
    def from_query(
        cls, pairs: Iterable[tuple[str, str]], dataset: Dataset, ignore: Iterable[str] = ()
    ) -> tuple[Filters, list[Unknown]]:
        """The filters that query parameters ask for, and the parts of them that mean nothing.

        `ignore` names the parameters that are somebody else's (`lang`, `record` and so on).
        """
        values: dict[str, tuple[str, ...]] = dict.fromkeys(MULTIPLE, ())
        single: dict[str, object] = {}
        unknown: list[Unknown] = []
        ignored = set(ignore)
        for name, raw in pairs:
            value = raw.strip()
            if name in ignored or value == "":
                continue
            if name in MULTIPLE:
                allowed = codes(dataset, name)
                if value not in allowed:
                    unknown.append(Unknown(name, raw, allowed))
                elif value not in values[name]:
                    values[name] += (value,)
            elif name == "theme_mode":
                if value in THEME_MODES:
                    single[name] = value
                else:
                    unknown.append(Unknown(name, raw, THEME_MODES))
            elif name in ("from", "to"):
                day = read_date(value)
                if day is None:
                    unknown.append(Unknown(name, raw, ("YYYY-MM-DD",)))
                else:
                    single["start" if name == "from" else "end"] = day
            elif name == "counted":
                if value in ("0", "1"):
                    single[name] = value == "1"
                else:
                    unknown.append(Unknown(name, raw, ("1",)))
            elif name == "q":
                single[name] = value[:MAX_TEXT]
            else:
                unknown.append(Unknown(name, raw, PARAMETERS))
        start, end = single.get("start"), single.get("end")
        if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
            unknown.append(Unknown("to", end.isoformat(), (f"{start.isoformat()} or later",)))
            del single["end"]
        return cls(**values, **single), unknown  # type: ignore[arg-type]

    def describe(self, dataset: Dataset, t: Translator) -> str:
        """The filters in words, as they stand in captions, files and slides; "all actions" for none."""
        names = {
            "theme": t("theme"),
            "country": t("country"),
            "place": t("city"),
            "organisation": t("organisation"),
            "type": t("type of action"),
            "year": t("year"),
            "source": t("source"),
        }
        parts = []
        for name in MULTIPLE:
            chosen = getattr(self, name)
            if chosen:
                joined = t.both if name == "theme" and self.theme_mode == "all" else t.either
                label = labels(dataset, name, t)
                parts.append(f"{names[name]}: {joined([label[code] for code in chosen])}")
        if self.start and self.end:
            parts.append(t("from {start} to {end}", start=t.date(self.start), end=t.date(self.end)))
        elif self.start:
            parts.append(t("from {start}", start=t.date(self.start)))
        elif self.end:
            parts.append(t("until {end}", end=t.date(self.end)))
        if self.counted:
            parts.append(t("only with a participant figure"))
        if self.q:
            parts.append(t("with the words “{words}”", words=self.q))
        return " · ".join(parts) if parts else t("all actions")

    def select(self, dataset: Dataset) -> Selection:
        """The rows of every table that belong to the actions asked for; the last few answers are kept."""
        return _selected(self, dataset)


def codes(dataset: Dataset, parameter: str) -> tuple[str, ...]:
    """Every code that a parameter may take in this dataset, in the dataset's own order."""
    if parameter in NAMED_IN:
        table, key, _ = NAMED_IN[parameter]
        return tuple(dataset[table][key])
    if parameter == "year":
        return tuple(sorted(_years(dataset["actions"]).unique()))
    if parameter == "country":
        named = [dataset[table]["country"] for table in ("actions", "demands", "policy_facts")]
        return tuple(sorted(pd.concat(named).dropna().unique()))
    raise KeyError(parameter)


def labels(dataset: Dataset, parameter: str, t: Translator) -> dict[str, str]:
    """What a person calls each code of a parameter, in the dataset's language."""
    if parameter in NAMED_IN:
        table, key, label = NAMED_IN[parameter]
        return dict(zip(dataset[table][key], dataset[table][label], strict=True))
    return {code: t.country(code) if parameter == "country" else code for code in codes(dataset, parameter)}


def facet_counts(filters: Filters, dataset: Dataset, parameter: str) -> dict[str, int]:
    """The number of actions behind every option of a parameter, under the other filters now set.

    With themes joined by "all", an option counts the actions that carry the chosen themes and this one too.
    """
    masks = dict(_masks(filters, dataset))
    if not (parameter == "theme" and filters.theme_mode == "all"):
        masks.pop(parameter, None)
    kept = _all(masks, dataset["actions"].index).to_numpy()
    options, actions, of_options = _pairs(dataset, parameter)
    counts = np.bincount(of_options[kept[actions]], minlength=len(options))
    return dict(zip(options, counts.tolist(), strict=True))


@lru_cache(maxsize=32)
def _pairs(dataset: Dataset, parameter: str) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """The codes of a parameter, and every pair of an action and a code as two arrays of positions."""
    options = codes(dataset, parameter)
    ids = dataset["actions"]["action_id"]
    if parameter == "year":
        rows = pd.DataFrame({"action_id": ids, "code": _years(dataset["actions"])})
    else:
        table, column = JOINED[parameter]
        rows = dataset[table][["action_id", column]].set_axis(["action_id", "code"], axis=1)
    rows = rows.drop_duplicates()
    actions = pd.Index(ids).get_indexer(rows["action_id"])
    return options, actions, pd.Index(options).get_indexer(rows["code"])


def _years(actions: pd.DataFrame) -> pd.Series:
    """The campaign year of each action, which its id carries even where the report gives no date."""
    return actions["action_id"].str.split("-").str[1]


@lru_cache(maxsize=8)
def _selected(filters: Filters, dataset: Dataset) -> Selection:
    masks = _masks(filters, dataset)
    actions = dataset["actions"]
    chosen = actions[_all(masks, actions.index)]
    others = _all({k: v for k, v in masks.items() if k != "theme"}, actions.index)
    undated = _all({k: v for k, v in masks.items() if k != "dates"}, actions.index) & actions["start_date"].isna()
    return Selection(dataset, filters, chosen, actions.loc[others, "action_id"], int(undated.sum()))


@lru_cache(maxsize=8)
def _masks(filters: Filters, dataset: Dataset) -> Mapping[str, pd.Series]:
    """For every parameter that is set, which actions meet it (a boolean each, in the order of actions)."""
    actions = dataset["actions"]
    masks: dict[str, pd.Series] = {}
    for name, (table, column) in JOINED.items():
        chosen = getattr(filters, name)
        if not chosen:
            continue
        if table == "actions":
            masks[name] = actions[column].isin(chosen)
            continue
        rows = dataset[table].loc[dataset[table][column].isin(chosen), ["action_id", column]].drop_duplicates()
        if name == "theme" and filters.theme_mode == "all":
            each = rows["action_id"].value_counts()
            masks[name] = actions["action_id"].isin(each.index[each == len(chosen)])
        else:
            masks[name] = actions["action_id"].isin(rows["action_id"])
    if filters.year:
        masks["year"] = _years(actions).isin(filters.year)
    if filters.start or filters.end:
        start = actions["start_date"]
        last = actions["end_date"].fillna(start)  # an end not reported: only the start is known to fit
        within = start.notna()
        if filters.start:
            within &= last >= pd.Timestamp(filters.start)
        if filters.end:
            within &= start <= pd.Timestamp(filters.end)
        masks["dates"] = within
    if filters.counted:
        masks["counted"] = actions["participants_qualifier"] != "not_reported"
    if filters.q:
        texts = search.action_index(dataset)
        found = texts.index[search.matches(texts, filters.q)]
        masks["q"] = actions["action_id"].isin(found)
    return MappingProxyType(masks)


def _all(masks: Mapping[str, pd.Series], index: pd.Index) -> pd.Series:
    met = pd.Series(True, index=index)
    for mask in masks.values():
        met &= mask
    return met
