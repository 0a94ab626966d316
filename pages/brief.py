"""The brief: one page on a country, a theme or whatever is in view, to print, to edit, to hand over."""

from dashboard.ui import brief, page, widgets

with page.around("brief") as view:
    widgets.title(view)
    brief.subject(view)
    brief.files(view)
    if not widgets.empty(view):
        brief.sheet(view)
    widgets.downloads(view)
