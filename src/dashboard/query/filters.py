"""The filters, one record each: how one is asked for, read, told and shown, and which actions meet it.

Whatever lists filters loops over `FILTERS`: addresses, sentences, the sidebar, files' names, the API and its
description. A new filter is a new record and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, make_dataclass, replace
from typing import Any

import pandas as pd

from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.package.values import read_date
from dashboard.query import search

MAX_TEXT = 200  # characters of a search: longer ones are cut, a URL is not a document

Words = Callable[[Translator], str]


@dataclass(frozen=True)
class Kind:
    """What the value of a filter is, and how it is written."""

    empty: Any  # no condition
    read: Callable[[str], Any]  # the value that an address gives; none where it means nothing
    write: Callable[[Any], Sequence[str]]  # in an address
    values: tuple[str, ...] = ()  # what an address may give, where that does not hang on the dataset
    in_name: str = "{value}"  # of a file, for each value as it is written in an address


CODES = Kind((), read=lambda text: (text,), write=tuple)  # several, whose actions are joined: one of them is enough
MODE = Kind("any", {"any": "any", "all": "all"}.get, lambda mode: (mode,), ("any", "all"), in_name="")
DAY = Kind(None, read_date, lambda day: (day.isoformat(),), ("YYYY-MM-DD",), in_name="{parameter}-{value}")
TICK = Kind(False, {"0": False, "1": True}.get, lambda _: ("1",), ("1",), in_name="{parameter}")
TEXT = Kind("", lambda text: text[:MAX_TEXT], lambda text: (text,))


@dataclass(frozen=True)
class Filter:
    """All that the atlas knows of one filter. Words are functions, for they are told in every language.

    Of kind CODES: `word`, `carried`, and either `vocabulary` or `codes` (with `labels` where a code is no name).
    Of kind MODE: `mode_of` and `labels`. Of other kinds: `said` and `met`; of kind TICK `labels` besides.
    """

    parameter: str
    kind: Kind
    label: Words  # over its widget
    meaning: Words  # in the table of parameters
    unset: Words = lambda t: ""  # in its widget while nothing is chosen
    word: Words = lambda t: ""  # in a sentence, before the names of the codes
    said: Callable[[Filters, Translator], str] = lambda filters, t: ""  # in a sentence, when it is set
    vocabulary: tuple[str, str, str] | None = None  # the table that names the codes, its key and its label
    codes: Callable[[Dataset], Iterable[str]] | None = None
    labels: Callable[[Dataset, Translator], dict[str, str]] | None = None
    carried: Callable[[Dataset], pd.DataFrame] | None = None  # `action_id` and `code`, a row for each on an action
    met: Callable[[Filters, Dataset], pd.Series] | None = None  # whether each action meets it, in their order
    mode_of: str = ""  # whose codes it joins
    is_by_number: bool = False  # its codes are offered by their number of actions, not by their names
    needs_a_choice: bool = False  # no widget where there are fewer than two codes
    has_place_in_name: bool = True  # of a file
    unspelt: str = ""  # in the name of a file, for a value without a letter that every file system takes
    attribute: str = ""  # of `Filters`, where the parameter is no name in Python

    @property
    def name(self) -> str:
        """What the filter is called in the code."""
        return self.attribute or self.parameter


def _column(table: str, column: str) -> Callable[[Dataset], pd.DataFrame]:
    """The codes that actions carry in a table with a row for each action, or for each pair."""
    return lambda dataset: dataset[table][["action_id", column]].set_axis(["action_id", "code"], axis=1)


def _communities(dataset: Dataset) -> Iterable[str]:
    """The kinds of community that organisations are said to be led by, in the dictionary's order."""
    used = set(dataset["organisations"]["led_by"]) - {"not_stated"}
    return [code for code in dataset.schema.resources["organisations"]["led_by"].enum if code in used]


def _led_by(dataset: Dataset) -> pd.DataFrame:
    """The communities whose organisations took part in each action; whom it addressed took no part."""
    roles = dataset["action_organisations"]
    took_part = roles.loc[roles["role"] != "addressed", ["action_id", "organisation_id"]]
    of = took_part.merge(dataset["organisations"][["organisation_id", "led_by"]], on="organisation_id")
    return of[["action_id", "led_by"]].set_axis(["action_id", "code"], axis=1)


def _countries(dataset: Dataset) -> Iterable[str]:
    named = [dataset[table]["country"] for table in ("actions", "demands", "policy_facts")]
    return sorted(pd.concat(named).dropna().unique())


def _years(dataset: Dataset) -> pd.DataFrame:
    """The campaign year of each action, which its id carries even where the report gives no date."""
    ids = dataset["actions"]["action_id"]
    return pd.DataFrame({"action_id": ids, "code": ids.str.split("-").str[1]})


def _from(filters: Filters, dataset: Dataset) -> pd.Series:
    start, end = dataset["actions"]["start_date"], dataset["actions"]["end_date"]
    last = end.fillna(start)  # an end not reported: only the start is known to fit
    return start.notna() & (last >= pd.Timestamp(filters.start))


def _until(filters: Filters, dataset: Dataset) -> pd.Series:
    start = dataset["actions"]["start_date"]
    return start.notna() & (start <= pd.Timestamp(filters.end))


def _with_outcome(dataset: Dataset) -> pd.Series:
    """The actions of which something came, as `records.WHAT_IS_MISSING` has it."""
    outcomes, joins = dataset["outcomes"], dataset["outcome_actions"]
    known = outcomes.loc[outcomes["kind"] != "media_coverage", "outcome_id"]
    return joins.loc[joins["outcome_id"].isin(known), "action_id"]


def _searched(filters: Filters, dataset: Dataset) -> pd.Series:
    return pd.Series(search.find(dataset, filters.q).actions, index=dataset["actions"].index)


def _span(filters: Filters, t: Translator) -> str:
    """The first day, and the last one where both are asked for."""
    if filters.end:
        return t("from {start} to {end}", start=t.date(filters.start), end=t.date(filters.end))
    return t("from {start}", start=t.date(filters.start))


# In the order of an address and of the sidebar.
FILTERS: tuple[Filter, ...] = (
    Filter(
        "theme",
        CODES,
        label=lambda t: t("Theme"),
        unset=lambda t: t("All themes"),
        word=lambda t: t("theme"),
        meaning=lambda t: t("theme of the action, on whatever basis"),
        vocabulary=("themes", "theme_id", "label"),
        carried=_column("action_themes", "theme_id"),
        is_by_number=True,
    ),
    Filter(
        "theme_mode",
        MODE,
        mode_of="theme",
        label=lambda t: t("Themes are joined by"),
        meaning=lambda t: t("whether one of the themes is enough, or all are needed"),
        labels=lambda _, t: {"any": t("any of these themes"), "all": t("all of these themes")},
    ),
    Filter(
        "country",
        CODES,
        label=lambda t: t("Country"),
        unset=lambda t: t("All countries"),
        word=lambda t: t("country"),
        meaning=lambda t: t("country, as a two-letter code"),
        codes=_countries,
        labels=lambda dataset, t: {code: t.country(code) for code in _countries(dataset)},
        carried=_column("actions", "country"),
    ),
    Filter(
        "place",
        CODES,
        label=lambda t: t("City"),
        unset=lambda t: t("All cities"),
        word=lambda t: t("city"),
        meaning=lambda t: t("city, in whatever role"),
        vocabulary=("places", "place_id", "name"),
        carried=_column("action_places", "place_id"),
    ),
    Filter(
        "organisation",
        CODES,
        label=lambda t: t("Organisation"),
        unset=lambda t: t("All organisations"),
        word=lambda t: t("organisation"),
        meaning=lambda t: t("organisation, in whatever role"),
        vocabulary=("organisations", "organisation_id", "name"),
        carried=_column("action_organisations", "organisation_id"),
    ),
    Filter(
        "led_by",
        CODES,
        label=lambda t: t("Led by"),
        unset=lambda t: t("Every organisation"),
        word=lambda t: t("with an organisation led by"),
        meaning=lambda t: t("community that leads an organisation which took part"),
        codes=_communities,
        labels=lambda dataset, t: {
            code: dataset.category_label("organisations", "led_by", code) for code in _communities(dataset)
        },
        carried=_led_by,
        needs_a_choice=True,
    ),
    Filter(
        "type",
        CODES,
        label=lambda t: t("Type of action"),
        unset=lambda t: t("All types"),
        word=lambda t: t("type of action"),
        meaning=lambda t: t("type of action"),
        vocabulary=("action_types", "action_type", "label"),
        carried=_column("actions", "action_type"),
        is_by_number=True,
    ),
    Filter(
        "year",
        CODES,
        label=lambda t: t("Year"),
        unset=lambda t: t("All years"),
        word=lambda t: t("year"),
        meaning=lambda t: t("year"),
        codes=lambda dataset: sorted(_years(dataset)["code"].unique()),
        carried=_years,
        needs_a_choice=True,
        has_place_in_name=False,  # the years of the actions have one of their own
    ),
    Filter(
        "source",
        CODES,
        label=lambda t: t("Source"),
        unset=lambda t: t("All sources"),
        word=lambda t: t("source"),
        meaning=lambda t: t("source"),
        vocabulary=("sources", "source_id", "title"),
        carried=_column("actions", "source_id"),
        needs_a_choice=True,
    ),
    Filter(
        "from",
        DAY,
        attribute="start",
        label=lambda t: t("From"),
        unset=lambda t: t("any day"),
        said=_span,
        meaning=lambda t: t("first and last day; undated actions are left out"),
        met=_from,
    ),
    Filter(
        "to",
        DAY,
        attribute="end",
        label=lambda t: t("To"),
        unset=lambda t: t("any day"),
        said=lambda filters, t: "" if filters.start else t("until {end}", end=t.date(filters.end)),
        meaning=lambda t: t("first and last day; undated actions are left out"),
        met=_until,
    ),
    Filter(
        "counted",
        TICK,
        label=lambda t: t("Only with a participant figure"),
        said=lambda filters, t: t("only with a participant figure"),
        meaning=lambda t: t("only actions with a participant figure"),
        labels=lambda _, t: {"1": t("only with a participant figure")},
        met=lambda _, dataset: dataset["actions"]["participants_qualifier"] != "not_reported",
    ),
    Filter(
        "undated",
        TICK,
        label=lambda t: t("Only without a date"),
        said=lambda filters, t: t("only without a date"),
        meaning=lambda t: t("only actions whose date is not reported"),
        labels=lambda _, t: {"1": t("only without a date")},
        met=lambda _, dataset: dataset["actions"]["start_date"].isna(),
    ),
    Filter(
        "outcome",
        TICK,
        label=lambda t: t("Only with an outcome"),
        said=lambda filters, t: t("only with an outcome"),
        meaning=lambda t: t("only actions with an outcome; media coverage alone is none"),
        labels=lambda _, t: {"1": t("only with an outcome")},
        met=lambda _, dataset: dataset["actions"]["action_id"].isin(_with_outcome(dataset)),
    ),
    Filter(
        "q",
        TEXT,
        label=lambda t: t("Search in all texts"),
        unset=lambda t: t("a word, a city, a group"),
        said=lambda filters, t: t("with the words “{words}”", words=filters.q),
        meaning=lambda t: t("words to search for in all texts, in any language"),
        met=_searched,
        unspelt="search",
    ),
)
OF_CODES = tuple(f.parameter for f in FILTERS if f.kind is CODES)
PARAMETERS = (*OF_CODES, *(f.parameter for f in FILTERS if f.kind is not CODES))  # as they are listed for readers
RECORDS = {f.parameter: f for f in FILTERS}
_MODES = {f.mode_of: f for f in FILTERS if f.mode_of}


@dataclass(frozen=True)
class Unknown:
    """A value of a parameter that means nothing here, with what would have meant something."""

    parameter: str
    value: str
    allowed: tuple[str, ...]


_Values = make_dataclass("_Values", [(f.name, Any, f.kind.empty) for f in FILTERS], frozen=True)


class Filters(_Values):  # type: ignore[misc, valid-type]
    """What a reader asked for: OR within a filter, AND across them. Has a value for the name of every filter."""

    @classmethod
    def of(cls, parameter: str, *chosen: str) -> Filters:
        """The filters with these codes of one parameter of several values, and no other condition."""
        return cls(**{parameter: chosen})

    def __bool__(self) -> bool:
        """True when any condition is set."""
        return bool(self.active())

    def active(self) -> tuple[str, ...]:
        """The parameters that are set, in the order of the URL; those that only join others are none."""
        return tuple(f.parameter for f in FILTERS if f.kind is not MODE and getattr(self, f.name) != f.kind.empty)

    def without(self, parameter: str) -> Filters:
        """The same filters with one parameter cleared."""
        record = RECORDS[parameter]
        return replace(self, **{record.name: record.kind.empty})

    def needs_all(self, parameter: str) -> bool:
        """Whether an action must carry all codes of a parameter that are chosen, not only one of them."""
        mode = _MODES.get(parameter)
        return mode is not None and getattr(self, mode.name) == "all"

    def to_query(self) -> list[tuple[str, str]]:
        """The query parameters in one fixed order, defaults left out."""
        pairs: list[tuple[str, str]] = []
        for f in FILTERS:
            value = getattr(self, f.name)
            if value == f.kind.empty or (f.mode_of and len(getattr(self, f.mode_of)) < 2):
                continue
            pairs += [(f.parameter, written) for written in f.kind.write(value)]
        return pairs

    @classmethod
    def from_query(
        cls, pairs: Iterable[tuple[str, str]], dataset: Dataset, ignore: Iterable[str] = ()
    ) -> tuple[Filters, list[Unknown]]:
        """The filters that query parameters ask for, and the parts of them that mean nothing.

        `ignore` names the parameters that are somebody else's (`lang`, `record` and so on).
        """
        values: dict[str, Any] = {}
        unknown: list[Unknown] = []
        ignored = set(ignore)
        for parameter, raw in pairs:
            text = raw.strip()
            if parameter in ignored or text == "":
                continue
            if parameter not in RECORDS:
                unknown.append(Unknown(parameter, raw, PARAMETERS))
                continue
            f = RECORDS[parameter]
            value, allowed = f.kind.read(text), f.kind.values or codes(dataset, parameter)
            if value is None or (f.kind is CODES and text not in allowed):
                unknown.append(Unknown(parameter, raw, allowed))
            elif f.kind is CODES:
                values[f.name] = tuple(dict.fromkeys((*values.get(f.name, ()), *value)))
            else:
                values[f.name] = value
        start, end = values.get("start"), values.get("end")
        if start and end and end < start:
            unknown.append(Unknown("to", end.isoformat(), (f"{start.isoformat()} or later",)))
            del values["end"]
        return cls(**values), unknown

    def describe(self, dataset: Dataset, t: Translator, *, named: bool = True) -> str:
        """The filters in words, as they stand in captions and files; "all actions" for none.

        Without `named`, as a title has them: "Naloxone" for "theme: Naloxone".
        """
        parts = []
        for parameter in self.active():
            f = RECORDS[parameter]
            if f.kind is CODES:
                joined, label = t.both if self.needs_all(parameter) else t.either, labels(dataset, parameter, t)
                told = joined([label[code] for code in getattr(self, f.name)])
                parts.append(f"{f.word(t)}: {told}" if named else told)
            else:
                parts.append(f.said(self, t))
        return " · ".join(part for part in parts if part) or t("all actions")


def codes(dataset: Dataset, parameter: str) -> tuple[str, ...]:
    """Every code that a parameter may take in this dataset, in the dataset's own order; none for days and texts."""
    f = RECORDS[parameter]
    if f.vocabulary:
        table, key, _ = f.vocabulary
        return tuple(dataset[table][key])
    if f.codes:
        return tuple(f.codes(dataset))
    return () if f.labels is None else f.kind.values


def labels(dataset: Dataset, parameter: str, t: Translator) -> dict[str, str]:
    """What a person calls each code of a parameter, in the dataset's language."""
    f = RECORDS[parameter]
    if f.vocabulary:
        table, key, label = f.vocabulary
        return dict(zip(dataset[table][key], dataset[table][label], strict=True))
    return f.labels(dataset, t) if f.labels else {code: code for code in codes(dataset, parameter)}
