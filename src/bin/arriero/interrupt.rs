//! Ctrl-C while something is bought: what is under way is not broken off by the first.

use arriero::model::CarrierId;
use tokio::task::JoinHandle;

use crate::till::say;
use crate::words::{quoted, shell};

/// Watches until it is aborted: the first ctrl-C only says that the answer is waited for, the second leaves with exit 3.
pub(crate) fn watch(key: &str, carrier: &CarrierId, same: &str) -> JoinHandle<()> {
    let waits = format!(
        "\nThe purchase may be on its way to {carrier}: waiting for the answer. Press ctrl-C again to leave without it.\n"
    );
    let leaves = format!(
        "\nIt is not known whether it was bought. Do not buy it again under another key than {}: that may pay twice.\n\
         See what became of it: arriero purchases show {}{same}\n",
        quoted(key),
        shell(key)
    );
    tokio::spawn(async move {
        for (words, leave) in [(waits, false), (leaves, true)] {
            if tokio::signal::ctrl_c().await.is_err() {
                return;
            }
            say(&words);
            if leave {
                std::process::exit(3);
            }
        }
    })
}
