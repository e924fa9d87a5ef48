//! Formulas as text: how receipts, the reference and `catalogue.toml` write them. What [`parse`] reads,
//! [`Formula::notation`] writes, and the other way round.
//!
//! | written | formula |
//! |---|---|
//! | `sum(comments)` | figures added up; also `latest`, `gain`, `reported`, `outlier` |
//! | `sum(clicks.link@paid)` | … of one facet, of one scope |
//! | `sum(reactions.*)` | … of all kinds: the stated total, else the sum of the kinds |
//! | `sum(clicks.[link\|destination])` | … of the first of these facets that is stated |
//! | `sum(clicks.[total\|"" else *-outbound])` | … the stated total, else the sum of all kinds but these |
//! | `sum(clicks.[else media+photo])` | … the sum of these kinds |
//! | `sum(raw.Video plays)` | … of a column that nobody mapped, by its header |
//! | `a + b`, `2 * a + b`, `a - b` | additions and difference of KPIs |
//! | `a / b`, `1000 * a / b` | ratio, for one or for a thousand |
//! | `change(a)`, `to(a, product)`, `credited(a)` | against the period before; over posts that lead there; by credit model |
//! | `posts()`, `reviews()`, `reviews(5)`, `cost(full)` | rows of other tables |
//! | `event(lead, times)`, `event(visit, active 30)` | deeds of people: times, people, value, active N |
//! | `book(sale, times, orders)` | deeds of people where events cover the period best, else these figures |
//! | `quantile(50, message, reply)`, `modelled(clv)` | time between two deeds; result of a model |

use std::fmt;

use crate::catalogue::law::is_id;
use crate::fact::Scope;
use crate::kpi::{CostBasis, Deed, Destination, Facets, Formula, Kpi, Leaf, Parts, Per, Tally};
use crate::metric::metric;

/// Facets that mean all kinds, in what `*` stands for.
const ALL_KINDS: &[&str] = &["total", ""];

/// What the name of an input stands for.
#[derive(Clone, Copy, Debug)]
pub enum Input {
    /// A KPI.
    Known(&'static Kpi),
    /// A KPI of the same file that has mistakes of its own.
    Broken,
    /// Nothing.
    Unknown,
}

/// Why a text is no formula, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaError {
    /// Byte offset within the text.
    pub at: usize,
    /// What is wrong.
    pub problem: FormulaProblem,
}

/// What is wrong with a formula.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormulaProblem {
    /// Nothing where a name was expected.
    #[error("a name is missing here")]
    Nothing,
    /// No such form.
    #[error("`{0}` is no formula; write for example `a / b`, `a + b`, or sum(metric)")]
    NoForm(String),
    /// Only a name.
    #[error("`{0}` alone is no formula; for a metric write sum({0}), latest({0}) or reported({0})")]
    Alone(String),
    /// No KPI of this id.
    #[error("there is no KPI `{0}`")]
    UnknownInput(String),
    /// An input has mistakes of its own.
    #[error("`{0}` has mistakes of its own")]
    BrokenInput(String),
    /// Not the right number of arguments.
    #[error("{form} takes {takes}")]
    Arguments {
        /// The form.
        form: &'static str,
        /// What it takes.
        takes: &'static str,
    },
    /// A word outside of its set.
    #[error("`{given}` is none of {words}")]
    Word {
        /// The word.
        given: String,
        /// The set.
        words: String,
    },
    /// Not a whole number that fits.
    #[error("`{0}` is no whole number that fits here")]
    Number(String),
    /// Facets cannot be read.
    #[error("`{0}` is no choice of facets; write one facet, `*`, or [a|b else *-c]")]
    Facets(String),
}

type Parsed<T> = Result<T, FormulaError>;

/// A piece of the text that knows where it stands.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Piece<'a> {
    fn trim(self) -> Self {
        let start = self.text.trim_start();
        Self {
            at: self.at + self.text.len() - start.len(),
            text: start.trim_end(),
        }
    }

    fn split_once(self, separator: char) -> Option<(Self, Self)> {
        let (before, after) = self.text.split_once(separator)?;
        let at = self.at + before.len() + separator.len_utf8();
        Some((Self { text: before, ..self }.trim(), Self { text: after, at }.trim()))
    }

    fn split(self, separator: char) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut rest = self;
        while let Some((piece, after)) = rest.split_once(separator) {
            pieces.push(piece);
            rest = after;
        }
        pieces.push(rest.trim());
        pieces
    }

    fn strip(self, prefix: &str, suffix: &str) -> Option<Self> {
        let text = self.text.strip_prefix(prefix)?.strip_suffix(suffix)?;
        let at = self.at + prefix.len();
        Some(Self { text, at }.trim())
    }

    fn fails<T>(self, problem: FormulaProblem) -> Parsed<T> {
        Err(FormulaError { at: self.at, problem })
    }

    fn name(self) -> Parsed<&'a str> {
        if self.text.is_empty() {
            return self.fails(FormulaProblem::Nothing);
        }
        if is_id(self.text) {
            return Ok(self.text);
        }
        self.fails(FormulaProblem::NoForm(self.text.to_owned()))
    }

    fn number<T: std::str::FromStr>(self) -> Parsed<T> {
        self.text
            .parse()
            .or_else(|_| self.fails(FormulaProblem::Number(self.text.to_owned())))
    }

    fn word<T: Copy + fmt::Display>(self, all: &[T]) -> Parsed<T> {
        let found = all.iter().copied().find(|word| word.to_string() == self.text);
        found.map_or_else(|| self.none_of(all), Ok)
    }

    fn none_of<T, W: fmt::Display>(self, words: &[W]) -> Parsed<T> {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        self.fails(FormulaProblem::Word {
            given: self.text.to_owned(),
            words: words.join(", "),
        })
    }
}

/// Reads a formula; `input` says what each name stands for. The words of the formula are kept for the life of the
/// program, as those of our own entries are.
pub fn parse(text: &str, input: &dyn Fn(&str) -> Input) -> Parsed<Formula> {
    let whole = Piece { text, at: 0 }.trim();
    let Some((form, inner)) = whole.text.split_once('(') else {
        return expression(whole, input);
    };
    let at = whole.at + form.len() + 1;
    match inner.strip_suffix(')') {
        Some(text) => call(whole, form.trim_end(), Piece { text, at }.trim(), input),
        None => whole.fails(FormulaProblem::NoForm(whole.text.to_owned())),
    }
}

/// The names of the KPIs that the formula is computed from, as far as it can be read.
pub fn inputs_of(text: &str) -> Vec<&str> {
    let names: Vec<&str> = match text.split_once('(') {
        None => text.split(['+', '-', '*', '/']).map(str::trim).collect(),
        Some((form, inner)) if matches!(form.trim(), "change" | "to" | "credited") => {
            vec![inner.split([',', ')']).next().unwrap_or("").trim()]
        }
        Some(_) => Vec::new(),
    };
    names.into_iter().filter(|name| is_id(name)).collect()
}

fn keep(text: &str) -> &'static str {
    Box::leak(text.into())
}

fn keep_all<T>(list: Vec<T>) -> &'static [T] {
    Box::leak(list.into_boxed_slice())
}

fn resolve(name: Piece<'_>, input: &dyn Fn(&str) -> Input) -> Parsed<&'static Kpi> {
    let id = name.name()?;
    match input(id) {
        Input::Known(kpi) => Ok(kpi),
        Input::Broken => name.fails(FormulaProblem::BrokenInput(id.to_owned())),
        Input::Unknown => name.fails(FormulaProblem::UnknownInput(id.to_owned())),
    }
}

fn expression(whole: Piece<'_>, input: &dyn Fn(&str) -> Input) -> Parsed<Formula> {
    if let Some((num, den)) = whole.split_once('/') {
        let (per, num) = match num.split_once('*') {
            None => (Per::One, num),
            Some((factor, num)) if factor.text == "1000" => (Per::Thousand, num),
            Some((factor, _)) => return factor.none_of(&["1000"]),
        };
        let (num, den) = (resolve(num, input)?, resolve(den, input)?);
        return Ok(Formula::Ratio { num, den, per });
    }
    if let Some((first, second)) = whole.split_once('-') {
        return Ok(Formula::Difference(resolve(first, input)?, resolve(second, input)?));
    }
    addition(whole, input)
}

fn addition(whole: Piece<'_>, input: &dyn Fn(&str) -> Input) -> Parsed<Formula> {
    let mut terms = Vec::new();
    for term in whole.split('+') {
        let (weight, name) = match term.split_once('*') {
            Some((weight, name)) => (weight.number()?, name),
            None => (1, term),
        };
        terms.push((weight, name));
    }
    if let [(1, name)] = terms.as_slice() {
        let alone = FormulaProblem::Alone(name.name()?.to_owned());
        return name.fails(alone);
    }
    let terms: Vec<(u32, &'static Kpi)> = terms
        .into_iter()
        .map(|(weight, name)| Ok((weight, resolve(name, input)?)))
        .collect::<Parsed<_>>()?;
    if terms.iter().all(|(weight, _)| *weight == 1) {
        return Ok(Formula::Add(keep_all(terms.into_iter().map(|(_, kpi)| kpi).collect())));
    }
    Ok(Formula::Weighted(keep_all(terms)))
}

fn call(whole: Piece<'_>, form: &str, inner: Piece<'_>, input: &dyn Fn(&str) -> Input) -> Parsed<Formula> {
    let arguments = inner.split(',');
    let takes = |form, takes| inner.fails(FormulaProblem::Arguments { form, takes });
    Ok(match (form, arguments.as_slice()) {
        ("sum", _) => Formula::Sum(leaf(inner)?),
        ("latest", _) => Formula::Latest(leaf(inner)?),
        ("gain", _) => Formula::Gain(leaf(inner)?),
        ("reported", _) => Formula::Reported(leaf(inner)?),
        ("outlier", _) => Formula::Outlier(leaf(inner)?),
        ("posts", []) => Formula::Posts,
        ("posts", [nothing]) if nothing.text.is_empty() => Formula::Posts,
        ("posts", _) => return takes("posts()", "nothing"),
        ("reviews", [nothing]) if nothing.text.is_empty() => Formula::Reviews(None),
        ("reviews", [stars]) => Formula::Reviews(Some(stars.number()?)),
        ("reviews", _) => return takes("reviews()", "nothing, or a number of stars"),
        ("cost", [basis]) => Formula::Cost(basis.word(CostBasis::ALL)?),
        ("cost", _) => return takes("cost()", "media, fees, labour, tools, content or full"),
        ("change", [name]) => Formula::Change(resolve(*name, input)?),
        ("change", _) => return takes("change()", "one KPI"),
        ("credited", [name]) => Formula::Credited(resolve(*name, input)?),
        ("credited", _) => return takes("credited()", "one KPI"),
        ("to", [name, place]) => Formula::To(resolve(*name, input)?, place.word(Destination::ALL)?),
        ("to", _) => return takes("to()", "a KPI and product, landing_page or blog"),
        ("event", [kind, tally]) => Formula::Event {
            kind: deed(*kind)?,
            tally: self::tally(*tally)?,
        },
        ("event", _) => return takes("event()", "a kind of event and what of it counts"),
        ("book", [kind, tally, figures]) => Formula::Book {
            kind: deed(*kind)?,
            tally: self::tally(*tally)?,
            figures: leaf(*figures)?,
        },
        ("book", _) => return takes("book()", "a kind of event, what of it counts, and a metric"),
        ("quantile", [percent, from, to]) => Formula::Quantile {
            from: deed(*from)?,
            to: deed(*to)?,
            percent: percent.number()?,
        },
        ("quantile", _) => return takes("quantile()", "a percentage and two kinds of event"),
        ("modelled", [model]) => Formula::Modelled(keep(model.name()?)),
        ("modelled", _) => return takes("modelled()", "the name of a model"),
        _ => return whole.fails(FormulaProblem::NoForm(whole.text.to_owned())),
    })
}

fn deed(word: Piece<'_>) -> Parsed<Deed> {
    word.name()?;
    word.word(&Deed::all().collect::<Vec<_>>())
}

fn tally(word: Piece<'_>) -> Parsed<Tally> {
    if let Some(days) = word.strip("active ", "") {
        return Ok(Tally::Active { days: days.number()? });
    }
    match word.text {
        "times" => Ok(Tally::Times),
        "people" => Ok(Tally::People),
        "value" => Ok(Tally::Value),
        _ => word.none_of(&["times", "people", "value", "active N"]),
    }
}

fn leaf(text: Piece<'_>) -> Parsed<Leaf> {
    let (name, scope) = match text.text.rsplit_once('@') {
        Some((name, word)) if Scope::from_word(word).is_some() => (name, Scope::from_word(word)),
        Some((name, word)) if !name.starts_with("raw.") => {
            let at = text.at + name.len() + 1;
            return Piece { text: word, at }.none_of(Scope::ALL);
        }
        _ => (text.text, None),
    };
    let name = Piece {
        text: name,
        at: text.at,
    }
    .trim();
    if name.text.len() > "raw.".len() && name.text.starts_with("raw.") {
        let leaf = Leaf::of(keep(name.text));
        return Ok(Leaf { scope, ..leaf });
    }
    let (id, facets) = match name.split_once('.') {
        Some((id, facet)) => (id, facets(facet)?),
        None => (name, Facets::Only("")),
    };
    let id = id.name()?;
    // A metric that does not exist is told by the laws, with the others.
    let metric = metric(id).map_or_else(|| keep(id), |m| m.id);
    Ok(Leaf { metric, facets, scope })
}

fn facets(text: Piece<'_>) -> Parsed<Facets> {
    if text.text == "*" {
        return Ok(Facets::Total {
            total: ALL_KINDS,
            parts: Parts::AnyBut(&[]),
        });
    }
    let Some(inner) = text.strip("[", "]") else {
        return Ok(Facets::Only(facet(text)?));
    };
    let (total, parts) = match inner.text.split_once("else ") {
        None => (inner, None),
        Some((total, parts)) => {
            let at = inner.at + total.len() + "else ".len();
            (
                Piece { text: total, ..inner }.trim(),
                Some(Piece { text: parts, at }.trim()),
            )
        }
    };
    let total = match total.text {
        "" if parts.is_some() => Vec::new(),
        _ => total.split('|').into_iter().map(facet).collect::<Parsed<_>>()?,
    };
    let parts = match parts {
        None => Parts::These(&[]),
        Some(parts) => self::parts(parts)?,
    };
    let total = keep_all(total);
    Ok(Facets::Total { total, parts })
}

fn parts(text: Piece<'_>) -> Parsed<Parts> {
    let Some(but) = text.strip("*", "") else {
        let these: Vec<_> = text.split('+').into_iter().map(facet).collect::<Parsed<_>>()?;
        return Ok(Parts::These(keep_all(these)));
    };
    let but: Vec<_> = but.split('-').into_iter().skip(1).map(facet).collect::<Parsed<_>>()?;
    Ok(Parts::AnyBut(keep_all(but)))
}

fn facet(text: Piece<'_>) -> Parsed<&'static str> {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    match text.text {
        "\"\"" => Ok(""),
        name if !name.is_empty() && name.chars().all(letter) => Ok(keep(name)),
        other => text.fails(FormulaProblem::Facets(other.to_owned())),
    }
}

impl Formula {
    /// In the notation of this module: exact, unlike `Display`, which is in words.
    pub fn notation(&self) -> Notation<'_> {
        Notation(self)
    }
}

/// A formula in the notation of this module.
#[derive(Clone, Copy)]
pub struct Notation<'a>(&'a Formula);

impl fmt::Display for Notation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = self.0.name();
        match *self.0 {
            Formula::Sum(leaf)
            | Formula::Latest(leaf)
            | Formula::Gain(leaf)
            | Formula::Reported(leaf)
            | Formula::Outlier(leaf) => {
                write!(f, "{form}({})", Exact(leaf))
            }
            Formula::Posts | Formula::Reviews(None) => write!(f, "{form}()"),
            Formula::Reviews(Some(stars)) => write!(f, "{form}({stars})"),
            Formula::Cost(basis) => write!(f, "{form}({basis})"),
            Formula::Add(inputs) => f.write_str(&joined(inputs.iter().map(|k| k.id.to_owned()), " + ")),
            Formula::Weighted(terms) => {
                f.write_str(&joined(terms.iter().map(|(w, k)| format!("{w} * {}", k.id)), " + "))
            }
            Formula::Difference(a, b) => write!(f, "{} - {}", a.id, b.id),
            Formula::Ratio { num, den, per } => match per {
                Per::One => write!(f, "{} / {}", num.id, den.id),
                Per::Thousand => write!(f, "1000 * {} / {}", num.id, den.id),
            },
            Formula::Change(kpi) | Formula::Credited(kpi) => write!(f, "{form}({})", kpi.id),
            Formula::To(kpi, place) => write!(f, "{form}({}, {place})", kpi.id),
            Formula::Event { kind, tally } => write!(f, "{form}({kind}, {tally})"),
            Formula::Book { kind, tally, figures } => write!(f, "{form}({kind}, {tally}, {})", Exact(figures)),
            Formula::Quantile { from, to, percent } => write!(f, "{form}({percent}, {from}, {to})"),
            Formula::Modelled(model) => write!(f, "{form}({model})"),
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Times => f.write_str("times"),
            Self::People => f.write_str("people"),
            Self::Value => f.write_str("value"),
            Self::Active { days } => write!(f, "active {days}"),
        }
    }
}

/// A leaf in the notation of this module.
struct Exact(Leaf);

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Leaf { metric, facets, scope } = self.0;
        f.write_str(metric)?;
        match facets {
            Facets::Only("") => {}
            Facets::Only(facet) => write!(f, ".{facet}")?,
            Facets::Total {
                total: ALL_KINDS,
                parts: Parts::AnyBut([]),
            } => f.write_str(".*")?,
            Facets::Total { total: [], parts } => write!(f, ".[{parts}]")?,
            Facets::Total { total, parts } => {
                let total = joined(total.iter().map(named), "|");
                let space = if parts == Parts::These(&[]) { "" } else { " " };
                write!(f, ".[{total}{space}{parts}]")?;
            }
        }
        scope.map_or(Ok(()), |scope| write!(f, "@{scope}"))
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::These([]) => Ok(()),
            Self::These(these) => write!(f, "else {}", joined(these.iter().map(named), "+")),
            Self::AnyBut(but) => write!(
                f,
                "else {}",
                joined(std::iter::once("*").chain(but.iter().map(named)), "-")
            ),
        }
    }
}

fn named<'a>(facet: &&'a str) -> &'a str {
    if facet.is_empty() { "\"\"" } else { facet }
}

fn joined<T: AsRef<str>>(words: impl Iterator<Item = T>, by: &str) -> String {
    let words: Vec<T> = words.collect();
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    words.join(by)
}
