//! From the text of a cell to the parts of a date, before order, year and zone are settled.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::time;
use super::words::Word;

/// What a cell says of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A day, perhaps without its year.
    Day { year: Option<i16>, month: i8, day: i8 },
    /// Two numbers of which one is the day and one the month.
    Either { first: i8, second: i8, year: Option<i16> },
    /// A month.
    Month { year: Option<i16>, month: i8 },
}

/// The parts of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parsed {
    pub shape: Shape,
    pub time: Option<Time>,
    pub offset: Option<Offset>,
}

/// The parts of a trimmed text; `None` if it is no date.
pub(super) fn parse(text: &str) -> Option<Parsed> {
    if let Some(parsed) = iso(text) {
        return Some(parsed);
    }
    if let Ok(parsed) = digits_alone(text) {
        return parsed;
    }
    let found = time::find(text).ok()?;
    let mut parts = Parts::default();
    match &found {
        None => parts.scan(text)?,
        Some(found) => {
            parts.scan(found.before)?;
            parts.scan(found.after)?;
        }
    }
    Some(Parsed {
        shape: parts.shape()?,
        time: found.map(|f| f.time),
        offset: found.and_then(|f| f.offset),
    })
}

/// `2026-10-13`, then nothing, or `T` or a blank and a time.
fn iso(text: &str) -> Option<Parsed> {
    let bytes = text.as_bytes();
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, rest @ ..] = bytes else {
        return None;
    };
    let digit = |b: &u8| b.is_ascii_digit().then(|| b - b'0');
    let pair = |a, b| Some(i8::try_from(digit(a)? * 10 + digit(b)?).unwrap_or(i8::MAX));
    let year = i16::from(pair(y1, y2)?) * 100 + i16::from(pair(y3, y4)?);
    let shape = Shape::Day {
        year: Some(year),
        month: pair(m1, m2)?,
        day: pair(d1, d2)?,
    };
    if rest.is_empty() {
        return Some(Parsed {
            shape,
            time: None,
            offset: None,
        });
    }
    let clock = text.get(10..)?.strip_prefix(['T', ' '])?;
    let found = time::find(clock).ok()??;
    let whole = found.before.is_empty() && found.after.is_empty();
    whole.then_some(Parsed {
        shape,
        time: Some(found.time),
        offset: found.offset,
    })
}

/// Something else than digits and a point.
struct NotDigits;

/// `20261013`, `202610`, `2026101317` (hour), seconds or milliseconds since 1970, and the serial days of spreadsheets.
/// `Err` if there is something else than digits and a point; `Ok(None)` if the digits are no date.
fn digits_alone(text: &str) -> Result<Option<Parsed>, NotDigits> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !(5..=14).contains(&whole.len()) || !all_digits(whole) || !all_digits(fraction) {
        return Err(NotDigits);
    }
    let part = |range: std::ops::Range<usize>| whole.get(range)?.parse::<i16>().ok();
    let small = |range| i8::try_from(part(range)?).ok();
    let year = part(0..4).filter(|year| (1900..2100).contains(year));
    let month = small(4..6).filter(|month| (1..=12).contains(month));
    let day = || {
        Some(Shape::Day {
            year: Some(year?),
            month: month?,
            day: small(6..8)?,
        })
    };
    let at = |shape, time| Parsed {
        shape,
        time,
        offset: None,
    };
    Ok(match whole.len() {
        5 => serial(whole, fraction),
        6 => year.zip(month).map(|(year, month)| {
            at(
                Shape::Month {
                    year: Some(year),
                    month,
                },
                None,
            )
        }),
        8 => day().map(|day| at(day, None)),
        10 if whole.starts_with('2') => {
            let hour = small(8..10).and_then(|hour| Time::new(hour, 0, 0, 0).ok());
            day().filter(|_| hour.is_some()).map(|day| at(day, hour))
        }
        10 => whole
            .parse()
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .map(instant),
        13 => whole
            .parse()
            .ok()
            .and_then(|millis| Timestamp::from_millisecond(millis).ok())
            .map(instant),
        _ => None,
    })
}

fn instant(at: Timestamp) -> Parsed {
    let local = Offset::UTC.to_datetime(at);
    Parsed {
        shape: day_of(local.date()),
        time: Some(local.time()),
        offset: Some(Offset::UTC),
    }
}

fn day_of(date: Date) -> Shape {
    Shape::Day {
        year: Some(date.year()),
        month: date.month(),
        day: date.day(),
    }
}

/// A spreadsheet's days since 1899-12-30, from 1970 to 2099; the fraction is the time, to the second.
fn serial(whole: &str, fraction: &str) -> Option<Parsed> {
    const OF_1970: i32 = 25_569;
    const OF_2100: i32 = 73_051;
    let days: i32 = whole.parse().ok().filter(|days| (OF_1970..OF_2100).contains(days))?;
    let date = harpoon_core::period::day_from_number(days - OF_1970);
    let seconds = match fraction.trim_end_matches('0') {
        "" => None,
        digits => Some(seconds_of_day(digits)?),
    };
    let time = match seconds {
        None => None,
        Some(seconds) => {
            let [hour, minute, second] = [seconds / 3600, seconds / 60 % 60, seconds % 60];
            Some(
                Time::new(
                    i8::try_from(hour).ok()?,
                    i8::try_from(minute).ok()?,
                    i8::try_from(second).ok()?,
                    0,
                )
                .ok()?,
            )
        }
    };
    Some(Parsed {
        shape: day_of(date),
        time,
        offset: None,
    })
}

/// Seconds of a fraction of a day, rounded, never the next day.
fn seconds_of_day(digits: &str) -> Option<i64> {
    const DAY: i64 = 86_400;
    let digits = digits.get(..digits.len().min(12))?;
    let divisor = 10_i64.pow(u32::try_from(digits.len()).ok()?);
    let fraction: i64 = digits.parse().ok()?;
    Some(((fraction * DAY + divisor / 2) / divisor).min(DAY - 1))
}

/// A number in a date and how many digits it was written with.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    value: i16,
    digits: usize,
}

impl Run {
    fn small(self) -> Option<i8> {
        (self.digits <= 2).then(|| i8::try_from(self.value).ok()).flatten()
    }

    fn year(self) -> Option<i16> {
        match (self.digits, self.value) {
            (4, year) => Some(year),
            (2, year @ 0..=69) => Some(2000 + year),
            (2, year) => Some(1900 + year),
            _ => None,
        }
    }
}

/// What was met in a date that is written with words or separators.
#[derive(Debug, Default)]
struct Parts {
    runs: [Run; 3],
    count: usize,
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    weekday_met: bool,
    month_follows: bool,
    /// The month was counted as ten, and one or two may follow.
    month_counted: bool,
    dots: u8,
}

impl Parts {
    fn scan(&mut self, text: &str) -> Option<()> {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            rest = if c.is_ascii_digit() {
                self.number(rest)?
            } else if c.is_alphabetic() {
                self.word(rest)?
            } else {
                self.separator(c)?;
                rest.get(c.len_utf8()..)?
            };
        }
        Some(())
    }

    fn separator(&mut self, c: char) -> Option<()> {
        let known = c.is_whitespace()
            || matches!(
                c,
                '-' | '/' | '.' | ',' | '\'' | '’' | '·' | '–' | 'º' | '°' | '(' | ')'
            );
        self.dots = self.dots.saturating_add(u8::from(c == '.'));
        known.then_some(())
    }

    fn number<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (digits, rest) = text.split_at(end);
        let run = Run {
            value: digits.parse().ok()?,
            digits: digits.len(),
        };
        let unit = rest.chars().next().unwrap_or(' ');
        match unit {
            '年' | '년' => self.year = Some(run.year()?),
            '月' | '월' => self.month = Some(run.small()?),
            '日' | '일' | '号' | '號' => self.day = Some(run.small()?),
            _ if std::mem::take(&mut self.month_follows) => {
                self.month = Some(run.small()?);
                return Some(rest);
            }
            _ => {
                *self.runs.get_mut(self.count)? = run;
                self.count += 1;
                return Some(rest);
            }
        }
        rest.get(unit.len_utf8()..)
    }

    fn word<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let is_letter = |c: char| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}');
        let end = text.find(|c: char| !is_letter(c)).unwrap_or(text.len());
        let (text, rest) = text.split_at(end);
        let word = Word::of(text);
        if word.announces_month() {
            self.month_follows = true;
        } else if std::mem::take(&mut self.month_follows) {
            self.month = Some(word.counted_month()?);
            self.month_counted = self.month == Some(10);
        } else if std::mem::take(&mut self.month_counted) && word.counted_month().is_some_and(|more| more < 3) {
            self.month = word.counted_month().map(|more| 10 + more);
        } else if let Some(month) = word.month().filter(|_| !self.is_weekday_first(&word, rest)) {
            if self.month.replace(month).is_some() {
                return None;
            }
        } else if !self.weekday_met && word.weekday().is_some() {
            self.weekday_met = true;
        } else if !word.is_filler() {
            return None;
        }
        Some(rest)
    }

    /// `mar. 13 juin`: a word that names a weekday and a month is the weekday where another month follows.
    fn is_weekday_first(&self, word: &Word, rest: &str) -> bool {
        !self.weekday_met
            && word.weekday().is_some()
            && rest
                .split(|c: char| !c.is_alphabetic())
                .any(|later| !later.is_empty() && Word::of(later).month().is_some())
    }

    fn shape(&self) -> Option<Shape> {
        if self.month_follows {
            return None;
        }
        let runs = self.runs.get(..self.count)?;
        match self.month {
            Some(month) => self.around_month(month, runs),
            None if self.year.is_some() || self.day.is_some() => None,
            None => self.numbers_alone(runs),
        }
    }

    /// Day and year beside a named month.
    fn around_month(&self, month: i8, runs: &[Run]) -> Option<Shape> {
        let (year, day) = (self.year, self.day);
        match (runs, year, day) {
            ([], year, None) => Some(Shape::Month { year, month }),
            ([], year, Some(day)) => Some(Shape::Day { year, month, day }),
            ([only], None, None) if only.digits == 4 => Some(Shape::Month {
                year: only.year(),
                month,
            }),
            ([only], year, None) => Some(Shape::Day {
                year,
                month,
                day: only.small()?,
            }),
            ([only], None, Some(day)) => Some(Shape::Day {
                year: Some(only.year()?),
                month,
                day,
            }),
            ([year, day], None, None) if year.digits == 4 => Some(Shape::Day {
                year: year.year(),
                month,
                day: day.small()?,
            }),
            ([day, year], None, None) => Some(Shape::Day {
                year: Some(year.year()?),
                month,
                day: day.small()?,
            }),
            _ => None,
        }
    }

    /// Numbers with separators. Dots are written where the day comes first.
    fn numbers_alone(&self, runs: &[Run]) -> Option<Shape> {
        let either = |first: &Run, second: &Run, year| {
            let (first, second) = (first.small()?, second.small()?);
            Some(if self.dots > 0 {
                Shape::Day {
                    year,
                    month: second,
                    day: first,
                }
            } else {
                Shape::Either { first, second, year }
            })
        };
        match runs {
            [year, month, day] if year.digits == 4 => Some(Shape::Day {
                year: year.year(),
                month: month.small()?,
                day: day.small()?,
            }),
            [first, second, year] => either(first, second, Some(year.year()?)),
            [year, month] if year.digits == 4 => Some(Shape::Month {
                year: year.year(),
                month: month.small()?,
            }),
            [month, year] if year.digits == 4 => Some(Shape::Month {
                year: year.year(),
                month: month.small()?,
            }),
            // `1.5` is a number, `1.5.` a day.
            [first, second] if self.dots != 1 => either(first, second, None),
            _ => None,
        }
    }
}
