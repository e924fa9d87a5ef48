//! A landed run as one import: its file is the raw bytes, a fact's row is a line of it.

use std::fs::File;
use std::path::Path;

use harpoon_connect::Remark;
use harpoon_lake::store::{Begun, ImportHead, ImportTail};
use harpoon_live::{Landed, Landing as _, Network, Pulled, Rows};
use jiff::Timestamp;
use serde_json::Value;

use crate::Error;
use crate::import::{Report, fill, in_english};
use crate::workspace::Workspace;

/// Beginning of the names of such files.
pub(crate) const FOLDER: &str = "live/";

/// Makes a run count. The same pages again are the import that they were.
pub(super) fn import(
    workspace: &Workspace,
    name: &str,
    (network, landed, pages): (&dyn Network, &mut Landed, &Path),
    rows: &Rows,
    pulled: &Pulled,
    now: Timestamp,
) -> Result<Report, Error> {
    let about = network.about();
    let begun = landed.head().map_or(now, |head| head.begun);
    let mut report = Report {
        file: format!("{FOLDER}{name}/{}.jsonl", begun.strftime("%Y-%m-%dT%H%M%SZ")),
        connector: Some(about.id.to_owned()),
        platform: Some(about.id.to_owned()),
        read: true,
        remarks: remarks(rows, pulled),
        ..Report::default()
    };
    let mut staging = workspace.lake().stage()?;
    let path = pages.to_owned();
    let raw = workspace.lake().keep_raw(move || File::open(&path))?;
    let head = ImportHead {
        file: report.file.clone(),
        sha256: raw.sha256,
        bytes: raw.bytes,
        connector: about.id.to_owned(),
        connector_version: about.version,
        platform: Some(about.id.to_owned()),
        account: Some(rows.account.clone()),
        answers: "{}".to_owned(),
        imported_at: now,
    };
    let outcome = match staging.begin(head)? {
        Begun::Known(outcome) => outcome,
        Begun::New => {
            let batch = &rows.batch;
            let good = batch.accounts.len() + batch.posts.len() + batch.voices.len();
            let rejected = batch.rejects.len() as u64;
            let tail = ImportTail {
                observed_at: rows.observed_at,
                checks: "[]".to_owned(),
                remarks: in_english(&report.remarks),
                rows: good as u64 + rejected,
                rejected,
                duplicate: 0,
            };
            staging.push(batch.clone())?;
            let outcome = staging.end(tail)?;
            staging.commit()?;
            outcome
        }
    };
    fill(&mut report, &outcome);
    Ok(report)
}

/// What a person should know of a run.
fn remarks(rows: &Rows, pulled: &Pulled) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = pulled.remarks.iter().cloned().map(Remark::Told).collect();
    if !rows.gone.is_empty() {
        let keys = rows.gone.iter().map(|gone| gone.key.clone());
        remarks.push(Remark::Gone {
            texts: rows.gone.len(),
            keys: keys.take(20).collect(),
        });
    }
    remarks
}

/// What a page says of something: the item that bears its key, else the whole answer. A page is a line of a landed run.
pub(crate) fn item(line: &str, entity: &str) -> Option<String> {
    let page: Value = serde_json::from_str(line).ok()?;
    let body: Value = serde_json::from_str(page.get("body")?.as_str()?).ok()?;
    Some(named(&body, entity).unwrap_or(&body).to_string())
}

fn named<'a>(value: &'a Value, entity: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) if members.get("uri").and_then(Value::as_str) == Some(entity) => Some(value),
        Value::Object(members) => members.values().find_map(|member| named(member, entity)),
        Value::Array(items) => items.iter().find_map(|item| named(item, entity)),
        _ => None,
    }
}
