//! Zone charts of the United States Postal Service: `ZIP Code,Zone`, in one pair of columns or several, for one origin that
//! the chart does not name. Three digits mean every code that begins so, five mean that one code.

use super::ChartRow;
use crate::tariff::csv_file::{Record, records};
use crate::tariff::fault::{Report, Spot};
use crate::tariff::source::Source;

pub(super) fn read(source: &Source, report: &mut Report) -> Vec<ChartRow> {
    let records = records(source, report);
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let (mut rows, mut marked) = (Vec::new(), false);
    for record in &records {
        let heads = heads(record);
        if !heads.is_empty() {
            pairs = heads;
            continue;
        }
        for (code, zone) in &pairs {
            rows.extend(row(record, *code, *zone, &mut marked, report));
        }
    }
    if pairs.is_empty() {
        report
            .fault(&Spot::file(&source.name), "has no head; that of a zone chart is ZIP Code,Zone");
    } else if rows.is_empty() {
        report.fault(&Spot::file(&source.name), "has no row; write one as 006---009,7");
    }
    if marked {
        report.warn(
            &Spot::file(&source.name),
            "zones are marked with * or +; the marks are passed over, what they mean stands in the chart's words",
        );
    }
    rows
}

/// The columns of codes and of their zones, where a row heads them.
fn heads(record: &Record<'_>) -> Vec<(usize, usize)> {
    let is = |cell: Option<&str>, word: &str| {
        cell.is_some_and(|cell| cell.to_lowercase().contains(word))
    };
    (0..record.len())
        .filter(|cell| is(record.get(*cell), "zip") && is(record.get(cell + 1), "zone"))
        .map(|cell| (cell, cell + 1))
        .collect()
}

fn row(
    record: &Record<'_>,
    code: usize,
    zone: usize,
    marked: &mut bool,
    report: &mut Report,
) -> Option<ChartRow> {
    let (written, name) =
        (record.get(code).unwrap_or_default(), record.get(zone).unwrap_or_default());
    let is_note = !written.starts_with(|c: char| c.is_ascii_digit()) && name.is_empty();
    if is_note {
        return None;
    }
    let bare = name.trim_end_matches(['*', '+']);
    *marked |= bare != name;
    if bare.is_empty() {
        report.fault(
            &record.spot(code),
            format!("\"{written}\" has no zone; write it in the next cell"),
        );
        return None;
    }
    let Some(codes) = codes(written) else {
        report.fault(
            &record.spot(code),
            format!("\"{written}\" is no ZIP code of three or five digits, nor a range of them; write 005, 006---009 or 96700"),
        );
        return None;
    };
    Some(ChartRow {
        zone: bare.to_owned(),
        zone_spot: record.spot(zone),
        pattern: format!("US {codes}"),
        spot: record.spot(code),
    })
}

/// `006---009` as `006-009`.
fn codes(written: &str) -> Option<String> {
    let is_code =
        |text: &str| matches!(text.len(), 3 | 5) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_code(written) {
        return Some(written.to_owned());
    }
    let plain = written.replace(['–', '—'], "-").replace(" to ", "-").replace(" through ", "-");
    let (first, rest) = plain.split_once('-')?;
    let last = rest.trim_start_matches(['-', ' ']);
    let first = first.trim();
    (is_code(first) && is_code(last) && first.len() == last.len())
        .then(|| format!("{first}-{last}"))
}

#[cfg(test)]
mod tests {
    use super::codes;

    #[test]
    fn a_range_is_written_with_any_dashes_and_its_ends_are_codes_of_equal_length() {
        for (written, expected) in [
            ("005", Some("005")),
            ("96700", Some("96700")),
            ("006---009", Some("006-009")),
            ("006 – 009", Some("006-009")),
            ("09000---09099", Some("09000-09099")),
            ("005 to 009", Some("005-009")),
            ("5", None),
            ("0060", None),
            ("006---00999", None),
            ("006,009", None),
            ("006---008---009", None),
        ] {
            assert_eq!(codes(written).as_deref(), expected, "{written}");
        }
    }
}
