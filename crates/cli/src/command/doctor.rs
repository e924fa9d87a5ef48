//! `doctor`: what is wrong, each with what to do.

use harpoon::care::{Finding, Severity, of_certificates, of_folder};
use harpoon::here::state_address;
use harpoon::json::{self, Value};
use harpoon::{Error, Workspace};
use harpoon_server::Plan;

use super::send::outgoing;
use super::serve::turned;
use super::{now, open};
use crate::Done;
use crate::args::{Cli, Doctor, Format};
use crate::render::Sheet;
use crate::say;

/// Something found, and in which workspace; in none of them, but around them, without.
type Found = (Option<String>, Finding);

/// Looks at a workspace, or at all of a folder.
pub(crate) fn doctor(cli: &Cli, args: &Doctor) -> anyhow::Result<Done> {
    let mut all: Vec<Found> = Vec::new();
    let mut has_mistakes = false;
    let names = workspaces(cli);
    if names.is_empty() {
        let found = open(cli)?.doctor(now()?)?;
        all.extend(found.into_iter().map(|finding| (None, finding)));
    }
    for name in names {
        match Workspace::open(&cli.workspace.join(&name)).and_then(|one| one.doctor(now()?)) {
            Ok(found) => all.extend(found.into_iter().map(|finding| (Some(name.clone()), finding))),
            // The others are looked at all the same.
            Err(error) => {
                has_mistakes |= matches!(error, Error::Mistakes { .. });
                all.push((Some(name), unopened(&error)));
            }
        }
    }
    let mut around = of_folder(&cli.workspace, now()?, args.backup_within);
    around.extend(of_certificates(&args.certificate, &args.key, now()?));
    all.extend(around.into_iter().map(|finding| (None, finding)));
    if args.network {
        let plan = Plan {
            memory: state_address()?,
            outgoing: outgoing(),
            ..Plan::here(cli.workspace.clone(), 0, now)
        };
        let unreached = harpoon_server::unreached(plan).map_err(turned)?;
        all.extend(unreached.into_iter().map(|what| {
            let fix = "mend it before something is to be sent: `harpoon send outbox` shows what waits".to_owned();
            let severity = Severity::Warning;
            (
                None,
                Finding {
                    check: "network",
                    severity,
                    what,
                    fix,
                },
            )
        }));
    }
    // The worst first, and else as they were found.
    all.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
    let is_well = all.iter().all(|(_, finding)| finding.severity == Severity::Note);
    say::out(&printed(&all, is_well, args.output.format));
    Ok(match (is_well, has_mistakes) {
        (_, true) => Done::Input,
        (true, false) => Done::Well,
        (false, false) => Done::Finding,
    })
}

/// Names of the workspaces of a folder; none where it is one itself.
fn workspaces(cli: &Cli) -> Vec<String> {
    if cli.workspace.join("harpoon.toml").exists() {
        return Vec::new();
    }
    let entries = std::fs::read_dir(&cli.workspace)
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    let names = entries.filter(|entry| entry.path().join("harpoon.toml").exists());
    let mut names: Vec<String> = names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

fn unopened(error: &Error) -> Finding {
    Finding {
        check: "settings",
        severity: Severity::Error,
        what: error.to_string(),
        fix: "mend what is said; nothing of this workspace can be used before".to_owned(),
    }
}

fn printed(all: &[Found], is_well: bool, format: Format) -> String {
    match format {
        Format::Table => {
            let mut text = String::new();
            for (workspace, finding) in all {
                let place = workspace.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
                let word = match finding.severity {
                    Severity::Note => "note: ",
                    Severity::Warning => "",
                    Severity::Error => "error: ",
                };
                text.push_str(&format!("{word}{place}{}\n  {}\n", finding.what, finding.fix));
            }
            if is_well {
                text.push_str("All is well: tables open, files are there, totals add up, nothing is put aside.");
            }
            text.trim_end().to_owned()
        }
        Format::Json => {
            let object = |(workspace, finding): &Found| {
                Value::object([
                    ("workspace", Value::text(workspace.clone())),
                    ("check", Value::Text(finding.check.to_owned())),
                    ("severity", Value::Text(finding.severity.as_str().to_owned())),
                    ("what", Value::Text(finding.what.clone())),
                    ("fix", Value::Text(finding.fix.clone())),
                ])
            };
            json::lines(&all.iter().map(object).collect::<Vec<_>>())
        }
        Format::Csv | Format::Md => {
            let mut sheet = Sheet::new(&["workspace", "check", "severity", "what", "fix"]);
            sheet.rows = all
                .iter()
                .map(|(workspace, finding)| {
                    vec![
                        workspace.clone().unwrap_or_default(),
                        finding.check.to_owned(),
                        finding.severity.as_str().to_owned(),
                        finding.what.clone(),
                        finding.fix.clone(),
                    ]
                })
                .collect();
            sheet.print(format)
        }
    }
}
