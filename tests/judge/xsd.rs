//! XML, held against the carrier's schemas by `xmllint`: what we send, and the answers that we made up.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Tool, entries, sent, specification};

const XMLLINT: Tool = Tool {
    try_it: || {
        let mut xmllint = Command::new("xmllint");
        xmllint.arg("--version");
        xmllint
    },
    missing: "xmllint is missing (Debian: libxml2-utils)",
};

/// A line for each document that is not as the schemas say.
pub(crate) fn faults(carrier: &str) -> Vec<String> {
    let Some(folder) = specification(carrier, &XMLLINT) else { return Vec::new() };
    let schemas = read(&folder);
    let requests = sent(carrier, ".request.xml");
    assert!(!requests.is_empty(), "{carrier} has no request among its fixtures");
    let answers = sent(carrier, ".response.xml");
    let all = requests.iter().chain(&answers);
    all.filter_map(|fixture| fault(&fixture.path, &schemas)).collect()
}

fn fault(document: &Path, schemas: &[Schema]) -> Option<String> {
    let text = std::fs::read_to_string(document).unwrap();
    let name = document.display();
    let Some(schema) = of_root(&text, schemas) else {
        return Some(format!("{name}: no schema of the specification has its root element"));
    };
    let ran = Command::new("xmllint")
        .args(["--nonet", "--noout", "--schema"])
        .arg(schema)
        .arg(document)
        .output()
        .unwrap();
    (!ran.status.success()).then(|| String::from_utf8_lossy(&ran.stderr).into_owned())
}

struct Schema {
    namespace: String,
    text: String,
    path: PathBuf,
}

fn read(folder: &Path) -> Vec<Schema> {
    let files = entries(folder).into_iter();
    let schemas = files.filter(|path| path.extension().is_some_and(|ending| ending == "xsd"));
    schemas
        .filter_map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let namespace = attribute(&text, "targetNamespace")?.to_owned();
            Some(Schema { namespace, text, path })
        })
        .collect()
}

/// Several schemas may share a namespace: the one that declares the root element.
fn of_root<'a>(document: &str, schemas: &'a [Schema]) -> Option<&'a Path> {
    let root = document.split('<').find(|tag| tag.starts_with(char::is_alphabetic))?;
    let (name, _) = root.split_once([' ', '>', '/', '\n'])?;
    let (prefix, root_name) = name.split_once(':').unwrap_or(("", name));
    let separator = if prefix.is_empty() { "" } else { ":" };
    let namespace = attribute(root, &format!("xmlns{separator}{prefix}"))?;
    let declared = format!("element name=\"{root_name}\"");
    let found =
        schemas.iter().find(|one| one.namespace == namespace && one.text.contains(&declared));
    found.map(|schema| schema.path.as_path())
}

/// The value of the first attribute of that name.
fn attribute<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(&format!("{name}=\""))?;
    after.split_once('"').map(|(value, _)| value)
}
