//! A client as it would be generated.

use game_achievements_runtime as runtime;
use runtime::serde::{Deserialize, Serialize};
use runtime::{Api, Authorization, Builder, Method, Response, Result, RetryPolicy, StatusCode, Transport};

pub(crate) const TOKEN: &str = "t0p.s3cret";

#[derive(Clone, Debug)]
pub(crate) struct Client {
    transport: Transport,
}

impl Api for Client {
    const NAME: &'static str = "test";
    const BASE_URL: &'static str = "https://api.example";
    fn from_transport(transport: Transport) -> Self {
        Self { transport }
    }
    fn transport(&self) -> &Transport {
        &self.transport
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(crate = "runtime::serde")]
pub(crate) struct Thing {
    pub(crate) name: String,
}

runtime::options! {
    /// Options of `read`.
    pub struct Read {
        /// Only these fields.
        fields: Vec<String> = csv "fields[things]",
        /// At most so many.
        limit: Option<u32> = query "limit",
        /// Any of these.
        #[deprecated]
        tags: Vec<u64> = repeat "tag",
        /// Languages.
        accept_language: Option<String> = header "Accept-Language",
        /// Nested brackets close well.
        pairs: Option<Box<Box<u8>>> = query "is_pair",
    }
}

runtime::options! {
    pub(crate) struct NoOptions {}
}

impl Client {
    pub(crate) async fn read(&self, id: &str, options: Read) -> Result<Response<Thing>> {
        self.transport
            .call(Method::GET, "/v1/users/xuid({})/things/{}", &[&7_u64, &id])
            .header("x-contract-version", "2")
            .options(&options)
            .send("read")
            .await
    }

    pub(crate) async fn create(&self, body: &Thing) -> Result<Response<Thing>> {
        self.transport
            .call(Method::POST, "/v1/things", &[])
            .options(&NoOptions {})
            .json(&body)
            .send("create")
            .await
    }

    pub(crate) async fn update(&self, body: &Thing) -> Result<Response<()>> {
        self.transport
            .call(Method::PATCH, "/v1/things", &[])
            .json(body)
            .also_accept(StatusCode::NOT_MODIFIED)
            .send_empty("update")
            .await
    }

    pub(crate) async fn search(&self) -> Result<Response<Thing>> {
        self.transport.call(Method::POST, "/v1/search", &[]).repeatable().send("search").await
    }

    pub(crate) async fn delete(&self) -> Result<Response<()>> {
        self.transport.call(Method::DELETE, "/v1/things", &[]).send_empty("delete").await
    }

    pub(crate) async fn download(&self) -> Result<Response<runtime::ByteStream>> {
        self.transport.call(Method::GET, "/v1/bytes", &[]).send_bytes("download").await
    }
}

pub(crate) fn builder(base_url: &str) -> Builder<Client> {
    Client::builder()
        .base_url(base_url)
        .authorization(Authorization::bearer(TOKEN).unwrap())
        .retry(RetryPolicy::never())
}

pub(crate) fn client(base_url: &str) -> Client {
    builder(base_url).build().unwrap()
}

pub(crate) fn run<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// The futures of calls can go to another thread.
#[test]
fn futures_are_send() {
    fn assert_send<T: Send>(_: &T) {}

    let client = client("http://127.0.0.1:1");
    let thing = Thing { name: String::new() };
    assert_send(&client.read("a", Read::default()));
    assert_send(&client.create(&thing));
    assert_send(&client.update(&thing));
    assert_send(&client.delete());
    assert_send(&client.download());
    assert_send(&async {
        let mut stream = client.download().await?.into_inner();
        stream.chunk().await?;
        stream.collect().await
    });
}
