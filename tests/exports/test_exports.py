"""Each file, opened as its reader would open it, holds the rows in view and no formula."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from frictionless import Package, system

from conftest import SMALL
from dashboard.exports import FORMATS, about, citation, file_name, names, tables
from dashboard.exports.packing import packed
from dashboard.i18n import LANGUAGES, Translator
from dashboard.package import dataset as data
from dashboard.query import addresses
from dashboard.query.filters import Filters
from dashboard.query.selection import Selection, select
from views import SHIPPED, ids, rendered, viewed

PACKAGES = [SMALL, SHIPPED]


@pytest.fixture(params=PACKAGES, ids=lambda path: path.name)
def package(request: pytest.FixtureRequest) -> data.Dataset:
    return data.cached(request.param)


def test_geojson_has_one_feature_per_action_and_city(view: tuple[Selection, Translator]) -> None:
    selection, t = view
    content = rendered("geojson", selection, t)
    collection = json.loads(content)
    assert collection["type"] == "FeatureCollection"
    assert collection["filters"] == selection.filters.describe(selection.dataset, t)
    assert {"title", "licence", "link", "version", "date", "citation"} <= set(collection)
    places = selection["places"].set_index("place_id")
    expected = {(a, p) for a, p in selection["action_places"][["action_id", "place_id"]].itertuples(index=False)}
    with_place = {action for action, _ in expected}
    found = []
    for feature in collection["features"]:
        properties = feature["properties"]
        found.append((properties["action_id"], properties["place_id"]))
        if properties["place_id"] is None:
            assert feature["geometry"] is None
            assert feature["id"] == properties["action_id"]
        else:
            place = places.loc[properties["place_id"]]
            assert feature["geometry"]["coordinates"] == [place["longitude"], place["latitude"]]
            assert properties["role"]
    assert len(found) == len(set(found))
    assert set(found) == expected | {(a, None) for a in ids(selection) if a not in with_place}
    assert len({feature["id"] for feature in collection["features"]}) == len(found)
    if found:
        frame = gpd.read_file(io.BytesIO(content))
        assert len(frame) == len(found)
        assert frame.geometry.isna().sum() == sum(place is None for _, place in found)


@pytest.fixture
def unpacked(tmp_path: Path) -> Iterator[Path]:
    # Tests unpack into a folder of their own; frictionless takes no absolute paths unless it is told to.
    with system.use_context(trusted=True):
        yield tmp_path


@pytest.mark.parametrize(
    ("path", "query", "language"),
    [
        (SMALL, "", "en"),
        (SMALL, "country=BY&counted=1", "ru"),
        (SMALL, "theme=human_rights&from=2030-01-01", "en"),
        (SHIPPED, "theme=naloxone", "ru"),
    ],
)
def test_zip_is_a_valid_package_of_the_rows(path: Path, query: str, language: str, unpacked: Path) -> None:
    selection, t, _ = viewed(query, language, path)
    content = rendered("zip", selection, t)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        archive.extractall(unpacked)
        readme = archive.read("README.md").decode()
    package = Package(str(unpacked / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["title", "message", "rowNumber"])[:5]
    assert package.name == selection.dataset.schema.name
    assert package.version == selection.dataset.version
    assert selection.filters.describe(selection.dataset, t) in readme
    assert addresses.file_link(selection.filters, t.language) in readme
    for name in selection:
        read = pd.read_csv(unpacked / f"{name}.csv", dtype="str", keep_default_na=False)
        assert len(read) == len(selection[name])
    own = data.load(unpacked)  # our own check finds nothing either
    assert sorted(own["actions"]["action_id"]) == ids(selection)


def test_raw_tables_of_everything_are_the_files(package: data.Dataset) -> None:
    folder = SHIPPED if package is data.cached(SHIPPED) else SMALL
    for language in LANGUAGES:
        own = package.in_language(language)
        selection = select(Filters(), own)
        for name in tables.names(selection):
            on_disk = pd.read_csv(folder / own.schema.resources[name].path, dtype="str", keep_default_na=False)
            ours = pd.read_csv(io.BytesIO(tables.csv(selection, name)), dtype="str", keep_default_na=False)
            # A place or an organisation that nothing names is in no view.
            key = list(own.schema.resources[name].primary_key)
            seen = pd.MultiIndex.from_frame(on_disk[key]).isin(pd.MultiIndex.from_frame(ours[key]))
            expected = on_disk.loc[seen, list(ours.columns)].reset_index(drop=True)
            pd.testing.assert_frame_equal(ours, expected)
            if folder == SMALL:
                assert seen.all()


def test_translations_follow_the_rows() -> None:
    selection, _, _ = viewed("country=KZ")
    kept = tables.raw(selection, "translations_ru")
    of_actions = kept[kept["table"] == "actions"]["row_id"]
    assert set(of_actions) <= set(selection["actions"]["action_id"])
    assert len(of_actions)
    assert (kept["table"] == "datapackage").any()
    assert not kept["row_id"].str.contains("minsk").any()


@pytest.fixture(scope="module")
def again() -> data.Dataset:
    """The handmade package, loaded once more."""
    return data.load(SMALL)


@pytest.mark.parametrize("name", list(FORMATS))
def test_bytes_are_reproducible(name: str, again: data.Dataset) -> None:
    first = viewed("theme=naloxone", "ru")
    second = select(Filters(theme=("naloxone",)), again.in_language("ru"))
    assert FORMATS[name].render(*first) == FORMATS[name].render(second, *first[1:])


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(9999, 12, 31)])
def test_an_archive_takes_any_day(day: dt.date) -> None:
    with zipfile.ZipFile(io.BytesIO(packed([("a", b"1")], day))) as archive:
        assert archive.read("a") == b"1"


def test_file_names_explain_themselves() -> None:
    selection, t, _ = viewed("theme=naloxone&year=2019", "ru")
    start = names.prefix(selection.dataset)
    assert file_name(selection, FORMATS["xlsx"], t) == f"{start}_naloxone_2019_ru.xlsx"
    selection, t, _ = viewed("")
    assert file_name(selection, FORMATS["csv"], t) == f"{start}_2019-2020_en.csv"
    selection, t, _ = viewed("theme=ost_access&country=KZ&from=2019-06-20&counted=1&q=қазақ")
    assert (
        file_name(selection, FORMATS["csv"], t) == f"{start}_ost-access-KZ-from-2019-06-20-counted-search_2019_en.csv"
    )
    everything = "&".join(f"organisation={code}" for code in selection.dataset["organisations"]["organisation_id"])
    name = file_name(*[viewed(everything)[0], FORMATS["csv"], t])
    assert name.isascii()
    assert len(name) < 110
    assert "-etc_" in name


def test_links_are_paths_until_an_address_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    filters = Filters(theme=("naloxone",), q="два слова")
    monkeypatch.delenv("DASHBOARD_PUBLIC_URL", raising=False)
    path = addresses.file_link(filters, "ru")
    assert path.startswith("/actions?theme=naloxone&q=%D0%B4")
    assert path.endswith("&lang=ru")
    assert " " not in path
    monkeypatch.setenv("DASHBOARD_PUBLIC_URL", "https://atlas.example/eeca/")
    assert addresses.file_link(filters, "ru") == f"https://atlas.example/eeca{path}"
    assert addresses.view_link("/", []) == "https://atlas.example/eeca/"


def test_citations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_PUBLIC_URL", "https://atlas.example")
    for language in LANGUAGES:
        selection, t, link = viewed("theme=naloxone", language)
        own = selection.dataset
        plain = citation.plain(selection, t, link)
        assert own.title("package") in plain
        assert own.version in plain
        assert plain.endswith(link)
        bibtex = citation.bibtex(selection, t, link)
        assert bibtex.startswith("@misc{")
        assert bibtex.count("{") == bibtex.count("}")
        assert f"url = {{{link}}}" in bibtex
        ris = citation.ris(selection, t, link)
        lines = ris.split("\r\n")
        assert lines[0] == "TY  - DATA"
        assert lines[-2:] == ["ER  - ", ""]
        assert f"UR  - {link}" in lines
        assert all(line[2:6] == "  - " for line in lines[:-1])


def test_citations_escape_what_their_formats_take_for_commands() -> None:
    own = data.cached(SMALL)
    selection = select(Filters(q="a & b % {c}\nER  - "), own)
    t = Translator("en")
    bibtex = citation.bibtex(selection, t, "/actions")
    assert r"a \& b \% \textbraceleft{}c\textbraceright{} ER -" in bibtex
    alone = citation.bibtex(select(Filters(q="open {"), own), t, "/actions")
    assert alone.count("{") == alone.count("}"), "BibTeX would read on to the end of the file"
    assert citation.ris(selection, t, "/actions").count("\r\nER  - ") == 1


def test_a_package_that_names_no_licence_says_so(small: data.Dataset) -> None:
    told = dict(about.facts(select(Filters(), small), Translator("en"), "/actions"))
    assert told["Licence"] == "not reported"
