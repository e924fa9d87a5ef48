//! Issuing: a report becomes an entry of the ledger, with a proof beside the file, so that the client can check that it is
//! the one that was signed.
//!
//! A month that was issued already is not issued anew unless its figures changed; then it is a restatement, which says
//! what changed against the figures that were kept when the earlier one was issued.

use std::fs;
use std::path::{Path, PathBuf};

use harpoon_core::Period;
use harpoon_ledger::{Digest, Kind};
use harpoon_report::Language;
use harpoon_report::view::{Figure, Report, Restated, Restatement, Text};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::Error;
use crate::goals::{Keys, Pen};
use crate::workspace::Workspace;

/// What is on the paper.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    /// The month.
    pub month: Period,
    /// Language.
    pub language: Language,
    /// Ending of its file: `html`, `md`, `pdf`.
    pub format: &'a str,
}

/// An issue that the ledger holds.
#[derive(Clone, Debug)]
struct Earlier {
    digest: String,
    view: Option<Report>,
}

/// What became of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issued {
    /// This very file was issued before, by the entry of this number.
    Already(u64),
    /// It is an entry now.
    Signed {
        /// Its number, from 1.
        entry: u64,
        /// The proof beside the file.
        proof: PathBuf,
        /// Whether it replaces an earlier issue.
        restates: bool,
    },
}

#[derive(Serialize)]
struct Body<'a> {
    sha256: String,
    month: String,
    language: &'a str,
    format: &'a str,
    data_version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    restates: Option<String>,
}

impl Workspace {
    /// Compares a report with the one that was issued for the month before: the earlier one itself if no figure changed,
    /// else a restatement.
    pub fn against_earlier(&self, mut view: Report, paper: Paper<'_>) -> Result<Report, Error> {
        let Some(earlier) = self.earlier(paper)? else {
            return Ok(view);
        };
        let Some(old) = earlier.view else {
            return Ok(view);
        };
        // Both as they come back from a file: a reader may change the last bit of a ratio.
        let read: Report = serde_json::from_str(&json(&view)?).map_err(|e| Error::Bug(e.to_string()))?;
        if content(&old)? == content(&read)? {
            return Ok(old);
        }
        view.restates = Some(Restatement {
            earlier: old.issued,
            digest: earlier.digest,
            reason: Text::each(
                format!(
                    "the data changed from version {} to {}",
                    old.method.data_version, view.method.data_version
                ),
                format!(
                    "数据由版本 {} 变为 {}",
                    old.method.data_version, view.method.data_version
                ),
                format!(
                    "de gegevens binne feroare fan ferzje {} nei {}",
                    old.method.data_version, view.method.data_version
                ),
            ),
            changes: changes(&old, &view),
        });
        Ok(view)
    }

    /// Signs a written report into the ledger and puts the proof beside its file.
    pub fn issue(
        &self,
        view: &Report,
        paper: Paper<'_>,
        file: &Path,
        keys: Keys<'_>,
        now: Timestamp,
    ) -> Result<Issued, Error> {
        let bytes = fs::read(file).map_err(Error::io("read", file))?;
        let sha256 = Digest::of(&bytes).to_string();
        let book = self.book()?;
        let issued = book.log.as_ref().map(|log| log.entries()).unwrap_or_default();
        let same = issued
            .iter()
            .position(|entry| is_issue(entry.kind()) && entry.text("sha256") == Some(sha256.as_str()));
        if let Some(place) = same {
            return Ok(Issued::Already(place as u64 + 1));
        }
        let restates = self.earlier(paper)?.map(|earlier| earlier.digest);
        let kind = if restates.is_some() {
            Kind::Restatement
        } else {
            Kind::Report
        };
        let body = Body {
            sha256,
            month: month(paper.month),
            language: paper.language.tag(),
            format: paper.format,
            data_version: &view.method.data_version,
            restates: restates.clone(),
        };
        let written = Pen::of(self, &book, keys)?.write(kind, &body, now)?;
        let proof = file.with_extension(format!("{}.proof", paper.format));
        let text = self.ledger().proof(written.number - 1)?;
        let text = text
            .ok_or_else(|| Error::Bug("an entry without a proof".to_owned()))?
            .to_text();
        fs::write(&proof, text).map_err(Error::io("write", &proof))?;
        let kept = self.kept(paper);
        fs::write(&kept, json(view)?).map_err(Error::io("write", &kept))?;
        Ok(Issued::Signed {
            entry: written.number,
            proof,
            restates: restates.is_some(),
        })
    }

    /// The newest issue of the paper, with its figures where they were kept.
    fn earlier(&self, paper: Paper<'_>) -> Result<Option<Earlier>, Error> {
        let book = self.book()?;
        let Some(log) = &book.log else { return Ok(None) };
        let asked = (month(paper.month), paper.language.tag(), paper.format);
        let mut issues = log.entries().iter().rev().filter(|entry| is_issue(entry.kind()));
        let newest = issues.find(|entry| {
            let said = (entry.text("month"), entry.text("language"), entry.text("format"));
            said == (Some(asked.0.as_str()), Some(asked.1), Some(asked.2))
        });
        let Some(digest) = newest.and_then(|entry| entry.text("sha256")) else {
            return Ok(None);
        };
        let view = fs::read_to_string(self.kept(paper)).ok();
        Ok(Some(Earlier {
            digest: digest.to_owned(),
            view: view.and_then(|text| serde_json::from_str(&text).ok()),
        }))
    }

    /// Where the figures of an issued paper are kept.
    fn kept(&self, paper: Paper<'_>) -> PathBuf {
        let name = format!("{}.{}.{}.json", month(paper.month), paper.language.tag(), paper.format);
        self.root().join("reports").join(name)
    }
}

fn json(view: &Report) -> Result<String, Error> {
    serde_json::to_string_pretty(view).map_err(|e| Error::Bug(e.to_string()))
}

const fn is_issue(kind: Kind) -> bool {
    matches!(kind, Kind::Report | Kind::Restatement)
}

fn month(period: Period) -> String {
    period.from.strftime("%Y-%m").to_string()
}

/// What a report says, without its day of issue and the marks of its data version.
fn content(view: &Report) -> Result<Value, Error> {
    let mut value = serde_json::to_value(view).map_err(|e| Error::Bug(e.to_string()))?;
    if let Some(all) = value.as_object_mut() {
        for field in ["issued", "restates", "method", "seal"] {
            all.remove(field);
        }
    }
    unmarked(&mut value);
    Ok(value)
}

fn unmarked(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("receipt");
            fields.values_mut().for_each(unmarked);
        }
        Value::Array(all) => all.iter_mut().for_each(unmarked),
        _ => {}
    }
}

/// Figures of the first page that differ.
fn changes(old: &Report, new: &Report) -> Vec<Restated> {
    let before = first_page(old);
    let changed = first_page(new).into_iter().filter_map(|(title, after)| {
        let (_, before) = before.iter().find(|(known, _)| *known == title)?;
        let is_same = before.value == after.value && before.low == after.low && before.high == after.high;
        (!is_same).then(|| Restated {
            title,
            before: before.clone(),
            after,
        })
    });
    changed.collect()
}

fn first_page(view: &Report) -> Vec<(Text, Figure)> {
    let headlines = view.headlines.iter().map(|h| (h.title.clone(), h.value.clone()));
    let goals = view.goals.iter().map(|g| (g.title.clone(), g.value.clone()));
    headlines.chain(goals).collect()
}
