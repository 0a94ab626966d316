"""The basemap: borders as the United Nations see them, and every place inside its own country."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from shapely import Point, box
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

DATA = Path(__file__).resolve().parents[2] / "data"
WINDOW = box(5, 27, 105, 76)
# Degrees. The outlines are simplified; a harbour may lie as far as this from the drawn coast.
TOLERANCE = 0.05

BORDER_POINTS = [
    ("Simferopol", 34.10, 44.95, "UA"),
    ("Sevastopol", 33.52, 44.60, "UA"),
    ("Sukhumi", 41.02, 43.00, "GE"),
    ("Tiraspol", 29.63, 46.84, "MD"),
    ("Kaliningrad", 20.51, 54.71, "RU"),
]
NORTH_OF_RUSSIA = [
    ("Murmansk", 33.08, 68.96),
    ("Naryan-Mar", 53.01, 67.64),
    ("Vorkuta", 64.05, 67.50),
    ("Salekhard", 66.61, 66.53),
    ("Norilsk", 88.20, 69.35),
]
SEA = [
    ("Barents Sea", 40.0, 72.5),
    ("Kara Sea", 68.0, 75.0),
    ("Black Sea", 34.0, 43.2),
    ("Caspian Sea", 50.5, 41.5),
]


@cache
def features(name: str) -> list[dict[str, Any]]:
    content = json.loads((DATA / "geo" / f"{name}.geojson").read_text(encoding="utf-8"))
    assert content["type"] == "FeatureCollection"
    found: list[dict[str, Any]] = content["features"]
    return found


@cache
def countries() -> dict[str, BaseGeometry]:
    return {f["properties"]["iso_a2"]: shape(f["geometry"]) for f in features("countries") if f["properties"]["iso_a2"]}


def holders(longitude: float, latitude: float) -> set[str]:
    return {code for code, outline in countries().items() if outline.contains(Point(longitude, latitude))}


def places() -> list[dict[str, str]]:
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("place", "longitude", "latitude", "country"), BORDER_POINTS)
def test_borders(place: str, longitude: float, latitude: float, country: str) -> None:
    assert holders(longitude, latitude) == {country}


@pytest.mark.parametrize(("place", "longitude", "latitude"), NORTH_OF_RUSSIA)
def test_the_north_of_russia_is_there(place: str, longitude: float, latitude: float) -> None:
    assert countries()["RU"].buffer(TOLERANCE).contains(Point(longitude, latitude))


@pytest.mark.parametrize(("sea", "longitude", "latitude"), SEA)
def test_the_seas_are_nobodys(sea: str, longitude: float, latitude: float) -> None:
    assert holders(longitude, latitude) == set()


@pytest.mark.parametrize("name", ["countries", "lakes"])
def test_outlines_are_valid_and_inside_the_window(name: str) -> None:
    for feature in features(name):
        outline = shape(feature["geometry"])
        assert outline.is_valid, feature["properties"]
        assert outline.within(WINDOW), feature["properties"]
        assert feature["geometry"]["type"] in ("Polygon", "MultiPolygon")


def test_no_country_lies_upon_another() -> None:
    outlines = list(countries().items())
    for i, (code, outline) in enumerate(outlines):
        for other, its in outlines[i + 1 :]:
            if outline.intersects(its):
                assert outline.intersection(its).area < 0.01, (code, other)


def test_there_are_places() -> None:
    assert places()


@pytest.mark.parametrize("place", places(), ids=lambda p: p["place_id"])
def test_every_place_lies_in_its_own_country(place: dict[str, str]) -> None:
    point = Point(float(place["longitude"]), float(place["latitude"]))
    assert countries()[place["country"]].distance(point) <= TOLERANCE
    others = holders(point.x, point.y) - {place["country"]}
    assert others == set()


def test_the_countries_of_the_dataset_are_in_focus() -> None:
    focus = {f["properties"]["iso_a2"] for f in features("countries") if f["properties"]["focus"]}
    with (DATA / "actions.csv").open(encoding="utf-8", newline="") as file:
        assert focus >= {row["country"] for row in csv.DictReader(file) if row["country"]}
