//! Laws that every connector obeys, whatever it reads.

use std::collections::{BTreeMap, BTreeSet};

use harpoon_connect::connector::{Connector, Quirk};
use harpoon_connect::{CONNECTORS, Field};

/// One mistake a line, of all connectors at once.
#[track_caller]
fn check(law: fn(&Connector) -> Vec<String>) {
    let mistakes: Vec<String> = CONNECTORS
        .iter()
        .flat_map(|c| law(c).into_iter().map(move |mistake| format!("{}: {mistake}", c.id)))
        .collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn ids_are_unique_and_words() {
    let mut seen = BTreeSet::new();
    for c in CONNECTORS {
        assert!(seen.insert(c.id), "`{}` occurs twice", c.id);
        let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        assert!(!c.id.is_empty() && c.id.bytes().all(word), "`{}` is no id", c.id);
    }
}

#[test]
fn each_says_what_it_is_and_where_it_comes_from() {
    check(|c| {
        let texts = [
            ("title", c.title),
            ("found_at", c.found_at),
            ("source", c.source),
            ("dialect", c.dialect),
        ];
        let empty = texts.iter().filter(|(_, text)| text.trim().is_empty());
        empty.map(|(name, _)| format!("{name} is empty")).collect()
    });
}

#[test]
fn every_notation_parses_and_prints_back() {
    check(|c| {
        let notations = c
            .columns
            .iter()
            .map(|(_, notation)| *notation)
            .chain(quirk_notations(c));
        notations
            .filter_map(|notation| match Field::parse(notation) {
                Ok(field) if field.to_string() == notation => None,
                Ok(field) => Some(format!("`{notation}` prints as `{field}`")),
                Err(e) => Some(e.to_string()),
            })
            .collect()
    });
}

#[test]
fn required_fields_are_columns() {
    check(|c| {
        // The unit of the cells is no part of what a column is: `watch_time in hours` is a `watch_time`.
        let fields: BTreeSet<&str> = c
            .columns
            .iter()
            .filter_map(|(_, notation)| notation.split(" in ").next())
            .collect();
        let asked = c.requires.iter().flat_map(|r| r.split('|'));
        asked
            .filter(|r| !fields.contains(r))
            .map(|r| format!("requires `{r}`, which is no column"))
            .collect()
    });
}

#[test]
fn each_requires_something() {
    check(|c| {
        if c.requires.is_empty() {
            vec!["requires nothing".to_owned()]
        } else {
            vec![]
        }
    });
}

#[test]
fn no_two_columns_give_the_same_figure() {
    check(|c| {
        let mut by_measure: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (header, notation) in c.columns {
            let Ok(field) = Field::parse(notation) else { continue };
            if let Some(measure) = field.measure(c.scope, c.counter) {
                let figure = format!("{measure:?} of {}", field.whole().1);
                by_measure.entry(figure).or_default().push(header);
            }
        }
        let doubled = by_measure.into_values().filter(|headers| headers.len() > 1);
        doubled
            .map(|headers| format!("one figure of {}", headers.join(" and ")))
            .collect()
    });
}

#[test]
fn no_header_twice() {
    check(|c| {
        let mut seen = BTreeSet::new();
        let names = c.columns.iter().flat_map(|(header, _)| header.split('|'));
        names
            .filter(|name| !seen.insert(name.to_lowercase()))
            .map(|name| format!("`{name}` occurs twice"))
            .collect()
    });
}

#[test]
fn each_is_read_in_a_fixture() {
    check(|c| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures")
            .join(c.id);
        let files = std::fs::read_dir(&folder).map_or(0, Iterator::count);
        if files == 0 {
            vec![format!("no fixture in tests/fixtures/{}", c.id)]
        } else {
            vec![]
        }
    });
}

/// Notations of fields that stand in quirks.
fn quirk_notations(c: &Connector) -> impl Iterator<Item = &'static str> {
    c.quirks.iter().flat_map(|quirk| match quirk {
        Quirk::TitledFigure(titles) => titles.iter().map(|(_, _, notation)| *notation).collect(),
        Quirk::StatedFigure(pairs) | Quirk::MetricWords(pairs) => pairs.iter().map(|(_, notation)| *notation).collect(),
        _ => Vec::new(),
    })
}
