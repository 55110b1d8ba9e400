//! Which zones a column of a published list is for, by its head.

use super::Asked;
use crate::tariff::fault::{Report, Spot, suggestion};
use crate::tariff::grid::Wanted;

/// The head of a column: its cell, its words, where it stands.
pub(super) type Head = (usize, String, Spot);

/// A column: the places of its head, and the zones it is for.
pub(super) struct Column {
    pub(super) cell: usize,
    pub(super) zones: Vec<usize>,
}

/// A list with one wanted column of several leaves the others alone.
pub(super) fn is_plain_table(columns: &[Column]) -> bool {
    columns.len() == 1
}

/// The columns of a table and the zones they are for.
pub(super) fn columns(
    heads: &[Head],
    at: &Spot,
    wanted: &Wanted<'_>,
    asked: &Asked<'_>,
    report: &mut Report,
) -> Option<Vec<Column>> {
    if heads.is_empty() {
        report.fault(
            at,
            "names no column; zones or Single Piece stand beside it, or in the line below",
        );
        return None;
    }
    let of_zones: Vec<Option<Vec<usize>>> =
        heads.iter().map(|(_, head, _)| zones_of(head, wanted)).collect();
    if of_zones.iter().all(Option::is_none) && !heads.iter().any(|(_, head, _)| is_zone_head(head))
    {
        return plain_column(heads, at, wanted, asked, report);
    }
    if let Some(column) = &asked.column {
        report.fault(&column.spot, "the columns of the list are zones; leave column out");
    }
    let mut columns: Vec<Column> = Vec::new();
    let mut is_whole = true;
    for ((cell, head, spot), zones) in heads.iter().zip(of_zones) {
        let Some(zones) = zones else {
            let hint = suggestion(head, wanted.zones.iter().map(|zone| zone.name.as_str()));
            report.fault(spot, format!("column \"{head}\" is no zone of the sheet{hint}"));
            is_whole = false;
            continue;
        };
        if zones.iter().any(|zone| columns.iter().any(|column| column.zones.contains(zone))) {
            report.fault(spot, format!("column \"{head}\" stands twice"));
        }
        columns.push(Column { cell: *cell, zones });
    }
    is_whole.then_some(columns)
}

/// The one price for every zone.
fn plain_column(
    heads: &[Head],
    at: &Spot,
    wanted: &Wanted<'_>,
    asked: &Asked<'_>,
    report: &mut Report,
) -> Option<Vec<Column>> {
    let names = || heads.iter().map(|(_, head, _)| head.as_str());
    let chosen = match (&asked.column, heads) {
        (None, [only]) => Some(only),
        (None, _) => {
            let all = names().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
            report.fault(at, format!("has the columns {all}, none of them a zone; say which is meant: column = \"{}\"", names().next().unwrap_or_default()));
            None
        }
        (Some(column), heads) => {
            let found = heads.iter().find(|(_, head, _)| head == column.text);
            if found.is_none() {
                let hint = suggestion(column.text, names());
                report
                    .fault(&column.spot, format!("no column is headed \"{}\"{hint}", column.text));
            }
            found
        }
    };
    let served = |(_, zone): &(usize, &crate::tariff::compiled::Zone)| zone.refuse.is_none();
    let zones = wanted.zones.iter().enumerate().filter(served).map(|(number, _)| number).collect();
    chosen.map(|(cell, _, _)| vec![Column { cell: *cell, zones }])
}

fn is_zone_head(head: &str) -> bool {
    let lower = head.to_lowercase();
    lower.starts_with("zone")
        || lower.starts_with("local")
        || lower.bytes().all(|b| b.is_ascii_digit())
}

/// The zones of a head: `Zone 3`, `3`, `Zones 1 & 2`, `Local, 1-4`; `None`: one of them is no zone of the sheet.
fn zones_of(head: &str, wanted: &Wanted<'_>) -> Option<Vec<usize>> {
    let named = |name: &str| {
        let same = |known: &str| known.eq_ignore_ascii_case(name);
        wanted.zones.iter().position(|zone| same(&zone.name))
    };
    if let Some(zone) = named(head) {
        return Some(vec![zone]);
    }
    let lower = head.to_lowercase();
    let mut zones = Vec::new();
    for part in lower.replace(" and ", "&").split(['&', ',', '/']) {
        let part = part.trim();
        let part =
            part.strip_prefix("zones").or_else(|| part.strip_prefix("zone")).unwrap_or(part).trim();
        if part.is_empty() {
            continue;
        }
        let ends = part
            .split_once('-')
            .or_else(|| part.split_once('–'))
            .or_else(|| part.split_once(" to "));
        let ends = ends.and_then(|(a, b)| {
            Some((a.trim().parse::<u16>().ok()?, b.trim().parse::<u16>().ok()?))
        });
        let parts: Vec<String> = match ends {
            Some((first, last)) if first < last && last < 100 => {
                (first..=last).map(|zone| zone.to_string()).collect()
            }
            _ => vec![part.to_owned()],
        };
        for name in parts {
            zones.push(named(&name).or_else(|| named(&format!("zone {name}")))?);
        }
    }
    (!zones.is_empty()).then_some(zones)
}
