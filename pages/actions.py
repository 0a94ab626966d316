"""The table of actions; a row opens its record."""

from dashboard.ui import frame, parts, tables

view = frame.open_page("actions")
parts.title(view)
parts.headline(view)
if not parts.empty(view):
    tables.actions(view)
parts.downloads(view)
