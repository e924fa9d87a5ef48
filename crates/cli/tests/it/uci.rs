//! A real page's 500 posts through the map of the examples: sums taken from the file by other means.

use super::place::{Place, ours, real};

fn uci() -> Option<Place> {
    let file = real("real/uci/dataset_Facebook.csv")?;
    let place = Place::new();
    let report = place.import(&[&file, "--map", &ours("examples/maps/uci-facebook.toml")]);
    assert_eq!(report[0]["accepted"], 500);
    assert_eq!(report[0]["quarantined"], 0);
    Some(place)
}

#[test]
fn sums_by_scope() {
    let Some(place) = uci() else { return };
    let got = place.kpis(&[
        "impressions",
        "engagements",
        "reactions",
        "comments",
        "shares",
        "--by",
        "scope",
        "--all",
    ]);
    let want = [
        "impressions scope=organic: 9592233 count",
        "impressions scope=paid: 5193449 count",
        "impressions scope=unknown: 7292 count",
        "engagements scope=organic: 67267 count",
        "engagements scope=paid: 38674 count",
        "engagements scope=unknown: 119 count",
        "reactions scope=organic: 55949 count",
        "reactions scope=paid: 32755 count",
        "reactions scope=unknown: 91 count",
        "comments scope=organic: 2340 count",
        "comments scope=paid: 1401 count",
        "comments scope=unknown: 0 count",
        "shares scope=organic: 8978 count",
        "shares scope=paid: 4518 count",
        "shares scope=unknown: 28 count",
    ];
    assert_eq!(got, want);
}

#[test]
fn one_row_is_of_unknown_scope_and_blanks_are_missing() {
    let Some(place) = uci() else { return };
    let sql = "select scope, count(distinct entity_id) posts from observations where metric = 'impressions' and facet = '' group by 1 order by 1";
    assert_eq!(
        place.ok(&["sql", sql, "--format", "csv"]),
        "scope,posts\norganic,360\npaid,139\nunknown,1\n"
    );
    // The file has one blank in `like` and four in `share`.
    let sql = "select metric, count(*) n, count(value) known from observations where metric in ('reactions', 'shares', 'comments') group by 1 order by 1";
    assert_eq!(
        place.ok(&["sql", sql, "--format", "csv"]),
        "metric,n,known\ncomments,500,500\nreactions,500,499\nshares,500,496\n"
    );
}

#[test]
fn reach_is_bounds() {
    let Some(place) = uci() else { return };
    let reach = &place.json(&["kpi", "reach", "--all"])[0];
    // The largest post, and the sum of all, which counts people as often as they saw a post.
    assert_eq!(reach["low"], 180_480);
    assert_eq!(reach["high"], 6_951_680);
    assert_ne!(reach["value"], 6_951_680);
}
