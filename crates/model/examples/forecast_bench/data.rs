//! Real series beside the workspace: read by day, missing days missing.

use std::fs;
use std::path::PathBuf;

/// A series for rolling origins.
pub(crate) struct Series {
    pub(crate) name: String,
    /// By step.
    pub(crate) values: Vec<Option<f64>>,
    /// Seasons in steps.
    pub(crate) seasons: Vec<usize>,
    /// Steps forecast from each origin.
    pub(crate) horizon: usize,
    /// Day number of the first step, where steps are days.
    pub(crate) first_day: Option<i64>,
}

pub(crate) fn folder() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let data = std::env::var_os("HARPOON_DATA").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    data.join("stats/forecast")
}

fn rows(file: &str) -> Vec<Vec<String>> {
    let path = folder().join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("cannot read {}: {e}", path.display()));
    text.lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.trim_matches('"').to_owned()).collect())
        .collect()
}

/// Days since 1970-01-01 in the civil calendar (Hinnant's algorithm).
pub(crate) fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year and month of a day number.
pub(crate) fn month_of(day: i64) -> (i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month)
}

fn parse_day(text: &str) -> i64 {
    let part = |at: std::ops::Range<usize>| text[at].parse().expect("a date");
    day_number(part(0..4), part(5..7), part(8..10))
}

/// A daily series of a file with a date and a value; several rows of a day are added, missing days stay missing.
fn daily(name: &str, file: &str, turn: fn(f64) -> f64) -> Series {
    let mut known: Vec<(i64, f64)> = rows(file)
        .iter()
        .filter_map(|row| Some((parse_day(&row[0]), turn(row.get(1)?.parse().ok()?))))
        .collect();
    known.sort_by_key(|(day, _)| *day);
    let (first, last) = (known[0].0, known[known.len() - 1].0);
    let mut values = vec![None; usize::try_from(last - first + 1).expect("in order")];
    for (day, value) in known {
        let cell = &mut values[usize::try_from(day - first).expect("in order")];
        *cell = Some(cell.unwrap_or(0.0) + value);
    }
    Series {
        name: name.to_owned(),
        values,
        seasons: vec![7],
        horizon: 30,
        first_day: Some(first),
    }
}

fn steps(name: &str, file: &str, column: usize, seasons: &[usize], horizon: usize) -> Series {
    Series {
        name: name.to_owned(),
        values: rows(file).iter().map(|row| row[column].parse().ok()).collect(),
        seasons: seasons.to_vec(),
        horizon,
        first_day: None,
    }
}

/// Daily series, for goals of months.
pub(crate) fn dailies() -> Vec<Series> {
    vec![
        daily(
            "page views, sportsman (log, turned back)",
            "example_wp_log_peyton_manning.csv",
            f64::exp,
        ),
        daily(
            "page views, language R (log, turned back)",
            "example_wp_log_R.csv",
            f64::exp,
        ),
        daily("pedestrians, 2017 to 2021", "example_pedestrians_covid.csv", |v| v),
        daily("electricity, daily sums", "vic_elec.csv", |v| v),
    ]
}

/// All series for rolling origins.
pub(crate) fn all() -> Vec<Series> {
    let mut out = dailies();
    out.push(steps("electricity by hour", "vic_elec.csv", 1, &[24, 168], 48));
    out.push(steps("price by trading day", "daily_univariate_ts.csv", 1, &[5], 20));
    out.push(steps("jobless claims by week", "iclaims_example.csv", 1, &[52], 13));
    out.push(steps("retail sales by month", "example_retail_sales.csv", 1, &[12], 12));
    out.push(steps(
        "air passengers by month",
        "example_air_passengers.csv",
        1,
        &[12],
        12,
    ));
    out
}

/// Train and test of an M4 frequency.
pub(crate) fn m4(frequency: &str) -> Vec<(Vec<Option<f64>>, Vec<f64>)> {
    let read = |part: &str| -> Vec<Vec<f64>> {
        rows(&format!("m4/{frequency}-{part}.csv"))
            .iter()
            .map(|row| row[1..].iter().filter_map(|cell| cell.parse().ok()).collect())
            .collect()
    };
    let known = |row: Vec<f64>| row.into_iter().map(Some).collect();
    read("train").into_iter().map(known).zip(read("test")).collect()
}
