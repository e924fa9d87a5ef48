//! [`Benchmark`]: a public figure of an industry, with its source, year, population and denominator.
//!
//! The figures stand in `benchmarks.toml`. Two figures are compared only if they are made alike: one industry reads 0.26 % or
//! 3.80 % engagement by definition alone, so another [`Basis`] is another thing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use harpoon_core::Number;
use serde::{Deserialize, Serialize};

use crate::view::Unit;

/// The industry that stands for all together.
pub const ALL: &str = "all";

/// How a figure is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Likes, comments, shares and other reactions of a post by followers.
    EngagementPerPostByFollowers,
    /// The same by impressions.
    EngagementPerPostByImpressions,
    /// Media cost of a click on an ad's link.
    CostPerClick,
    /// Leads or orders by clicks on ads.
    ConversionByClick,
    /// Media cost of a lead.
    CostPerLead,
}

impl Basis {
    const fn is_share(self) -> bool {
        !matches!(self, Self::CostPerClick | Self::CostPerLead)
    }
}

/// What a figure is of its sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// The middle one.
    Median,
    /// The average.
    Mean,
    /// The source does not say.
    Unstated,
}

/// A public figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Benchmark {
    /// How it is made.
    pub basis: Basis,
    /// Platform id.
    pub platform: String,
    /// Industry id, [`ALL`] for all together.
    pub industry: String,
    /// The figure.
    pub value: Number,
    /// Its unit.
    pub unit: Unit,
    /// Median or mean.
    pub statistic: Statistic,
    /// Who published it.
    pub source: String,
    /// Year that the figures are of.
    pub year: u16,
    /// Of whom.
    pub population: String,
    /// Where it can be read.
    pub url: String,
}

/// The file of figures.
#[derive(Deserialize)]
struct File {
    set: Vec<Set>,
}

#[derive(Deserialize)]
struct Set {
    source: String,
    year: u16,
    population: String,
    url: String,
    statistic: Statistic,
    #[serde(default)]
    currency: Option<String>,
    figures: Vec<Row>,
}

/// Basis, platform, and by industry the figure as the source prints it: per cent for shares.
#[derive(Deserialize)]
struct Row {
    basis: Basis,
    platform: String,
    by_industry: BTreeMap<String, Number>,
}

/// What is wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum BenchmarkError {
    /// Not TOML, or not of this shape.
    #[error("the file of industry figures cannot be read")]
    Shape(#[from] toml::de::Error),
    /// A figure out of range, or of money without a currency.
    #[error("`{source_name}`: the figure of `{industry}` has no currency or is too large")]
    Figure {
        /// Publisher.
        source_name: String,
        /// Industry.
        industry: String,
    },
}

/// All public figures that we know, in the order of the file, which is read once.
pub fn all() -> Result<&'static [Benchmark], &'static BenchmarkError> {
    static KNOWN: LazyLock<Result<Vec<Benchmark>, BenchmarkError>> =
        LazyLock::new(|| read(include_str!("../benchmarks.toml")));
    KNOWN.as_deref()
}

/// Industries that figures are known of, `all` left out.
pub fn industries() -> Result<BTreeSet<String>, &'static BenchmarkError> {
    let known = all()?.iter().map(|figure| &figure.industry);
    Ok(known.filter(|industry| *industry != ALL).cloned().collect())
}

/// The figures of a file.
pub fn read(text: &str) -> Result<Vec<Benchmark>, BenchmarkError> {
    let file: File = toml::from_str(text)?;
    let mut found = Vec::new();
    for set in &file.set {
        for row in &set.figures {
            for (industry, printed) in &row.by_industry {
                let benchmark = benchmark(set, row, industry, *printed);
                found.push(benchmark.ok_or_else(|| BenchmarkError::Figure {
                    source_name: set.source.clone(),
                    industry: industry.clone(),
                })?);
            }
        }
    }
    Ok(found)
}

fn benchmark(set: &Set, row: &Row, industry: &str, printed: Number) -> Option<Benchmark> {
    let (value, unit) = if row.basis.is_share() {
        (printed.scaled(1, 100).ok()?, Unit::Share)
    } else {
        (printed, Unit::Money(set.currency.clone()?))
    };
    Some(Benchmark {
        basis: row.basis,
        platform: row.platform.clone(),
        industry: industry.to_owned(),
        value,
        unit,
        statistic: set.statistic,
        source: set.source.clone(),
        year: set.year,
        population: set.population.clone(),
        url: set.url.clone(),
    })
}

/// The newest figure made in the same way for the platform and industry, else for all industries together. Money only in the
/// same currency.
pub fn find<'a>(
    all: &'a [Benchmark],
    basis: Basis,
    platform: &str,
    industry: &str,
    unit: &Unit,
) -> Option<&'a Benchmark> {
    let fits = |b: &&Benchmark| b.basis == basis && b.platform == platform && b.unit == *unit;
    let of = |industry: &str| {
        all.iter()
            .filter(fits)
            .filter(|b| b.industry == industry)
            .max_by_key(|b| b.year)
    };
    of(industry).or_else(|| of(ALL))
}
