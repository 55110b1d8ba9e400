//! Holds what the journal says against what the ledger sold. Pure; knows the journal only by what it tells, and the ledger by its books.

use arriero::store::State;

use crate::books::{Books, Sale};
use crate::shop::{Report, Told, Wanted, When};

/// What is wrong at the moment of a report; nothing: all is as it must be.
pub(crate) fn faults(books: &Books, report: &Report, wanted: &[Wanted]) -> Vec<String> {
    let mut faults = Vec::new();
    let then = |sale: &&Sale| sale.sold_at < report.at;
    let sold: Vec<_> = books.standing().filter(then).collect();
    for sale in &sold {
        let owners: Vec<_> = report.records.iter().filter(|told| is_its(told, sale)).collect();
        match owners.as_slice() {
            [owner] => faults.extend(of_a_sale(sale, owner, wanted)),
            [] => faults.push(format!("lost: {} belongs to no key", sale.number)),
            _ => faults.push(format!("{} belongs to {} keys", sale.number, owners.len())),
        }
    }
    for told in &report.records {
        let its: Vec<_> = sold.iter().filter(|sale| is_its(told, sale)).collect();
        if its.len() > 1 {
            faults.push(format!("bought {} times: {}", its.len(), told.key));
        }
        faults.extend(of_a_record(told, &its, report.when));
    }
    let keys = |of: &mut dyn Iterator<Item = String>| {
        let mut keys: Vec<_> = of.collect();
        keys.sort();
        keys
    };
    let asked = keys(&mut wanted.iter().map(|wanted| wanted.key.clone()));
    let known = keys(&mut report.records.iter().map(|told| told.key.clone()));
    if asked != known {
        faults.push(format!("the journal has {known:?} and was asked for {asked:?}"));
    }
    faults
}

fn is_its(told: &Told, sale: &Sale) -> bool {
    told.references.contains(&sale.reference)
}

/// What was sold is bought in the journal, or under an open work item.
fn of_a_sale(sale: &Sale, owner: &Told, wanted: &[Wanted]) -> Option<String> {
    let number = &sale.number;
    let asked = wanted.iter().find(|wanted| wanted.key == owner.key);
    if asked.is_none_or(|asked| asked.recipient != sale.recipient) {
        return Some(format!("{number} is another recipient's than {}'s", owner.key));
    }
    match (owner.state, &owner.label) {
        (State::Made, Some(label)) if label == number => None,
        (State::Made, label) => Some(format!("{} has {label:?} and not {number}", owner.key)),
        (State::Unknown, _) if owner.work => None,
        (state, _) => Some(format!("lost: {number} is sold, and {} is {state:?}", owner.key)),
    }
}

/// What the journal calls bought was sold, and all is at rest.
fn of_a_record(told: &Told, its: &[&&Sale], when: When) -> Option<String> {
    let key = &told.key;
    match (told.state, &told.label) {
        (State::Made, Some(label)) if its.iter().any(|sale| sale.number == *label) => None,
        (State::Made, label) => {
            Some(format!("{key} is bought as {label:?}, which was not sold to it"))
        }
        (State::Unknown, _) if told.work && when == When::AtRest => None,
        (state, _) => Some(format!("{key} is not at rest: {state:?}, wanted: {:?}", told.wanted)),
    }
}

/// What a second recovery changed.
pub(crate) fn changed(reports: &[Report]) -> Option<String> {
    let of = |when| reports.iter().find(|report| report.when == when).map(|report| &report.records);
    let (before, after) = (of(When::AtTheEnd), of(When::RecoveredAgain));
    (before.is_none() || before != after)
        .then(|| format!("a second recovery changed {before:?} to {after:?}"))
}

/// What the judge must not let pass.
pub(crate) mod tests {
    use super::{Books, Report, Sale, State, Told, Wanted, When, faults};

    fn sale(number: &str, reference: &str, recipient: &str) -> Sale {
        Sale {
            number: number.into(),
            reference: reference.into(),
            key: None,
            account: "plain".into(),
            recipient: recipient.into(),
            postal_code: "1100-048".into(),
            service: "24h".into(),
            grams: 900,
            asked_at: 1,
            sold_at: 1,
        }
    }

    fn told(state: State, label: Option<&str>) -> Told {
        Told {
            key: "a".into(),
            references: ["A".into(), "uuid".into()],
            state,
            work: false,
            wanted: None,
            label: label.map(str::to_owned),
            papers: Vec::new(),
            version: 1,
            changed: 1,
            due: None,
        }
    }

    fn seen(sales: Vec<Sale>, told: Told) -> String {
        let mut books = Books::default();
        books.sales = sales;
        let report = Report { when: When::AtTheEnd, at: 2, records: vec![told] };
        let wanted = Wanted { key: "a".into(), recipient: "Ana".into(), grams: 900, after: 0 };
        faults(&books, &report, &[wanted]).join("; ")
    }

    pub(crate) fn what_agrees_passes() {
        assert_eq!(seen(vec![sale("1", "A", "Ana")], told(State::Made, Some("1"))), "");
    }

    pub(crate) fn what_does_not_agree_is_found() {
        let one = || sale("1", "A", "Ana");
        let made = |number| told(State::Made, Some(number));
        let open = Told { work: true, ..told(State::Unknown, None) };
        for (sales, told, words) in [
            (vec![one(), sale("2", "A", "Ana")], made("1"), "bought 2 times"),
            (vec![one()], told(State::NotSent, None), "lost: 1 is sold"),
            (vec![one()], told(State::Unknown, None), "lost: 1 is sold"),
            (vec![], made("1"), "which was not sold to it"),
            (vec![one(), sale("2", "B", "Rui")], made("1"), "2 belongs to no key"),
            (vec![one(), sale("2", "B", "Rui")], made("2"), "which was not sold to it"),
            (vec![sale("1", "A", "Rui")], made("1"), "another recipient's"),
            (vec![one()], open, "not at rest"),
            (vec![], told(State::Sending, None), "not at rest"),
        ] {
            let found = seen(sales, told);
            assert!(found.contains(words), "{words}: {found}");
        }
    }
}
