//! Holds what the journal says against what the ledger sold. Pure; knows the journal only by what it tells, and the ledger by its books.

pub(crate) mod tests;

use arriero::store::State;

use crate::books::{Books, Sale};
use crate::report::{End, Group, Report, Told, When};
use crate::shop::{Back, Wanted};

/// What is wrong at the moment of a report; nothing: all is as it must be.
pub(crate) fn faults(books: &Books, report: &Report, wanted: &[Wanted]) -> Vec<String> {
    let books = &books.before(report.at);
    let scene = Scene { books, report, wanted };
    let (mut faults, sold) = (Vec::new(), &books.sales);
    for sale in sold {
        let owners: Vec<_> = report.records.iter().filter(|told| is_its(told, sale)).collect();
        match owners.as_slice() {
            [owner] => faults.extend(scene.of_a_sale(sale, owner)),
            [] => faults.push(format!("lost: {} belongs to no key", sale.number)),
            _ => faults.push(format!("{} belongs to {} keys", sale.number, owners.len())),
        }
    }
    for told in &report.records {
        let its: Vec<_> = sold.iter().filter(|sale| is_its(told, sale)).collect();
        // What was taken back is not bought again under its key.
        if its.len() > 1 {
            faults.push(format!("bought {} times: {}", its.len(), told.key));
        }
        faults.extend(scene.of_a_record(told, &its));
    }
    faults.extend(report.groups.iter().filter_map(|group| scene.of_a_group(group)));
    faults.extend(scene.other_keys());
    faults
}

fn is_its(told: &Told, sale: &Sale) -> bool {
    told.references.contains(&sale.reference)
}

/// The key of a part's group, or the key itself.
fn whole(key: &str) -> &str {
    key.split("/parcel ").next().unwrap_or(key)
}

struct Scene<'s> {
    books: &'s Books,
    report: &'s Report,
    wanted: &'s [Wanted],
}

impl Scene<'_> {
    fn stands(&self, number: &str) -> bool {
        !self.books.is_void(number)
    }

    /// Whether somebody wants it to be taken back: the shop, or the group that it is a part of.
    fn is_wanted_back(&self, told: &Told) -> bool {
        let of_its_group = |group: &&Group| group.key == whole(&told.key) && group.key != told.key;
        match self.report.groups.iter().find(of_its_group) {
            Some(group) => group.end != End::Made,
            None => self.back(told) != Back::No,
        }
    }

    fn back(&self, told: &Told) -> Back {
        let wanted = self.wanted.iter().find(|wanted| wanted.key == told.key);
        wanted.map_or(Back::No, |wanted| wanted.back)
    }

    /// What was sold is bought in the journal, or under an open work item; what was taken back was to be.
    fn of_a_sale(&self, sale: &Sale, owner: &Told) -> Option<String> {
        let (number, key) = (&sale.number, &owner.key);
        let asked = self.wanted.iter().find(|wanted| wanted.key == whole(key));
        if asked.is_none_or(|asked| asked.recipient != sale.recipient) {
            return Some(format!("{number} is another recipient's than {key}'s"));
        }
        if self.books.was_asked_back(number) && !self.is_wanted_back(owner) {
            return Some(format!("{number} was to be taken back, which nobody asked for"));
        }
        match (owner.state, &owner.label) {
            (State::Made, Some(label)) if label == number => {
                match (self.stands(number), owner.voided) {
                    (true, true) => Some(format!("{key} is told as void, and {number} stands")),
                    (false, false) => Some(format!("{number} is void, and {key} does not say so")),
                    _ => None,
                }
            }
            (State::Made, label) => Some(format!("{key} has {label:?} and not {number}")),
            (State::Unknown, _) if owner.work => None,
            (state, _) => Some(format!("lost: {number} is sold, and {key} is {state:?}")),
        }
    }

    /// What the journal calls bought was sold, and all is at rest.
    fn of_a_record(&self, told: &Told, its: &[&Sale]) -> Option<String> {
        let key = &told.key;
        let is_part = whole(key) != key;
        match (told.state, &told.label) {
            (State::Made, Some(label)) if its.iter().any(|sale| sale.number == *label) => {
                let waits = self.back(told) == Back::Yes && !told.voided && !told.kept;
                waits.then(|| format!("{key} is not taken back"))
            }
            (State::Made, label) => {
                Some(format!("{key} is bought as {label:?}, which was not sold to it"))
            }
            (State::Unknown, _) if told.work && self.report.when == When::AtRest => None,
            // What a group has of it is looked at there.
            (State::Refused | State::NotSent, _) if is_part && its.is_empty() => None,
            (state, _) => {
                Some(format!("{key} is not at rest: {state:?}, wanted: {:?}", told.wanted))
            }
        }
    }

    /// All of a group is bought, or all void, or what stands is work for a person.
    fn of_a_group(&self, group: &Group) -> Option<String> {
        let is_part = |told: &&Told| told.key != group.key && whole(&told.key) == group.key;
        let parts = self.report.records.iter().filter(is_part);
        let label_stands = |told: &&Told| {
            let numbers = self.books.standing().filter(|sale| is_its(told, sale));
            numbers.count() > 0
        };
        let standing: Vec<_> = parts.filter(label_stands).map(|told| &told.key).collect();
        let key = &group.key;
        let wanted = self.wanted.iter().find(|wanted| wanted.key == *key);
        let parcels = wanted.map_or(0, |wanted| wanted.further.len() + 1);
        match group.end {
            End::Made if standing.len() == parcels => None,
            End::Undone if standing.is_empty() => None,
            // A part is a person's, and then the rest is gone on with.
            End::Work if self.report.when == When::AtRest => None,
            End::Work if !standing.is_empty() => {
                let is_named = |key: &str| group.wanted.iter().any(|why| why.starts_with(key));
                let unnamed: Vec<_> = standing.iter().filter(|key| !is_named(key)).collect();
                (!unnamed.is_empty()).then(|| format!("{key}: no work names {unnamed:?}"))
            }
            end => Some(format!("{key} is {end:?}, and of {parcels} stand {standing:?}")),
        }
    }

    /// Keys that nobody asked for, or that are missing.
    fn other_keys(&self) -> Option<String> {
        let mut asked: Vec<_> = self.wanted.iter().map(|wanted| wanted.key.as_str()).collect();
        let of_records = self.report.records.iter().map(|told| whole(&told.key));
        let of_groups = self.report.groups.iter().map(|group| group.key.as_str());
        let mut known: Vec<_> = of_records.chain(of_groups).collect();
        asked.sort_unstable();
        known.sort_unstable();
        known.dedup();
        (asked != known).then(|| format!("the journal has {known:?} and was asked for {asked:?}"))
    }
}

/// What a second recovery changed.
pub(crate) fn changed(reports: &[Report]) -> Option<String> {
    let of = |when| {
        let report = reports.iter().find(|report| report.when == when)?;
        Some((&report.records, &report.groups))
    };
    let (before, after) = (of(When::AtTheEnd), of(When::RecoveredAgain));
    (before.is_none() || before != after)
        .then(|| format!("a second recovery changed {before:?} to {after:?}"))
}
