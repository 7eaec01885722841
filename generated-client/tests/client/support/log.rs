//! All that is logged while the tests run, by whatever crate, at the finest level.

use std::fmt::{Debug, Write as _};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::{ADDRESS_MARK, MARK};

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Listens from now on. Called by whoever starts a service.
pub(crate) fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        tracing::subscriber::set_global_default(Log).unwrap();
        log::set_logger(&Log).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// Looks after this too.
pub(crate) fn note(text: &str) {
    lines().push(format!("note {text}"));
}

pub(crate) fn len() -> usize {
    lines().len()
}

/// Lines of the target of this project that have this in them, from a line on.
#[cfg(all(feature = "app-store-connect", feature = "xbox-live"))]
pub(crate) fn ours(first: usize, text: &str) -> usize {
    let is_ours = |line: &&String| line.contains("game_achievements") && line.contains(text);
    lines()[first..].iter().filter(is_ours).count()
}

/// Whether a line from this one on begins so.
#[cfg(all(feature = "app-store-connect", feature = "xbox-live"))]
pub(crate) fn has(first: usize, beginning: &str) -> bool {
    lines()[first..].iter().any(|line| line.starts_with(beginning))
}

/// Fails if anything from a line on has one of these secrets in it, or one that is known by its mark.
pub(crate) fn scan(first: usize, tokens: &[String]) {
    let found = lines()[first..]
        .iter()
        .find(|line| {
            let is_in = |secret: &str| line.contains(secret);
            is_in(MARK) || is_in(ADDRESS_MARK) || tokens.iter().any(|token| is_in(token))
        })
        .cloned();
    assert_eq!(found, None, "a secret was logged");
}

fn lines() -> MutexGuard<'static, Vec<String>> {
    LINES.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Log;

impl Log {
    fn line(what: &str, target: &str, record: impl FnOnce(&mut dyn Visit)) {
        struct Fields(String);
        impl Visit for Fields {
            fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
                write!(self.0, " {field}={value:?}").unwrap();
            }
        }
        let mut fields = Fields(format!("{what} {target}"));
        record(&mut fields);
        lines().push(fields.0);
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        Self::line("span", span.metadata().target(), |visit| span.record(visit));
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        Self::line("record", "", |visit| values.record(visit));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        Self::line("event", event.metadata().target(), |visit| event.record(visit));
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }
    fn log(&self, record: &log::Record<'_>) {
        lines().push(format!("log {} {}", record.target(), record.args()));
    }
    fn flush(&self) {}
}
