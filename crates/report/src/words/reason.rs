//! Reasons as each language words them: why there is no value, and why a difference has no parts.

use std::sync::LazyLock;

use harpoon_core::virality::MIN_POSTS;
use harpoon_core::{Dim, Language, Missing, NoParts, Number, Period};

use super::amount::{Detail, decimals};
use super::{Fill, Words};
use crate::document::{Span, plain};
use crate::outside::{NAME, SENTENCE, clean};
use crate::view::{Amount, Unit};

mod key;

/// What fills the places of a sentence.
type Fills = Vec<(&'static str, Fill)>;

/// Why there is no value in the words of a language, for sentences that are no report's own.
pub fn why(language: Language, reason: &Missing) -> String {
    of(language).why(reason)
}

/// Why a difference has no parts, in a sentence of a language.
pub fn no_parts(language: Language, reason: &NoParts) -> String {
    of(language).no_parts(reason)
}

/// The words of a language, read once.
fn of(language: Language) -> &'static Words {
    static EN: LazyLock<Words> = LazyLock::new(|| Words::new(Language::En));
    static ZH_CN: LazyLock<Words> = LazyLock::new(|| Words::new(Language::ZhCn));
    static FY: LazyLock<Words> = LazyLock::new(|| Words::new(Language::Fy));
    match language {
        Language::En => &EN,
        Language::ZhCn => &ZH_CN,
        Language::Fy => &FY,
    }
}

impl Words {
    /// Why there is no value.
    pub fn why(&self, reason: &Missing) -> String {
        self.reason(key::of_missing(reason), &self.fills(reason))
    }

    /// Why a difference has no parts, in a sentence.
    pub fn no_parts(&self, reason: &NoParts) -> String {
        self.reason(key::of_no_parts(reason), &self.fills_of_parts(reason))
    }

    /// In one line of a length that fits: facts of a reason may come from outside.
    fn reason(&self, key: &str, fills: &[(&str, Fill)]) -> String {
        clean(&plain(&self.line(key, fills)), SENTENCE)
    }

    /// The facts of a reason; none where it has none that a reader needs.
    fn fills(&self, reason: &Missing) -> Fills {
        match reason {
            Missing::NoImport(metrics) => vec![("metrics", self.figures(metrics))],
            Missing::NoData { period, known } => {
                let days = |known: &Period| [("from", self.date(known.from)), ("to", self.date(known.to))];
                let days = known.iter().flat_map(days);
                let all = std::iter::once(("period", self.month(*period))).chain(days);
                all.map(|(place, text)| (place, text.into())).collect()
            }
            Missing::Removed { period, before, .. } => vec![
                ("period", self.month(*period).into()),
                ("date", self.date(*before).into()),
            ],
            Missing::NotTogetherBy(dims) => vec![("dims", self.dims(dims))],
            Missing::NotStatedBy { sides, dims } => {
                let metrics: Vec<String> = sides.iter().flatten().cloned().collect();
                vec![("metrics", self.figures(&metrics)), ("dims", self.dims(dims))]
            }
            Missing::WithoutValue(many) | Missing::Nameless(many) => vec![("count", Fill::Count(many.unsigned_abs()))],
            Missing::NothingUsual => vec![("count", MIN_POSTS.into())],
            Missing::Currencies(codes) | Missing::OtherCurrency(codes) => vec![("currencies", self.listed(codes))],
            Missing::EventsNotBy(dim)
            | Missing::ActiveNotBy(dim)
            | Missing::CostNotBy(dim)
            | Missing::CreditNotBy(dim) => vec![("dim", self.dim(dim))],
            Missing::NoEvents { period, known, .. } => {
                let asked = period.map(|period| ("period", self.month(period).into()));
                std::iter::once(("spans", self.spans(known))).chain(asked).collect()
            }
            Missing::CostNames(word) => {
                let dim = word.parse::<Dim>().map_or_else(|_| named(word), |dim| self.dim(&dim));
                vec![("dim", dim)]
            }
            Missing::CreditTooOften(times) => vec![("count", (*times).into())],
            Missing::NegativeCost(cost) => vec![("cost", self.money(*cost).into())],
            goals => self.fills_of_goals(goals),
        }
    }

    /// The same of reasons that only goals have.
    fn fills_of_goals(&self, reason: &Missing) -> Fills {
        match reason {
            Missing::NotBegun(day) | Missing::DataEnd(day) | Missing::NoDay(day) => {
                vec![("date", self.date(*day).into())]
            }
            Missing::NoKpi { id, .. } => vec![("id", named(id))],
            Missing::OnlyIn(units) => vec![("units", self.listed(units))],
            Missing::TooFar { end, until } => {
                vec![("end", self.date(*end).into()), ("until", self.date(*until).into())]
            }
            Missing::TooShort { got, needed } => vec![("got", (*got).into()), ("needed", (*needed).into())],
            Missing::Gaps { missing, steps } => vec![("missing", (*missing).into()), ("steps", (*steps).into())],
            Missing::Constant(value) => vec![("value", named(value))],
            Missing::MayBeNought(percent) => vec![("share", named(percent))],
            Missing::NoWholeMonth(period) => vec![("period", self.month(*period).into())],
            Missing::NotWholeYet { period, last } => {
                let month = Period {
                    from: *last,
                    to: last.last_of_month(),
                };
                vec![
                    ("period", self.month(*period).into()),
                    ("month", self.month(month).into()),
                ]
            }
            Missing::FewProxies { needed, known } => vec![("needed", (*needed).into()), ("known", (*known).into())],
            _ => Vec::new(),
        }
    }

    fn fills_of_parts(&self, reason: &NoParts) -> Fills {
        match reason {
            NoParts::OfNoSum { side: of, .. } | NoParts::Change(of) => {
                vec![("of", self.figures(std::slice::from_ref(of)))]
            }
            NoParts::NotKnown { period, why } => {
                vec![("period", self.month(*period).into()), ("why", self.why(why).into())]
            }
            NoParts::NotBy(by) | NoParts::Nothing(by) | NoParts::NoBase { by, .. } | NoParts::NoReference(by) => {
                vec![("dim", self.dim(by))]
            }
            NoParts::PerPost
            | NoParts::People(_)
            | NoParts::NoSum
            | NoParts::Credited
            | NoParts::NoPlatform
            | NoParts::Refused(_) => Vec::new(),
        }
    }

    /// Figures by the titles of the KPIs that are called like them; else the ids.
    fn figures(&self, ids: &[String]) -> Fill {
        let title = |id: &String| match (harpoon_core::kpi(id), self.language) {
            (None, _) => id.clone(),
            (Some(kpi), Language::En) => kpi.title.en.to_owned(),
            (Some(kpi), Language::ZhCn) => kpi.title.zh.to_owned(),
            (Some(kpi), Language::Fy) => kpi.title.fy.to_owned(),
        };
        self.listed(&ids.iter().map(title).collect::<Vec<_>>())
    }

    /// Names from outside, one after the other.
    fn listed(&self, items: &[String]) -> Fill {
        let items: Vec<String> = items.iter().map(|item| clean(item, NAME)).collect();
        Fill::from(Span::Outside(items.join(self.comma())))
    }

    fn dims(&self, dims: &[Dim]) -> Fill {
        let dims: Vec<String> = dims.iter().map(|dim| self.dim_in_words(dim)).collect();
        dims.join(self.comma()).into()
    }

    fn dim(&self, dim: &Dim) -> Fill {
        self.dim_in_words(dim).into()
    }

    fn dim_in_words(&self, dim: &Dim) -> String {
        key::of_dim(dim).map_or_else(|| clean(&dim.to_string(), NAME), |key| self.text(key))
    }

    fn spans(&self, known: &[Period]) -> Fill {
        let span = |period: &Period| {
            let (low, high) = (self.date(period.from), self.date(period.to));
            plain(&self.line("interval", &[("low", low.into()), ("high", high.into())]))
        };
        let spans: Vec<String> = known.iter().map(span).collect();
        spans.join(self.semicolon()).into()
    }

    /// An amount whose currency is not told.
    fn money(&self, amount: Number) -> String {
        let unit = Unit::Money(String::new());
        self.number(
            Amount::Exact(amount),
            &unit,
            decimals(&unit, [amount.to_f64()], Detail::Full),
        )
    }

    /// What stands between two names.
    const fn comma(&self) -> &'static str {
        match self.language {
            Language::En | Language::Fy => ", ",
            Language::ZhCn => "、",
        }
    }
}

/// A name from outside.
fn named(text: &str) -> Fill {
    Fill::from(Span::Outside(clean(text, NAME)))
}
