#!/usr/bin/env python3
"""Writes holidays.tsv from the Python package `holidays`.

    python -m venv venv && venv/bin/pip install holidays==0.109
    venv/bin/python generate.py > holidays.tsv

Last run with holidays 0.109. The header of the file that it writes says which version made it; ORIGIN.md says what was
decided and why. The format is described in that header and read by `mod.rs`.
"""

import re
import sys
import warnings
from datetime import date, timedelta
from importlib.metadata import version

import holidays

FIRST, LAST = 2020, 2035
YEARS = range(FIRST, LAST + 1)
DAYS = [date(FIRST, 1, 1) + timedelta(n) for n in range((date(LAST + 1, 1, 1) - date(FIRST, 1, 1)).days)]
ISO_SUBDIVISION = re.compile(r"^[A-Z0-9]{1,3}$")  # the package also keys a few cities and school zones by name
MONDAY_TO_SATURDAY = {1, 2, 3, 4, 5, 6}

HEADER = """\
# Public holidays 2020-2035. Made by generate.py from the Python package holidays {version} (MIT); see ORIGIN.md.
# country[-region] TAB first and last year TAB days of the week that are worked (1 = Monday) TAB closed days TAB days
# worked against the week. A region lists what it adds (+) to its country's days and takes (-) from them; an empty field is
# its country's. A country without years is 2020-2035.
# Day: MMDD = every year; MMDD@mask = years in a hexadecimal mask, lowest bit 2020; YY:MMDD,MMDD = of the year 20YY.
# Holidays of lunar calendars that the source marks as estimated: {estimated}
"""


def load(country, region=None):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return holidays.country_holidays(country, subdiv=region, years=YEARS, categories=holidays.PUBLIC, language="en_US")


def in_span(days):
    return {day for day in days if FIRST <= day.year <= LAST}


def week_of(source):
    """The week worked at the end of the span, and the days before a change of it that fall out of it."""
    week = {day.isoweekday() for day in DAYS[-7:] if not source._is_weekend(day)}
    if week == MONDAY_TO_SATURDAY:  # what a carrier does on Saturdays is for its sheet to say
        return week - {6}, set(), set()
    off = {day for day in DAYS if day.isoweekday() in week and source._is_weekend(day)}
    on = {day for day in DAYS if day.isoweekday() not in week and not source._is_weekend(day)}
    return week, off, on


def days_of(country, region=None):
    source = load(country, region)
    week, off, on = week_of(source)
    closed = in_span(source) | off
    worked = in_span(source.weekend_workdays) | (on - closed)
    return source, week, closed, {day for day in worked if day.isoweekday() not in week}


def span_of(source):
    """The years that the source has facts for, where they are not all; before and after them it says no holidays at all."""
    first, last = max(FIRST, source.start_year), min(LAST, source.end_year)
    return "" if (first, last) == (FIRST, LAST) else f"{first}-{last}"


def digits(week):
    return "".join(map(str, sorted(week)))


def encode(days, sign=""):
    by_day = {}
    for day in days:
        by_day.setdefault(f"{day:%m%d}", set()).add(day.year)
    tokens, by_year = [], {}
    for day, years in sorted(by_day.items()):
        mask = sum(1 << (year - FIRST) for year in years)
        if len(years) == len(YEARS):
            tokens.append(sign + day)
        elif len(years) > 2:
            tokens.append(f"{sign}{day}@{mask:x}")
        else:
            for year in years:
                by_year.setdefault(year, []).append(day)
    tokens += [f"{sign}{year % 100}:{','.join(sorted(days))}" for year, days in sorted(by_year.items())]
    return tokens


def lines():
    estimated, out = set(), []
    for country, regions in sorted(holidays.list_supported_countries(include_aliases=False).items()):
        source, week, closed, worked = days_of(country)
        if any("estimated" in name for name in source.values()):
            estimated.add(country)
        if not closed:
            continue  # nobody lives there: the source knows the code and no holiday
        out.append((country, span_of(source), digits(week), encode(closed), encode(worked)))
        for region in sorted(filter(ISO_SUBDIVISION.match, regions)):
            _, own_week, own, own_worked = days_of(country, region)
            out.append((
                f"{country}-{region}",
                "",
                "" if own_week == week else digits(own_week),
                encode(own - closed, "+") + encode(closed - own, "-"),
                encode(own_worked - worked, "+") + encode(worked - own_worked, "-"),
            ))
    return estimated, out


def main():
    estimated, out = lines()
    sys.stdout.write(HEADER.format(version=version("holidays"), estimated=" ".join(sorted(estimated))))
    for name, years, week, closed, worked in sorted(out):
        sys.stdout.write("\t".join([name, years, week, " ".join(closed), " ".join(worked)]).rstrip("\t") + "\n")


if __name__ == "__main__":
    main()
