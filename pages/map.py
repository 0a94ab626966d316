"""The map: where the actions were, and what happened there."""

from dashboard.ui import map_view, page, widgets

with page.around("") as view:
    map_view.title(view)
    widgets.headline(view, large=True)
    map_view.near_you(view)
    if not widgets.empty(view):
        map_view.map_and_stories(view)
        map_view.what_next(view)
    widgets.downloads(view)
