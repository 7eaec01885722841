use super::{service, told};
use crate::exchange::{Answer, Payload, Request};

const PATHS: &str = "  /a/{v}/x({w}):
    post:
      parameters:
        - { in: path, name: v, required: true, style: matrix, explode: true, schema: { type: array, items: { type: integer } } }
        - { in: path, name: w, required: true, style: label, schema: { type: object } }
        - { in: query, name: d, style: deepObject, schema: { type: object } }
        - { in: query, name: p, style: pipeDelimited, explode: false, schema: { type: array } }
        - { in: query, name: o, explode: false, schema: { type: object } }
        - { in: query, name: j, content: { application/json: {} } }
        - { in: header, name: h, explode: true, schema: { type: object } }
        - { in: cookie, name: c, schema: { type: integer } }
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/T' } }, application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/T' } }, text/plain: {} } }
      responses: { default: { description: d, content: { '*/*': { schema: { $ref: '#/components/schemas/T' } } } } }";
const TREE: &str = "schemas: { T: { type: object, properties: { t: { $ref: '#/components/schemas/T' }, u: { oneOf: [{ $ref: '#/components/schemas/T' }, { type: array, items: { $ref: '#/components/schemas/T' } }] } } } }";

/// A generator of odd bytes that is the same in every run.
struct Odd(u64);

impl Odd {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or_default() % count
    }

    fn text(&mut self, pieces: &[&str]) -> String {
        (0..self.below(9)).map(|_| pieces[self.below(pieces.len())]).collect()
    }
}

#[test]
fn no_bytes_make_it_panic() {
    const PIECES: &[&str] = &[
        "%", "%2", "%2C", "%ff", "%C3", "[", "]", "][", ";", "v", "=", ".", ",", "|", "+", "&", "d[",
        "d[a][b]", "p=", "o=", "j=", "é", "\u{0}", "\u{202e}", "1", "-", "1e999", "{", "}", "\"", "t", ":",
        "{\"t\":", "[[", "/", "x(", ")", "null", "u", "c=", "😀",
    ];
    let service = service(PATHS, TREE);
    let mut odd = Odd(0x9E37_79B9_7F4A_7C15);
    let mut found = 0;
    for _ in 0..20_000 {
        let (v, w) = (odd.text(PIECES), odd.text(PIECES));
        let (query, header, body) = (odd.text(PIECES), odd.text(PIECES), odd.text(PIECES));
        let _ = service.route("POST", &header);
        let path = format!("/a/{v}/x({w})");
        let Ok(call) = service.route("POST", &path) else { continue };
        let media = ["application/json", "application/x-www-form-urlencoded", "text/plain", "", &*header]
            [odd.below(5)];
        let cookie = format!("c={header}");
        let headers = [("content-type", media), ("h", &header), ("cookie", &cookie), (&header, &body)];
        let bytes = body.as_bytes();
        let body = Payload::Bytes(&bytes[..bytes.len() - odd.below(2).min(bytes.len())]);
        let request = Request { method: "POST", path: &path, query: Some(&query), headers: &headers, body };
        found += told(service.request(&call, &request)).len();
        let status = u16::try_from(odd.below(70_000)).unwrap_or_default();
        found += told(service.answer(&call, &Answer { status, headers: &headers, body })).len();
    }
    assert!(found > 1_000, "{found}");
}

#[test]
fn deep_bodies_and_long_queries_end() {
    let service = service(PATHS, TREE);
    let call = service.route("POST", "/a/;v=1/x(.)").unwrap();
    let headers = [("content-type", "application/json")];
    let deep = format!("{}1{}", r#"{"u":["#.repeat(40), "]}".repeat(40));
    let deeper = "[".repeat(1_000_000);
    let query = "d[a]=1&".repeat(100_000);
    for body in [&deep, &deeper] {
        let body = Payload::Bytes(body.as_bytes());
        let request = Request { method: "POST", path: "/a", query: Some(&query), headers: &headers, body };
        assert!(!service.request(&call, &request).is_empty());
    }
}

#[test]
fn a_body_that_is_wrong_everywhere_is_told_in_bounds_and_without_its_names() {
    let service = service(PATHS, TREE);
    let call = service.route("POST", "/a/;v=1/x(.)").unwrap();
    let headers = [("content-type", "application/json")];
    let wrong = r#"{"t":1,"s3cr3t9key":1},"#.repeat(5_000);
    let body = format!(r#"{{"u":[{}{{}}]}}"#, wrong);
    let body = Payload::Bytes(body.as_bytes());
    let query = "d[s3cr3t9key][x]=1&d[s3cr3t9key]=2&o=s3cr3t9key,1";
    let request = Request { method: "POST", path: "/a", query: Some(query), headers: &headers, body };
    let found = told(service.request(&call, &request));
    assert!((10..3_000).contains(&found.len()), "{}", found.len());
    assert!(found.iter().all(|line| !line.contains("s3cr3t9key")), "{:?}", &found[..5]);
}
