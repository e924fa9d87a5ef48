//! Links that exist already, against the scheme.

use harpoon_core::channel::Rules;
use harpoon_core::channel::lint::{Finding, lint};

use super::check::tag;
use super::{Fault, Scheme};

/// What a list of links comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Links that are wrong, in the order of the list.
    pub links: Vec<Audited>,
    /// How many are right.
    pub right: usize,
    /// What only shows when all are seen together, such as a campaign that is written in two ways; by the lint of channels.
    pub together: Vec<Finding>,
}

/// A link that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    /// Its place in the list, from 0.
    pub place: usize,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// The link as it should be, where that can be told.
    pub corrected: Option<String>,
}

impl Scheme {
    /// Looks a list of links over.
    pub fn audit(&self, links: &[&str], rules: &Rules) -> Audit {
        let wrong = links.iter().enumerate().filter_map(|(place, url)| {
            let faults = self.check(url, rules);
            (!faults.is_empty()).then(|| Audited {
                place,
                faults,
                corrected: self.corrected(url, rules),
            })
        });
        let wrong: Vec<Audited> = wrong.collect();
        let tags: Vec<_> = links
            .iter()
            .filter(|url| self.destination(url).is_none())
            .map(|url| tag(url, 1))
            .collect();
        Audit {
            right: links.len() - wrong.len(),
            links: wrong,
            together: lint(rules, &tags, &[]),
        }
    }
}
