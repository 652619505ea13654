"""The order of blocks on a page, as a client wants it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rmentor.paper import blocks as b

_FIXED = (b.Title, b.Cover, b.Contents, b.NewPage, b.Heading)
BLOCKS = {
    re.sub(r"(?<!^)(?=[A-Z])", "_", one.__name__).lower(): one for one in b.Block.__subclasses__() if one not in _FIXED
}
"""What may be ordered: names as people write them → blocks."""


def arranged(found: Iterable[b.Block], order: Sequence[str]) -> tuple[b.Block, ...]:
    """The blocks with those named put in that order, page by page; all others stay where they are. A heading goes with
    the block after it; titles and page breaks do not move."""
    places: dict[type[b.Block], int] = {BLOCKS[name]: place for place, name in enumerate(order)}
    made: list[b.Block] = []
    page: list[tuple[b.Block, ...]] = []
    headings: list[b.Block] = []

    def close() -> None:
        slots = [place for place, unit in enumerate(page) if type(unit[-1]) in places]
        wanted = sorted((page[place] for place in slots), key=lambda unit: places.get(type(unit[-1]), 0))
        for slot, unit in zip(slots, wanted, strict=True):
            page[slot] = unit
        made.extend(block for unit in page for block in unit)
        page.clear()

    for block in found:
        if isinstance(block, b.Heading):
            headings.append(block)
            continue
        if isinstance(block, _FIXED):
            page.extend((one,) for one in headings)
            close()
            made.append(block)
        else:
            page.append((*headings, block))
        headings = []
    page.extend((one,) for one in headings)
    close()
    return tuple(made)
