//! The years 2020 to 2035 as one bit a day, with tables that answer in constant time. No holiday is known by name here.

use chrono::{Datelike, NaiveDate, Weekday};

use super::week::Week;

const FIRST_YEAR: i32 = 2020;
const LAST_YEAR: i32 = 2035;
/// 2020-01-01, counted in days from 0001-01-01 = 1.
const FIRST_DAY: i32 = 737_425;
/// 2020-01-01 ..= 2035-12-31: sixteen years, four of them leap years.
const DAYS: usize = 16 * 365 + 4;
const WORDS: usize = DAYS.div_ceil(64);

/// Where a day stands in the span; `None` outside it.
fn place(date: NaiveDate) -> Option<usize> {
    usize::try_from(date.num_days_from_ce() - FIRST_DAY).ok().filter(|place| *place < DAYS)
}

fn day_at(place: usize) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(FIRST_DAY + i32::try_from(place).ok()?)
}

/// A set of days of the span.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct DaySet([u64; WORDS]);

impl DaySet {
    pub(super) const NONE: Self = Self([0; WORDS]);

    pub(super) fn of(days: impl IntoIterator<Item = NaiveDate>) -> Self {
        let mut set = Self::NONE;
        days.into_iter().for_each(|day| set.set(day, true));
        set
    }

    /// The days of a week, all years through.
    fn pattern(week: Week) -> Self {
        let mut set = Self::NONE;
        let mut weekday = Weekday::Wed; // 2020-01-01
        for place in 0..DAYS {
            set.set_place(place, week.contains(weekday));
            weekday = weekday.succ();
        }
        set
    }

    /// Puts a day in or takes it out; a day outside the span changes nothing.
    pub(super) fn set(&mut self, date: NaiveDate, member: bool) {
        if let Some(place) = place(date) {
            self.set_place(place, member);
        }
    }

    fn set_place(&mut self, place: usize, member: bool) {
        let Some(word) = self.0.get_mut(place / 64) else { return };
        let bit = 1 << (place % 64);
        *word = if member { *word | bit } else { *word & !bit };
    }

    fn places(&self) -> impl Iterator<Item = usize> {
        let is_set = |place: &usize| {
            self.0.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
        };
        (0..DAYS).filter(is_set)
    }

    fn zip(&self, other: &Self, join: impl Fn(u64, u64) -> u64) -> Self {
        let mut set = self.clone();
        set.0.iter_mut().zip(other.0).for_each(|(ours, theirs)| *ours = join(*ours, theirs));
        set
    }

    fn and(&self, other: &Self) -> Self {
        self.zip(other, |ours, theirs| ours & theirs)
    }

    fn or(&self, other: &Self) -> Self {
        self.zip(other, |ours, theirs| ours | theirs)
    }

    fn without(&self, other: &Self) -> Self {
        self.zip(other, |ours, theirs| ours & !theirs)
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Is the day of this place a member, and how many members are there up to and including it?
    fn rank(&self, before: &[u16; WORDS], place: usize) -> Option<(bool, i64)> {
        let word = self.0.get(place / 64)?;
        let up_to = word << (63 - place % 64); // the day itself is now the highest bit
        let count = u32::from(*before.get(place / 64)?) + up_to.count_ones();
        Some((up_to >> 63 == 1, i64::from(count)))
    }
}

/// The years within the span for which the facts are known; both included.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Years {
    first: i32,
    last: i32,
}

impl Years {
    pub(super) const ALL: Self = Self { first: FIRST_YEAR, last: LAST_YEAR };

    /// `None` if they leave the span or end before they begin.
    pub(super) fn new(first: i32, last: i32) -> Option<Self> {
        (FIRST_YEAR <= first && first <= last && last <= LAST_YEAR).then_some(Self { first, last })
    }

    pub(super) fn first_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.first, 1, 1)
    }

    pub(super) fn last_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.last, 12, 31)
    }

    pub(super) fn iter(self) -> impl Iterator<Item = i32> {
        self.first..=self.last
    }

    fn contain(self, date: NaiveDate) -> bool {
        (self.first..=self.last).contains(&date.year())
    }

    fn and(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.min(other.last) }
    }
}

/// The business days of some years, ready to be asked.
pub(super) struct Span {
    pub(super) years: Years,
    pub(super) week: Week,
    pub(super) closed: DaySet,
    open: DaySet,
    /// Business days before each word of `open`.
    before: [u16; WORDS],
    /// Every business day in order.
    days: Box<[NaiveDate]>,
}

impl Span {
    /// Days of `week` that are not `closed`, and the `worked` ones whatever the week says.
    pub(super) fn new(years: Years, week: Week, closed: DaySet, worked: &DaySet) -> Self {
        let open = DaySet::pattern(week).without(&closed).or(worked);
        Self::of_open(years, week, closed, open)
    }

    fn of_open(years: Years, week: Week, closed: DaySet, open: DaySet) -> Self {
        let known = |place: &usize| day_at(*place).is_some_and(|day| years.contain(day));
        let open = match years {
            Years::ALL => open,
            _ => DaySet::of(open.places().filter(known).filter_map(day_at)),
        };
        let mut before = [0; WORDS];
        let mut so_far = 0;
        for (word, before) in open.0.iter().zip(&mut before) {
            *before = so_far;
            so_far += u16::try_from(word.count_ones()).unwrap_or_default(); // at most 64
        }
        let days = open.places().filter_map(day_at).collect();
        Self { years, week, closed, open, before, days }
    }

    /// Is this a business day, and how many are there up to and including it? `None` outside the years.
    pub(super) fn rank(&self, date: NaiveDate) -> Option<(bool, i64)> {
        let place = place(date)?;
        if self.years != Years::ALL && !self.years.contain(date) {
            return None;
        }
        self.open.rank(&self.before, place)
    }

    /// The business day with exactly `index` business days before it.
    pub(super) fn nth(&self, index: i64) -> Option<NaiveDate> {
        self.days.get(usize::try_from(index).ok()?).copied()
    }

    /// The same closed days under another week.
    pub(super) fn with_week(&self, week: Week) -> Self {
        Self::new(self.years, week, self.closed.clone(), &DaySet::NONE)
    }

    /// With more days closed.
    pub(super) fn with_closed(&self, closed: &DaySet) -> Self {
        Self::of_open(self.years, self.week, self.closed.or(closed), self.open.without(closed))
    }

    /// Only the days that this week works too.
    pub(super) fn within_week(&self, week: Week) -> Self {
        let open = self.open.and(&DaySet::pattern(week));
        Self::of_open(self.years, self.week.and(week), self.closed.clone(), open)
    }

    /// Days open in both.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self::of_open(
            self.years.and(other.years),
            self.week.and(other.week),
            self.closed.or(&other.closed),
            self.open.and(&other.open),
        )
    }
}

impl PartialEq for Span {
    fn eq(&self, other: &Self) -> bool {
        // `before` and `days` follow from `open`
        (self.years, self.week) == (other.years, other.week)
            && self.open == other.open
            && self.closed == other.closed
    }
}

impl Eq for Span {}
