//! What the services really send and take, where that is not what their pages say: one test for one promise, over TCP.
//!
//! Every value is compared with the JSON that went over the wire, byte order of keys aside.

mod apple;
mod clearing;
mod xbox;

use game_achievements::{Api, Response, Result};
use game_achievements_mock::{Answer, Mock};
use game_achievements_runtime::serde::Serialize;
use serde_json::Value;

use crate::held::Held;
use crate::operations::client;

/// A mock that knows one answer, and a client that calls it.
async fn answering<C: Api>(method: &str, path: &str, answer: Answer) -> (Held, C) {
    let mock = Held::start().await;
    mock.answer(method, path, answer);
    let client = client(mock.base_url()).expect("a client");
    (mock, client)
}

/// The value of an answer, after a look that it is written back exactly as it was sent.
fn kept<T: Serialize>(answer: Result<Response<T>>, sent: &Value) -> T {
    let value = answer.expect("a success that can be decoded").into_inner();
    assert_eq!(written(&value), *sent);
    value
}

fn written(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("our types are JSON")
}

/// The body of the one request that was sent.
fn body_of(mock: &Mock) -> Value {
    let requests = mock.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    serde_json::from_slice(requests[0].body()).expect("a JSON body")
}
