"""A package of many actions in the schema of ours, made from ours with a fixed seed."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pandas as pd

SEED = 20190626
# Tables whose rows belong to one action, and those whose rows are joined to actions by another table.
OF_ACTIONS = ("action_places", "action_organisations", "action_themes", "slogans", "outputs")
OWN_KEYS = {"slogans": "slogan_id", "outputs": "output_id"}


def write(source: Path, target: Path, n: int) -> Path:
    """A copy of the package at `source` with `n` actions, each a copy of one of its actions; returns `target`.

    Demands, outcomes and policy facts stay as they are, joined to the first copies.
    """
    shutil.copytree(source, target)
    tables = {p.stem: pd.read_csv(p, dtype=str, keep_default_na=False) for p in target.glob("*.csv")}
    actions = tables["actions"]
    chance = random.Random(SEED)
    originals = actions["action_id"].tolist()
    copies = [*originals, *chance.choices(originals, k=max(0, n - len(originals)))]
    counters: dict[str, int] = {}
    new_ids = []
    for original in copies:
        prefix = original.rsplit("-", 1)[0]
        counters[prefix] = counters.get(prefix, 0) + 1
        new_ids.append(f"{prefix}-{counters[prefix]:02d}")
    # The first copies keep their ids because each country's numbers start at 1 in the order of the table.
    pairs = pd.DataFrame({"action_id": copies, "new": new_ids})
    tables["actions"] = pairs.merge(actions, on="action_id", how="left").drop(columns="action_id")
    tables["actions"].insert(0, "action_id", tables["actions"].pop("new"))
    for name in OF_ACTIONS:
        columns = list(tables[name].columns)
        frame = pairs.merge(tables[name], on="action_id", how="inner")
        frame["action_id"] = frame.pop("new")
        if name in OWN_KEYS:
            key = OWN_KEYS[name]
            again = frame.groupby(key).cumcount()
            frame[key] = frame[key].where(again == 0, frame[key] + again.map("{:03d}".format))
        tables[name] = frame[columns]
    for name in ("actions", *OF_ACTIONS):
        tables[name].to_csv(target / f"{name}.csv", index=False)
    return target
