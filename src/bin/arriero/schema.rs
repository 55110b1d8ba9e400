//! `schema [DOCUMENT]`: the JSON schemas of what goes in and comes out.

use arriero::document::schema;

use crate::answer::Answer;
use crate::args::SchemaArgs;
use crate::stop::Stop;
use crate::words::Table;

pub(crate) fn run(args: &SchemaArgs) -> Result<Answer, Stop> {
    let Some(name) = &args.document else {
        let mut table = Table::new(["document", "what it is"]);
        for document in schema::DOCUMENTS {
            table.row(None, [document.name.to_owned(), document.what.to_owned()]);
        }
        let names: Vec<_> = schema::DOCUMENTS.iter().map(|document| document.name).collect();
        return Ok(Answer::new(&names, table.lines()));
    };
    match schema::of(name) {
        Some(schema) => Ok(Answer::text(schema.to_string() + "\n")),
        None => {
            let names: Vec<_> = schema::DOCUMENTS.iter().map(|document| document.name).collect();
            let message = format!("no document is called {name:?}; known are {}", names.join(", "));
            Err(Stop::input("schema", message))
        }
    }
}
