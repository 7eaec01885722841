//! Panics of the generator, caught without a word on stderr.
//!
//! A panic is printed by the hook of the process before it can be caught. The hook that is set here, once, is silent
//! for a thread while that thread is inside of [`run`], and hands every other panic on to the hook that was there.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether this thread is inside of `run`, and where it panicked.
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Runs a function; if it panics, gives what it said, and where.
pub(super) fn run<T>(function: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // A thread that is being torn down has no such cell any more, and is not inside of `run`.
            if WATCHED.try_with(Cell::get).unwrap_or(false) {
                PLACE.set(
                    info.location().map(|place| format!("{}:{}", file_name(place.file()), place.line())),
                );
            } else {
                before(info);
            }
        }));
    });
    let outside = WATCHED.replace(true);
    // What the function leaves half-done is the caller's to drop.
    let result = panic::catch_unwind(AssertUnwindSafe(function));
    WATCHED.set(outside);
    result.map_err(|panic| {
        let place = PLACE.take().map_or_else(String::new, |place| format!(" at {place}"));
        format!("it panicked{place}: {}", words(&*panic))
    })
}

/// The end of a path that begins in somebody's home.
fn file_name(path: &str) -> String {
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    parts[parts.len().saturating_sub(3)..].join("/")
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a word").trim()
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_panic_is_told_and_not_printed() {
        let test = "emit::quiet::tests::panics_inside_and_outside";
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"])
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&child.stderr);
        assert!(child.status.success(), "{stderr}");
        assert!(!stderr.contains("inside 1"), "{stderr}");
        assert!(stderr.contains("outside") && stderr.contains("beside"), "{stderr}");
    }

    #[test]
    #[ignore = "the test above runs it in a process of its own, to see what it prints"]
    fn panics_inside_and_outside() {
        let told = run(|| {
            // Another thread's panic is none of ours.
            std::thread::spawn(|| panic!("beside")).join().unwrap_err();
            panic!("inside {}", 1);
        });
        assert!(told.as_ref().is_err_and(|told| told.ends_with(": inside 1")), "{told:?}");
        assert_eq!(run(|| 5), Ok(5));
        panic::catch_unwind(|| panic!("outside")).unwrap_err();
    }
}
