use super::*;

fn read(content: &str) -> Result<Config, Complaints> {
    let text = Text::new("arriero.toml", content, TextFormat::Toml);
    Config::read(&text, Path::new("/nowhere"), |name| {
        (name == "UPS_ID").then(|| "id from outside".to_owned())
    })
}

fn table(content: &str) -> Table {
    read(content).unwrap().into_tables().pop().unwrap()
}

#[test]
fn values_come_from_the_file_and_from_the_environment() {
    let mut table = table("[carriers.ups]\nid = { env = \"UPS_ID\" }\nsecret = \"t0ken\"");
    assert_eq!(table.text("id").unwrap(), "id from outside");
    assert_eq!(table.secret("secret").unwrap().expose(), "t0ken");
    assert_eq!(table.finish(), Ok(()));
}

#[test]
fn a_file_beside_the_configuration_is_read_without_its_last_line_break() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), "t0ken\r\n").unwrap();
    let path = folder.path().join("arriero.toml");
    std::fs::write(&path, "[carriers.ups]\nsecret = { file = \"secret\" }").unwrap();
    let mut table = Config::open(&path).unwrap().into_tables().pop().unwrap();
    assert_eq!(table.secret("secret").unwrap().expose(), "t0ken");
}

#[test]
fn every_fault_is_told_at_once_with_its_line() {
    let shown = read(
        "[carriers.ups]\nid = { env = \"UPS_IDD\" }\nsecret = { file = \"none\" }\nport = 80\n\n[cariers.seur]\na = \"b\"",
    )
    .unwrap_err()
    .to_string();
    let lines: Vec<_> = shown.lines().collect();
    assert_eq!(lines.len(), 4, "{shown}");
    for (line, start) in lines.iter().zip([
        "arriero.toml:2:6: carriers.ups.id: the environment variable UPS_IDD is not set",
        "arriero.toml:3:10: carriers.ups.secret: the file /nowhere/none cannot be read",
        "arriero.toml:4:8: carriers.ups.port: is a number; write it as text: \"80\"",
        "arriero.toml:6:2: unknown field \"cariers\"; did you mean \"carriers\"?",
    ]) {
        assert!(line.starts_with(start), "{line}");
    }
}

#[test]
fn missing_and_unknown_fields_of_a_carrier_are_told_together() {
    let mut table = table("[carriers.ups]\nclient_secert = \"t0ken\"\nbase_url = \"ftp://x\"");
    let _ = table.text("client_id");
    let _ = table.secret("client_secret");
    let _ = table.base_url();
    let shown = table.finish().unwrap_err().to_string();
    assert_eq!(
        shown,
        "arriero.toml:1:11: carriers.ups.client_id: is missing\n\
         arriero.toml:2:1: unknown field \"client_secert\"; did you mean \"client_secret\"?\n\
         arriero.toml:3:1: carriers.ups.base_url: is no address; write it as https://example.com/api"
    );
}

#[test]
fn no_secret_is_shown() {
    let config = read("[carriers.ups]\nsecret = \"t0ken\"").unwrap();
    assert!(!format!("{config:?}").contains("t0ken"), "{config:?}");
    let mut table = config.into_tables().pop().unwrap();
    let secret = table.secret("secret").unwrap();
    assert_eq!(format!("{secret:?}"), "***");
}

#[test]
fn json_is_no_configuration() {
    let text = Text::new("a.json", "{}", TextFormat::Json);
    let shown = Config::read(&text, Path::new(""), |_| None).unwrap_err().to_string();
    assert_eq!(shown, "a.json: is no TOML; a configuration is written in TOML");
}
