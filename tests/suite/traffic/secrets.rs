//! Nothing that lets somebody in is printed, wherever a recording has it.

use serde_json::{Value, json};

use super::{exchange, har, traffic};

/// Secrets of the kinds that are met: tokens with points, words, hexadecimal keys, base64, names and numbers.
const SECRETS: [&str; 14] = [
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiI1N2IyIn0.c2lnbmF0dXJl",
    "correcthorse",
    "dXNlcjpodW50ZXIy",
    "XBL-hash-7734;opaque-ticket-of-xsts",
    "9f86d081884c7d659a2feaa0c55ad015",
    "sessionvalueplain",
    "SetCookieValue",
    "hunter2hunter2",
    "AKIAIOSFODNN7EXAMPLE",
    "querytokenvalue",
    "proxysecretvalue",
    "apikeyvalue",
    "urlmacofupload",
    "player@example.com",
];

/// An exchange that goes wrong in every way that a message could quote, with secrets in all places.
fn entries() -> Vec<Value> {
    let [
        jwt,
        basic_user,
        basic,
        xsts,
        hex,
        cookie,
        set_cookie,
        password,
        key,
        query,
        proxy,
        api_key,
        signature,
        mail,
    ] = SECRETS;
    let headers = |authorization: String| {
        [
            ("authorization".to_owned(), authorization),
            ("cookie".to_owned(), format!("sid={cookie}; other={hex}")),
            ("proxy-authorization".to_owned(), format!("Basic {proxy}")),
            ("x-api-key".to_owned(), api_key.to_owned()),
            ("x-auth-token".to_owned(), key.to_owned()),
            ("x-odd".to_owned(), jwt.to_owned()),
        ]
    };
    let echoes: Vec<Value> = SECRETS
        .iter()
        .map(|secret| {
            json!({
                "type": secret, "id": {"token": secret}, *secret: secret, "password": secret,
                "attributes": {"points": secret, "referenceName": [secret], *secret: 1},
                "relationships": secret, "links": {"self": 7, *secret: secret},
            })
        })
        .collect();
    let body = json!({"data": echoes[0], "included": echoes, "links": SECRETS, "meta": {"paging": {"total": hex, "limit": password}}});
    let mut entries = Vec::new();
    for authorization in
        [format!("Bearer {jwt}"), format!("Basic {basic}"), format!("XBL3.0 x={xsts}"), key.to_owned()]
    {
        let own = headers(authorization);
        let own: Vec<(&str, &str)> =
            own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for secret in SECRETS {
            let base = format!("https://{basic_user}:{password}@api.appstoreconnect.apple.com");
            for url in [
                format!("{base}/v1/{secret}/apps/{secret}?access_token={query}"),
                format!(
                    "{base}/v2/gameCenterAchievements/{secret}?access_token={query}&X-Signature={signature}&{secret}=1&limit={secret}&include={secret}&fields[gameCenterAchievements]={secret}#{secret}"
                ),
            ] {
                let mut entry = exchange(&format!("PATCH {url}"), &own, Some(&body), 200, Some(&body));
                entry["response"]["headers"] = json!([
                    {"name": "set-cookie", "value": format!("sid={set_cookie}; Path=/; HttpOnly")},
                    {"name": "content-type", "value": "application/json"},
                    {"name": "x-session-token", "value": secret},
                ]);
                entries.push(entry);
            }
        }
        // Methods, media types and broken bodies are quoted too.
        let url = "https://api.appstoreconnect.apple.com/v1/apps";
        let mut odd = exchange(&format!("{jwt} {url}"), &own, None, 200, None);
        entries.push(odd.clone());
        odd["request"]["method"] = json!("GET");
        odd["response"]["content"] =
            json!({"mimeType": format!("text/{hex}"), "text": format!("{{\"a\": {mail}")});
        entries.push(odd.clone());
        odd["response"]["content"]["mimeType"] = json!("application/json");
        entries.push(odd);
    }
    // One that cannot be read at all.
    entries.push(json!({"request": {"method": "GET", "url": "x", "headers": jwt, "postData": password}}));
    entries
}

#[test]
fn no_secret_of_the_traffic_is_printed_in_any_format() {
    let text = har(&entries());
    for format in ["text", "json", "markdown", "github"] {
        let outcome = traffic(&text, &["--coverage", "--format", format]);
        assert!(outcome.stdout.contains("wrong-type") && outcome.stdout.contains("undocumented-parameter"));
        let printed = format!("{}{}", outcome.stdout, outcome.stderr).to_ascii_lowercase();
        for secret in SECRETS {
            for part in [secret, &secret[..secret.len().min(9)]] {
                let at = printed.find(&part.to_ascii_lowercase());
                let around =
                    at.map(|at| printed[at.saturating_sub(80)..].chars().take(200).collect::<String>());
                assert_eq!(around, None, "{format}: {secret}");
            }
        }
    }
}
