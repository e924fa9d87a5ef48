//! `explain`: why a KPI differs from another period or a target, in parts that add up to the difference.

use harpoon::Error;
use harpoon::core::Dim;
use harpoon::explain::{Explanation, Question};
use harpoon::measure::period;
use harpoon::model::explain::{Factor, Fixed, Language, Part};

use super::open;
use crate::Done;
use crate::args::{self, Cli, Format};
use crate::render::{Sheet, pretty, visible};
use crate::say;
use harpoon::json::{self, change};
use harpoon::written;

/// Most parts that a table for people shows; the others stand in one row.
const SHOWN: usize = 20;

/// Prints one decomposition for each dimension and currency.
pub(crate) fn explain(cli: &Cli, args: &args::Explain) -> anyhow::Result<Done> {
    let explanations = open(cli)?.explain(&question(args)?)?;
    say::out(&match args.output.format {
        Format::Json => json::lines(&explanations.iter().map(change::object).collect::<Vec<_>>()),
        Format::Csv => exact(&explanations).print(Format::Csv),
        format => explanations
            .iter()
            .map(|one| for_people(one, format))
            .collect::<Vec<_>>()
            .join("\n\n"),
    });
    Ok(Done::Well)
}

/// What of a segment, in a word for people; a step says it by itself.
fn shown(of: &Factor) -> String {
    match of {
        Factor::Step(step) if step.contains('/') => "rate".to_owned(),
        of => change::factor(of),
    }
}

fn question(args: &args::Explain) -> Result<Question, Error> {
    let period = period(
        args.days.from.as_deref(),
        args.days.to.as_deref(),
        args.days.month.as_deref(),
    )?
    .ok_or_else(|| Error::Usage("give the period: --from and --to, or --month".to_owned()))?;
    if args.against == "target" && args.target.is_none() {
        return Err(Error::Usage("--against target needs --target NUMBER".to_owned()));
    }
    Ok(Question {
        kpi: args.kpi.clone(),
        period,
        reference: written::reference(&args.against)?,
        target: args.target.as_deref().map(written::target).transpose()?,
        per: args.per.clone(),
        through: args.through.clone(),
        by: written::dims(&args.by)?,
        filters: written::filters(&args.filters)?,
        language: Language::from_tag(&args.lang).unwrap_or(Language::En),
    })
}

/// Every part with all its digits.
fn exact(explanations: &[Explanation]) -> Sheet {
    let mut sheet = Sheet::new(&[
        "kpi",
        "by",
        "from",
        "to",
        "against_from",
        "against_to",
        "segment",
        "factor",
        "amount#",
        "unit",
        "left_out",
    ]);
    for one in explanations {
        let row = |segment: &str, factor: String, amount: String, left_out: &str| {
            vec![
                one.kpi.clone(),
                one.by.as_ref().map(Dim::to_string).unwrap_or_default(),
                one.period.from.to_string(),
                one.period.to.to_string(),
                one.reference.from.to_string(),
                one.reference.to.to_string(),
                segment.to_owned(),
                factor,
                amount,
                one.unit.clone(),
                left_out.to_owned(),
            ]
        };
        let parts = one.explained.parts.iter().map(|p| {
            let segment = p.segment.as_deref().unwrap_or_default();
            row(segment, change::factor(&p.factor), p.amount.to_string(), "")
        });
        sheet.rows.extend(parts);
        let left_out = one.explained.left_out.iter();
        sheet
            .rows
            .extend(left_out.map(|l| row(&l.segment, String::new(), String::new(), &l.reason)));
    }
    sheet
}

/// The sentences and, above them, the parts by size.
fn for_people(one: &Explanation, format: Format) -> String {
    let e = &one.explained;
    let ranked = e.ranked();
    let by = one.by.as_ref().map_or_else(|| "step".to_owned(), Dim::to_string);
    let mut sheet = Sheet::new(&[&by, "part", "amount#"]);
    for part in ranked.iter().take(SHOWN) {
        sheet
            .rows
            .push(vec![segment(part, one), shown(&part.factor), signed(part.amount, one)]);
    }
    if let Some(others) = ranked.get(SHOWN..).filter(|others| !others.is_empty()) {
        let sum = others.iter().map(|p| p.amount).sum();
        let count = format!("{} more", others.len());
        sheet.rows.push(vec![count, String::new(), signed(sum, one)]);
    }
    sheet.rows.push(vec![
        "difference".to_owned(),
        String::new(),
        signed(e.difference(), one),
    ]);
    for note in &one.notes {
        sheet.footnote(note);
    }
    let head = if format == Format::Md { "### " } else { "" };
    let against = if one.target {
        format!("its target, shared out as in {}", one.reference)
    } else {
        one.reference.to_string()
    };
    format!(
        "{head}{} ({}), {} against {against}\n\n{}\n\n{}\n\nReceipts {}",
        one.title,
        one.kpi,
        one.period,
        sheet.print(format),
        visible(&one.sentences.join("\n")),
        one.receipts.join(" and "),
    )
}

/// A segment by its id; a post with its first words.
fn segment(part: &Part, one: &Explanation) -> String {
    if let Factor::Step(step) = &part.factor {
        return one.names.get(step).unwrap_or(step).clone();
    }
    let id = part.segment.clone().unwrap_or_default();
    match one.names.get(&id).filter(|_| one.by == Some(Dim::Post)) {
        Some(name) => format!("{id} {name}"),
        None => id,
    }
}

/// An amount with its sign, in digits enough for its difference; of a share in percentage points.
fn signed(amount: Fixed, one: &Explanation) -> String {
    let shown = |amount: Fixed| amount.to_f64() * if one.unit == "share" { 100.0 } else { 1.0 };
    let whole = |amount: Fixed| shown(amount).fract() == 0.0;
    let whole = one.explained.parts.iter().all(|p| whole(p.amount));
    let decimals = match shown(one.explained.difference()).abs() {
        _ if whole && !is_money(&one.unit) => 0,
        size if size >= 1.0 => 2,
        _ => 4,
    };
    let sign = if amount > Fixed::ZERO { "+" } else { "" };
    let unit = match one.unit.as_str() {
        "share" => " pp".to_owned(),
        "seconds" => " s".to_owned(),
        code if is_money(code) => format!(" {code}"),
        _ => String::new(),
    };
    format!("{sign}{}{unit}", pretty(shown(amount), decimals))
}

fn is_money(unit: &str) -> bool {
    unit.len() == 3 && unit.chars().all(|c| c.is_ascii_uppercase())
}
