//! What the kernel saw: `strace` tells whether the journal was on the disk before the first byte went to the carrier. Skipped with a word
//! where it is missing, unless `ARRIERO_NO_SKIP=1`.

use std::collections::HashMap;
use std::process::{Command, Stdio};

use crate::books::Books;
use crate::places::{Before, Places};
use crate::processes::Ledger;
use crate::shop::{Orders, Wanted};

const PURCHASES: usize = 100;

pub(crate) fn the_journal_is_on_the_disk_before_the_first_byte_leaves() {
    if Command::new("strace").arg("--version").stdout(Stdio::null()).status().is_err() {
        let why = "SKIPPED: strace is not installed (Debian: strace)";
        assert!(std::env::var_os("ARRIERO_NO_SKIP").is_none(), "{why}");
        eprintln!("{why}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    let wanted = |nth: usize| Wanted {
        // Of one length, so that no key is part of another.
        key: format!("order-{nth:03}"),
        recipient: format!("Ana Reis {nth:03}"),
        after: 20 * nth as u64,
        ..Wanted::nth(nth)
    };
    let orders = Orders {
        store: Places::Sqlite.fresh(folder.path(), Before::Nothing),
        ledger: ledger.address.clone(),
        books: Books::of(folder.path(), "traced"),
        wire: "paper".to_owned(),
        scene: "traced".to_owned(),
        wanted: (0..PURCHASES).map(wanted).collect(),
        starts_after: 0,
        recovers_first: false,
        labels: folder.path().to_owned(),
    };
    let trace = folder.path().join("trace");
    let traced = Command::new("strace")
        .args(["-f", "-y", "-s", "100000", "-e"])
        .arg("trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync")
        .arg("-o")
        .arg(&trace)
        .arg(std::env::current_exe().unwrap())
        .arg("shop")
        .arg(serde_json::to_string(&orders).unwrap())
        .output()
        .unwrap();
    assert!(traced.status.success(), "{}", String::from_utf8_lossy(&traced.stderr));
    let trace = std::fs::read_to_string(trace).unwrap();
    let calls = Calls::of(&trace);
    let kept = orders.wanted.iter().filter(|wanted| calls.keep_the_order(wanted)).count();
    println!("the journal was synced before the first byte left, {kept} of {PURCHASES}");
    assert_eq!(kept, PURCHASES);
}

/// The lines of a trace, and when those calls that sync the log ended.
struct Calls<'t> {
    lines: Vec<&'t str>,
    /// Where a sync of the log began and where it ended.
    syncs: Vec<(usize, usize)>,
}

impl<'t> Calls<'t> {
    fn of(trace: &'t str) -> Self {
        let lines: Vec<_> = trace.lines().collect();
        let (mut syncs, mut open) = (Vec::new(), HashMap::new());
        for (place, line) in lines.iter().enumerate() {
            let (process, call) = line.split_once(' ').unwrap();
            let call = call.trim_start();
            let begins = call.starts_with("fsync(") || call.starts_with("fdatasync(");
            if begins && call.contains("journal.db-wal>") {
                if call.ends_with("<unfinished ...>") {
                    open.insert(process, place);
                } else if call.ends_with("= 0") {
                    syncs.push((place, place));
                }
            } else if call.starts_with("<... f") && call.ends_with("= 0") {
                syncs.extend(open.remove(process).map(|begun| (begun, place)));
            }
        }
        Self { lines, syncs }
    }

    /// Whether the key was written to the log, the log was synced, and then the first byte was sent.
    fn keep_the_order(&self, wanted: &Wanted) -> bool {
        let first = |of: &dyn Fn(&str) -> bool| self.lines.iter().position(|line| of(line));
        let key = &wanted.key;
        let written = first(&|line| line.contains("journal.db-wal>") && line.contains(key));
        let sent = first(&|line| line.contains("POST /") && line.contains(&wanted.recipient));
        let (Some(written), Some(sent)) = (written, sent) else {
            println!("{key}: written at {written:?}, sent at {sent:?}");
            return false;
        };
        self.syncs.iter().any(|(begun, ended)| written < *begun && *ended < sent)
    }
}

/// The reader of traces can say no.
pub(crate) fn a_byte_that_leaves_before_the_sync_is_found() {
    let wanted = Wanted { recipient: "Ana".into(), ..Wanted::nth(1) };
    let write = r#"7 pwrite64(9</j/journal.db-wal>, "order-1", 7, 0) = 7"#;
    let send = r#"8 writev(10<socket:[1]>, [{iov_base="POST /x\r\n\r\nAna"}], 1) = 9"#;
    let sync = "7 fdatasync(9</j/journal.db-wal>) = 0";
    let (begun, ended) =
        ("7 fdatasync(9</j/journal.db-wal> <unfinished ...>", "7 <... fdatasync resumed>) = 0");
    let order = |lines: &[&str]| Calls::of(&lines.join("\n")).keep_the_order(&wanted);
    assert!(order(&[write, sync, send]) && order(&[write, begun, ended, send]));
    assert!(!order(&[write, send, sync]) && !order(&[write, begun, send, ended]));
    assert!(!order(&[sync, write, send]));
}
