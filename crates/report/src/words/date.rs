//! Dates as each language writes them: October 13, 2026 · 2026年10月13日 · 13 Oktober 2026 (CLDR 48, long and short forms).

use harpoon_core::Period;
use jiff::civil::Date;

use super::{Language, Words};

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_FY: [&str; 12] = [
    "Jannewaris",
    "Febrewaris",
    "Maart",
    "April",
    "Maaie",
    "Juny",
    "July",
    "Augustus",
    "Septimber",
    "Oktober",
    "Novimber",
    "Desimber",
];

impl Words {
    /// A day in full.
    pub fn date(&self, day: Date) -> String {
        let (year, month, number) = (day.year(), day.month(), day.day());
        match self.language {
            Language::En => format!("{}\u{a0}{number}, {year}", name(&MONTHS_EN, month)),
            Language::ZhCn => format!("{year}年{month}月{number}日"),
            Language::Fy => format!("{number}\u{a0}{} {year}", name(&MONTHS_FY, month)),
        }
    }

    /// A day without its year, short: Oct 13 · 10月13日 · 13 Okt.
    pub fn day(&self, day: Date) -> String {
        let (month, number) = (day.month(), day.day());
        let short = |names: &[&'static str; 12]| -> String { name(names, month).chars().take(3).collect() };
        match self.language {
            Language::En => format!("{}\u{a0}{number}", short(&MONTHS_EN)),
            Language::ZhCn => format!("{month}月{number}日"),
            Language::Fy => format!("{number}\u{a0}{}", short(&MONTHS_FY)),
        }
    }

    /// A month, or the days where it is none.
    pub fn month(&self, period: Period) -> String {
        let (year, month) = (period.from.year(), period.from.month());
        if period.from.day() != 1 || period.to != period.from.last_of_month() {
            return format!("{} – {}", self.date(period.from), self.date(period.to));
        }
        match self.language {
            Language::En => format!("{} {year}", name(&MONTHS_EN, month)),
            Language::ZhCn => format!("{year}年{month}月"),
            Language::Fy => format!("{} {year}", name(&MONTHS_FY, month)),
        }
    }
}

fn name(names: &[&'static str; 12], month: i8) -> &'static str {
    usize::try_from(month - 1)
        .ok()
        .and_then(|i| names.get(i))
        .copied()
        .unwrap_or("")
}
