//! Real exports, read where they are at hand: each is recognised, or refused with a stated reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use harpoon_connect::{Answers, Limits, Registry, Summary, Verdict, origins, read, recognise};
use harpoon_core::Scope;
use harpoon_core::batch::Batch;

/// Folder of the real exports.
pub(crate) fn native() -> Option<PathBuf> {
    data("platforms/native")
}

/// A file or folder of the real data, or `None` with a word about it.
pub(crate) fn data(path: &str) -> Option<PathBuf> {
    let data = std::env::var("HARPOON_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_owned());
    let path = Path::new(&data).join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: no real data at {}", path.display());
    None
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_none_or(|ext| ext != "md") {
            out.push(path);
        }
    }
}

/// What became of a file: what it was read as, the summary, and details to print; or why it was refused.
type Outcome = Result<(String, Summary, String), String>;

/// Reads one file to its end.
fn read_file(path: &Path, answers: &Answers) -> Vec<(String, Outcome)> {
    let all = origins(path, &Limits::default()).unwrap();
    let one = |origin: &harpoon_connect::Origin| {
        let plan = recognise(origin, &Registry::native(), answers).map_err(|e| e.to_string())?;
        let mut facts = 0_u64;
        let mut sample = String::new();
        let mut sink = |batch: Batch| {
            facts += batch
                .observations
                .iter()
                .map(|o| (o.len() * o.figures.len()) as u64)
                .sum::<u64>();
            for r in batch.rejects.iter().take(2) {
                let _ = write!(
                    sample,
                    "\n      line {} {:?}: {} [{:.100}]",
                    r.row, r.column, r.reason, r.raw
                );
            }
            Ok::<(), std::convert::Infallible>(())
        };
        let summary = read(origin, &plan, answers, &mut sink).map_err(|e| e.to_string())?;
        let mut ids: Vec<&str> = plan.tables.iter().filter_map(|t| t.connector).map(|c| c.id).collect();
        ids.dedup();
        let asked: Vec<String> = plan
            .questions
            .iter()
            .map(|q| format!("{:?}={:?}", q.key, q.proposal))
            .collect();
        for skipped in plan.tables.iter().filter_map(|t| t.skipped.as_ref()) {
            let _ = write!(sample, "\n      skipped: {skipped}");
        }
        for remark in plan.remarks.iter().chain(&summary.remarks) {
            let _ = write!(sample, "\n      remark: {:.200}", remark.to_string());
        }
        Ok((
            format!("{} asks {asked:?} facts {facts}", ids.join("+")),
            summary,
            sample,
        ))
    };
    all.iter()
        .map(|origin| (origin.name().to_owned(), one(origin)))
        .collect()
}

#[test]
fn every_real_export_is_recognised_or_refused_with_a_reason() {
    let Some(folder) = native() else {
        return;
    };
    let mut all = Vec::new();
    files(&folder, &mut all);
    let answers = Answers {
        currency: Some("EUR".into()),
        ..Answers::default()
    };
    let mut by_connector: BTreeMap<String, (u32, u64, u64)> = BTreeMap::new();
    let mut totals_of_impressions = 0;
    for path in &all {
        for (name, outcome) in read_file(path, &answers) {
            let short = path.strip_prefix(&folder).unwrap().display();
            match outcome {
                Ok((ids, summary, sample)) => {
                    let key = ids.split(" asks").next().unwrap_or("").to_owned();
                    let entry = by_connector.entry(key).or_default();
                    *entry = (entry.0 + 1, entry.1 + summary.rows, entry.2 + summary.rejected);
                    println!(
                        "{short} ({name}): {ids} rows {} rejected {}{sample}",
                        summary.rows, summary.rejected
                    );
                    if ids.starts_with("meta_ads_manager") {
                        let totals = summary.checks.iter().filter(|c| c.metric == "impressions");
                        for check in totals {
                            totals_of_impressions += 1;
                            assert_eq!(check.verdict, Verdict::Equal, "{short}: {check:?}");
                        }
                    }
                    for check in summary.checks.iter().filter(|c| c.verdict == Verdict::Differs) {
                        println!("      {check:?}");
                    }
                }
                Err(why) => {
                    let entry = by_connector.entry(format!("refused: {why:.60}")).or_default();
                    entry.0 += 1;
                    println!("{short} ({name}): REFUSED {why}");
                }
            }
        }
    }
    assert!(
        totals_of_impressions >= 10,
        "only {totals_of_impressions} files state a total"
    );
    println!("\ntotals of impressions that equal the sum of the rows: {totals_of_impressions}");
    println!("\n{:60} {:>6} {:>8} {:>8}", "connector", "files", "rows", "rejected");
    for (connector, (files, rows, rejected)) in by_connector {
        println!("{connector:60} {files:>6} {rows:>8} {rejected:>8}");
    }
}

/// Sums of the UCI posts by scope, and how many cells were known.
#[derive(Debug, Default, PartialEq)]
struct Sums {
    posts: usize,
    by_metric: BTreeMap<String, i64>,
}

#[test]
fn uci_posts_through_a_map() {
    let Some(path) = data("real/uci/dataset_Facebook.csv") else {
        return;
    };
    let toml = include_str!("../../../../examples/maps/uci-facebook.toml");
    let map = harpoon_connect::map::read_map(toml).unwrap();
    let registry = Registry::only(&[map], harpoon_connect::dictionary::Dictionary::default());
    let answers = Answers::default();
    let origin = origins(&path, &Limits::default()).unwrap().remove(0);
    let plan = recognise(&origin, &registry, &answers).unwrap();
    assert_eq!(plan.questions, []);
    let mut sums: BTreeMap<Scope, Sums> = BTreeMap::new();
    let mut blanks: BTreeMap<String, usize> = BTreeMap::new();
    let mut posts = 0;
    let mut sink = |batch: Batch| {
        posts += batch.posts.len();
        for o in &batch.observations {
            let scopes = o.scope.as_ref().unwrap();
            for scope in scopes {
                sums.entry(*scope).or_default().posts += 1;
            }
            for f in &o.figures {
                let name = format!("{}.{}", f.measure.metric, f.measure.facet);
                for (scope, value) in scopes.iter().zip(&f.values) {
                    match value {
                        Some(value) => {
                            let sum = sums.entry(*scope).or_default();
                            *sum.by_metric.entry(name.clone()).or_default() += value.micros() / 1_000_000;
                        }
                        None => *blanks.entry(name.clone()).or_default() += 1,
                    }
                }
            }
        }
        Ok::<(), std::convert::Infallible>(())
    };
    let summary = read(&origin, &plan, &answers, &mut sink).unwrap();
    assert_eq!((summary.rows, summary.rejected, posts), (500, 0, 500));
    let of = |scope: Scope, metric: &str| sums[&scope].by_metric[metric];
    let total = |metric: &str| sums.values().map(|s| s.by_metric[metric]).sum::<i64>();
    assert_eq!(sums[&Scope::Organic].posts, 360);
    assert_eq!(of(Scope::Organic, "impressions."), 9_592_233);
    assert_eq!(of(Scope::Organic, "engagements_total.rcs"), 67_267);
    assert_eq!(of(Scope::Organic, "reactions.like"), 55_949);
    assert_eq!(of(Scope::Organic, "comments."), 2_340);
    assert_eq!(of(Scope::Organic, "shares."), 8_978);
    assert_eq!(sums[&Scope::Paid].posts, 139);
    assert_eq!(of(Scope::Paid, "impressions."), 5_193_449);
    assert_eq!(of(Scope::Paid, "engagements_total.rcs"), 38_674);
    assert_eq!(sums[&Scope::Unknown].posts, 1);
    assert_eq!(total("reach."), 6_951_680);
    assert_eq!(blanks.keys().collect::<Vec<_>>(), ["reactions.like", "shares."]);
}
