//! `link`: tracked links.

use std::collections::BTreeMap;

use harpoon::collect::scheme::Part;
use harpoon::json::{self, Value};
use harpoon::links::{Checked, Link as Tracked, LinkAudit, NewLink as Wish, Origin};
use harpoon::{Error, Workspace};

use super::{now, open};
use crate::Done;
use crate::args::{Cli, Format, Link, LinkAction, NewLink};
use crate::render::Sheet;
use crate::say;

/// Makes, lists, removes links, and looks them over.
pub(crate) fn link(cli: &Cli, args: &Link) -> anyhow::Result<Done> {
    match &args.action {
        LinkAction::New(args) => new(cli, args),
        LinkAction::List { output } => {
            let workspace = open(cli)?;
            let links = workspace.links()?;
            say::out(&listed(&workspace, &links, output.format)?);
            if links.is_empty() && !cli.quiet {
                say::aside(
                    "There are no links yet; `harpoon link new URL --source … --medium … --campaign …` makes one.",
                );
            }
            Ok(Done::Well)
        }
        LinkAction::Remove { link } => {
            let link = Workspace::open(&cli.workspace)?.remove_link(link, now()?)?;
            if !cli.quiet {
                say::aside(&format!(
                    "{} leads nowhere any more; what was clicked stays.",
                    link.path()
                ));
            }
            Ok(Done::Well)
        }
        LinkAction::Audit { from, seen, output } => {
            let workspace = if *seen {
                open(cli)?
            } else {
                Workspace::open(&cli.workspace)?
            };
            let audit = match from {
                Some(file) => workspace.audit_list(file)?,
                None if *seen => workspace.audit_seen()?,
                None => workspace.audit_links()?,
            };
            let is_well = audit.wrong.is_empty() && audit.together.is_empty();
            // People need no empty table; programs get the head of one.
            if !is_well || output.format != Format::Table {
                say::out(&audited(&audit, output.format));
            }
            if !cli.quiet {
                say::aside(&format!("{} right, {} wrong", audit.right, audit.wrong.len()));
            }
            Ok(if is_well { Done::Well } else { Done::Finding })
        }
    }
}

fn new(cli: &Cli, args: &NewLink) -> anyhow::Result<Done> {
    let workspace = Workspace::open(&cli.workspace)?;
    if let Some(file) = &args.from {
        let bulk = workspace.make_links(file, now()?)?;
        let links: Vec<Tracked> = bulk.made.iter().map(|(_, made)| made.link.clone()).collect();
        say::out(&printed(&workspace, &links, args.output.format));
        for mistake in &bulk.mistakes {
            say::aside(&mistake.to_string());
        }
        let fresh = bulk.made.iter().filter(|(_, made)| made.is_new).count();
        if !cli.quiet {
            let there = links.len() - fresh;
            say::aside(&format!(
                "{} made, {there} {} there, {}",
                say::counted(fresh, "link"),
                if there == 1 { "was" } else { "were" },
                say::counted(bulk.mistakes.len(), "mistake")
            ));
        }
        return Ok(if bulk.mistakes.is_empty() {
            Done::Well
        } else {
            Done::Input
        });
    }
    let made = workspace.make_link(&wish(args)?, now()?)?;
    let scheme = &workspace.settings().links;
    match args.output.format {
        Format::Table => {
            say::out(&made.link.short(scheme));
            if !cli.quiet {
                say::aside(&format!("leads to {}", made.link.to));
                if scheme.at.is_none() {
                    say::aside("Where the server is found is said by `at` in [links] of harpoon.toml; docs/links.md.");
                }
            }
        }
        format => say::out(&printed(&workspace, &[made.link], format)),
    }
    Ok(Done::Well)
}

fn wish(args: &NewLink) -> Result<Wish, Error> {
    let parts = [
        (Part::Source, &args.source),
        (Part::Medium, &args.medium),
        (Part::Campaign, &args.campaign),
        (Part::Content, &args.content),
        (Part::Term, &args.term),
    ];
    let parts = parts
        .into_iter()
        .filter_map(|(part, value)| Some((part, value.clone()?)));
    let mut fields = BTreeMap::new();
    for field in &args.field {
        let (name, value) = field
            .split_once('=')
            .ok_or_else(|| Error::Usage(format!("`{field}` is no field; write --field format=reel")))?;
        fields.insert(name.trim().to_owned(), value.trim().to_owned());
    }
    fields.extend(args.post.clone().map(|post| ("post".to_owned(), post)));
    Ok(Wish {
        url: args.url.clone().unwrap_or_default(),
        parts: parts.collect(),
        fields,
    })
}

const LIST: &[&str] = &[
    "link", "leads to", "post", "source", "medium", "campaign", "content", "made",
];

/// Links as they were made.
fn printed(workspace: &Workspace, links: &[Tracked], format: Format) -> String {
    if format == Format::Json {
        let object = |link: &Tracked| Value::Object(object(workspace, link));
        return json::lines(&links.iter().map(object).collect::<Vec<_>>());
    }
    let mut sheet = Sheet::new(LIST);
    sheet.rows.extend(links.iter().map(|link| row(workspace, link)));
    sheet.print(format)
}

/// Links, and how many people clicked each.
fn listed(workspace: &Workspace, links: &[Tracked], format: Format) -> anyhow::Result<String> {
    let clicks = workspace.clicks()?;
    let clicks = |link: &Tracked| clicks.get(&link.code).copied().unwrap_or(0).to_string();
    if format == Format::Json {
        let object = |link: &Tracked| {
            let mut fields = object(workspace, link);
            fields.push(("clicks".to_owned(), Value::Number(clicks(link))));
            Value::Object(fields)
        };
        return Ok(json::lines(&links.iter().map(object).collect::<Vec<_>>()));
    }
    let mut sheet = Sheet::new(&[LIST, &["clicks#"]].concat());
    sheet.rows.extend(links.iter().map(|link| {
        let mut row = row(workspace, link);
        row.push(clicks(link));
        row
    }));
    Ok(sheet.print(format))
}

fn row(workspace: &Workspace, link: &Tracked) -> Vec<String> {
    let part = |part| link.part(part).unwrap_or_default();
    vec![
        link.short(&workspace.settings().links),
        link.to.clone(),
        link.post.clone().unwrap_or_default(),
        part(Part::Source),
        part(Part::Medium),
        part(Part::Campaign),
        part(Part::Content),
        link.made.strftime("%Y-%m-%d %H:%M").to_string(),
    ]
}

fn object(workspace: &Workspace, link: &Tracked) -> Vec<(String, Value)> {
    let part = |part| Value::text(link.part(part));
    let fields = [
        ("code", Value::Text(link.code.clone())),
        ("link", Value::Text(link.short(&workspace.settings().links))),
        ("to", Value::Text(link.to.clone())),
        ("post", Value::text(link.post.clone())),
        ("source", part(Part::Source)),
        ("medium", part(Part::Medium)),
        ("campaign", part(Part::Campaign)),
        ("content", part(Part::Content)),
        ("term", part(Part::Term)),
        ("made", Value::Text(link.made.to_string())),
    ];
    fields.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

/// One line a fault; what only shows when all are seen together comes last.
fn audited(audit: &LinkAudit, format: Format) -> String {
    if format == Format::Json {
        let objects = audit.wrong.iter().map(|one| {
            let faults = one.faults.iter().map(|fault| {
                Value::object([
                    ("part", Value::text(fault.part.map(Part::parameter))),
                    ("wrong", Value::Text(fault.wrong.as_str().to_owned())),
                    ("given", Value::Text(fault.given.clone())),
                    ("right", Value::text(fault.right.clone())),
                    ("message", Value::Text(fault.message.clone())),
                ])
            });
            Value::object([
                ("where", Value::Text(place(one))),
                ("url", Value::Text(one.url.clone())),
                ("right", Value::text(one.right.clone())),
                ("faults", Value::List(faults.collect())),
            ])
        });
        let together = audit.together.iter().map(|finding| {
            Value::object([
                ("where", Value::Text("together".to_owned())),
                ("wrong", Value::Text(finding.check.as_str().to_owned())),
                ("message", Value::Text(finding.message.clone())),
                ("fix", Value::Text(finding.fix.clone())),
            ])
        });
        return json::lines(&objects.chain(together).collect::<Vec<_>>());
    }
    let mut sheet = Sheet::new(&["where", "link", "wrong", "message", "right"]);
    for one in &audit.wrong {
        for fault in &one.faults {
            sheet.rows.push(vec![
                place(one),
                one.url.clone(),
                fault.wrong.as_str().to_owned(),
                fault.message.clone(),
                one.right.clone().or_else(|| fault.right.clone()).unwrap_or_default(),
            ]);
        }
    }
    for finding in &audit.together {
        let (wrong, message) = (finding.check.as_str().to_owned(), finding.message.clone());
        sheet.rows.push(vec![
            "together".to_owned(),
            String::new(),
            wrong,
            message,
            finding.fix.clone(),
        ]);
    }
    sheet.print(format)
}

fn place(one: &Checked) -> String {
    match &one.origin {
        Origin::Own(code) => code.clone(),
        Origin::Line(line) => format!("line {line}"),
        Origin::Seen(times) => format!("{times} events"),
    }
}
