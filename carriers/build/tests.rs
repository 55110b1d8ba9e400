use std::path::Path;

use super::*;
use crate::input::{Text, TextFormat};

fn built(content: &str) -> Result<Carriers, String> {
    let text = Text::new("arriero.toml", content, TextFormat::Toml);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sandbox/sheets");
    let config = Config::read(&text, &folder, |_| None).map_err(|faults| faults.to_string())?;
    build(config).map_err(|faults| faults.to_string())
}

#[test]
fn a_sheet_alone_quotes_under_the_name_of_its_table() {
    let carriers = built("[carriers.sierra-outlet]\nsheet = \"sierra.toml\"").unwrap();
    let carrier = carriers.get("sierra-outlet").unwrap();
    assert!(carrier.capabilities().rates && !carrier.capabilities().buy_label);
}

#[test]
fn an_adapter_that_is_not_known_is_one_fault_whatever_else_its_table_has() {
    let shown = built("[carriers.upz]\nclient_id = \"a\"\nclient_secret = \"b\"").unwrap_err();
    assert_eq!(shown.lines().count(), 1, "{shown}");
    assert!(
        shown.starts_with("arriero.toml:1:11: carriers.upz.adapter: no adapter is called \"upz\";"),
        "{shown}"
    );
}

#[test]
fn faults_of_several_tables_are_told_at_once() {
    let shown = built(
        "[carriers.sierra]\nsheet = \"sierra.toml\"\nshet = \"x\"\n[carriers.other]\nsheet = \"none.toml\"",
    )
    .unwrap_err();
    assert!(
        shown.contains("arriero.toml:3:1: unknown field \"shet\"; did you mean \"sheet\"?"),
        "{shown}"
    );
    assert!(shown.contains("none.toml"), "{shown}");
}

#[test]
fn two_accounts_of_one_name_are_refused() {
    let shown =
        built("[carriers.a]\nsheet = \"sierra.toml\"\n[carriers.A]\nsheet = \"sierra.toml\"");
    assert!(shown.unwrap_err().contains("two carriers are called \"A\""));
}
