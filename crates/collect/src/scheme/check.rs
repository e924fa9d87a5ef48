//! Whether a link keeps to the scheme, and what it should be.

use harpoon_core::catalogue::closest;
use harpoon_core::channel::address::{decoded, host, parameters};
use harpoon_core::channel::lint::{Check, Finding, Severity, Tag, lint};
use harpoon_core::channel::{self, Rules};

use super::{Fault, Part, Scheme, Wrong};

/// Longest link, in bytes.
const LONGEST: usize = 4_000;

impl Scheme {
    /// What is wrong with a link, the worst first. `rules` are those of the workspace's channels.
    pub fn check(&self, url: &str, rules: &Rules) -> Vec<Fault> {
        if let Some(fault) = self.destination(url) {
            return vec![fault];
        }
        let mut faults = Vec::new();
        for part in Part::ALL {
            let values = values(url, part);
            faults.extend(self.part(part, &values));
        }
        faults.extend(self.linted(url, rules, &faults));
        faults.sort_by_key(|fault| (fault.severity, fault.part));
        faults
    }

    /// The link as it should be; `None` where nothing is wrong, or where somebody has to say what is meant.
    pub fn corrected(&self, url: &str, rules: &Rules) -> Option<String> {
        let faults = self.check(url, rules);
        if faults.is_empty() || faults.iter().any(|fault| fault.part.is_none() || fault.right.is_none()) {
            return None;
        }
        let right = |part: Part| {
            let mut told = faults.iter().filter(|fault| fault.part == Some(part));
            let told = told.find_map(|fault| fault.right.clone());
            told.or_else(|| values(url, part).into_iter().next())
        };
        let parts = Part::ALL.into_iter().filter_map(|part| Some((part, right(part)?)));
        let corrected = super::build::with_tags(url, &parts.collect());
        self.check(&corrected, rules).is_empty().then_some(corrected)
    }

    /// Whether links may lead there at all.
    pub(super) fn destination(&self, url: &str) -> Option<Fault> {
        let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
        let is_http = lower.starts_with("https://") || lower.starts_with("http://");
        // Browsers read a backslash as a slash, so that the host that they go to is another.
        let is_clean =
            url.len() <= LONGEST && !url.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\');
        let authority = url
            .split_once("://")
            .and_then(|(_, rest)| rest.split(['/', '?', '#']).next());
        let host =
            host(url).filter(|_| is_http && is_clean && !authority.is_some_and(|authority| authority.contains('@')));
        let fault = |wrong, message| Fault {
            part: None,
            wrong,
            severity: Severity::Error,
            given: url.chars().take(200).collect(),
            right: None,
            message,
        };
        let Some(host) = host else {
            let message =
                "a link leads to a site, and is written https://… without blanks, names or passwords".to_owned();
            return Some(fault(Wrong::Address, message));
        };
        let known = |site: &String| {
            let site = site.to_lowercase();
            host == site || host.ends_with(&format!(".{site}"))
        };
        if !self.sites.is_empty() && !self.sites.iter().any(known) {
            let message = format!(
                "`{host}` is none of the sites that links may lead to: {}",
                self.sites.join(", ")
            );
            return Some(fault(Wrong::Site, message));
        }
        None
    }

    /// What is wrong with one part.
    fn part(&self, part: Part, values: &[String]) -> Option<Fault> {
        let fault = |wrong, severity, given: &str, right: Option<String>, message: String| {
            Some(Fault {
                part: Some(part),
                wrong,
                severity,
                given: given.to_owned(),
                right,
                message,
            })
        };
        let given = values.first().map(String::as_str).unwrap_or_default();
        if given.trim().is_empty() {
            let words = self.words.get(&part).map(Vec::as_slice).unwrap_or_default();
            let only = if let [only] = words { Some(only.clone()) } else { None };
            let hint = one_of(words);
            let message = format!("{part} is missing{hint}");
            return self
                .required
                .contains(&part)
                .then(|| fault(Wrong::Missing, Severity::Error, given, only, message))?;
        }
        if values.len() > 1 {
            let message = format!("{part} stands {} times; tools read one or the other", values.len());
            let right = self.right(part, given).unwrap_or_else(|| given.to_owned());
            return fault(Wrong::Twice, Severity::Error, given, Some(right), message);
        }
        let plain = self.plain(given);
        let right = self.right(part, given);
        if right.as_deref() == Some(given) {
            return self.shape(part, given);
        }
        let is_spelling = right.as_deref() == Some(plain.as_str());
        let wrong = match (is_spelling, given.contains(char::is_whitespace)) {
            (true, true) => Wrong::Lint(Check::Blank),
            (true, false) => Wrong::Lint(Check::MixedCase),
            (false, _) => Wrong::Word,
        };
        let message = match (&right, wrong) {
            (Some(right), Wrong::Word) => format!("{part} is `{given}`; the word is `{right}`"),
            (Some(right), _) => format!("{part} is `{given}`; it is written `{right}`"),
            (None, _) => {
                let words = self.words.get(&part).map(Vec::as_slice).unwrap_or_default();
                format!("{part} is `{given}`{}", one_of(words))
            }
        };
        let severity = if wrong == Wrong::Word {
            Severity::Error
        } else {
            Severity::Warning
        };
        fault(wrong, severity, given, right, message)
    }

    /// `utm_content` that no post can have.
    fn shape(&self, part: Part, given: &str) -> Option<Fault> {
        let template = self.content.as_ref().filter(|_| part == Part::Content)?;
        (!template.fits(given)).then(|| Fault {
            part: Some(part),
            wrong: Wrong::Shape,
            severity: Severity::Warning,
            given: given.to_owned(),
            right: None,
            message: format!("{part} is `{given}`; it is made as `{}`", template.as_str()),
        })
    }

    /// A text as the scheme spells texts.
    pub(super) fn plain(&self, text: &str) -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(&self.blank.to_string());
        if self.lower { text.to_lowercase() } else { text }
    }

    /// What is to stand in a part, where that can be told: the text itself in its spelling, the word that stands for it, or the
    /// one that is spelt most like it.
    fn right(&self, part: Part, given: &str) -> Option<String> {
        let plain = self.plain(given);
        let instead = self.instead.get(&part).and_then(|instead| {
            let found = instead.iter().find(|(often, _)| self.plain(often) == plain);
            found.map(|(_, right)| right.clone())
        });
        let plain = instead.unwrap_or(plain);
        let Some(words) = self.words.get(&part) else {
            return Some(plain);
        };
        let known = |word: &str| words.iter().find(|known| known.as_str() == word).cloned();
        let same = || words.iter().find(|known| known.eq_ignore_ascii_case(&plain)).cloned();
        // `ig`, `l.instagram.com` and `Instagram` are one platform.
        let platform = || known(channel::platform(&plain).filter(|_| part == Part::Source)?);
        let near = || closest(&plain, words.iter().map(String::as_str)).map(str::to_owned);
        known(&plain).or_else(same).or_else(platform).or_else(near)
    }

    /// What the lint of channels finds that the scheme has not said already.
    fn linted(&self, url: &str, rules: &Rules, said: &[Fault]) -> Vec<Fault> {
        let findings = lint(rules, &[tag(url, 1)], &[]);
        let mut faults = Vec::new();
        for finding in findings {
            match finding.check {
                Check::Placeholder | Check::ClickContradicts => faults.push(whole(&finding)),
                Check::Swapped => faults.extend(self.swapped(url, &finding)),
                // Words that a workspace has chosen are right by that.
                Check::UnknownMedium if !self.words.contains_key(&Part::Medium) => {
                    let right = finding.fix.split_once('/').filter(|_| !finding.fix.contains(' '));
                    faults.push(Fault {
                        part: Some(Part::Medium),
                        given: finding.medium.clone().unwrap_or_default(),
                        right: right.map(|(_, medium)| medium.to_owned()),
                        ..whole(&finding)
                    });
                }
                _ => {}
            }
        }
        let is_new = |fault: &Fault| fault.part.is_none() || !said.iter().any(|said| said.part == fault.part);
        faults.retain(is_new);
        faults
    }

    /// Source and medium in each other's place: each is the other's.
    fn swapped(&self, url: &str, finding: &Finding) -> Vec<Fault> {
        let first = |part| values(url, part).into_iter().next().unwrap_or_default();
        let other = |part, from| Fault {
            part: Some(part),
            given: first(part),
            right: Some(self.plain(&first(from))),
            ..whole(finding)
        };
        vec![other(Part::Source, Part::Medium), other(Part::Medium, Part::Source)]
    }
}

fn whole(finding: &Finding) -> Fault {
    let given = [&finding.source, &finding.medium, &finding.campaign];
    let given: Vec<&str> = given.iter().filter_map(|text| text.as_deref()).collect();
    Fault {
        part: None,
        wrong: Wrong::Lint(finding.check),
        severity: finding.severity,
        given: given.join("/"),
        right: None,
        message: format!("{}; {}", finding.message, finding.fix),
    }
}

/// The tag of a link, as the lint of channels takes it.
pub(super) fn tag(url: &str, touches: u64) -> Tag {
    let first = |part| values(url, part).into_iter().next();
    let click = parameters(url).find_map(|(name, value)| {
        let click = channel::click_id(&name)?;
        (!value.is_empty()).then(|| click.param.to_owned())
    });
    Tag {
        source: first(Part::Source),
        medium: first(Part::Medium),
        campaign: first(Part::Campaign),
        click_param: click,
        touches,
    }
}

/// Values of a part in a link.
pub(super) fn values(url: &str, part: Part) -> Vec<String> {
    let found = parameters(url).filter(|(name, _)| name == part.parameter());
    found.map(|(_, value)| decoded_whole(value)).collect()
}

/// The value with blanks around it, which are a fault and not to be overlooked.
fn decoded_whole(value: &str) -> String {
    let is_padded =
        value.starts_with(['+']) || value.ends_with(['+']) || value.starts_with("%20") || value.ends_with("%20");
    if is_padded {
        format!(" {} ", decoded(value))
    } else {
        decoded(value)
    }
}

fn one_of(words: &[String]) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!("; it is one of {}", words.join(", "))
    }
}
