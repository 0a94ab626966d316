"""The slides: full screen, one at a time."""

from dashboard.ui import page, slides, widgets

with page.around("present") as view:
    if not widgets.empty(view):
        slides.slides(view)
