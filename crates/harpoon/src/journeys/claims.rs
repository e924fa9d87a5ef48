//! What each platform claims, what of it can be seen in our own data, what the models credit, and what the book holds.

use std::collections::BTreeMap;

use harpoon_core::event::EventKind;
use harpoon_core::kpi::Kpi;
use harpoon_core::period::day_number;
use harpoon_core::{Dim, Number, Period, Quantity, Selection};
use harpoon_lake::journal::Course;
use harpoon_model::claims::{Line, Table, Tally, table};
use harpoon_model::credit::{Model, Rules};
use serde::{Deserialize, Serialize};

use super::credit::{Codes, NOBODY, Path, Question, Touches, Worth, millis};
use super::{By, Deed, Placed, deeds};
use crate::Error;
use crate::measure;
use crate::workspace::Workspace;

/// Models shown beside the claims.
pub const MODELS: [Model; 3] = [Model::LastNonDirect, Model::Linear, Model::PathMarkov];

/// The window in which a platform claims, where `harpoon.toml` says nothing else: days after a click, days after a view.
///
/// From the platforms' help pages: Meta, About attribution settings (7-day view and 28-day windows ended on 2026-01-12);
/// LinkedIn, Conversion windows; TikTok, Attribution windows; Google Ads, About conversion windows; Pinterest, Attribution
/// windows; X, Conversion tracking; Snapchat, Attribution windows; Reddit, Attribution windows; Microsoft, UET goals.
const WINDOWS: &[(&str, i64, i64)] = &[
    ("meta", 7, 1),
    ("linkedin", 30, 7),
    ("tiktok", 7, 1),
    ("google_ads", 30, 1),
    ("pinterest", 30, 1),
    ("x", 30, 1),
    ("snapchat", 28, 1),
    ("reddit", 28, 1),
    ("microsoft_ads", 30, 1),
];

const DAY: i64 = 86_400_000;

/// The table and what a reader must know.
#[derive(Clone, Debug)]
pub struct Claims {
    /// The table.
    pub table: Table,
    /// Remarks.
    pub notes: Vec<String>,
}

/// Deeds that had a touch of one platform before them.
#[derive(Default, Serialize, Deserialize)]
struct Seen {
    orders: u64,
    value: i64,
}

/// What one core has seen; the rest is room that is used again.
#[derive(Default)]
struct Looking {
    seen: BTreeMap<String, Seen>,
    codes: Codes,
    touches: Touches,
    path: Path,
}

impl Looking {
    /// Counts the deeds of a journey for every platform with a touch that its rules let count.
    fn look(&mut self, windows: &[(String, Rules)], deeds: &[Deed], placed: &[Placed], course: &Course<'_>) {
        self.touches
            .fill_with_steps(course, &mut self.codes, placed, &[By::Platform, By::Scope]);
        for deed in deeds {
            for (platform, rules) in windows {
                self.touches.before(rules, millis(deed.at), None, &mut self.path);
                let of = |place: &usize| {
                    let origin = *course.origin.get(*self.touches.steps.get(*place)?)?;
                    placed.get(origin as usize)?.channel.platform.as_deref()
                };
                let mut platforms = self.path.places.iter().filter_map(of);
                if platforms.any(|p| bought(p) == platform.as_str()) {
                    let one = self.seen.entry(platform.clone()).or_default();
                    one.orders += 1;
                    one.value = one.value.saturating_add(deed.value.map_or(0, Number::micros));
                }
            }
        }
    }
}

impl Workspace {
    /// Claims of all platforms against the book of a period. The book holds deeds of the kinds `on`; whatever closes business
    /// if empty.
    pub fn claims(&self, period: Option<Period>, on: &[EventKind]) -> Result<Claims, Error> {
        let mut notes = Vec::new();
        let claimed = self.claimed(period)?;
        let question = Question {
            models: MODELS.to_vec(),
            by: vec![By::Platform, By::Scope],
            level: None,
            period,
            on: on.to_vec(),
            ..Question::default()
        };
        let counted = self.credit(&question)?;
        let valued = self.credit(&Question {
            worth: Worth::Revenue,
            ..question.clone()
        })?;
        let Some(book) = counted.books.first() else {
            return Err(Error::Usage(
                "the book is empty: import orders or won deals of these days first".to_owned(),
            ));
        };
        let money = if let [one] = valued.books.as_slice() {
            Some(one)
        } else {
            notes.push("orders are in several currencies: the table counts them and adds no money".to_owned());
            None
        };
        let currency = money.and_then(|m| m.currency.clone()).unwrap_or_default();
        let (verifiable, unknown) = self.verifiable(&claimed, &question)?;
        if !unknown.is_empty() {
            notes.push(format!(
                "the windows of {} are not known: taken as 30 days after a click, 1 after a view; `[claims.{}]` in harpoon.toml sets them",
                unknown.join(", "),
                unknown.first().map_or("", String::as_str)
            ));
        }
        let credit_of = |rows: &[super::credit::Row], model: Model, platform: &str| -> Number {
            let of = rows
                .iter()
                .filter(|r| r.model == model && r.by.first().is_some_and(|p| p != NOBODY && bought(p) == platform));
            of.map(|r| r.credit).sum()
        };
        let lines = claimed.iter().map(|(platform, claim)| {
            let seen = verifiable.get(platform);
            let in_money = claim.currency == currency;
            Line {
                platform: platform.clone(),
                window: self.claim_window(platform).text(),
                claimed: claim.orders.map(|orders| Tally {
                    orders,
                    value: claim.value.filter(|_| in_money),
                }),
                verifiable: Tally {
                    orders: whole(seen.map_or(0, |s| s.orders)),
                    value: money.map(|_| Number::from_micros(seen.map_or(0, |s| s.value))),
                },
                credited: MODELS
                    .iter()
                    .map(|model| Tally {
                        orders: credit_of(&book.rows, *model, platform),
                        value: money.map(|m| credit_of(&m.rows, *model, platform)),
                    })
                    .collect(),
            }
        });
        let held = Tally {
            orders: book.total,
            value: money.map(|m| m.total),
        };
        let words: Vec<String> = MODELS.iter().map(|m| m.word().to_owned()).collect();
        let table = table(&currency, held, &words, lines.collect()).map_err(|why| Error::Usage(why.to_string()))?;
        notes.extend(counted.notes);
        Ok(Claims { table, notes })
    }

    /// What each platform states for the period: purchases, else its main conversions.
    fn claimed(&self, period: Option<Period>) -> Result<BTreeMap<String, Claim>, Error> {
        let mut claims: BTreeMap<String, Claim> = BTreeMap::new();
        for kpi in ["claimed_conversions", "claimed_purchases", "claimed_revenue"] {
            let kpi: &'static Kpi = self.kpi(kpi)?;
            let measured = self.measure(&measure::Question {
                kpis: vec![kpi.id.to_owned()],
                selection: Selection {
                    period,
                    by: vec![Dim::Platform],
                    ..Selection::default()
                },
                at: None,
            })?;
            for reading in measure::readings(measured) {
                let (Some((_, platform)), Some(Quantity::Exact(micros))) = (reading.by.first(), reading.value) else {
                    continue;
                };
                let claim = claims.entry(platform.clone()).or_default();
                let number = Number::from_micros(i64::try_from(micros).unwrap_or(i64::MAX));
                match kpi.id {
                    "claimed_revenue" => (claim.value, claim.currency) = (Some(number), reading.unit.clone()),
                    // Purchases come last and win: they are what a book of orders can be held against.
                    _ => claim.orders = Some(number),
                }
            }
        }
        Ok(claims)
    }

    /// Deeds that we saw a touch of the platform before, within its own window; and platforms without a known window.
    fn verifiable(
        &self,
        claimed: &BTreeMap<String, Claim>,
        question: &Question,
    ) -> Result<(BTreeMap<String, Seen>, Vec<String>), Error> {
        let windows: Vec<(String, Rules)> = claimed
            .keys()
            .map(|platform| (platform.clone(), self.claim_window(platform).rules()))
            .collect();
        let unknown = claimed
            .keys()
            .filter(|p| !self.claim_window(p).known)
            .cloned()
            .collect();
        Ok((self.seen(&windows, question)?, unknown))
    }

    /// Deeds with a touch of each platform before them, as its rules count touches.
    fn seen(&self, windows: &[(String, Rules)], question: &Question) -> Result<BTreeMap<String, Seen>, Error> {
        let held = self.held(None, None)?;
        let data = held.data()?;
        let journeys = held.journeys(question.who)?;
        let kinds = held.deed_kinds(&question.on, &journeys)?;
        let asked = format!("seen {windows:?} {kinds:?} {:?} {:?}", question.period, question.who);
        let disk = data.sitting().kept();
        if let Some(known) = disk.and_then(|disk| serde_json::from_slice(&disk.answer(&asked)?).ok()) {
            return Ok(known);
        }
        let days = question.period.map(|p| (day_number(p.from), day_number(p.to)));
        let states = held.fold(
            &journeys,
            |_| Looking::default(),
            |state, placed, course| {
                let mut deeds = deeds(course.deeds, &kinds);
                deeds.retain(|deed| days.is_none_or(|(from, to)| from <= deed.day && deed.day <= to));
                if !deeds.is_empty() {
                    state.look(windows, &deeds, placed, course);
                }
            },
        )?;
        let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
        for (platform, one) in states.into_iter().flat_map(|state| state.seen) {
            let all = seen.entry(platform).or_default();
            all.orders += one.orders;
            all.value = all.value.saturating_add(one.value);
        }
        if let (Some(disk), Ok(bytes)) = (disk, serde_json::to_vec(&seen)) {
            disk.keep_answer(&asked, &bytes);
        }
        Ok(seen)
    }

    /// The window of a platform: what `harpoon.toml` says, else what the platform sets by itself.
    fn claim_window(&self, platform: &str) -> Window {
        let usual = WINDOWS.iter().find(|(known, ..)| *known == platform);
        let own = self.settings().claims.get(platform).copied().unwrap_or_default();
        let days = |own: Option<u16>, usual: Option<i64>, guess: i64| own.map(i64::from).or(usual).unwrap_or(guess);
        Window {
            click: days(own.click, usual.map(|(_, click, _)| *click), 30),
            view: days(own.view, usual.map(|(.., view)| *view), 1),
            known: usual.is_some() || (own.click.is_some() && own.view.is_some()),
        }
    }
}

/// What a platform states.
#[derive(Clone, Debug, Default)]
struct Claim {
    orders: Option<Number>,
    value: Option<Number>,
    currency: String,
}

/// The platform under whose name the ads of a network are bought and claimed.
fn bought(platform: &str) -> &str {
    harpoon_core::channel::bought_with(platform)
}

/// Days within which a platform claims an order.
#[derive(Clone, Copy)]
struct Window {
    click: i64,
    view: i64,
    /// Whether somebody says so; else it is a guess.
    known: bool,
}

impl Window {
    fn rules(self) -> Rules {
        Rules {
            click: self.click * DAY,
            impression: self.view * DAY,
            other: self.click * DAY,
            collapse: 0,
            ..Rules::default()
        }
    }

    fn text(self) -> String {
        format!("{}d_click+{}d_view", self.click, self.view)
    }
}

fn whole(count: u64) -> Number {
    Number::from_int(i64::try_from(count).unwrap_or(i64::MAX)).unwrap_or(Number::ZERO)
}
