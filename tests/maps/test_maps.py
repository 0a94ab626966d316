"""What the maps draw: the rows of their layers, the view, and the still picture."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import shape

from dashboard import maps
from dashboard.i18n import Translator
from dashboard.maps import basemap
from dashboard.theme import DARK, LIGHT, rgb

EN = Translator("en")
STYLE = "/app/static/style.json"


@pytest.fixture
def places() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place_id": ["kaunas", "vilnius", "alytus", "odesa"],
            "name": ["Kaunas", "Vilnius", "Alytus", "Одеса <b>"],
            "country": ["LT", "LT", "LT", "UA"],
            "latitude": [54.90, 54.69, 54.40, 46.48],
            "longitude": [23.90, 25.28, 24.05, 30.73],
            "actions": [4, 1, 0, 1],
            "shared": [1, 0, 0, 0],
            "materials": [0, 0, 2, 0],
            "participants": [0, 0, 0, 0],
            "organisations": [2, 0, 0, 5],
            "organisations_shared": [3, 0, 0, 0],
        }
    )


@pytest.fixture
def links() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "action_id": ["A"] * 3,
            "title": ["Together"] * 3,
            "place_id": ["x", "y", "z"],
            "latitude": [50.0, 50.0, 50.0],
            "longitude": [10.0, 30.0, 20.0],
        }
    )


@pytest.fixture
def countries() -> dict:
    def square(code: str, west: float, south: float) -> dict:
        ring = [[west, south], [west + 5, south], [west + 5, south + 5], [west, south + 5], [west, south]]
        return {
            "type": "Feature",
            "properties": {"iso_a2": code, "iso_a3": code, "name": code, "focus": code != "XX"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }

    return {
        "type": "FeatureCollection",
        "features": [square("LT", 21, 53), square("UA", 28, 45), square("XX", 33, 50)],
    }


def layers(deck) -> dict[str, dict]:
    return {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


def test_cities_are_sized_by_the_root_of_the_reading(places: pd.DataFrame) -> None:
    rows = {row["place_id"]: row for row in layers(maps.deck(places, EN, LIGHT, STYLE))["circles"]["data"]}
    assert rows["kaunas"]["radius"] == pytest.approx(2 * rows["vilnius"]["radius"], abs=0.2)
    assert rows["kaunas"]["number"] == "4" and rows["vilnius"]["number"] == ""
    assert rows["kaunas"]["fill"][:3] == list(rgb(LIGHT.accent))
    assert rows["alytus"]["fill"][:3] == list(rgb(LIGHT.paper))  # a ring: nothing was held there
    assert rows["alytus"]["line"][:3] == list(rgb(LIGHT.third))
    by_organisation = maps.city_rows(places, EN, LIGHT, "organisations")
    assert [row["number"] for row in by_organisation] == ["5", "2", "", ""]
    ring = next(row for row in by_organisation if row["place_id"] == "vilnius")
    assert ring["line"][:3] == list(rgb(LIGHT.accent))  # an action, but nobody named


def test_a_huge_city_stays_on_the_map(places: pd.DataFrame) -> None:
    rows = maps.city_rows(places.assign(actions=[10_000, 1, 0, 1]), EN, LIGHT)
    assert rows[0]["radius"] <= 30 and min(row["radius"] for row in rows if row["number"] == "") > 4


def test_tooltips_tell_what_happened(places: pd.DataFrame) -> None:
    tips = {row["place_id"]: row["tip"] for row in maps.city_rows(places, EN, LIGHT)}
    assert tips["kaunas"].startswith("Kaunas, Lithuania: 4 actions, 2 named organisations")
    assert tips["alytus"] == "Alytus, Lithuania: 2 actions handed out materials here"
    deck = json.loads(maps.deck(places, EN, LIGHT, STYLE).to_json())
    assert deck["mapStyle"] == STYLE


def test_names_neither_touch_each_other_nor_a_circle(places: pd.DataFrame) -> None:
    drawn = layers(maps.deck(places, EN, LIGHT, STYLE))
    assert {row["place_id"] for row in drawn["labels"]["data"]} >= {"kaunas", "odesa"}
    assert drawn["labels"]["characterSet"] == "auto"
    at = np.array([[0.0, 0.0], [8.0, 0.0], [100.0, 0.0], [103.0, 2.0]])
    spots = maps.place_labels(at, [6, 6, 6, 6], [50, 50, 50, 50], 13, [0, 1, 2, 3])
    boxes = []
    for i, (anchor, dx, dy) in spots.items():
        left = at[i][0] + dx - 50 * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        boxes.append((left, at[i][1] + dy - 6.5, left + 50, at[i][1] + dy + 6.5))
    for a in range(len(boxes)):
        for b in range(a):
            apart = (
                boxes[a][0] >= boxes[b][2]
                or boxes[b][0] >= boxes[a][2]
                or boxes[a][1] >= boxes[b][3]
                or boxes[b][1] >= boxes[a][3]
            )
            assert apart


def test_a_name_without_room_is_not_sent() -> None:
    n = 30
    crowd = pd.DataFrame(
        {
            "place_id": [f"p{i}" for i in range(n)],
            "name": [f"Long city name {i}" for i in range(n)],
            "country": ["UA"] * n,
            "latitude": [50 + (i % 6) * 0.2 for i in range(n)],
            "longitude": [30 + (i // 6) * 0.2 for i in range(n)] ,
            "actions": [1] * n,
            "shared": [0] * n,
            "materials": [0] * n,
            "participants": [0] * n,
            "organisations": [1] * n,
            "organisations_shared": [0] * n,
        }
    )  # fmt: skip
    crowd.loc[n] = ["far", "Far", "UA", 30.0, 70.0, 1, 0, 0, 0, 1, 0]
    drawn = layers(maps.deck(crowd, EN, LIGHT, STYLE, selected=("place", "p17"), lit={"p17"}))
    named = {row["place_id"] for row in drawn["labels"]["data"]}
    assert "p17" in named  # what is open has its name first
    assert 1 < len(named) < len(crowd)
    assert {row["place_id"] for row in drawn["circles"]["data"]} > named  # the circles are there, all of them


def test_collective_actions_are_joined_by_the_shortest_lines(places: pd.DataFrame, links: pd.DataFrame) -> None:
    rows = maps.link_rows(links)
    assert [(row["start"][0], row["end"][0]) for row in rows] == [(10.0, 20.0), (20.0, 30.0)]
    drawn = layers(maps.deck(places, EN, LIGHT, STYLE, links=links, selected=("action", "A")))["links"]
    assert {row["width"] for row in drawn["data"]} == {4}
    assert maps.link_rows(links[:0]) == [] and "links" not in layers(maps.deck(places, EN, LIGHT, STYLE))


def test_chain_joins_everything_once() -> None:
    rng = np.random.default_rng(1)
    points = [(float(a), float(b)) for a, b in rng.uniform(-40, 40, (40, 2))]
    pairs = maps.chain(points)
    joined = {0}
    for a, b in pairs:
        assert a in joined and b not in joined
        joined.add(b)
    assert len(joined) == 40
    assert maps.chain(points[:1]) == []


def test_the_selection_is_marked(places: pd.DataFrame, countries: dict) -> None:
    city = layers(
        maps.deck(places, EN, LIGHT, STYLE, countries=countries, selected=("place", "vilnius"), lit={"vilnius"})
    )
    assert [row["place_id"] for row in city["selected"]["data"]] == ["vilnius"]
    drawn = layers(
        maps.deck(places, EN, LIGHT, STYLE, countries=countries, outlines_url="/outlines", selected=("country", "LT"))
    )
    assert [f["properties"]["iso_a2"] for f in drawn["country"]["data"]["features"]] == ["LT"]
    assert drawn["selected"]["data"] == []
    assert drawn["countries-0"]["pickable"] and drawn["cities-0"]["pickable"]
    assert drawn["countries-0"]["data"] == "/outlines"
    nothing = layers(maps.deck(places, EN, LIGHT, STYLE, countries=countries, selected=("country", "x' || '1")))
    assert "country" not in nothing and "countries-0" not in nothing


def test_outlines_to_click_on_are_coarse_and_named(countries: dict) -> None:
    found = basemap.clickable(countries, {"LT", "UA"}, Translator("ru"))
    assert [f["properties"] for f in found["features"]] == [
        {"iso_a2": "LT", "tip": "Литва"},
        {"iso_a2": "UA", "tip": "Украина"},
    ]
    whole, coarse = (shape(f["features"][0]["geometry"]) for f in (countries, found))
    assert coarse.symmetric_difference(whole).area < 0.01 * whole.area


def test_the_view_holds_all_cities_whatever_the_region() -> None:
    for bounds, width, height in (
        ((5.0, 40.0, 90.0, 60.0), 900, 600),
        ((5.0, 40.0, 90.0, 60.0), 358, 500),
        ((-75.0, -50.0, -35.0, 10.0), 700, 520),
    ):
        view = maps.view_state(bounds, width, height)
        world = 512 * 2**view.zoom
        assert (bounds[2] - bounds[0]) / 360 * world <= width
        assert bounds[1] < view.latitude < bounds[3]
    assert maps.view_state((20.0, 50.0, 20.0, 50.0), 700, 500).zoom == 5.5


def test_no_cities_still_give_a_map(places: pd.DataFrame, countries: dict) -> None:
    deck = json.loads(maps.deck(places[:0], EN, LIGHT, STYLE, countries=countries).to_json())
    assert 21 < deck["initialViewState"]["longitude"] < 38
    maps.deck(places[:0], EN, LIGHT, STYLE)


def test_legend_is_words_and_signs(places: pd.DataFrame) -> None:
    actions, organisations = (maps.legend_html(places, EN, LIGHT, reading) for reading in ("actions", "organisations"))
    assert "4 actions" in actions and "materials" in actions and "no action in view" not in actions
    assert "5 named organisations" in organisations and "named for this city alone" in organisations
    assert "<script" not in actions and actions.count("aria-hidden") == 4
    alone = maps.legend_html(places[:1], EN, LIGHT, has_links=False, has_pale=True)
    assert "materials" not in alone and "several cities" not in alone and "no action in view" in alone


def test_legend_shows_circles_of_the_sizes_drawn(places: pd.DataFrame) -> None:
    many = places.assign(actions=[61, 5, 0, 1])
    legend = maps.legend_html(many, EN, LIGHT)
    largest = max(row["radius"] for row in maps.city_rows(many, EN, LIGHT))
    assert "61 actions" in legend and f"width:{round(2 * largest)}px" in legend


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_still_picture_is_the_same_every_time(
    places: pd.DataFrame, countries: dict, links: pd.DataFrame, palette
) -> None:
    def png() -> bytes:
        return maps.static_map(
            places,
            countries,
            None,
            EN,
            palette,
            size=(5, 3),
            dpi=72,
            title="Title",
            note="n = 6",
            links=links,
        )

    first = png()
    assert first.startswith(b"\x89PNG") and first == png()
    assert int.from_bytes(first[16:20], "big") == 360


def test_still_picture_as_svg(places: pd.DataFrame, countries: dict) -> None:
    def svg() -> bytes:
        return maps.static_map_svg(places, countries, countries, EN, LIGHT, title="A & B", reading="organisations")

    first = svg()
    assert b"<svg" in first and first == svg()
    assert b"dc:date" not in first and b"http://www.w3.org" in first


def test_still_picture_of_nothing(places: pd.DataFrame, countries: dict) -> None:
    assert maps.static_map(places[:0], countries, None, EN, LIGHT, size=(3, 2), dpi=50).startswith(b"\x89PNG")


def test_projection_follows_the_data() -> None:
    assert maps.albers((10.0, 40.0, 90.0, 58.0)) == "+proj=aea +lat_1=43.00 +lat_2=55.00 +lat_0=49.00 +lon_0=50.00"
    around_the_equator = maps.albers((-70.0, -20.0, -40.0, 20.0))
    first, second = (float(part.split("=")[1]) for part in around_the_equator.split()[1:3])
    assert abs(first + second) >= 2


def test_large_readings_keep_their_order(places: pd.DataFrame) -> None:
    radii = [row["radius"] for row in maps.city_rows(places, EN, LIGHT)]
    assert all(a >= b for a, b in pairwise(radii))


def test_a_press_opens_the_nearest_of_cities_that_cover_one_another(places: pd.DataFrame) -> None:
    layer = layers(maps.deck(places, EN, LIGHT, STYLE))["cities-0"]
    reach = {row["place_id"]: row["reach"] for row in layer["data"]}
    # On the ground, so that it holds at every zoom: Alytus is 56 km from Kaunas and 85 from Vilnius.
    assert reach["kaunas"] == pytest.approx(28_000, rel=0.05) and reach["vilnius"] == pytest.approx(42_500, rel=0.05)
    assert reach["odesa"] > 300_000 and layer["radiusMaxPixels"] >= 14  # alone: as wide as a finger


def test_what_is_not_in_view_is_a_pale_dot_without_a_name(places: pd.DataFrame) -> None:
    drawn = layers(maps.deck(places[:1], EN, LIGHT, STYLE, left_out=places[3:]))
    assert [row["place_id"] for row in drawn["circles"]["data"]] == ["odesa", "kaunas"]  # below the others
    assert drawn["circles"]["data"][0]["tip"].endswith("no action in view")
    assert [row["place_id"] for row in drawn["labels"]["data"]] == ["kaunas"]


def test_hollow_circles_lie_below_the_others(places: pd.DataFrame) -> None:
    drawn = [row["place_id"] for row in layers(maps.deck(places, EN, LIGHT, STYLE))["circles"]["data"]]
    assert drawn[0] == "alytus" and drawn[-1] == "kaunas"


def test_countries_are_named_where_they_have_room(places: pd.DataFrame, countries: dict) -> None:
    spots = maps.country_spots(countries, (20.0, 44.0, 40.0, 58.0))
    assert {code for code, *_ in spots} == {"LT", "UA", "XX"}
    for code, x, y, room in spots:
        west, south = {"LT": (21, 53), "UA": (28, 45), "XX": (33, 50)}[code]
        assert west < x < west + 5 and south < y < south + 5 and 1 < room <= 3
    names = [(EN.country(code), x, y, room) for code, x, y, room in spots]
    drawn = layers(maps.deck(places, EN, LIGHT, STYLE, names=names))["countries"]["data"]
    assert "UKRAINE" in {row["name"].replace("\u200a", "") for row in drawn}
    tiny = layers(maps.deck(places, EN, LIGHT, STYLE, names=[("Ukraine", 30.0, 47.0, 0.01)]))["countries"]["data"]
    assert tiny == []


def test_a_name_at_a_distance_stands_at_the_end_of_its_line(places: pd.DataFrame) -> None:
    row = pd.concat([places[:1]] * 5, ignore_index=True).assign(
        place_id=[f"p{i}" for i in range(5)],
        name=["Nowhere at all"] * 5,
        latitude=[54.9, 54.9, 54.9, 55.9, 53.9],
        longitude=[23.9, 22.3, 25.5, 23.9, 23.9],
    )
    far = pd.concat([row, places[3:].assign(longitude=70.0, latitude=40.0)], ignore_index=True)
    drawn = layers(maps.deck(far, EN, LIGHT, STYLE))
    at_a_distance = [row for row in drawn["labels"]["data"] if row["offset"] == [0, 0]]
    starts = {tuple(line["start"]) for line in drawn["leaders"]["data"]}
    assert len(drawn["leaders"]["data"]) == len(at_a_distance) > 0
    assert starts <= {tuple(city["position"]) for city in drawn["circles"]["data"]}
