//! Shops and people who are nobody's, where several tests send from one to the other.
#![allow(dead_code, reason = "whoever includes this uses its part of it")]

use arriero::model::{Address, Country};

pub(crate) fn madrid() -> Address {
    let mut address = Address::new(Country::ES)
        .with_company("Libros Sur")
        .with_line("Calle de Embajadores 35")
        .with_city("28012", "Madrid");
    address.phone = Some("+34 910 55 01 47".into());
    address
}

pub(crate) fn lisbon() -> Address {
    let mut address = Address::new(Country::PT)
        .with_name("Ines Duarte")
        .with_line("Rua da Prata 80")
        .with_city("1100-420", "Lisboa");
    address.residential = Some(true);
    address.mobile = Some("+351 910 550 147".into());
    address
}

pub(crate) fn austin() -> Address {
    let mut address = Address::new(Country::US)
        .with_company("Blue Lamp Goods")
        .with_line("410 Barton Lane")
        .with_city("78704-1234", "Austin");
    (address.region, address.phone) = (Some("TX".into()), Some("+1 512 555 0147".into()));
    address
}

pub(crate) fn portland() -> Address {
    let mut address = Address::new(Country::US)
        .with_name("Dale Okafor")
        .with_line("22 Alder Court")
        .with_city("97204", "Portland");
    (address.region, address.phone) = (Some("OR".into()), Some("+1 503 555 0199".into()));
    address.residential = Some(true);
    address
}
