//! Real exports, read where they are at hand: each is recognised, or refused with a stated reason.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use harpoon_connect::{Answers, Limits, Registry, Summary, Verdict, origins, read, recognise};
use harpoon_core::batch::Batch;

/// Folder of the real files, or `None` with a word about it.
pub(crate) fn native() -> Option<PathBuf> {
    let data = std::env::var("HARPOON_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_owned());
    let folder = Path::new(&data).join("platforms/native");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no real exports at {}", folder.display());
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

/// Reads one file to its end.
fn read_file(path: &Path, answers: &Answers) -> Vec<(String, Result<(String, Summary, String), String>)> {
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
                sample.push_str(&format!(
                    "\n      line {} {:?}: {} [{:.100}]",
                    r.row, r.column, r.reason, r.raw
                ));
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
            sample.push_str(&format!("\n      skipped: {skipped}"));
        }
        for remark in plan.remarks.iter().chain(&summary.remarks) {
            sample.push_str(&format!("\n      remark: {remark:.200}"));
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
