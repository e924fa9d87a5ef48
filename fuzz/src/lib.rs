//! What the fuzz targets share: a file is recognised, its questions are answered, and it is read to its end.

use std::panic;
use std::sync::LazyLock;

use harpoon_connect::{Answers, Limits, Origin, Plan, QuestionKey, Registry, raw_row, read, recognise};
use harpoon_core::batch::Batch;

/// Harpoon's own connectors, made ready once.
pub static NATIVE: LazyLock<Registry> = LazyLock::new(Registry::native);

/// Limits that a run of many inputs a second can afford.
pub const LIMITS: Limits = Limits {
    members: 64,
    inflated: 64 << 20,
    ratio: 100,
    spreadsheet: 1 << 20,
    spreadsheet_inflated: 64 << 20,
};

/// Takes a file all the way, as `import --yes` does: its proposals are taken, and what has none is made up.
pub fn take(origin: &Origin, registry: &Registry) {
    let Ok(first) = recognise(origin, registry, &Answers::default()) else {
        return;
    };
    let answers = answered(&first);
    let Ok(plan) = recognise(origin, registry, &answers) else {
        return;
    };
    let mut rejected = 0;
    let mut sink = |batch: Batch| {
        rejected += batch.rejects.len() as u64;
        check(&batch);
        Ok::<(), ()>(())
    };
    if let Ok(summary) = read(origin, &plan, &answers, &mut sink) {
        assert!(rejected <= summary.rejected, "more rejects than the summary says");
        assert!(summary.rejected <= summary.rows, "more rejects than rows");
    }
    let _ = raw_row(origin, 3);
}

fn answered(plan: &Plan) -> Answers {
    let mut answers = Answers {
        account: Some("fuzz".to_owned()),
        ..Answers::default()
    };
    for question in &plan.questions {
        let proposal = question.proposal.clone();
        let or = |other: &str| Some(proposal.clone().unwrap_or_else(|| other.to_owned()));
        match question.key {
            QuestionKey::Platform => answers.platform = or("facebook"),
            QuestionKey::Account => answers.account = or("fuzz"),
            QuestionKey::Currency => answers.currency = or("EUR"),
            QuestionKey::Year => answers.year = or("2026").and_then(|year| year.parse().ok()),
            QuestionKey::DayOrder => answers.day_order = or("dmy"),
            QuestionKey::Decimal => answers.decimal = or("point"),
            QuestionKey::Zone => answers.zone = or("Europe/Amsterdam"),
            QuestionKey::Period => {
                let from_to = or("2026-01-01..2026-01-31").unwrap_or_default();
                answers.period = from_to
                    .split_once("..")
                    .and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
            }
        }
    }
    answers
}

/// Every column of a batch has one length.
fn check(batch: &Batch) {
    for table in &batch.observations {
        let rows = table.len();
        assert!(
            table.start.len() == rows && table.end.len() == rows,
            "days of another length"
        );
        assert!(
            table.scope.as_ref().is_none_or(|scope| scope.len() == rows),
            "scopes of another length"
        );
        for figures in &table.figures {
            assert_eq!(figures.values.len(), rows, "figures of another length");
        }
    }
}

/// Lets only panics of Harpoon's own crates, and those that nobody catches, count as findings.
///
/// The library that reads workbooks panics on some damaged ones, and Harpoon catches that; libFuzzer's own hook would
/// end the run at each. What nobody catches is still a finding: libFuzzer's wrapper of the target aborts on it.
pub fn forgive_caught_panics() {
    let libfuzzers = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let is_ours = info
            .location()
            .is_some_and(|at| OURS.iter().any(|part| at.file().contains(part)));
        if is_ours {
            libfuzzers(info);
        }
    }));
}

/// Folders of sources whose panics are findings, caught or not.
const OURS: &[&str] = &["crates/connect/", "crates/core/", "fuzz_targets/"];
