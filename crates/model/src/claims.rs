//! What platforms claim against what the order book holds: [`bounds`] on the overlap, and the [`Table`] of B6.
//!
//! Every platform counts each order that its own people touched, so the claims of several platforms count orders twice.
//! Claims never sum. What is certain follows from the sizes alone, because each claim is a set of orders within the book:
//! these are the Bonferroni–Fréchet bounds (Fréchet, Annales de l'Université de Lyon A 14, 1951), and they are sharp: for
//! each there is a book in which it is met.
//!
//! Limits: a claim larger than the book cannot be a set of its orders; the part beyond is told apart ([`Exclusive::beyond`])
//! and the bounds are of the rest. Where a platform states fractions (Google's data-driven model), the bounds are of shares
//! of orders. Claims and book must speak of the same days by the same clock: platforms date an order by the click.

use std::collections::BTreeSet;

use harpoon_core::Number;
use harpoon_core::number::SCALE;

/// A platform's claim: its name and the number of orders that it counts as its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim<'a> {
    /// Platform, each at most once.
    pub platform: &'a str,
    /// Orders claimed, not negative.
    pub orders: Number,
}

/// What the sizes of the claims make certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Orders in the book.
    pub book: Number,
    /// Sum of the claims: no number of orders, only the measure of the excess.
    pub claimed: Number,
    /// `claimed` less the book, at least zero: so many claims are too many.
    pub surplus: Number,
    /// At least so many orders are claimed by two platforms or more. With two platforms it equals `surplus`; with more, one
    /// order can carry several surplus claims. Whole orders.
    pub twice_min: Number,
    /// At least so many orders are claimed by anybody.
    pub any_min: Number,
    /// At most so many.
    pub any_max: Number,
    /// By platform, in the order given.
    pub platforms: Vec<Exclusive>,
}

/// What one platform can have to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusive {
    /// Platform.
    pub platform: String,
    /// Its claim.
    pub claimed: Number,
    /// The part of its claim that exceeds the whole book: certainly wrong, whatever the others claim.
    pub beyond: Number,
    /// At least so many orders are claimed by it alone.
    pub min: Number,
    /// At most so many.
    pub max: Number,
}

/// What is wrong with claims or with the table made of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimsError {
    /// A count below zero.
    #[error("{what} is negative ({count}); refunds are no negative orders")]
    Negative {
        /// Whose count.
        what: String,
        /// The count.
        count: Number,
    },
    /// Two claims of one platform.
    #[error("`{0}` claims twice; put its campaigns together first, by one window and one action type")]
    Repeated(String),
    /// More verifiable orders than the book holds.
    #[error("`{platform}`: {verifiable} verifiable orders, but the book holds {book}; count each order once")]
    BeyondBook {
        /// Platform.
        platform: String,
        /// Its verifiable orders.
        verifiable: Number,
        /// Orders in the book.
        book: Number,
    },
    /// Credits that exceed the book.
    #[error("model `{model}` credits {credited} orders of {book}; this is a mistake in the model")]
    OverCredited {
        /// Model.
        model: String,
        /// Credited to the platforms together.
        credited: Number,
        /// Orders in the book.
        book: Number,
    },
    /// A line without the credit of a model.
    #[error("`{platform}` has no credit by model `{model}`; a platform that earned none has 0")]
    Uncredited {
        /// Platform.
        platform: String,
        /// Model.
        model: String,
    },
    /// Too large to add up.
    #[error("the claims are too large to add up")]
    TooLarge,
}

impl Bounds {
    /// Claims by order of the book: 1.54 means that 154 were claimed for each 100; `None` for an empty book.
    pub fn ratio(&self) -> Option<f64> {
        (self.book > Number::ZERO).then(|| self.claimed.to_f64() / self.book.to_f64())
    }
}

/// Sharp bounds for any number of platforms, from a book of `book` orders.
///
/// With claims c (none above the book n) and their sum S: somebody claims max c to min(n, S) orders; platform i alone
/// max(0, cᵢ − the others' sum) to min(cᵢ, n − the others' largest); and two or more claim at least
/// max over m of (sum of the m largest − n) ⁄ (m − 1).
pub fn bounds(book: Number, claims: &[Claim<'_>]) -> Result<Bounds, ClaimsError> {
    checked(book, claims)?;
    let n = book.micros();
    let held: Vec<i64> = claims.iter().map(|c| c.orders.micros().min(n)).collect();
    let claimed = total(claims.iter().map(|c| c.orders))?;
    let sum: i64 = total(held.iter().map(|&c| Number::from_micros(c)))?.micros();
    let mut falling = held.clone();
    falling.sort_unstable_by(|a, b| b.cmp(a));
    let platforms = claims.iter().zip(&held);
    let platforms = platforms.map(|(claim, &own)| Exclusive {
        platform: claim.platform.to_owned(),
        claimed: claim.orders,
        beyond: Number::from_micros(claim.orders.micros() - own),
        min: Number::from_micros((own - (sum - own)).max(0)),
        max: Number::from_micros(own.min(n - largest_other(&falling, own))),
    });
    Ok(Bounds {
        book,
        claimed,
        surplus: (claimed - book).max(Number::ZERO),
        twice_min: twice_min(n, &falling),
        any_min: Number::from_micros(falling.first().copied().unwrap_or(0)),
        any_max: Number::from_micros(sum.min(n)),
        platforms: platforms.collect(),
    })
}

/// Largest claim but this one: the second of all where this one is the largest.
fn largest_other(falling: &[i64], own: i64) -> i64 {
    let place = usize::from(falling.first() == Some(&own));
    falling.get(place).copied().unwrap_or(0)
}

/// Fewest orders claimed at least twice. Outside those d orders each claim needs an order of its own, so
/// Σ max(0, cᵢ − d) ≤ n − d, which is the largest of the conditions d ≥ (sum of the m largest − n) ⁄ (m − 1).
fn twice_min(book: i64, falling: &[i64]) -> Number {
    let mut sum = 0_i64;
    let mut fewest = 0_i64;
    for (others, &claim) in (0_i64..).zip(falling) {
        sum = sum.saturating_add(claim);
        if others > 0 && sum > book {
            let per_order = others.saturating_mul(SCALE);
            let whole = (sum - book).div_euclid(per_order) + i64::from((sum - book).rem_euclid(per_order) > 0);
            fewest = fewest.max(whole.saturating_mul(SCALE));
        }
    }
    Number::from_micros(fewest)
}

fn checked(book: Number, claims: &[Claim<'_>]) -> Result<(), ClaimsError> {
    not_negative("the book", book)?;
    let mut seen = BTreeSet::new();
    for claim in claims {
        not_negative(claim.platform, claim.orders)?;
        if !seen.insert(claim.platform) {
            return Err(ClaimsError::Repeated(claim.platform.to_owned()));
        }
    }
    Ok(())
}

fn not_negative(what: &str, count: Number) -> Result<(), ClaimsError> {
    if count >= Number::ZERO {
        return Ok(());
    }
    let what = what.to_owned();
    Err(ClaimsError::Negative { what, count })
}

fn less(from: Number, taken: Number) -> Result<Number, ClaimsError> {
    let left = from.micros().checked_sub(taken.micros());
    left.map(Number::from_micros).ok_or(ClaimsError::TooLarge)
}

fn total(counts: impl Iterator<Item = Number>) -> Result<Number, ClaimsError> {
    counts
        .map(Number::micros)
        .try_fold(0_i64, i64::checked_add)
        .map(Number::from_micros)
        .ok_or(ClaimsError::TooLarge)
}

/// Orders and their value; the value is `None` where it is not told. All values of a table are in its one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Orders; a model credits fractions.
    pub orders: Number,
    /// Their value.
    pub value: Option<Number>,
}

/// One platform's line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Platform.
    pub platform: String,
    /// The platform's own window and basis in its words: `7d_click+1d_view`. A claim means nothing without it.
    pub window: String,
    /// What it claims; `None` where it states nothing.
    pub claimed: Option<Tally>,
    /// Orders of the book before which we saw a touch of the platform, within the platform's own window. Views on the
    /// platform itself are seen by nobody else: a claim may be true and not verifiable.
    pub verifiable: Tally,
    /// What each model credits to it, in the order of [`Table::models`].
    pub credited: Vec<Tally>,
}

/// Claimed, verifiable, credited, and what the order book holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// ISO 4217 code of every value; empty where no value is told.
    pub currency: String,
    /// What the book holds.
    pub book: Tally,
    /// Names of the models.
    pub models: Vec<String>,
    /// By platform, as given.
    pub lines: Vec<Line>,
    /// By model: what the book holds beyond the credits of these platforms: other channels, and orders without a touch. Lines
    /// and rest of a model sum to the book.
    pub rest: Vec<Tally>,
    /// What the claims make certain, over the platforms that state a claim.
    pub bounds: Bounds,
    /// The claimed values' sum less the book's value, at least zero: so much money is claimed too often, or valued higher than
    /// the book does (with tax, before refunds). `None` where the book or a claim tells no value.
    pub surplus_value: Option<Number>,
    /// Platforms that state no claim and are not in `bounds`.
    pub silent: Vec<String>,
}

/// The table of `lines` against the `book`, checked: verifiable orders and credits lie within the book.
pub fn table(currency: &str, book: Tally, models: &[String], lines: Vec<Line>) -> Result<Table, ClaimsError> {
    for line in &lines {
        not_negative(&line.platform, line.verifiable.orders)?;
        if line.verifiable.orders > book.orders {
            return Err(ClaimsError::BeyondBook {
                platform: line.platform.clone(),
                verifiable: line.verifiable.orders,
                book: book.orders,
            });
        }
    }
    let claims: Vec<_> = lines.iter().filter_map(claim).collect();
    let bounds = bounds(book.orders, &claims)?;
    let surplus_value = surplus_value(book, &lines)?;
    let rest = models.iter().enumerate().map(|(m, model)| rest(book, model, m, &lines));
    Ok(Table {
        currency: currency.to_owned(),
        book,
        models: models.to_vec(),
        rest: rest.collect::<Result<_, _>>()?,
        surplus_value,
        silent: lines
            .iter()
            .filter(|l| l.claimed.is_none())
            .map(|l| l.platform.clone())
            .collect(),
        bounds,
        lines,
    })
}

fn claim(line: &Line) -> Option<Claim<'_>> {
    line.claimed.map(|tally| Claim {
        platform: &line.platform,
        orders: tally.orders,
    })
}

fn surplus_value(book: Tally, lines: &[Line]) -> Result<Option<Number>, ClaimsError> {
    let claimed: Option<Vec<Number>> = lines.iter().filter_map(|l| l.claimed).map(|t| t.value).collect();
    let (Some(held), Some(claimed)) = (book.value, claimed) else {
        return Ok(None);
    };
    let surplus = less(total(claimed.into_iter())?, held)?;
    Ok(Some(surplus.max(Number::ZERO)))
}

/// The book less what model number `m` credits to the lines. The value is unknown where one of the parts is.
fn rest(book: Tally, model: &str, m: usize, lines: &[Line]) -> Result<Tally, ClaimsError> {
    let uncredited = |line: &Line| ClaimsError::Uncredited {
        platform: line.platform.clone(),
        model: model.to_owned(),
    };
    let credits = lines
        .iter()
        .map(|l| l.credited.get(m).copied().ok_or_else(|| uncredited(l)));
    let credits: Vec<Tally> = credits.collect::<Result<_, _>>()?;
    let credited = total(credits.iter().map(|t| t.orders))?;
    if credited > book.orders {
        return Err(ClaimsError::OverCredited {
            model: model.to_owned(),
            credited,
            book: book.orders,
        });
    }
    let values: Option<Vec<Number>> = credits.iter().map(|t| t.value).collect();
    let value = match (book.value, values) {
        (Some(held), Some(values)) => Some(less(held, total(values.into_iter())?)?),
        _ => None,
    };
    Ok(Tally {
        orders: book.orders - credited,
        value,
    })
}
