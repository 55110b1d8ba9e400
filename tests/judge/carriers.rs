//! The carriers that are judged, a row each.

/// A carrier and what its specification is written in.
pub(crate) struct Judged {
    /// Its folder, here and among the specifications.
    pub(crate) name: &'static str,
    pub(crate) documents: Documents,
}

pub(crate) enum Documents {
    OpenApi(OpenApi),
    /// Schemas that are found by the namespace of the root element.
    Xsd,
}

pub(crate) struct OpenApi {
    /// The path that gives tokens, and an answer to it.
    pub(crate) token: (&'static str, &'static str),
    /// A folder of fixtures and where its requests are sent to.
    pub(crate) requests: &'static [(&'static str, Target)],
    /// Faults of the documents themselves, in the judge's words: what is sent there is right.
    pub(crate) waived: &'static [&'static str],
}

pub(crate) struct Target {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// What the documents ask for beside the body.
    pub(crate) headers: &'static [(&'static str, &'static str)],
}

const fn post(path: &'static str) -> Target {
    Target { method: "POST", path, headers: &[("transId", "1"), ("transactionSrc", "arriero")] }
}

pub(crate) const CARRIERS: &[Judged] = &[
    Judged {
        name: "ups",
        documents: Documents::OpenApi(OpenApi {
            token: ("/security/v1/oauth/token", r#"{"access_token": "t", "expires_in": "14399"}"#),
            requests: &[
                ("address", post("/api/addressvalidation/v2/3")),
                ("documents", post("/api/labels/v1/recovery")),
                ("find", post("/api/labels/v1/recovery")),
                ("label", post("/api/shipments/v2409/ship")),
                ("pickup", post("/api/pickupcreation/v2409/pickup")),
                ("rates", post("/api/rating/v2409/Shop")),
                ("return", post("/api/shipments/v2409/ship")),
                ("service_points", post("/api/locations/v3/search/availabilities/64")),
            ],
            waived: &[
                // Rating.yaml wants eight characters at the least of an amount that may be 1.00.
                "PackageServiceOptions.DeclaredValue.MonetaryValue must NOT have fewer than 8 characters",
                // ... and ten at the most of a word whose values go up to `Shoptimeintransit`.
                "path parameter requestoption must NOT have more than 10 characters",
                // Shipping.yaml requires all three names of a label, of which its words want one.
                "LabelRecoveryRequest must have required property 'TrackingNumbers'",
                "LabelRecoveryRequest must have required property 'ReferenceValues'",
                // ... and four characters of a code whose values are GIF, ZPL, EPL, SPL and PDF.
                "LabelSpecification.LabelImageFormat.Code must NOT have fewer than 4 characters",
                // Locator.yaml wants thirteen characters of what its own words say is `Locator`.
                "LocatorRequest.Request.RequestAction must NOT have fewer than 13 characters",
            ],
        }),
    },
    Judged { name: "canadapost", documents: Documents::Xsd },
];
