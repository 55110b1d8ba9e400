//! Shipping with many carriers: ask for rates, pick the cheapest that arrives in time and say why, buy the label, track
//! it, take it back.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "batch")]
pub mod batch;
pub mod calendar;
pub mod carrier;
#[path = "../carriers/mod.rs"]
pub mod carriers;
#[cfg(feature = "testing")]
pub mod conformance;
pub mod document;
#[cfg(feature = "_http")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod http;
#[cfg(feature = "config")]
pub mod input;
#[cfg(feature = "_mock")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod mock;
pub mod model;
#[cfg(feature = "_points")]
#[doc(hidden)]
pub mod points;
#[cfg(all(feature = "_store", not(feature = "_points")))]
mod points;
#[cfg(feature = "_store")]
#[cfg_attr(docsrs, doc(cfg(feature = "sqlite")))]
pub mod purchase;
pub mod quote;
#[cfg(feature = "tariff")]
pub mod sandbox;
pub mod select;
#[cfg(feature = "_store")]
#[cfg_attr(docsrs, doc(cfg(feature = "sqlite")))]
pub mod store;
#[cfg(feature = "tariff")]
pub mod tariff;

/// The README's code is compiled with the other examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
