//! Addresses as the carrier counts: lines of 44 characters wrapped at words, postal codes without a blank, territories as states.

use crate::model::{Address, Country, Destination, Faults, Path, postal};

/// `shipment.xsd`, `address-line-1`, `address-line-2`, `additional-address-info`, `ContactNameType`, `CompanyNameType`.
pub(super) const LINE: usize = 44;
/// `city`
const CITY: usize = 40;
/// `PhoneNumberType`
const PHONE: usize = 25;
/// `ProvinceStateOrInternationalType`
const REGION: usize = 20;
/// `PostalCodeOrZipOrInternationalType`
const POSTAL_CODE: usize = 14;
/// `EmailType`
const EMAIL: usize = 60;

/// What a party is to the carrier: how many lines it may have, and what must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Two lines, in Canada, with a phone.
    Sender,
    /// Three lines: the third is `additional-address-info`.
    Recipient,
    /// Two lines, in Canada.
    Domestic,
}

impl Part {
    const fn lines(self) -> usize {
        match self {
            Self::Sender | Self::Domestic => 2,
            Self::Recipient => 3,
        }
    }
}

/// The country as the carrier counts: the territories of the United States are states there (public knowledge).
pub(super) fn country(address: &Address) -> Country {
    let code = address.country.as_str();
    if matches!(code, "PR" | "VI" | "GU" | "AS" | "MP") { Country::US } else { address.country }
}

/// The province or state; of a territory of the United States its own code.
pub(super) fn region(address: &Address) -> Option<String> {
    if country(address) != address.country {
        return Some(address.country.as_str().to_owned());
    }
    address.region.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// `K1A0B1`, `97204-1234`, and abroad as it is written there.
pub(super) fn postal_code(address: &Address) -> Option<String> {
    let text = address.postal_code.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
    Some(match address.country {
        Country::CA => postal::normalise(Country::CA, text),
        _ if country(address) == Country::US => postal::display(Country::US, text),
        other => postal::display(other, text),
    })
}

/// The phone, else the mobile phone.
pub(super) fn phone(address: &Address) -> Option<&str> {
    let told = address.phone.as_deref().or(address.mobile.as_deref())?.trim();
    (!told.is_empty()).then_some(told)
}

/// The street in lines of at most 44 characters; `None`: so many are not enough, or a word is longer.
pub(super) fn lines(address: &Address, most: usize) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    for (index, line) in address.lines.iter().enumerate() {
        let whole = match (&address.house_number, index) {
            // In Canada, as in most countries that write in its languages, the number stands before the street.
            (Some(number), 0) => format!("{number} {line}"),
            _ => line.clone(),
        };
        lines.extend(wrapped(&whole)?);
    }
    (lines.len() <= most).then_some(lines)
}

fn wrapped(text: &str) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let length = word.chars().count();
        match lines.last_mut() {
            _ if length > LINE => return None,
            Some(line) if line.chars().count() + 1 + length <= LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    Some(lines)
}

/// Who receives it, with the address that is told: at a post office the recipient's own, the point's where none is known.
pub(super) fn receiver(to: &Destination) -> &Address {
    if to.recipient().lines.is_empty() { to.place() } else { to.recipient() }
}

/// Notes what the carrier would refuse of a place: what a price needs.
pub(super) fn check_place(address: &Address, at: &Path<'_>, faults: &mut Faults) {
    let at = at.field("postal_code");
    let code = postal_code(address);
    match country(address) {
        land @ (Country::CA | Country::US) => match code {
            None => {
                faults.add(&at, "is missing; Canada Post wants it in Canada and the United States");
            }
            Some(code) if !postal::is_whole(land, &code) => {
                faults.add(&at, "is no whole one; write it as K1A 0B1, or as 97204");
            }
            Some(_) => {}
        },
        _ => check_text(code.as_deref(), POSTAL_CODE, &at, faults),
    }
}

/// Notes what the carrier would refuse of a party.
pub(super) fn check(address: &Address, part: Part, at: &Path<'_>, faults: &mut Faults) {
    check_place(address, at, faults);
    check_text(address.name.as_deref(), LINE, &at.field("name"), faults);
    check_text(address.company.as_deref(), LINE, &at.field("company"), faults);
    check_text(Some(&address.city), CITY, &at.field("city"), faults);
    check_text(phone(address), PHONE, &at.field("phone"), faults);
    if address.name.is_none() && address.company.is_none() {
        faults.add(&at.field("name"), "is missing; write a person or a company");
    }
    if address.city.trim().is_empty() {
        faults.add(&at.field("city"), "is missing");
    }
    let most = part.lines();
    for (index, line) in lines(address, most).unwrap_or_default().iter().enumerate() {
        check_text(Some(line), LINE, &at.field("lines").index(index), faults);
    }
    if lines(address, most).is_none_or(|lines| lines.is_empty()) {
        let what =
            format!("are not 1 to {most} lines of {LINE} characters, as Canada Post has them");
        faults.add(&at.field("lines"), what);
    }
    let (region, here) = (region(address), at.field("region"));
    match country(address) {
        Country::CA | Country::US => {
            if region.is_none_or(|code| code.chars().count() > 2) {
                faults.add(&here, "is not the two letters of a province or state, as ON");
            }
        }
        _ => check_text(region.as_deref(), REGION, &here, faults),
    }
    if part != Part::Recipient && address.country != Country::CA {
        faults.add(&at.field("country"), "is not CA, where Canada Post sells labels");
    }
    if part == Part::Sender && phone(address).is_none() {
        faults.add(&at.field("phone"), "is missing; Canada Post wants the sender's");
    }
}

/// Notes a text that is too long, or has what no XML document can hold.
pub(super) fn check_text(text: Option<&str>, most: usize, at: &Path<'_>, faults: &mut Faults) {
    let Some(text) = text.map(str::trim) else { return };
    if text.chars().count() > most {
        faults.add(at, format!("is longer than the {most} characters of Canada Post"));
    }
    if text.chars().any(char::is_control) {
        faults.add(at, "has a control character, such as the end of a line; leave it out");
    }
}

/// Notes a mail address that does not have the carrier's pattern (`EmailType`). Without a contract, for returns and pickups the
/// last part has five letters at most; that is asked of all.
pub(super) fn check_email(text: &str, at: &Path<'_>, faults: &mut Faults) {
    let part = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    let sound = text.split_once('@').is_some_and(|(local, host)| {
        let Some((host, last)) = host.rsplit_once('.') else { return false };
        local.split('.').all(|text| part(text, "'_-+"))
            && host.split('.').all(|text| part(text, "-"))
            && last.chars().all(|c| c.is_ascii_alphabetic())
            && (2..=5).contains(&last.len())
    });
    if !sound || text.len() > EMAIL {
        faults.add(
            at,
            format!("is no mail address of {EMAIL} plain characters, as Canada Post takes"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn street(line: &str) -> Address {
        Address::new(Country::CA).with_line(line)
    }

    fn faults(note: impl Fn(&mut Faults)) -> Vec<String> {
        let mut faults = Faults::none();
        note(&mut faults);
        faults.iter().map(|fault| fault.field.clone()).collect()
    }

    #[test]
    fn a_street_is_wrapped_at_words_and_never_cut() {
        let long = street("1200 chemin de la Cote-des-Neiges ouest, entree du jardin");
        assert_eq!(
            lines(&long, 2).unwrap(),
            ["1200 chemin de la Cote-des-Neiges ouest,", "entree du jardin"]
        );
        assert_eq!(lines(&long, 1), None);
        assert_eq!(lines(&street(&"x".repeat(45)), 3), None);
        assert_eq!(lines(&street(&"x".repeat(44)), 1).unwrap().len(), 1);
    }

    #[test]
    fn a_text_that_no_document_can_hold_is_refused() {
        let mut address = street("Bank Street").with_city("K1A 0B1", "Ottawa").with_name("A\u{1}B");
        address.region = Some("ON".into());
        let told = faults(|faults| check(&address, Part::Recipient, &Path::Root, faults));
        assert_eq!(told, ["name"]);
    }

    #[test]
    fn a_house_number_stands_before_the_street() {
        let mut address = street("Bank Street");
        address.house_number = Some("7".into());
        assert_eq!(lines(&address, 2).unwrap(), ["7 Bank Street"]);
    }

    #[test]
    fn a_postal_code_goes_without_its_blank_and_a_zip_code_keeps_its_hyphen() {
        for (country, text, wanted) in [
            (Country::CA, "k1a 0b1", "K1A0B1"),
            (Country::CA, "K1A-0B1", "K1A0B1"),
            (Country::US, "97204", "97204"),
            (Country::US, "972041234", "97204-1234"),
            (Country::PR, "00901", "00901"),
            (Country::GB, "sw1a1aa", "SW1A 1AA"),
        ] {
            let address = Address::new(country).with_city(text, "x");
            assert_eq!(postal_code(&address).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn a_part_of_a_postal_code_is_refused() {
        for (country, text) in [(Country::CA, "K1A"), (Country::CA, ""), (Country::US, "9720")] {
            let address = Address::new(country).with_city(text, "x");
            let told = faults(|faults| check_place(&address, &Path::Root, faults));
            assert_eq!(told, ["postal_code"], "{text}");
        }
    }

    #[test]
    fn a_territory_of_the_united_states_is_a_state() {
        let address = Address::new(Country::PR);
        assert_eq!(country(&address), Country::US);
        assert_eq!(region(&address).as_deref(), Some("PR"));
    }

    #[test]
    fn a_sender_has_a_phone_and_is_in_canada() {
        let mut address = Address::new(Country::US)
            .with_company("Blue Lamp Goods")
            .with_line("410 Barton Lane")
            .with_city("78704", "Austin");
        address.region = Some("TX".into());
        let told = faults(|faults| check(&address, Part::Sender, &Path::Root, faults));
        assert_eq!(told, ["country", "phone"]);
        assert!(faults(|faults| check(&address, Part::Recipient, &Path::Root, faults)).is_empty());
    }

    #[test]
    fn a_mail_address_has_the_carriers_pattern() {
        let told =
            |text: &str| faults(|faults| check_email(text, &Path::Root.field("email"), faults));
        for sound in ["ana@example.com", "o'neil.b+x@mail.example.ca"] {
            assert!(told(sound).is_empty(), "{sound}");
        }
        for bad in ["ana", "ana@example", "a..b@example.ca", "ñ@example.ca", "a@example.museum"] {
            assert_eq!(told(bad), ["email"], "{bad}");
        }
    }
}
