"""One feature per action and city, for QGIS and other maps."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.exports import about, citation
from dashboard.exports.flat import plain_rows, to_json
from dashboard.i18n import Translator
from dashboard.records import SEPARATOR, action_rows
from dashboard.selection import Selection

PLACE_COLUMNS = ["place_id", "place_name", "role", "venue"]


def render(selection: Selection, t: Translator, link: str) -> bytes:
    """GeoJSON (RFC 7946): the row of the action and the city's `place_id`, `place_name`, `role`, `venue`.

    A city that stands in one action in several roles is one feature, the roles joined with "; ". An action
    without any city has one feature with null geometry. The collection carries title, filters and licence.
    """
    rows = {row["action_id"]: row for row in plain_rows(action_rows(selection, t))}
    cities = {action: list(group) for action, group in _cities(selection)}
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


def _cities(selection: Selection) -> list[tuple[str, list[dict[str, Any]]]]:
    """The cities of each action, once each, in the order of the table."""
    joins = selection["action_places"].merge(
        selection["places"][["place_id", "name", "latitude", "longitude"]], on="place_id"
    )

    def joined(items: pd.Series) -> str | None:
        return SEPARATOR.join(dict.fromkeys(items.dropna())) or None

    frame = joins.groupby(["action_id", "place_id"], sort=False, as_index=False).agg(
        place_name=("name", "first"),
        role=("role", joined),
        venue=("venue", joined),
        latitude=("latitude", "first"),
        longitude=("longitude", "first"),
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in plain_rows(frame):
        found.setdefault(row["action_id"], []).append(row)
    return list(found.items())
