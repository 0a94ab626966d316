"""The maps: cities and outlines go in, a pydeck map for the browser or a still picture comes out.

What is in view decides where the map looks: no region is written here. `of` draws a selection; the others take
the frames of `summaries.places` and `summaries.collective`.
"""

from dashboard.maps.layout import albers, bounds_of, chain, country_spots, crowd, crowded, link_rows, place_labels
from dashboard.maps.looking import view_state
from dashboard.maps.picture import of, static_map, static_map_svg
from dashboard.maps.web import city_rows, deck, legend_html, share_of, tip

__all__ = [
    "albers",
    "bounds_of",
    "chain",
    "city_rows",
    "country_spots",
    "crowd",
    "crowded",
    "deck",
    "legend_html",
    "link_rows",
    "of",
    "place_labels",
    "share_of",
    "static_map",
    "static_map_svg",
    "tip",
    "view_state",
]
