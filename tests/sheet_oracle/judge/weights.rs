//! §3: sides, volume, which weight counts, floors and limits. Grams and centimetres.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::No;
use super::conditions::{Scene, hold};
use crate::exact::Exact;
use crate::plan::{
    Count, Order, Parcel, Quantity, Sheet, SideRounding, Surcharge, Test, Units, Unknown,
    WeightRules, What,
};

/// The parcels as the sheet weighs them.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    pub(super) parcels: Vec<Weighed>,
    /// What the rate says was billed: the sum of all that is priced for itself.
    pub(super) billed: Exact,
    /// What is weighed as one, where a sheet does so: all but flat boxes.
    pub(super) together: Exact,
    /// Why a parcel has no price by its billable weight.
    pub(super) reasons: Vec<No>,
}

#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub(super) actual: Exact,
    pub(super) billable: Exact,
    /// The longest first, as measured.
    exact_sides: Option<[Exact; 3]>,
    /// As the sheet rounds them.
    sides: Option<[Exact; 3]>,
    shipment: Exact,
}

impl WeightRules {
    /// One of the sheet's units of weight in grams.
    pub(super) fn grams(&self) -> Exact {
        match self.units {
            Units::KgCm => Exact::whole(1000),
            Units::LbIn => Exact::of(Decimal::new(45_359_237, 5)),
        }
    }

    fn centimetres(&self) -> Exact {
        match self.units {
            Units::KgCm => Exact::whole(1),
            Units::LbIn => Exact::of(Decimal::new(254, 2)),
        }
    }

    fn cubic_centimetres(&self) -> Exact {
        let side = self.centimetres();
        side.times(&side).times(&side)
    }

    /// A written measure in grams, centimetres or cubic centimetres.
    pub(super) fn exact(&self, quantity: Quantity, value: Decimal) -> Exact {
        let unit = match quantity {
            Quantity::Weight | Quantity::Billable | Quantity::ShipmentWeight => self.grams(),
            Quantity::Volume => self.cubic_centimetres(),
            _ => self.centimetres(),
        };
        Exact::of(value).times(&unit)
    }

    /// A weight of the sheet in grams.
    pub(crate) fn in_grams(&self, value: Decimal) -> Decimal {
        self.weight(value).decimal(9)
    }

    fn weight(&self, value: Decimal) -> Exact {
        self.exact(Quantity::Weight, value)
    }

    /// The least weight that is billed.
    fn least(&self) -> Exact {
        self.minimum.map_or(Exact::whole(0), |least| self.weight(least))
    }

    /// A weight rounded up to the sheet's unit; without one to a nanogram, the finest weight there is.
    pub(super) fn rounded_up(&self, weight: &Exact) -> Exact {
        let unit = match self.unit {
            Some(unit) => self.weight(unit),
            None => Exact::of(Decimal::new(1, 9)),
        };
        weight.up_to_multiple(&unit)
    }

    fn rounded_side(&self, side: &Exact) -> Exact {
        let Some((how, step)) = self.sides else { return side.clone() };
        let step = self.exact(Quantity::Longest, step);
        match how {
            SideRounding::Up => side.up_to_multiple(&step),
            SideRounding::Nearest => side.nearest_multiple(&step),
        }
    }

    /// Volume ÷ divisor, where volume counts; not rounded yet.
    fn volumetric(&self, weighed: &Weighed) -> Option<Exact> {
        let (divisor, [a, b, c]) = (self.divisor?, weighed.sides.as_ref()?);
        let volume = a.times(b).times(c);
        let is_too_small =
            self.only_above.is_some_and(|bound| volume <= self.exact(Quantity::Volume, bound));
        let is_too_light =
            self.volumetric_from.is_some_and(|from| weighed.actual < self.weight(from));
        if is_too_small || is_too_light {
            return None;
        }
        Some(volume.over(&self.cubic_centimetres()).over(&Exact::of(divisor)).times(&self.grams()))
    }
}

impl Weighed {
    /// By sides as the sheet rounds them: what conditions see. `None`: the sides are not given.
    pub(super) fn rounded_quantity(&self, quantity: Quantity) -> Option<Exact> {
        self.quantity(quantity, self.sides.as_ref())
    }

    fn quantity(&self, quantity: Quantity, sides: Option<&[Exact; 3]>) -> Option<Exact> {
        match quantity {
            Quantity::Weight => return Some(self.actual.clone()),
            Quantity::Billable => return Some(self.billable.clone()),
            Quantity::ShipmentWeight => return Some(self.shipment.clone()),
            _ => {}
        }
        let [longest, second, shortest] = sides?;
        let others = second.plus(shortest);
        Some(match quantity {
            Quantity::Longest => longest.clone(),
            Quantity::Second => second.clone(),
            Quantity::Shortest => shortest.clone(),
            Quantity::SumOfSides => longest.plus(&others),
            Quantity::LengthPlusGirth => longest.plus(&others.times(&Exact::whole(2))),
            _ => longest.times(second).times(shortest),
        })
    }
}

/// Weighs everything, holds it to the limits, and refuses where sides are needed and not given.
pub(super) fn weigh(
    sheet: &Sheet,
    order: &Order,
    zone: usize,
    day: NaiveDate,
) -> Result<Scale, No> {
    let rules = &sheet.weight;
    let shipment = order
        .parcels
        .iter()
        .fold(Exact::whole(0), |sum, parcel| sum.plus(&Exact::of(parcel.grams)));
    let mut parcels: Vec<Weighed> =
        order.parcels.iter().map(|parcel| measured(rules, parcel, &shipment)).collect();
    let lacks_sides = !rules.no_sides_actual
        && needs_sides(sheet)
        && order.parcels.iter().any(|parcel| parcel.sides.is_none() && parcel.boxed.is_none());
    let over = parcels
        .iter()
        .any(|parcel| is_over(sheet, parcel, |quantity| quantity != Quantity::Billable));
    match (lacks_sides, over) {
        // Of two reasons in two parcels neither comes first.
        (true, true) => return Err(No::Either(vec![No::SidesNeeded, No::OverLimit])),
        (true, false) => return Err(No::SidesNeeded),
        (false, true) => return Err(No::OverLimit),
        (false, false) => {}
    }
    let scene = Scene { sheet, order, zone, day };
    let mut reasons = Vec::new();
    for (parcel, sent) in parcels.iter_mut().zip(&order.parcels) {
        // A flat box is not priced by weight: what is in it is what was sent.
        parcel.billable = match sent.boxed {
            Some(_) => parcel.actual.clone(),
            _ => billable(sheet, parcel, &scene).unwrap_or_else(|reason| {
                reasons.push(reason);
                parcel.actual.clone()
            }),
        };
    }
    let pairs = || parcels.iter().zip(&order.parcels);
    let loose: Vec<&Weighed> =
        pairs().filter(|(_, sent)| sent.boxed.is_none()).map(|(parcel, _)| parcel).collect();
    let boxed = pairs().filter(|(_, sent)| sent.boxed.is_some()).map(|(parcel, _)| &parcel.actual);
    let together = match rules.count {
        Count::Parcel => {
            let by_billable = |quantity| quantity == Quantity::Billable;
            if loose.iter().any(|parcel| is_over(sheet, parcel, by_billable)) {
                reasons.push(No::OverLimit);
            }
            sum(loose.iter().map(|parcel| &parcel.billable))
        }
        _ if loose.is_empty() => Exact::whole(0),
        Count::SumOfGreater => {
            let together = sum(loose.iter().map(|parcel| &parcel.billable));
            rules.rounded_up(&together).max(rules.least())
        }
        Count::GreaterOfSums => greater_of_sums(sheet, &loose, &scene)?,
    };
    let billed = together.plus(&sum(boxed));
    Ok(Scale { parcels, billed, together, reasons })
}

fn sum<'w>(weights: impl Iterator<Item = &'w Exact>) -> Exact {
    weights.fold(Exact::whole(0), |sum, weight| sum.plus(weight))
}

fn measured(rules: &WeightRules, parcel: &Parcel, shipment: &Exact) -> Weighed {
    let exact_sides = parcel.sides.map(|mut sides| {
        sides.sort();
        let [shortest, second, longest] = sides.map(|side| Exact::of(side).over(&Exact::whole(10)));
        [longest, second, shortest]
    });
    let sides =
        exact_sides.as_ref().map(|sides| sides.each_ref().map(|side| rules.rounded_side(side)));
    let actual = Exact::of(parcel.grams);
    Weighed { billable: actual.clone(), actual, exact_sides, sides, shipment: shipment.clone() }
}

fn needs_sides(sheet: &Sheet) -> bool {
    let speaks =
        |test: &Test| matches!(test, Test::Compare(quantity, _, _) if quantity.is_of_sides());
    sheet.weight.divisor.is_some()
        || sheet.limits.iter().any(|(quantity, _)| quantity.is_of_sides())
        || sheet.rows.iter().flat_map(|(when, _)| when).any(speaks)
        || sheet.surcharges.iter().flat_map(|surcharge| &surcharge.when).any(speaks)
}

/// By sides as measured; what is not measured is taken as met.
fn is_over(sheet: &Sheet, parcel: &Weighed, which: impl Fn(Quantity) -> bool) -> bool {
    let mut limits = sheet.limits.iter().filter(|(quantity, _)| which(*quantity));
    limits.any(|(quantity, most)| {
        let value = parcel.quantity(*quantity, parcel.exact_sides.as_ref());
        value.is_some_and(|value| value > sheet.weight.exact(*quantity, *most))
    })
}

/// The greatest of actual, volumetric, least weight and floors; rounded where a parcel is priced for itself.
fn billable(sheet: &Sheet, parcel: &Weighed, scene: &Scene<'_>) -> Result<Exact, No> {
    let rules = &sheet.weight;
    let each = |weight: Exact| match rules.count {
        Count::Parcel => rules.rounded_up(&weight),
        _ => weight,
    };
    let mut greatest = each(parcel.actual.clone());
    if let Some(volumetric) = rules.volumetric(parcel) {
        greatest = greatest.max(each(volumetric));
    }
    // A shipment that is weighed as one has the least weight once.
    if let Some(least) = rules.minimum.filter(|_| rules.count == Count::Parcel) {
        greatest = greatest.max(rules.weight(least));
    }
    for floor in floors(sheet, parcel, scene)? {
        greatest = greatest.max(floor);
    }
    Ok(greatest)
}

fn floors(sheet: &Sheet, parcel: &Weighed, scene: &Scene<'_>) -> Result<Vec<Exact>, No> {
    let mut floors = Vec::new();
    for surcharge in &sheet.surcharges {
        let What::Bill(floor) = surcharge.what else { continue };
        if applies(surcharge, hold(&surcharge.when, scene, parcel))? {
            floors.push(sheet.weight.weight(floor));
        }
    }
    Ok(floors)
}

/// A condition, and what the surcharge says where it cannot be known.
pub(super) fn applies(surcharge: &Surcharge, truth: Option<bool>) -> Result<bool, No> {
    match (truth, surcharge.unknown) {
        (Some(truth), _) => Ok(truth),
        (None, Some(Unknown::Apply)) => Ok(true),
        (None, Some(Unknown::Skip)) => Ok(false),
        (None, None) => Err(No::Unknown),
    }
}

/// The greater of all actual weight, each parcel's raised to its floors, and all volumetric weight. A parcel whose volume does
/// not count, or is not known, adds nothing to the latter.
fn greater_of_sums(sheet: &Sheet, parcels: &[&Weighed], scene: &Scene<'_>) -> Result<Exact, No> {
    let rules = &sheet.weight;
    let (mut actual, mut volumetric) = (Exact::whole(0), Exact::whole(0));
    for parcel in parcels {
        let least = floors(sheet, parcel, scene)?.into_iter().fold(Exact::whole(0), Exact::max);
        let volume = rules.volumetric(parcel).unwrap_or_else(|| Exact::whole(0));
        actual = actual.plus(&parcel.actual.clone().max(least));
        volumetric = volumetric.plus(&volume);
    }
    Ok(rules.rounded_up(&actual.max(volumetric)).max(rules.least()))
}
