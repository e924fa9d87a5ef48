//! `demo`: an invented client's exports, imported on the ordinary path.

use std::io::IsTerminal;
use std::time::Instant;

use harpoon::core::kpi::CostBasis;
use harpoon::core::{Dim, Number, Period, Selection};
use harpoon::journeys::credit::{self, NOBODY};
use harpoon::journeys::roi::Ask;
use harpoon::journeys::{By, NONE};
use harpoon::measure::{Question, readings};
use harpoon::workspace::Awareness;
use harpoon::{Options, Settings, Workspace, demo};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::kpi::value;
use super::serve;
use crate::Done;
use crate::args::{Cli, Demo};
use crate::ask::Terminal;
use crate::render::{Sheet, pretty};
use crate::say;

/// The invented client; docs/demo.md tells of it.
const NAME: &str = "Skûtsje Kofje";
/// Last day of the demo's story; fixed, so that everybody sees the same numbers.
const END: Date = date(2026, 10, 31);
/// The month that the summary speaks of.
const MONTH: &str = "2026-10";

/// Writes, imports, measures, and says what to try next.
pub(crate) fn demo(cli: &Cli, args: &Demo) -> anyhow::Result<Done> {
    let begun = Instant::now();
    let settings = Settings {
        name: NAME.to_owned(),
        currency: Some("EUR".to_owned()),
        zone: Some("Europe/Amsterdam".to_owned()),
        awareness: vec![Awareness {
            campaign: Some(demo::AWARENESS_CAMPAIGN.to_owned()),
            reason: Some("a post for the whole town, not for the shop".to_owned()),
            ..Awareness::default()
        }],
        ..Settings::default()
    };
    let workspace = Workspace::init(&args.dir, &settings)?;
    std::fs::write(args.dir.join("catalogue.toml"), demo::CATALOGUE)?;
    let exports = args.dir.join("exports");
    let written = demo::write(&exports, args.seed, END)?;
    if !cli.quiet {
        say::aside(&format!(
            "{}: {} exports in {}",
            NAME,
            written.files.len(),
            exports.display()
        ));
    }
    let mut terminal = Terminal::proposals(cli);
    let reports = harpoon::import(
        &workspace,
        &[exports],
        &Options::default(),
        &mut terminal,
        Timestamp::now(),
    )?;
    terminal.finish();
    let sum = |count: fn(&harpoon::Report) -> u64| reports.iter().map(count).sum::<u64>();
    say::out(&format!(
        "{} of {} files understood: {} rows accepted, {} known already, {} put aside, {} facts\n",
        reports.iter().filter(|r| r.read).count(),
        reports.len(),
        sum(|r| r.accepted),
        sum(|r| r.duplicate),
        sum(|r| r.quarantined),
        sum(|r| r.facts)
    ));
    summary(&workspace)?;
    journeys(&workspace)?;
    next(args, begun);
    if args.no_serve || cli.quiet || !std::io::stdout().is_terminal() {
        return Ok(Done::Well);
    }
    // Another dashboard may have the usual port.
    let free = std::net::TcpListener::bind(("127.0.0.1", harpoon_server::PORT)).is_ok();
    serve::open(cli, &args.dir, if free { harpoon_server::PORT } else { 0 })
}

/// Columns of the summary: paid and organic, platform by platform.
const SUMMARY: &[&str] = &["impressions", "views", "reach", "engagements", "ctr", "spend", "cpc"];

fn summary(workspace: &Workspace) -> anyhow::Result<()> {
    let selection = Selection {
        period: Some(Period::month(MONTH)?),
        by: vec![Dim::Platform, Dim::Scope],
        filters: Vec::new(),
    };
    let question = Question {
        kpis: SUMMARY.iter().map(|id| (*id).to_owned()).collect(),
        selection,
        at: None,
    };
    let all = readings(workspace.measure(&question)?);
    let mut keys: Vec<Vec<String>> = all
        .iter()
        .map(|r| r.by.iter().map(|(_, v)| v.clone()).collect())
        .collect();
    keys.sort();
    keys.dedup();
    let mut columns = vec!["platform", "paid or organic"];
    let numbers: Vec<String> = SUMMARY.iter().map(|id| format!("{id}#")).collect();
    columns.extend(numbers.iter().map(String::as_str));
    let mut sheet = Sheet::new(&columns);
    for key in keys.iter().filter(|key| !key.is_empty()) {
        let mut row = key.clone();
        for id in SUMMARY {
            let found = all.iter().find(|r| r.kpi == *id && r.by.iter().map(|(_, v)| v).eq(key));
            row.push(found.map_or_else(|| "–".to_owned(), value));
        }
        sheet.rows.push(row);
    }
    say::out(&format!(
        "{MONTH}, paid and organic side by side; – is not stated by the platform, never 0:"
    ));
    say::out(&sheet.print(crate::args::Format::Table));
    Ok(())
}

/// From posts and ads to orders and deals, in three lines.
fn journeys(workspace: &Workspace) -> anyhow::Result<()> {
    let claims = workspace.claims(None, &[])?.table;
    let count = |n: Number| pretty(n.to_f64(), 0);
    let book = count(claims.book.orders);
    // The last of the models beside the claims is the one that the lines below use.
    let beside = claims.lines.iter().filter_map(|line| {
        let claimed = line.claimed.filter(|tally| tally.orders > Number::ZERO)?;
        let (claimed, credited) = (count(claimed.orders), count(line.credited.last()?.orders));
        Some(format!(
            "{} claims {claimed}, is credited with ≈ {credited}",
            line.platform
        ))
    });
    say::out(&format!(
        "\nFrom a post to a closed deal, {book} orders and deals won in thirteen months:"
    ));
    say::out(&format!("  {}", beside.collect::<Vec<_>>().join("; ")));
    let question = credit::Question::default();
    let returns = workspace.returns(&Ask {
        only: Vec::new(),
        by: Vec::new(),
        basis: CostBasis::Media,
        credit: question.clone(),
    })?;
    if let Some(roi) = returns
        .lines
        .iter()
        .find_map(|line| line.returns)
        .map(|returns| returns.roi)
    {
        let [mid, low, high] = [roi.value, roi.low, roi.high].map(|share| pretty(share * 100.0, 0));
        say::out(&format!(
            "  return on the media cost of all effort ≈ {mid} % (between {low} % and {high} %)"
        ));
    }
    let by_campaign = workspace.credit(&credit::Question {
        by: vec![By::Campaign],
        ..question
    })?;
    let mut rows = by_campaign.books.iter().flat_map(|book| &book.rows);
    let top = rows.find(|row| row.by.iter().all(|value| value != NOBODY && value != NONE));
    if let Some(row) = top {
        let end = |end: Option<f64>| end.map_or_else(|| "–".to_owned(), |end| pretty(end, 0));
        say::out(&format!(
            "  most credit: {}, ≈ {} of {book} (between {} and {})",
            row.by.join(", "),
            count(row.credit),
            end(row.low),
            end(row.high)
        ));
    }
    Ok(())
}

fn next(args: &Demo, begun: Instant) {
    let dir = args.dir.display();
    say::aside(&format!(
        "Done in {:.1} s. What to try next:
  harpoon -w {dir} serve                                       the same in the browser
  harpoon -w {dir} why ctr --month {MONTH}                       where a number comes from
  harpoon -w {dir} credit                                      who gets the credit for orders and deals
  harpoon -w {dir} trace --top 1                               the posts and ads before the largest deal
  harpoon -w {dir} roi --by platform                           what came back, and what lost money
  harpoon -w {dir} claims                                      what platforms claim of the same orders
  harpoon -w {dir} kpi reach --month {MONTH} --by platform       why reach is bounds, not a sum
  harpoon -w {dir} kpi impressions --by month,scope --all      thirteen months
  harpoon -w {dir} quarantine list                             three rows that could not be read
  harpoon -w {dir} sql \"select * from imports\"                 the tables are yours
  harpoon catalogue                                          every KPI, and what it does not prove
(From the source tree write `cargo run --` for `harpoon`.)",
        begun.elapsed().as_secs_f64()
    ));
}
