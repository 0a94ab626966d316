"""The slides: full screen, one at a time."""

from dashboard.ui import frame, parts, present

view = frame.open_page("present")
if not parts.empty(view):
    present.slides(view)
