//! Canonical JSON against the examples of RFC 8785.

use harpoon_ledger::json::{JsonError, canonical, read};
use serde_json::{Value, json};

#[test]
fn keys_are_sorted_as_in_section_3_2_3() {
    let value: Value = serde_json::from_str(
        r#"{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
            "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}"#,
    )
    .unwrap();
    let expected = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\
                    \"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\
                    \"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}";
    assert_eq!(canonical(&value).unwrap(), expected);
    assert_eq!(read(expected.as_bytes()).unwrap(), value);
}

#[test]
fn strings_are_spelled_as_in_section_3_2_2() {
    let value: Value = serde_json::from_str(
        r#"{"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#,
    )
    .unwrap();
    let expected = r#"{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
    assert_eq!(canonical(&value).unwrap(), expected);
}

#[test]
fn numbers_are_whole_and_small_enough_for_every_reader() {
    for (value, expected) in [
        (json!(0), "0"),
        (json!(-1), "-1"),
        (json!(9_007_199_254_740_991_i64), "9007199254740991"),
        (json!(-9_007_199_254_740_991_i64), "-9007199254740991"),
    ] {
        assert_eq!(canonical(&value).unwrap(), expected);
    }
    for value in [
        json!(9_007_199_254_740_992_i64),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(0.5),
        json!(1.0),
    ] {
        assert!(matches!(canonical(&value), Err(JsonError::Number(_))), "{value}");
    }
}

#[test]
fn another_spelling_of_the_same_is_refused() {
    for text in [
        r#"{"a": 1}"#,
        r#"{"b":1,"a":2}"#,
        r#"{"a":1,"a":1}"#,
        r#"{"a":"\u0041"}"#,
        r#"{"a":"\/"}"#,
        "{\"a\":1} ",
        "{\"a\":-0}",
        "{\"a\":1e0}",
        "{\"a\":1.0}",
        r#"{"a":"\u000A"}"#,
        "\u{feff}{}",
    ] {
        assert!(read(text.as_bytes()).is_err(), "{text}");
    }
    assert!(matches!(read(br#"{"a": 1}"#), Err(JsonError::Spelling)));
}

#[test]
fn what_is_nested_too_deep_is_refused_when_written_and_when_read() {
    let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    assert!(read(deep(33).as_bytes()).is_ok());
    assert!(matches!(read(deep(34).as_bytes()), Err(JsonError::Deep)));
    assert!(read(deep(100_000).as_bytes()).is_err());
}
