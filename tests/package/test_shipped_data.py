"""What the codebook promises of the shipped rows beyond the schema: each table says what the others say."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from dashboard.package.dataset import Dataset
from dashboard.package.reading import SHIPPED


@pytest.mark.parametrize(
    ("basis", "themes", "actions", "key"),
    [
        ("demand", "demand_themes", "demand_actions", "demand_id"),
        ("outcome", "outcome_themes", "outcome_actions", "outcome_id"),
    ],
)
def test_an_action_has_the_themes_of_its_demands_and_outcomes(
    shipped: Dataset, basis: str, themes: str, actions: str, key: str
) -> None:
    coded = shipped["action_themes"].query("basis == @basis")
    joined = shipped[themes].merge(shipped[actions], on=key)
    pairs = {tuple(row) for row in joined[["action_id", "theme_id"]].itertuples(index=False)}
    assert {tuple(row) for row in coded[["action_id", "theme_id"]].itertuples(index=False)} == pairs


def test_a_demand_is_addressed_only_to_those_whom_its_actions_addressed(shipped: Dataset) -> None:
    joined = shipped["demand_addressees"].merge(shipped["demand_actions"], on="demand_id")
    roles = shipped["action_organisations"].query("role == 'addressed'")[["action_id", "organisation_id"]]
    spoken = joined.merge(roles, on=["action_id", "organisation_id"])
    pairs = joined[["demand_id", "organisation_id"]].drop_duplicates()
    assert len(spoken[["demand_id", "organisation_id"]].drop_duplicates()) == len(pairs)


def test_only_a_list_of_places_can_be_incomplete(shipped: Dataset) -> None:
    actions = shipped["actions"]
    broken_off = actions.loc[~actions["places_complete"].astype(bool), "action_id"]
    assert broken_off.isin(shipped["action_places"]["action_id"]).all()


def test_every_figure_of_a_fact_is_a_value(shipped: Dataset) -> None:
    """Of the numbers in the texts of facts: each that is no name, year or span of time has its row."""
    facts = shipped["policy_facts"]
    told = {
        float(number.replace(",", ""))
        for text in facts["text"]
        for number in re.findall(r"(?<![\d.])\d[\d,]*(?= (?:hryvnias|euro|times|people)|%)", text)
    }
    assert told <= set(facts["value"].dropna())
    assert {30.0, 1700.0, 51000.0, 350000.0} <= set(facts["value"].dropna())


def test_lines_lie_inside_the_report(shipped: Dataset) -> None:
    for table in ("actions", "action_themes", "action_organisations", "demands", "outcomes", "outputs", "policy_facts"):
        for cell in shipped[table]["source_lines"].dropna():
            for part in re.split("; ?", cell):
                first, _, last = part.partition("-")
                assert 1 <= int(first) <= int(last or first) <= 1513, (table, cell)
    assert pd.isna(shipped["actions"]["source_lines"]).sum() == 0


@pytest.mark.parametrize("name", ["CHANGELOG.md", "CHANGELOG.ru.md"])
def test_the_change_logs_begin_with_this_version(name: str, shipped: Dataset) -> None:
    told = (SHIPPED / name).read_text(encoding="utf-8")
    first = next(line for line in told.splitlines() if line.startswith("## "))
    assert first.removeprefix("## ").split(",")[0] == shipped.version
