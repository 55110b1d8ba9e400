//! Moves between the two databases, there and back.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::store::row::RowPaper;
use crate::store::tests::postgres;
use crate::store::{Entry, Fingerprint, PostgresStore, SqliteStore};

fn file(folder: &Path, name: &str) -> SqliteStore {
    SqliteStore::open(folder.join(name)).unwrap()
}

fn row(key: &str) -> Row {
    Row {
        key: key.to_owned(),
        version: 3,
        kind: "label".into(),
        carrier: "sierra".into(),
        state: "made".into(),
        fingerprint: vec![7; 32],
        body: "{}".into(),
        ..Row::default()
    }
}

fn rows(how_many: u32) -> Vec<Row> {
    (0..how_many).map(|nth| row(&format!("key {nth:04}"))).collect()
}

async fn all(store: &dyn Store) -> Vec<Row> {
    let mut all = Vec::new();
    let mut pages = Pages::of(store);
    while let Some(page) = pages.next().await.unwrap() {
        all.extend(page);
    }
    all.sort_by(|one, other| one.key.cmp(&other.key));
    all
}

fn text() -> impl Strategy<Value = String> {
    let odd = prop_oneof![
        Just("it's \"quoted\"; DROP TABLE purchases; --".to_owned()),
        Just("\u{1f69a}\u{200d}\u{fe0f} \u{202e}e\u{301}\u{ffff}".to_owned()),
        Just("\t\r\n\u{1}\u{7f}\\x00 %s $1 ?1".to_owned()),
        Just(String::new()),
    ];
    let any = any::<String>().prop_map(|text| text.replace('\0', "\u{1}"));
    prop_oneof![odd, any]
}

fn number() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), Just(i64::MIN), Just(i64::MAX), Just(0)]
}

fn paper() -> impl Strategy<Value = RowPaper> {
    let content = prop::collection::vec(any::<u8>(), 0..200);
    (any::<i32>(), text(), prop::collection::vec(any::<u8>(), 0..40), content)
        .prop_map(|(place, about, hash, content)| RowPaper { place, about, hash, content })
}

prop_compose! {
    fn odd_row()(
        (key, kind, carrier, state, body) in (text(), text(), text(), text(), text()),
        (version, work) in (any::<i32>(), any::<bool>()),
        fingerprint in prop::collection::vec(any::<u8>(), 0..40),
        (order, supplier, currency) in (prop::option::of(text()), prop::option::of(text()), prop::option::of(text())),
        (cost, due) in (prop::option::of(number()), prop::option::of(number())),
        (begun, changed) in (number(), number()),
        mut papers in prop::collection::vec(paper(), 0..4),
    ) -> Row {
        papers.sort_by_key(|paper| paper.place);
        papers.dedup_by_key(|paper| paper.place);
        // Nobody sends: what does is refused.
        let state = if state == "sending" { "made".to_owned() } else { state };
        Row {
            key, version, kind, carrier, state, work, fingerprint, order, supplier, cost, currency, begun, changed, due, body, papers,
        }
    }
}

#[test]
fn what_went_there_and_back_is_what_it_was_byte_for_byte() {
    let Some(cluster) = postgres::cluster() else { return };
    let url = cluster.database();
    let name = url.rsplit('=').next().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let between = runtime.block_on(PostgresStore::connect(&url)).unwrap();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = config.cases.min(256) / 8;
    proptest!(ProptestConfig { cases, ..config }, |(mut rows in prop::collection::vec(odd_row(), 1..12))| {
        rows.sort_by(|one, other| one.key.cmp(&other.key));
        rows.dedup_by(|one, other| one.key == other.key);
        let folder = tempfile::tempdir().unwrap();
        let (before, after) = (file(folder.path(), "before.db"), file(folder.path(), "after.db"));
        cluster.run(name, "TRUNCATE purchases, papers");
        runtime.block_on(async {
            before.put_rows(rows.clone()).await.unwrap();
            let there = transfer(&before, &between).await.unwrap();
            let back = transfer(&between, &after).await.unwrap();
            between.reopen().await.unwrap();
            prop_assert_eq!(there, back);
            let papers = rows.iter().map(|row| row.papers.len() as u64).sum();
            let records = rows.len() as u64;
            prop_assert_eq!(there, Moved { records, papers, copied: records });
            prop_assert!(all(&between).await == rows);
            prop_assert!(all(&after).await == rows);
            Ok(())
        })?;
    });
}

/// An empty store of each kind.
async fn targets(folder: &Path) -> Vec<Arc<dyn Store>> {
    let mut targets: Vec<Arc<dyn Store>> = vec![Arc::new(file(folder, "target.db"))];
    if let Some(cluster) = postgres::cluster() {
        targets.push(Arc::new(PostgresStore::connect(&cluster.database()).await.unwrap()));
    }
    targets
}

#[tokio::test]
async fn long_papers_come_in_shorter_pages_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let from = file(folder.path(), "from.db");
    let mut long = rows(20);
    for (nth, row) in (0_u8..).zip(&mut long) {
        let content: Vec<u8> = (0_u32..1 << 20).map(|at| at.to_le_bytes()[1] ^ nth).collect();
        row.papers = vec![RowPaper { content, ..RowPaper::default() }];
    }
    from.put_rows(long.clone()).await.unwrap();
    for to in targets(folder.path()).await {
        let moved = transfer(&from, &*to).await.unwrap();
        assert_eq!(moved, Moved { records: 20, papers: 20, copied: 20 });
        assert!(all(&*to).await == long);
        for store in [&from as &dyn Store, &*to] {
            assert_eq!(store.rows_after(None, 256).await.unwrap().len(), 8, "8 MiB of a page");
        }
    }
}

#[tokio::test]
async fn a_purchase_that_is_under_way_is_named_and_one_that_was_left_is_moved() {
    let folder = tempfile::tempdir().unwrap();
    let from = file(folder.path(), "from.db");
    let to = targets(folder.path()).await;
    let mut entry = Entry::new("order 7", "label", "sierra".parse().unwrap(), Fingerprint([7; 32]));
    entry.lease = Duration::from_millis(1_500);
    from.put_rows(rows(3)).await.unwrap();
    from.begin(entry, &[]).await.unwrap();
    for to in &to {
        let error = transfer(&from, &**to).await.unwrap_err();
        assert!(matches!(&error, TransferError::UnderWay { key } if key == "order 7"), "{error}");
        assert!(all(&**to).await.is_empty());
    }
    tokio::time::sleep(Duration::from_millis(1_510)).await;
    for to in &to {
        assert_eq!(transfer(&from, &**to).await.unwrap().records, 4);
        assert_eq!(to.record("order 7").await.unwrap().unwrap().state, State::Sending);
    }
}

#[tokio::test]
async fn a_record_that_is_another_one_there_is_named_and_nothing_is_copied() {
    let folder = tempfile::tempdir().unwrap();
    let from = file(folder.path(), "from.db");
    from.put_rows(rows(600)).await.unwrap();
    for to in targets(folder.path()).await {
        let other = Row { cost: Some(5), ..row("key 0555") };
        to.put_rows(vec![other.clone(), row("of the new store alone")]).await.unwrap();
        let error = transfer(&from, &*to).await.unwrap_err();
        assert!(
            matches!(&error, TransferError::Differs { key, column: "cost" } if key == "key 0555"),
            "{error}"
        );
        assert_eq!(all(&*to).await, [other, row("of the new store alone")]);
    }
}

/// Has a database do something to what is put in.
pub(super) fn spoil(file: &Path, what: &str) {
    rusqlite::Connection::open(file).unwrap().execute_batch(what).unwrap();
}

#[tokio::test]
async fn a_move_that_was_stopped_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let from = file(folder.path(), "from.db");
    from.put_rows(rows(600)).await.unwrap();
    let to = file(folder.path(), "to.db");
    to.put_rows(vec![row("of the new store alone")]).await.unwrap();
    let path = folder.path().join("to.db");
    let stop = "CREATE TRIGGER stop BEFORE INSERT ON purchases WHEN NEW.key = 'key 0300' BEGIN SELECT RAISE(ABORT, 'stopped'); END";
    spoil(&path, stop);
    let error = transfer(&from, &to).await.unwrap_err();
    assert!(matches!(&error, TransferError::To(why) if why.to_string().contains("stopped")));
    assert_eq!(all(&to).await.len(), 257, "a page, and none of the next");
    spoil(&path, "DROP TRIGGER stop");
    let moved = transfer(&from, &to).await.unwrap();
    assert_eq!(moved, Moved { records: 600, papers: 0, copied: 344 });
    let again = transfer(&from, &to).await.unwrap();
    assert_eq!(again, Moved { copied: 0, ..moved });
    assert_eq!(all(&to).await.len(), 601);
}

// A read that ended gives its lock back in another thread while this one waits for `psql`.
#[tokio::test(flavor = "multi_thread")]
async fn a_move_to_postgres_that_was_stopped_goes_on_where_it_was() {
    let Some(cluster) = postgres::cluster() else { return };
    let folder = tempfile::tempdir().unwrap();
    let from = file(folder.path(), "from.db");
    from.put_rows(rows(600)).await.unwrap();
    let url = cluster.database();
    let name = url.rsplit('=').next().unwrap();
    let to = PostgresStore::connect(&url).await.unwrap();
    cluster.run(
        name,
        "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF NEW.key = 'key 0300' THEN RAISE 'stopped'; END IF; RETURN NEW; END $$; \
         CREATE TRIGGER stop BEFORE INSERT ON purchases FOR EACH ROW EXECUTE FUNCTION stop()",
    );
    let error = transfer(&from, &to).await.unwrap_err();
    assert!(matches!(&error, TransferError::To(why) if why.to_string().contains("stopped")));
    assert_eq!(all(&to).await.len(), 256, "a page, and none of the next");
    cluster.run(name, "DROP TRIGGER stop ON purchases");
    let moved = transfer(&from, &to).await.unwrap();
    assert_eq!(moved, Moved { records: 600, papers: 0, copied: 344 });
}

#[tokio::test]
async fn what_came_over_wrong_or_not_at_all_is_told() {
    let wrong =
        "CREATE TRIGGER spoil AFTER INSERT ON papers BEGIN UPDATE papers SET content = x'00'; END";
    let left_out = "CREATE TRIGGER spoil BEFORE INSERT ON purchases WHEN NEW.key = 'key 0001' BEGIN SELECT RAISE(IGNORE); END";
    let folder = tempfile::tempdir().unwrap();
    let from = file(folder.path(), "from.db");
    let mut three = rows(3);
    three[1].papers = vec![RowPaper::default()];
    from.put_rows(three).await.unwrap();
    for (name, how) in [("wrong.db", wrong), ("left_out.db", left_out)] {
        let to = file(folder.path(), name);
        spoil(&folder.path().join(name), how);
        let error = transfer(&from, &to).await.unwrap_err();
        match (name, &error) {
            ("wrong.db", TransferError::Differs { key, column: "papers" })
            | ("left_out.db", TransferError::Missing { key }) => assert_eq!(key, "key 0001"),
            _ => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn a_key_that_only_one_database_could_keep_is_refused_by_both() {
    let folder = tempfile::tempdir().unwrap();
    let long = "x".repeat(1_001);
    for store in targets(folder.path()).await {
        for (key, why) in
            [("a\0b", "its key has a NUL character"), (&*long, "its key is 1001 bytes")]
        {
            let entry = Entry::new(key, "label", "sierra".parse().unwrap(), Fingerprint([7; 32]));
            let error = store.begin(entry, &[]).await.unwrap_err();
            assert!(error.to_string().contains(why), "{error}");
            assert!(store.record(key).await.unwrap().is_none());
        }
        let mut longest =
            Entry::new("é".repeat(500), "label", "sierra".parse().unwrap(), Fingerprint([7; 32]));
        (longest.order, longest.supplier) = (Some(longest.key.clone()), Some(longest.key.clone()));
        store.begin(longest, &[]).await.unwrap();
    }
}

#[tokio::test]
async fn a_row_that_postgres_cannot_keep_is_named_and_its_page_left_out() {
    let Some(cluster) = postgres::cluster() else { return };
    let folder = tempfile::tempdir().unwrap();
    // A long text that cannot be packed.
    let long: String = (0..3_000_u32)
        .map(|nth| char::from_u32(0x4e00 + nth.wrapping_mul(2_654_435_761) % 20_000).unwrap())
        .collect();
    for key in ["with a \0", &long] {
        let from = file(folder.path(), &format!("{}.db", key.len()));
        from.put_rows(vec![row("a"), row(key), row("z")]).await.unwrap();
        let to = PostgresStore::connect(&cluster.database()).await.unwrap();
        let error = transfer(&from, &to).await.unwrap_err();
        assert!(
            matches!(&error, TransferError::To(StoreError::Unfit { key: named, .. }) if named == key),
            "{error:?}"
        );
        assert!(all(&to).await.is_empty());
    }
}
