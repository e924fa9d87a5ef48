//! `roi` and `claims`: what came back for what was spent, and what platforms claim of it.

use harpoon::core::Number;
use harpoon::core::kpi::CostBasis;
use harpoon::journeys::By;
use harpoon::journeys::claims::Claims;
use harpoon::journeys::roi::{Ask, Line, Returned};
use harpoon::measure::period;
use harpoon::model::claims::Tally;
use harpoon::model::credit::Scope;
use harpoon::model::roi::Verdict;

use super::credit::aside_notes;
use super::open;
use crate::Done;
use crate::args::{self, Cli, Format};
use crate::render::{Sheet, pretty};
use crate::say;
use harpoon::json::{self, Value};
use harpoon::written;

/// Prints returns; with `--check` a loss that was not declared is a finding.
pub(crate) fn roi(cli: &Cli, args: &args::Roi) -> anyhow::Result<Done> {
    let ask = Ask {
        by: By::read(&args.by)?,
        only: Vec::new(),
        basis: match args.cost {
            args::Basis::Media => CostBasis::Media,
            args::Basis::Full => CostBasis::Full,
        },
        credit: harpoon::journeys::credit::Question {
            models: written::models(std::slice::from_ref(&args.model))?,
            on: written::kinds(&args.on)?,
            rules: written::rules(&args.lookback, Scope::Lookback)?,
            period: period(
                args.days.from.as_deref(),
                args.days.to.as_deref(),
                args.days.month.as_deref(),
            )?,
            ..Default::default()
        },
    };
    let Returned { lines, notes } = open(cli)?.returns(&ask)?;
    say::out(&match args.output.format {
        Format::Json => json::lines(
            &lines
                .iter()
                .map(|line| json::returns::object(line, &ask))
                .collect::<Vec<_>>(),
        ),
        format => sheet(&lines, &notes, &ask).print(format),
    });
    aside_notes(cli, args.output.format, &notes);
    let lost = lines
        .iter()
        .any(|line| matches!(line.verdict, Some(Verdict::Loss { .. })));
    Ok(if args.check && lost { Done::Finding } else { Done::Well })
}

fn sheet(lines: &[Line], notes: &[String], ask: &Ask) -> Sheet {
    let mut columns: Vec<&str> = ask.by.iter().map(|by| by.word()).collect();
    columns.extend(["cost#", "revenue credited#", "ROI#", "between", "ROAS#", "verdict"]);
    let mut sheet = Sheet::new(&columns);
    let percent = |share: f64| format!("{} %", pretty(share * 100.0, 0));
    for line in lines {
        let money = |n: f64| format!("{} {}", pretty(n, 2), line.currency);
        let named = |value: &String| {
            if value.is_empty() {
                "(none)".to_owned()
            } else {
                value.clone()
            }
        };
        let mut row: Vec<String> = line.by.iter().map(named).collect();
        row.push(line.cost.map_or_else(|| "missing".to_owned(), |c| money(c.to_f64())));
        row.push(line.revenue.map_or_else(|| "missing".to_owned(), |r| money(r.value)));
        match (&line.returns, &line.missing) {
            (Some(r), _) => {
                row.push(format!("≈ {}", percent(r.roi.value)));
                row.push(format!("{} – {}", percent(r.roi.low), percent(r.roi.high)));
                row.push(pretty(r.roas.value, 2));
            }
            (None, why) => {
                let mark = why
                    .as_ref()
                    .map(|why| sheet.footnote(&why.to_string()))
                    .unwrap_or_default();
                row.extend([format!("missing {mark}"), String::new(), String::new()]);
            }
        }
        row.push(line.verdict.map_or_else(String::new, |verdict| words(&verdict, &money)));
        sheet.rows.push(row);
    }
    let basis = match ask.basis {
        CostBasis::Media => "media cost: what the platforms charged, and media entered by hand",
        CostBasis::Full => "full cost: media, fees, labour, tools, content",
        CostBasis::Fees | CostBasis::Labour | CostBasis::Tools | CostBasis::Content => "costs of one kind, as entered",
    };
    sheet.footnote(basis);
    sheet.footnote("the interval holds chance (90 %) and the choice of the credit model; it says who was there, not what would have been sold anyway");
    if let Some(mer) = lines.iter().find_map(|line| line.mer) {
        sheet.footnote(&format!(
            "MER: all revenue of the book is {} times this cost",
            pretty(mer, 2)
        ));
    }
    for note in notes {
        sheet.footnote(note);
    }
    sheet
}

fn words(verdict: &Verdict, money: &dyn Fn(f64) -> String) -> String {
    match verdict {
        Verdict::Profit => "profit".to_owned(),
        Verdict::Unclear => "unclear".to_owned(),
        Verdict::Loss { lost } => format!("LOSS of {}, at least {}", money(lost.value), money(lost.low)),
        Verdict::DeclaredAwareness { lost } => {
            format!("awareness, as declared: {} did not come back", money(lost.value))
        }
    }
}

/// Prints the claims.
pub(crate) fn claims(cli: &Cli, args: &args::Claims) -> anyhow::Result<Done> {
    let period = period(
        args.days.from.as_deref(),
        args.days.to.as_deref(),
        args.days.month.as_deref(),
    )?;
    let claims = open(cli)?.claims(period, &written::kinds(&args.on)?)?;
    say::out(&match args.output.format {
        Format::Json => json::lines(&claim_objects(&claims)),
        format => claim_sheet(&claims).print(format),
    });
    if claims.table.lines.is_empty() && !cli.quiet {
        say::aside("No platform claims anything here: import an ads export with conversions or purchases.");
    }
    Ok(Done::Well)
}

fn claim_objects(claims: &Claims) -> Vec<Value> {
    let table = &claims.table;
    let credits = |tallies: &[Tally]| {
        let fields = table.models.iter().zip(tallies).map(|(model, tally)| {
            let tally = [
                ("orders", Value::number(Some(tally.orders))),
                ("value", Value::number(tally.value)),
            ];
            (model.clone(), Value::object(tally))
        });
        Value::Object(fields.collect())
    };
    let row =
        |platform: &str, window: Option<&str>, claimed: Option<Tally>, verifiable: Option<Tally>, credited: Value| {
            let bounds = table.bounds.platforms.iter().find(|p| p.platform == platform);
            Value::object([
                ("platform", Value::Text(platform.to_owned())),
                ("window", Value::text(window)),
                ("claimed", Value::number(claimed.map(|t| t.orders))),
                ("claimed_value", Value::number(claimed.and_then(|t| t.value))),
                ("verifiable", Value::number(verifiable.map(|t| t.orders))),
                ("verifiable_value", Value::number(verifiable.and_then(|t| t.value))),
                ("credited", credited),
                ("exclusive_min", Value::number(bounds.map(|b| b.min))),
                ("exclusive_max", Value::number(bounds.map(|b| b.max))),
            ])
        };
    let mut rows: Vec<Value> = table
        .lines
        .iter()
        .map(|line| {
            row(
                &line.platform,
                Some(&line.window),
                line.claimed,
                Some(line.verifiable),
                credits(&line.credited),
            )
        })
        .collect();
    rows.push(row("(others and none)", None, None, None, credits(&table.rest)));
    let b = &table.bounds;
    rows.push(Value::object([
        ("platform", Value::Text("(book)".to_owned())),
        ("orders", Value::number(Some(table.book.orders))),
        ("value", Value::number(table.book.value)),
        (
            "currency",
            Value::text((!table.currency.is_empty()).then(|| table.currency.clone())),
        ),
        ("sum_claimed", Value::number(Some(b.claimed))),
        ("overclaim_ratio", Value::number(b.ratio())),
        ("claimed_twice_min", Value::number(Some(b.twice_min))),
        ("any_platform_min", Value::number(Some(b.any_min))),
        ("any_platform_max", Value::number(Some(b.any_max))),
        (
            "notes",
            Value::List(claims.notes.iter().map(|n| Value::Text(n.clone())).collect()),
        ),
    ]));
    rows
}

fn claim_sheet(claims: &Claims) -> Sheet {
    let table = &claims.table;
    let mut columns = vec![
        "platform".to_owned(),
        "window".to_owned(),
        "claims#".to_owned(),
        "seen by us#".to_owned(),
    ];
    columns.extend(table.models.iter().map(|model| format!("{model}#")));
    columns.push("alone has#".to_owned());
    let mut sheet = Sheet::new(&columns.iter().map(String::as_str).collect::<Vec<_>>());
    let orders = |n: Number| pretty(n.to_f64(), usize::from(n.micros() % harpoon::core::number::SCALE != 0));
    for line in &table.lines {
        let bounds = table.bounds.platforms.iter().find(|p| p.platform == line.platform);
        let mut row = vec![line.platform.clone(), line.window.clone()];
        row.push(line.claimed.map_or_else(|| "–".to_owned(), |t| orders(t.orders)));
        row.push(orders(line.verifiable.orders));
        row.extend(line.credited.iter().map(|t| orders(t.orders)));
        row.push(bounds.map_or_else(String::new, |b| format!("{} – {}", orders(b.min), orders(b.max))));
        sheet.rows.push(row);
    }
    let blank = String::new;
    let mut rest = vec!["(others and none)".to_owned(), blank(), blank(), blank()];
    rest.extend(table.rest.iter().map(|t| orders(t.orders)));
    rest.push(blank());
    sheet.rows.push(rest);
    let mut book = vec![
        "the book".to_owned(),
        blank(),
        orders(table.bounds.claimed),
        orders(table.book.orders),
    ];
    book.extend(table.models.iter().map(|_| orders(table.book.orders)));
    book.push(blank());
    sheet.rows.push(book);
    let b = &table.bounds;
    sheet.footnote(&format!(
        "platforms claim {} orders together, the book holds {}: at least {} are claimed twice, and between {} and {} by anybody",
        orders(b.claimed),
        orders(table.book.orders),
        orders(b.twice_min),
        orders(b.any_min),
        orders(b.any_max)
    ));
    sheet.footnote("seen by us: orders before which our own data hold a touch of the platform within its window; views on the platform are seen by nobody else");
    claims.notes.iter().for_each(|note| drop(sheet.footnote(note)));
    sheet
}
