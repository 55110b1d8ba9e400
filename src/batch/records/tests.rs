//! Rows that are odd, broken or endless.

use super::*;

/// Gives a few bytes at a time, as a slow disk does.
struct Drops<'d>(&'d [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.1.min(self.0.len()).min(into.len());
        let (now, later) = self.0.split_at(bytes);
        into[..bytes].copy_from_slice(now);
        self.0 = later;
        Ok(bytes)
    }
}

fn read(content: &[u8], at_once: usize) -> Vec<(u64, Result<Vec<String>, String>)> {
    let mut records = Records::new(Drops(content, at_once));
    let mut all = Vec::new();
    while let Some(Record { line, cells }) = records.next().unwrap() {
        all.push((line, cells.map(|cells| cells.iter().map(str::to_owned).collect())));
    }
    assert_eq!(records.taken(), content.len() as u64);
    all
}

fn row(line: u64, cells: &[&str]) -> (u64, Result<Vec<String>, String>) {
    (line, Ok(cells.iter().map(|cell| (*cell).to_owned()).collect()))
}

#[test]
fn rows_are_told_by_the_line_on_which_they_begin() {
    let (mark, content) = ("\u{feff}", "a,b\r\n\r\n\"1\nx\",\"2\"\"\"\r\n3,4");
    for at_once in [1, 3, 1000] {
        let rows = read(format!("{mark}{content}").as_bytes(), at_once);
        let wanted = [row(1, &["a", "b"]), row(3, &["1\nx", "2\""]), row(5, &["3", "4"])];
        assert_eq!(rows, wanted, "{at_once} bytes at once");
    }
}

#[test]
fn a_row_of_another_width_is_a_fault_of_its_own() {
    let rows = read(b"a,b\n1\n2,3\n4,5,6\n", 1000);
    let wrong = |cells: &str| {
        Err(format!("has {cells} cells and the header has 2; quote a cell that has a comma"))
    };
    assert_eq!(rows[1..], [(2, wrong("1")), row(3, &["2", "3"]), (4, wrong("3"))]);
}

#[test]
fn a_quote_that_is_not_closed_costs_one_row() {
    for at_once in [1, 1000] {
        let rows = read(b"a,b\n1,\"x\n2,3\n4,5\n", at_once);
        assert_eq!(rows[1].0, 2);
        assert!(rows[1].1.as_ref().unwrap_err().starts_with("opens a quote"));
        assert_eq!(rows[2..], [row(3, &["2", "3"]), row(4, &["4", "5"])]);
    }
}

#[test]
fn a_row_without_an_end_is_passed_over_in_bounded_memory() {
    let mut content = b"a,b\n1,".to_vec();
    content.resize(10 * MOST_ROW_BYTES, b'x');
    content.extend_from_slice(b"\n2,3\n");
    let mut records = Records::new(content.as_slice());
    assert!(records.next().unwrap().unwrap().cells.is_ok());
    let long = records.next().unwrap().unwrap();
    assert_eq!(long.cells.unwrap_err(), "has more than 1048576 bytes; a row is one line");
    let next = records.next().unwrap().unwrap();
    assert_eq!((next.line, next.cells.unwrap().iter().collect()), (3, vec!["2", "3"]));
    assert!(records.next().unwrap().is_none());
    assert!(records.buffer.capacity() < 4 * MOST_ROW_BYTES);
}

#[test]
fn a_quoted_row_without_an_end_costs_its_first_line_only() {
    let mut content = b"a,b\n1,\"\n".to_vec();
    content.extend("2,3\n".repeat(MOST_ROW_BYTES).into_bytes());
    let rows = read(&content, 1 << 20);
    assert_eq!(rows.len(), MOST_ROW_BYTES + 2);
    assert!(rows[1].1.is_err() && rows[2..].iter().all(|(_, cells)| cells.is_ok()));
}

#[test]
fn a_cell_that_is_no_text_is_named() {
    let rows = read(b"a,b\n1,\xff\n2,3\n", 1000);
    let message = "cell 2 is no UTF-8 text; save the file as UTF-8";
    assert_eq!(rows[1..], [(2, Err(message.to_owned())), row(3, &["2", "3"])]);
}
