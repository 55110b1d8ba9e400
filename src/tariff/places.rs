//! The zone of a place. Sorted intervals for each country, with an index by the first three digits of a code that leaves
//! little or nothing to search. Which pattern wins where is worked out in `flatten.rs`.

use super::code::Codes;
use super::pattern::{Pattern, Region};
use crate::model::Country;

/// A zone by its number; a set of places has the one zone 0.
pub(super) type ZoneNo = u16;

/// A pattern that says which zone it is of.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) zone: ZoneNo,
    pub(super) pattern: Pattern,
}

/// A place, as far as an address tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whereabouts {
    pub(super) country: Country,
    /// The codes it can have: one and what follows it, or all where none is given.
    pub(super) codes: Codes,
    pub(super) region: Option<Region>,
    /// The first three digits of its codes, where they have them in common.
    digits: Option<u16>,
}

impl Whereabouts {
    pub(super) fn new(country: Country, codes: Codes, region: Option<Region>) -> Self {
        Self { country, codes, region, digits: codes.first_three_digits() }
    }
}

/// A fact that an address lacks and a decision needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lacking {
    DestinationCode,
    DestinationRegion,
    OriginCode,
}

/// Places and their zones.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// By the row of a country: the place of its patterns in `countries`, or [`NOWHERE`].
    pub(super) slots: Vec<u16>,
    pub(super) countries: Vec<CountryPlaces>,
    pub(super) elsewhere: Option<ZoneNo>,
}

/// Fewer intervals than this are found as fast without an index, whose two kilobytes are then saved.
const WORTH_AN_INDEX: usize = 4;

/// No place in a list.
pub(super) const NOWHERE: u16 = u16::MAX;

#[derive(Clone, Debug, Default)]
pub(super) struct CountryPlaces {
    /// The first code of each interval; the first of them is 0.
    pub(super) starts: Vec<u64>,
    /// By the first three digits of a code: the interval in which the first such code lies, and one more at the end. Empty
    /// where it would not fit.
    by_digits: Vec<u16>,
    /// By interval, then by how far the code is the origin's (not at all, then each of `same`), then by region: none of those
    /// named, then each of `regions`.
    pub(super) winners: Vec<Option<ZoneNo>>,
    pub(super) regions: Vec<Region>,
    /// The lengths of `same:n`, the shortest first.
    pub(super) same: Vec<u32>,
}

impl Places {
    /// The zone of a place; `Ok(None)`: no pattern covers it.
    pub(super) fn zone(
        &self,
        origin: &Whereabouts,
        place: &Whereabouts,
    ) -> Result<Option<ZoneNo>, Lacking> {
        match self.of(place.country) {
            Some(places) => places.zone(origin, place),
            None => Ok(self.elsewhere),
        }
    }

    fn of(&self, country: Country) -> Option<&CountryPlaces> {
        self.countries.get(usize::from(*self.slots.get(country.row())?))
    }

    /// Whether any of these codes has a zone.
    pub(super) fn touches(&self, country: Country, codes: Codes) -> bool {
        let Some(places) = self.of(country) else { return self.elsewhere.is_some() };
        let place = Whereabouts::new(country, codes, None);
        !places.same.is_empty() || places.rows(&place).any(|row| row.iter().any(Option::is_some))
    }
}

impl CountryPlaces {
    pub(super) fn without_codes(regions: Vec<Region>, same: Vec<u32>) -> Self {
        Self { regions, same, ..Self::default() }
    }

    pub(super) fn columns(&self) -> usize {
        self.regions.len() + 1
    }

    /// The winners of each interval.
    pub(super) fn width(&self) -> usize {
        self.columns() * (self.same.len() + 1)
    }

    /// The interval in which the first code of a place lies.
    fn interval(&self, place: &Whereabouts) -> usize {
        let bucket = place.digits.map(usize::from).and_then(|digits| {
            Some((*self.by_digits.get(digits)?, *self.by_digits.get(digits + 1)?))
        });
        // The first of the next digits may begin inside the last interval of these.
        let (first, last) = bucket
            .map_or((0, self.starts.len()), |(first, last)| (first.into(), usize::from(last) + 1));
        let inside = self.starts.get(first..last).unwrap_or_default();
        match inside {
            [_] => first,
            _ => {
                first + inside.partition_point(|start| *start <= place.codes.low).saturating_sub(1)
            }
        }
    }

    /// The winners of each interval that the codes of a place meet.
    fn rows(&self, place: &Whereabouts) -> impl Iterator<Item = &[Option<ZoneNo>]> {
        let (first, width) = (self.interval(place), self.width());
        let rows = self.winners.get(first * width..).unwrap_or_default().chunks_exact(width);
        let later = self.starts.get(first + 1..).unwrap_or_default();
        rows.take(1 + later.iter().take_while(|start| **start <= place.codes.high).count())
    }

    fn zone(&self, origin: &Whereabouts, place: &Whereabouts) -> Result<Option<ZoneNo>, Lacking> {
        if self.same.is_empty() {
            return self.zone_of(0, place);
        }
        match self.near(origin, place) {
            Ok(near) => self.zone_of(near, place),
            Err(lacking) => self.zone_of_all(origin, place, lacking),
        }
    }

    /// The zone that a place has however far its code is the origin's; if it has several, what an address lacks.
    #[cold]
    fn zone_of_all(
        &self,
        origin: &Whereabouts,
        place: &Whereabouts,
        lacking: Lacking,
    ) -> Result<Option<ZoneNo>, Lacking> {
        let mut only: Option<Option<ZoneNo>> = None;
        let mut meet = |codes: Codes, near: usize| {
            let zone = self.zone_of(near, &Whereabouts::new(place.country, codes, place.region))?;
            if *only.get_or_insert(zone) == zone { Ok(()) } else { Err(lacking) }
        };
        let mut codes = place.codes;
        for (level, digits) in self.same.iter().enumerate() {
            let Some(near) = origin.codes.prefix(*digits) else {
                // Any of the codes may be far from the origin's, and those that it could be like may be near as well.
                meet(codes, level)?;
                for (level, digits) in self.same.iter().enumerate().skip(level) {
                    if let Some(alike) = origin.codes.widened(*digits).common(codes) {
                        meet(alike, level + 1)?;
                    }
                }
                return Ok(only.flatten());
            };
            let (below, above) = codes.beside(near);
            for apart in below.into_iter().chain(above) {
                meet(apart, level)?;
            }
            let Some(inside) = codes.common(near) else { return Ok(only.flatten()) };
            codes = inside;
        }
        meet(codes, self.same.len())?;
        Ok(only.flatten())
    }

    #[inline]
    fn zone_of(&self, near: usize, place: &Whereabouts) -> Result<Option<ZoneNo>, Lacking> {
        match self.only_winner(place) {
            Some(first) => Ok(self.winners.get(first + near).copied().flatten()),
            None => self.zone_among(near * self.columns(), place),
        }
    }

    /// Where the winners at a place begin; `None`: the index alone does not tell, or regions count.
    fn only_winner(&self, place: &Whereabouts) -> Option<usize> {
        if !self.regions.is_empty() {
            return None;
        }
        if self.starts.len() == 1 {
            return Some(0);
        }
        let digits = usize::from(place.digits?);
        let [first, next] = *self.by_digits.get(digits..digits + 2)? else { return None };
        // Then they all lie in one interval.
        (first == next).then(|| usize::from(first) * (self.same.len() + 1))
    }

    /// The zone of a place that may lie in several intervals, and whose region may count.
    #[inline(never)]
    fn zone_among(&self, near: usize, place: &Whereabouts) -> Result<Option<ZoneNo>, Lacking> {
        let column = match place.region {
            _ if self.regions.is_empty() => Some(0),
            Some(region) => {
                Some(self.regions.iter().position(|known| *known == region).map_or(0, |at| at + 1))
            }
            None => None,
        };
        let mut rows = self.rows(place);
        let decide = |row: &[Option<ZoneNo>]| -> Result<Option<ZoneNo>, Lacking> {
            if let Some(column) = column {
                return Ok(row.get(near + column).copied().flatten());
            }
            let mut zones = row.iter().skip(near).take(self.columns()).copied();
            let first = zones.next().flatten();
            if zones.all(|zone| zone == first) {
                Ok(first)
            } else {
                Err(Lacking::DestinationRegion)
            }
        };
        let Some(first) = rows.next() else { return Ok(None) };
        let zone = decide(first)?;
        for row in rows {
            if decide(row)? != zone {
                return Err(Lacking::DestinationCode);
            }
        }
        Ok(zone)
    }

    /// Looks up once what every later look-up of a code with digits begins with.
    pub(super) fn index(&mut self) {
        if self.starts.len() < WORTH_AN_INDEX {
            return;
        }
        let interval = |code: u64| {
            let interval = self.starts.partition_point(|start| *start <= code).saturating_sub(1);
            u16::try_from(interval).ok()
        };
        // Beyond 999 there is the first code that is above them all.
        let ends = (0..1_000).map(Codes::first_with).chain([u64::MAX]);
        self.by_digits = ends.map(interval).collect::<Option<_>>().unwrap_or_default();
    }

    /// How many lengths of `same` the place and the origin have in common; a longer one includes the shorter.
    fn near(&self, origin: &Whereabouts, place: &Whereabouts) -> Result<usize, Lacking> {
        if origin.country != place.country {
            return Ok(0);
        }
        for (level, digits) in self.same.iter().enumerate() {
            let Some(near) = origin.codes.prefix(*digits) else { return Err(Lacking::OriginCode) };
            if !near.meets(place.codes) {
                return Ok(level);
            }
            if !near.contains(place.codes) {
                return Err(Lacking::DestinationCode);
            }
        }
        Ok(self.same.len())
    }
}
