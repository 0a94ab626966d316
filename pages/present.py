"""The slides: full screen, one at a time."""

from dashboard.ui import frame, parts, present

with frame.page("present") as view:
    if not parts.empty(view):
        present.slides(view)
