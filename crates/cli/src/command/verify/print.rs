//! What was checked, in words for people and fields for programs: what holds, what was found, what that proves.

use std::path::PathBuf;

use harpoon_ledger::checkpoint::Signed;
use harpoon_ledger::{Digest, Finding, KeyId, Proof, Verdict};

use crate::render::{Sheet, visible};
use crate::say;
use harpoon::json::{self, Value};

/// All that was looked at.
pub(super) struct Checked {
    /// The ledger, if one was there.
    pub(super) folder: Option<PathBuf>,
    /// What came of it.
    pub(super) verdict: Option<Verdict>,
    /// The report, if one was asked for.
    pub(super) report: Option<Report>,
}

/// A report.
pub(super) struct Report {
    /// Its file.
    pub(super) name: String,
    /// Its digest.
    pub(super) sha256: Digest,
    /// What its proof says, if there is one.
    pub(super) proof: Option<ProofChecked>,
    /// Kept checkpoints that need the ledger itself to be compared.
    pub(super) unused: Vec<String>,
}

/// A proof.
pub(super) struct ProofChecked {
    /// Its file.
    pub(super) name: String,
    /// The proof and the head in it, or why it does not hold.
    pub(super) held: Result<(Proof, Signed), String>,
}

/// A finding as it is printed: file, line, word, sentence.
type Row = (String, Option<u64>, &'static str, String);

impl Checked {
    /// Whether all holds, and a report, if asked for, was issued.
    pub(super) fn sound(&self) -> bool {
        self.rows().is_empty()
    }

    /// All that was found.
    fn rows(&self) -> Vec<Row> {
        let found = |finding: &Finding| {
            let file = finding.file.clone();
            (file, finding.line, finding.found.word(), super::chain(&finding.found))
        };
        let mut rows: Vec<Row> = self.verdict.iter().flat_map(|v| &v.findings).map(found).collect();
        let Some(report) = &self.report else {
            return rows;
        };
        if let Some(ProofChecked { name, held: Err(why) }) = &report.proof {
            rows.push((name.clone(), None, "proof", why.clone()));
        }
        if self
            .verdict
            .as_ref()
            .is_some_and(|verdict| verdict.issues(report.sha256).is_empty())
        {
            let why = format!(
                "no entry of the ledger issues this file; its SHA-256 is {}",
                report.sha256
            );
            rows.push((report.name.clone(), None, "not_issued", why));
        }
        for name in &report.unused {
            let why = "without the ledger itself it cannot be compared; name the ledger with --ledger";
            rows.push((name.clone(), None, "not_compared", why.to_owned()));
        }
        rows
    }

    /// A table of findings.
    pub(super) fn findings(&self) -> Sheet {
        let mut sheet = Sheet::new(&["file", "line#", "finding", "what it is"]);
        for (file, line, word, why) in self.rows() {
            let line = line.map_or_else(String::new, |line| line.to_string());
            sheet.rows.push(vec![file, line, word.to_owned(), why]);
        }
        sheet
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let mut lines = Vec::new();
        if let (Some(verdict), Some(folder)) = (&self.verdict, &self.folder) {
            ledger_lines(verdict, &folder.display().to_string(), &mut lines);
        }
        if let Some(report) = &self.report {
            report_lines(report, self.verdict.as_ref(), &mut lines);
        }
        let rows = self.rows();
        lines.push(String::new());
        if rows.is_empty() {
            lines.push("All of it holds.".to_owned());
            lines.extend(meaning(self));
        } else {
            lines.push(format!(
                "{} that must be explained:",
                say::counted(rows.len(), "finding")
            ));
            for (file, line, _, why) in rows {
                let line = line.map_or_else(String::new, |line| format!(", line {line}"));
                lines.push(format!("- {}{line}: {}", visible(&file), visible(&why)));
            }
            lines.push(
                "What was found may be a slip in copying: ask for the files once more before you ask why.".to_owned(),
            );
        }
        lines.join("\n")
    }

    /// For programs.
    pub(super) fn json(&self) -> String {
        let text = |text: &str| Value::Text(text.to_owned());
        let finding = |(file, line, word, why): Row| {
            Value::object([
                ("file", Value::Text(file)),
                ("line", Value::number(line)),
                ("finding", text(word)),
                ("text", Value::Text(why)),
            ])
        };
        let word = if self.sound() { "sound" } else { "findings" };
        json::lines(&[Value::object([
            ("verdict", text(word)),
            ("ledger", self.verdict.as_ref().map_or(Value::Null, ledger_json)),
            (
                "report",
                self.report
                    .as_ref()
                    .map_or(Value::Null, |r| report_json(r, self.verdict.as_ref())),
            ),
            ("findings", Value::List(self.rows().into_iter().map(finding).collect())),
        ])])
    }
}

fn ledger_lines(verdict: &Verdict, folder: &str, lines: &mut Vec<String>) {
    lines.push(format!("Ledger    {folder}, named {}", visible(verdict.log.origin())));
    match &verdict.head {
        None => lines.push("Head      not signed by any key that you named: nothing below is vouched for".to_owned()),
        Some(signed) => {
            let size = usize::try_from(signed.checkpoint.size).unwrap_or(usize::MAX);
            lines.push(format!("Head      {}, signed by {}", entries(size), names(&signed.by)));
            if !signed.unchecked.is_empty() {
                lines.push(format!(
                    "          also by {}, whose keys you did not name: not checked",
                    names(&signed.unchecked)
                ));
            }
        }
    }
    lines.push("Checked   every line to the byte, every signature, the root of the tree".to_owned());
    if verdict.withheld > 0 {
        lines.push(format!(
            "Withheld  the text of {}; that it was not changed is proved all the same",
            counted_u64(verdict.withheld)
        ));
    }
    for (known, named) in &verdict.keys {
        let how = if *named {
            "which you named"
        } else {
            "as the ledger introduces it: compare it with the owner's own copy"
        };
        lines.push(format!("Key       {} ({}), {how}", known.key, known.role.word()));
    }
    for (name, size) in &verdict.continues {
        lines.push(format!(
            "Kept      {}: the {size} entries signed then stand unchanged",
            visible(name)
        ));
    }
}

fn report_lines(report: &Report, verdict: Option<&Verdict>, lines: &mut Vec<String>) {
    lines.push(format!(
        "Report    {}, SHA-256 {}",
        visible(&report.name),
        report.sha256
    ));
    if let Some(ProofChecked {
        name,
        held: Ok((proof, signed)),
    }) = &report.proof
    {
        let entry = &proof.entry;
        lines.push(format!(
            "Proof     {}: issued as entry {} of {}, at {} as {} says; head signed by {}",
            visible(name),
            proof.index + 1,
            signed.checkpoint.size,
            entry.time(),
            entry.by(),
            names(&signed.by)
        ));
    }
    let Some(verdict) = verdict else { return };
    let entry = |place: u64| {
        usize::try_from(place)
            .ok()
            .and_then(|place| verdict.log.entries().get(place))
    };
    for place in verdict.issues(report.sha256) {
        if let Some(entry) = entry(place) {
            lines.push(format!(
                "Issued    entry {}, at {} as {} says",
                place + 1,
                entry.time(),
                entry.by()
            ));
        }
    }
    for place in verdict.restates(report.sha256) {
        if let Some(entry) = entry(place) {
            lines.push(format!(
                "Restated  entry {}, at {}, puts a newer report in its place",
                place + 1,
                entry.time()
            ));
        }
    }
}

/// What a lay person may conclude, and what not.
fn meaning(checked: &Checked) -> Vec<String> {
    let mut lines = Vec::new();
    if checked.report.is_some() {
        lines.push(
            "It proves that this very file was issued by the holder of the key, and not changed by a letter since."
                .to_owned(),
        );
    }
    if let Some(verdict) = &checked.verdict {
        lines.push(
            "It proves that no entry was changed, put in between or taken out since the head was signed.".to_owned(),
        );
        if verdict.continues.is_empty() {
            lines.push(
                "It does not prove that there was no other ledger before: keep a copy of `checkpoint`, and pass it with --checkpoint next time."
                    .to_owned(),
            );
        }
    }
    lines.push(
        "It does not prove that what was written is true, or that the times are: those are the authors' words."
            .to_owned(),
    );
    lines
}

fn ledger_json(verdict: &Verdict) -> Value {
    let key = |(known, named): &(harpoon_ledger::log::Introduced, bool)| {
        Value::object([
            ("key", Value::Text(known.key.to_string())),
            ("role", Value::Text(known.role.word().to_owned())),
            ("entry", Value::Number((known.entry + 1).to_string())),
            ("named", Value::Number(named.to_string())),
        ])
    };
    let kept = |(name, size): &(String, u64)| {
        Value::object([
            ("name", Value::Text(name.clone())),
            ("entries", Value::Number(size.to_string())),
        ])
    };
    let head = verdict.head.as_ref();
    let ids = |ids: &[KeyId]| Value::List(ids.iter().map(|id| Value::Text(id.to_string())).collect());
    Value::object([
        ("name", Value::Text(verdict.log.origin().to_owned())),
        ("entries", Value::number(head.map(|signed| signed.checkpoint.size))),
        (
            "root",
            Value::text(head.map(|signed| signed.checkpoint.root.to_string())),
        ),
        ("signed_by", ids(head.map_or(&[], |signed| &signed.by))),
        ("not_checked", ids(head.map_or(&[], |signed| &signed.unchecked))),
        ("withheld", Value::Number(verdict.withheld.to_string())),
        ("keys", Value::List(verdict.keys.iter().map(key).collect())),
        ("continues", Value::List(verdict.continues.iter().map(kept).collect())),
    ])
}

fn report_json(report: &Report, verdict: Option<&Verdict>) -> Value {
    let places =
        |places: Vec<u64>| Value::List(places.into_iter().map(|p| Value::Number((p + 1).to_string())).collect());
    let proof = report.proof.as_ref().map(|proof| {
        let held = proof.held.as_ref().ok();
        Value::object([
            ("file", Value::Text(proof.name.clone())),
            ("holds", Value::Number(held.is_some().to_string())),
            ("entry", Value::number(held.map(|(proof, _)| proof.index + 1))),
            ("entries", Value::number(held.map(|(_, signed)| signed.checkpoint.size))),
            (
                "time",
                Value::text(held.map(|(proof, _)| proof.entry.time().to_string())),
            ),
            ("by", Value::text(held.map(|(proof, _)| proof.entry.by().to_string()))),
        ])
    });
    Value::object([
        ("file", Value::Text(report.name.clone())),
        ("sha256", Value::Text(report.sha256.to_string())),
        (
            "issued",
            places(verdict.map_or_else(Vec::new, |v| v.issues(report.sha256))),
        ),
        (
            "restated",
            places(verdict.map_or_else(Vec::new, |v| v.restates(report.sha256))),
        ),
        ("proof", proof.unwrap_or(Value::Null)),
    ])
}

fn names(ids: &[KeyId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn entries(count: usize) -> String {
    if count == 1 {
        "1 entry".to_owned()
    } else {
        format!("{count} entries")
    }
}

fn counted_u64(count: u64) -> String {
    entries(usize::try_from(count).unwrap_or(usize::MAX))
}
