//! `person`: who somebody is, why we think so, and what they did.

use harpoon::Workspace;
use harpoon::core::Alias;
use harpoon::journeys::person::Person;
use harpoon::lake::store::Statement;
use jiff::Timestamp;

use super::{now, open};
use crate::Done;
use crate::args::{self, Cli, Format};
use crate::render::{Sheet, visible};
use crate::say;
use harpoon::json::{self, Value, credit::instant};

/// Shows one person, or takes a tie of names back.
pub(crate) fn person(cli: &Cli, args: &args::Person) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    if args.erased {
        return erased(&workspace, args);
    }
    if args.erase {
        return erase(&workspace, args);
    }
    for (other, joined) in args
        .unjoin
        .iter()
        .map(|o| (o, false))
        .chain(args.join.iter().map(|o| (o, true)))
    {
        let import = workspace.tie(&args.id, other, joined, Timestamp::now())?;
        let done = if joined {
            "are one person now"
        } else {
            "are two people now"
        };
        say::aside(&format!(
            "{} and {other} {done}; `harpoon imports revert {import}` takes it back",
            args.id
        ));
    }
    if args.export {
        return export(&workspace, args);
    }
    let person = workspace.person(&args.id)?;
    say::out(&match args.output.format {
        Format::Json => json::lines(&[object(&person)]),
        Format::Csv | Format::Md => steps(&person).print(args.output.format),
        Format::Table => text(&person),
    });
    Ok(Done::Well)
}

/// Tells everything that is known.
fn export(workspace: &Workspace, args: &args::Person) -> anyhow::Result<Done> {
    let mentions = workspace.mentions(&args.id, now()?)?;
    let rows = mentions.into_iter().map(|mention| {
        Value::object([
            ("file", Value::Text(mention.file)),
            ("line", Value::number(mention.line)),
            ("text", Value::Text(mention.text)),
        ])
    });
    let known = workspace.person(&args.id)?;
    let all = Value::object([("known", object(&known)), ("lines", Value::List(rows.collect()))]);
    say::out(&json::lines(&[all]));
    Ok(Done::Well)
}

/// Says what goes, and does it where that is wanted.
fn erase(workspace: &Workspace, args: &args::Person) -> anyhow::Result<Done> {
    let told = workspace.would_erase(&args.id, now()?)?;
    say::aside(&format!(
        "{} of one person. This goes:",
        say::counted(told.names, "name")
    ));
    tables(&told.statement);
    if args.dry_run {
        return Ok(Done::Well);
    }
    if !args.yes {
        return Err(harpoon::Error::Usage("nothing was erased; give --yes to erase it for good".to_owned()).into());
    }
    let done = workspace.erase(&args.id, now()?)?;
    stated(&done.statement, args.output.format)?;
    for path in &done.left {
        say::aside(&format!("{} still names them; it is yours to change", path.display()));
    }
    for kept in &done.kept {
        say::aside(&format!("{}; {}", kept.what, kept.fix));
    }
    say::aside("Backups and exports outside this folder are yours to erase.");
    Ok(if done.left.is_empty() && done.kept.is_empty() {
        Done::Well
    } else {
        Done::Finding
    })
}

/// Says that a removal is done, and where it is stated; programs are given the statement.
pub(super) fn stated(statement: &Statement, format: Format) -> anyhow::Result<()> {
    if format == Format::Json {
        say::out(&statement.text()?);
    } else {
        say::aside(&format!(
            "Done, and stated in erased/{:04}.json, which names nobody; `harpoon person --erased` looks whether it holds.",
            statement.number
        ));
    }
    Ok(())
}

/// Says what a removal takes out.
pub(super) fn tables(statement: &Statement) {
    for (table, [before, gone]) in &statement.tables {
        if *gone > 0 {
            say::aside(&format!("  {table}: {gone} of {before} rows"));
        }
    }
    for (sha256, redacted) in &statement.raw {
        let lines = redacted
            .lines
            .map_or_else(|| "all of it".to_owned(), |lines| say::counted(lines, "line"));
        say::aside(&format!("  raw/…/{sha256}.zst: {lines}"));
    }
    for (file, gone) in &statement.others {
        say::aside(&format!("  {file}: {}", say::counted(*gone, "line")));
    }
    if statement.facts() > 0 {
        say::aside("Everything derived is made anew, and no version of the data from before can be read any more.");
    }
}

/// Lists what was ever removed, and looks whether it is gone.
fn erased(workspace: &Workspace, args: &args::Person) -> anyhow::Result<Done> {
    let statements = workspace.removals()?;
    say::out(&match args.output.format {
        Format::Json => json::lines(&statements.iter().map(removal).collect::<Result<Vec<_>, _>>()?),
        format => {
            let mut sheet = Sheet::new(&["number#", "at", "what", "facts#", "raw files#", "statement"]);
            for statement in &statements {
                sheet.rows.push(vec![
                    statement.number.to_string(),
                    statement.at.strftime("%Y-%m-%d %H:%M").to_string(),
                    what(statement).to_owned(),
                    statement.facts().to_string(),
                    statement.raw.len().to_string(),
                    statement.digest()?,
                ]);
            }
            sheet.print(format)
        }
    });
    let findings = workspace.removal_findings()?;
    for finding in &findings {
        say::aside(&format!("{}\n  {}", finding.what, finding.fix));
    }
    if !findings.is_empty() {
        return Ok(Done::Finding);
    }
    say::aside(
        "It holds: each statement follows the one before, raw files are as they were left, and no table, raw file or file \
         beside them names whoever was erased.",
    );
    Ok(Done::Well)
}

/// Why it was removed.
fn what(statement: &Statement) -> &'static str {
    if !statement.again.is_empty() {
        "once more, after a backup was brought back"
    } else if statement.names.is_empty() {
        "age"
    } else {
        "person"
    }
}

fn removal(statement: &Statement) -> Result<Value, harpoon::Error> {
    Ok(Value::object([
        ("number", Value::Number(statement.number.to_string())),
        ("at", Value::Text(statement.at.to_string())),
        ("what", Value::Text(what(statement).to_owned())),
        ("facts", Value::Number(statement.facts().to_string())),
        ("raw_files", Value::Number(statement.raw.len().to_string())),
        ("version", Value::Number(statement.version.to_string())),
        ("statement", Value::Text(statement.digest()?)),
        ("previous", Value::Text(statement.previous.clone())),
    ]))
}

fn object(person: &Person) -> Value {
    let names = |names: &[Alias]| Value::List(names.iter().map(|n| Value::Text(n.to_string())).collect());
    let evidence = person.evidence.iter().map(|(tie, file)| {
        Value::object([
            ("one", Value::Text(tie.one.to_string())),
            ("other", Value::Text(tie.other.to_string())),
            ("file", Value::Text(file.clone())),
            ("line", Value::number(Some(tie.row))),
        ])
    });
    let shared = person.shared.iter().map(|shared| {
        Value::object([
            ("name", Value::Text(shared.alias.to_string())),
            (
                "hangs_on_it",
                Value::Text(format!("{} names of kind {}", shared.names, shared.kind)),
            ),
        ])
    });
    let steps = person.steps.iter().map(|(step, placed, file)| {
        Value::object([
            ("at", Value::text(instant(step.at))),
            ("kind", Value::Text(step.kind.to_string())),
            ("channel", Value::Text(placed.channel_of(step.kind))),
            ("platform", Value::text(placed.channel.platform.clone())),
            ("scope", Value::Text(placed.channel.scope.to_string())),
            ("campaign", Value::text(placed.channel.campaign.clone())),
            ("content", Value::text(placed.channel.content.clone())),
            ("landing_url", Value::text(placed.words.landing_url.clone())),
            ("deed", Value::text(step.deed().map(str::to_owned))),
            ("value", Value::number(step.value())),
            ("currency", Value::text(step.currency().map(str::to_owned))),
            ("detail", Value::text(step.detail().map(str::to_owned))),
            ("file", Value::Text(file.clone())),
            ("line", Value::number(Some(step.row))),
        ])
    });
    Value::object([
        ("person", Value::Text(person.id.to_string())),
        ("names", names(&person.names)),
        ("company", Value::text(person.company.as_ref().map(Alias::to_string))),
        ("evidence", Value::List(evidence.collect())),
        ("shared", Value::List(shared.collect())),
        ("events", Value::List(steps.collect())),
    ])
}

fn steps(person: &Person) -> Sheet {
    let mut sheet = Sheet::new(&["at", "what", "channel", "campaign", "deed", "value#", "file", "line#"]);
    for (step, placed, file) in &person.steps {
        let value = step.value().map(|v| format!("{v} {}", step.currency().unwrap_or("")));
        sheet.rows.push(vec![
            instant(step.at).unwrap_or_default(),
            step.kind.to_string(),
            placed.channel_of(step.kind),
            placed.channel.campaign.clone().unwrap_or_default(),
            step.deed().unwrap_or_default().to_owned(),
            value.unwrap_or_default().trim_end().to_owned(),
            file.clone(),
            step.row.to_string(),
        ]);
    }
    sheet
}

fn text(person: &Person) -> String {
    let mut out = format!("{}\n", person.id);
    if let Some(company) = &person.company {
        out.push_str(&format!("for {company}\n"));
    }
    for (tie, file) in &person.evidence {
        let joins = if person.shared.iter().any(|s| s.alias == tie.one || s.alias == tie.other) {
            "beside"
        } else {
            "is"
        };
        out.push_str(&format!(
            "  {} {joins} {}  ({} line {})\n",
            tie.one,
            tie.other,
            visible(file),
            tie.row
        ));
    }
    for shared in &person.shared {
        out.push_str(&format!(
            "  {} joins nobody: {} names of kind {} hang on it\n",
            shared.alias, shared.names, shared.kind
        ));
    }
    out.push('\n');
    out + &steps(person).print(Format::Table)
}
