"""scipy's `linear_sum_assignment`, without what stands around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

Solver = Callable[[NDArray[np.float64]], tuple[NDArray[np.int64], NDArray[np.int64]]]


@cache
def solver() -> Solver:
    """The function itself.

    It stands in a small compiled module of its own, `scipy.optimize._lsap`, while `import scipy.optimize` brings in
    linear algebra and transforms, and takes longer than pairing a thousand people. Where scipy keeps it elsewhere, the
    whole is imported.
    """
    try:
        return _alone()
    except (ImportError, AttributeError):
        from scipy.optimize import linear_sum_assignment

        return linear_sum_assignment  # type: ignore[no-any-return]


def _alone() -> Solver:
    from importlib.machinery import PathFinder
    from importlib.util import find_spec, module_from_spec

    package = find_spec("scipy")
    places = [f"{one}/optimize" for one in (package.submodule_search_locations or ())] if package else []
    spec = PathFinder.find_spec("scipy.optimize._lsap", places)
    if spec is None or spec.loader is None:
        raise ImportError
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Solver = module.linear_sum_assignment
    return found
