//! A million shipments and ten rate sheets, made up and the same every time. No data is kept in the repository.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// The moment at which the rows are decided; the sheets are valid then.
pub(crate) const NOW: &str = "2026-11-23T12:00:00+01:00";

/// The ten carriers; every second one has an express service, too.
pub(crate) const CARRIERS: [&str; 10] =
    ["alba", "brisa", "cima", "duna", "estela", "faro", "garza", "haya", "iris", "jara"];

const ZONES: [(&str, &str, u64); 6] = [
    ("provincial", r#""ES same:2""#, 300),
    ("peninsula", r#""ES""#, 420),
    ("baleares", r#""ES 07""#, 760),
    ("canarias", r#""ES 35", "ES 38""#, 1_350),
    ("portugal", r#""PT""#, 560),
    ("europe", r#""FR", "BE", "NL", "DE", "IT""#, 980),
];
const STEPS: [u64; 8] = [1, 2, 3, 5, 10, 15, 20, 30];

/// Writes `arriero.toml` with its ten sheets, `shared.toml` and `rows.csv` into a folder.
///
/// # Errors
///
/// What the system says where a file cannot be written.
pub(crate) fn write(folder: &Path, rows: u64) -> io::Result<()> {
    let mut configuration = String::new();
    for (number, carrier) in (0..).zip(CARRIERS) {
        let _ = writeln!(configuration, "[carriers.{carrier}]\nsheet = \"{carrier}.toml\"");
        let express = number % 2 == 1;
        fs::write(folder.join(format!("{carrier}.toml")), rules(carrier, number, express))?;
        fs::write(folder.join(format!("{carrier}.paq.csv")), prices(number, 100))?;
        if express {
            fs::write(folder.join(format!("{carrier}.express.csv")), prices(number, 170))?;
        }
    }
    fs::write(folder.join("arriero.toml"), configuration)?;
    fs::write(folder.join("shared.toml"), SHARED)?;
    let mut out = BufWriter::new(fs::File::create(folder.join("rows.csv"))?);
    write_rows(&mut out, rows)?;
    out.flush()
}

/// Who sends, and what is asked.
const SHARED: &str = r#"[from]
company = "Tienda Sol"
lines = ["Calle Mayor 1"]
postal_code = "28013"
city = "Madrid"
country = "ES"
phone = "+34910000000"

[constraints]
business_days = 5
"#;

fn rules(carrier: &str, number: u64, express: bool) -> String {
    let mut text = format!(
        "sheet = {{ format = 1, carrier = \"{carrier}\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/\", \
         origin = [\"ES\", \"not ES 07\", \"not ES 35\", \"not ES 38\"] }}\ntax = {{ iva = [{{ percent = \"21\", from = \"2012-09-01\" }}] }}\n\n[zone]\n"
    );
    for (zone, places, _) in ZONES {
        let tax = if zone == "canarias" { "exempt" } else { "iva" };
        let _ = writeln!(text, "{zone} = {{ to = [{places}], tax = \"{tax}\" }}");
    }
    let days = 1 + number % 3;
    service(&mut text, "paq", "standard", number, days);
    if express {
        service(&mut text, "express", "express", number, 0);
    }
    text
}

fn service(text: &mut String, code: &str, level: &str, number: u64, slower: u64) {
    let (fuel, most) = (8 + number, 25 + number % 2 * 5);
    let _ = write!(
        text,
        "\n[service.{code}]\nlevel = \"{level}\"\nweight = {{ divisor = \"5000 cm3/kg\", no_sides = \"actual\" }}\n\
         limits = {{ weight = \"{most} kg\", longest = \"150 cm\" }}\nsurcharges = [\n\
         {{ id = \"remote\", when = \"place in [ES 07860-07872, ES 38900-38917, ES 22000-22999]\", amount = \"3.20\" }},\n\
         {{ id = \"oversize\", when = \"longest > 100 cm\", amount = \"4.00\", per = \"parcel\" }},\n\
         {{ id = \"fuel\", percent = \"{fuel}\", on = [\"base\", \"remote\", \"oversize\"] }},\n]\n"
    );
    let days: Vec<_> = (1_u64..)
        .zip(ZONES)
        .map(|(far, (zone, ..))| format!("{zone} = \"{}-{}\"", far / 2 + 1, far / 2 + 1 + slower))
        .collect();
    let _ = writeln!(
        text,
        "transit = {{ days = {{ {} }}, cut_off = \"17:00 Europe/Madrid\", calendar = \"both\" }}",
        days.join(", ")
    );
}

fn prices(number: u64, percent: u64) -> String {
    let mut text = format!("kg,{}\n", ZONES.map(|(zone, ..)| zone).join(","));
    for step in STEPS {
        let cells = ZONES.map(|(_, _, base)| {
            let cents = (base + step * (18 + base / 20) + number * 7 % 41) * percent / 100;
            format!("{}.{:02}", cents / 100, cents % 100)
        });
        let _ = writeln!(text, "{step},{}", cells.join(","));
    }
    text
}

/// Rows as a shop exports them: most of Spain, some of Portugal and France, a few that nobody carries, a few that are wrong.
fn write_rows(out: &mut impl io::Write, rows: u64) -> io::Result<()> {
    writeln!(
        out,
        "id,name,street,postal_code,city,country,weight,dimensions,constraints.business_days"
    )?;
    let mut dice = Dice(20_261_123);
    for row in 1..=rows {
        let (postal_code, city, country) = match dice.below(20) {
            0 | 1 => (
                format!("{:04}-{:03}", 1000 + dice.below(8_999), 1 + dice.below(998)),
                "Porto",
                "PT",
            ),
            2 => (format!("{:05}", 10_000 + dice.below(80_000)), "Lyon", "FR"),
            _ => (format!("{:02}{:03}", 1 + dice.below(52), 1 + dice.below(998)), "Ciudad", "ES"),
        };
        let postal_code = if row % 1_000 == 0 { "2OOO6".to_owned() } else { postal_code };
        let grams = if row % 250 == 0 { 75_000 } else { 100 + dice.below(9_900) };
        let sides = [20 + dice.below(30), 10 + dice.below(20), 5 + dice.below(15)];
        let days = if dice.below(4) == 0 { "2" } else { "" };
        writeln!(
            out,
            "A-{row:07},Ana Reis,\"Calle Mayor, {}\",{postal_code},{city},{country},{grams} g,{}x{}x{} cm,{days}",
            1 + dice.below(200),
            sides[0],
            sides[1],
            sides[2]
        )?;
    }
    Ok(())
}

/// Knuth's linear congruential generator (MMIX): the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}
