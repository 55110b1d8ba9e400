//! Names that anybody may have thought of, and files that are there already.

use proptest::prelude::*;

use super::*;
use crate::model::{Format, LabelParcel};

fn folder() -> (tempfile::TempDir, Folder) {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::writable(place.path()).unwrap();
    (place, folder)
}

fn names(place: &tempfile::TempDir) -> Vec<String> {
    let files = fs::read_dir(place.path()).unwrap();
    let mut names: Vec<_> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn evil() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "../../etc/passwd",
        "..",
        ".",
        "",
        "/",
        "\\\\host\\share",
        "C:\\x",
        "a/b",
        "CON",
        "nul",
        "Com1",
        "LPT9",
        "AUX.x",
        ".bashrc",
        "-rf",
        "--help",
        "a:b",
        "a\0b",
        "\u{202e}fdp",
        &*"ß".repeat(300).leak(),
        "x ",
        "x.",
        "~",
        "$(reboot)",
        "\n\r\t",
    ]);
    prop_oneof![known.prop_map(str::to_owned), any::<String>()]
}

proptest! {
    #[test]
    fn a_name_cannot_leave_its_folder_nor_trouble_any_system(stem in evil(), ending in evil(), word in evil()) {
        let (place, folder) = folder();
        let mut label = label(&stem, vec![paper(DocumentKind::Other(word), b"one")]);
        folder.keep_papers(&mut label).unwrap();
        let path = folder.write(&stem, &ending, b"two").unwrap();
        prop_assert_eq!(path.parent(), Some(place.path()));
        let names = names(&place);
        prop_assert_eq!(names.len(), 2, "{:?}", names);
        for name in names {
            prop_assert!(name.len() <= 200 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)), "{}", name);
            let (stem, _) = name.split_once('.').unwrap();
            prop_assert!(!stem.is_empty() && !stem.starts_with('-') && !is_device(stem), "{}", name);
            prop_assert_eq!(name.matches('.').count(), 1);
        }
    }
}

fn paper(kind: DocumentKind, content: &[u8]) -> Document {
    Document::new(kind, Format::Pdf, Payload::Bytes(content.to_vec()))
}

fn label(number: &str, documents: Vec<Document>) -> Label {
    let mut label = Label::new("id", "sierra.1.IjEi".parse().unwrap());
    (label.tracking_number, label.documents) = (Some(number.to_owned()), documents);
    label
}

#[test]
fn a_carrier_s_number_becomes_a_name() {
    assert_eq!(safe_name("../../etc/passwd"), "______etc_passwd");
    assert_eq!(safe_name("SR-12_3"), "SR-12_3");
    assert_eq!(safe_name("..."), "label");
    assert_eq!(safe_name("aux"), "_aux");
    assert_eq!(safe_name("COM12"), "COM12");
    assert_eq!(safe_name(&"x".repeat(500)).len(), 80);
}

#[test]
fn another_file_of_a_name_is_left_as_it_is_and_the_same_one_is_not_written_again() {
    let (place, folder) = folder();
    let first = folder.write("SR1", "pdf", b"one").unwrap();
    let second = folder.write("SR1", "pdf", b"two").unwrap();
    assert_eq!(second.file_name().unwrap(), "SR1-2.pdf");
    assert_eq!(fs::read(&first).unwrap(), b"one");
    assert_eq!(folder.write("SR1", "pdf", b"two").unwrap(), second);
    assert_eq!(folder.write("SR1", "pdf", b"one").unwrap(), first);
    assert_eq!(names(&place), ["SR1-2.pdf", "SR1.pdf"], "nothing is left behind");
}

#[test]
fn a_label_that_is_kept_again_has_the_same_files() {
    let (place, folder) = folder();
    let mut two = label(
        "SR1",
        vec![paper(DocumentKind::Label, b"one"), paper(DocumentKind::Invoice, b"two")],
    );
    two.parcels = (0..2).map(|index| LabelParcel::new(index, None)).collect();
    two.documents[0].parcels = vec![1];
    two.returns = vec![label("SR2", vec![paper(DocumentKind::ReturnLabel, b"three")])];
    let (mut again, mut first) = (two.clone(), two);
    folder.keep_papers(&mut first).unwrap();
    folder.keep_papers(&mut again).unwrap();
    assert_eq!(first, again);
    assert_eq!(names(&place), ["SR1-invoice.pdf", "SR1-parcel-2.pdf", "SR2.pdf"]);
    let Payload::Path(path) = &first.returns[0].documents[0].payload else { panic!() };
    assert_eq!(fs::read(path).unwrap(), b"three");
}

#[cfg(unix)]
#[test]
fn a_way_to_another_file_is_not_followed() {
    let (place, folder) = folder();
    let elsewhere = tempfile::NamedTempFile::new().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), place.path().join("SR1.pdf")).unwrap();
    let path = folder.write("SR1", "pdf", b"one").unwrap();
    assert_eq!(path.file_name().unwrap(), "SR1-2.pdf");
    assert_eq!(fs::read(elsewhere.path()).unwrap(), b"");
}

#[test]
fn a_folder_that_is_not_there_is_told_before_anything_is_bought() {
    let (place, folder) = folder();
    assert_eq!(
        Folder::writable(place.path().join("no")).unwrap_err().kind(),
        io::ErrorKind::NotFound
    );
    let file = folder.write("SR1", "pdf", b"one").unwrap();
    Folder::writable(file).unwrap_err();
}

#[test]
fn where_one_paper_cannot_be_written_none_appears() {
    let (place, folder) = folder();
    let gone = place.path().join("gone");
    fs::create_dir(&gone).unwrap();
    let gone_folder = Folder::writable(&gone).unwrap();
    fs::remove_dir(&gone).unwrap();
    let mut two = label(
        "SR1",
        vec![paper(DocumentKind::Label, b"one"), paper(DocumentKind::Invoice, b"two")],
    );
    let before = two.clone();
    gone_folder.keep_papers(&mut two).unwrap_err();
    assert_eq!(two, before, "the label still has its bytes");
    folder.keep_papers(&mut two).unwrap();
    assert_eq!(names(&place).len(), 2);
}
