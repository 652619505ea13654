"""Read, rank, write: the same weighted sum by pandas with scikit-criteria or pymcdm. Run in an environment of its own.

`python ranking_peers.py scikit-criteria|pymcdm ROSTER.csv RANKING.csv`
"""

import sys

import numpy as np
import pandas as pd

CRITERIA = ["mastery", "transmission", "posture"]


def scored(peer: str, marks: np.ndarray, ids: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Score and rank of everybody."""
    if peer == "pymcdm":
        from pymcdm.methods import WSM
        from pymcdm.normalizations import minmax_normalization

        method = WSM(normalization_function=minmax_normalization)
        score = method(marks, np.full(3, 1 / 3), np.ones(3))
        return score, method.rank(score)
    from skcriteria import mkdm
    from skcriteria.agg.simple import WeightedSumModel

    found = WeightedSumModel().evaluate(mkdm(marks, [max] * 3, weights=[1 / 3] * 3, alternatives=ids))
    return found.e_.score, found.rank_


def main(peer: str, roster: str, ranking: str) -> None:
    """Reads, ranks, writes what `rmentor select --csv` writes: rank, score, each criterion's value, points and mark."""
    table = pd.read_csv(roster, dtype={"id": str})
    marks = (table[CRITERIA].to_numpy(float) - 1) / 4 * 100
    score, rank = scored(peer, marks, table["id"])
    told = pd.DataFrame({"#": rank.astype(int), "id": table["id"], "name": table["name"], "score": score.round(6)})
    for place, one in enumerate(CRITERIA):
        told[f"{one} value"] = marks[:, place].round(6)
        told[f"{one} points"] = (marks[:, place] / 3).round(6)
    told[CRITERIA] = table[CRITERIA]
    told.sort_values(["#", "id"]).to_csv(ranking, index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
