//! The words of price lists in Spanish, Catalan, English, French, Portuguese and German. What they add up to is elsewhere.

use crate::model::WeightUnit;

/// A text as the tables here write it: small letters without accents, one blank between words, no dot at the end of a word.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' => folded.push('o'),
            'ú' | 'ù' | 'û' | 'ü' => folded.push('u'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'ß' => folded.push_str("ss"),
            '’' | '‘' | '´' => folded.push('\''),
            '–' | '—' | '−' => folded.push('-'),
            c if c.is_whitespace() => folded.push(' '),
            c => folded.push(c),
        }
    }
    folded.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a word of a weight's label means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    UpTo,
    /// Between two ends.
    To,
    /// Less than, not up to.
    Below,
    /// More than.
    Above,
    /// That weight and heavier.
    AtLeast,
    /// Before the lower of two ends, or that weight and heavier.
    Since,
    /// A further unit.
    Further,
    /// Says how a row is charged, and nothing that a further unit does not say already.
    Each,
    Plus,
    Unit(WeightUnit),
}

/// Longer phrases need not stand first: the longest that fits is taken.
pub(super) const PHRASES: &[(&str, Mark)] = &[
    ("hasta", Mark::UpTo),
    ("hasta los", Mark::UpTo),
    ("max", Mark::UpTo),
    ("max.", Mark::UpTo),
    ("maximo", Mark::UpTo),
    ("maxim", Mark::UpTo),
    ("maximum", Mark::UpTo),
    ("maxi", Mark::UpTo),
    ("maximal", Mark::UpTo),
    ("up to", Mark::UpTo),
    ("until", Mark::UpTo),
    ("not over", Mark::UpTo),
    ("no more than", Mark::UpTo),
    ("fins", Mark::UpTo),
    ("fins a", Mark::UpTo),
    ("jusqu'a", Mark::UpTo),
    ("jusque", Mark::UpTo),
    ("ate", Mark::UpTo),
    ("bis", Mark::UpTo),
    ("bis zu", Mark::UpTo),
    ("≤", Mark::UpTo),
    ("<=", Mark::UpTo),
    ("=<", Mark::UpTo),
    ("-", Mark::To),
    ("a", Mark::To),
    ("al", Mark::To),
    ("to", Mark::To),
    ("y", Mark::To),
    ("y hasta", Mark::To),
    ("i fins", Mark::To),
    ("i fins a", Mark::To),
    ("i", Mark::To),
    ("e", Mark::To),
    ("e ate", Mark::To),
    ("et", Mark::To),
    ("and", Mark::To),
    ("and up to", Mark::To),
    ("und", Mark::To),
    ("<", Mark::Below),
    ("menos de", Mark::Below),
    ("menos que", Mark::Below),
    ("inferior a", Mark::Below),
    ("menor de", Mark::Below),
    ("menor que", Mark::Below),
    ("menys de", Mark::Below),
    ("less than", Mark::Below),
    ("under", Mark::Below),
    ("below", Mark::Below),
    ("moins de", Mark::Below),
    ("inferieur a", Mark::Below),
    ("unter", Mark::Below),
    ("weniger als", Mark::Below),
    (">", Mark::Above),
    ("mas de", Mark::Above),
    ("superior a", Mark::Above),
    ("mayor de", Mark::Above),
    ("mayor que", Mark::Above),
    ("mes de", Mark::Above),
    ("more than", Mark::Above),
    ("over", Mark::Above),
    ("above", Mark::Above),
    ("plus de", Mark::Above),
    ("superieur a", Mark::Above),
    ("mais de", Mark::Above),
    ("acima de", Mark::Above),
    ("uber", Mark::Above),
    ("mehr als", Mark::Above),
    ("≥", Mark::AtLeast),
    (">=", Mark::AtLeast),
    ("=>", Mark::AtLeast),
    ("a partir de", Mark::AtLeast),
    ("a partir dels", Mark::AtLeast),
    ("a partir des", Mark::AtLeast),
    ("ab", Mark::AtLeast),
    ("y mas", Mark::AtLeast),
    ("o mas", Mark::AtLeast),
    ("i mes", Mark::AtLeast),
    ("o mes", Mark::AtLeast),
    ("e mais", Mark::AtLeast),
    ("ou mais", Mark::AtLeast),
    ("and above", Mark::AtLeast),
    ("and over", Mark::AtLeast),
    ("and more", Mark::AtLeast),
    ("or more", Mark::AtLeast),
    ("et plus", Mark::AtLeast),
    ("ou plus", Mark::AtLeast),
    ("und mehr", Mark::AtLeast),
    ("y superior", Mark::AtLeast),
    ("en adelante", Mark::AtLeast),
    ("desde", Mark::Since),
    ("des de", Mark::Since),
    ("de", Mark::Since),
    ("del", Mark::Since),
    ("entre", Mark::Since),
    ("from", Mark::Since),
    ("between", Mark::Since),
    ("von", Mark::Since),
    ("zwischen", Mark::Since),
    ("adicional", Mark::Further),
    ("adicionales", Mark::Further),
    ("adicionais", Mark::Further),
    ("addicional", Mark::Further),
    ("addicionals", Mark::Further),
    ("suplementario", Mark::Further),
    ("suplementarios", Mark::Further),
    ("suplementar", Mark::Further),
    ("suplementari", Mark::Further),
    ("extra", Mark::Further),
    ("siguiente", Mark::Further),
    ("additional", Mark::Further),
    ("further", Mark::Further),
    ("supplementaire", Mark::Further),
    ("supplementaires", Mark::Further),
    ("additionnel", Mark::Further),
    ("weiteres", Mark::Further),
    ("weitere", Mark::Further),
    ("zusatzliches", Mark::Further),
    ("zusatzlich", Mark::Further),
    ("add'l", Mark::Further),
    ("cada", Mark::Each),
    ("por", Mark::Each),
    ("por cada", Mark::Each),
    ("per", Mark::Each),
    ("per cada", Mark::Each),
    ("each", Mark::Each),
    ("per each", Mark::Each),
    ("par", Mark::Each),
    ("chaque", Mark::Each),
    ("jedes", Mark::Each),
    ("je", Mark::Each),
    ("pro", Mark::Each),
    ("o fraccion", Mark::Each),
    ("o fraccio", Mark::Each),
    ("ou fracao", Mark::Each),
    ("ou fraction", Mark::Each),
    ("or fraction", Mark::Each),
    ("or part thereof", Mark::Each),
    ("+", Mark::Plus),
    ("kg", Mark::Unit(WeightUnit::Kg)),
    ("kg.", Mark::Unit(WeightUnit::Kg)),
    ("kgs", Mark::Unit(WeightUnit::Kg)),
    ("kgs.", Mark::Unit(WeightUnit::Kg)),
    ("kilo", Mark::Unit(WeightUnit::Kg)),
    ("kilos", Mark::Unit(WeightUnit::Kg)),
    ("kilogramo", Mark::Unit(WeightUnit::Kg)),
    ("kilogramos", Mark::Unit(WeightUnit::Kg)),
    ("quilo", Mark::Unit(WeightUnit::Kg)),
    ("quilos", Mark::Unit(WeightUnit::Kg)),
    ("kilogramm", Mark::Unit(WeightUnit::Kg)),
    ("kilogramme", Mark::Unit(WeightUnit::Kg)),
    ("kilogrammes", Mark::Unit(WeightUnit::Kg)),
    ("kilograms", Mark::Unit(WeightUnit::Kg)),
    ("g", Mark::Unit(WeightUnit::G)),
    ("g.", Mark::Unit(WeightUnit::G)),
    ("gr", Mark::Unit(WeightUnit::G)),
    ("gr.", Mark::Unit(WeightUnit::G)),
    ("grs", Mark::Unit(WeightUnit::G)),
    ("gramos", Mark::Unit(WeightUnit::G)),
    ("gramas", Mark::Unit(WeightUnit::G)),
    ("grams", Mark::Unit(WeightUnit::G)),
    ("gramm", Mark::Unit(WeightUnit::G)),
    ("grammes", Mark::Unit(WeightUnit::G)),
    ("lb", Mark::Unit(WeightUnit::Lb)),
    ("lb.", Mark::Unit(WeightUnit::Lb)),
    ("lbs", Mark::Unit(WeightUnit::Lb)),
    ("lbs.", Mark::Unit(WeightUnit::Lb)),
    ("pound", Mark::Unit(WeightUnit::Lb)),
    ("pounds", Mark::Unit(WeightUnit::Lb)),
    ("libra", Mark::Unit(WeightUnit::Lb)),
    ("libras", Mark::Unit(WeightUnit::Lb)),
    ("oz", Mark::Unit(WeightUnit::Oz)),
    ("oz.", Mark::Unit(WeightUnit::Oz)),
    ("ounces", Mark::Unit(WeightUnit::Oz)),
    ("onzas", Mark::Unit(WeightUnit::Oz)),
];

/// Cells that say: not at this price, ask us.
pub(super) fn is_not_offered(folded: &str) -> bool {
    const WORDS: &[&str] = &[
        "",
        "-",
        "--",
        "consultar",
        "a consultar",
        "consulte",
        "no disponible",
        "sin servicio",
        "no hay servicio",
        "n/d",
        "n.d.",
        "nd",
        "n/a",
        "on request",
        "upon request",
        "not available",
        "poa",
        "price on request",
        "sur demande",
        "nous consulter",
        "sur devis",
        "non disponible",
        "sob consulta",
        "nao disponivel",
        "indisponivel",
        "auf anfrage",
        "nicht verfugbar",
        "sense servei",
    ];
    WORDS.contains(&folded)
}

/// What the head of a column says of weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct WeightHead {
    pub(super) unit: Option<WeightUnit>,
    pub(super) up_to: bool,
    pub(super) from: bool,
}

/// A head that is made of nothing but words for weights; `None`: it is of something else.
pub(super) fn weight_head(folded: &str) -> Option<WeightHead> {
    const NAMES: &[&str] = &[
        "peso",
        "pesos",
        "pes",
        "weight",
        "poids",
        "gewicht",
        "tramo",
        "tramos",
        "tramo de peso",
        "tramos de peso",
        "franja de peso",
        "trams",
        "tram",
        "tranche",
        "escalao",
        "escaloes",
        "escalao de peso",
        "rango",
        "rango de peso",
        "weight step",
        "weight break",
        "weight band",
        "tranche de poids",
        "gewichtsstufe",
        "stufe",
        "en",
        "in",
        "em",
        "(en",
        "total",
        "real",
        "bruto",
        "brut",
        "gross",
    ];
    let plain: String = folded
        .chars()
        .map(|c| if matches!(c, '(' | ')' | '[' | ']' | '/' | ':' | ',') { ' ' } else { c })
        .collect();
    let mut words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let mut head = WeightHead::default();
    let mut told = false;
    while !words.is_empty() {
        let taken = (1..=words.len().min(4)).rev().find_map(|length| {
            let phrase = words.get(..length)?.join(" ");
            if NAMES.contains(&phrase.as_str()) {
                return Some((length, None));
            }
            let known = PHRASES.iter().find(|(known, _)| *known == phrase);
            known.map(|(_, mark)| (length, Some(*mark)))
        })?;
        let (length, mark) = taken;
        // `de` and `a` alone say nothing: they are also names of zones.
        let is_filler = mark == Some(Mark::To) || words.first() == Some(&"de");
        match mark {
            Some(Mark::Unit(unit)) => head.unit = Some(unit),
            Some(Mark::UpTo | Mark::Below) => head.up_to = true,
            Some(Mark::AtLeast | Mark::Since | Mark::Above) if !is_filler => head.from = true,
            Some(Mark::Further | Mark::Each | Mark::Plus) => return None,
            _ => {}
        }
        told = told || !is_filler;
        words.drain(..length);
    }
    told.then_some(head)
}

/// What a head says of tax, and the head without it.
pub(super) fn net_or_gross(head: &str) -> Option<(String, bool)> {
    const NET: &[&str] = &[
        "neto",
        "net",
        "sin iva",
        "s/iva",
        "sense iva",
        "sem iva",
        "iva no incluido",
        "iva excl",
        "iva excl.",
        "excl. vat",
        "excl vat",
        "ex vat",
        "without vat",
        "without tax",
        "ht",
        "hors taxe",
        "netto",
        "ohne mwst",
        "ohne mwst.",
        "zzgl. mwst.",
        "sin impuestos",
        "base",
        "+ iva",
    ];
    const GROSS: &[&str] = &[
        "bruto",
        "gross",
        "con iva",
        "c/iva",
        "amb iva",
        "com iva",
        "iva incluido",
        "iva incl",
        "iva incl.",
        "iva inclos",
        "incl. vat",
        "incl vat",
        "inc vat",
        "with vat",
        "with tax",
        "ttc",
        "brutto",
        "inkl. mwst.",
        "inkl. mwst",
        "mit mwst",
        "pvp",
        "con impuestos",
    ];
    let shown: Vec<&str> = head.split_whitespace().collect();
    // As many words at the end as say it.
    let told = (0..shown.len()).find_map(|start| {
        let end = folded(&shown.get(start..)?.join(" "));
        let end = end.trim_matches(['(', ')', '[', ']']);
        let gross = GROSS.contains(&end);
        (gross || NET.contains(&end)).then_some((start, gross))
    });
    let (start, gross) = told?;
    let name = shown.get(..start)?.join(" ");
    Some((name.trim_end_matches([' ', '-', '–', ':', ',']).to_owned(), gross))
}

/// Whether a note speaks of tax: then it may contradict what was said of the cells.
pub(super) fn speaks_of_tax(folded: &str) -> bool {
    ["iva", "vat", "tva", "mwst", "igic", "impuesto", "tax"].iter().any(|word| {
        folded.split(|c: char| !c.is_alphanumeric()).any(|known| known.starts_with(word))
    })
}

/// What a column of a shop's long table is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShopColumn {
    Country,
    Region,
    Code,
    Price,
}

pub(super) fn shop_column(folded: &str) -> Option<ShopColumn> {
    const HEADS: &[(&str, ShopColumn)] = &[
        ("country", ShopColumn::Country),
        ("country code", ShopColumn::Country),
        ("pais", ShopColumn::Country),
        ("pays", ShopColumn::Country),
        ("land", ShopColumn::Country),
        ("region/state", ShopColumn::Region),
        ("region", ShopColumn::Region),
        ("state", ShopColumn::Region),
        ("region/estado", ShopColumn::Region),
        ("provincia", ShopColumn::Region),
        ("zip/postal code", ShopColumn::Code),
        ("zip", ShopColumn::Code),
        ("zip code", ShopColumn::Code),
        ("postcode", ShopColumn::Code),
        ("postal code", ShopColumn::Code),
        ("codigo postal", ShopColumn::Code),
        ("cp", ShopColumn::Code),
        ("code postal", ShopColumn::Code),
        ("plz", ShopColumn::Code),
        ("shipping price", ShopColumn::Price),
        ("price", ShopColumn::Price),
        ("precio", ShopColumn::Price),
        ("precio de envio", ShopColumn::Price),
        ("prix", ShopColumn::Price),
        ("preco", ShopColumn::Price),
        ("preis", ShopColumn::Price),
    ];
    HEADS.iter().find(|(head, _)| *head == folded).map(|(_, column)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_of_weights_is_told_from_a_zone() {
        for (head, unit, from) in [
            ("Peso", None, false),
            ("Peso (kg)", Some(WeightUnit::Kg), false),
            ("Peso en gramos", Some(WeightUnit::G), false),
            ("Kg.", Some(WeightUnit::Kg), false),
            ("Weight (and above)", None, true),
            ("Tramo de peso", None, false),
            ("Poids (kg)", Some(WeightUnit::Kg), false),
            ("Gewicht bis", None, false),
            ("Desde", None, true),
            ("Hasta (kg)", Some(WeightUnit::Kg), false),
        ] {
            let told = weight_head(&folded(head)).unwrap_or_else(|| panic!("{head}"));
            assert_eq!((told.unit, told.from), (unit, from), "{head}");
        }
        for zone in ["Zona 1", "Peninsula", "Madrid", "A", "DE", "24h", "1"] {
            assert_eq!(weight_head(&folded(zone)), None, "{zone}");
        }
    }

    #[test]
    fn a_head_says_net_or_gross_at_its_end() {
        for (head, name, gross) in [
            ("Zona 1 sin IVA", "Zona 1", false),
            ("Zona 1 (IVA incluido)", "Zona 1", true),
            ("Península - neto", "Península", false),
            ("Zone 2 TTC", "Zone 2", true),
        ] {
            assert_eq!(net_or_gross(head), Some((name.to_owned(), gross)), "{head}");
        }
        assert_eq!(net_or_gross("Zona 1"), None);
    }
}
