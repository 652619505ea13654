"""Public holidays, as dates with their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache

from rmentor.files.validated import near


class NoSuchPlace(Exception):
    """A country or region that nobody knows; `nearest` is what was probably meant, `known` what there is."""

    def __init__(self, key: str, value: str, nearest: str | None, known: Sequence[str]) -> None:
        self.key, self.value, self.nearest, self.known = key, value, nearest, known
        super().__init__(value)


@cache
def public_holidays(
    country: str | None, region: str | None, language: str, first_year: int, last_year: int
) -> Mapping[dt.date, str]:
    """The holidays of a country (ISO code) and region over some years, by date; none without a country.

    Raises NoSuchPlace. The language is always given: without it, names would follow the process's locale.
    """
    if country is None:
        return {}
    import holidays

    known = holidays.list_supported_countries()
    code = country.upper()
    if code not in known:
        codes = sorted(one for one in known if len(one) == 2)
        raise NoSuchPlace("country", country, near(country, codes), codes)
    if region is not None and region not in known[code]:
        raise NoSuchPlace("region", region, near(region, known[code]), sorted(known[code]))
    years = range(first_year, last_year + 1)
    days = holidays.country_holidays(code, subdiv=region, years=years, language=language)
    return dict(sorted(days.items()))
