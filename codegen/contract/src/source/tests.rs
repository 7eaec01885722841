use super::{MAX_DEPTH, Node, read};
use crate::problem::Position;

fn yaml(text: &str) -> Node {
    read("a.yaml", text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}"))
}

fn problem(file: &str, bytes: &[u8]) -> String {
    read(file, bytes).expect_err("this input is refused").to_string()
}

#[test]
fn yaml_and_json_of_the_same_meaning_give_the_same_value() {
    let yaml = yaml("b: [1, -2.5, \"x\", null]\na: {c: true, 'd\"': '0x1F'}\n200: |\n  two\n  lines\n");
    let json = br#"{"200":"two\nlines\n","a":{"c":true,"d\"":"0x1F"},"b":[1,-2.5,"x",null]}"#;
    let json = read("a.json", json).unwrap();
    assert_eq!(yaml.to_json(), json.to_json());
}

#[test]
fn json_escapes_that_yaml_does_not_know_are_read() {
    let json = read("a", br#"{"a":"\ud83d\ude00 \/"}"#).unwrap();
    assert_eq!(json.get("a").and_then(Node::as_str), Some("\u{1f600} /"));
}

#[test]
fn every_value_knows_its_line_and_column() {
    for (file, text) in [
        ("a.yaml", "é: 1\nbb:\n  - x\n  - {c: y}\n"),
        ("a.json", "{\"é\": 1,\n\"bb\":[\n  \"x\",\n  {\"c\": \"y\"}]}"),
    ] {
        let root = read(file, text.as_bytes()).unwrap();
        let second = &root.get("bb").and_then(Node::as_array).unwrap()[1];
        let line = text.lines().position(|line| line.contains('y')).unwrap() + 1;
        let text_line = text.lines().nth(line - 1).unwrap();
        let expected = |needle: char| Position {
            line: line as u32,
            column: text_line.chars().position(|c| c == needle).unwrap() as u32 + 1,
        };
        assert_eq!(second.position, expected('{'), "{file}");
        let quote = if file == "a.json" { '"' } else { 'c' };
        assert_eq!(second.as_object().unwrap().entry("c").unwrap().position, expected(quote), "{file}");
        let key = root.as_object().unwrap().iter().nth(1).unwrap();
        assert_eq!(key.position, Position { line: 2, column: 1 }, "{file}");
    }
}

#[test]
fn a_key_that_stands_twice_is_refused_with_both_places() {
    assert_eq!(
        problem("a.yaml", b"a: 1\nb: 2\na: 3\n"),
        "a.yaml:3:1: error[duplicate-key]: the key `a` stands twice in this mapping\n  \
         a.yaml:1:1: it stands here first\n  \
         fix: remove or rename one of the two; readers would silently keep only one"
    );
    let many: String = (0..40).map(|n| format!("\"k{n}\":0,")).collect();
    let text = problem("a.json", format!("{{{many}\"k7\":1}}").as_bytes());
    assert!(text.contains("duplicate-key") && text.contains("`k7`"), "{text}");
}

#[test]
fn bytes_that_are_no_utf_8_are_named_with_their_place() {
    let text = problem("a.yaml", b"a: 1\nb\xc3\xa9: \xff\n");
    assert!(text.starts_with("a.yaml:2:5: error[not-utf-8]"), "{text}");
}

#[test]
fn deep_nesting_is_refused_before_it_costs_stack() {
    let deep = 10_000;
    let cases = [
        ("a.json", format!("{}{}", "[".repeat(deep), "]".repeat(deep))),
        ("a.json", format!("{}1{}", "{\"a\":".repeat(deep), "}".repeat(deep))),
        ("a.yaml", format!("{}{}", "[".repeat(deep), "]".repeat(deep))),
        ("a.yaml", "- ".repeat(deep)),
        ("a.yaml", (0..500).map(|n| format!("{}a:\n", " ".repeat(n))).collect()),
    ];
    for (file, text) in cases {
        let found = problem(file, text.as_bytes());
        assert!(found.contains("too-deep"), "{file}: {found}");
    }
}

#[test]
fn depth_that_comes_from_aliases_counts() {
    let level = |name: &str, inner: &str| {
        format!("{name}: &{name} {}{inner}{}\n", "[".repeat(MAX_DEPTH - 10), "]".repeat(MAX_DEPTH - 10))
    };
    let text = format!("{}{}", level("a", "1"), level("b", "*a"));
    assert!(problem("a.yaml", text.as_bytes()).contains("too-deep"));
}

#[test]
fn aliases_that_expand_without_end_are_refused() {
    let mut text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for n in 1..10 {
        let before = n - 1;
        text += &format!("a{n}: &a{n} [{}]\n", vec![format!("*a{before}"); 10].join(","));
    }
    assert!(problem("a.yaml", text.as_bytes()).contains("too-many-aliases"));
    assert!(problem("a.yaml", b"a: &a [*a]\n").contains("syntax"));
}

#[test]
fn aliases_within_bounds_are_expanded() {
    assert_eq!(yaml("a: &x {b: 1}\nc: *x\n").get("c").unwrap().to_json().to_string(), r#"{"b":1}"#);
}

#[test]
fn broken_input_is_one_problem_with_a_place() {
    let cases: [(&str, &[u8], &str); 9] = [
        ("a.yaml", b"a: [1, 2\nb: 3\n", "a.yaml:2:"),
        ("a.yaml", b"", "a.yaml:1:1: error[syntax]: the file is empty"),
        ("a.yaml", b"a: 1\n---\nb: 2\n", "second YAML document"),
        ("a.yaml", b"a: .inf\n", "a.yaml:1:4: error[syntax]: `.inf` is a number that JSON cannot hold"),
        ("a.yaml", b"a: !thing 1\n", "a.yaml:1:"),
        ("a.yaml", b"<<: {a: 1}\n", "merge keys"),
        ("a.json", b"{\"a\": 1,}", "remove the comma"),
        ("a.json", b"{\"a\": 1} x", "a.json:1:10"),
        ("a.json", b"{\"a\" 1}", "a.json:1:6"),
    ];
    for (file, bytes, expected) in cases {
        let found = problem(file, bytes);
        assert!(found.contains(expected), "{found}");
    }
}
