"""The map: where the actions were, and what happened there."""

from dashboard.ui import map_view, opening, page, widgets

with page.around("") as view:
    opening.title(view)
    widgets.headline(view, large=True)
    opening.near_you(view)
    if not widgets.empty(view):
        map_view.map_and_stories(view)
        map_view.what_next(view)
    widgets.downloads(view)
