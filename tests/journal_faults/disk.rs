//! A disk that is full, a file that is at its limit, one that may not be written.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use arriero::purchase::{BuyError, Outcome};
use arriero::store::{SqliteStore, StoreError};

use crate::child;
use crate::shop::{Shop, not_noted};

/// Buys until nothing can be noted any more, and shows at each step that the carrier sold what we know of and nothing else. Where there is
/// something to throw away that makes room, it goes on afterwards.
pub(crate) async fn buy_until_it_is_full(folder: &Path) {
    let shop = Shop::at(&folder.join("journal.db"));
    let (mut refused, mut sold) = (0, 0);
    for nth in 0..2_000 {
        match shop.buy(&format!("order {nth}")).await {
            Ok(bought) => {
                assert!(matches!(bought.outcome, Outcome::Made(_)), "{bought:?}");
                sold += 1;
            }
            Err(BuyError::Store(error)) => {
                let words = error.to_string();
                assert!(words.contains("journal.db") && words.contains("disk"), "{words}");
                refused += 1;
            }
            bought => {
                let (label, _) = not_noted(bought);
                assert!(!label.documents.is_empty());
                sold += 1;
            }
        }
        assert_eq!(shop.calls(), sold, "what could not be noted before was not sent");
        if refused == 3 {
            break;
        }
    }
    assert_eq!(refused, 3, "it is full at last");
    assert!(sold > 0, "it was not full from the start");
    println!("sold {sold}");
    let ballast = folder.join("ballast");
    if ballast.exists() {
        std::fs::remove_file(ballast).unwrap();
        shop.label("there is room again").await;
        println!("went on");
    }
}

#[tokio::test]
async fn at_the_limit_of_a_file_nothing_is_sent_and_afterwards_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    // In blocks of 1,024 bytes; without the signal that would end the process.
    let limited = r#"trap '' XFSZ; ulimit -f 300; exec "$@""#;
    let before = ["bash", "-c", limited, "bash"];
    let ran =
        child::command(&child::this(), &before, "buy until it is full", folder.path()).output();
    assert!(child::told(&ran.unwrap()).contains("sold "));
    let shop = Shop::at(&folder.path().join("journal.db"));
    shop.label("order 0").await;
    assert_eq!(shop.calls(), 0, "what was noted is there");
    shop.label("there is room again").await;
}

#[test]
fn on_a_full_disk_nothing_is_sent_and_when_there_is_room_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    // A small disk of its own, where the system lets us have one; the limit of a file is tried in any case.
    let small = r#"mount -t tmpfs -o size=500k arriero "$ARRIERO_CHILD_FOLDER" && head -c 150000 /dev/zero >"$ARRIERO_CHILD_FOLDER/ballast" && exec "$@""#;
    let namespace: &[&str] = if is_root() { &["-m"] } else { &["-rm"] };
    let allowed = Command::new("unshare")
        .args(namespace)
        .args(["mount", "-t", "tmpfs", "arriero"])
        .arg(folder.path())
        .output();
    if !allowed.is_ok_and(|allowed| allowed.status.success()) {
        eprintln!("no disk can be mounted here: only the limit of a file is tried");
        return;
    }
    let before = [&["unshare"], namespace, &["sh", "-c", small, "sh"]].concat();
    let ran =
        child::command(&child::this(), &before, "buy until it is full", folder.path()).output();
    assert!(child::told(&ran.unwrap()).contains("went on"));
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// That what may not be written is no store to buy with.
pub(crate) fn open_what_is_read_only(folder: &Path) {
    let error = SqliteStore::open(folder.join("journal.db")).unwrap_err();
    assert!(matches!(error, StoreError::Open { .. }), "{error}");
    println!("{error}");
}

#[tokio::test]
async fn a_file_that_is_read_only_is_no_store_to_buy_with() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.db");
    Shop::at(&file).label("order 7").await;
    let allow = |to_file, to_folder| {
        let mode = std::fs::Permissions::from_mode;
        std::fs::set_permissions(&file, mode(to_file)).unwrap();
        std::fs::set_permissions(folder.path(), mode(to_folder)).unwrap();
    };
    // Nothing is read-only to root: then somebody else tries, with a copy of this program that he can reach.
    let elsewhere = tempfile::tempdir().unwrap();
    let mut program = child::this();
    if is_root() {
        std::fs::set_permissions(elsewhere.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let copy = elsewhere.path().join("program");
        std::fs::hard_link(&program, &copy)
            .or_else(|_| std::fs::copy(&program, &copy).map(drop))
            .unwrap();
        program = copy;
    }
    allow(0o444, 0o555);
    let mut command = child::command(&program, &[], "open what is read-only", folder.path());
    if is_root() {
        command.uid(65_534).gid(65_534);
    }
    let told = child::told(&command.current_dir("/").output().unwrap());
    assert!(told.contains("journal.db cannot be opened") && told.contains("write"), "{told}");
    allow(0o644, 0o755);
    let shop = Shop::at(&file);
    shop.label("order 7").await;
    assert_eq!(shop.calls(), 0);
    shop.label("order 8").await;
}
