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
    let Some(schema) = schema::of(name) else {
        let names: Vec<_> = schema::DOCUMENTS.iter().map(|document| document.name).collect();
        let message = format!("no document is called {name:?}; known are {}", names.join(", "));
        return Err(Stop::input("schema", message));
    };
    Ok(Answer::text(schema.to_string() + "\n"))
}
