//! `credit` and `trace`: who gets the credit for a deed, over all of them and for one.

use harpoon::journeys::By;
use harpoon::journeys::credit::{Answer, Book, Question, Row, Worth};
use harpoon::journeys::trace::{Trail, Which};
use harpoon::lake::query::journal::Who;
use harpoon::measure::period;
use harpoon::model::credit::{FEWEST_JUDGED, Model, Quality, Scope};

use super::open;
use crate::Done;
use crate::args::{self, Cli, Format};
use crate::render::{Sheet, pretty, visible};
use crate::say;
use harpoon::json::{self, credit::instant};
use harpoon::written;

/// Prints credits, all models side by side.
pub(crate) fn credit(cli: &Cli, args: &args::Credit) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    let question = question(args)?;
    let answer = workspace.credit(&question)?;
    say::out(&match args.output.format {
        Format::Json => json::lines(&json::credit::objects(&answer, &question)),
        Format::Csv => long(&answer, &question).print(Format::Csv),
        format => answer
            .books
            .iter()
            .flat_map(|book| wide(book, &answer, &question))
            .map(|sheet| sheet.print(format))
            .collect::<Vec<_>>()
            .join("\n\n"),
    });
    aside_notes(cli, args.output.format, &answer.notes);
    if !cli.quiet && answer.books.is_empty() {
        say::aside("No deed to credit: import orders, deals or leads first, or name another kind with --on.");
    }
    Ok(Done::Well)
}

/// Notes that a table shows below and programs do not read go to the person at the terminal.
pub(super) fn aside_notes(cli: &Cli, format: Format, notes: &[String]) {
    if !cli.quiet && matches!(format, Format::Json | Format::Csv) {
        for note in notes {
            say::aside(note);
        }
    }
}

fn question(args: &args::Credit) -> Result<Question, harpoon::Error> {
    Ok(Question {
        models: written::models(&args.model)?,
        by: By::read(&args.by)?,
        on: written::kinds(&args.on)?,
        worth: match args.value {
            args::Worth::Count => Worth::Count,
            args::Worth::Revenue => Worth::Revenue,
        },
        rules: written::rules(&args.lookback, scope(args.scope))?,
        level: written::level(&args.interval)?,
        period: period(
            args.days.from.as_deref(),
            args.days.to.as_deref(),
            args.days.month.as_deref(),
        )?,
        who: if args.companies { Who::Company } else { Who::Person },
    })
}

pub(super) const fn scope(scope: args::CreditScope) -> Scope {
    match scope {
        args::CreditScope::Lookback => Scope::Lookback,
        args::CreditScope::SinceLastConversion => Scope::SinceLastConversion,
    }
}

fn long(answer: &Answer, question: &Question) -> Sheet {
    let mut columns = vec!["model"];
    columns.extend(question.by.iter().map(|by| by.word()));
    columns.extend(["credit#", "low#", "high#", "share#", "currency"]);
    let mut sheet = Sheet::new(&columns);
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    for book in &answer.books {
        for row in &book.rows {
            let mut cells = vec![row.model.word().to_owned()];
            cells.extend(row.by.iter().cloned());
            cells.extend([
                row.credit.to_string(),
                number(row.low),
                number(row.high),
                number(row.share),
            ]);
            cells.push(book.currency.clone().unwrap_or_default());
            sheet.rows.push(cells);
        }
    }
    sheet
}

/// Models that stand side by side in a terminal.
const ABREAST: usize = 5;

/// One line a place, one column a model; of many models, as many tables as it takes. The last one has the footnotes.
fn wide(book: &Book, answer: &Answer, question: &Question) -> Vec<Sheet> {
    let mut places: Vec<&Vec<String>> = Vec::new();
    book.rows.iter().for_each(|row| {
        if !places.contains(&&row.by) {
            places.push(&row.by);
        }
    });
    let mut sheets: Vec<Sheet> = match question.models.as_slice() {
        [model] => vec![alone(*model, book, question, &places)],
        models => models
            .chunks(ABREAST)
            .map(|models| abreast(models, book, question, &places))
            .collect(),
    };
    if let Some(last) = sheets.last_mut() {
        footnotes(book, answer, question, last);
    }
    sheets
}

fn sheet(question: &Question, columns: impl IntoIterator<Item = String>) -> Sheet {
    let by = question.by.iter().map(|by| by.word().to_owned());
    let columns: Vec<String> = by.chain(columns).collect();
    Sheet::new(&columns.iter().map(String::as_str).collect::<Vec<_>>())
}

fn row_of<'b>(book: &'b Book, model: Model, place: &[String]) -> Option<&'b Row> {
    book.rows.iter().find(|row| row.model == model && row.by == place)
}

const fn decimals(book: &Book) -> usize {
    if book.currency.is_some() { 2 } else { 1 }
}

/// One model, with its range and share.
fn alone(model: Model, book: &Book, question: &Question, places: &[&Vec<String>]) -> Sheet {
    let columns = [format!("{}#", model.word()), "between#".to_owned(), "share#".to_owned()];
    let mut sheet = sheet(question, columns);
    let shown = |n: f64| pretty(n, decimals(book));
    for place in places {
        let row = row_of(book, model, place);
        let ends = row.and_then(|row| Some((row.low?, row.high?)));
        let share = row.and_then(|row| row.share);
        let mut cells = (*place).clone();
        cells.push(row.map_or_else(String::new, |row| shown(row.credit.to_f64())));
        cells.push(ends.map_or_else(String::new, |(low, high)| format!("{} – {}", shown(low), shown(high))));
        cells.push(share.map_or_else(String::new, |s| format!("{} %", pretty(s * 100.0, 1))));
        sheet.rows.push(cells);
    }
    sheet
}

/// Some of several models, and from where to where all of them go.
fn abreast(models: &[Model], book: &Book, question: &Question, places: &[&Vec<String>]) -> Sheet {
    let names = models.iter().map(|model| format!("{}#", model.word()));
    let mut sheet = sheet(question, names.chain(["all from – to#".to_owned()]));
    let shown = |n: f64| pretty(n, decimals(book));
    for place in places {
        let credit = |model: &Model| row_of(book, *model, place).map(|row| row.credit.to_f64());
        let all = question.models.iter().map(|model| credit(model).unwrap_or(0.0));
        let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), c| (low.min(c), high.max(c)));
        let mut cells = (*place).clone();
        cells.extend(models.iter().map(|model| credit(model).map_or_else(String::new, shown)));
        cells.push(format!("{} – {}", shown(low), shown(high)));
        sheet.rows.push(cells);
    }
    sheet
}

fn footnotes(book: &Book, answer: &Answer, question: &Question, sheet: &mut Sheet) {
    let on: Vec<&str> = answer.on.iter().map(|kind| kind.as_str()).collect();
    let total = match &book.currency {
        Some(currency) => format!("{} {currency}", pretty(book.total.to_f64(), 2)),
        None => pretty(book.total.to_f64(), 0),
    };
    let days = |millis: i64| match millis / 3_600_000 {
        hours if hours > 24 * 100_000 => "all time".to_owned(),
        hours if hours % 24 == 0 => format!("{} d", hours / 24),
        hours => format!("{hours} h"),
    };
    sheet.footnote(&format!(
        "every model sums to the book: {total} ({on}); {} without a touch within {} of a click and {} of a view",
        pretty(book.unattributed as f64, 0),
        days(question.rules.click),
        days(question.rules.impression),
        on = on.join(", ")
    ));
    if let [model] = question.models.as_slice() {
        let about = model.about();
        sheet.footnote(&format!("{}: {} {}", about.word, about.meaning, about.proves_not));
    } else {
        sheet.footnote("credit is who was there, by a rule; no model shows what would have happened without a channel");
    }
    for quality in &book.quality {
        sheet.footnote(&format!(
            "Markov order {}: held-out AUC {}, log-likelihood {:.4} a journey",
            quality.order.length(),
            area(quality),
            quality.log_likelihood
        ));
    }
    answer.notes.iter().for_each(|note| drop(sheet.footnote(note)));
}

/// The area, or how many journeys there are too few of.
fn area(quality: &Quality) -> String {
    let [with, without] = quality.judged;
    match quality.auc {
        Some(auc) => format!("{auc:.3} (0.5 is chance)"),
        None => format!(
            "not told: too few journeys, {with} that end in a deed and {without} that do not; it takes {FEWEST_JUDGED} of each"
        ),
    }
}

/// Prints what led to a deed.
pub(crate) fn trace(cli: &Cli, args: &args::Trace) -> anyhow::Result<Done> {
    let which = match (&args.deed, args.top) {
        (Some(id), _) => Which::Id(id.clone()),
        (None, top) => Which::Top(top.unwrap_or(3)),
    };
    let question = Question {
        models: written::models(std::slice::from_ref(&args.model))?,
        by: By::read(&["channel".to_owned(), "campaign".to_owned(), "content".to_owned()])?,
        on: written::kinds(&args.on)?,
        rules: written::rules(&args.lookback, scope(args.scope))?,
        level: None,
        who: if args.companies { Who::Company } else { Who::Person },
        ..Question::default()
    };
    let trails = open(cli)?.trace(&which, &question)?;
    if trails.is_empty()
        && let Which::Id(id) = &which
    {
        return Err(harpoon::Error::Usage(format!(
            "there is no deed `{id}`; `harpoon trace --top 20` shows the largest with their numbers"
        ))
        .into());
    }
    say::out(&match args.output.format {
        Format::Json => json::lines(&trails.iter().map(json::credit::trail).collect::<Vec<_>>()),
        format => trails
            .iter()
            .map(|trail| trail_text(trail, format))
            .collect::<Vec<_>>()
            .join("\n\n"),
    });
    Ok(Done::Well)
}

fn trail_text(trail: &Trail, format: Format) -> String {
    let deed = &trail.deed;
    let worth = deed.value.map_or_else(String::new, |v| {
        format!(", {} {}", pretty(v.to_f64(), 2), deed.currency)
    });
    let mut head = format!(
        "{} {} on {}{worth}\n  {} line {}, {}\n",
        deed.kind,
        visible(&deed.id),
        instant(deed.at).unwrap_or_default(),
        visible(&trail.file),
        trail.step.row,
        if trail.who.is_empty() {
            "by nobody we know"
        } else {
            trail.who.as_str()
        }
    );
    if trail.touches.is_empty() {
        head.push_str("  no touch counts for it under these rules: unattributed\n");
    }
    let mut sheet = Sheet::new(&[
        "at",
        "what",
        "channel",
        "campaign",
        "content or page",
        "part#",
        "credit#",
        "file",
        "line#",
    ]);
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    let row = |step: &harpoon::lake::query::journal::Step,
               placed: &harpoon::journeys::Placed,
               called: Option<&str>,
               file: &str| {
        let page = called
            .map(str::to_owned)
            .or_else(|| placed.channel.content.clone())
            .or_else(|| placed.words.landing_url.clone());
        (
            vec![
                instant(step.at).unwrap_or_default(),
                step.kind.to_string(),
                placed.channel_of(step.kind),
                own(&placed.channel.campaign),
                page.unwrap_or_default(),
            ],
            vec![file.to_owned(), step.row.to_string()],
        )
    };
    let mut rows: Vec<(i64, Vec<String>)> = Vec::new();
    for touch in &trail.touches {
        let (mut cells, end) = row(&touch.step, &touch.placed, touch.called.as_deref(), &touch.file);
        cells.push(format!("{} %", pretty(touch.weight * 100.0, 1)));
        cells.push(touch.credit.map_or_else(String::new, |c| pretty(c.to_f64(), 2)));
        cells.extend(end);
        rows.push((touch.step.at, cells));
    }
    for (step, placed, file) in &trail.others {
        let (mut cells, end) = row(step, placed, None, file);
        cells.extend([String::new(), String::new()]);
        cells.extend(end);
        rows.push((step.at, cells));
    }
    rows.sort_by_key(|(at, _)| *at);
    sheet.rows = rows.into_iter().map(|(_, cells)| cells).collect();
    if sheet.rows.is_empty() {
        head
    } else {
        head + &sheet.print(format)
    }
}
