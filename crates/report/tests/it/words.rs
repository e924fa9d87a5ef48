//! The three languages say the same: same keys, same places, nothing untranslated, nothing unused, nothing missing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use harpoon_report::view::Report;
use harpoon_report::words::Fill;
use harpoon_report::{Language, Words};

use crate::{all, view};

/// Places of a sentence, and its text.
fn taken(pattern: &Pattern<&str>, places: &mut BTreeSet<String>, text: &mut String) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression } => {
                let (place, variants) = match expression {
                    Expression::Inline(place) => (place, &Vec::new()),
                    Expression::Select { selector, variants } => (selector, variants),
                };
                let InlineExpression::VariableReference { id } = place else {
                    panic!("only places are used, not {place:?}");
                };
                places.insert(id.name.to_owned());
                for variant in variants {
                    taken(&variant.value, places, text);
                }
            }
        }
    }
}

fn file(language: Language) -> BTreeMap<String, (BTreeSet<String>, String)> {
    let file = fluent_syntax::parser::parse(harpoon_report::words::source(language))
        .unwrap_or_else(|(_, errors)| panic!("{language:?}: {errors:?}"));
    let mut sentences = BTreeMap::new();
    for entry in file.body {
        if let Entry::Message(message) = entry {
            let (mut places, mut text) = (BTreeSet::new(), String::new());
            taken(&message.value.expect("a sentence"), &mut places, &mut text);
            let twice = sentences.insert(message.id.name.to_owned(), (places, text));
            assert!(twice.is_none(), "{language:?}: {} stands twice", message.id.name);
        }
    }
    sentences
}

#[test]
fn the_languages_have_the_same_keys_and_places() {
    let english = file(Language::En);
    for language in [Language::ZhCn, Language::Fy] {
        let other = file(language);
        assert_eq!(
            other.keys().collect::<Vec<_>>(),
            english.keys().collect::<Vec<_>>(),
            "{language:?}"
        );
        for (key, (places, _)) in &english {
            assert_eq!(&other[key].0, places, "{language:?}: {key}");
        }
    }
}

#[test]
fn nothing_is_left_in_english() {
    // Alike in Frisian because the word, or the sign, is.
    const ALIKE: &[&str] = &[
        "cost-media",
        "dim-account",
        "format-reel",
        "format-pin",
        "head-platform",
        "head-basis",
        "unit-seconds",
        "unit-minutes",
        "unit-days",
        "goal-heading",
        "post-head",
        "quote-head",
        "moved",
        "interval",
        "asked-by",
        "funnel-step",
        "usual-source",
        "usual-letter",
        "usual-says",
        "figure-and-change",
    ];
    let english = file(Language::En);
    for language in [Language::ZhCn, Language::Fy] {
        let names = |key: &str| key.starts_with("platform-") && key != "platforms-table";
        let same =
            |(key, (_, text)): &(&String, &(BTreeSet<String>, String))| file(language)[*key].1 == *text && !names(key);
        let untranslated: Vec<&String> = english
            .iter()
            .filter(same)
            .map(|(key, _)| key)
            .filter(|k| !ALIKE.contains(&k.as_str()))
            .collect();
        assert_eq!(untranslated, Vec::<&String>::new(), "{language:?}");
    }
}

/// Every word in quotes in the code that has the form of a key.
fn quoted(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            quoted(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = fs::read_to_string(&path).expect("a file");
            let words = text.split('"').map(|w| w.trim_start_matches('#').to_owned());
            found.extend(words.filter(|w| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
        }
    }
}

#[test]
fn no_sentence_is_unused() {
    let mut used = BTreeSet::new();
    quoted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
    let made = |key: &str| {
        let rest = key.strip_prefix("section-").is_some_and(|id| used.contains(id));
        rest || key.starts_with("platform-")
    };
    let unused: Vec<String> = file(Language::En)
        .into_keys()
        .filter(|k| !used.contains(k) && !made(k))
        .collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn no_key_and_no_place_is_missing_where_it_is_printed() {
    let reports: Vec<Report> = vec![view::report(), crate::sparse::nothing(), crate::sparse::varied()];
    for page in reports.iter().flat_map(all) {
        let torn = page
            .split_once('⟦')
            .map(|(_, rest)| rest.chars().take(60).collect::<String>());
        assert_eq!(torn, None);
    }
}

#[test]
fn plurals_are_those_of_the_language() {
    let said = |language, key, fills: &[(&str, Fill)]| -> String {
        Words::new(language)
            .line(key, fills)
            .iter()
            .map(harpoon_report::document::Span::plain)
            .collect()
    };
    let unknown = |language, n: usize| said(language, "short-unknown", &[("count", n.into())]);
    assert!(unknown(Language::En, 1).starts_with("One goal cannot"));
    assert!(unknown(Language::En, 2).starts_with("2 goals cannot"));
    assert!(unknown(Language::En, 0).starts_with("0 goals cannot"));
    assert!(unknown(Language::Fy, 1).starts_with("Ien doel kin"));
    assert!(unknown(Language::Fy, 1200).starts_with("1.200 doelen kinne"));
    assert!(unknown(Language::ZhCn, 1).starts_with("1个目标"));
    let goals =
        |language, met: usize, due: usize| said(language, "short-goals", &[("met", met.into()), ("due", due.into())]);
    assert_eq!(goals(Language::En, 0, 1), "The one goal that was due was missed.");
    assert_eq!(goals(Language::En, 1, 1), "The one goal that was due was met.");
    assert_eq!(goals(Language::En, 0, 3), "None of the 3 goals that were due was met.");
    assert_eq!(goals(Language::En, 1, 3), "1 of the 3 goals that were due was met.");
    assert_eq!(goals(Language::En, 3, 3), "3 of the 3 goals that were due were met.");
    assert_eq!(
        goals(Language::Fy, 2, 3),
        "Fan de 3 doelen dy't oan bar wiene, binne 2 helle."
    );
    assert_eq!(goals(Language::ZhCn, 2, 3), "本月到期的3个目标中，达成2个。");
}
