//! What a receipt tells of credited figures: the model with its rules, its interval, what each model says, and the
//! statements that return the rows behind.

use std::collections::BTreeMap;

use harpoon_core::Number;
use harpoon_core::event::{EventKind, Part};
use harpoon_lake::query::Receipt;
use harpoon_model::credit::{Model, Rules, Scope};

use super::{Figure, Known};
use crate::Error;
use crate::journeys::roi::{Ask, SPAN};
use crate::workspace::Workspace;

const DAY: i64 = 86_400_000;

impl Workspace {
    /// Everything beside data and formula that decides about the figures.
    pub(super) fn settings_of(&self, ask: &Ask, known: &Known) -> Result<String, Error> {
        let channels = self.channel_words()?.unwrap_or_default();
        Ok(format!(
            "{} {:?} {} {} {channels}",
            ask.model().word(),
            ask.credit.rules,
            kinds(known),
            self.settings().identity.shared_above
        ))
    }
}

/// Adds sources, remarks and statements to a receipt.
pub(super) fn tell(receipt: &mut Receipt, ask: &Ask, known: &Known, figure: Figure) {
    // Revenue alone rests on no cost.
    let costs = known
        .costs
        .get(figure.basis().as_str())
        .filter(|_| figure != Figure::Revenue);
    for cost in costs.into_iter().flat_map(|(_, measured)| measured) {
        receipt.sources.extend(cost.receipt.sources.iter().cloned());
        receipt.left.extend(cost.receipt.left.iter().cloned());
        receipt.notes.extend(cost.receipt.notes.iter().cloned());
        receipt.statements.extend(cost.receipt.statements.iter().cloned());
        receipt.facts.extend(cost.receipt.facts.iter().cloned());
    }
    receipt.sources.push(book(known));
    let rules = rules(&ask.credit.rules);
    receipt
        .sources
        .push(format!("credit by model {}: {rules}", ask.model().word()));
    receipt.sources.extend(spread(known));
    receipt.notes.push(interval(ask));
    for note in known.revenue.iter().flat_map(|revenue| &revenue.notes) {
        if !receipt.notes.contains(note) {
            receipt.notes.push(note.clone());
        }
    }
    if let Some(revenue) = known.revenue.first() {
        receipt.facts.extend(facts(ask, &revenue.on));
    }
}

/// Kinds of deed in the book.
fn kinds(known: &Known) -> String {
    let on = known.revenue.first().map_or(&[][..], |revenue| &revenue.on);
    on.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ")
}

/// What the credits sum to.
fn book(known: &Known) -> String {
    let deeds: u64 = known.revenue.iter().map(|revenue| revenue.deeds).sum();
    let mut totals: BTreeMap<&str, Number> = BTreeMap::new();
    for (code, total) in known.revenue.iter().flat_map(|revenue| &revenue.all) {
        let sum = totals.entry(code).or_insert(Number::ZERO);
        *sum = *sum + *total;
    }
    let worth: Vec<String> = totals.iter().map(|(code, total)| format!("{total} {code}")).collect();
    let worth = match worth.as_slice() {
        [] => "nothing".to_owned(),
        some => some.join(" and "),
    };
    format!("events `{}`: {deeds} deeds worth {worth}, less refunds", kinds(known))
}

fn rules(rules: &Rules) -> String {
    let scope = match rules.scope {
        Scope::Lookback => "whatever came before",
        Scope::SinceLastConversion => "since the person's deed before",
    };
    format!(
        "touches up to {} days after a click or visit, {} after a view, {scope}; what is paid for, and social and video networks",
        rules.click / DAY,
        rules.impression / DAY
    )
}

/// What each model credits to the whole.
fn spread(known: &Known) -> Vec<String> {
    let [one] = known.revenue.as_slice() else {
        return Vec::new();
    };
    let of = |(code, credits): (&str, &[(Model, f64)])| {
        let each: Vec<String> = credits
            .iter()
            .map(|(model, credit)| format!("{} {credit:.2}", model.word()))
            .collect();
        format!("credits in {code}, model by model: {}", each.join(", "))
    };
    one.spread().map(of).collect()
}

fn interval(ask: &Ask) -> String {
    let chance = ask.credit.level.map_or_else(String::new, |level| {
        format!("chance ({:.0} %, bootstrap over people) and ", level.level() * 100.0)
    });
    format!(
        "the interval holds {chance}the choice of the model (credits of {} models): who was there, not what would have been sold anyway",
        SPAN.len()
    )
}

/// The columns in which receipts show facts.
const FACT: &str = "d.import_id, d.row, coalesce(d.platform, '') AS platform, '' AS account, 'event' AS entity_kind, \
     coalesce(d.deed, d.event_id) AS entity_id, d.kind AS metric, '' AS facet, coalesce(d.scope, '') AS scope, '' AS slice, \
     d.\"on\" AS period_start, d.\"on\" AS period_end, d.value, d.currency";

/// Each event once, with the person whose it is.
const EVENTS: &str = "SELECT e.*, coalesce(p.who, e.person) AS own FROM (SELECT t.*, row_number() OVER (PARTITION BY t.event_id \
     ORDER BY i.rank DESC, t.row) AS age FROM events t JOIN import_order i ON t.import_id = i.import_id) e \
     LEFT JOIN people p ON e.person = p.alias WHERE e.age = 1";

/// Statements of the deeds of the period with their refunds, and of the touches of the people who did them.
fn facts(ask: &Ask, on: &[EventKind]) -> Vec<String> {
    if on.is_empty() {
        return Vec::new();
    }
    let sales = listed(on.iter());
    let touches = listed(EventKind::ALL.iter().filter(|kind| kind.part() == Part::Touch));
    let rules = &ask.credit.rules;
    let longest = rules.click.max(rules.impression).max(rules.other) / DAY;
    let within = |days_before: i64| {
        ask.credit.period.map_or_else(String::new, |period| {
            let from = period
                .from
                .saturating_sub(jiff::Span::new().days(days_before.min(100_000)));
            format!(" AND d.\"on\" BETWEEN DATE '{from}' AND DATE '{}'", period.to)
        })
    };
    let deeds = format!("FROM ({EVENTS}) d WHERE d.kind IN ({sales}){}", within(0));
    let refunds = format!("FROM ({EVENTS}) d WHERE d.kind = 'refund' AND d.deed IN (SELECT d.deed {deeds})");
    let order = "ORDER BY 11, 6, 7, 1, 2";
    vec![
        format!("SELECT {FACT} {deeds} UNION ALL SELECT {FACT} {refunds} {order}"),
        format!(
            "SELECT {FACT} FROM ({EVENTS}) d WHERE d.kind IN ({touches}){} AND d.own IN (SELECT d.own {deeds}) {order}",
            within(longest)
        ),
    ]
}

fn listed<'a>(kinds: impl Iterator<Item = &'a EventKind>) -> String {
    let quoted: Vec<String> = kinds.map(|kind| format!("'{kind}'")).collect();
    quoted.join(", ")
}
