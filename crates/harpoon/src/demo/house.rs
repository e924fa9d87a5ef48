//! What no platform exports: costs, reviews and events, kept by hand in tables of the client's own.

use jiff::civil::Date;

use super::Export;
use super::cells::{Quoting, Sheet, euros};
use super::chance::{Chance, whole};
use super::span::{MONTHS, Span, later};
use super::words::{REPLIES, REVIEWS};

/// The three tables.
#[derive(Clone, Debug)]
pub(super) struct House {
    pub(super) expenses: Vec<Expense>,
    pub(super) reviews: Vec<Review>,
    pub(super) occasions: Vec<Occasion>,
}

impl House {
    /// The tables of this seed.
    pub(super) fn new(seed: u64, span: &Span) -> Self {
        Self {
            expenses: expenses(seed, span),
            reviews: reviews(seed, span),
            occasions: occasions(seed, span),
        }
    }

    /// Their files.
    pub(super) fn exports(&self, span: &Span) -> Vec<Export> {
        vec![
            Export::new("costs.csv", "costs", costs_csv(&self.expenses, span)),
            Export::new("reviews.csv", "reviews", reviews_csv(&self.reviews)),
            Export::new("events.csv", "events", events_csv(&self.occasions)),
        ]
    }
}

/// One cost.
#[derive(Clone, Debug)]
pub(super) struct Expense {
    pub(super) kind: &'static str,
    /// First day; it serves the whole month.
    pub(super) month: Date,
    pub(super) cents: u64,
    note: &'static str,
}

/// One review.
#[derive(Clone, Debug)]
pub(super) struct Review {
    id: u64,
    source: &'static str,
    pub(super) stars: u64,
    text: &'static str,
    pub(super) on: Date,
    reply: Option<(Date, &'static str)>,
}

/// One occasion.
#[derive(Clone, Debug)]
pub(super) struct Occasion {
    name: &'static str,
    pub(super) on: Date,
    source: &'static str,
    pub(super) registered: u64,
    pub(super) attended: u64,
}

/// Fee of the agency, tools, own hours, and photos four times a year.
fn expenses(seed: u64, span: &Span) -> Vec<Expense> {
    let mut chance = Chance::new(seed, "costs");
    let mut out = Vec::new();
    for (i, month) in span.months.iter().enumerate() {
        let mut cost = |kind, cents, note| {
            out.push(Expense {
                kind,
                month: *month,
                cents,
                note,
            });
        };
        cost("fees", 95_000, "Buro Healwei, retainer");
        cost(
            "labour",
            2_500 * (18 + chance.below(9) as u64),
            "Own hours, \"content & replies\"",
        );
        cost("tools", 4_900, "Scheduler, stock photos");
        if i % 3 == 1 {
            cost(
                "content",
                38_000 + whole(4_000.0 * chance.around(0.3)),
                "Photographer, half a day",
            );
        }
        if month.month() == 11 {
            cost("media", 45_000, "Radio spot, Omrop, one week");
        }
    }
    out
}

/// Where reviews are written; Google's are twice as many.
const SOURCES: [&str; 4] = ["Google", "Google", "Facebook", "Tripadvisor"];

/// Some two reviews a week.
fn reviews(seed: u64, span: &Span) -> Vec<Review> {
    let mut chance = Chance::new(seed, "reviews");
    let mut id = 4_100;
    let mut out = Vec::new();
    for on in span.days() {
        if chance.unit() >= 0.27 {
            continue;
        }
        id += 1 + chance.below(3) as u64;
        let (stars, text) = *chance.pick(REVIEWS);
        let answered = chance.unit() < 0.6;
        let delay = i64::try_from(1 + chance.below(4)).unwrap_or(1);
        let reply = REPLIES
            .get(usize::try_from(stars).unwrap_or(1).saturating_sub(1))
            .copied();
        out.push(Review {
            id,
            source: SOURCES[chance.below(SOURCES.len())],
            stars,
            text,
            on,
            reply: reply.filter(|_| answered).map(|text| (later(on, delay), text)),
        });
    }
    out
}

/// A tasting every month, a workshop every third.
fn occasions(seed: u64, span: &Span) -> Vec<Occasion> {
    let mut chance = Chance::new(seed, "events");
    let mut out = Vec::new();
    for (i, month) in span.months.iter().enumerate() {
        let mut add = |name, day: i64, places: f64| {
            for (source, share) in [("instagram", 0.45), ("facebook", 0.3), ("newsletter", 0.25)] {
                let registered = whole(places * share * chance.around(0.2));
                out.push(Occasion {
                    name,
                    on: later(*month, day),
                    source,
                    registered,
                    attended: whole(registered as f64 * 0.74 * chance.around(0.05)).min(registered),
                });
            }
        };
        add("Cupping evening", 16, 18.0);
        if i % 3 == 2 {
            add("Latte art, \"for beginners\"", 21, 10.0);
        }
    }
    out
}

/// Lines of `costs.csv` that cannot be read: somebody wrote an amount in words, and a day that is none.
pub(super) const BAD_COST_LINES: [u64; 2] = [6, 19];

fn costs_csv(expenses: &[Expense], span: &Span) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::Needed);
    sheet.row(["kind", "from", "to", "amount", "currency", "note"]);
    let mut line = 1;
    for expense in expenses {
        let (from, to) = (expense.month.to_string(), expense.month.last_of_month().to_string());
        sheet.row([expense.kind, &from, &to, &euros(expense.cents), "EUR", expense.note]);
        line += 1;
        if line + 1 == BAD_COST_LINES[0] {
            sheet.row([
                "content",
                &from,
                &to,
                "twelve hundred",
                "EUR",
                "Video for the shop window",
            ]);
            line += 1;
        }
        if line + 1 == BAD_COST_LINES[1] {
            let year = span.months[MONTHS - 1].year();
            sheet.row([
                "tools",
                &format!("{year}-02-31"),
                &format!("{year}-03-31"),
                "19.00",
                "EUR",
                "Font licence",
            ]);
            line += 1;
        }
    }
    sheet.utf8()
}

fn reviews_csv(reviews: &[Review]) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::Needed);
    sheet.row([
        "Review id",
        "Source",
        "Place",
        "Stars",
        "Text",
        "Date",
        "Reply",
        "Reply date",
    ]);
    for review in reviews {
        let (reply, replied) = review.reply.map_or((String::new(), String::new()), |(on, text)| {
            (text.to_owned(), on.to_string())
        });
        sheet.row([
            review.id.to_string(),
            review.source.to_owned(),
            "Café Nieuwestad 12".to_owned(),
            review.stars.to_string(),
            review.text.to_owned(),
            review.on.to_string(),
            reply,
            replied,
        ]);
    }
    sheet.utf8()
}

fn events_csv(occasions: &[Occasion]) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::Needed);
    sheet.row(["Event", "Date", "Source", "Registered", "Attended"]);
    for occasion in occasions {
        sheet.row([
            occasion.name.to_owned(),
            occasion.on.to_string(),
            occasion.source.to_owned(),
            occasion.registered.to_string(),
            occasion.attended.to_string(),
        ]);
    }
    sheet.utf8()
}
