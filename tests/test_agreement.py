"""Numbers agree everywhere: filters at random, and the headline, charts, table, downloads and API say the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from conftest import SMALL
from dashboard.exports import FORMATS
from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.numbers.records import action_rows
from dashboard.package.dataset import Dataset
from dashboard.query.addresses import file_link
from dashboard.query.filters import MULTIPLE, Filters, codes
from dashboard.query.selection import Selection
from dashboard.web import api

WORDS = ("", "naloxone", "полиция", "Kyiv", "письма", "flash")
walk = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
short_walk = settings(walk, max_examples=4)  # a workbook at every step


@st.composite
def steps(draw: st.DrawFn, dataset: Dataset) -> Filters:
    """A few conditions at a time, as people set them: most of these views hold something."""
    filters = Filters()
    for name in draw(st.lists(st.sampled_from((*MULTIPLE, "counted", "q", "dates")), max_size=3, unique=True)):
        if name in MULTIPLE:
            chosen = draw(st.lists(st.sampled_from(codes(dataset, name)), min_size=1, max_size=3, unique=True))
            mode = draw(st.sampled_from(("any", "all"))) if name == "theme" and len(chosen) > 1 else filters.theme_mode
            filters = Filters.from_query(
                [*filters.to_query(), *((name, c) for c in chosen), ("theme_mode", mode)], dataset
            )[0]
        elif name == "counted":
            filters = Filters.from_query([*filters.to_query(), ("counted", "1")], dataset)[0]
        elif name == "q":
            filters = Filters.from_query([*filters.to_query(), ("q", draw(st.sampled_from(WORDS)))], dataset)[0]
        else:
            day = draw(st.sampled_from(sorted(dataset["actions"]["start_date"].dropna().dt.date)))
            filters = Filters.from_query([*filters.to_query(), ("from", day.isoformat())], dataset)[0]
    return filters


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The API as a program meets it, over the handmade package."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DASHBOARD_DATA", str(SMALL))
        yield TestClient(Starlette(routes=api.routes))


def agree(selection: Selection, t: Translator) -> None:
    """Fails where two parts of a view count differently; people are counted here once more, from the files' rows."""
    numbers = summaries.headline(selection)
    n = numbers.actions
    assert len(action_rows(selection, t)) == n
    assert len(summaries.participants_by_action(selection)) == n
    assert len(summaries.coverage(selection)) == n
    assert summaries.actions_by_country(selection, t)["actions"].sum() == n
    assert summaries.action_types(selection)["actions"].sum() == n
    assert summaries.days(selection, t)["actions"].sum() == n
    assert (summaries.timeline(selection, t)["kind"] != "follow_up").sum() == n
    assert (summaries.places(selection)["actions"] > 0).sum() == numbers.places
    organisations = summaries.organisations(selection)
    acting = organisations[organisations["acting"] > 0]
    assert int(acting["is_named"].sum()) == numbers.organisations
    assert len(acting) == numbers.organisations + numbers.unnamed_groups
    assert int((organisations["addressed"] > 0).sum()) == numbers.addressed

    file = FORMATS["csv"].render(selection, t, "").decode("utf-8-sig")
    people = [int(row["participants_min"]) for row in csv.DictReader(io.StringIO(file)) if row["participants_min"]]
    told = numbers.participants
    assert len(people) == told.reported_by
    assert told.at_least <= sum(people) < told.at_least + 10
    assert told.at_least % 10 == 0 or told.at_least == sum(people)
    assert told.at_least > 0 or sum(people) == 0  # few people are not nobody
    drawn = summaries.participants_by_action(selection)
    assert sorted(drawn.loc[drawn["reported"], "minimum"]) == sorted(people)


@pytest.mark.parametrize("name", ["country", "year", "place"])
def test_every_part_of_a_view_by_one_filter_counts_the_same(small: Dataset, name: str) -> None:
    assert codes(small, name)
    for code in codes(small, name):
        agree(Filters.from_query([(name, code)], small)[0].select(small), Translator("en"))


@walk
@given(st.data(), st.sampled_from(("en", "ru")))
def test_every_part_of_a_view_counts_the_same(shipped: Dataset, data: st.DataObject, lang: str) -> None:
    dataset = shipped.in_language(lang)
    agree(data.draw(steps(dataset)).select(dataset), Translator(lang))


@short_walk
@given(st.data(), st.sampled_from(("en", "ru")))
def test_files_and_the_api_hold_the_rows_in_view(
    small: Dataset, client: TestClient, data: st.DataObject, lang: str
) -> None:
    dataset, t = small.in_language(lang), Translator(lang)
    filters = data.draw(steps(dataset))
    selection = filters.select(dataset)
    ids = sorted(selection["actions"]["action_id"])
    query = urlencode([*filters.to_query(), ("lang", lang)])
    link = file_link(filters, lang)

    table = FORMATS["csv"].render(selection, t, link)
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert sorted(row["action_id"] for row in rows) == ids
    assert client.get(f"/api/v1/actions.csv?{query}").content == table

    sheet = FORMATS["xlsx"].render(selection, t, link)
    book = pd.read_excel(io.BytesIO(sheet), sheet_name=None, header=None)
    assert sum(cell in ids for cell in list(book.values())[1].to_numpy().ravel()) == len(ids)
    assert client.get(f"/api/v1/actions.xlsx?{query}").content == sheet

    features = json.loads(client.get(f"/api/v1/actions.geojson?{query}").content)["features"]
    assert sorted({feature["properties"]["action_id"] for feature in features}) == ids

    told = client.get(f"/api/v1/summary.json?{query}").json()
    numbers = summaries.headline(selection)
    assert (told["actions"], told["places"], told["countries"]) == (numbers.actions, numbers.places, numbers.countries)
    assert told["participants"]["at_least"] == numbers.participants.at_least
    assert (told["participants"]["reported_by"], told["participants"]["of"]) == (
        numbers.participants.reported_by,
        numbers.participants.of,
    )
    assert told["sentence"] == filters.describe(dataset, t)
