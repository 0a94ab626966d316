"""The data: how complete it is, how it was made, what its columns mean, how to take it away and cite it."""

from dashboard.ui import data, page, take_away, widgets

with page.around("data") as view:
    widgets.title(view)
    data.about(view)
    tab = view.choices["tab"]
    with widgets.tabs(view, data.contents(view.t))[tab]:  # the others wait until they are opened
        match tab:
            case "coverage":
                data.complete(view)
            case "codebook":
                data.codebook(view)
            case "dictionary":
                data.dictionary(view)
            case "files":
                take_away.files(view)
            case "api":
                take_away.programs(view)
            case "cite":
                take_away.cite(view)
            case "changes":
                data.changes(view)
            case "corrections":
                data.corrections(view)
    widgets.downloads(view)
