"""The rows in view: every table of the dataset cut down to the actions that the filters leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import pandas as pd

from dashboard.package.dataset import Dataset
from dashboard.query.filters import DAY, FILTERS, Filters
from dashboard.query.masks import met

# What has themes of its own: the joins that say which, and the key.
THEMED = {"demands": ("demand_themes", "demand_id"), "outcomes": ("outcome_themes", "outcome_id")}
DAYS = tuple(f.parameter for f in FILTERS if f.kind is DAY)


class NothingSelected(ValueError):
    """No action is in view, so there is nothing to make a deck, a brief or a page of."""


@dataclass(frozen=True, eq=False)
class Selection:
    """Every table cut down to the selected actions, each when it is first asked for: `selection["demands"]`.

    Iterating gives the names of the tables, `len` the number of actions.
    """

    dataset: Dataset
    filters: Filters
    actions: pd.DataFrame  # the rows of the actions in view
    under_others: pd.Series  # the action_id of those that all filters but the theme would leave
    undated: int  # actions that only the dates leave out
    kept: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)  # the tables asked for so far

    def __getitem__(self, table: str) -> pd.DataFrame:
        """The rows of a table; as in the dataset, what is written to them stays with the writer."""
        if table not in self.kept:
            self.kept[table] = _CUTS[table](self)
        return self.kept[table].copy(deep=False)

    def __iter__(self) -> Iterator[str]:
        return (table for table in _CUTS if table in self.dataset.tables)

    def __contains__(self, table: object) -> bool:
        return table in _CUTS and table in self.dataset.tables

    def __len__(self) -> int:
        return len(self.actions)

    @cached_property
    def left_out(self) -> Mapping[str, int]:
        """What is left out and why, in numbers.

        Under the name of a table, its rows that belong to no action and that a filter other than theme and
        country leaves out; under `undated`, the actions that only the dates leave out.
        """
        counts = {"undated": self.undated if self.filters.start or self.filters.end else 0}
        active = set(self.filters.active())
        if not active <= {"country", "theme"}:
            counts["demands"] = int(_loose_demands(self).sum())
            counts["policy_facts"] = int(_facts_asked_for(self).sum())
        if active:
            counts["outcomes"] = int(_outcomes_alone(self).sum())
        return counts

    @cached_property
    def on_theme(self) -> Selection:
        """The same actions, with those demands and outcomes alone that carry the themes asked for themselves.

        What is told of a theme is counted here; files and tables of rows keep all that belongs to the actions.
        Without a theme, everything. Policy facts follow their own themes in every selection.
        """
        return self._part(lambda themed: themed) if self.filters.theme else self

    @cached_property
    def beside_theme(self) -> Selection:
        """The same actions, with the demands and outcomes that `on_theme` leaves out; without a theme, none."""
        return self._part(lambda themed: ~themed)

    def _part(self, kept: Callable[[pd.Series], pd.Series]) -> Selection:
        parts = {}
        for table, (joins, key) in THEMED.items():
            rows = self[table]
            themed = _themed(self, table, joins, key) if self.filters.theme else rows[key].notna()
            parts[table] = rows[kept(themed.reindex(rows.index))]
        return replace(self, kept=parts)

    @cached_property
    def _only_country_and_theme(self) -> bool:
        return set(self.filters.active()) <= {"country", "theme"}


def select(filters: Filters, dataset: Dataset) -> Selection:
    """The rows of every table that belong to the actions asked for; the last few answers are kept."""
    return _selected(filters, dataset)


@lru_cache(maxsize=8)
def _selected(filters: Filters, dataset: Dataset) -> Selection:
    actions = dataset["actions"]
    others = actions.loc[met(filters, dataset, but=("theme",)), "action_id"]
    undated = met(filters, dataset, but=DAYS) & actions["start_date"].isna()
    return Selection(dataset, filters, actions[met(filters, dataset)], others, int(undated.sum()))


def _of_actions(table: str) -> Callable[[Selection], pd.DataFrame]:
    """The rows of a table that belong to one action each."""

    def cut(s: Selection) -> pd.DataFrame:
        rows = s.dataset[table]
        return rows[rows["action_id"].isin(s.actions["action_id"])] if s.filters else rows

    return cut


def _of_rows(table: str, of: str, key: str) -> Callable[[Selection], pd.DataFrame]:
    """The rows of a table that belong to the rows in view of another."""

    def cut(s: Selection) -> pd.DataFrame:
        rows = s.dataset[table]
        return rows[rows[key].isin(s[of][key])] if s.filters else rows

    return cut


def _loose(s: Selection, rows: pd.Series, table: str, themed: pd.Series) -> pd.Series:
    """Which of these rows of no single action the country and the theme asked for leave."""
    kept = rows.copy()
    if s.filters.country:
        kept &= s.dataset[table]["country"].isin(s.filters.country)
    if s.filters.theme:
        kept &= themed
    return kept


def _demands(s: Selection) -> pd.DataFrame:
    """The demands of the actions in view; a theme also selects demands that carry it themselves."""
    demands, joins = s.dataset["demands"], s.dataset["demand_actions"]
    kept = demands["demand_id"].isin(joins.loc[joins["action_id"].isin(s.actions["action_id"]), "demand_id"])
    if s.filters.theme:
        reach = joins.loc[joins["action_id"].isin(s.under_others), "demand_id"]
        kept |= _themed_demands(s) & demands["demand_id"].isin(reach)
    if s._only_country_and_theme:
        kept |= _loose_demands(s)
    return demands[kept]


def _loose_demands(s: Selection) -> pd.Series:
    alone = ~s.dataset["demands"]["demand_id"].isin(s.dataset["demand_actions"]["demand_id"])
    return _loose(s, alone, "demands", _themed_demands(s))


def _themed_demands(s: Selection) -> pd.Series:
    return _themed(s, "demands", "demand_themes", "demand_id")


def _themed(s: Selection, table: str, joins: str, key: str) -> pd.Series:
    """Which rows of a table carry the themes asked for, any or all of them."""
    rows = s.dataset[joins]
    rows = rows.loc[rows["theme_id"].isin(s.filters.theme), [key, "theme_id"]].drop_duplicates()
    each = rows[key].value_counts()
    needed = len(s.filters.theme) if s.filters.needs_all("theme") else 1
    return s.dataset[table][key].isin(each.index[each >= needed])


def _demand_actions(s: Selection) -> pd.DataFrame:
    rows = _of_rows("demand_actions", "demands", "demand_id")(s)
    return rows[rows["action_id"].isin(s.actions["action_id"])]


def _outcomes(s: Selection) -> pd.DataFrame:
    outcomes, joins = s.dataset["outcomes"], s.dataset["outcome_actions"]
    kept = outcomes["outcome_id"].isin(joins.loc[joins["action_id"].isin(s.actions["action_id"]), "outcome_id"])
    if not s.filters:  # an outcome of no action carries neither country nor theme
        kept |= _outcomes_alone(s)
    outcomes = outcomes[kept]
    named = outcomes["output_id"]  # an output of an action out of view is not in the tables
    return outcomes.assign(output_id=named.where(named.isin(s["outputs"]["output_id"])))


def _outcomes_alone(s: Selection) -> pd.Series:
    return ~s.dataset["outcomes"]["outcome_id"].isin(s.dataset["outcome_actions"]["outcome_id"])


def _outcome_actions(s: Selection) -> pd.DataFrame:
    rows = s.dataset["outcome_actions"]
    kept = rows["outcome_id"].isin(s["outcomes"]["outcome_id"]) & rows["action_id"].isin(s.actions["action_id"])
    return rows[kept]


def _policy_facts(s: Selection) -> pd.DataFrame:
    facts = s.dataset["policy_facts"]
    return facts[_facts_asked_for(s)] if s._only_country_and_theme else facts.iloc[:0]


def _facts_asked_for(s: Selection) -> pd.Series:
    every = pd.Series(True, index=s.dataset["policy_facts"].index)
    return _loose(s, every, "policy_facts", _themed(s, "policy_facts", "policy_fact_themes", "fact_id"))


def _places(s: Selection) -> pd.DataFrame:
    rows = s.dataset["places"]
    return rows[rows["place_id"].isin(s["action_places"]["place_id"])]


def _organisations(s: Selection) -> pd.DataFrame:
    rows = s.dataset["organisations"]
    if not s.filters:  # also those that the source only names
        return rows
    used = [s[table]["organisation_id"] for table in ("action_organisations", "demand_addressees")]
    return rows[rows["organisation_id"].isin(pd.concat(used))]


def _sources(s: Selection) -> pd.DataFrame:
    used = [s[table]["source_id"] for table in ("actions", "demands", "policy_facts")]
    rows = s.dataset["sources"]
    return rows[rows["source_id"].isin(pd.concat(used))]


_CUTS: dict[str, Callable[[Selection], pd.DataFrame]] = {
    "actions": lambda s: s.actions,
    **{
        name: _of_actions(name)
        for name in ("action_places", "action_organisations", "action_themes", "slogans", "outputs")
    },
    "demands": _demands,
    "demand_actions": _demand_actions,
    "demand_themes": _of_rows("demand_themes", "demands", "demand_id"),
    "demand_addressees": _of_rows("demand_addressees", "demands", "demand_id"),
    "outcomes": _outcomes,
    "outcome_actions": _outcome_actions,
    "outcome_themes": _of_rows("outcome_themes", "outcomes", "outcome_id"),
    "policy_facts": _policy_facts,
    "policy_fact_themes": _of_rows("policy_fact_themes", "policy_facts", "fact_id"),
    "places": _places,
    "organisations": _organisations,
    "sources": _sources,
    "themes": lambda s: s.dataset["themes"],
    "action_types": lambda s: s.dataset["action_types"],
    "country_names": lambda s: s.dataset["country_names"],
}
