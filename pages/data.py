"""The data: how complete it is, how it was made, what its columns mean, how to take it away and cite it."""

from dashboard.ui import data, frame, parts, take_away

with frame.page("data") as view:
    parts.title(view)
    data.about(view)
    coverage, coding, dictionary, files, programs, citation, changes, corrections = data.contents(view)
    with coverage:
        data.coverage(view)
    with coding:
        data.codebook(view)
    with dictionary:
        data.dictionary(view)
    with files:
        take_away.files(view)
    with programs:
        take_away.programs(view)
    with citation:
        take_away.cite(view)
    with changes:
        data.changes(view)
    with corrections:
        data.corrections(view)
    parts.downloads(view)
