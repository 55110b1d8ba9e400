//! Documents in the shapes in which servers write them, and in those in which they should not.

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize, PartialEq)]
struct Quotes {
    #[serde(default, rename = "price-quote")]
    quotes: Vec<Quote>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Quote {
    #[serde(rename = "service-code")]
    code: String,
    due: Number,
    note: Option<String>,
}

const ROOT: Root<'_> = Root::new("price-quotes", "urn:rate-v4");

fn quotes(inside: &str) -> Result<Vec<(String, String)>, String> {
    document(&format!("<price-quotes xmlns=\"urn:rate-v4\">{inside}</price-quotes>"))
}

fn document(text: &str) -> Result<Vec<(String, String)>, String> {
    read::<Quotes>(text.as_bytes(), &ROOT)
        .map(|read| {
            read.quotes.into_iter().map(|quote| (quote.code, quote.due.0.to_string())).collect()
        })
        .map_err(|fault| fault.to_string())
}

const ONE: &str = "<price-quote><service-code>DOM.EP</service-code><due>10.20</due></price-quote>";

#[test]
fn a_list_of_none_one_or_many_is_a_list() {
    for count in [0, 1, 3] {
        let read = quotes(&ONE.repeat(count)).unwrap();
        assert_eq!(read, vec![("DOM.EP".to_owned(), "10.20".to_owned()); count]);
    }
}

#[test]
fn a_document_with_too_many_elements_is_refused_and_a_long_text_is_not() {
    let many = quotes(&"<x/>".repeat(outline::MOST)).unwrap_err();
    assert_eq!(many, "the document has more than 200000 elements");
    let long = format!("<note>{}</note>", ".".repeat(8 * outline::MOST));
    assert_eq!(quotes(&format!("{long}{ONE}")).unwrap().len(), 1);
}

#[test]
fn prefixes_do_not_matter() {
    let text = format!("<a:price-quotes xmlns:a=\"urn:rate-v4\">{ONE}</a:price-quotes>")
        .replace("price-quote>", "a:price-quote>");
    assert_eq!(document(&text).unwrap().len(), 1);
}

#[test]
fn what_should_not_be_there_is_named() {
    for (text, why) in [
        (
            "<!DOCTYPE a [<!ENTITY x \"y\">]><a/>".to_owned(),
            "the document has a DOCTYPE, which is not read",
        ),
        (
            "<messages xmlns=\"urn:m\"/>".to_owned(),
            "the document is messages of urn:m, not price-quotes of urn:rate-v4",
        ),
        (
            "<price-quotes/>".to_owned(),
            "the document is price-quotes, not price-quotes of urn:rate-v4",
        ),
        ("<price-quotes xmlns=\"urn:rate-v4\">".to_owned(), "the document has no end"),
        ("<a>".repeat(100_000), "the document is more than 100 elements deep"),
        (
            "<?xml version='1.0' encoding='UTF-16'?><a/>".to_owned(),
            "the document is in utf-16; UTF-8 and ISO-8859-1 can be read",
        ),
    ] {
        assert_eq!(document(&text).unwrap_err(), why);
    }
    assert!(document("<price-quotes xmlns=\"urn:rate-v4\"></other>").is_err());
    assert!(document("<a").unwrap_err().starts_with("near byte "));
}

#[test]
fn a_fault_tells_where_it_is() {
    let bad = ONE.replace("10.20", "10,20");
    let why = quotes(&format!("{ONE}{bad}")).unwrap_err();
    assert!(why.contains("price-quote") && why.contains("\"…\" is no number"), "{why}");
}

#[test]
fn brackets_in_quotes_comments_and_cdata_are_no_elements() {
    let odd = "<!-- <a> --><?p <a> ?><x y=\"<a>\" z='/>'/><price-quote><service-code><![CDATA[<a>]]></service-code><due>1</due></price-quote>";
    assert_eq!(quotes(odd).unwrap(), [("<a>".to_owned(), "1".to_owned())]);
}

#[test]
fn a_document_in_latin_1_is_read() {
    #[derive(Deserialize)]
    struct A {
        note: String,
    }
    let text = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a><note>Espa\xf1a</note></a>";
    assert_eq!(read::<A>(text, &Root::named("a")).unwrap().note, "España");
}

#[test]
fn an_entity_of_ones_own_is_not_expanded() {
    let bad = ONE.replace("DOM.EP", "&who;");
    assert!(quotes(&bad).is_err());
}

#[test]
fn what_is_written_is_read_again() {
    #[derive(serde::Serialize)]
    struct Out {
        #[serde(rename = "@xmlns")]
        namespace: &'static str,
        #[serde(rename = "price-quote")]
        quotes: Vec<OutQuote>,
    }
    #[derive(serde::Serialize)]
    struct OutQuote {
        #[serde(rename = "service-code")]
        code: &'static str,
        due: &'static str,
    }
    let quotes = vec![OutQuote { code: "A<&\">", due: "1.0" }, OutQuote { code: "B", due: "2" }];
    let text = write("price-quotes", &Out { namespace: "urn:rate-v4", quotes }).unwrap();
    let read = document(&format!("{DECLARATION}{text}")).unwrap();
    assert_eq!(read[0], ("A<&\">".to_owned(), "1.0".to_owned()));
    assert_eq!(read.len(), 2);
}

proptest! {
    #[test]
    fn no_text_does_harm(text in "[<>/a-c!\\[\\]CDAT&;=\"' -]{0,120}") {
        let _ = document(&text);
        let _ = Outline::of(&text, Spine::SoapBody);
    }

    #[test]
    fn no_bytes_do_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read::<Quotes>(&bytes, &ROOT);
        let _ = read::<Quotes>(&[b"<?xml encoding".as_slice(), &bytes].concat(), &ROOT);
    }
}
