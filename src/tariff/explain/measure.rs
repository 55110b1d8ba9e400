//! What a shipment measures, in the units that a rule speaks of, and what a sheet makes of it.

use rust_decimal::Decimal;

use super::{Case, ExplainedStep, Topic, step};
use crate::model::{LengthUnit, Parcel, Weight, WeightUnit};
use crate::tariff::number::decimal;
use crate::tariff::written::Rule;

/// A rounding of sides: `up 1 in`.
#[derive(Clone, Copy)]
pub(super) struct Sides<'r> {
    written: Option<&'r str>,
    /// Without sides, no condition on them holds.
    pub(super) may_lack: bool,
}

impl<'r> Sides<'r> {
    const AS_MEASURED: Self = Self { written: None, may_lack: false };

    pub(super) fn of(weight: Option<&'r Rule>) -> Self {
        let field = |name: &str| weight.and_then(|weight| weight.text(name));
        Self { written: field("sides"), may_lack: field("no_sides") == Some("actual") }
    }

    fn is_rounded(self) -> bool {
        self.written.is_some_and(|written| written != "exact")
    }

    /// Sorted, the longest first.
    fn sides(self, parcel: &Parcel, unit: LengthUnit) -> Option<[Decimal; 3]> {
        let sorted = parcel.dimensions?.sorted();
        let mut words = self.written.unwrap_or_default().split(' ');
        let (how, by, of) =
            (words.next(), words.next().and_then(decimal), words.next().and_then(length_unit));
        let rounded = |length: crate::model::Length| match (how, by, of) {
            (Some(how @ ("up" | "nearest")), Some(by), Some(of)) if !by.is_zero() => {
                let times = length.value_in(of) / by;
                let whole = if how == "up" {
                    // A conversion may leave a last digit too much.
                    times.round_dp(9).ceil()
                } else {
                    (times + Decimal::new(5, 1)).round_dp(9).floor()
                };
                crate::model::Length::new(whole * by, of).map_or(length, |rounded| rounded)
            }
            _ => length,
        };
        Some(sorted.map(|side| rounded(side).value_in(unit).round_dp(4).normalize()))
    }
}

fn length_unit(text: &str) -> Option<LengthUnit> {
    Some(match text {
        "mm" => LengthUnit::Mm,
        "cm" => LengthUnit::Cm,
        "in" => LengthUnit::In,
        _ => return None,
    })
}

fn weight_unit(text: &str) -> Option<WeightUnit> {
    Some(match text {
        "g" => WeightUnit::G,
        "kg" => WeightUnit::Kg,
        "lb" => WeightUnit::Lb,
        "oz" => WeightUnit::Oz,
        _ => return None,
    })
}

/// A value and its unit, as `1728 in3`.
pub(super) fn valued(text: &str) -> Option<(Decimal, &str)> {
    let (value, unit) = text.trim().rsplit_once(' ')?;
    Some((decimal(value.trim())?, unit))
}

pub(super) fn shown_weight(weight: Weight, unit: WeightUnit) -> String {
    format!("{} {unit}", weight.value_in(unit).round_dp(6).normalize())
}

impl Case<'_> {
    /// What a quantity of a parcel, or of the shipment, measures in a unit; `None`: not known here.
    pub(super) fn quantity(
        &self,
        name: &str,
        parcel: &Parcel,
        sides: Sides<'_>,
        unit: &str,
    ) -> Option<Decimal> {
        let shipment = &self.request.shipment;
        if let Some(name) = name.strip_prefix("shipment.") {
            return match name {
                "weight" => {
                    Some(shipment.weight()?.value_in(weight_unit(unit)?).round_dp(6).normalize())
                }
                "billable" => Some(
                    self.rate?.billed_weight?.value_in(weight_unit(unit)?).round_dp(6).normalize(),
                ),
                "volume" => shipment
                    .parcels
                    .iter()
                    .map(|parcel| self.quantity("volume", parcel, Sides::AS_MEASURED, unit))
                    .sum(),
                "parcels" => Some(shipment.parcels.len().into()),
                _ => None,
            };
        }
        match name {
            "weight" => {
                return Some(parcel.weight.value_in(weight_unit(unit)?).round_dp(6).normalize());
            }
            "billable" if shipment.parcels.len() == 1 => {
                return Some(
                    self.rate?.billed_weight?.value_in(weight_unit(unit)?).round_dp(6).normalize(),
                );
            }
            "volume" => {
                let of = match unit {
                    "in3" => LengthUnit::In,
                    _ => LengthUnit::Cm,
                };
                let volume: Decimal = sides.sides(parcel, of)?.iter().product();
                let volume = if unit == "m3" { volume / Decimal::from(1_000_000) } else { volume };
                return Some(volume.round_dp(6).normalize());
            }
            _ => {}
        }
        let [longest, second, shortest] = sides.sides(parcel, length_unit(unit)?)?;
        Some(match name {
            "longest" => longest,
            "second" => second,
            "shortest" => shortest,
            "sum_of_sides" => longest + second + shortest,
            "length_plus_girth" => longest + Decimal::TWO * (second + shortest),
            _ => return None,
        })
    }

    /// A line for each bound that the service has: limits see sides as they were measured.
    pub(super) fn limits(&self, rules: &Rule, out: &mut Vec<ExplainedStep>) {
        for (table, sign, word) in [("limits", "≤", "over"), ("least", "≥", "under")] {
            let Some(limits) = rules.get(table) else { continue };
            for (name, rule) in limits.entries() {
                if name == "shipment" {
                    for (inner, rule) in rule.entries() {
                        self.limit(&format!("shipment.{inner}"), rule, sign, word, out);
                    }
                } else {
                    self.limit(name, rule, sign, word, out);
                }
            }
        }
    }

    fn limit(&self, name: &str, rule: &Rule, sign: &str, word: &str, out: &mut Vec<ExplainedStep>) {
        let Some(text) = rule.as_text() else { return };
        let (bound, unit) = valued(text).unwrap_or_else(|| (decimal(text).unwrap_or_default(), ""));
        let parcels = &self.request.shipment.parcels;
        for (index, parcel) in parcels.iter().enumerate() {
            let of_shipment = name.starts_with("shipment.");
            if of_shipment && index > 0 {
                break;
            }
            let who = if of_shipment || parcels.len() == 1 {
                String::new()
            } else {
                format!("parcels[{index}] ")
            };
            let words = match self.quantity(name, parcel, Sides::AS_MEASURED, unit) {
                None => format!("{who}{name}: not known; limit {text}"),
                Some(value) => {
                    let is_within = if sign == "≤" { value <= bound } else { value >= bound };
                    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
                    if is_within {
                        format!("{who}{name} {value}{unit} {sign} {text}")
                    } else {
                        format!("{who}{name} {value}{unit} is {word} the limit {text}")
                    }
                }
            };
            out.push(step(Topic::Limit, words));
        }
    }

    /// Actual and volumetric weight of a parcel, and which counts.
    pub(super) fn weight(&self, rules: &Rule, unit: WeightUnit, out: &mut Vec<ExplainedStep>) {
        let weight = rules.get("weight");
        let field = |name: &str| weight.and_then(|weight| weight.text(name));
        let sides = Sides::of(weight);
        let parcels = &self.request.shipment.parcels;
        for (index, parcel) in parcels.iter().enumerate() {
            let who =
                if parcels.len() == 1 { String::new() } else { format!("parcels[{index}]: ") };
            let actual = shown_weight(parcel.weight, unit);
            out.push(step(Topic::Weight, format!("{who}actual weight {actual}")));
            let Some((divisor, of)) = field("divisor").and_then(valued) else { continue };
            let (length, volume_unit, weight_unit) = match of {
                "in3/lb" => (LengthUnit::In, "in3", WeightUnit::Lb),
                _ => (LengthUnit::Cm, "cm3", WeightUnit::Kg),
            };
            let Some([a, b, c]) = sides.sides(parcel, length) else {
                let words = match field("no_sides") {
                    Some("actual") => format!(
                        "{who}no dimensions: the actual weight counts (no_sides = \"actual\")"
                    ),
                    _ => format!("{who}no dimensions, and the sheet needs them"),
                };
                out.push(step(Topic::Weight, words));
                continue;
            };
            let volume = (a * b * c).normalize();
            let rounded = if sides.is_rounded() {
                format!(", sides {}", field("sides").unwrap_or_default())
            } else {
                String::new()
            };
            let measured =
                format!("{who}{a} × {b} × {c} {length} = {volume} {volume_unit}{rounded}");
            let above = field("only_above").and_then(valued).and_then(|(above, unit)| {
                let value = self.quantity("volume", parcel, sides, unit)?;
                (value <= above).then(|| format!("{above} {unit}"))
            });
            let from = field("volumetric_from").and_then(valued).filter(|(from, unit)| {
                self.quantity("weight", parcel, sides, unit).is_some_and(|value| value < *from)
            });
            let words = if let Some(above) = above {
                format!("{measured}: not above {above}, the volume does not count")
            } else if let Some((from, unit)) = from {
                format!("{measured}: below {from} {unit} the volume does not count")
            } else {
                let by_volume = (volume / divisor).round_dp(6).normalize();
                format!("{measured} ÷ {divisor} {of} = volumetric weight {by_volume} {weight_unit}")
            };
            out.push(step(Topic::Weight, words));
        }
        for name in ["unit", "tolerance", "minimum"] {
            if let Some(text) = field(name) {
                let words = match name {
                    "unit" => format!("weights are rounded up to {text}"),
                    "tolerance" => {
                        format!("an actual weight up to {text} above a unit counts as that unit")
                    }
                    _ => format!("at least {text} are billed"),
                };
                out.push(step(Topic::Weight, words));
            }
        }
        if let Some(count) = field("count").filter(|count| *count != "parcel" && parcels.len() > 1)
        {
            let words = if count == "sum-of-greater" {
                "the shipment is weighed as one: the sum of the greater weight of each parcel"
            } else {
                "the shipment is weighed as one: the greater of both sums"
            };
            out.push(step(Topic::Weight, words));
        }
        if let Some(billed) = self.rate.and_then(|rate| rate.billed_weight) {
            let of_all = if parcels.len() > 1 { " of all parcels" } else { "" };
            out.push(step(
                Topic::Weight,
                format!("billable weight{of_all} {}", shown_weight(billed, unit)),
            ));
        }
    }
}
