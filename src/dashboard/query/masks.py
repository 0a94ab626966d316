"""Which actions meet which filter, and how many each further choice would leave."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import pandas as pd

from dashboard.package.dataset import Dataset
from dashboard.query.filters import CODES, RECORDS, Filters, codes


def met(filters: Filters, dataset: Dataset, but: Container[str] = ()) -> np.ndarray:
    """Whether each action meets all filters but those of some parameters, in the order of the actions."""
    kept = np.ones(len(dataset["actions"]), dtype=bool)
    for parameter, mask in _masks(filters, dataset).items():
        if parameter not in but:
            kept &= mask
    return kept


def facet_counts(filters: Filters, dataset: Dataset, parameter: str) -> dict[str, int]:
    """The number of actions behind every option of a parameter, under the other filters now set.

    With themes joined by "all", an option counts the actions that carry the chosen themes and this one too.
    """
    f = RECORDS[parameter]
    if f.kind is not CODES:
        chosen = {code: replace(filters, **{f.name: f.kind.read(code)}) for code in codes(dataset, parameter)}
        return {code: int(met(then, dataset).sum()) for code, then in chosen.items()}
    kept = met(filters, dataset, but=() if filters.needs_all(parameter) else (parameter,))
    options, actions, of_options = _carried(dataset, parameter)
    counts = np.bincount(of_options[kept[actions]], minlength=len(options))
    return dict(zip(options, counts.tolist(), strict=True))


@lru_cache(maxsize=8)
def _masks(filters: Filters, dataset: Dataset) -> Mapping[str, np.ndarray]:
    """For every parameter that is set, which actions meet it."""
    return MappingProxyType({parameter: _mask(filters, dataset, parameter) for parameter in filters.active()})


def _mask(filters: Filters, dataset: Dataset, parameter: str) -> np.ndarray:
    f = RECORDS[parameter]
    if f.met:
        return f.met(filters, dataset).to_numpy(dtype=bool)
    chosen = getattr(filters, f.name)
    options, actions, of_options = _carried(dataset, parameter)
    hits = actions[np.isin(of_options, pd.Index(options).get_indexer(list(chosen)))]
    needed = len(chosen) if filters.needs_all(parameter) else 1
    return np.bincount(hits, minlength=len(dataset["actions"])) >= needed


@lru_cache(maxsize=64)
def _carried(dataset: Dataset, parameter: str) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """The codes of a parameter, and every pair of an action and a code that it carries as two arrays of positions."""
    options, carried = codes(dataset, parameter), RECORDS[parameter].carried
    assert carried is not None, f"{parameter}: a filter of codes needs `carried`"
    rows = carried(dataset).drop_duplicates().dropna()
    actions = pd.Index(dataset["actions"]["action_id"]).get_indexer(rows["action_id"])
    of_options = pd.Index(options).get_indexer(rows["code"])
    known = (actions >= 0) & (of_options >= 0)
    return options, actions[known], of_options[known]
