"""Numbers agree everywhere: filters at random, and the headline, charts, table, downloads and API say the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.exports import FORMATS
from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.numbers.records import action_rows
from dashboard.package.dataset import Dataset
from dashboard.query.addresses import file_link
from dashboard.query.filters import OF_CODES, Filters, codes
from dashboard.query.selection import select
from dashboard.web import api

ROOT = Path(__file__).parents[1]
WORDS = ("", "naloxone", "полиция", "Kyiv", "письма", "flash")
walk = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def steps(draw: st.DrawFn, dataset: Dataset) -> Filters:
    """A few conditions at a time, as people set them: most of these views hold something."""
    filters = Filters()
    for name in draw(st.lists(st.sampled_from((*OF_CODES, "counted", "q", "dates")), max_size=3, unique=True)):
        if name in OF_CODES:
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
            day = draw(st.dates(dt.date(2019, 6, 1), dt.date(2019, 6, 30)))
            filters = Filters.from_query([*filters.to_query(), ("from", day.isoformat())], dataset)[0]
    return filters


@pytest.fixture(scope="module")
def client() -> TestClient:
    """The API as a program meets it."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DASHBOARD_DATA", raising=False)
        yield TestClient(Starlette(routes=api.routes))


@walk
@given(st.data(), st.sampled_from(("en", "ru")))
def test_every_part_of_a_view_counts_the_same(shipped: Dataset, data: st.DataObject, lang: str) -> None:
    dataset, t = shipped.in_language(lang), Translator(lang)
    selection = select(data.draw(steps(dataset)), dataset)
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
    assert len(organisations) - len(acting) <= numbers.who.addressed.all
    people = summaries.participants_by_action(selection)
    assert int(people["reported"].sum()) == numbers.participants.reported_by
    assert int(people["minimum"].sum()) // 10 * 10 == numbers.participants.at_least


@walk
@given(st.data(), st.sampled_from(("en", "ru")))
def test_files_and_the_api_hold_the_rows_in_view(
    shipped: Dataset, client: TestClient, data: st.DataObject, lang: str
) -> None:
    dataset, t = shipped.in_language(lang), Translator(lang)
    filters = data.draw(steps(dataset))
    selection = select(filters, dataset)
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
