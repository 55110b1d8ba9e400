//! Where something is sent from and to.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::{Country, Faults, Path, ServicePoint, postal, subdivision};

/// A postal address, in any country.
///
/// `Debug` shows the country and the postal code alone: names, streets, phones and mails stay out of logs.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Address {
    /// The person; `None` where only a company is known. One of the two is required.
    pub name: Option<String>,
    /// The company; `None` for a private person.
    pub company: Option<String>,
    /// Given name, where the caller knows the parts of `name`; `None`: an adapter that needs it splits `name`.
    pub given: Option<String>,
    /// Family name or names, likewise.
    pub family: Option<String>,
    /// One to three lines, the street first.
    #[serde(default)]
    pub lines: Vec<String>,
    /// The house number; `None` where it stands inside the first line.
    pub house_number: Option<String>,
    /// City, town or village.
    pub city: String,
    /// The part of an ISO 3166-2 code after the hyphen (`CA`, `MD`); `None` where it is not given or there is none.
    pub region: Option<String>,
    /// The postal code; `None` where it is not given or the country has none.
    pub postal_code: Option<String>,
    /// The country.
    pub country: Country,
    /// A phone number, best in E.164 (`+34910000000`); `None` where it is not known.
    pub phone: Option<String>,
    /// A mobile phone number, likewise.
    pub mobile: Option<String>,
    /// A mail address; `None` where it is not known.
    pub email: Option<String>,
    /// Whether somebody lives there; `None` where it is not known, which is not *no*.
    pub residential: Option<bool>,
    /// Tax and customs numbers of this party.
    #[serde(default)]
    pub tax_ids: Vec<TaxId>,
}

impl Address {
    /// An address in a country, its other fields still empty.
    #[must_use]
    pub fn new(country: Country) -> Self {
        Self {
            name: None,
            company: None,
            given: None,
            family: None,
            lines: Vec::new(),
            house_number: None,
            city: String::new(),
            region: None,
            postal_code: None,
            country,
            phone: None,
            mobile: None,
            email: None,
            residential: None,
            tax_ids: Vec::new(),
        }
    }

    /// With the person's name.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// With the company's name.
    #[must_use]
    pub fn with_company(mut self, company: impl Into<String>) -> Self {
        self.company = Some(company.into());
        self
    }

    /// With one more line, the street first.
    #[must_use]
    pub fn with_line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// With postal code and city.
    #[must_use]
    pub fn with_city(mut self, postal_code: impl Into<String>, city: impl Into<String>) -> Self {
        self.postal_code = Some(postal_code.into());
        self.city = city.into();
        self
    }

    /// Notes every fault: no name, no street, no city, more than three lines, a region or a postal code that the country
    /// does not have.
    pub fn check(&self, at: &Path<'_>, faults: &mut Faults) {
        let blank =
            |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
        if blank(&self.name) && blank(&self.company) {
            faults.add(
                &at.field("name"),
                "is missing; write a person's name here or a company's under company",
            );
        }
        match self.lines.len() {
            0 => faults
                .add(&at.field("lines"), "is empty; write one to three lines, the street first"),
            1..=3 => {}
            more => faults.add(
                &at.field("lines"),
                format!("has {more} lines; three are the most, the street first"),
            ),
        }
        for (index, line) in self.lines.iter().enumerate() {
            if line.trim().is_empty() {
                faults.add(&at.field("lines").index(index), "is blank; leave the line out");
            }
        }
        if self.city.trim().is_empty() {
            faults.add(&at.field("city"), "is missing; write the city, town or village");
        }
        self.check_place(at, faults);
        if let Some(email) = &self.email
            && !email
                .split_once('@')
                .is_some_and(|(local, host)| !local.is_empty() && !host.is_empty())
        {
            faults.add(&at.field("email"), "is no mail address; write it as name@example.com");
        }
    }

    /// Notes the faults of country, region and postal code alone: what a price needs.
    pub fn check_place(&self, at: &Path<'_>, faults: &mut Faults) {
        if let Some(region) = &self.region {
            faults.note(&at.field("region"), subdivision::check(self.country, region));
        }
        faults.note(
            &at.field("postal_code"),
            postal::check(self.country, self.postal_code.as_deref()),
        );
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address")
            .field("country", &self.country)
            .field("postal_code", &self.postal_code)
            .finish_non_exhaustive()
    }
}

/// A number by which tax or customs offices know a party.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxId {
    /// What kind of number.
    pub kind: TaxIdKind,
    /// The number, as it is written.
    pub number: String,
    /// Who gave it out; `None`: the country of the address.
    pub country: Option<Country>,
}

impl fmt::Debug for TaxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaxId")
            .field("kind", &self.kind)
            .field("number", &"***")
            .field("country", &self.country)
            .finish()
    }
}

/// What kind of tax number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TaxIdKind {
    /// Value added tax number.
    Vat,
    /// Economic operator's registration and identification in the EU.
    Eori,
    /// Import one-stop shop of the EU.
    Ioss,
    /// A person's or a company's national number, such as a Spanish NIF.
    National,
    /// Any other.
    Other,
}

/// Where a shipment goes: to an address, or to a service point that is named.
///
/// A point cannot be asked for without the point: carriers want its name and address, not its number alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
#[non_exhaustive]
pub enum Destination {
    /// To the recipient's door.
    Address(Box<Address>),
    /// To a service point, where the recipient collects.
    Point(Box<PointDestination>),
}

/// A service point and who collects there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PointDestination {
    /// The point.
    pub point: ServicePoint,
    /// Who collects: name, phone, mail, and the home address where the carrier wants it.
    pub recipient: Address,
    /// The recipient's number with the carrier (a locker's customer number); `None`: the carrier may refuse.
    pub member_no: Option<String>,
}

impl Destination {
    /// Where the parcel itself goes: the address, or that of the point.
    #[must_use]
    pub fn place(&self) -> &Address {
        match self {
            Self::Address(address) => address,
            Self::Point(to) => &to.point.address,
        }
    }

    /// Who receives it.
    #[must_use]
    pub fn recipient(&self) -> &Address {
        match self {
            Self::Address(address) => address,
            Self::Point(to) => &to.recipient,
        }
    }

    /// The service point; `None` where it goes to the door.
    #[must_use]
    pub fn point(&self) -> Option<&ServicePoint> {
        match self {
            Self::Address(_) => None,
            Self::Point(to) => Some(&to.point),
        }
    }

    /// Notes every fault.
    pub fn check(&self, at: &Path<'_>, faults: &mut Faults) {
        match self {
            Self::Address(address) => address.check(at, faults),
            Self::Point(to) => {
                if to.point.id.trim().is_empty() {
                    faults.add(
                        &at.field("point").field("id"),
                        "is missing; write the carrier's number of the point",
                    );
                }
                to.point.address.check_place(&at.field("point").field("address"), faults);
                if to.recipient.name.is_none() && to.recipient.company.is_none() {
                    faults.add(
                        &at.field("recipient").field("name"),
                        "is missing; write who collects",
                    );
                }
            }
        }
    }
}

impl From<Address> for Destination {
    fn from(address: Address) -> Self {
        Self::Address(Box::new(address))
    }
}

impl<'de> Deserialize<'de> for Destination {
    /// A table with `point` is a point, any other an address. Read field by field, so that an error names its own field.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        let missing = <D::Error as serde::de::Error>::missing_field;
        if let Some(point) = fields.point {
            let recipient = fields.recipient.ok_or_else(|| missing("recipient"))?;
            return Ok(Self::Point(Box::new(PointDestination {
                point,
                recipient,
                member_no: fields.member_no,
            })));
        }
        Ok(Self::Address(Box::new(Address {
            name: fields.name,
            company: fields.company,
            given: fields.given,
            family: fields.family,
            lines: fields.lines,
            house_number: fields.house_number,
            city: fields.city.ok_or_else(|| missing("city"))?,
            region: fields.region,
            postal_code: fields.postal_code,
            country: fields.country.ok_or_else(|| missing("country"))?,
            phone: fields.phone,
            mobile: fields.mobile,
            email: fields.email,
            residential: fields.residential,
            tax_ids: fields.tax_ids,
        })))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    name: Option<String>,
    company: Option<String>,
    given: Option<String>,
    family: Option<String>,
    #[serde(default)]
    lines: Vec<String>,
    house_number: Option<String>,
    city: Option<String>,
    region: Option<String>,
    postal_code: Option<String>,
    country: Option<Country>,
    phone: Option<String>,
    mobile: Option<String>,
    email: Option<String>,
    residential: Option<bool>,
    #[serde(default)]
    tax_ids: Vec<TaxId>,
    point: Option<ServicePoint>,
    recipient: Option<Address>,
    member_no: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lisbon() -> Address {
        Address::new(Country::PT)
            .with_name("Ana Reis")
            .with_line("Rua Augusta 12")
            .with_city("1100-048", "Lisboa")
    }

    fn faults_of(address: &Address) -> String {
        let mut faults = Faults::none();
        address.check(&Path::Root.field("to"), &mut faults);
        faults.to_string()
    }

    #[test]
    fn a_whole_address_has_no_fault() {
        assert_eq!(faults_of(&lisbon()), "");
    }

    #[test]
    fn all_faults_are_told_at_once_each_with_its_path() {
        let faults =
            faults_of(&Address { postal_code: Some("28O13".into()), ..Address::new(Country::ES) });
        for path in ["to.name: ", "to.lines: ", "to.city: ", "to.postal_code: "] {
            assert!(faults.contains(path), "{path} in {faults}");
        }
    }

    #[test]
    fn debug_shows_neither_name_nor_street() {
        let shown = format!("{:?}", Destination::from(lisbon()));
        assert!(
            shown.contains("PT") && !shown.contains("Ana") && !shown.contains("Augusta"),
            "{shown}"
        );
    }

    #[test]
    fn a_destination_reads_as_an_address_or_as_a_point() {
        let address = r#"{"name": "Ana", "lines": ["Rua 1"], "city": "Lisboa", "postal_code": "1100-048", "country": "PT"}"#;
        assert!(matches!(serde_json::from_str(address).unwrap(), Destination::Address(_)));
        let point = format!(
            r#"{{"point": {{"id": "P77", "address": {address}}}, "recipient": {address}}}"#
        );
        let read: Destination = serde_json::from_str(&point).unwrap();
        assert_eq!(read.point().unwrap().id, "P77");
        assert_eq!(
            serde_json::from_str::<Destination>(&serde_json::to_string(&read).unwrap()).unwrap(),
            read
        );
    }

    #[test]
    fn a_point_without_a_recipient_is_refused_by_name() {
        let error = serde_json::from_str::<Destination>(
            r#"{"point": {"id": "P77", "address": {"city": "Lisboa", "country": "PT"}}}"#,
        );
        assert!(error.unwrap_err().to_string().contains("missing field `recipient`"));
    }
}
