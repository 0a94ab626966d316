"""The table of actions; a row opens its record."""

from dashboard.ui import actions, page, widgets

with page.around("actions") as view:
    widgets.title(view)
    widgets.headline(view)
    if not widgets.empty(view):
        actions.questions(view)
        actions.table(view)
    widgets.downloads(view)
