//! Patterns, sets, zones and charts as they are written.

use std::fmt::Write as _;

use super::{Writer, ends, span, valid};
use crate::plan::{ChartRow, Cover, Days, Part, Pattern, Regime, Zone};

impl Writer<'_> {
    pub(super) fn sets(&self, text: &mut String) {
        if self.sheet.sets.is_empty() {
            return;
        }
        // A set may name one that stands below it.
        let sets = self.sheet.sets.iter().rev().map(|set| {
            let member = |(cover, days): &(Cover, Days)| dated(&self.cover(cover), *days);
            let members: Vec<String> = set.members.iter().map(member).collect();
            format!("{} = [{}]", set.name, members.join(", "))
        });
        let _ = writeln!(text, "set = {{ {} }}", sets.collect::<Vec<_>>().join(", "));
    }

    pub(super) fn zones(&mut self, text: &mut String) {
        let sheet = self.sheet;
        if let Some(chart) = &sheet.chart {
            let file = format!("{}.chart.csv", self.name);
            let _ = writeln!(text, "zones = \"{file}\"");
            self.chart(file, "zone", chart, |zone| sheet.zones[*zone].name.clone());
            return;
        }
        let is_plain = |zone: &Zone| {
            zone.regime == Regime::NotStated && zone.refuse.is_none() && zone.days == Days::ALWAYS
        };
        if sheet.zones.iter().all(is_plain) {
            let short = |zone: &Zone| format!("{} = {}", zone.name, self.patterns(&zone.to));
            let zones: Vec<String> = sheet.zones.iter().map(short).collect();
            let _ = writeln!(text, "zones = {{ {} }}", zones.join(", "));
            return;
        }
        text.push_str("[zone]\n");
        for zone in &sheet.zones {
            let _ = write!(text, "{} = {{ to = {}", zone.name, self.patterns(&zone.to));
            match &zone.regime {
                Regime::NotStated => {}
                Regime::Exempt => text.push_str(", tax = \"exempt\""),
                Regime::Tax(tax) => {
                    let _ = write!(text, ", tax = \"{}\"", sheet.taxes[*tax].name);
                }
            }
            if let Some(words) = &zone.refuse {
                let _ = write!(text, ", refuse = \"{words}\"");
            }
            let _ = writeln!(text, "{} }}", valid(zone.days));
        }
    }

    /// A chart in a file of its own, with days where any row has some.
    pub(super) fn chart<V>(
        &mut self,
        file: String,
        third: &str,
        rows: &[ChartRow<V>],
        shown: impl Fn(&V) -> String,
    ) {
        let is_dated = rows.iter().any(|row| row.days != Days::ALWAYS);
        let mut text =
            format!("origin,destination,{third}{}\n", if is_dated { ",from,until" } else { "" });
        for row in rows {
            let (origin, destination) = (self.cover(&row.origin), self.cover(&row.destination));
            let _ = write!(text, "{origin},{destination},{}", shown(&row.value));
            if is_dated {
                let _ = write!(text, ",{}", ends(row.days).join(","));
            }
            text.push('\n');
        }
        self.files.push((file, text));
    }

    /// A list of places in a file, with days where any has some.
    pub(super) fn place_file(&mut self, file: String, list: &[Pattern]) {
        let is_dated = list.iter().any(|pattern| pattern.days != Days::ALWAYS);
        let mut text = if is_dated { "place,from,until\n" } else { "# places\n" }.to_owned();
        for pattern in list {
            text.push_str(&self.pattern(pattern));
            if is_dated {
                let _ = write!(text, ",{}", ends(pattern.days).join(","));
            }
            text.push('\n');
        }
        self.files.push((file, text));
    }

    pub(super) fn patterns(&self, list: &[Pattern]) -> String {
        let one = |pattern: &Pattern| dated(&self.pattern(pattern), pattern.days);
        let items: Vec<String> = list.iter().map(one).collect();
        format!("[{}]", items.join(", "))
    }

    pub(super) fn pattern(&self, pattern: &Pattern) -> String {
        format!("{}{}", if pattern.not { "not " } else { "" }, self.cover(&pattern.cover))
    }

    fn cover(&self, cover: &Cover) -> String {
        match cover {
            Cover::Any => "*".to_owned(),
            Cover::Union => "EU".to_owned(),
            Cover::Set(set) => self.sheet.sets[*set].name.to_owned(),
            Cover::Country(country) => (*country).to_owned(),
            Cover::Region(country, region) => format!("{country}-{region}"),
            Cover::Begins("PT", code) if code.len() == 7 => {
                format!("PT {}-{}", &code[..4], &code[4..])
            }
            Cover::Begins(country, code) => format!("{country} {code}"),
            Cover::Between(country, low, high) => format!("{country} {low}-{high}"),
            Cover::Same(country, Part::Characters(count)) => format!("{country} same:{count}"),
            Cover::Same(country, Part::Area) => format!("{country} same:area"),
            Cover::Same(country, Part::District) => format!("{country} same:district"),
        }
    }
}

/// A place of a list, as a table where it has days.
fn dated(place: &str, days: Days) -> String {
    if days == Days::ALWAYS {
        format!("\"{place}\"")
    } else {
        format!("{{ places = [\"{place}\"], valid = \"{}\" }}", span(days))
    }
}
