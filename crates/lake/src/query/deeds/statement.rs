//! The SQL of deeds: events in their newest telling, whose they are, which of them stand, and sums by group.
//!
//! The state of an order or deal is the same as in journeys: told by several events it counts once, at the first; a deal
//! of which the last word is that it was lost does not count; refunds in its currency are taken off. An event that names
//! nobody belongs to whom its system (the first word of event ids) names for the same number.

use harpoon_core::event::{EventKind, Part};
use harpoon_core::kpi::{Deed, Derived, Tally};
use harpoon_core::{Dim, Selection};

use super::super::scan::{quoted, within};
use super::super::things::of_day;

/// Where an event comes from, as the function `channel` takes it.
const ORIGIN: &str = "d.source, d.medium, d.campaign, d.content, d.click_param, d.referrer, d.landing_url, d.platform, \
     d.scope, d.channel";

/// The statements of one reading.
pub(super) struct Statement {
    /// Columns `d0`, …, `currency`, `total`, `stated`, `facts`, `nameless`; or `d0`, …, `seconds`.
    pub(super) sums: String,
    /// The events themselves, with import and row.
    pub(super) facts: String,
}

impl Statement {
    /// Of a deed, counting these kinds of event.
    pub(super) fn new(kind: Deed, kinds: &[EventKind], tally: Tally, selection: &Selection) -> Self {
        let person = if kind.is_sale() && kind != Deed::Derived(Derived::LeadWon) {
            "nullif(d.buyer, '')"
        } else {
            "nullif(d.owner, '')"
        };
        let by_person = kind.needs_person() || matches!(tally, Tally::People | Tally::Active { .. });
        let (total, stated) = match tally {
            Tally::Value => ("CAST(sum(d.worth) AS DECIMAL(38, 6))", "count(d.worth)".to_owned()),
            Tally::People | Tally::Active { .. } => (NO_TOTAL, format!("count(DISTINCT {person})")),
            Tally::Times if by_person => (NO_TOTAL, format!("count({person})")),
            Tally::Times => (NO_TOTAL, "count(*)".to_owned()),
        };
        let currency = match tally {
            Tally::Value => "coalesce(d.currency, '')",
            _ => "''",
        };
        let nameless = if by_person {
            format!("count(*) - count({person})")
        } else {
            "CAST(0 AS BIGINT)".to_owned()
        };
        let from = format!("FROM ({}) d{}", standing(kind, kinds), conditions(kind, selection));
        let numbers: Vec<String> = (1..=selection.by.len() + 1).map(|n| n.to_string()).collect();
        let sums = format!(
            "SELECT {}{currency} AS currency, {total} AS total, {stated} AS stated, count(*) AS facts, {nameless} AS nameless \
             {from} GROUP BY {}",
            columns(selection),
            numbers.join(", ")
        );
        let own = if by_person {
            format!("{}{person} IS NOT NULL", joint(kind, selection))
        } else {
            String::new()
        };
        let refunds = match tally {
            Tally::Value => format!(
                " UNION ALL SELECT {FACT} FROM ({}) d WHERE d.kind = 'refund' AND concat(d.owner, ' ', d.number) IN \
                 (SELECT concat(d.owner, ' ', d.number) {from})",
                judged(kind)
            ),
            _ => String::new(),
        };
        Self {
            sums,
            facts: format!("SELECT {FACT} {from}{own}{refunds} ORDER BY 11, 6, 7, 1, 2"),
        }
    }
}

const NO_TOTAL: &str = "CAST(NULL AS DECIMAL(38, 6))";

/// The columns in which receipts show facts.
const FACT: &str = "d.import_id, d.row, coalesce(d.platform, '') AS platform, '' AS account, 'event' AS entity_kind, \
     coalesce(d.deed, d.event_id) AS entity_id, d.kind AS metric, '' AS facet, coalesce(d.scope, '') AS scope, '' AS slice, \
     d.\"on\" AS period_start, d.\"on\" AS period_end, d.value, d.currency";

/// The time from the first event of a deed number to the first of the other kind after it.
pub(super) fn between(from: Deed, to: Deed, selection: &Selection) -> Statement {
    let first = |kind: Deed, text: &str| {
        format!(
            "SELECT s.* FROM (SELECT d.*, row_number() OVER (PARTITION BY d.deed ORDER BY d.at, d.event_id) AS turn \
             FROM ({}) d WHERE d.deed IS NOT NULL{text}) s WHERE s.turn = 1",
            standing(kind, &kind.kinds())
        )
    };
    let social = if from.is_social() {
        format!(" AND {}", social())
    } else {
        String::new()
    };
    let begun = first(from, &social);
    let ended = format!(
        "SELECT s.deed, s.at AS ended, s.\"on\" AS ended_on FROM (SELECT e.*, row_number() OVER (PARTITION BY e.deed ORDER BY e.at, e.event_id) AS turn \
         FROM ({}) e JOIN ({begun}) b ON e.deed = b.deed WHERE e.at >= b.at) s WHERE s.turn = 1",
        standing(to, &to.kinds())
    );
    let pairs = format!(
        "SELECT b.* EXCLUDE (\"on\"), z.ended_on AS \"on\", z.ended FROM ({begun}) b JOIN ({ended}) z ON b.deed = z.deed"
    );
    let from = format!("FROM ({pairs}) d{}", filters(Vec::new(), selection));
    Statement {
        sums: format!(
            "SELECT {}CAST(extract(epoch FROM d.ended) - extract(epoch FROM d.at) AS DOUBLE) AS seconds {from}",
            columns(selection)
        ),
        facts: format!("SELECT {FACT} {from} ORDER BY 11, 6, 7, 1, 2"),
    }
}

/// Whether events tell the dimension.
pub(super) fn knows(dim: &Dim) -> bool {
    !matches!(dim, Dim::Account | Dim::AdGroup | Dim::Ad | Dim::Post | Dim::Format)
}

/// What a reader must know of the dimensions asked for.
pub(super) fn notes(selection: &Selection) -> Vec<&'static str> {
    let asks = |dims: &[Dim]| dims.iter().any(|dim| selection.needs(dim));
    let mut notes = Vec::new();
    if asks(&[Dim::Platform, Dim::Scope, Dim::Campaign]) {
        notes.push(
            "platform, scope and campaign are those that the event itself names; credit models deal out the rest",
        );
    }
    if asks(&[Dim::Hour]) {
        notes.push("hours of events are in UTC");
    }
    notes
}

/// Events of the kinds, each once, in the newest import that tells of it, with the person and the customer (company, else
/// person) that it names. Only events that some import calls one of the kinds are looked at, which are few among all touches.
fn named(kinds: &[EventKind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| quoted(kind.as_str())).collect();
    let words = words.join(", ");
    let few = if kinds.iter().all(|kind| kind.part() != Part::Touch) {
        few(kinds)
    } else {
        "events t".to_owned()
    };
    format!(
        "SELECT e.*, coalesce(e.deed, e.event_id) AS number, \
         split_part(e.event_id, ':', 1) AS system, coalesce(p.who, e.person) AS own, \
         coalesce(p.firm, f.firm, e.company, p.who, e.person) AS house FROM (SELECT * FROM (SELECT t.*, row_number() OVER \
         (PARTITION BY t.event_id ORDER BY i.rank DESC, t.row) AS age FROM {few} JOIN import_order i ON t.import_id = i.import_id) \
         WHERE age = 1) e LEFT JOIN people p ON e.person = p.alias LEFT JOIN people f ON e.company = f.alias WHERE e.kind IN ({words})"
    )
}

/// The events that count, with `owner`, `buyer` and `worth`.
fn standing(kind: Deed, kinds: &[EventKind]) -> String {
    let Deed::Derived(derived) = kind else {
        return plain(kind);
    };
    let sales = format!("SELECT * FROM {SALES} j WHERE {}", stands(kinds));
    match derived {
        Derived::Sale => sales,
        Derived::FirstOrder => format!("SELECT * FROM ({sales}) WHERE nth = 1 OR buyer = ''"),
        Derived::RepeatOrder => format!("SELECT * FROM ({sales}) WHERE nth > 1 OR buyer = ''"),
        Derived::LeadWon => won(&sales),
        _ => plain(kind),
    }
}

/// The first sale of each person who is a lead. Where it came from is where the lead came from.
fn won(sales: &str) -> String {
    let origin =
        "source, medium, campaign, content, click_param, referrer, landing_url, platform, scope, channel, extra";
    let of_lead: Vec<String> = origin.split(", ").map(|column| format!("l.{column}")).collect();
    let leads = named(&[EventKind::Lead, EventKind::QualifiedLead]);
    format!(
        "SELECT s.* EXCLUDE ({origin}), {} FROM ({sales}) s JOIN (SELECT n.*, \
         row_number() OVER (PARTITION BY n.own ORDER BY n.kind, n.at, n.event_id) AS first FROM ({leads}) n) l \
         ON s.owner = l.own WHERE s.turn = 1 AND l.first = 1",
        of_lead.join(", ")
    )
}

/// Deeds once each; other events as they are.
fn plain(kind: Deed) -> String {
    let kinds = kind.kinds();
    if kinds.iter().all(|kind| kind.part() == Part::Deed) {
        return format!("SELECT * FROM ({}) j WHERE {}", judged(kind), stands(&kinds));
    }
    format!(
        "SELECT n.*, coalesce(n.own, '') AS owner, coalesce(n.house, '') AS buyer, n.value AS worth FROM ({}) n",
        named(&kinds)
    )
}

/// Which of the judged rows are deeds that stand.
fn stands(kinds: &[EventKind]) -> String {
    let kinds: Vec<String> = kinds.iter().map(|kind| quoted(kind.as_str())).collect();
    format!(
        "j.told = 1 AND j.kind IN ({}) AND NOT (j.kind = 'deal_won' AND j.word = 'deal_lost')",
        kinds.join(", ")
    )
}

/// Deeds and what became of them; of sales, the table that [`sales`] fills.
fn judged(kind: Deed) -> String {
    let kinds = kind.kinds();
    if kinds.iter().any(|kind| kind.is_sale()) {
        return format!("SELECT * FROM {SALES}");
    }
    judgement(&kinds)
}

/// Table of all sales and what became of them.
pub(super) const SALES: &str = "sales_judged";

/// Fills [`SALES`]: every kind that closes business, with what takes it back; and for those of the `book` that stand, the
/// how manyth they are of their buyer (`nth`) and of their owner (`turn`).
pub(super) fn sales(book: &[EventKind]) -> String {
    numbered(book, &format!("({})", judged_sales()))
}

/// Sales that are judged already, with their numbers.
pub(super) fn numbered(book: &[EventKind], judged: &str) -> String {
    let stands = stands(book);
    format!(
        "SELECT j.*, row_number() OVER (PARTITION BY j.buyer, {stands} ORDER BY j.at, j.event_id) AS nth, \
         row_number() OVER (PARTITION BY j.owner, {stands} ORDER BY j.at, j.event_id) AS turn FROM {judged} j"
    )
}

/// Every kind that closes business, with what takes it back, judged.
pub(super) fn judged_sales() -> String {
    judgement(&of_sales())
}

/// The kinds that decide on sales.
fn of_sales() -> Vec<EventKind> {
    let decides = |kind: &EventKind| kind.is_sale() || matches!(kind, EventKind::Refund | EventKind::DealLost);
    EventKind::ALL.iter().copied().filter(decides).collect()
}

/// Every telling of the events that some import calls one of those kinds.
pub(super) fn tellings() -> String {
    format!("SELECT t.* FROM {}", few(&of_sales()))
}

/// The newest telling of each event among some tellings.
pub(super) fn newest(told: &str) -> String {
    format!(
        "SELECT * EXCLUDE (age) FROM (SELECT t.*, row_number() OVER (PARTITION BY t.event_id ORDER BY i.rank DESC, t.row) AS age \
         FROM {told} t JOIN import_order i ON t.import_id = i.import_id) WHERE age = 1"
    )
}

/// One of several parts of the events: those of one number are in one part.
pub(super) fn part(events: &str, part: usize, many: usize) -> String {
    let place = |back: u8| format!("ascii(right(coalesce(deed, event_id), {back}))");
    format!(
        "SELECT * FROM {events} WHERE ({} * 7 + {} * 61 + {} * 521) % {many} = {part}",
        place(1),
        place(2),
        place(3)
    )
}

/// Every telling, as `t`, of the events that some import calls one of the kinds. The few are named first: the engine holds them
/// in memory and lets all events pass by.
fn few(kinds: &[EventKind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| quoted(kind.as_str())).collect();
    let words = words.join(", ");
    format!(
        "(SELECT DISTINCT event_id AS few FROM events WHERE kind IN ({words})) k JOIN events t ON k.few = t.event_id"
    )
}

/// Deeds of these kinds, each with its place among tellings of the same, the last word on it, and its worth less refunds.
fn judgement(kinds: &[EventKind]) -> String {
    format!(
        "SELECT o.*, row_number() OVER (PARTITION BY o.owner, o.desk, o.number, o.kind ORDER BY o.at, o.event_id) AS told, \
         first_value(o.kind) OVER (PARTITION BY o.owner, o.desk, o.number, o.kind IN ('deal_won', 'deal_lost') ORDER BY o.at DESC, o.event_id DESC) AS word, \
         o.value - coalesce(sum(CASE WHEN o.kind = 'refund' THEN o.value END) OVER (PARTITION BY o.owner, o.desk, o.number, o.currency), 0) AS worth \
         FROM (SELECT m.*, CASE WHEN m.owner = '' THEN m.system ELSE '' END AS desk FROM (SELECT n.*, coalesce(n.own, min(n.own) OVER (PARTITION BY n.system, n.number), '') AS owner, \
         coalesce(n.house, min(n.house) OVER (PARTITION BY n.system, n.number), '') AS buyer FROM ({}) n) m) o",
        named(kinds)
    )
}

fn social() -> String {
    format!("channel('social', {ORIGIN}) = 'yes'")
}

fn conditions(kind: Deed, selection: &Selection) -> String {
    let own = if kind.is_social() { vec![social()] } else { Vec::new() };
    filters(own, selection)
}

/// `WHERE`, or `AND` where there are conditions already.
fn joint(kind: Deed, selection: &Selection) -> &'static str {
    if conditions(kind, selection).is_empty() {
        " WHERE "
    } else {
        " AND "
    }
}

/// The period, and the filters: several values of one dimension are alternatives.
fn filters(mut all: Vec<String>, selection: &Selection) -> String {
    all.extend(within(selection, "d.\"on\""));
    let mut dims: Vec<&Dim> = selection.filters.iter().map(|f| &f.dim).collect();
    dims.sort();
    dims.dedup();
    for dim in dims {
        let values = selection.filters.iter().filter(|f| f.dim == *dim);
        let values: Vec<String> = values.map(|f| quoted(&f.value)).collect();
        all.push(format!("{} IN ({})", expression(dim), values.join(", ")));
    }
    if all.is_empty() {
        String::new()
    } else {
        format!(" WHERE {}", all.join(" AND "))
    }
}

fn columns(selection: &Selection) -> String {
    let column = |(i, dim): (usize, &Dim)| format!("{} AS d{i}, ", expression(dim));
    selection.by.iter().enumerate().map(column).collect()
}

/// The dimension as SQL; empty text where it is unknown.
fn expression(dim: &Dim) -> String {
    match dim {
        Dim::Platform | Dim::Scope | Dim::Campaign => format!("channel('{dim}', {ORIGIN})"),
        Dim::Hour => "CAST(extract(hour FROM d.at) AS VARCHAR)".to_owned(),
        Dim::Weekday => "CAST(extract(isodow FROM d.\"on\") AS VARCHAR)".to_owned(),
        Dim::Extra(name) => format!("coalesce(x({}, d.extra), '')", quoted(name)),
        dim => of_day(dim, "d.\"on\"").unwrap_or_else(|| "''".to_owned()),
    }
}
