"""One feature per action and city, for QGIS and other maps."""

from __future__ import annotations

from typing import Any

from dashboard.exports import about, citation
from dashboard.exports.flat import plain_rows, to_json
from dashboard.i18n import Translator
from dashboard.numbers.records import SEPARATOR, action_rows
from dashboard.query.selection import Selection

PLACE_COLUMNS = ["place_id", "place_name", "role", "venue"]


def render(selection: Selection, t: Translator, link: str) -> bytes:
    """GeoJSON (RFC 7946): the row of the action and the city's `place_id`, `place_name`, `role`, `venue`.

    A city that stands in one action in several roles is one feature, the roles joined with "; ". An action
    without any city has one feature with null geometry. The collection carries title, filters and licence.
    """
    rows = {row["action_id"]: row for row in plain_rows(action_rows(selection, t))}
    cities = _cities(selection)
    features = []
    for action_id, row in rows.items():
        for city in cities.get(action_id, []):
            place = {name: city[name] for name in PLACE_COLUMNS}
            point = {"type": "Point", "coordinates": [city["longitude"], city["latitude"]]}
            features.append(_feature(f"{action_id}:{city['place_id']}", point, {**row, **place}))
        if action_id not in cities:
            features.append(_feature(action_id, None, {**row, **dict.fromkeys(PLACE_COLUMNS)}))
    dataset = selection.dataset
    return to_json(
        {
            "type": "FeatureCollection",
            "name": dataset.title("package"),
            "title": dataset.title("package"),
            "filters": selection.filters.describe(dataset, t),
            "version": dataset.version,
            "date": about.data_date(dataset),
            "licence": about.licence(dataset),
            "source": about.sources(selection),
            "citation": citation.plain(selection, t, link),
            "link": link,
            "features": features,
        }
    )


def _feature(identifier: str, geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": identifier, "geometry": geometry, "properties": properties}


def _cities(selection: Selection) -> dict[str, list[dict[str, Any]]]:
    """The cities of each action, once each with all their roles and venues, in the order of the table."""
    places = {row["place_id"]: row for row in plain_rows(selection["places"])}
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for join in plain_rows(selection["action_places"]):
        place = places[join["place_id"]]
        city = found.setdefault(join["action_id"], {}).setdefault(
            join["place_id"],
            {
                "place_id": join["place_id"],
                "place_name": place["name"],
                "role": {},
                "venue": {},
                "latitude": place["latitude"],
                "longitude": place["longitude"],
            },
        )
        for name in ("role", "venue"):
            if join[name] is not None:
                city[name][join[name]] = None  # a dictionary, for it keeps the order and each text once
    for cities in found.values():
        for city in cities.values():
            city |= {name: SEPARATOR.join(city[name]) or None for name in ("role", "venue")}
    return {action: list(cities.values()) for action, cities in found.items()}
