//! Promises in real time. A busy machine may disturb a single try, so each takes the best or the middle of several.

use std::thread;
use std::time::{Duration, Instant};

use arriero::carrier::Carrier;
use arriero::quote::Deadlines;
use tokio::runtime::{Builder, Runtime};

use crate::carriers::{Scripted, request, ten};
use crate::{hanging, ms, set};

fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}

fn several_threads() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap()
}

#[test]
fn a_carrier_that_hangs_delays_the_answer_by_ten_milliseconds_at_most() {
    let carriers = set([hanging("a"), Scripted::after("b", ms(5))]);
    let deadline = ms(60);
    for runtime in [one_thread(), several_threads()] {
        let beyond = (0..8)
            .map(|_| {
                let started = Instant::now();
                let asked = request(&[800]);
                let quotes =
                    runtime.block_on(carriers.quote(&asked, &Deadlines::within(deadline))).unwrap();
                assert_eq!((quotes.rates.len(), quotes.failures.len()), (1, 1));
                started.elapsed().checked_sub(deadline).expect("it is waited for")
            })
            .min()
            .unwrap();
        assert!(beyond <= ms(10), "{beyond:?} beyond the deadline");
    }
}

#[test]
fn a_carrier_that_blocks_its_thread_does_not_delay_the_answer_either() {
    let deadline = ms(60);
    let beyond = (0..4)
        .map(|_| {
            // A runtime for each try, for the blocked thread of the try before is still blocked. The carrier is asked from a
            // task: the thread that asks is a worker, too.
            let runtime = several_threads();
            let blocking = Scripted::new("a", |_| async {
                thread::sleep(ms(400));
                std::future::pending().await
            });
            let carriers = set([blocking, Scripted::after("b", ms(5))]);
            let started = Instant::now();
            let asking = runtime.spawn(async move {
                let asked = request(&[800]);
                carriers.quote(&asked, &Deadlines::within(deadline)).await.unwrap()
            });
            let quotes = runtime.block_on(asking).unwrap();
            let beyond = started.elapsed().checked_sub(deadline).expect("it is waited for");
            assert_eq!((quotes.rates.len(), quotes.failures.len()), (1, 1));
            runtime.shutdown_background();
            beyond
        })
        .min()
        .unwrap();
    assert!(beyond <= ms(10), "{beyond:?} beyond the deadline");
}

#[test]
fn asking_ten_carriers_adds_two_milliseconds_to_the_slowest_at_most() {
    let runtime = one_thread();
    let (wait, asked) = (ms(20), request(&[800]));
    let (slowest, carriers) = (Scripted::after("a", wait), ten(wait));
    let timed = |future: &mut dyn FnMut()| {
        let started = Instant::now();
        future();
        started.elapsed()
    };
    let mut added: Vec<Duration> = (0..21)
        .map(|_| {
            let alone = timed(&mut || drop(runtime.block_on(slowest.rates(&asked)).unwrap()));
            let together = timed(&mut || {
                let deadlines = Deadlines::within(Duration::from_secs(5));
                let quotes = runtime.block_on(carriers.quote(&asked, &deadlines)).unwrap();
                assert_eq!(quotes.rates.len(), 10);
            });
            together.saturating_sub(alone)
        })
        .collect();
    added.sort_unstable();
    let median = added[added.len() / 2];
    assert!(median <= ms(2), "{median:?} added; of each run: {added:?}");
}
