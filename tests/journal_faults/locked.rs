//! Another process that holds the file for longer than anybody waits.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use crate::child;
use crate::shop::{PATIENCE, Shop};

/// Holds the file until the input ends.
pub(crate) fn hold(folder: &Path) {
    let connection = rusqlite::Connection::open(folder.join("journal.db")).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    println!("held");
    let _ = std::io::stdin().read(&mut [0]);
}

#[tokio::test]
async fn while_another_process_holds_the_file_nothing_is_sent_and_then_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::at(&folder.path().join("journal.db"));
    let mut holder = child::command(&child::this(), &[], "hold", folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    lines.find(|line| line.as_ref().unwrap().contains("held")).unwrap().unwrap();
    let since = Instant::now();
    shop.refuses("order 7", "another process has held it for too long").await;
    assert!(since.elapsed() >= PATIENCE, "it was waited for");
    drop(holder.stdin.take());
    holder.wait().unwrap();
    shop.label("order 7").await;
    assert_eq!(shop.calls(), 1);
}
