//! Envelopes that come, in the shapes in which servers write them.

use super::*;

#[derive(Debug, Deserialize, PartialEq)]
struct Estimate {
    #[serde(rename = "Price")]
    price: xml::Number,
}

use super::super::xml;

const ROOT: Root<'_> = Root::new("Estimate", "urn:carrier");

fn price(text: &str) -> Result<String, String> {
    read::<Estimate>(text.as_bytes(), &ROOT)
        .map(|estimate| estimate.price.0.to_string())
        .map_err(|fault| fault.to_string())
}

#[test]
fn a_body_is_found_whatever_its_prefixes_and_headers() {
    for (space, envelope) in [(SOAP_1_1, "s"), (SOAP_1_2, "env")] {
        let text = format!(
            "<?xml version=\"1.0\"?>\n<{envelope}:Envelope xmlns:{envelope}=\"{space}\" xmlns:c=\"urn:carrier\">\
             <{envelope}:Header><c:Estimate><c:Price>1</c:Price></c:Estimate></{envelope}:Header>\
             <{envelope}:Body>\n <c:Estimate><c:Price>12.30</c:Price></c:Estimate></{envelope}:Body></{envelope}:Envelope>"
        );
        assert_eq!(price(&text).as_deref(), Ok("12.30"));
    }
}

#[test]
fn what_is_no_envelope_or_holds_something_else_is_not_read() {
    let envelope = |space: &str, body: &str| {
        format!("<s:Envelope xmlns:s=\"{space}\"><s:Body>{body}</s:Body></s:Envelope>")
    };
    let inside = "<Estimate xmlns=\"urn:carrier\"><Price>1</Price></Estimate>";
    assert_eq!(price(&envelope(SOAP_1_1, inside)).as_deref(), Ok("1"));
    for (text, why) in [
        (inside.to_owned(), "the document is Estimate of urn:carrier, not a SOAP envelope"),
        (
            envelope("urn:other", inside),
            "the document is Envelope of urn:other, not a SOAP envelope",
        ),
        (envelope(SOAP_1_1, ""), "the document has no end"),
        (
            envelope(SOAP_1_1, "<Estimate><Price>1</Price></Estimate>"),
            "the document is Estimate, not Estimate of urn:carrier",
        ),
    ] {
        assert_eq!(price(&text).unwrap_err(), why);
    }
}

#[test]
fn a_fault_tells_whom_it_blames_in_either_version() {
    let fault = |space: &str, inside: &str| {
        let text = format!(
            "<s:Envelope xmlns:s=\"{space}\"><s:Body><s:Fault>{inside}</s:Fault></s:Body></s:Envelope>"
        );
        let id = crate::model::CarrierId::new("sierra").unwrap();
        refusal(&Answer::new(id, crate::carrier::Operation::BuyLabel, 500, text)).unwrap()
    };
    let old = |code: &str| {
        format!(
            "<faultcode>s:{code}</faultcode><faultstring xml:lang=\"en\">Bad city</faultstring>"
        )
    };
    let new = |code: &str| {
        format!(
            "<s:Code><s:Value>s:{code}</s:Value></s:Code><s:Reason><s:Text xml:lang=\"en\">Bad city</s:Text></s:Reason>"
        )
    };
    for (told, code, nothing_was_made) in [
        (fault(SOAP_1_1, &old("Client")), "Client", true),
        (fault(SOAP_1_1, &old("Server")), "Server", false),
        (fault(SOAP_1_2, &new("Sender")), "Sender", true),
        (fault(SOAP_1_2, &new("Receiver")), "Receiver", false),
    ] {
        assert_eq!(told.code.as_deref(), Some(code));
        assert_eq!(told.message.as_deref(), Some("Bad city"));
        assert_eq!(told.nothing_was_made, nothing_was_made);
    }
}
