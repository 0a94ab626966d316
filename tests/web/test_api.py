"""The read-only HTTP routes, asked as a program would ask them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import exports
from dashboard.exports import picture
from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.package import dataset as data
from dashboard.query import addresses
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.telling import charts
from dashboard.web.api import routes
from dashboard.web.parameters import NO_FILTERS

SMALL = Path(__file__).resolve().parents[1] / "data" / "small"


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("DASHBOARD_DATA", str(SMALL))
    monkeypatch.delenv("DASHBOARD_PUBLIC_URL", raising=False)
    with TestClient(Starlette(routes=routes)) as client:
        yield client


@pytest.mark.parametrize("name", list(exports.FORMATS))
def test_the_same_bytes_as_the_buttons(api: TestClient, name: str) -> None:
    chosen, language = exports.FORMATS[name], "ru"
    answer = api.get(f"/api/v1/actions.{chosen.extension}?theme=naloxone&lang={language}")
    assert answer.status_code == 200
    own = data.cached(SMALL).in_language(language)
    selection, t = select(Filters(theme=("naloxone",)), own), Translator(language)
    assert answer.content == chosen.render(selection, t, addresses.file_link(selection.filters, language))
    assert answer.headers["content-type"] == chosen.mime
    assert exports.file_name(selection, chosen, t) in answer.headers["content-disposition"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_english_unless_asked(api: TestClient) -> None:
    plain = api.get("/api/v1/actions.json", headers={"Accept-Language": "ru"}).json()
    assert plain == api.get("/api/v1/actions.json?lang=en").json()
    assert plain != api.get("/api/v1/actions.json?lang=ru").json()


def test_rows_follow_the_filters(api: TestClient) -> None:
    found = api.get("/api/v1/actions.json?country=BY&theme=naloxone&theme=human_rights").json()
    assert {row["action_id"] for row in found} == {"BY-2019-01", "BY-2019-02", "BY-2019-03"}
    read = pd.read_csv(io.BytesIO(api.get("/api/v1/actions.csv?country=KZ&counted=1").content))
    assert set(read["action_id"]) == {"KZ-2019-02", "KZ-2019-03", "KZ-2020-01"}
    assert api.get("/api/v1/actions.json?from=2031-01-01").json() == []


def test_tables_are_raw(api: TestClient) -> None:
    answer = api.get("/api/v1/tables/actions.csv?lang=ru")
    on_disk = (SMALL / "actions.csv").read_text(encoding="utf-8")
    assert answer.text == on_disk
    assert answer.headers["content-type"].startswith("text/csv")
    some = pd.read_csv(io.BytesIO(api.get("/api/v1/tables/action_themes.csv?country=KZ").content))
    assert some["action_id"].str.startswith("KZ").all()


def test_the_descriptor_leads_to_the_tables(api: TestClient) -> None:
    described = api.get("/api/v1/datapackage.json?country=KZ").json()
    assert described["name"] == data.cached(SMALL).schema.name
    assert "Kazakhstan" in described["description"]
    for resource in described["resources"]:
        answer = api.get(f"/api/v1/{resource['path']}")
        assert answer.status_code == 200, resource["path"]
        header = answer.text.splitlines()[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]


def test_summary(api: TestClient) -> None:
    told = api.get("/api/v1/summary.json?theme=naloxone&counted=1&lang=ru").json()
    own = data.cached(SMALL).in_language("ru")
    filters = Filters(theme=("naloxone",), counted=True)
    numbers = summaries.headline(select(filters, own))
    assert told == {
        "version": own.version,
        "filters": {"theme": ["naloxone"], "counted": "1"},
        "sentence": filters.describe(own, Translator("ru")),
        "actions": numbers.actions,
        "places": numbers.places,
        "countries": numbers.countries,
        "organisations": numbers.organisations,
        "participants": {
            "at_least": 50,
            "reported_by": 2,
            "of": 2,
            "words": ["12 человек", "about 40 people"],
        },
    }


def test_charts_are_pictures_and_tables_at_addresses_of_their_own(api: TestClient) -> None:
    for key in picture.drawn():
        answer = api.get(f"/api/v1/charts/{key}.png?country=BY&shape=square&lang=ru")
        assert answer.headers["content-type"] == "image/png"
        assert Image.open(io.BytesIO(answer.content)).size == (1080, 1080)
        assert f"_{key}_square.png" in answer.headers["content-disposition"]
    drawn = api.get("/api/v1/charts/themes.svg?country=BY")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert "http://testserver/charts?country=BY&amp;tab=themes&amp;lang=en" in drawn.text
    again = api.get("/api/v1/charts/themes.svg?country=BY", headers={"If-None-Match": drawn.headers["etag"]})
    assert again.status_code == 304
    rows = pd.read_csv(io.BytesIO(api.get("/api/v1/charts/countries.csv?theme=naloxone&lang=en").content))
    assert rows[["Country", "Actions"]].to_numpy().tolist() == [["Belarus", 2]]
    for key in charts.CHARTS:
        empty = pd.read_csv(io.BytesIO(api.get(f"/api/v1/charts/{key}.csv?from=2031-01-01").content))
        assert len(empty.columns) > 1 and empty.empty


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("themes.png?shape=round", 400),
        ("themes.png?colour=red", 400),
        ("gossip.png", 404),
        ("themes.gif", 404),
        ("addressed.png", 404),
        ("map.csv", 404),
        ("themes.png?from=2031-01-01", 404),
    ],
)
def test_a_chart_that_cannot_be_is_refused_with_a_reason(api: TestClient, path: str, status: int) -> None:
    answer = api.get(f"/api/v1/charts/{path}")
    assert answer.status_code == status
    assert answer.json()["error"]
    assert api.get("/api/v1/summary.json?shape=wide").status_code == 400  # means something to pictures alone


@pytest.mark.parametrize(
    ("query", "parameter", "value", "allowed"),
    [
        ("theme=nonsense", "theme", "nonsense", "naloxone"),
        ("colour=red", "colour", "red", "theme"),
        ("colour=", "colour", "", "lang"),
        ("lang=xx", "lang", "xx", "ru"),
        ("from=yesterday", "from", "yesterday", "YYYY-MM-DD"),
        ("country=BY&country=ZZ", "country", "ZZ", "KZ"),
        ("theme_mode=some", "theme_mode", "some", "all"),
        ("counted=yes", "counted", "yes", "1"),
    ],
)
@pytest.mark.parametrize("path", ["actions.csv", "summary.json"])
def test_what_means_nothing_is_refused(
    api: TestClient, path: str, query: str, parameter: str, value: str, allowed: str
) -> None:
    answer = api.get(f"/api/v1/{path}?{query}")
    assert answer.status_code == 400
    told = answer.json()
    assert set(told) == {"error", "parameter", "value", "allowed"}
    assert (told["parameter"], told["value"]) == (parameter, value)
    assert allowed in told["allowed"]
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["actions.csv?lang=ru&colour=red", "actions.exe?lang=ru", "nothing?lang=ru"])
def test_a_refusal_speaks_the_language_that_was_asked_for(api: TestClient, path: str) -> None:
    assert re.search("[а-яё]{3}", api.get(f"/api/v1/{path}").json()["error"])


@pytest.mark.parametrize("name", [name for name in NO_FILTERS if name != "lang"])
def test_what_chooses_no_rows_is_taken(api: TestClient, name: str) -> None:
    plain = api.get("/api/v1/summary.json?country=BY").json()
    assert api.get(f"/api/v1/summary.json?country=BY&{name}=x").json() == plain


@pytest.mark.parametrize("path", ["actions.exe", "tables/secrets.csv", "tables/..%2Factions.csv", "nothing", ""])
def test_what_is_not_there(api: TestClient, path: str) -> None:
    answer = api.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.json()["allowed"]


def test_heads_tags_and_methods(api: TestClient) -> None:
    whole = api.get("/api/v1/actions.csv")
    head = api.head("/api/v1/actions.csv")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == whole.headers["etag"]
    again = api.get("/api/v1/actions.csv", headers={"If-None-Match": whole.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert api.get("/api/v1/actions.csv?country=BY").headers["etag"] != whole.headers["etag"]
    assert api.post("/api/v1/actions.csv").status_code == 405


def test_data_that_is_broken_is_said_to_be(api: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "missing"))
    answer = api.get("/api/v1/summary.json")
    assert answer.status_code == 503
    assert json.loads(answer.content)["problems"]
