//! Files that somebody deletes, moves or replaces while they are open.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shop::Shop;

fn log(file: &Path) -> PathBuf {
    file.with_file_name("journal.db-wal")
}

#[tokio::test]
async fn a_file_or_a_log_that_is_taken_away_lets_nothing_be_sent_until_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.db");
    let shop = Shop::at(&file);
    shop.label("order 1").await;
    for taken in [file.clone(), log(&file)] {
        let away = folder.path().join("away");
        fs::rename(&taken, &away).unwrap();
        shop.refuses("order 2", "was deleted or replaced while it was open").await;
        fs::rename(&away, &taken).unwrap();
    }
    shop.label("order 1").await;
    shop.label("order 2").await;
    assert_eq!(shop.calls(), 2);
}

#[tokio::test]
async fn a_file_that_another_one_is_put_in_the_place_of_lets_nothing_be_sent() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.db");
    let backup = folder.path().join("backup.db");
    Shop::at(&file).label("order 1").await;
    fs::copy(&file, &backup).unwrap();
    let shop = Shop::at(&file);
    shop.label("order 2").await;
    fs::rename(&backup, &file).unwrap();
    shop.refuses("order 3", "was deleted or replaced while it was open").await;
    shop.refuses("order 2", "was deleted or replaced while it was open").await;
    drop(shop);
    // Who starts again takes what is there.
    fs::remove_file(log(&file)).ok();
    let shop = Shop::at(&file);
    shop.label("order 1").await;
    assert_eq!(shop.calls(), 0);
    shop.label("order 3").await;
}

#[tokio::test]
async fn a_folder_that_is_gone_lets_nothing_be_sent() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("shop");
    fs::create_dir(&place).unwrap();
    let shop = Shop::at(&place.join("journal.db"));
    fs::remove_dir_all(&place).unwrap();
    shop.refuses("order 1", "was deleted or replaced while it was open").await;
}
