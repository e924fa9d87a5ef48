//! The ready maps of `examples/maps`, each on a small table of our own making.

use std::collections::BTreeMap;
use std::path::Path;

use harpoon_connect::dictionary::Dictionary;
use harpoon_connect::map::read_map;
use harpoon_connect::{Answers, Connector, Limits, Registry, origins, read, recognise};
use harpoon_core::batch::{Batch, Observations};
use harpoon_core::{Number, Scope};

use crate::check::check_with;

#[track_caller]
fn map(toml: &str) -> &'static Connector {
    read_map(toml).unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

fn only(map: &'static Connector) -> Registry {
    Registry::only(&[map], Dictionary::builtin().clone())
}

#[track_caller]
fn check(toml: &str) {
    let map = map(toml);
    check_with(map.id, &only(map));
}

#[test]
fn uci_facebook() {
    check(include_str!("../../../../examples/maps/uci-facebook.toml"));
}

#[test]
fn reviews() {
    check(include_str!("../../../../examples/maps/reviews.toml"));
}

#[test]
fn events() {
    check(include_str!("../../../../examples/maps/events.toml"));
}

#[test]
fn costs() {
    check(include_str!("../../../../examples/maps/costs.toml"));
}

#[test]
fn generic_ads() {
    check(include_str!("../../../../examples/maps/generic-ads.toml"));
}

/// A column a country beside the figure of the whole; one star for all of them.
#[test]
fn columns_of_slices() {
    check(
        r#"
id = "videos_by_country"
platform = "youtube"
account = "zilt"
entity = "post"
counter = "lifetime"
scope = "total"

[columns]
Video = "post_id"
Device = "dim.device"
Views = "content_views"
"Views in *" = "content_views of country=*"
"Hours in NL" = "watch_time of country=NL in hours"
"#,
    );
}

#[test]
fn slices_that_cannot_be() {
    let toml = r#"
id = "wrong"
platform = "youtube"

[columns]
Country = "dim.country"
"Views in NL" = "content_views of country=NL"
"Any in NL" = "value of age=18-24"
"Name in NL" = "title of age=18-24"
"Twice" = "reach of age=18-24,age=25-34"
"Nothing" = "clicks of"
"#;
    let mistakes = read_map(toml).unwrap_err();
    let lines: Vec<usize> = mistakes.iter().map(|m| m.line).collect();
    assert_eq!(lines, [7, 8, 9, 10, 11], "{mistakes:?}");
}

/// Posts, and sums of the figures that are known, by scope and header.
#[derive(Default)]
struct Sums {
    posts: BTreeMap<Scope, usize>,
    known: BTreeMap<(Scope, String), Number>,
    unknown: BTreeMap<String, usize>,
}

impl Sums {
    fn add(&mut self, o: &Observations) {
        for (row, scope) in o.scope.iter().flatten().enumerate() {
            *self.posts.entry(*scope).or_default() += 1;
            for figures in &o.figures {
                let name = format!("{}.{}", figures.measure.metric, figures.measure.facet);
                let name = name.trim_end_matches('.').to_owned();
                match figures.values[row] {
                    Some(value) => {
                        let sum = self.known.entry((*scope, name)).or_default();
                        *sum = *sum + value;
                    }
                    None => *self.unknown.entry(name).or_default() += 1,
                }
            }
        }
    }

    fn of(&self, scope: Scope, names: [&str; 5]) -> [i64; 5] {
        names.map(|name| {
            self.known
                .get(&(scope, name.to_owned()))
                .map_or(-1, |sum| sum.micros() / 1_000_000)
        })
    }
}

/// The file of the paper itself; sums by another program (Python's csv module).
#[test]
fn the_real_uci_file() {
    let data = std::env::var("HARPOON_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_owned());
    let path = Path::new(&data).join("real/uci/dataset_Facebook.csv");
    if !path.is_file() {
        eprintln!("SKIPPED: no {}", path.display());
        return;
    }
    let registry = only(map(include_str!("../../../../examples/maps/uci-facebook.toml")));
    let answers = Answers::default();
    let mut all = Sums::default();
    for origin in origins(&path, &Limits::default()).unwrap() {
        let plan = recognise(&origin, &registry, &answers).unwrap();
        assert_eq!(plan.questions, []);
        let mut sink = |batch: Batch| {
            assert_eq!(batch.rejects, []);
            batch.observations.iter().for_each(|o| all.add(o));
            Ok::<(), std::convert::Infallible>(())
        };
        assert_eq!(read(&origin, &plan, &answers, &mut sink).unwrap().rows, 500);
    }
    let expected = BTreeMap::from([(Scope::Organic, 360), (Scope::Paid, 139), (Scope::Unknown, 1)]);
    assert_eq!(all.posts, expected);
    let names = [
        "impressions",
        "engagements_total.rcs",
        "reactions.like",
        "comments",
        "shares",
    ];
    assert_eq!(all.of(Scope::Organic, names), [9_592_233, 67_267, 55_949, 2_340, 8_978]);
    assert_eq!(all.of(Scope::Paid, names), [5_193_449, 38_674, 32_755, 1_401, 4_518]);
    let blank = BTreeMap::from([("reactions.like".to_owned(), 1), ("shares".to_owned(), 4)]);
    assert_eq!(all.unknown, blank);
}
