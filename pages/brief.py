"""The brief: one page on a country, a theme or whatever is in view, to print, to edit, to hand over."""

from dashboard.ui import brief, page, parts

with page.around("brief") as view:
    parts.title(view)
    brief.subject(view)
    brief.files(view)
    if not parts.empty(view):
        brief.sheet(view)
    parts.downloads(view)
