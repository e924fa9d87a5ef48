//! From the file of a tap to the connectors of its streams. Each stream is a map under `[[stream]]`.

use toml::de::{DeTable, DeValue};

use super::draft::Draft;
use super::take;
use super::walk::{Entry, Walk, entries};
use crate::CONNECTORS;
use crate::connector::{Connector, Evidence, Quirk};
use crate::field::Field;
use crate::map::{MapMistake, TapMaps};

/// Keys of the file beside its streams.
#[derive(Default)]
struct Head {
    name: Option<String>,
    version: Option<String>,
    source: Option<String>,
    evidence: Option<Evidence>,
}

/// Reads the file. Errors: every mistake, in file order.
pub(in crate::map) fn read(text: &str) -> Result<TapMaps, Vec<MapMistake>> {
    let mut walk = Walk::new(text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        walk.wrong(error.span().unwrap_or_default(), error.message());
    }
    let mut head = Head::default();
    let mut streams = Vec::new();
    for entry in entries(document.get_ref()) {
        match entry.key {
            "tap" => head.name = walk.text(&entry).map(str::to_owned),
            "version" => head.version = walk.text(&entry).map(str::to_owned),
            "source" => head.source = walk.text(&entry).map(str::to_owned),
            "evidence" => head.evidence = walk.word(&entry, evidence, &["recorded", "spec_only"]),
            "stream" => streams.extend(tables(&mut walk, &entry)),
            other => walk.wrong(
                entry.at.clone(),
                format!("`{other}` is not known here; write tap, version, source, evidence and [[stream]]"),
            ),
        }
    }
    let (Some(name), Some(version), Some(source), Some(evidence)) =
        (head.name, head.version, head.source, head.evidence)
    else {
        walk.wrong(0..0, "write tap, version, source and evidence");
        return Err(walk.mistakes());
    };
    let read: Vec<Option<Connector>> = streams.iter().map(|entry| stream(&mut walk, entry)).collect();
    if walk.has_mistake() {
        return Err(walk.mistakes());
    }
    let (kept_source, found_at): (&str, &str) = (source.leak(), format!("{name} {version}").leak());
    let told = |connector: Connector| Connector {
        source: kept_source,
        found_at,
        evidence,
        ..connector
    };
    Ok(TapMaps {
        name,
        version,
        streams: read.into_iter().flatten().map(told).collect(),
    })
}

fn evidence(word: &str) -> Option<Evidence> {
    match word {
        "recorded" => Some(Evidence::Recorded),
        "spec_only" => Some(Evidence::SpecOnly),
        _ => None,
    }
}

/// The tables of an array of them.
fn tables<'d>(walk: &mut Walk, entry: &Entry<'d>) -> Vec<Entry<'d>> {
    let DeValue::Array(items) = entry.value.get_ref() else {
        walk.wrong(entry.value_at(), "write [[stream]]");
        return Vec::new();
    };
    let each = items.iter().map(|item| Entry {
        key: "stream",
        at: item.span(),
        value: item,
    });
    each.collect()
}

/// A stream: the names that it has, and a map, or a connector whose table it is but for some columns.
fn stream(walk: &mut Walk, entry: &Entry) -> Option<Connector> {
    let mut names = Vec::new();
    let mut passed = None;
    let mut like = None;
    let mut metrics = Vec::new();
    let mut draft = Draft::default();
    for part in walk.table(entry) {
        match part.key {
            "names" => names = walk.texts(&part),
            "not_read" => passed = walk.text(&part).map(str::to_owned),
            "metrics" => {
                let words = walk.table(&part).into_iter();
                metrics = words.filter_map(|word| metric_word(walk, &word)).collect();
            }
            "like" => like = walk.text(&part).and_then(|id| known(walk, &part, id)),
            _ => take(walk, &mut draft, &part),
        }
    }
    if like.is_none() {
        draft.check(walk);
    }
    if walk.has_mistake() {
        return None;
    }
    let own = draft.connector();
    let connector = like.map_or(own, |base| drawn_from(base, own));
    let mut quirks = connector.quirks.to_vec();
    if !metrics.is_empty() {
        quirks.retain(|quirk| !matches!(quirk, Quirk::MetricWords(_)));
        quirks.push(Quirk::MetricWords(metrics.leak()));
    }
    if !names.is_empty() {
        let names: Vec<&'static str> = names.into_iter().map(|name| &*name.leak()).collect();
        quirks.push(Quirk::Stream(names.leak()));
    }
    quirks.extend(passed.map(|why| Quirk::NotReadFor(why.leak())));
    Some(Connector {
        quirks: quirks.leak(),
        ..connector
    })
}

/// A text for the life of the process.
fn kept(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// A word of the column that names the figure, and the figure.
fn metric_word(walk: &mut Walk, word: &Entry) -> Option<(&'static str, &'static str)> {
    let notation = walk.text(word)?;
    match Field::parse(notation) {
        Ok(field) if field.is_figure() => Some((kept(word.key), kept(notation))),
        Ok(_) => {
            walk.wrong(word.value_at(), format!("`{notation}` is no figure"));
            None
        }
        Err(error) => {
            walk.wrong(word.value_at(), error.to_string());
            None
        }
    }
}

fn known(walk: &mut Walk, part: &Entry, id: &str) -> Option<&'static Connector> {
    let found = CONNECTORS.iter().copied().find(|connector| connector.id == id);
    if found.is_none() {
        walk.wrong(part.value_at(), format!("no connector is called `{id}`"));
    }
    found
}

/// The table of a connector whose columns, where this stream names them too, mean what the stream says.
fn drawn_from(base: &'static Connector, own: Connector) -> Connector {
    let columns: Vec<_> = own.columns.iter().chain(base.columns).copied().collect();
    let of_place = |quirk: &Quirk| matches!(quirk, Quirk::FileNamed(_) | Quirk::Sheet(_));
    let quirks = base.quirks.iter().filter(|quirk| !of_place(quirk)).chain(own.quirks);
    Connector {
        id: own.id,
        version: own.version,
        columns: columns.leak(),
        quirks: quirks.copied().collect::<Vec<_>>().leak(),
        zone: own.zone.or(base.zone),
        ..*base
    }
}
