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
    pub(crate) waived: &'static [Waived],
}

pub(crate) struct Target {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// What the documents ask for beside the body.
    pub(crate) headers: &'static [(&'static str, &'static str)],
}

/// A fault of a document itself: what is sent there is right.
pub(crate) struct Waived {
    /// The end of the place in the request.
    pub(crate) place: &'static str,
    /// The judge's word for the fault.
    pub(crate) code: &'static str,
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
                ("rates", post("/api/rating/v2409/Shop?additionalinfo=timeintransit")),
            ],
            // Rating.yaml asks for eight characters at the least.
            waived: &[Waived {
                place: "PackageServiceOptions.DeclaredValue.MonetaryValue",
                code: "minLength",
            }],
        }),
    },
    Judged { name: "canadapost", documents: Documents::Xsd },
];
