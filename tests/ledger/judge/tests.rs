//! What the judge must not let pass, and what it must.

use super::{Back, Books, End, Group, Report, Sale, State, Told, Wanted, When, faults};

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
        voided: false,
        kept: false,
        version: 1,
        changed: 1,
        due: None,
    }
}

fn wanted() -> Wanted {
    Wanted { key: "a".into(), recipient: "Ana".into(), ..Wanted::nth(1) }
}

fn seen(sales: Vec<Sale>, told: Told) -> String {
    let mut books = Books::default();
    books.sales = sales;
    let (records, groups) = (vec![told], Vec::new());
    let report = Report { when: When::AtTheEnd, at: 2, records, groups };
    faults(&books, &report, &[wanted()]).join("; ")
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

/// A label whose void the ledger was asked for and did, or not, and what the journal says of it.
fn seen_back(back: Back, is_void: bool, voided: bool) -> String {
    let mut books = Books::default();
    books.sales = vec![sale("1", "A", "Ana")];
    books.was_asked_for_back("1", is_void);
    let records = vec![Told { voided, ..told(State::Made, Some("1")) }];
    let report = Report { when: When::AtTheEnd, at: 2, records, groups: Vec::new() };
    faults(&books, &report, &[Wanted { back, ..wanted() }]).join("; ")
}

pub(crate) fn what_was_taken_back_is_void_on_both_sides_and_was_to_be() {
    assert_eq!(seen_back(Back::Yes, true, true), "");
    assert_eq!(seen_back(Back::Begun, true, true), "");
    assert_eq!(seen_back(Back::Begun, false, false), "");
    for (found, words) in [
        (seen_back(Back::No, true, true), "nobody asked for"),
        (seen_back(Back::No, false, false), "nobody asked for"),
        (seen_back(Back::Yes, true, false), "does not say so"),
        (seen_back(Back::Begun, true, false), "does not say so"),
        (seen_back(Back::Yes, false, true), "told as void, and 1 stands"),
        (seen_back(Back::Yes, false, false), "not taken back"),
    ] {
        assert!(found.contains(words), "{words}: {found}");
    }
}

/// A group of two, of which the first parcel was sold and perhaps taken back, and the second sold or not.
fn seen_group(end: End, voids: bool, second: bool, work: &str) -> String {
    let mut books = Books::default();
    books.sales = vec![sale("1", "A", "Ana")];
    let first = Told { key: "a/parcel 1 of 2".into(), ..told(State::Made, Some("1")) };
    let mut records = vec![Told { voided: voids, ..first }];
    if voids {
        books.was_asked_for_back("1", true);
    }
    if second {
        books.sales.push(sale("2", "B", "Ana"));
        let key = "a/parcel 2 of 2".into();
        let references = ["B".into(), "other".into()];
        records.push(Told { key, references, ..told(State::Made, Some("2")) });
    }
    let wanted_of = vec![work.to_owned()];
    let group = Group { key: "a".into(), end, wanted: wanted_of, version: 1, due: None };
    let report = Report { when: When::AtTheEnd, at: 2, records, groups: vec![group] };
    faults(&books, &report, &[Wanted { further: vec![900], ..wanted() }]).join("; ")
}

pub(crate) fn a_group_is_whole_or_void_or_work_that_names_what_stands() {
    assert_eq!(seen_group(End::Made, false, true, ""), "");
    assert_eq!(seen_group(End::Undone, true, false, ""), "");
    assert_eq!(seen_group(End::Work, false, false, "a/parcel 1 of 2: look"), "");
    for (found, words) in [
        (seen_group(End::Made, false, false, ""), "a is Made, and of 2 stand"),
        (seen_group(End::Made, true, true, ""), "nobody asked for"),
        (seen_group(End::Undone, false, false, ""), "a is Undone, and of 2 stand"),
        (seen_group(End::Undone, true, true, ""), "a is Undone, and of 2 stand"),
        (seen_group(End::Work, false, false, "a/parcel 2 of 2: look"), "no work names"),
        (seen_group(End::Open, false, false, ""), "a is Open"),
    ] {
        assert!(found.contains(words), "{words}: {found}");
    }
}
