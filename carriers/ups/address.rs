//! What the carrier says of an address: street level, with the kind of place.

use super::price::notice;
use super::wire::address::{Asked, Document, Key, Question, Request};
use super::{Ups, limits};
use crate::carrier::{Error, Operation, Result};
use crate::http::{Answer, Call};
use crate::model::{Address, AddressCheck, AddressVerdict, CheckDepth, Country, Path, postal};

/// 3: validation and classification.
const PATH: &str = "/api/addressvalidation/v2/3";

pub(super) async fn check(ups: &Ups, address: &Address) -> Result<AddressCheck> {
    // Which countries are checked stands in an appendix that was not read; the United States and Puerto Rico are general knowledge.
    if !limits::is_imperial(limits::country(address)) {
        return Ok(AddressCheck::new(AddressVerdict::Unchecked));
    }
    limits::check_address(address, &Path::Root).into_result().map_err(|faults| {
        Error::invalid(ups.api.carrier().clone(), Operation::CheckAddress, faults)
    })?;
    let call = Call::post(Operation::CheckAddress, PATH).json(&to_wire(address));
    from_wire(address, &ups.api.send(Ups::signed(call)).await?)
}

fn to_wire(address: &Address) -> Question {
    // Five digits, and four more apart (`PostcodeExtendedLow`).
    let code = limits::postal_code(address).unwrap_or_default();
    let (five, four) = code.split_at_checked(5).unwrap_or((&code, ""));
    let country = limits::country(address);
    let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Question {
        request: Request {
            address_key_format: Asked {
                consignee_name: address.company.clone(),
                address_line: limits::lines(address).unwrap_or_default(),
                city: address.city.trim().to_owned(),
                region: address.region.clone(),
                postcode_primary_low: told(five),
                postcode_extended_low: told(four),
                country_code: country.as_str().to_owned(),
            },
        },
    }
}

fn from_wire(asked: &Address, answer: &Answer) -> Result<AddressCheck> {
    let Document { response: told } = answer.json()?;
    told.response.success(answer)?;
    let candidates: Vec<_> = told
        .candidate
        .iter()
        .map(|candidate| corrected(asked, &candidate.address_key_format))
        .collect();
    let valid = told.valid_address_indicator.is_some();
    let verdict = match candidates.as_slice() {
        [one] if valid && same(one, asked) => AddressVerdict::Valid,
        [one] if valid => AddressVerdict::Corrected(Box::new(one.clone())),
        [] if valid => AddressVerdict::Valid,
        [] if told.no_candidates_indicator.is_some() => AddressVerdict::Invalid,
        [] if told.ambiguous_address_indicator.is_some() => AddressVerdict::Ambiguous(Vec::new()),
        [] => return Err(answer.unreadable("neither an indicator nor a candidate")),
        _ => AddressVerdict::Ambiguous(candidates.clone()),
    };
    let mut check = AddressCheck::new(verdict);
    let kind = told.address_classification.as_ref().or_else(|| {
        let [one] = told.candidate.as_slice() else { return None };
        one.address_classification.as_ref()
    });
    // 0 is "UnClassified".
    check.residential = match kind.and_then(|kind| kind.code.told()) {
        Some("1") => Some(false),
        Some("2") => Some(true),
        _ => None,
    };
    check.depth = Some(CheckDepth::Street);
    check.notices = told.response.alert.into_iter().filter_map(notice).collect();
    Ok(check)
}

/// The address that was asked with the place as the carrier writes it.
fn corrected(asked: &Address, key: &Key) -> Address {
    let mut address = asked.clone();
    address.house_number = None;
    address.lines.clone_from(&key.address_line);
    address.city = key.city.owned().unwrap_or_default();
    address.region = key.region.owned();
    address.postal_code = match (key.postcode_primary_low.told(), key.postcode_extended_low.told())
    {
        (Some(five), Some(four)) => Some(format!("{five}-{four}")),
        (five, _) => five.map(str::to_owned),
    };
    if let Some(country) = key.country_code.told().and_then(|code| Country::parse(code).ok()) {
        address.country = country;
    }
    address
}

/// The same but for case and blanks, and for the four digits that were not asked.
fn same(told: &Address, asked: &Address) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let lines = |address: &Address| {
        limits::lines(address)
            .unwrap_or_default()
            .iter()
            .map(|line| plain(line))
            .collect::<Vec<_>>()
    };
    let code = |address: &Address| {
        address.postal_code.as_deref().map(|code| postal::normalise(address.country, code))
    };
    let codes = match (code(told), code(asked)) {
        (Some(told), Some(asked)) => told.starts_with(&asked),
        (told, asked) => told == asked,
    };
    lines(told) == lines(asked)
        && plain(&told.city) == plain(&asked.city)
        && told.region.as_deref().map(plain) == asked.region.as_deref().map(plain)
        && codes
}

#[cfg(test)]
mod tests {
    use super::super::tests::{account, answer, assert_sent, austin, fixture, lisbon};
    use super::*;
    use crate::carrier::ErrorKind;

    fn read(name: &str) -> AddressCheck {
        from_wire(&austin(), &answer(Operation::CheckAddress, fixture(name))).unwrap()
    }

    #[test]
    fn what_is_asked_is_as_the_fixture_has_it() {
        assert_sent("address/austin.request.json", &to_wire(&austin()));
    }

    #[test]
    fn the_same_place_in_capitals_is_valid_and_its_kind_is_told() {
        let check = read("address/valid.response.json");
        assert_eq!((check.verdict, check.residential), (AddressVerdict::Valid, Some(false)));
    }

    #[test]
    fn several_candidates_are_a_question() {
        let AddressVerdict::Ambiguous(found) = read("address/ambiguous.response.json").verdict
        else {
            panic!("not ambiguous")
        };
        assert_eq!(found[1].postal_code.as_deref(), Some("78704-2210"));
        assert_eq!(found[1].company, austin().company);
    }

    #[test]
    fn no_candidate_is_an_answer_and_no_indicator_is_none() {
        let none = r#"{"XAVResponse": {"Response": {"ResponseStatus": {"Code": "1"}}, "NoCandidatesIndicator": ""}}"#;
        let check = from_wire(&austin(), &answer(Operation::CheckAddress, none)).unwrap();
        assert_eq!(check.verdict, AddressVerdict::Invalid);
        let bare = r#"{"XAVResponse": {"Response": {"ResponseStatus": {"Code": "1"}}}}"#;
        let error = from_wire(&austin(), &answer(Operation::CheckAddress, bare)).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unreadable { .. }));
    }

    #[tokio::test]
    async fn an_address_elsewhere_is_not_asked_about() {
        let (ups, server) = account(200, "{}").await;
        assert_eq!(check(&ups, &lisbon()).await.unwrap().verdict, AddressVerdict::Unchecked);
        assert_eq!(server.requests(), 0);
    }

    #[tokio::test]
    async fn the_call_goes_to_its_place() {
        let (ups, server) = account(200, fixture("address/valid.response.json")).await;
        check(&ups, &austin()).await.unwrap();
        assert_eq!(server.seen().pop().unwrap().path, PATH);
    }
}
