"""Calls of the API that can be copied as they stand: for a shell, for Python, for R, for a map program."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """One call: for which program (a name, not to be translated), and the code or the address for it."""

    program: str
    code: str


MAP_PROGRAM = "QGIS"  # takes an address, not code


def calls(csv: str, geojson: str, summary: str, save_as: str) -> list[Example]:
    """The calls for three addresses of a view; `save_as` is the name of the CSV file.

    Addresses hold no quotation mark, dollar or backtick: they are percent-encoded. Nothing but an empty cell
    is missing to these calls, for `NA` is also the code of a country.
    """
    return [
        Example("curl", f'curl -o "{save_as}" "{csv}"\ncurl "{summary}"'),
        Example(
            "Python, pandas",
            "import pandas as pd\n\n"
            "actions = pd.read_csv(\n"
            f'    "{csv}",\n'
            '    parse_dates=["start_date", "end_date"],\n'
            "    keep_default_na=False,\n"
            '    na_values=[""],\n'
            ")",
        ),
        Example(
            "R",
            f'actions <- read.csv(\n  "{csv}",\n  na.strings = "",\n  fileEncoding = "UTF-8-BOM"\n)',
        ),
        Example(MAP_PROGRAM, geojson),
    ]
