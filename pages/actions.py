"""The table of actions; a row opens its record."""

from dashboard.ui import page, tables, widgets

with page.around("actions") as view:
    widgets.title(view)
    widgets.headline(view)
    if not widgets.empty(view):
        tables.actions(view)
    widgets.downloads(view)
