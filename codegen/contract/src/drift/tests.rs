//! Places of divergences.

use super::address::Glob;

#[test]
fn a_star_stands_for_any_text_and_names_of_variables_for_nothing() {
    let fits = |place: &str, address: &str| Glob::new(place).fits(address);
    assert!(fits("schema App.attributes.*", "schema App.attributes.name"));
    assert!(!fits("schema App.attributes.*", "schema AppStoreVersion.attributes.name"));
    assert!(!fits("schema App", "schema App.attributes"));
    assert!(fits("GET /v1/* ?fields[*]", "GET /v1/apps ?fields[apps][]"));
    assert!(!fits("GET /v1/* ?fields[*]", "POST /v1/apps ?fields[apps]"));
    assert!(fits("GET /v1/apps/{id}", "GET /v1/apps/{}"));
    assert!(fits("*a*b*", "xaxbx"));
    assert!(!fits("*b*a*", "ab"));
    assert!(fits("a*", "a"));
    // One text is not both the start and the end.
    assert!(!fits("ab*ba", "aba"));
    assert!(!fits("", "a"));
    assert!(fits("/v1/{unclosed*", "/v1/{unclosed"));
}
