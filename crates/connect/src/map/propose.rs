//! A map for a person to edit: what header and cells suggest, and what is left to say.
//!
//! Nothing here is certain, so a proposal never reads as it stands unless the table names its platforms: the person
//! must fill in what no table tells.

mod guess;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use harpoon_core::Unit;

use crate::cell::{DateFindings, DateSurvey, NumberSurvey, currency};
use crate::dictionary::normalise_header;
use crate::field::{Field, Role};
use guess::{Shape, Suggestions};

/// A column and what is thought of it.
struct Column<'t> {
    header: &'t str,
    cells: Vec<&'t str>,
    meaning: Option<Field>,
}

/// A map for a person to edit, from a table's header and some of its rows.
pub fn propose_map(header: &[String], rows: &[Vec<String>]) -> String {
    let suggestions = Suggestions::new();
    let of_events = guess::is_of_events(header);
    let columns: Vec<Column> = (0..header.len())
        .filter_map(|at| column(&suggestions, header, rows, at, of_events))
        .collect();
    let mut out = String::from(
        "# A map tells Harpoon what the columns of a table mean. Lines marked CHECK are guesses; correct what is wrong,\n\
         # then import the file again with --map and this file. `harpoon catalogue --fields` lists every meaning.\n\n\
         id = \"my_table\"\n",
    );
    if of_events {
        event_settings(&mut out, &columns);
    } else {
        settings(&mut out, &columns);
    }
    out.push_str("\n[columns]\n");
    let mut taken = BTreeMap::new();
    let mut headers = BTreeSet::new();
    for column in &columns {
        if headers.insert(normalise_header(column.header)) {
            line(&mut out, column, &mut taken);
        } else {
            let _ = writeln!(out, "# {} stands in the file more than once", quoted(column.header));
        }
    }
    kinds(&mut out, &columns);
    out
}

fn column<'t>(
    suggestions: &Suggestions,
    header: &'t [String],
    rows: &'t [Vec<String>],
    at: usize,
    of_events: bool,
) -> Option<Column<'t>> {
    /// Cells that are looked at.
    const ENOUGH: usize = 200;
    let name = header
        .get(at)
        .map(String::as_str)
        .filter(|name| !name.trim().is_empty())?;
    let cells: Vec<&str> = rows
        .iter()
        .take(ENOUGH)
        .filter_map(|row| row.get(at).map(String::as_str))
        .collect();
    let meaning = if of_events {
        Suggestions::meaning_of_event(name, Shape::of(&cells))
    } else {
        suggestions.meaning(name, Shape::of(&cells))
    };
    Some(Column {
        header: name,
        cells,
        meaning,
    })
}

/// The keys above `[columns]`.
fn settings(out: &mut String, columns: &[Column]) {
    let has = |wanted: &[Role]| {
        columns
            .iter()
            .any(|c| matches!(&c.meaning, Some(Field::Role(r)) if wanted.contains(r)))
    };
    if !has(&[Role::Platform]) {
        out.push_str("platform = \"\"                 # fill in: facebook, instagram, google_ads, …\n");
    }
    let keys = [
        Role::PostId,
        Role::Permalink,
        Role::AdId,
        Role::AdName,
        Role::AdGroupName,
        Role::CampaignName,
    ];
    if !has(&keys) && !has(&[Role::EventName, Role::Place, Role::CampaignId, Role::Amount]) {
        out.push_str("# entity = \"post\"             # if a row speaks of a post, and not of the account on a day\n");
        out.push_str("# rows_are_numbered = true    # if its rows have no id\n");
    }
    out.push_str("# scope = \"organic\"           # or paid; total, if both are in one figure\n");
    out.push_str(
        "# counter = \"lifetime\"        # if figures are counted since publication, and not in the row's days\n",
    );
    currency_line(out, columns);
    decimal_line(out, columns);
    date_lines(out, &dates(columns));
}

/// The keys above `[columns]` of a table of what people did.
fn event_settings(out: &mut String, columns: &[Column]) {
    let has = |role| columns.iter().any(|c| c.meaning == Some(Field::Role(role)));
    if !has(Role::EventKind) {
        out.push_str("event = \"\"                    # fill in what a row tells of: order, lead, visit, coupon, …\n");
    }
    out.push_str(
        "# system = \"our_crm\"          # if it numbers its customers, leads and deals as another system may too\n",
    );
    currency_line(out, columns);
    date_lines(out, &dates(columns));
}

/// The words of the column that tells what happened, for a person to give each a kind.
fn kinds(out: &mut String, columns: &[Column]) {
    /// Words that are written out.
    const MOST: usize = 40;
    let told = columns.iter().find(|c| c.meaning == Some(Field::Role(Role::EventKind)));
    let Some(column) = told else {
        return;
    };
    out.push_str("\n[kinds]                          # fill in: order, lead, deal_won, stage, …; or ignore\n");
    let words: BTreeSet<&str> = column
        .cells
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    for word in words.into_iter().take(MOST) {
        let _ = writeln!(out, "{} = \"\"", quoted(word));
    }
}

fn currency_line(out: &mut String, columns: &[Column]) {
    let money: Vec<&Column> = columns.iter().filter(|c| is_money(c.meaning.as_ref())).collect();
    let named = columns.iter().any(|c| c.meaning == Some(Field::Role(Role::Currency)));
    if money.is_empty() || named {
        return;
    }
    let of_column =
        |c: &&Column| guess::trailing_code(c.header).or_else(|| c.cells.iter().find_map(|x| currency::currency_of(x)));
    match money.iter().find_map(of_column) {
        Some(code) => line_of(out, "currency", code, "CHECK: as its amounts are written"),
        None => out.push_str("# currency = \"EUR\"            # which? otherwise it is asked for\n"),
    }
}

fn is_money(meaning: Option<&Field>) -> bool {
    match meaning {
        Some(Field::Figure { metric, .. }) => metric.unit == Unit::Money,
        Some(Field::Role(role)) => matches!(role, Role::Amount | Role::Budget),
        _ => false,
    }
}

fn decimal_line(out: &mut String, columns: &[Column]) {
    let mut survey = NumberSurvey::default();
    let figures = columns
        .iter()
        .filter(|c| matches!(c.meaning, Some(Field::Figure { .. })));
    figures.flat_map(|c| &c.cells).for_each(|cell| survey.look(cell));
    if survey.is_guess(false, None) {
        let mark = survey.decide(false, None);
        line_of(out, "decimal", mark.as_str(), "CHECK: the file does not prove it");
    }
}

fn dates(columns: &[Column]) -> DateFindings {
    let mut survey = DateSurvey::default();
    let dated = columns
        .iter()
        .filter(|c| matches!(&c.meaning, Some(Field::Role(role)) if guess::is_date(*role)));
    dated.flat_map(|c| &c.cells).for_each(|cell| survey.look(cell));
    survey.findings()
}

fn date_lines(out: &mut String, found: &DateFindings) {
    if found.ask_order {
        let order = found.proposal.map_or("dmy", |order| order.as_str());
        let example = shown(found.example.as_deref().unwrap_or("03/04/2026"));
        line_of(
            out,
            "day_order",
            order,
            &format!("CHECK: {example} can be read as two days"),
        );
    }
    if found.has_time && !found.has_offset {
        out.push_str("# zone = \"Europe/Amsterdam\"   # of its times; otherwise it is asked for\n");
    }
}

fn line_of(out: &mut String, key: &str, value: &str, remark: &str) {
    let entry = format!("{key} = \"{value}\"");
    let _ = writeln!(out, "{entry:<29} # {remark}");
}

/// One column: mapped, or left to the person in a comment.
fn line<'t>(out: &mut String, column: &Column<'t>, taken: &mut BTreeMap<String, &'t str>) {
    let key = quoted(column.header);
    let (entry, remark) = match &column.meaning {
        None => (format!("# {key} = \"ignore\""), "not understood; ".to_owned()),
        Some(field @ (Field::Derived | Field::Ignore)) => (format!("{key} = \"{field}\""), String::new()),
        Some(field) => {
            let first = *taken.entry(field.to_string()).or_insert(column.header);
            if std::ptr::eq(first, column.header) {
                (format!("{key} = \"{field}\""), String::new())
            } else {
                (
                    format!("# {key} = \"{field}\""),
                    format!("the meaning of `{}` too; ", shown(first)),
                )
            }
        }
    };
    let _ = writeln!(out, "{entry:<44} # {remark}{}", examples(&column.cells));
}

/// A text as a TOML key on one line.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The first three different cells.
fn examples(cells: &[&str]) -> String {
    let mut seen = BTreeSet::new();
    let different = cells
        .iter()
        .map(|cell| shown(cell))
        .filter(|cell| !cell.is_empty() && seen.insert(cell.clone()));
    let first: Vec<String> = different.take(3).collect();
    if first.is_empty() {
        "always blank".to_owned()
    } else {
        format!("such as {}", first.join("; "))
    }
}

/// A text of the table, short and on one line, as a comment may hold it.
fn shown(text: &str) -> String {
    const LONGEST: usize = 32;
    let plain = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = plain.take(LONGEST).collect();
    if text.trim().chars().count() > LONGEST {
        short.push('…');
    }
    short
}

/// `Lifetime Post Reach!` as a name after `x.`.
fn name_of(header: &str) -> String {
    let words = normalise_header(header);
    let name: String = words
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect();
    name.trim_matches('_').to_owned()
}
