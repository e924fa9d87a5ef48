//! What is JSON and what is not, held against `serde_json`.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::{Json, Malformed, quote};

/// Texts at the edges of the grammar.
const EDGES: &[&str] = &[
    "",
    " ",
    "{}",
    "[]",
    " [ ] ",
    "[1,]",
    "[,1]",
    "[1 2]",
    "{\"a\":1,}",
    "{\"a\"}",
    "{\"a\" : 1 }",
    "{a:1}",
    "{\"a\":1}{",
    "[1}",
    "{]",
    "}",
    "nul",
    "null",
    "true false",
    "01",
    "-",
    "-0",
    "1.",
    ".5",
    "1e",
    "1e+",
    "1E-3",
    "1e999999",
    "0x10",
    "NaN",
    "Infinity",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"a\nb\"",
    "\"a\u{7f}b\"",
    "\"unfinished",
    "\"\\\"",
    "'a'",
    "[[[]]]",
    "{\"a\":{\"b\":[1,{\"c\":null}]}}",
    "\u{feff}{}",
    "[1]//",
    "{\"a\":1,\"a\":2}",
];

#[test]
fn what_is_json_is_what_serde_json_takes() {
    for text in EDGES {
        // `serde_json` refuses halves of surrogate pairs and numbers beyond floats, which the grammar allows.
        let lenient = text.contains("ud800") || text.contains("e999999");
        let known = lenient || serde_json::from_str::<serde_json::Value>(text).is_ok();
        assert_eq!(Json::parse(text).is_ok(), known, "{text}");
    }
}

#[test]
fn values_are_where_they_stand() {
    let text =
        " { \"a\" : [ 1 , \"x]y\" , {\"b\":null} ] , \"\\u0061b\" : -1.5e3,\"t\":\"q\\\"\\ud83d\\ude00\\ud800z\" } ";
    let json = Json::parse(text).unwrap();
    let items: Vec<&str> = json.get("a").unwrap().items().map(Json::as_written).collect();
    assert_eq!(items, ["1", "\"x]y\"", "{\"b\":null}"]);
    assert_eq!(json.get("ab").unwrap().scalar().unwrap(), "-1.5e3");
    assert_eq!(json.get("t").unwrap().string().unwrap(), "q\"😀\u{fffd}z");
    assert!(json.get("b").is_none() && json.get("c").is_none());
    assert_eq!(json.depth(), 3);
    let keys: Vec<_> = json.entries().map(|entry| entry.key().into_owned()).collect();
    assert_eq!(keys, ["a", "ab", "t"]);
    let twice = Json::parse("{\"a\":1,\"a\":2}").unwrap();
    assert_eq!(twice.get("a").unwrap().as_written(), "2");
}

#[test]
fn depth_is_bounded() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(Json::parse(&nested(1_000)).unwrap().depth(), 1_000);
    assert_eq!(Json::parse(&nested(1_001)).unwrap_err(), Malformed::Nested);
    assert_eq!(Json::parse(&"[".repeat(2_000_000)).unwrap_err(), Malformed::Nested);
}

#[test]
fn quotes_are_read_back() {
    for text in ["", "a\"b\\c", "\u{0}\n\t", "夏😀", "</script>"] {
        let quoted = quote(text);
        assert_eq!(Json::parse(&quoted).unwrap().string().unwrap(), text);
    }
}
