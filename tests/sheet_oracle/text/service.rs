//! A service but for its prices and surcharges.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::{Writer, span, unit_names};
use crate::plan::{
    Calendar, Count, Days, Flat, Quantity, SideRounding, Span, Transit, TransitDays, Units,
};

impl Writer<'_> {
    pub(super) fn service(&mut self, text: &mut String) {
        let sheet = self.sheet;
        if sheet.sold != Days::ALWAYS {
            let _ = writeln!(text, "valid = \"{}\"", span(sheet.sold));
        }
        let _ = writeln!(text, "weight = {{ {} }}", self.weight().join(", "));
        self.limits(text);
        if sheet.lowest_break {
            text.push_str("breaks = \"lowest\"\n");
        }
        if sheet.bans_below {
            text.push_str("least = true\n");
        }
        self.prices(text);
        if !sheet.flat.is_empty() {
            let boxes: Vec<String> = sheet.flat.iter().map(|flat| self.flat(flat)).collect();
            let _ = writeln!(text, "flat = {{ {} }}", boxes.join(", "));
        }
        if !sheet.rows.is_empty() {
            let mut rows = Vec::new();
            for (when, row) in &sheet.rows {
                rows.push(format!("{{ when = \"{}\", use = \"{row}\" }}", self.when(when, row)));
            }
            let _ = writeln!(text, "rows = [{}]", rows.join(", "));
        }
        if let Some(percent) = sheet.discount {
            let _ = writeln!(text, "discount = {{ percent = \"{percent}\" }}");
        }
        if !sheet.surcharges.is_empty() {
            text.push_str("surcharges = [\n");
            for (index, surcharge) in sheet.surcharges.iter().enumerate() {
                let fields = self.surcharge(index, surcharge);
                let _ = writeln!(text, "    {{ {} }},", fields.join(", "));
            }
            text.push_str("]\n");
        }
        if let Some((amount, on)) = &sheet.minimum {
            let on = super::surcharges::named(on);
            let _ = writeln!(text, "minimum = {{ amount = \"{amount}\", on = {on} }}");
        }
        if let Some(transit) = &sheet.transit {
            self.transit(transit, text);
        }
    }

    fn limits(&self, text: &mut String) {
        let sheet = self.sheet;
        let of = |least: &'static str| {
            move |(quantity, bound): &(Quantity, Decimal)| {
                format!("{least}{} = \"{}\"", quantity.name(), self.measure(*quantity, *bound))
            }
        };
        let most = sheet.limits.iter().map(of(""));
        let limits: Vec<String> = most.chain(sheet.least.iter().map(of("least."))).collect();
        if !limits.is_empty() {
            let _ = writeln!(text, "limits = {{ {} }}", limits.join(", "));
        }
    }

    fn flat(&mut self, flat: &Flat) -> String {
        let gross = flat.gross.map_or(String::new(), |gross| format!(", gross = \"{gross}\""));
        let when = if flat.when.is_empty() {
            String::new()
        } else {
            format!(", when = \"{}\"", self.when(&flat.when, &flat.name))
        };
        let weight = self.measure(Quantity::Weight, flat.weight);
        let Flat { name, price, .. } = flat;
        format!("{name} = {{ price = \"{price}\"{gross}, weight = \"{weight}\"{when} }}")
    }

    fn transit(&mut self, transit: &Transit, text: &mut String) {
        text.push_str("transit = { days = ");
        match &transit.days {
            TransitDays::ByZone(days) => {
                let zones = self.sheet.zones.iter().zip(days);
                let days: Vec<String> = zones
                    .filter(|(zone, _)| zone.refuse.is_none())
                    .map(|(zone, span)| format!("{} = \"{}\"", zone.name, days_shown(*span)))
                    .collect();
                let _ = write!(text, "{{ {} }}", days.join(", "));
            }
            TransitDays::Chart(rows) => {
                let file = format!("{}.days.csv", self.name);
                let _ = write!(text, "\"{file}\"");
                self.chart(file, "days", rows, |span| days_shown(*span));
            }
        }
        if let Some((time, zone)) = transit.cut_off {
            let _ = write!(text, ", cut_off = \"{} {zone}\"", time.format("%H:%M"));
        }
        let calendar = match transit.calendar {
            Calendar::Destination => "destination",
            Calendar::Origin => "origin",
            Calendar::Both => "both",
        };
        let _ = writeln!(text, ", calendar = \"{calendar}\" }}");
    }

    fn weight(&self) -> Vec<String> {
        let rules = &self.sheet.weight;
        let (weight, length) = unit_names(rules.units);
        let mut fields = Vec::new();
        let mut field = |name: &str, value: String| fields.push(format!("{name} = \"{value}\""));
        if let Some(unit) = rules.unit {
            field("unit", format!("{unit} {weight}"));
        }
        if let Some(tolerance) = rules.tolerance {
            field("tolerance", format!("{tolerance} g"));
        }
        if let Some((how, step)) = rules.sides {
            let how = if how == SideRounding::Up { "up" } else { "nearest" };
            field("sides", format!("{how} {step} {length}"));
        }
        if let Some(divisor) = rules.divisor {
            field("divisor", format!("{divisor} {length}3/{weight}"));
        }
        if let Some(volume) = rules.only_above {
            field("only_above", format!("{volume} {length}3"));
        }
        if let Some(from) = rules.volumetric_from {
            field("volumetric_from", format!("{from} {weight}"));
        }
        if rules.no_sides_actual {
            field("no_sides", "actual".to_owned());
        }
        match rules.count {
            Count::Parcel => {}
            Count::SumOfGreater => field("count", "sum-of-greater".to_owned()),
            Count::GreaterOfSums => field("count", "greater-of-sums".to_owned()),
        }
        if let Some(minimum) = rules.minimum {
            field("minimum", format!("{minimum} {weight}"));
        }
        fields
    }

    pub(super) fn measure(&self, quantity: Quantity, value: Decimal) -> String {
        let (weight, length) = unit_names(self.sheet.weight.units);
        let times = |factor: i64| (value * Decimal::from(factor)).normalize();
        match (quantity, self.sheet.weight.units) {
            // Some in another unit than the sheet's: it is the same measure.
            (Quantity::Second, Units::KgCm) => return format!("{} mm", times(10)),
            (Quantity::ShipmentWeight, Units::KgCm) => return format!("{} g", times(1000)),
            (Quantity::ShipmentWeight, Units::LbIn) => return format!("{} oz", times(16)),
            _ => {}
        }
        match quantity {
            Quantity::ShipmentParcels => value.to_string(),
            Quantity::Volume | Quantity::ShipmentVolume => format!("{value} {length}3"),
            _ if quantity.is_weight() => format!("{value} {weight}"),
            _ => format!("{value} {length}"),
        }
    }
}

fn days_shown(span: Span) -> String {
    match span {
        None => "-".to_owned(),
        Some((fewest, most)) if fewest == most => most.to_string(),
        Some((fewest, most)) => format!("{fewest}-{most}"),
    }
}
