"""Charts: a tidy aggregate of `summaries` goes in, a plotly figure comes out.

Every figure knows its height but not its width: it must read at 390 pixels and at 1600. So labels are
wrapped, never turned; lengths along the height are computed in pixels; nothing depends on a legend's size.
`customdata` holds a list with the code of the thing drawn (action, country, theme …) for a click. All texts
of the data are escaped, because plotly reads a small HTML in texts.
"""

from dashboard.figures.bars import (
    action_types,
    actions_by_country,
    demands_by_addressee,
    most_active,
    most_addressed,
    organisations_by_kind,
    outcomes_by_kind,
    themes,
)
from dashboard.figures.base import config, group_labels, sourced, wrap
from dashboard.figures.matrices import country_themes, coverage, demand_matrix, heatmap
from dashboard.figures.network import network
from dashboard.figures.people import participants
from dashboard.figures.time import days
from dashboard.figures.timeline import timeline

__all__ = [
    "action_types",
    "actions_by_country",
    "config",
    "country_themes",
    "coverage",
    "days",
    "demand_matrix",
    "demands_by_addressee",
    "group_labels",
    "heatmap",
    "most_active",
    "most_addressed",
    "network",
    "organisations_by_kind",
    "outcomes_by_kind",
    "participants",
    "sourced",
    "themes",
    "timeline",
    "wrap",
]
