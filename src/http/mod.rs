//! The adapters' kit: one client, tokens, retry, limits, and what reads JSON, XML and SOAP. It knows no carrier.
//!
//! An adapter describes a call and reads its answer; both are pure. Between them stands one line, and all that a network can do
//! is dealt with there.
//!
//! ```
//! use arriero::carrier::{Error, Operation, Prepared, Result, Secret, Wire};
//! use arriero::http::json::{Number, one_or_many};
//! use arriero::http::{Answer, Api, ApiError, Auth, Call, OAuth, Refusal};
//! use arriero::model::{CarrierId, LabelRequest};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Debug)]
//! struct Sierra {
//!     api: Api,
//! }
//!
//! impl Sierra {
//!     fn new(id: CarrierId, client: &str, secret: Secret) -> std::result::Result<Self, ApiError> {
//!         let token = OAuth::client_credentials("https://sierra.example/oauth/token", client, secret);
//!         let api = Api::builder(id, "https://sierra.example/api")
//!             .auth(Auth::new().oauth(token.as_basic())) // a carrier with a password: `.basic(user, password)`
//!             .errors(refusal)
//!             .build()?;
//!         Ok(Self { api })
//!     }
//!
//!     /// What may be asked again: waited for, retried, with a new token after a 401.
//!     async fn rates(&self, question: &RateQuestion) -> Result<RateAnswer> {
//!         let call = Call::post(Operation::Rates, "/rating/v1/shop").json(question);
//!         self.api.send(call).await?.json()
//!     }
//!
//!     /// What spends money, first half: the bytes.
//!     fn prepare(&self, request: LabelRequest, wire: &LabelOrder) -> Result<Prepared<LabelRequest>> {
//!         let bytes = Call::post(Operation::BuyLabel, "/shipments/v1/ship").json(wire).into_wire(1);
//!         let id = self.api.carrier().clone();
//!         let bytes = bytes.map_err(|faults| Error::invalid(id, Operation::BuyLabel, faults))?;
//!         Ok(Prepared::bytes(request, bytes))
//!     }
//!
//!     /// Second half: sent once.
//!     async fn buy(&self, bytes: &Wire) -> Result<LabelAnswer> {
//!         let answer = self.api.send_once(Operation::BuyLabel, bytes).await?;
//!         let label: LabelAnswer = answer.json()?;
//!         if label.number.is_empty() {
//!             return Err(answer.unreadable("no number")); // of a purchase: the outcome is unknown
//!         }
//!         Ok(label)
//!     }
//! }
//!
//! /// The carrier's own error document, of every answer whose status is none of success.
//! fn refusal(answer: &Answer) -> Option<Refusal> {
//!     let Envelope { code, message } = answer.json().ok()?;
//!     Some(Refusal::new(code, message)) // `.meaning(kind)` where the status says less than the code
//! }
//!
//! #[derive(Deserialize)]
//! struct Envelope { code: String, message: String }
//! #[derive(Serialize)]
//! struct RateQuestion { weight: String }
//! #[derive(Deserialize)]
//! struct RateAnswer {
//!     #[serde(default, deserialize_with = "one_or_many")]
//!     rates: Vec<RateLine>,
//! }
//! #[derive(Deserialize)]
//! struct RateLine { code: String, total: Number } // 12.30 or "12.30", never through a float
//! #[derive(Serialize)]
//! struct LabelOrder { reference: String }
//! #[derive(Deserialize)]
//! struct LabelAnswer { number: String }
//! ```

mod answer;
mod api;
mod auth;
mod backoff;
mod call;
mod client;
mod deliver;
mod discreet;
pub mod exact;
mod gate;
pub mod json;
#[cfg(any(test, feature = "testing"))]
pub mod loopback;
#[cfg(feature = "_probe")]
#[doc(hidden)]
pub mod probe;
mod recorder;
mod refusal;
mod retry_after;
mod scrub;
mod send;
mod settings;
mod slot;
pub mod soap;
mod token;
mod trace;
pub mod xml;

pub use answer::Answer;
pub use api::{Api, ApiBuilder, ApiError};
pub use auth::Auth;
pub use call::Call;
pub use client::{Client, ClientBuilder, ClientError};
pub use recorder::Recorder;
pub use refusal::Refusal;
pub use settings::{Pace, PerOperation, Settings, Trip};
pub use slot::slot;
pub use token::OAuth;

#[cfg(test)]
mod tests;
