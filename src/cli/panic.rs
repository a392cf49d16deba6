//! Containing panics: a mistake in unspin that shows in one document must not stop the work on all
//! others.

use std::cell::RefCell;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// A panic that was caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panic {
    /// Where in the source code of unspin it happened, as `file:line`.
    pub location: String,
}

impl Panic {
    /// A panic of which nothing is known.
    pub fn unknown() -> Self {
        Self {
            location: "an unknown place".to_owned(),
        }
    }
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let location = &self.location;
        write!(
            f,
            "a bug in unspin ({location}); please report it with this input"
        )
    }
}

thread_local! {
    /// While panics of this thread are caught: the location of the last one, empty if there was
    /// none.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Calls `act` and returns its result, or where it panicked. The message that Rust prints about a
/// panic is suppressed.
///
/// Whatever `act` has changed may be half done after a panic, so the caller has to discard it.
pub fn catch<T>(act: impl FnOnce() -> T) -> Result<T, Panic> {
    install_hook();
    let outer = CAUGHT.replace(Some(String::new()));
    let result = panic::catch_unwind(AssertUnwindSafe(act));
    let location = CAUGHT.replace(outer).unwrap_or_default();
    result.map_err(|_| Panic { location })
}

/// Makes the panic hook note the location of panics that are caught here. All others are reported
/// as before.
fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_caught = CAUGHT.with_borrow_mut(|caught| {
                let Some(location) = caught else {
                    return false;
                };
                *location = info
                    .location()
                    .map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
                true
            });
            if !is_caught {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_returned_with_its_location() {
        let caught = catch(|| -> usize { panic!("on purpose") });
        let location = caught.expect_err("it panics").location;
        let file = file!();
        assert!(location.starts_with(&format!("{file}:")), "{location}");
        assert_eq!(catch(|| 7), Ok(7));
    }

    #[test]
    fn inner_panics_do_not_end_outer_catching() {
        let outer = catch(|| {
            let inner = catch(|| -> () { panic!("inside") });
            assert!(inner.is_err());
            panic!("outside");
        });
        assert!(outer.is_err());
    }
}
