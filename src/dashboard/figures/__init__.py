"""Charts: a tidy aggregate of `summaries` goes in, a plotly figure comes out.

Every figure knows its height but not its width: it must read at 390 pixels and at 1600. So labels are
wrapped, never turned; lengths along the height are computed in pixels. It is the bare plot: title, key and
source stand around it in the page.
`customdata` holds a list with the code of the thing drawn (action, country, theme …) for a click. All texts
of the data are escaped, because plotly reads a small HTML in texts.
"""

from dashboard.figures import bars, base, matrices

__all__ = ["bars", "base", "matrices"]
