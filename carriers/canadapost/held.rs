//! What is kept of a thing that was made: what kind of thing it is, and the links that the carrier gave with it. Of a link only the
//! path is kept: it is followed below `base_url`, where our credentials belong, and nowhere else.

use serde::{Deserialize, Serialize};

use super::CanadaPost;
use super::wire::{Link, told};
use crate::carrier::{Operation, Result};
use crate::model::{Faults, Handle};

const VERSION: u8 = 1;

/// The content of a handle, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Held {
    pub(super) kind: Kind,
    /// The carrier's number of it.
    pub(super) id: String,
    pub(super) ways: Vec<Way>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Shipment,
    /// A shipment without a contract.
    CardShipment,
    Return,
    OpenReturn,
    Manifest,
    Pickup,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Way {
    pub(super) rel: String,
    pub(super) path: String,
    pub(super) media: String,
}

impl Way {
    /// `None`: it leads nowhere.
    pub(super) fn of(link: &Link) -> Option<Self> {
        Some(Self {
            rel: told(&link.rel)?.to_owned(),
            path: path(told(&link.href)?)?.to_owned(),
            media: link.media_type.trim().to_owned(),
        })
    }
}

/// Links in the order of their index, as of a label of several pages.
pub(super) fn ways(links: &[Link]) -> Vec<Way> {
    let mut links: Vec<_> = links.iter().collect();
    links.sort_by_key(|link| {
        link.index.as_deref().and_then(|index| index.trim().parse::<u32>().ok()).unwrap_or_default()
    });
    links.into_iter().filter_map(Way::of).collect()
}

/// What stands behind the host.
fn path(href: &str) -> Option<&str> {
    let below = match href.split_once("://") {
        Some(("https" | "http", rest)) => rest.find('/').and_then(|slash| rest.get(slash..))?,
        Some(_) => return None,
        None => href,
    };
    below.starts_with('/').then_some(below)
}

impl Held {
    pub(super) fn way(&self, rel: &str) -> Option<&Way> {
        self.ways.iter().find(|way| way.rel == rel)
    }

    /// The path of a link; where the carrier did not give it, what stands behind its own link.
    pub(super) fn path(&self, rel: &str) -> Option<String> {
        let own = || Some(format!("{}/{rel}", self.way("self")?.path.trim_end_matches('/')));
        self.way(rel).map(|way| way.path.clone()).or_else(own)
    }

    pub(super) fn handle(&self, account: &CanadaPost) -> Option<Handle> {
        Handle::of(account.api.carrier().clone(), VERSION, self).ok()
    }

    /// Reads a handle of this account.
    pub(super) fn read(
        account: &CanadaPost,
        operation: Operation,
        handle: &Handle,
    ) -> Result<Self> {
        let carrier = account.api.carrier();
        let wrong = |why: String| Err(account.invalid(operation, Faults::one("handle", why)));
        if handle.carrier() != carrier {
            return wrong(format!("is of {}, not of {carrier}", handle.carrier()));
        }
        if handle.version() != VERSION {
            return wrong(format!("has version {}; {VERSION} can be read", handle.version()));
        }
        handle.read().or_else(|error| wrong(error.to_string()))
    }

    /// A handle of something that this operation is not for.
    pub(super) fn unfit(
        account: &CanadaPost,
        operation: Operation,
        why: &str,
    ) -> crate::carrier::Error {
        account.invalid(operation, Faults::one("handle", why))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::contract;
    use super::*;
    use crate::carrier::ErrorKind;
    use crate::model::{CarrierId, Json};

    #[test]
    fn only_the_path_of_a_link_is_kept() {
        for (href, wanted) in [
            ("https://soa-gw.example.ca/rs/1/2/shipment/3", Some("/rs/1/2/shipment/3")),
            ("http://soa-gw.example.ca/a?b=c", Some("/a?b=c")),
            ("/rs/a", Some("/rs/a")),
            ("https://soa-gw.example.ca", None),
            ("ftp://soa-gw.example.ca/a", None),
            ("rs/a", None),
        ] {
            assert_eq!(path(href), wanted, "{href}");
        }
    }

    #[test]
    fn pages_are_in_the_order_of_their_index() {
        let link = |index: Option<&str>, path: &str| Link {
            rel: "label".into(),
            href: path.into(),
            media_type: "application/pdf".into(),
            index: index.map(str::to_owned),
        };
        let links = [link(Some("2"), "/c"), link(Some("1"), "/b"), link(None, "/a")];
        let paths: Vec<_> = ways(&links).into_iter().map(|way| way.path).collect();
        assert_eq!(paths, ["/a", "/b", "/c"]);
    }

    #[test]
    fn a_handle_is_read_back_and_another_is_refused() {
        let account = contract();
        let held = Held { kind: Kind::Return, id: "7".into(), ways: Vec::new() };
        let handle = held.handle(&account).unwrap();
        assert_eq!(Held::read(&account, Operation::Void, &handle).unwrap(), held);
        let json = Json::new("null").unwrap();
        for (carrier, version) in [("somebody-else", 1), ("canadapost", 2), ("canadapost", 1)] {
            let other = Handle::new(CarrierId::new(carrier).unwrap(), version, json.clone());
            let error = Held::read(&account, Operation::Void, &other).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::InvalidRequest(_)), "{carrier} {version}");
        }
    }
}
