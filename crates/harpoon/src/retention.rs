//! Retention: what is too old goes by itself, if `[retention]` of `harpoon.toml` says how long things are kept.
//!
//! It goes the way people are erased (`erasing.rs`): noted before it begins, for good, with a statement of what went.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use harpoon_core::{Aged, KeptFrom};
use harpoon_lake::store::{Limits, Statement, Wish};
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp, ToSpan as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Error;
use crate::workspace::Workspace;

/// How long after a removal somebody may still write down what was worked out before it.
const AFTERWARDS: SignedDuration = SignedDuration::from_hours(48);

/// `[retention]` of `harpoon.toml`: spans such as `P13M` or `P90D`. What is left out is kept for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RetentionSettings {
    /// Files as they came, and rows that were put aside; their facts stay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<Kept>,
    /// Touches, visits and pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visits: Option<Kept>,
    /// Orders, leads, sign-ups, deals, messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deeds: Option<Kept>,
    /// Reviews, replies, quotes, mentions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voices: Option<Kept>,
    /// Figures that platforms state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<Kept>,
}

impl RetentionSettings {
    pub(crate) fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Everything that is not kept for good, by its name.
    fn all(&self) -> impl Iterator<Item = (&'static str, Kept)> {
        let facts = Aged::ALL.iter().map(move |what| (what.as_str(), self.of(*what)));
        let all = std::iter::once(("raw", self.raw)).chain(facts);
        all.filter_map(|(name, kept)| Some((name, kept?)))
    }

    const fn of(&self, what: Aged) -> Option<Kept> {
        match what {
            Aged::Visits => self.visits,
            Aged::Deeds => self.deeds,
            Aged::Voices => self.voices,
            Aged::Figures => self.figures,
        }
    }
}

/// How long something is kept. In years and months, whole months are kept: what is counted by month is then there or gone, and the
/// data change once a month. In weeks and days, it goes by the day.
#[derive(Clone, Copy, Debug)]
pub struct Kept(Span);

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.0.fieldwise() == other.0.fieldwise()
    }
}

impl Eq for Kept {}

impl Kept {
    /// From its words, such as `P13M`, `P1Y`, `P90D`. `None` for what is no such span.
    pub fn from_words(words: &str) -> Option<Self> {
        let span: Span = words.parse().ok()?;
        let parts = [
            span.get_years().into(),
            span.get_months(),
            span.get_weeks(),
            span.get_days(),
        ];
        let days = parts.iter().all(|part| *part >= 0) && parts.iter().any(|part| *part > 0);
        let rest = span.try_years(0).and_then(|span| span.try_months(0));
        let rest = rest
            .and_then(|span| span.try_weeks(0))
            .and_then(|span| span.try_days(0));
        (days && rest.is_ok_and(jiff::Span::is_zero)).then_some(Self(span))
    }

    /// The first day that is kept on a day.
    fn from(self, today: Date) -> Result<Date, Error> {
        let day = today.checked_sub(self.0);
        let day = day.map_err(|e| Error::Usage(format!("[retention] keeps {self}: {e}")))?;
        Ok(if self.is_of_months() { day.first_of_month() } else { day })
    }

    /// The day on which the first day that is kept is another.
    fn turns(self, today: Date) -> Date {
        let next = if self.is_of_months() {
            today.first_of_month().checked_add(1.month())
        } else {
            today.tomorrow()
        };
        next.unwrap_or(Date::MAX)
    }

    fn is_of_months(self) -> bool {
        self.0.get_weeks() == 0 && self.0.get_days() == 0
    }
}

impl std::fmt::Display for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let words = String::deserialize(from)?;
        Self::from_words(&words).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{words}` is no time to keep things; write P13M for 13 months, P2Y or P90D"
            ))
        })
    }
}

impl Serialize for Kept {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// How long one kind of thing is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its name in `[retention]`.
    pub what: &'static str,
    /// How long.
    pub kept: Kept,
    /// The first day that is kept today.
    pub from: Date,
    /// Rows of facts, or raw files, that are older and go now.
    pub goes: u64,
    /// The day on which more may be too old.
    pub turns: Date,
}

/// What retention comes to.
#[derive(Clone, Debug)]
pub struct Retained {
    /// By kind.
    pub terms: Vec<Term>,
    /// What goes, or went; nothing where nothing is too old.
    pub statement: Option<Statement>,
}

impl Workspace {
    /// Says what is too old under the workspace's settings, and removes it unless it is a rehearsal.
    pub fn retain(&self, dry_run: bool, now: Timestamp) -> Result<Retained, Error> {
        let settings = self.settings().retention;
        if settings.is_usual() {
            return Ok(Retained {
                terms: Vec::new(),
                statement: None,
            });
        }
        let erasing = self.plan(self.too_old(now)?, now)?;
        let statement = erasing.plan().statement().clone();
        let today = self.day_of(now)?;
        let term = |(what, kept): (&'static str, Kept)| {
            Ok(Term {
                what,
                kept,
                from: kept.from(today)?,
                goes: statement.old(what),
                turns: kept.turns(today),
            })
        };
        let terms = settings.all().map(term).collect::<Result<_, Error>>()?;
        let is_empty = erasing.plan().is_empty();
        let statement = match (is_empty, dry_run) {
            (true, _) => None,
            (false, true) => Some(statement),
            (false, false) => self.carry_out(erasing)?,
        };
        Ok(Retained { terms, statement })
    }

    /// Removes what is too old, once a day however often it is called; gives when it is to be called again, if ever.
    pub fn retain_daily(&self, now: Timestamp) -> Result<Option<Timestamp>, Error> {
        if self.settings().retention.is_usual() {
            return Ok(None);
        }
        let today = self.day_of(now)?;
        if fs::read_to_string(self.looked()).is_ok_and(|day| day.trim() == today.to_string()) {
            return self.tomorrow(today).map(Some);
        }
        // A page that was being made may have written down what it knew from before.
        let last = self.removals()?.pop();
        if last.is_some_and(|last| now.duration_since(last.at) < AFTERWARDS) {
            self.lake().forget_derived()?;
        }
        self.retain(false, now)?;
        let path = self.looked();
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
        }
        fs::write(&path, today.to_string()).map_err(Error::io("write", &path))?;
        self.tomorrow(today).map(Some)
    }

    fn too_old(&self, now: Timestamp) -> Result<Wish, Error> {
        let (settings, today) = (self.settings().retention, self.day_of(now)?);
        let mut kept_from = BTreeMap::new();
        for what in Aged::ALL {
            if let Some(kept) = settings.of(*what) {
                kept_from.insert(*what, kept.from(today)?);
            }
        }
        let raw = settings.raw.map(|kept| self.begin(kept.from(today)?)).transpose()?;
        Ok(Wish {
            limits: Limits {
                raw_before: raw,
                kept_from: KeptFrom(kept_from),
            },
            ..Wish::default()
        })
    }

    fn tomorrow(&self, today: Date) -> Result<Timestamp, Error> {
        self.begin(today.tomorrow().unwrap_or(Date::MAX))
    }

    fn begin(&self, day: Date) -> Result<Timestamp, Error> {
        let begin = day.to_zoned(self.zone()?);
        begin
            .map(|begin| begin.timestamp())
            .map_err(|e| Error::Usage(format!("{day}: {e}")))
    }

    /// The day on which it was last looked.
    fn looked(&self) -> PathBuf {
        self.root().join("erased/looked")
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_go_whole_and_days_by_the_day() {
        let today = date(2026, 11, 30);
        let from = |words: &str| Kept::from_words(words).unwrap().from(today).unwrap();
        assert_eq!(from("P13M"), date(2025, 10, 1));
        assert_eq!(from("P1Y"), date(2025, 11, 1));
        assert_eq!(from("P30D"), date(2026, 10, 31));
        assert_eq!(from("P2W"), date(2026, 11, 16));
        let turns = |words: &str| Kept::from_words(words).unwrap().turns(today);
        assert_eq!((turns("P13M"), turns("P30D")), (date(2026, 12, 1), date(2026, 12, 1)));
    }

    #[test]
    fn a_time_to_keep_things_is_read_and_written_alike() {
        for words in ["P13M", "P2Y", "P90D", "P1Y6M", "P4W"] {
            assert_eq!(Kept::from_words(words).unwrap().to_string(), words);
        }
        for words in ["", "13", "P0M", "-P1M", "PT5H", "P1DT1H", "for ever", "P"] {
            assert!(Kept::from_words(words).is_none(), "{words}");
        }
    }
}
