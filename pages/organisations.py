"""The organisations: who they are, what they did, and who acted with whom."""

from dashboard.ui import organisations, page, parts

with page.around("organisations") as view:
    parts.title(view)
    parts.headline(view)
    if not parts.empty(view):
        organisations.directory(view)
        organisations.network(view)
    parts.downloads(view)
