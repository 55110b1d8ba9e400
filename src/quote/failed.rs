//! A carrier's error as the failure that a quote lists, in terms of the whole shipment.

use std::time::Duration;

use super::quotes::millis;
use crate::carrier::{Error, Failure};
use crate::model::{CarrierId, Faults};

/// The failure of a carrier of the set. It bears the set's name, whatever name the error has.
pub(super) fn failure(carrier: &CarrierId, error: &Error, elapsed: Duration) -> Failure {
    Failure { carrier: carrier.clone(), elapsed_ms: Some(millis(elapsed)), ..Failure::from(error) }
}

/// Failures of single parcels (from 1) as few as they can be told: the same failure of several parcels is one, and names them
/// unless all have it. `of`: how many parcels there are.
pub(super) fn of_parcels(failures: Vec<(usize, Failure)>, of: usize) -> Vec<Failure> {
    let mut told: Vec<(Vec<usize>, Failure)> = Vec::new();
    for (parcel, failure) in failures {
        let failure = in_whole(failure, parcel);
        match told.iter_mut().find(|(_, other)| same(other, &failure)) {
            Some((parcels, other)) => {
                parcels.push(parcel);
                other.elapsed_ms = other.elapsed_ms.max(failure.elapsed_ms);
            }
            None => told.push((vec![parcel], failure)),
        }
    }
    told.into_iter()
        .map(|(parcels, mut failure)| {
            if parcels.len() < of {
                failure.message = format!("{} ({})", failure.message, named(&parcels));
            }
            failure
        })
        .collect()
}

/// `parcel 2`, `parcels 2, 5`.
pub(super) fn named(parcels: &[usize]) -> String {
    let numbers: Vec<String> = parcels.iter().map(usize::to_string).collect();
    format!("parcel{} {}", if numbers.len() == 1 { "" } else { "s" }, numbers.join(", "))
}

fn same(one: &Failure, other: &Failure) -> bool {
    Failure { elapsed_ms: None, ..one.clone() } == Failure { elapsed_ms: None, ..other.clone() }
}

/// A carrier that was asked about one parcel calls it the first; in the shipment it has another number.
fn in_whole(failure: Failure, parcel: usize) -> Failure {
    let place = format!("parcels[{}]", parcel.saturating_sub(1));
    let renamed = |text: &str| text.replace("parcels[0]", &place);
    let mut faults = Faults::none();
    for fault in &failure.faults {
        faults.extend(Faults::one(renamed(&fault.field), fault.message.clone()));
    }
    Failure {
        field: failure.field.as_deref().map(renamed),
        message: renamed(&failure.message),
        faults,
        ..failure
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::{ErrorKind, Operation};

    fn refused(parcel: usize, code: &str) -> (usize, Failure) {
        let id = CarrierId::new("sierra").unwrap();
        let kind = ErrorKind::Refused { code: code.to_owned(), message: "no".to_owned() };
        let error = Error::new(id.clone(), Operation::Rates, kind);
        (parcel, failure(&id, &error, Duration::from_millis(parcel as u64)))
    }

    #[test]
    fn one_failure_of_several_parcels_is_told_once_with_their_numbers() {
        let told = of_parcels(vec![refused(2, "A"), refused(3, "B"), refused(5, "A")], 5);
        let words: Vec<_> = told.iter().map(|f| (f.message.as_str(), f.elapsed_ms)).collect();
        assert_eq!(
            words,
            [
                ("sierra refused rates: A: no (parcels 2, 5)", Some(5)),
                ("sierra refused rates: B: no (parcel 3)", Some(3))
            ]
        );
        assert_eq!(
            of_parcels(vec![refused(1, "A"), refused(2, "A")], 2)[0].message,
            "sierra refused rates: A: no"
        );
    }

    #[test]
    fn a_field_is_told_by_its_place_in_the_whole_shipment() {
        let id = CarrierId::new("sierra").unwrap();
        let faults = Faults::one("parcels[0].weight", "is above 30 kg");
        let error = Error::invalid(id.clone(), Operation::Rates, faults);
        let told = of_parcels(vec![(3, failure(&id, &error, Duration::ZERO))], 3);
        assert_eq!(told[0].field.as_deref(), Some("parcels[2].weight"));
        assert_eq!(told[0].faults, Faults::one("parcels[2].weight", "is above 30 kg"));
        assert!(told[0].message.contains("parcels[2].weight: is above 30 kg"));
    }
}
