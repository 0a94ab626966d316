"""The slides: full screen, one at a time."""

from dashboard.ui import page, parts, present

with page.around("present") as view:
    if not parts.empty(view):
        present.slides(view)
