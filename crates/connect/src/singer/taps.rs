//! [`taps`]: taps whose streams are known, one file each under `data/taps`.

use std::sync::LazyLock;

use crate::connector::{Connector, Quirk};
use crate::map::{MapMistake, TapMaps, read_tap};

/// One file a tap.
const FILES: &[&str] = &[
    include_str!("../../data/taps/facebook.toml"),
    include_str!("../../data/taps/ga4.toml"),
    include_str!("../../data/taps/google-ads.toml"),
    include_str!("../../data/taps/hubspot.toml"),
    include_str!("../../data/taps/linkedin-ads.toml"),
    include_str!("../../data/taps/mailchimp.toml"),
    include_str!("../../data/taps/shopify.toml"),
    include_str!("../../data/taps/spreadsheets-anywhere.toml"),
    include_str!("../../data/taps/stripe.toml"),
    include_str!("../../data/taps/tiktok-ads.toml"),
    include_str!("../../data/taps/twitter-ads.toml"),
];

/// A tap whose streams are known.
#[derive(Debug)]
pub struct Tap {
    /// Its usual name: `tap-facebook`.
    pub name: String,
    /// The version that the columns were taken from.
    pub version: String,
    /// How its streams are read.
    pub streams: Vec<&'static Connector>,
}

/// Every known tap, by name.
pub fn taps() -> &'static [Tap] {
    static TAPS: LazyLock<Vec<Tap>> = LazyLock::new(|| all().into_iter().filter_map(Result::ok).collect());
    &TAPS
}

/// Lists within the records of a stream that a tap's file reads: `actions` of `ads_insights`.
pub(super) fn lists_of(stream: &str) -> impl Iterator<Item = &'static str> {
    let quirks = taps()
        .iter()
        .flat_map(|tap| &tap.streams)
        .flat_map(|stream| stream.quirks);
    let names = quirks.flat_map(|quirk| match quirk {
        Quirk::Stream(names) => *names,
        _ => &[],
    });
    names.filter_map(move |name| {
        name.split_once('.')
            .filter(|(of, _)| *of == stream)
            .map(|(_, list)| list)
    })
}

fn all() -> Vec<Result<Tap, Vec<MapMistake>>> {
    let tap = |maps: TapMaps| Tap {
        name: maps.name,
        version: maps.version,
        streams: maps
            .streams
            .into_iter()
            .map(|stream| &*Box::leak(Box::new(stream)))
            .collect(),
    };
    FILES.iter().map(|file| read_tap(file).map(tap)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::CONNECTORS;

    #[test]
    fn every_file_reads_and_every_id_is_its_own() {
        for (tap, file) in all().into_iter().zip(FILES) {
            let name = file.lines().next().unwrap_or_default();
            let tap = tap.unwrap_or_else(|mistakes| panic!("{name}: {mistakes:#?}"));
            assert!(!tap.streams.is_empty(), "{name}");
        }
        let own = taps().iter().flat_map(|tap| tap.streams.iter().map(|stream| stream.id));
        let all: Vec<&str> = own.chain(CONNECTORS.iter().map(|connector| connector.id)).collect();
        let distinct: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(distinct.len(), all.len());
    }
}
