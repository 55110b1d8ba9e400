//! `schema` and `completions`: what is told about the command line itself.

#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// The document; without it the names of all are listed
    #[arg(value_name = "DOCUMENT")]
    pub(crate) document: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}
