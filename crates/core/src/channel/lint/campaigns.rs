//! Paid campaigns, looked up by the campaign that a tag names: as it is written, or nearly so.

use std::collections::BTreeMap;

use super::PaidCampaign;
use crate::Number;
use crate::channel::lists::{family, slug};

/// Shortest name that a near miss is looked for, in characters: of shorter ones everything is near.
const SHORTEST: usize = 4;
/// From this length on, two letters may differ.
const LONG: usize = 8;
/// Longest name that a near miss is looked for.
const LONGEST: usize = 200;

/// One campaign of a platform, its spend gathered by currency.
pub(super) struct Campaign {
    pub(super) platform: String,
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) spend: BTreeMap<String, Number>,
    /// Name and id in one spelling, by characters.
    spellings: Vec<Vec<char>>,
}

impl Campaign {
    /// Its name, or its id where it has none.
    pub(super) fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }

    pub(super) fn has_spend(&self) -> bool {
        self.spend.values().any(|spend| *spend > Number::ZERO)
    }

    /// `120.5 EUR + 30 USD`.
    pub(super) fn spend_text(&self) -> String {
        let spent = self.spend.iter().filter(|(_, spend)| **spend > Number::ZERO);
        let parts: Vec<String> = spent.map(|(currency, spend)| format!("{spend} {currency}")).collect();
        parts.join(" + ")
    }

    fn may_be(&self, tagged: Option<&str>) -> bool {
        tagged.is_none_or(|platform| family(platform) == family(&self.platform))
    }
}

/// All paid campaigns, by platform and id.
pub(super) struct Campaigns {
    all: Vec<Campaign>,
    by_spelling: BTreeMap<String, Vec<usize>>,
}

impl Campaigns {
    pub(super) fn new(given: &[PaidCampaign]) -> Self {
        type Known<'a> = (Option<&'a str>, BTreeMap<String, Number>);
        let mut merged: BTreeMap<(&str, &str), Known<'_>> = BTreeMap::new();
        for one in given {
            let (name, spend) = merged.entry((&one.platform, &one.id)).or_default();
            *name = (*name).max(one.name.as_deref().filter(|name| !name.trim().is_empty()));
            let sum = spend.entry(one.currency.clone()).or_default();
            *sum = Number::from_micros(sum.micros().saturating_add(one.spend.micros()));
        }
        let all = merged.into_iter().map(|((platform, id), (name, spend))| {
            let written = [Some(id), name].into_iter().flatten().map(slug);
            let spellings = written.filter(|spelling| !spelling.is_empty());
            Campaign {
                platform: platform.to_owned(),
                id: id.to_owned(),
                name: name.map(str::to_owned),
                spend,
                spellings: spellings.map(|spelling| spelling.chars().collect()).collect(),
            }
        });
        let all: Vec<Campaign> = all.collect();
        let mut by_spelling: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, campaign) in all.iter().enumerate() {
            for spelling in &campaign.spellings {
                by_spelling.entry(spelling.iter().collect()).or_default().push(index);
            }
        }
        Self { all, by_spelling }
    }

    /// The campaigns in their order, with their place in it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Campaign)> {
        self.all.iter().enumerate()
    }

    /// Those whose name or id the tag says, in whatever case and with whatever between the words; of the tag's platform
    /// if that is known.
    pub(super) fn named(&self, campaign: &str, tagged: Option<&str>) -> Vec<(usize, &Campaign)> {
        let places = self.by_spelling.get(&slug(campaign)).map_or(&[][..], Vec::as_slice);
        let named = places
            .iter()
            .filter_map(|place| self.all.get(*place).map(|campaign| (*place, campaign)));
        named.filter(|(_, campaign)| campaign.may_be(tagged)).collect()
    }

    /// The one that the tag nearly says: at most two letters differ, and no digit, since `q3` is no slip for `q4`.
    pub(super) fn nearly(&self, campaign: &str, tagged: Option<&str>) -> Option<(usize, &Campaign)> {
        let written: Vec<char> = slug(campaign).chars().collect();
        let most = match written.len() {
            SHORTEST..LONG => 1,
            LONG..=LONGEST => 2,
            _ => return None,
        };
        let near = self
            .iter()
            .filter(|(_, campaign)| campaign.may_be(tagged))
            .filter_map(|(place, campaign)| {
                let spellings = campaign
                    .spellings
                    .iter()
                    .filter(|spelling| digits(spelling).eq(digits(&written)));
                let distance = spellings
                    .filter_map(|spelling| distance(spelling, &written, most))
                    .min()?;
                Some((distance, place, campaign))
            });
        let nearest = near.min_by_key(|(distance, place, _)| (*distance, *place));
        nearest.map(|(_, place, campaign)| (place, campaign))
    }
}

fn digits(letters: &[char]) -> impl Iterator<Item = char> {
    letters.iter().copied().filter(|letter| letter.is_numeric())
}

/// Levenshtein's distance in characters if it is at most `most`. Only the cells that can stay below it are computed.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let beyond = most + 1;
    let mut row: Vec<usize> = (0..=b.len()).map(|cost| cost.min(beyond)).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut next = vec![beyond; b.len() + 1];
        if let Some(first) = next.first_mut() {
            *first = (i + 1).min(beyond);
        }
        for j in i.saturating_sub(most)..(i + most + 1).min(b.len()) {
            let cost = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(beyond);
            let changed = cost(&row, j) + usize::from(b.get(j) != Some(letter));
            let least = changed.min(cost(&row, j + 1) + 1).min(cost(&next, j) + 1);
            if let Some(cell) = next.get_mut(j + 1) {
                *cell = least.min(beyond);
            }
        }
        row = next;
    }
    row.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distances_are_counted_up_to_a_limit() {
        let cases = [
            ("", "", 2, Some(0)),
            ("abc", "abc", 2, Some(0)),
            ("abc", "abd", 2, Some(1)),
            ("abc", "acb", 2, Some(2)),
            ("summer_sale", "sumer_sale", 2, Some(1)),
            ("summer_sale", "sumer_sal", 2, Some(2)),
            ("summer_sale", "sumer_sl", 2, None),
            ("summer_sale", "sumer_sal", 1, None),
            ("春季促销", "春季促消", 1, Some(1)),
            ("abcdef", "bcdefa", 2, Some(2)),
            ("abcdef", "fedcba", 2, None),
        ];
        for (a, b, most, expected) in cases {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(distance(&letters(a), &letters(b), most), expected, "{a} {b}");
        }
    }
}
