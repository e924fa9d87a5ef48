//! `goal`: set, change, agree to and close goals; each is an entry of the signed ledger.

use std::path::Path;

use harpoon::Workspace;
use harpoon::core::Filter;
use harpoon::core::goal::{Asked, GoalKind, History, Term, Version};
use harpoon::goals::pen::Handed;
use harpoon::goals::{Added, Book, Keys, NewGoal, NewRevision, Wanted};

use super::goals::{kind, on, shown, sign, unit};
use super::{now, open};
use crate::Done;
use crate::args::{Aim, Cli, Format, Goal, GoalAction, Signing};
use crate::render::{Sheet, visible};
use crate::say;
use harpoon::json::{self, Value, goals::consent};

mod propose;

/// Does what is asked with goals.
pub(crate) fn goal(cli: &Cli, args: &Goal) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    match &args.action {
        GoalAction::Add { .. } => add(cli, &workspace, &args.action),
        GoalAction::List { output } => list(cli, &workspace.book()?, output.format),
        GoalAction::Show { id, output } => {
            let book = workspace.book()?;
            say::out(&show(book.find(id)?, output.format));
            Ok(Done::Well)
        }
        GoalAction::Propose { .. } => propose::propose(&workspace, &args.action),
        GoalAction::Revise { .. } => revise(cli, &workspace, &args.action),
        GoalAction::Agree { id, signing, out } => agree(&workspace, id, signing, out.as_deref()),
        GoalAction::Close { id, why, on, signing } => with_keys(signing, |keys| {
            let (closing, written) = workspace.close_goal(id, on.as_deref(), why, keys, now()?)?;
            say::out(&format!(
                "{} ends on {}. Entry {}, signed by {}.",
                closing.goal, closing.on, written.number, written.by
            ));
            Ok(Done::Well)
        }),
    }
}

/// With the keys of this computer, and the one named to sign.
pub(super) fn with_keys(
    signing: &Signing,
    work: impl FnOnce(Keys<'_>) -> anyhow::Result<Done>,
) -> anyhow::Result<Done> {
    let (folder, passphrase) = (harpoon::here::keys()?, super::key::passphrase());
    work(Keys {
        folder: &folder,
        passphrase: passphrase.as_deref(),
        name: signing.key.as_deref(),
    })
}

pub(super) fn filters(texts: &[String]) -> Result<Vec<Filter>, harpoon::Error> {
    Ok(texts.iter().map(|text| text.parse()).collect::<Result<_, _>>()?)
}

/// What the words are on.
pub(super) fn wanted<'a>(aim: &'a Aim, global: Option<&'a str>) -> Wanted<'a> {
    match (global, &aim.kpi) {
        (Some(word), _) => Wanted::Global(word),
        (None, kpi) => Wanted::Kpi(kpi.as_deref().unwrap_or_default()),
    }
}

fn add(cli: &Cli, workspace: &Workspace, action: &GoalAction) -> anyhow::Result<Done> {
    let GoalAction::Add {
        aim,
        global,
        target,
        direction,
        name,
        signing,
        output,
    } = action
    else {
        return Ok(Done::Well);
    };
    let new = NewGoal {
        on: wanted(aim, global.as_deref()),
        name: name.as_deref(),
        target: target.as_deref(),
        every: aim.every.as_deref(),
        by: aim.by.as_deref(),
        from: aim.from.as_deref(),
        filters: filters(&aim.filters)?,
        direction: direction.map(crate::args::Way::direction),
    };
    with_keys(signing, |keys| {
        let added = workspace.add_goal(&new, keys, now()?)?;
        say::out(&match output.format {
            Format::Table => told(&added),
            format => {
                let book = workspace.book()?;
                show(book.find(added.goal.id().as_str())?, format)
            }
        });
        if !cli.quiet {
            advise(&added);
        }
        Ok(Done::Well)
    })
}

fn told(added: &Added) -> String {
    let goal = &added.goal;
    let baseline = match (goal.baseline(), goal.unit()) {
        (Some(baseline), Some(_)) => format!(
            "\nBefore    {} in {}",
            shown(baseline.value.to_f64(), goal),
            baseline.period
        ),
        (Some(baseline), None) => format!("\n100 is     the mean of {}", baseline.period),
        (None, _) => String::new(),
    };
    format!(
        "{}: {}\nTarget    {} {}{}\nJudged    {}{baseline}\nEntry     {}, signed by {}",
        goal.id(),
        visible(goal.name()),
        sign(goal),
        shown(goal.target().to_f64(), goal),
        if on(goal) == goal.name() {
            String::new()
        } else {
            format!(", {}", visible(&on(goal)))
        },
        when(goal.term()),
        added.written.number,
        added.written.by
    )
}

/// When a goal is judged, in words.
fn when(term: Term) -> String {
    match term {
        Term::Every { every, from } => format!("every {every}, from {from} on"),
        Term::By { from, by } => format!("by {by}, from {from} on"),
    }
}

fn advise(added: &Added) {
    if added.written.began {
        say::aside(
            "The ledger has begun. Give the client your public key (`harpoon key show`), and keep a copy of ledger/checkpoint.",
        );
    }
    if let Some(why) = &added.no_baseline {
        say::aside(&format!("Nothing is known of the time before: {why}"));
    }
    for caution in &added.cautions {
        say::aside(&format!("Think twice: {}", caution.sentence().en));
    }
    for kind in &added.lacking {
        let example = match kind {
            GoalKind::Concrete => "goal add --kpi KPI --target X --every month",
            GoalKind::Global => "goal add --global recognition",
        };
        say::aside(&format!("{} `harpoon {example}`", kind.question().en));
    }
}

#[expect(clippy::unnecessary_wraps, reason = "what commands return")]
fn list(cli: &Cli, book: &Book, format: Format) -> anyhow::Result<Done> {
    if format == Format::Json {
        say::out(&json::lines(&book.histories.iter().map(object).collect::<Vec<_>>()));
    } else {
        let mut sheet = Sheet::new(&[
            "goal", "kind", "name", "on", "target#", "judged", "version#", "agreed", "closed",
        ]);
        for history in &book.histories {
            let (last, goal) = (history.last(), &history.last().goal);
            sheet.rows.push(vec![
                history.id().to_string(),
                kind(goal).to_string(),
                goal.name().to_owned(),
                on(goal),
                format!("{} {}", sign(goal), shown(goal.target().to_f64(), goal)),
                when(goal.term()),
                last.number.to_string(),
                last.consent.title().en.to_owned(),
                history
                    .closing()
                    .map(|closing| closing.on.to_string())
                    .unwrap_or_default(),
            ]);
        }
        say::out(&sheet.print(format));
    }
    if !cli.quiet {
        for (number, why) in &book.strays {
            say::aside(&format!("Entry {number} of the ledger is no part of any goal: {why}"));
        }
        for kind in GoalKind::lacking(book.open()) {
            say::aside(kind.question().en);
        }
    }
    Ok(Done::Well)
}

fn show(history: &History, format: Format) -> String {
    match format {
        Format::Json => json::lines(&[object(history)]),
        Format::Table => whole(history),
        format => versions(history).print(format),
    }
}

fn versions(history: &History) -> Sheet {
    let mut sheet = Sheet::new(&[
        "version#", "target#", "unit", "judged", "entry#", "on", "by", "agreed", "why",
    ]);
    for version in history.versions() {
        let goal = &version.goal;
        sheet.rows.push(vec![
            version.number.to_string(),
            goal.target().to_string(),
            unit(goal),
            when(goal.term()),
            (version.place + 1).to_string(),
            version.on.to_string(),
            version.by.clone(),
            consent(&version.consent).to_owned(),
            version
                .revision
                .as_ref()
                .map(|revision| revision.why.clone())
                .unwrap_or_default(),
        ]);
    }
    sheet
}

fn whole(history: &History) -> String {
    let goal = &history.first().goal;
    let mut lines = vec![
        format!("{}: {}", history.id(), visible(goal.name())),
        format!("On        {}, {}", visible(&on(goal)), kind(goal)),
    ];
    if let (Some(baseline), Some(_)) = (goal.baseline(), goal.unit()) {
        let value = shown(baseline.value.to_f64(), goal);
        lines.push(format!("Before    {value} in {}", baseline.period));
    }
    for version in history.versions() {
        lines.push(String::new());
        lines.extend(version_lines(version));
    }
    if let Some(closing) = history.closing() {
        lines.push(format!("\nClosed on {}: {}", closing.on, visible(&closing.why)));
    }
    lines.join("\n")
}

fn version_lines(version: &Version) -> Vec<String> {
    let goal = &version.goal;
    let target = shown(goal.target().to_f64(), goal);
    let mut lines = vec![
        format!(
            "Version {} of {}, entry {} by {}",
            version.number,
            version.on,
            version.place + 1,
            version.by
        ),
        format!("  Target  {} {target}, {}", sign(goal), when(goal.term())),
    ];
    if let Some(revision) = &version.revision {
        lines.push(format!("  Counts  from {}", revision.from));
        if let Some(budget) = &revision.budget {
            lines.push(format!("  Budget  {} {}", budget.amount, budget.currency));
        }
        for (filter, share) in revision.mix.iter().flatten() {
            lines.push(format!(
                "  Mix     {}={}: {:.0} %",
                filter.dim,
                visible(&filter.value),
                share.to_f64() * 100.0
            ));
        }
        lines.push(format!("  Why     {}", visible(&revision.why)));
    }
    let named = version
        .revision
        .as_ref()
        .and_then(|revision| revision.agreed_by.as_ref());
    let who = named.map(|who| format!(" ({})", visible(who))).unwrap_or_default();
    lines.push(format!("  Stands  {}{who}", version.consent.title().en));
    lines
}

fn object(history: &History) -> Value {
    let goal = &history.last().goal;
    let filters = goal
        .filters()
        .iter()
        .map(|f| Value::Text(format!("{}={}", f.dim, f.value)));
    let baseline = goal.baseline().map(|baseline| {
        Value::object([
            ("value", Value::number(Some(baseline.value))),
            ("from", Value::Text(baseline.period.from.to_string())),
            ("to", Value::Text(baseline.period.to.to_string())),
        ])
    });
    let (every, by) = match goal.term() {
        Term::Every { every, .. } => (Some(every.to_string()), None),
        Term::By { by, .. } => (None, Some(by.to_string())),
    };
    Value::object([
        ("goal", Value::Text(history.id().to_string())),
        ("kind", Value::Text(kind(goal).to_string())),
        ("name", Value::Text(goal.name().to_owned())),
        (
            "on",
            Value::Text(match goal.subject() {
                harpoon::core::goal::Subject::Kpi(id) => id.clone(),
                harpoon::core::goal::Subject::Global(global) => global.to_string(),
            }),
        ),
        ("where", Value::List(filters.collect())),
        ("direction", Value::Text(goal.direction().to_string())),
        ("target", Value::number(Some(goal.target()))),
        ("unit", Value::Text(unit(goal))),
        ("every", Value::text(every)),
        ("by", Value::text(by)),
        ("from", Value::Text(goal.term().from().to_string())),
        ("baseline", baseline.unwrap_or(Value::Null)),
        (
            "closed",
            Value::text(history.closing().map(|closing| closing.on.to_string())),
        ),
        (
            "versions",
            Value::List(history.versions().map(version_object).collect()),
        ),
    ])
}

fn version_object(version: &Version) -> Value {
    let revision = version.revision.as_ref();
    Value::object([
        ("version", Value::number(Some(version.number))),
        ("target", Value::number(Some(version.goal.target()))),
        ("entry", Value::number(Some(version.place + 1))),
        ("on", Value::Text(version.on.to_string())),
        ("author", Value::Text(version.by.clone())),
        ("consent", Value::Text(consent(&version.consent).to_owned())),
        (
            "agreed",
            Value::text(version.agreed(Asked::Word).map(|day| day.to_string())),
        ),
        (
            "agreed_by",
            Value::text(revision.and_then(|revision| revision.agreed_by.clone())),
        ),
        (
            "counts_from",
            Value::text(revision.map(|revision| revision.from.to_string())),
        ),
        (
            "option",
            Value::text(revision.map(|revision| revision.option.to_string())),
        ),
        ("why", Value::text(revision.map(|revision| revision.why.clone()))),
    ])
}

fn revise(cli: &Cli, workspace: &Workspace, action: &GoalAction) -> anyhow::Result<Done> {
    let GoalAction::Revise {
        id,
        target,
        by,
        budget,
        mix,
        why,
        agreed_by,
        signing,
        output,
    } = action
    else {
        return Ok(Done::Well);
    };
    let new = NewRevision {
        target: target.as_deref(),
        by: by.as_deref(),
        budget: budget.as_deref(),
        mix,
        why,
        agreed_by: agreed_by.as_deref(),
    };
    with_keys(signing, |keys| {
        let revised = workspace.revise_goal(id, &new, keys, now()?)?;
        say::out(&match output.format {
            Format::Table => {
                let (goal, written) = (&revised.goal, &revised.written);
                format!(
                    "{} is now version {}: {} {}, {}. Entry {}, signed by {}.",
                    goal.id(),
                    revised.version,
                    sign(goal),
                    shown(goal.target().to_f64(), goal),
                    when(goal.term()),
                    written.number,
                    written.by
                )
            }
            format => show(workspace.book()?.find(id)?, format),
        });
        if revised.awaits_client && !cli.quiet {
            say::aside(&format!(
                "Nobody of the other side has agreed yet; until then the old target counts: `harpoon goal agree {}`",
                revised.goal.id()
            ));
        }
        Ok(Done::Well)
    })
}

fn agree(workspace: &Workspace, id: &str, signing: &Signing, out: Option<&Path>) -> anyhow::Result<Done> {
    with_keys(signing, |keys| {
        let agreed = workspace.agree(id, keys, out, now()?)?;
        let what = format!("agrees to version {} of {id}, entry {}", agreed.version, agreed.entry);
        say::out(&match &agreed.handed {
            Handed::Written(written) => format!("{} {what}. Entry {}.", written.by, written.number),
            Handed::Out => super::ledger::handed_in(&agreed.handed, out, ""),
        });
        Ok(Done::Well)
    })
}
