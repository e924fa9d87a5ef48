//! Issuing: a report becomes an entry of the ledger, with a proof beside the file, so that the client can check that it is
//! the one that was signed.
//!
//! A month that was issued already is not issued anew unless it says something else; then it is a restatement in a file of its
//! own, which says what changed against the figures that were kept when the earlier one was issued.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use harpoon_core::{Language, Period};
use harpoon_ledger::{Digest, Entry, Kind, Proof, Verifier};
use harpoon_report::view::{Figure, Report, Restated, Restatement, Text, Value as Told};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::Error;
use crate::goals::{Book, Keys, Pen};
use crate::report::{Wish, compose, html, markdown, pages};
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
pub(super) struct Earlier {
    /// Number of its entry, from 1.
    pub(super) entry: u64,
    digest: String,
    pub(super) view: Option<Report>,
}

/// A report that was signed, as it is on disk.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Number of its entry, from 1.
    pub entry: u64,
    /// Name of the file in the folder `reports`.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Its figures.
    pub view: Report,
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
        /// The file.
        file: PathBuf,
        /// The proof beside the file.
        proof: PathBuf,
        /// Whether it replaces an earlier issue.
        restates: bool,
    },
}

/// A paper as it is written.
#[derive(Clone, Debug)]
pub struct Set {
    /// What it says.
    pub view: Report,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What the program that sets pages warned of, a line each.
    pub warnings: Vec<String>,
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
    /// The month as this paper. One that is to be signed is held against the issue before it. `setter` is the program that
    /// sets pages, for a PDF.
    pub fn paper(
        &self,
        wish: &Wish<'_>,
        paper: Paper<'_>,
        is_issue: bool,
        setter: Option<&Path>,
    ) -> Result<Set, Error> {
        let mut view = self.report(wish)?;
        if is_issue {
            view = self.against_earlier(view, paper)?;
        }
        let document = compose(&view, paper.language);
        let (bytes, warnings) = match setter {
            Some(setter) => {
                let set = pages::pages(&document, setter)?;
                (set.pdf, set.warnings)
            }
            None if paper.format == "md" => (markdown(&document).into_bytes(), Vec::new()),
            None => (html(&document).into_bytes(), Vec::new()),
        };
        Ok(Set { view, bytes, warnings })
    }

    /// Whether a file is the one that its proof, beside it, says was signed, by the keys that the ledger knows; the reason
    /// where it is not. Nothing where there is no proof. A client checks the same with a key that came another way.
    pub fn proven(&self, file: &Path) -> Result<Option<Result<(), String>>, Error> {
        let proof = beside(file, ".proof");
        let text = match fs::read(&proof) {
            Ok(text) => text,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Error::io("read", &proof)(e)),
        };
        let bytes = fs::read(file).map_err(Error::io("read", file))?;
        let book = self.book()?;
        let known = book.log.as_ref().map(harpoon_ledger::Log::keys).unwrap_or_default();
        let keys: Vec<Verifier> = known.iter().map(|known| known.key.clone()).collect();
        let held = Proof::read(&text).and_then(|proof| proof.check_report(&bytes, &keys));
        Ok(Some(held.map(drop).map_err(|error| error.to_string())))
    }

    /// Compares a report with the one that was issued for the month before: the earlier one itself if it says the same, else
    /// a restatement.
    fn against_earlier(&self, mut view: Report, paper: Paper<'_>) -> Result<Report, Error> {
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
            reason: reason(&old.method.data_version, &view.method.data_version),
            changes: changes(&old, &view),
        });
        Ok(view)
    }

    /// Writes a report to a new file, signs it into the ledger, and puts the proof beside it. No file is overwritten: an
    /// issue that was signed stays what was signed. Without `file` it goes into the folder `reports` of the workspace.
    ///
    /// What says the same as the newest issue is not issued anew, though its bytes may differ: pages that are set with other
    /// fonts, HTML with another style sheet.
    pub fn issue(
        &self,
        view: &Report,
        paper: Paper<'_>,
        bytes: &[u8],
        file: Option<&Path>,
        keys: Keys<'_>,
        now: Timestamp,
    ) -> Result<Issued, Error> {
        let sha256 = Digest::of(bytes).to_string();
        if let Some(entry) = self.issued(&sha256)? {
            return Ok(Issued::Already(entry));
        }
        let earlier = self.earlier(paper)?;
        if let Some(Earlier {
            entry, view: Some(old), ..
        }) = &earlier
            && json(old)? == json(view)?
        {
            return Ok(Issued::Already(*entry));
        }
        let book = self.book()?;
        let pen = Pen::of(self, &book, keys)?;
        let restates = earlier.map(|earlier| earlier.digest);
        let kind = if restates.is_some() {
            Kind::Restatement
        } else {
            Kind::Report
        };
        let file = match file {
            Some(file) => file.to_owned(),
            None => self.next_file(&book, paper),
        };
        write_new(&file, bytes)?;
        let body = Body {
            sha256,
            month: month(paper.month),
            language: paper.language.tag(),
            format: paper.format,
            data_version: &view.method.data_version,
            restates: restates.clone(),
        };
        let written = pen.write(kind, &body, now).inspect_err(|_| {
            // Nobody signed it, so nobody needs it; why it was not signed is what matters.
            let _ = fs::remove_file(&file);
        })?;
        let proof = beside(&file, ".proof");
        let text = self.ledger().proof(written.number - 1)?;
        let text = text
            .ok_or_else(|| Error::Bug("an entry without a proof".to_owned()))?
            .to_text();
        fs::write(&proof, text).map_err(Error::io("write", &proof))?;
        let kept = self.kept(paper);
        if let Some(folder) = kept.parent() {
            fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
        }
        fs::write(&kept, json(view)?).map_err(Error::io("write", &kept))?;
        Ok(Issued::Signed {
            entry: written.number,
            file,
            proof,
            restates: restates.is_some(),
        })
    }

    /// Number of the entry that issued a file of this digest, from 1.
    pub fn issued(&self, sha256: &str) -> Result<Option<u64>, Error> {
        let book = self.book()?;
        let entries = book.log.as_ref().map(harpoon_ledger::Log::entries).unwrap_or_default();
        let mut numbered = (1..).zip(entries);
        let found = numbered.find(|(_, entry)| is_issue(entry.kind()) && entry.text("sha256") == Some(sha256));
        Ok(found.map(|(number, _)| number))
    }

    /// Number of the entry that issued this very file, from 1.
    pub fn issued_file(&self, file: &Path) -> Result<Option<u64>, Error> {
        match fs::read(file) {
            Ok(bytes) => self.issued(&Digest::of(&bytes).to_string()),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::io("read", file)(e)),
        }
    }

    /// The newest issue of a paper with its file, which must be in the folder `reports` as it was signed.
    pub fn signed(&self, paper: Paper<'_>) -> Result<Option<Signed>, Error> {
        let Some(Earlier { entry, digest, view }) = self.earlier(paper)? else {
            return Ok(None);
        };
        let gone = || {
            Error::Usage(format!(
                "the report of {} that entry {entry} signs is not in the folder `reports` as it was signed; put it back",
                month(paper.month)
            ))
        };
        let folder = self.root().join("reports");
        let ending = format!(".{}", paper.format);
        let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        for name in names.filter(|name| name.ends_with(&ending)) {
            let file = self.root().join("reports").join(&name);
            let bytes = fs::read(&file).map_err(Error::io("read", &file))?;
            if Digest::of(&bytes).to_string() == digest {
                let view = view.ok_or_else(gone)?;
                return Ok(Some(Signed {
                    entry,
                    name,
                    bytes,
                    view,
                }));
            }
        }
        Err(gone())
    }

    /// `2026-10.en.html`; of later issues `2026-10.en.2.html`.
    fn next_file(&self, book: &Book, paper: Paper<'_>) -> PathBuf {
        let entries = book.log.as_ref().map(harpoon_ledger::Log::entries).unwrap_or_default();
        let before = entries.iter().filter(|entry| is_of(entry, paper)).count();
        let number = if before == 0 {
            String::new()
        } else {
            format!(".{}", before + 1)
        };
        let name = format!(
            "{}.{}{number}.{}",
            month(paper.month),
            paper.language.tag(),
            paper.format
        );
        self.root().join("reports").join(name)
    }

    /// The newest issue of the paper, with its figures where they were kept.
    pub(super) fn earlier(&self, paper: Paper<'_>) -> Result<Option<Earlier>, Error> {
        let book = self.book()?;
        let Some(log) = &book.log else { return Ok(None) };
        let Some(newest) = log.entries().iter().rposition(|entry| is_of(entry, paper)) else {
            return Ok(None);
        };
        let Some(digest) = log.entries().get(newest).and_then(|entry| entry.text("sha256")) else {
            return Ok(None);
        };
        let view = fs::read_to_string(self.kept(paper)).ok();
        Ok(Some(Earlier {
            entry: newest as u64 + 1,
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

/// Whether the entry issues this paper.
fn is_of(entry: &Entry, paper: Paper<'_>) -> bool {
    let said = (entry.text("month"), entry.text("language"), entry.text("format"));
    let asked = month(paper.month);
    is_issue(entry.kind()) && said == (Some(asked.as_str()), Some(paper.language.tag()), Some(paper.format))
}

/// Writes a file that is not there yet.
fn write_new(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
    }
    let mut fresh = match File::create_new(file) {
        Ok(fresh) => fresh,
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {
            return Err(Error::Usage(format!(
                "`{}` is there already, and a signed report overwrites nothing; give another name with --out",
                file.display()
            )));
        }
        Err(e) => return Err(Error::io("make", file)(e)),
    };
    let done = fresh.write_all(bytes).and_then(|()| fresh.sync_all());
    done.map_err(Error::io("write", file))
}

/// The same name with more behind it.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Why a month is issued again.
pub(super) fn reason(before: &str, now: &str) -> Text {
    if before == now {
        return Text::each(
            "words or settings changed",
            "文字或设置有变",
            "wurden of ynstellings binne feroare",
        );
    }
    Text::each(
        format!("the data changed from version {before} to {now}"),
        format!("数据由版本 {before} 变为 {now}"),
        format!("de gegevens binne feroare fan ferzje {before} nei {now}"),
    )
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

/// What a report says, without its day of issue and the marks of its data version; and without what came to it later than the
/// first that were signed, none of which is of the month: else each of those would be another report now.
pub(super) fn content(view: &Report) -> Result<Value, Error> {
    let mut view = view.clone();
    view.white_label = false;
    view.headlines.iter_mut().for_each(|headline| headline.kpi.clear());
    let parts = view.movements.iter_mut().flat_map(|movement| &mut movement.parts);
    parts.for_each(|part| part.of = None);
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
            fields.remove("previous_receipt");
            fields.values_mut().for_each(unmarked);
        }
        Value::Array(all) => all.iter_mut().for_each(unmarked),
        _ => {}
    }
}

/// Figures of the first page that differ.
pub(super) fn changes(old: &Report, new: &Report) -> Vec<Restated> {
    let before = first_page(old);
    let changed = first_page(new).into_iter().filter_map(|(title, after)| {
        let (_, before) = before.iter().find(|(known, _)| *known == title)?;
        let is_known = |figure: &Figure| matches!(figure.value, Told::Known(_));
        let is_same = before.value == after.value && before.low == after.low && before.high == after.high;
        // What is missing now for another reason than before is no figure that changed.
        (!is_same && (is_known(before) || is_known(&after))).then(|| Restated {
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use harpoon_report::view::{Report, Value};

    use super::content;

    /// A month as it was kept when it was signed, before a headline named its KPI, a part its filter and a report its label.
    const KEPT: &str = r#"{
        "client": "Zilt", "agency": null, "month": { "from": "2026-09-01", "to": "2026-09-30" }, "issued": "2026-10-02",
        "restates": null, "note": null,
        "headlines": [{
            "title": { "en": "Clicks", "zh": "点击", "fy": "Kliks" }, "better": "up",
            "value": { "value": { "known": "600" }, "unit": "count", "low": null, "high": null, "receipt": "0a" },
            "previous": { "value": { "missing": "nothing" }, "unit": "count", "low": null, "high": null, "receipt": null },
            "usual": { "value": { "missing": "nothing" }, "unit": "count", "low": null, "high": null, "receipt": null },
            "days": [20.0, null]
        }],
        "goals": [],
        "movements": [{
            "title": "Clicks", "better": "up",
            "from": { "value": { "known": "500" }, "unit": "count", "low": null, "high": null, "receipt": "0b" },
            "to": { "value": { "known": "600" }, "unit": "count", "low": null, "high": null, "receipt": "0a" },
            "why": [],
            "parts": [{
                "title": "Meta",
                "amount": { "value": { "known": "100" }, "unit": "count", "low": null, "high": null, "receipt": "0c" }
            }]
        }],
        "earned": { "model": null, "confidence": null, "whole": [], "mer": null, "platforms": [], "losses": [] },
        "claims": null, "series": [], "platforms": null, "comparisons": [], "funnel": [],
        "content": { "published": null, "ranked_by": null, "best": [], "worst": [], "aside": [] },
        "voices": null, "costs": { "lines": [], "totals": [] }, "work": { "done": [], "next": [], "asked": [] }, "record": [],
        "method": { "data_version": "1", "harpoon": "0.1.0", "sources": [], "notes": [], "receipt": null },
        "seal": null
    }"#;

    #[test]
    fn what_a_report_came_to_hold_later_makes_no_month_another() {
        let kept: Report = serde_json::from_str(KEPT).unwrap();
        let mut now = kept.clone();
        now.white_label = true;
        "clicks_link_paid".clone_into(&mut now.headlines[0].kpi);
        now.movements[0].parts[0].of = Some(("platform".to_owned(), "meta".to_owned()));
        assert_eq!(content(&kept).unwrap(), content(&now).unwrap());
        now.movements[0].parts[0].amount.value = Value::Missing("nothing".into());
        assert_ne!(content(&kept).unwrap(), content(&now).unwrap(), "a figure is another");
    }
}
