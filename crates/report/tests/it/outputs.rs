//! The same view gives the same bytes, and every number of it leads to its receipt.

use harpoon_report::view::Report;
use harpoon_report::{Language, Words, compose, html};
use serde_json::Value;

use crate::{all, printed, view};

/// Every receipt of a figure with a value, found in the view's JSON rather than by the code under test.
fn receipts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let known = fields.get("value").is_none_or(|v| v.get("known").is_some());
            if let Some(Value::String(id)) = fields.get("receipt").filter(|_| known) {
                found.push(id.clone());
            }
            fields.values().for_each(|v| receipts(v, found));
        }
        Value::Array(items) => items.iter().for_each(|v| receipts(v, found)),
        _ => {}
    }
}

#[test]
fn the_same_view_gives_the_same_bytes() {
    let report = view::report();
    assert_eq!(all(&report), all(&report.clone()));
}

#[test]
fn a_view_survives_json() {
    let report = view::report();
    let json = serde_json::to_string(&report).expect("plain data");
    let back: Report = serde_json::from_str(&json).expect("the same data");
    // Ratios may differ in their last bit, as JSON readers read them; nothing that is printed does.
    assert_eq!(all(&back), all(&report));
    assert!(
        json.contains(r#""known":"4690.40""#) || json.contains(r#""known":"4690.4""#),
        "sums are texts in JSON"
    );
}

#[test]
fn every_figure_s_receipt_is_printed_in_every_output() {
    let report = view::report();
    let mut expected = Vec::new();
    receipts(&serde_json::to_value(&report).expect("plain data"), &mut expected);
    assert!(
        expected.len() > 100,
        "the sample has many figures, found {}",
        expected.len()
    );
    for language in Language::ALL {
        let document = compose(&report, &Words::new(language));
        let (html, markdown) = printed(&report, language);
        for id in &expected {
            let number = document.receipts.iter().position(|r| r == id);
            let number = number.unwrap_or_else(|| panic!("{id} is printed nowhere in {language:?}")) + 1;
            assert!(
                html.contains(&format!("<li id=\"receipt-{number}\"><code>{id}</code>")),
                "{id}"
            );
            assert!(
                html.contains(&format!("href=\"#receipt-{number}\"")),
                "nothing leads to {id}"
            );
            assert!(markdown.contains(&format!("[^{number}]: `{id}`")), "{id}");
            assert!(
                markdown.matches(&format!("[^{number}]")).count() > 1,
                "nothing leads to {id}"
            );
        }
    }
}

#[test]
fn a_page_is_whole_and_asks_nobody_for_anything() {
    for (html, _) in Language::ALL.map(|l| printed(&view::report(), l)) {
        assert!(html.starts_with("<!DOCTYPE html><html lang="));
        assert!(html.ends_with("</html>"));
        assert!(html.contains("default-src 'none'"));
        for none in [
            "<script",
            "<link",
            "<iframe",
            " style=\"",
            "url(",
            "@import",
            " onload",
            " onclick",
        ] {
            assert!(!html.contains(none), "`{none}` in a page that needs nothing");
        }
        // What looks elsewhere are links of the reader's own choice.
        assert_eq!(
            html.matches("src=\"").count(),
            html.matches("src=\"data:image/").count()
        );
    }
}

#[test]
fn the_policy_allows_the_style_sheet_that_stands_there() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let (html, _) = printed(&view::report(), Language::En);
    let style = html
        .split_once("<style>")
        .and_then(|(_, rest)| rest.split_once("</style>"))
        .expect("a style sheet")
        .0;
    let digest = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(style.as_bytes()));
    assert!(html.contains(&format!("'sha256-{digest}'")));
    assert!(style.contains("--accent:#"), "the agency's colour is in it");
}

#[test]
fn tags_are_closed_in_the_order_in_which_they_open() {
    const EMPTY: [&str; 5] = ["!DOCTYPE", "meta", "img", "br", "hr"];
    for (html, _) in Language::ALL.map(|l| printed(&view::report(), l)) {
        let mut open: Vec<&str> = Vec::new();
        for tag in html.split('<').skip(1) {
            let name = tag.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or("");
            let head = tag.split('>').next().unwrap_or("");
            if let Some(name) = name.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "near <{head}>");
            } else if !EMPTY.contains(&name) && !head.ends_with('/') {
                open.push(name);
            }
        }
        assert_eq!(open, Vec::<&str>::new());
    }
}

#[test]
fn ids_are_unique_and_links_within_the_page_lead_somewhere() {
    let (html, _) = printed(&view::report(), Language::En);
    let after = |mark: &str| -> Vec<String> {
        html.split(mark)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect()
    };
    let mut ids = after(" id=\"");
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands twice");
    for target in after("href=\"#") {
        assert!(ids.contains(&target), "#{target} is nowhere");
    }
    for label in after("aria-labelledby=\"") {
        for id in label.split(' ') {
            assert!(ids.iter().any(|i| i == id), "#{id} is nowhere");
        }
    }
}

#[test]
fn a_logo_that_is_not_what_it_says_is_left_out() {
    use harpoon_report::view::{Logo, LogoKind};
    let logo = |kind, base64: &str| {
        html::picture(&Logo {
            kind,
            base64: base64.into(),
        })
    };
    assert_eq!(logo(LogoKind::Png, "aGVsbG8="), None, "no PNG");
    assert_eq!(logo(LogoKind::Svg, "\"><script>"), None, "no Base64");
    assert_eq!(logo(LogoKind::Jpeg, &"A".repeat(800_000)), None, "too large");
    assert_eq!(
        logo(LogoKind::Png, "iVBORw0KGgo="),
        Some("data:image/png;base64,iVBORw0KGgo=".into())
    );
}
