//! A body is there or it is not; there is no third state between the two.

use super::walk::each_operation;
use super::{Draft, Pass};
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "bodies",
        reason: "the generator asks for an `Option` inside of a reference where a body can be null",
        link: GENERATOR,
        expects: Expects::None,
    },
    run,
};

/// A request body is not null: who has nothing to send leaves it out, or sends an empty object.
fn run(draft: &mut Draft<'_>) -> usize {
    let mut places = 0;
    each_operation(&mut draft.json, |operation| {
        let schema = operation.pointer_mut("/requestBody/content/application~1json/schema");
        if let Some(schema) = schema.and_then(|schema| schema.as_object_mut()) {
            places += usize::from(schema.remove("nullable").is_some());
        }
    });
    places
}
