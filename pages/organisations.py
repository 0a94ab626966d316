"""The organisations: who they are, what they did, and who acted with whom."""

from dashboard.ui import organisations, page, widgets

with page.around("organisations") as view:
    widgets.title(view)
    widgets.headline(view)
    if not widgets.empty(view):
        organisations.sums(view)
        organisations.ties(view)
        organisations.directory(view)
    widgets.downloads(view)
