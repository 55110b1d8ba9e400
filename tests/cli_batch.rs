//! `batch`: every row comes out, in its place, chosen or with the reason why not.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;

use std::fmt::Write as _;

use cli_support::{Desk, example};

/// The cells of each row of an answer, without the header.
fn rows(content: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(content.as_bytes()).records().map(Result::unwrap).collect()
}

#[test]
fn each_row_is_chosen_or_refused_with_its_reason() {
    let desk = Desk::new();
    let ran =
        desk.run_now(&["batch", &example("orders.csv"), "--defaults", &example("shared.toml")]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows = rows(&ran.out);
    let outcomes: Vec<_> = rows.iter().map(|row| (&row[0], &row[1], &row[2], &row[3])).collect();
    assert_eq!(
        outcomes,
        [
            ("2", "A-1001", "chosen", "sierra"),
            ("3", "A-1002", "chosen", "sierra"),
            ("4", "A-1003", "chosen", "ribera"),
            ("5", "A-1004", "no_rates", ""),
            ("6", "A-1005", "chosen", "andina"),
            ("7", "A-1006", "refused", ""),
        ],
        "{}",
        ran.out
    );
    assert!(rows.iter().all(|row| !row[9].is_empty()), "a reason for each: {}", ran.out);
    assert!(rows[5][9].starts_with("to.postal_code: "), "{}", &rows[5][9]);
    assert!(ran.err.starts_with("6 rows: 4 chosen, "), "{}", ran.err);
}

#[test]
fn rows_keep_their_order_however_many_there_are() {
    let desk = Desk::new();
    let mut content = "id,name,street,postal_code,city,country,weight\n".to_owned();
    for row in 0..1_000 {
        let (postcode, grams) = (28_001 + row % 50, row + 1);
        writeln!(content, "{row},Ana,Calle 1,{postcode:05},Ciudad,ES,{grams} g").unwrap();
    }
    desk.write("rows.csv", content);
    let ran = desk.run_now(&[
        "batch",
        "rows.csv",
        "--defaults",
        &example("shared.toml"),
        "--to",
        "out.csv",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let written = std::fs::read_to_string(desk.path("out.csv")).unwrap();
    let ids: Vec<usize> = rows(&written).iter().map(|row| row[1].parse().unwrap()).collect();
    assert_eq!(ids, (0..1_000).collect::<Vec<_>>());
    assert_eq!(desk.files(), ["out.csv", "rows.csv"]);
}

#[test]
fn lines_that_end_as_on_windows_are_counted_too() {
    let desk = Desk::new();
    desk.write("rows.csv", "id,city,country,weight\r\n1,Madrid,ES,1 kg\r\n2,Madrid,ES,2 kg\r\n");
    let ran = desk.run_now(&["batch", "rows.csv", "--defaults", &example("shared.toml")]);
    let lines: Vec<_> = rows(&ran.out).iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(lines, ["2", "3"]);
}

const HEADER: &str = "id,name,street,postal_code,city,country,weight\n";
const ROW: &str = "1,Ana,Calle 1,28001,Madrid,ES,1 kg\n";

/// Runs a table with the shared example upon it.
fn batch(desk: &Desk, content: impl AsRef<[u8]>, more: &[&str]) -> cli_support::Ran {
    desk.write("rows.csv", content);
    let shared = example("shared.toml");
    desk.run_now(&[&["batch", "rows.csv", "--defaults", &shared], more].concat())
}

#[test]
fn a_row_that_is_broken_ends_no_run() {
    let long = format!("5,{},Calle 1,28001,Madrid,ES,1 kg\n", "x".repeat(10 * 1024 * 1024));
    let content = [
        HEADER.as_bytes(),
        ROW.as_bytes(),
        b"2,Ana\n",
        b"3,Ana\xff,Calle 1,28001,Madrid,ES,1 kg\n",
        b"4,\"Ana,Calle 1,28001,Madrid,ES,1 kg\n",
        long.as_bytes(),
        ROW.trim_end().as_bytes(),
    ];
    let ran = batch(&Desk::new(), content.concat(), &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows = rows(&ran.out);
    let told: Vec<_> = rows.iter().map(|row| (&row[0], &row[2])).collect();
    assert_eq!(
        told,
        [
            ("2", "chosen"),
            ("3", "refused"),
            ("4", "refused"),
            ("5", "refused"),
            ("6", "refused"),
            ("7", "chosen")
        ]
    );
    for (row, fault) in [
        (1, "has 2 cells and the header has 7; quote a cell that has a comma"),
        (2, "cell 2 is no UTF-8 text; save the file as UTF-8"),
        (3, "opens a quote that its row does not close; double a quote inside a cell"),
        (4, "has more than 1048576 bytes; a row is one line"),
    ] {
        assert_eq!(&rows[row][9], fault);
    }
}

#[test]
fn a_byte_order_mark_and_quotes_are_read_through() {
    let content =
        format!("\u{feff}{HEADER}\"a \"\"1\"\"\",\"Ana,\nReis\",Calle 1,28001,Madrid,ES,1 kg");
    let ran = batch(&Desk::new(), content, &[]);
    let rows = rows(&ran.out);
    assert_eq!((rows.len(), &rows[0][1], &rows[0][2]), (1, "a \"1\"", "chosen"), "{}", ran.out);
}

#[test]
fn json_lines_say_the_same_as_csv() {
    let (orders, shared) = (example("orders.csv"), example("shared.toml"));
    let desk = Desk::new();
    let table = desk.run_now(&["batch", &orders, "--defaults", &shared]).out;
    let lines = desk.run_now(&["batch", &orders, "--defaults", &shared, "--jsonl"]).out;
    for (cells, line) in rows(&table).iter().zip(lines.lines()) {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |field: &serde_json::Value| field.as_str().unwrap_or_default().to_owned();
        assert_eq!(row["line"].to_string(), cells[0]);
        assert_eq!(
            ["id", "outcome", "carrier", "service"].map(|field| text(&row[field])),
            [1, 2, 3, 4].map(|place| cells[place].to_owned())
        );
        assert_eq!(text(&row["price"]["amount"]), cells[5]);
        assert_eq!(text(&row["tax"]["amount"]), cells[7]);
        assert_eq!(
            (text(&row["arrives"]), text(&row["reason"])),
            (cells[8].into(), cells[9].into())
        );
    }
    assert_eq!(lines.lines().count(), rows(&table).len());
}

#[test]
fn an_output_that_is_an_input_is_refused() {
    let desk = Desk::new();
    desk.write("shared.toml", std::fs::read(example("shared.toml")).unwrap());
    for (input, out, over) in [
        ("rows.csv", "rows.csv", "rows.csv"),
        ("rows.csv", "./shared.toml", "shared.toml"),
        ("rows.csv.part", "rows.csv", "rows.csv.part"),
    ] {
        desk.write(input, format!("{HEADER}{ROW}"));
        let ran = desk.run_now(&["batch", input, "--defaults", "shared.toml", "--to", out]);
        assert_eq!(ran.code, 2);
        assert_eq!(ran.err, format!("{out}: would be written over {over}; name another file\n"));
        assert_eq!(std::fs::read_to_string(desk.path(input)).unwrap(), format!("{HEADER}{ROW}"));
        std::fs::remove_file(desk.path(input)).unwrap();
    }
}

#[test]
fn an_output_that_cannot_be_written_is_told() {
    let desk = Desk::new();
    let content = format!("{HEADER}{ROW}");
    std::fs::create_dir(desk.path("folder")).unwrap();
    let ran = batch(&desk, &content, &["--to", "folder"]);
    assert_eq!((ran.code, ran.err.as_str()), (2, "folder: is a directory; name a file in it\n"));
    let ran = batch(&desk, &content, &["--to", "none/out.csv"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("none/out.csv: cannot be written: "), "{}", ran.err);
    if cfg!(target_os = "linux") {
        let ran = batch(&desk, &content, &["--to", "/dev/full"]);
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains("/dev/full cannot be written: No space left"), "{}", ran.err);
    }
    assert_eq!(desk.files(), ["folder", "rows.csv"]);
}

/// A limit on the size of files stands for a disk that is full.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_was_full_is_gone_on_with_when_there_is_room() {
    let desk = Desk::new();
    let content = format!("{HEADER}{}", ROW.repeat(300));
    let whole = batch(&desk, &content, &["--to", "whole.csv"]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    let full = std::process::Command::new("sh")
        .current_dir(desk.path(""))
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" batch rows.csv --defaults \"$1\" --to out.csv --now \"$2\""])
        .args([env!("CARGO_BIN_EXE_arriero"), &example("shared.toml"), cli_support::NOW])
        .output()
        .unwrap();
    let told = String::from_utf8(full.stderr).unwrap();
    assert_eq!(full.status.code(), Some(1), "{told}");
    assert!(
        told.contains("make room, and run the same again: it goes on where it stopped"),
        "{told}"
    );
    assert!(!desk.path("out.csv").exists());
    let again = batch(&desk, &content, &["--to", "out.csv", "--json"]);
    assert!(again.json()["resumed"].as_u64() > Some(0), "{}", again.out);
    let read = |name: &str| std::fs::read(desk.path(name)).unwrap();
    assert!(read("out.csv") == read("whole.csv"));
}

#[cfg(unix)]
#[test]
fn two_runs_do_not_write_one_file() {
    let desk = Desk::new();
    desk.write("out.csv.part", "");
    let part = std::fs::File::open(desk.path("out.csv.part")).unwrap();
    part.lock().unwrap();
    let ran = batch(&desk, format!("{HEADER}{ROW}"), &["--to", "out.csv"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "out.csv: is being written by another run; wait for its end\n")
    );
}
