#!/usr/bin/env python3
"""Writes zones.tsv: the zone of each country that has one clock from 2020 to 2035, and of the regions named below.

    python -m venv venv && venv/bin/pip install tzdata==2026.6
    venv/bin/python generate_zones.py > zones.tsv

Last run with tzdata 2026.6 (tz database 2026f, public domain). Countries come from its zone.tab; a country with several
zones is in only if all of them show the same time throughout, then under the first, its most populous. The regions are
those that lie in one zone beyond doubt: a state divided by law, or with a town that keeps its neighbour's time, is left out.
So is a place whose clock the crate's own tz database (chrono-tz 0.10.4: 2025b) does not show as the newer one does.
"""

import sys
from datetime import datetime, timedelta, timezone
from importlib import resources
from zoneinfo import ZoneInfo

NAMES = {"US/ET": "America/New_York", "US/CT": "America/Chicago", "US/MT": "America/Denver", "US/PT": "America/Los_Angeles"}

REGIONS = {
    # 49 CFR part 71. Left out: AK AZ FL ID IN KS KY MI ND NE OR SD TN TX (divided), AL NV OK (a town with the neighbour)
    "US": {
        "US/ET": "CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
        "US/CT": "AR IA IL LA MN MO MS WI",
        "US/MT": "CO MT NM UT WY",
        "US/PT": "CA WA",
        "Pacific/Honolulu": "HI",
        "America/Puerto_Rico": "PR",
        "America/St_Thomas": "VI",
        "Pacific/Guam": "GU",
        "Pacific/Saipan": "MP",
        "Pacific/Pago_Pago": "AS",
    },
    # Left out: BC NL NU ON QC SK (divided), NT; AB and MB by STALE
    "CA": {
        "America/Edmonton": "AB",
        "America/Winnipeg": "MB",
        "America/Moncton": "NB",
        "America/Halifax": "NS PE",
        "America/Whitehorse": "YT",
    },
    "ES": {
        "Europe/Madrid": "AN AR AS CB CL CM CT EX GA IB MC MD NC PV RI VC",
        "Atlantic/Canary": "CN GC TF",  # the community and its two provinces
        "Africa/Ceuta": "CE ML",
    },
    "PT": {
        "Europe/Lisbon": " ".join(f"{district:02}" for district in range(1, 19)),
        "Atlantic/Azores": "20",
        "Atlantic/Madeira": "30",
    },
    # Overseas, where an address says FR; by the first three digits of the postcode, which are the department's
    "FR": {
        "America/Guadeloupe": "971 GP",
        "America/Martinique": "972 MQ",
        "America/Cayenne": "973 GF",
        "Indian/Reunion": "974 RE",
        "America/Miquelon": "975 PM",
        "Indian/Mayotte": "976 YT",
        "Pacific/Wallis": "986 WF",
        "Pacific/Noumea": "988 NC",
    },
}

# Changed in law in 2026, after 2025b: an hour off from autumn 2026 on. Empty this when chrono-tz has caught up.
STALE = {"Africa/Casablanca", "Africa/El_Aaiun", "America/Edmonton", "America/Havana", "America/Winnipeg"}

HOURS = [datetime(2020, 1, 1, tzinfo=timezone.utc) + timedelta(hours=n) for n in range(24 * 5844)]


def data_file(name):
    return resources.files("tzdata").joinpath("zoneinfo", name).read_text()


def clock(zone):
    zone = ZoneInfo(zone)
    return [moment.astimezone(zone).utcoffset() for moment in HOURS]


def zones_by_country():
    found = {}
    for line in data_file("zone.tab").splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return found


def main():
    found = {}
    for country, zones in zones_by_country().items():
        first = clock(zones[0]) if len(zones) > 1 else None
        if all(clock(zone) == first for zone in zones[1:]):
            found[country] = zones[0]
    for country, by_zone in REGIONS.items():
        for zone, regions in by_zone.items():
            zone = NAMES.get(zone, zone)
            ZoneInfo(zone)
            found.update({f"{country}-{region}": zone for region in regions.split()})
    version = data_file("tzdata.zi").splitlines()[0].removeprefix("# version ")
    sys.stdout.write(f"# country[-region] TAB zone. Made by generate_zones.py from the tz database {version}; see there.\n")
    for name, zone in sorted(found.items()):
        if zone in STALE:
            continue
        sys.stdout.write(f"{name}\t{zone}\n")


if __name__ == "__main__":
    main()
