//! The public holidays of countries and regions: reads `holidays.tsv`, a line at a time, when a calendar is first asked
//! for. Where the file is from and what was decided about it: `ORIGIN.md`.

mod zones;

use std::sync::{LazyLock, OnceLock};

use chrono::{NaiveDate, Weekday};

use super::{
    business::{Calendar, Scope},
    span::{DaySet, Span, Years},
    week::Week,
};

pub(super) use zones::zone;

static FILE: &str = include_str!("holidays.tsv");
static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| entries(FILE));

struct Entry {
    /// `ES`, `ES-MD`; in byte order.
    name: &'static str,
    /// The name as a number: compared in one step.
    key: u64,
    fields: &'static str,
    calendar: OnceLock<Option<Calendar>>,
}

fn entries(file: &'static str) -> Vec<Entry> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.split_once('\t').unwrap_or((line, "")))
        .map(|(name, fields)| Entry {
            name,
            key: key(name.as_bytes()),
            fields,
            calendar: OnceLock::new(),
        })
        .collect()
}

/// The calendar of a region, or of its country where the region is unknown; `None` without data for the country.
pub(super) fn calendar(country: &str, region: Option<&str>) -> Option<Calendar> {
    let national = find(country, "")?;
    let regional = region.and_then(|region| find(country, suffix(country, region)));
    let entry = regional.unwrap_or(national);
    entry.calendar.get_or_init(|| read(national, regional)).clone()
}

/// `MD` of `ES-MD`.
pub(super) fn suffix<'a>(country: &str, region: &'a str) -> &'a str {
    match region.split_once('-') {
        Some((prefix, suffix)) if prefix.eq_ignore_ascii_case(country) => suffix,
        _ => region,
    }
}

/// The entry of a region, or of the country if `region` is empty.
fn find(country: &str, region: &str) -> Option<&'static Entry> {
    let name = Name::new(country, region)?;
    let found = ENTRIES.binary_search_by_key(&key(name.bytes()), |entry| entry.key).ok()?;
    ENTRIES.get(found)
}

/// How the files name a place: `ES`, `ES-MD`.
struct Name {
    buffer: [u8; Self::LONGEST],
    length: usize,
}

impl Name {
    /// `GB-ENG`
    const LONGEST: usize = 6;

    /// `None` for what is no country's code, or too long for any name; an empty region means the country.
    fn new(country: &str, region: &str) -> Option<Self> {
        if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return None;
        }
        let hyphen = if region.is_empty() { "" } else { "-" };
        let length = 2 + hyphen.len() + region.len();
        let mut buffer = [0; Self::LONGEST];
        let letters = [country, hyphen, region].into_iter().flat_map(str::bytes);
        buffer
            .get_mut(..length)?
            .iter_mut()
            .zip(letters)
            .for_each(|(place, byte)| *place = byte.to_ascii_uppercase());
        Some(Self { buffer, length })
    }

    fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }
}

/// A name as a number, in the order of its bytes; no name has more than eight.
fn key(name: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(name).for_each(|(place, byte)| *place = *byte);
    u64::from_be_bytes(bytes)
}

fn has_regions(country: &str) -> bool {
    let after = ENTRIES.partition_point(|entry| entry.name <= country);
    ENTRIES.get(after).is_some_and(|next| suffix(country, next.name) != next.name)
}

fn read(national: &Entry, regional: Option<&Entry>) -> Option<Calendar> {
    let [years, week, closed, worked] = columns(national.fields);
    let (mut closed_days, mut worked_days) = (DaySet::NONE, DaySet::NONE);
    let years = if years.is_empty() { Years::ALL } else { read_years(years)? };
    let mut week = read_week(week)?;
    read_days(closed, &mut closed_days)?;
    read_days(worked, &mut worked_days)?;
    let scope = match regional {
        None if has_regions(national.name) => Scope::NationalOnly,
        None => Scope::Country,
        Some(regional) => {
            let [_, own_week, closed, worked] = columns(regional.fields);
            if !own_week.is_empty() {
                week = read_week(own_week)?;
            }
            read_days(closed, &mut closed_days)?;
            read_days(worked, &mut worked_days)?;
            Scope::Region
        }
    };
    Some(Calendar::new(Span::new(years, week, closed_days, &worked_days), scope))
}

fn columns(fields: &str) -> [&str; 4] {
    let mut fields = fields.split('\t');
    [(); 4].map(|()| fields.next().unwrap_or_default())
}

fn read_years(text: &str) -> Option<Years> {
    let (first, last) = text.split_once('-')?;
    Years::new(first.parse().ok()?, last.parse().ok()?)
}

fn read_week(text: &str) -> Option<Week> {
    let days: Option<Vec<Weekday>> =
        text.bytes().map(|digit| digit.checked_sub(b'1')?.try_into().ok()).collect();
    days.map(Week::new)
}

fn read_days(text: &str, days: &mut DaySet) -> Option<()> {
    for token in text.split_ascii_whitespace() {
        let (member, token) = match token.strip_prefix('-') {
            Some(token) => (false, token),
            None => (true, token.strip_prefix('+').unwrap_or(token)),
        };
        if let Some((year, list)) = token.split_once(':') {
            let year = 2000 + year.parse::<i32>().ok()?;
            for day in list.split(',') {
                days.set(read_day(year, day)?, member);
            }
        } else {
            let (day, mask) = token.split_once('@').unwrap_or((token, "ffff"));
            let mask = u16::from_str_radix(mask, 16).ok()?;
            let years = Years::ALL.iter().enumerate().filter(|(place, _)| mask >> place & 1 == 1);
            for (_, year) in years {
                days.set(read_day(year, day)?, member);
            }
        }
    }
    Some(())
}

fn read_day(year: i32, month_and_day: &str) -> Option<NaiveDate> {
    let number: u32 = month_and_day.parse().ok()?;
    NaiveDate::from_ymd_opt(year, number / 100, number % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_is_read() {
        for entry in ENTRIES.iter() {
            let (country, region) =
                entry.name.split_once('-').map_or((entry.name, None), |(c, r)| (c, Some(r)));
            let calendar =
                calendar(country, region).unwrap_or_else(|| panic!("{} is not read", entry.name));
            assert_eq!(calendar.scope() == Scope::Region, region.is_some(), "{}", entry.name);
        }
    }

    #[test]
    fn the_file_is_in_the_order_that_finding_needs() {
        assert!(ENTRIES.is_sorted_by(|a, b| a.name < b.name));
    }

    #[test]
    fn a_token_that_is_no_day_is_not_taken_for_one() {
        for text in ["0230", "1301", "01x1", "0101@xyz", "20:0101,", "ab:0101"] {
            assert_eq!(read_days(text, &mut DaySet::NONE.clone()), None, "{text}");
        }
    }
}
