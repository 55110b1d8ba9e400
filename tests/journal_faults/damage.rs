//! Pages of the file that are not what was written.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use arriero::purchase::{BuyError, Outcome};
use arriero::store::SqliteStore;

use crate::shop::{Shop, not_noted};

const PAGE: usize = 4_096;

#[tokio::test]
async fn whichever_page_is_damaged_nothing_is_sold_that_is_not_known() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.db");
    {
        let shop = Shop::at(&file);
        for nth in 0..12 {
            shop.label(&format!("order {nth}")).await;
        }
    }
    let whole = fs::read(&file).unwrap();
    let mut refused = 0;
    for page in 0..whole.len() / PAGE {
        let mut damaged = whole.clone();
        damaged[page * PAGE..(page + 1) * PAGE].fill(0x5a);
        put(&file, &damaged);
        refused += usize::from(is_refused(&file).await);
    }
    assert!(refused >= 3, "the first page and the trees' own: {refused}");
    put(&file, &whole);
    let shop = Shop::at(&file);
    shop.label("order 11").await;
    assert_eq!(shop.calls(), 0, "the copy that is whole has what was bought");
    shop.label("order 12").await;
}

/// Puts a file there that no process has had open.
fn put(file: &Path, content: &[u8]) {
    for ending in ["", "-wal", "-shm"] {
        fs::remove_file(file.with_file_name(format!("journal.db{ending}"))).ok();
    }
    fs::write(file, content).unwrap();
}

/// Whether a purchase is refused for the damage. Where it is not, the damaged page was not needed, or it was bought and is told.
async fn is_refused(file: &Path) -> bool {
    let store = match SqliteStore::open(file) {
        Ok(store) => store,
        Err(error) => {
            assert!(error.to_string().contains("damaged"), "{error}");
            return true;
        }
    };
    let shop = Shop::over(Arc::new(store));
    match shop.buy("another order").await {
        Ok(bought) => {
            assert!(matches!(bought.outcome, Outcome::Made(_)), "{bought:?}");
            assert_eq!(shop.calls(), 1);
            false
        }
        Err(BuyError::Store(error)) => {
            assert!(error.to_string().contains("damaged"), "{error}");
            assert_eq!(shop.calls(), 0);
            true
        }
        bought => {
            let (label, error) = not_noted(bought);
            assert!(error.to_string().contains("damaged"), "{error}");
            assert!(!label.documents.is_empty());
            assert_eq!(shop.calls(), 1);
            false
        }
    }
}
