"""What comes first where not everything has room."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.numbers import foremost
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select


def test_all_is_there_once(shipped: Dataset) -> None:
    selection = select(Filters(), shipped)
    for ids, table, key in (
        (foremost.demands(selection), "demands", "demand_id"),
        (foremost.outcomes(selection), "outcomes", "outcome_id"),
        (foremost.facts(selection), "policy_facts", "fact_id"),
    ):
        assert sorted(ids) == sorted(selection[table][key])


@pytest.mark.parametrize("country", ["LT", "UA", "MD"])
def test_a_body_with_a_name_comes_before_the_authorities(country: str, shipped: Dataset) -> None:
    selection = select(Filters(country=(country,)), shipped)
    joins = selection["demand_addressees"].merge(selection["organisations"], on="organisation_id")
    named = joins.groupby("demand_id")["is_named"].any()
    rank = [2 if code not in named.index else int(not named[code]) for code in foremost.demands(selection)]
    assert rank == sorted(rank)


def test_countries_take_turns(shipped: Dataset) -> None:
    selection = select(Filters(), shipped)
    countries = selection["demands"].set_index("demand_id")["country"].fillna("")
    first = [countries[code] for code in foremost.demands(selection)[: countries.nunique()]]
    assert sorted(first) == sorted(countries.unique())


def test_what_changed_something_comes_before_what_was_noticed(shipped: Dataset) -> None:
    selection = select(Filters(), shipped)
    kinds = selection["outcomes"].set_index("outcome_id")["kind"]
    order = [kinds[code] for code in foremost.outcomes(selection)]
    known = [foremost.OUTCOMES.index(kind) for kind in order if kind in foremost.OUTCOMES]
    assert known == sorted(known) and order[: len(known)] == [foremost.OUTCOMES[i] for i in known]


def test_facts_of_the_whole_region_come_last(small: Dataset) -> None:
    selection = select(Filters(), small)
    countries = selection["policy_facts"].set_index("fact_id")["country"]
    order = [pd.isna(countries[code]) for code in foremost.facts(selection)]
    assert order == sorted(order)
