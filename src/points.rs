//! Places where a test may stop a process to kill it. In normal builds there is nothing here: [`point`] is empty.

/// A place of a name. Where the environment asks for it (`ARRIERO_STAND_AT=name`, or `name:2` for the second time it is passed), the
/// process says `at name` on its standard output and the thread stands still, so that whoever started it can kill it there.
#[cfg(feature = "_points")]
pub fn point(name: &str) {
    if let Some(wanted) = wanted()
        && wanted.name == name
        && wanted.passed.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1 == wanted.nth
    {
        use std::io::Write as _;
        let mut out = std::io::stdout().lock();
        // Whoever does not read it does not kill: then this stands for ever, which is seen.
        let _ = writeln!(out, "at {name}").and_then(|()| out.flush());
        drop(out);
        loop {
            std::thread::park();
        }
    }
}

/// Nothing.
#[cfg(not(feature = "_points"))]
#[inline]
pub(crate) const fn point(_: &str) {}

#[cfg(feature = "_points")]
struct Wanted {
    name: String,
    nth: u32,
    passed: std::sync::atomic::AtomicU32,
}

#[cfg(feature = "_points")]
fn wanted() -> Option<&'static Wanted> {
    static WANTED: std::sync::OnceLock<Option<Wanted>> = std::sync::OnceLock::new();
    let read = || {
        let text = std::env::var("ARRIERO_STAND_AT").ok()?;
        let (name, nth) = text.split_once(':').unwrap_or((&text, "1"));
        let nth = nth.parse().ok()?;
        Some(Wanted { name: name.to_owned(), nth, passed: std::sync::atomic::AtomicU32::new(0) })
    };
    WANTED.get_or_init(read).as_ref()
}
