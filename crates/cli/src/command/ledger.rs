//! `ledger`: what was promised, agreed and reported, entry by entry.

use std::path::Path;

use harpoon::goals::Keys;
use harpoon::goals::pen::Handed;
use harpoon_ledger::{Body, Entry, LedgerFiles, Log, Role};

use super::{now, open};
use crate::Done;
use crate::args::{Cli, Format, Ledger, LedgerAction, Signing};
use crate::render::{Sheet, visible};
use crate::say;
use harpoon::json::{self, Value};

/// Signs of a body that a list shows.
const SHOWN: usize = 60;

/// Lists entries, or shows one.
pub(crate) fn ledger(cli: &Cli, args: &Ledger) -> anyhow::Result<Done> {
    match &args.action {
        LedgerAction::Join { signing, out } => return join(cli, signing, out.as_deref()),
        LedgerAction::Add { file } => return add(cli, file),
        LedgerAction::List { .. } | LedgerAction::Show { .. } => {}
    }
    let files = LedgerFiles::of_workspace(&cli.workspace);
    let log = files.log()?;
    match &args.action {
        LedgerAction::Join { .. } | LedgerAction::Add { .. } => {}
        LedgerAction::List { output } => {
            let entries = (1..).zip(log.entries());
            let text = match output.format {
                Format::Json => json::lines(&entries.map(|(n, entry)| object(&log, n, entry)).collect::<Vec<_>>()),
                format => list(&log, entries, format),
            };
            say::out(&text);
            if !cli.quiet {
                say::aside("Shown, not checked: `harpoon verify --key KEY` checks every signature.");
            }
        }
        LedgerAction::Show { number, proof, output } => {
            let place = number.checked_sub(1);
            let entry = place.and_then(|place| log.entries().get(usize::try_from(place).ok()?));
            let (Some(place), Some(entry)) = (place, entry) else {
                let there = log.entries().len();
                return Err(harpoon::Error::Usage(format!("there is no entry {number}; there are {there}")).into());
            };
            if *proof {
                let proof = files
                    .proof(place)?
                    .ok_or_else(|| anyhow::anyhow!("the entry is gone"))?;
                say::out(proof.to_text().trim_end());
                return Ok(Done::Well);
            }
            say::out(&match output.format {
                Format::Json => json::lines(&[object(&log, *number, entry)]),
                Format::Csv | Format::Md => list(&log, [(*number, entry)].into_iter(), output.format),
                Format::Table => whole(&log, *number, entry),
            });
        }
    }
    Ok(Done::Well)
}

/// Lets a key join.
fn join(cli: &Cli, signing: &Signing, out: Option<&Path>) -> anyhow::Result<Done> {
    let (folder, passphrase) = (harpoon::here::keys()?, super::key::passphrase());
    let keys = Keys {
        folder: &folder,
        passphrase: passphrase.as_deref(),
        name: signing.key.as_deref(),
    };
    let handed = open(cli)?.join(keys, out, now()?)?;
    say::out(&handed_in(&handed, out, "knows the key"));
    Ok(Done::Well)
}

fn add(cli: &Cli, file: &Path) -> anyhow::Result<Done> {
    let (folder, passphrase) = (harpoon::here::keys()?, super::key::passphrase());
    let keys = Keys {
        folder: &folder,
        passphrase: passphrase.as_deref(),
        name: None,
    };
    let written = open(cli)?.add_signed(file, keys)?;
    say::out(&format!("Entry {}, signed by {}.", written.number, written.by));
    Ok(Done::Well)
}

/// What became of an entry that may be for elsewhere.
pub(super) fn handed_in(handed: &Handed, out: Option<&Path>, what: &str) -> String {
    match handed {
        Handed::Written(written) => {
            format!("Entry {}: the ledger {what}; signed by {}.", written.number, written.by)
        }
        Handed::Out => {
            let file = out.unwrap_or(Path::new("")).display();
            format!("Signed, in {file}; whoever keeps the ledger takes it in with `harpoon ledger add {file}`.")
        }
    }
}

fn list<'a>(log: &Log, entries: impl Iterator<Item = (u64, &'a Entry)>, format: Format) -> String {
    let mut sheet = Sheet::new(&["entry#", "time", "kind", "signed by", "what it says"]);
    for (number, entry) in entries {
        let says: String = body(entry).chars().take(SHOWN).collect();
        sheet.rows.push(vec![
            number.to_string(),
            entry.time().to_string(),
            entry.kind().word().to_owned(),
            signers(log, entry),
            says,
        ]);
    }
    sheet.print(format)
}

fn whole(log: &Log, number: u64, entry: &Entry) -> String {
    let mut lines = vec![
        format!(
            "Entry     {number} of {}, in ledger {}",
            log.entries().len(),
            entry.ledger()
        ),
        format!("Kind      {}", entry.kind().word()),
        format!("Time      {}, as its author says", entry.time()),
        format!("By        {}", entry.by()),
        format!("Signed    {}", signers(log, entry)),
        format!("Leaf      {}", entry.leaf()),
    ];
    match entry.body() {
        Body::Withheld { digest } => lines.push(format!("Says      withheld; the digest of it is {digest}")),
        Body::Open { value, .. } => {
            for (name, value) in value.as_object().into_iter().flatten() {
                let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
                lines.push(format!("Says      {} = {}", visible(name), visible(&text)));
            }
        }
    }
    lines.join("\n")
}

fn object(log: &Log, number: u64, entry: &Entry) -> Value {
    let roles = signed(log, entry)
        .into_iter()
        .map(|role| Value::Text(role.word().to_owned()));
    Value::object([
        ("entry", Value::Number(number.to_string())),
        ("time", Value::Text(entry.time().to_string())),
        ("kind", Value::Text(entry.kind().word().to_owned())),
        ("by", Value::Text(entry.by().to_string())),
        ("signed", Value::List(roles.collect())),
        ("leaf", Value::Text(entry.leaf().to_string())),
        ("body", value(entry)),
    ])
}

fn value(entry: &Entry) -> Value {
    match entry.body() {
        Body::Open { value, .. } => said(value),
        Body::Withheld { .. } => Value::Null,
    }
}

/// A value of a body, as our own printer takes it.
fn said(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(said).collect()),
        serde_json::Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), said(value))).collect())
        }
        // Truth and whole numbers are printed as they stand.
        plain => Value::Number(plain.to_string()),
    }
}

fn body(entry: &Entry) -> String {
    match entry.body() {
        Body::Open { value, .. } => value.to_string(),
        Body::Withheld { .. } => "withheld".to_owned(),
    }
}

/// Roles that have signed for it: its author, and whoever agreed later.
fn signed(log: &Log, entry: &Entry) -> Vec<Role> {
    let agreement = log.agreed(entry.leaf(), &[]);
    let mut roles: Vec<Role> = agreement
        .into_iter()
        .flat_map(|a| a.signed)
        .map(|one| one.role)
        .collect();
    roles.sort();
    roles.dedup();
    roles
}

fn signers(log: &Log, entry: &Entry) -> String {
    signed(log, entry)
        .into_iter()
        .map(Role::word)
        .collect::<Vec<_>>()
        .join(", ")
}
