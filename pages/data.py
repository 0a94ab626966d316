"""The data: how complete it is, how it was made, what its columns mean, how to take it away and cite it."""

from dashboard.ui import data, page, take_away, widgets

with page.around("data") as view:
    widgets.title(view)
    data.about(view)
    tabs = widgets.tabs(view, data.contents(view.t))
    with tabs["coverage"]:
        data.coverage(view)
    with tabs["codebook"]:
        data.codebook(view)
    with tabs["dictionary"]:
        data.dictionary(view)
    with tabs["files"]:
        take_away.files(view)
    with tabs["api"]:
        take_away.programs(view)
    with tabs["cite"]:
        take_away.cite(view)
    with tabs["changes"]:
        data.changes(view)
    with tabs["corrections"]:
        data.corrections(view)
    widgets.downloads(view)
