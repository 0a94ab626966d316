"""The map: where the actions were, and what happened there."""

from dashboard.ui import map_view, page, parts

with page.around("") as view:
    map_view.title(view)
    parts.headline(view)
    if not parts.empty(view):
        map_view.map_and_stories(view)
    parts.downloads(view)
