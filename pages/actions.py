"""The table of actions; a row opens its record."""

from dashboard.ui import page, parts, tables

with page.around("actions") as view:
    parts.title(view)
    parts.headline(view)
    if not parts.empty(view):
        tables.actions(view)
    parts.downloads(view)
