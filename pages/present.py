"""The slides: full screen, one at a time."""

from dashboard.ui import page, present, widgets

with page.around("present") as view:
    if not widgets.empty(view):
        present.slides(view)
