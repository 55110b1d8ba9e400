//! §3: what is measured and how it is rounded. Grams and centimetres.

use rust_decimal::Decimal;

use crate::exact::Exact;
use crate::plan::{Order, Quantity, SideRounding, Units, WeightRules};

/// A parcel on the scales, or what conditions see of it.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub(super) actual: Exact,
    pub(super) billable: Exact,
    /// The longest first, as measured.
    exact_sides: Option<[Exact; 3]>,
    /// As the sheet rounds them.
    sides: Option<[Exact; 3]>,
    shipment_weight: Exact,
    /// By sides as measured; `None`: some parcel has none.
    shipment_volume: Option<Exact>,
    shipment_parcels: Exact,
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

    /// A written measure in grams, centimetres or cubic centimetres; a number of parcels.
    pub(super) fn exact(&self, quantity: Quantity, value: Decimal) -> Exact {
        let unit = match quantity {
            Quantity::ShipmentParcels => Exact::whole(1),
            Quantity::Volume | Quantity::ShipmentVolume => self.cubic_centimetres(),
            _ if quantity.is_weight() => self.grams(),
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
    pub(super) fn least(&self) -> Exact {
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

    /// An actual weight that is above a multiple of the unit by no more than the tolerance counts as that multiple.
    pub(super) fn tolerated(&self, weight: &Exact) -> Exact {
        let Some((tolerance, unit)) = self.tolerance.zip(self.unit) else { return weight.clone() };
        let unit = self.weight(unit);
        let multiple = unit.times(&Exact::from(weight.over(&unit).floor()));
        let is_little = weight.minus(&multiple) <= Exact::of(tolerance);
        if is_little && multiple > Exact::whole(0) { multiple } else { weight.clone() }
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
    pub(super) fn volumetric(&self, weighed: &Weighed) -> Option<Exact> {
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
    /// The parcels of an order, not billed yet.
    pub(super) fn all(rules: &WeightRules, order: &Order) -> Vec<Self> {
        let sorted = |sides: [Decimal; 3]| {
            let mut sides = sides;
            sides.sort();
            let [shortest, second, longest] =
                sides.map(|side| Exact::of(side).over(&Exact::whole(10)));
            [longest, second, shortest]
        };
        let sides: Vec<Option<[Exact; 3]>> =
            order.parcels.iter().map(|parcel| parcel.sides.map(sorted)).collect();
        let volume = sides.iter().try_fold(Exact::whole(0), |sum, sides| {
            let [a, b, c] = sides.as_ref()?;
            Some(sum.plus(&a.times(b).times(c)))
        });
        let weights = order.parcels.iter().map(|parcel| Exact::of(parcel.grams));
        let weight = weights.fold(Exact::whole(0), |sum, weight| sum.plus(&weight));
        let count = Exact::whole(i64::try_from(order.parcels.len()).unwrap());
        let one = |(parcel, sides): (&crate::plan::Parcel, Option<[Exact; 3]>)| Self {
            actual: Exact::of(parcel.grams),
            billable: Exact::of(parcel.grams),
            sides: sides
                .as_ref()
                .map(|sides| sides.each_ref().map(|side| rules.rounded_side(side))),
            exact_sides: sides,
            shipment_weight: weight.clone(),
            shipment_volume: volume.clone(),
            shipment_parcels: count.clone(),
        };
        order.parcels.iter().zip(sides).map(one).collect()
    }

    /// By sides as the sheet rounds them: what conditions see. `None`: the sides are not given.
    pub(super) fn rounded_quantity(&self, quantity: Quantity) -> Option<Exact> {
        self.quantity(quantity, self.sides.as_ref())
    }

    /// By sides as measured: what limits see.
    pub(super) fn exact_quantity(&self, quantity: Quantity) -> Option<Exact> {
        self.quantity(quantity, self.exact_sides.as_ref())
    }

    fn quantity(&self, quantity: Quantity, sides: Option<&[Exact; 3]>) -> Option<Exact> {
        match quantity {
            Quantity::Weight => return Some(self.actual.clone()),
            Quantity::Billable => return Some(self.billable.clone()),
            Quantity::ShipmentWeight => return Some(self.shipment_weight.clone()),
            Quantity::ShipmentVolume => return self.shipment_volume.clone(),
            Quantity::ShipmentParcels => return Some(self.shipment_parcels.clone()),
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
