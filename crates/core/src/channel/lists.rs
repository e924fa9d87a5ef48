//! The lists that rules ask: sources and their category, addresses of networks, engines and assistants, platforms, click ids.
//!
//! The lists are files in `data/channels`; each says where it comes from. A line is fields with commas, `#` begins a comment.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::address::{LONGEST_HOST, suffixes};
use crate::fact::words;

words! {
    /// A list that a rule can ask.
    List {
        /// GA4's search engines.
        Ga4Search = "ga4_search",
        /// GA4's social sites.
        Ga4Social = "ga4_social",
        /// GA4's shopping sites.
        Ga4Shopping = "ga4_shopping",
        /// GA4's video sites.
        Ga4Video = "ga4_video",
        /// Search engines of Matomo's list, and platforms that are search.
        SearchEngines = "search_engines",
        /// Networks of Matomo's list, and platforms that are social.
        SocialNetworks = "social_networks",
        /// Platforms that are video.
        VideoSites = "video_sites",
        /// Assistants of Matomo's list.
        AiAssistants = "ai_assistants",
        /// Mailboxes in a browser.
        Webmail = "webmail",
    }
}

/// What the name of a click id's parameter tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClickId {
    /// Name of the parameter, in lower case.
    pub param: &'static str,
    /// Platform that appends it.
    pub platform: &'static str,
    /// Whether it is proof of an ad.
    pub implies_paid: bool,
    /// What an untagged touch is read as: source, which is empty where it tells nothing.
    pub(super) source: &'static str,
    /// And medium.
    pub(super) medium: &'static str,
    /// Platforms that a tag beside it may name.
    agrees: Vec<&'static str>,
}

impl ClickId {
    /// Whether a tag that names this platform can stand on the same link.
    pub fn agrees_with(&self, platform: &str) -> bool {
        self.agrees.is_empty() || self.agrees.contains(&platform)
    }

    /// Whether it stands on ads and posts alike, so that it leaves open what it was.
    pub(super) fn is_open(&self) -> bool {
        !self.implies_paid && self.medium.is_empty() && !self.source.is_empty()
    }
}

/// Every click id that is known, in the order of the list.
pub fn click_ids() -> &'static [ClickId] {
    &LISTS.clicks
}

/// The click id with this name of a parameter, in any letter case.
pub fn click_id(param: &str) -> Option<&'static ClickId> {
    let param = param.trim();
    LISTS
        .clicks
        .iter()
        .find(|click| click.param.eq_ignore_ascii_case(param))
}

/// The platform that a source, an address or a platform's own name stands for: `l.instagram.com`, `ig` and `Instagram` are
/// `instagram`. A network or assistant that is only in the lists gets its name there: `chatgpt`, `hacker_news`.
pub fn platform(name: &str) -> Option<&'static str> {
    let name = name.trim();
    if name.is_empty() || name.len() > LONGEST_HOST {
        return None;
    }
    let name = name.to_lowercase();
    let name = name.strip_prefix("www.").unwrap_or(&name);
    let named = LISTS.names.get(name).copied();
    let named = named.or_else(|| LISTS.names.get(slug(name).as_str()).copied());
    named
        .or_else(|| LISTS.assistant(name))
        .or_else(|| suffixes(name).find_map(|host| site(&LISTS.names, host)))
        .or_else(|| suffixes(name).find_map(|host| LISTS.networks.get(host).copied()))
        .or_else(|| LISTS.engine(name))
}

/// The platform's id where the touch was paid for: `google` becomes `google_ads`.
pub(super) fn paid_as(platform: &'static str) -> &'static str {
    LISTS.paid_as.get(platform).copied().unwrap_or(platform)
}

/// Whether the platform is only ever paid for.
pub(super) fn is_ads_only(platform: &str) -> bool {
    LISTS.paid_as.get(platform).is_some_and(|paid| *paid == platform)
}

/// Platforms whose ads are bought together have one family: Facebook and Instagram, Google and YouTube.
pub(super) fn family(platform: &str) -> &str {
    LISTS.families.get(platform).copied().unwrap_or(platform)
}

/// What kind of place a platform is: `social`, `video`, `search`, `shopping`, `email`, `native`, `audio`.
pub(super) fn kind(platform: &str) -> Option<&'static str> {
    LISTS.kinds.get(platform).copied()
}

/// Lower case, with `_` for what is no letter or digit.
pub(super) fn slug(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let parts = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("_")
}

/// The lists that a source is in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Member(u16);

impl Member {
    /// Looks a source up: a word or a host, in lower case.
    pub(super) fn of(source: &str) -> Self {
        let source = source.strip_prefix("www.").unwrap_or(source);
        let mut member = Self::default();
        if source.is_empty() || source.len() > LONGEST_HOST {
            return member;
        }
        if let Some(list) = ga4_category(source) {
            member.add(list);
        }
        let assistant = LISTS.assistant(source).is_some();
        match platform(source).and_then(kind) {
            Some("search") if !source.contains('.') => member.add(List::SearchEngines),
            Some("video") => member.add(List::VideoSites),
            Some("social") => member.add(List::SocialNetworks),
            _ => {}
        }
        let checks = [
            (List::AiAssistants, assistant),
            (List::Webmail, LISTS.webmail.contains(source)),
            (List::SearchEngines, LISTS.engine(source).is_some()),
            (
                List::SocialNetworks,
                suffixes(source).any(|host| LISTS.networks.contains_key(host)),
            ),
        ];
        for (list, _) in checks.iter().filter(|(_, is_in)| *is_in) {
            member.add(*list);
        }
        member
    }

    fn add(&mut self, list: List) {
        self.0 |= 1 << list as u16;
    }

    pub(super) fn is_in(self, list: List) -> bool {
        self.0 & (1 << list as u16) != 0
    }
}

/// GA4's category. Its social and video sites stand for their subdomains; a search engine's other services are no search.
fn ga4_category(source: &str) -> Option<List> {
    let exact = LISTS.ga4.get(source).copied();
    exact.or_else(|| {
        let wider = suffixes(source).filter_map(|host| site(&LISTS.ga4, host));
        wider
            .into_iter()
            .find(|list| matches!(list, List::Ga4Social | List::Ga4Video))
    })
}

/// Looks an address up; a bare word at the end of a host, such as `com`, is none.
fn site<T: Copy>(list: &BTreeMap<&'static str, T>, host: &str) -> Option<T> {
    host.contains('.').then(|| list.get(host).copied()).flatten()
}

static LISTS: LazyLock<Lists> = LazyLock::new(Lists::read);

#[derive(Debug, Default)]
struct Lists {
    ga4: BTreeMap<&'static str, List>,
    /// Names and addresses of platforms.
    names: BTreeMap<&'static str, &'static str>,
    kinds: BTreeMap<&'static str, &'static str>,
    paid_as: BTreeMap<&'static str, &'static str>,
    families: BTreeMap<&'static str, &'static str>,
    /// Addresses of networks, to their platform.
    networks: BTreeMap<&'static str, &'static str>,
    /// Addresses and names of assistants, to their platform.
    assistants: BTreeMap<&'static str, &'static str>,
    /// Addresses of engines, to their platform where it is one.
    engines: BTreeMap<&'static str, &'static str>,
    webmail: BTreeSet<&'static str>,
    clicks: Vec<ClickId>,
}

impl Lists {
    fn read() -> Self {
        let mut lists = Self::default();
        for line in lines(include_str!("../../data/channels/platforms.csv")) {
            lists.add_platform(line);
        }
        for (source, category) in pairs(include_str!("../../data/channels/ga4_sources.csv")) {
            lists.ga4.extend(category_list(category).map(|list| (source, list)));
        }
        for (address, network) in pairs(include_str!("../../data/channels/socials.csv")) {
            let platform = lists.platform_named(network);
            lists.networks.insert(address, platform);
        }
        for (address, assistant) in pairs(include_str!("../../data/channels/ai_assistants.csv")) {
            let platform = lists.platform_named(assistant);
            lists.assistants.insert(address, platform);
            // `utm_source=perplexity` is said of an assistant; `you` and the like may be anything.
            if assistant.len() > 3 {
                lists.assistants.insert(assistant, platform);
            }
        }
        for (address, engine) in pairs(include_str!("../../data/channels/search_engines.csv")) {
            let first = engine.split([' ', '!']).next().unwrap_or(engine);
            let platform = lists.names.get(first).copied().unwrap_or("");
            lists.engines.insert(address, platform);
        }
        let webmail = pairs(include_str!("../../data/channels/webmail.csv"));
        lists.webmail = webmail.map(|(address, _)| address).collect();
        let clicks = lines(include_str!("../../data/channels/click_ids.csv"));
        lists.clicks = clicks.filter_map(click).collect();
        lists
    }

    fn add_platform(&mut self, line: &'static str) {
        let mut fields = line.split(',');
        let mut field = || fields.next();
        let (Some(id), Some(kind), Some(paid_as)) = (field(), field(), field()) else {
            return;
        };
        let (Some(family), Some(names)) = (field(), field()) else {
            return;
        };
        if !family.is_empty() {
            self.families.insert(id, family);
        }
        self.kinds.insert(id, kind);
        if !paid_as.is_empty() {
            self.paid_as.insert(id, paid_as);
        }
        self.names.insert(id, id);
        self.names.extend(names.split_whitespace().map(|name| (name, id)));
    }

    /// Our platform of that name, or the name as one word, kept for the life of the process: the lists are read once.
    fn platform_named(&self, name: &'static str) -> &'static str {
        let slug = slug(name);
        let known = self.names.get(name).or_else(|| self.names.get(slug.as_str())).copied();
        known.unwrap_or_else(|| if slug == name { name } else { String::leak(slug) })
    }

    fn assistant(&self, name: &str) -> Option<&'static str> {
        suffixes(name).find_map(|host| self.assistants.get(host).copied())
    }

    /// The engine at this host. `google.co.uk` is looked up as `google.{}`, `uk.search.yahoo.com` as `{}.search.yahoo.com`.
    fn engine(&self, host: &str) -> Option<&'static str> {
        if !host.contains('.') {
            return None;
        }
        let country = |label: &str| label.len() == 2 || ["com", "co", "org"].contains(&label);
        let mut spellings = vec![host.to_owned()];
        if let Some((before, last)) = host.rsplit_once('.').filter(|(_, last)| country(last)) {
            spellings.push(format!("{before}.{{}}"));
            let before = before
                .rsplit_once('.')
                .filter(|(_, label)| country(label) && last.len() == 2);
            spellings.extend(before.map(|(before, _)| format!("{before}.{{}}")));
        }
        if let Some((_, after)) = host.split_once('.').filter(|(first, _)| country(first)) {
            spellings.push(format!("{{}}.{after}"));
        }
        spellings
            .iter()
            .find_map(|spelling| self.engines.get(spelling.as_str()).copied())
    }
}

fn category_list(category: &str) -> Option<List> {
    List::from_word(&format!("ga4_{category}"))
}

fn click(line: &'static str) -> Option<ClickId> {
    let fields: Vec<&'static str> = line.split(',').collect();
    let [param, platform, implies_paid, source, medium, agrees] = fields.try_into().ok()?;
    Some(ClickId {
        param,
        platform,
        implies_paid: implies_paid == "yes",
        source,
        medium,
        agrees: agrees.split_whitespace().collect(),
    })
}

fn pairs(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(text).filter_map(|line| line.split_once(','))
}

/// Lines that are no remarks.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}
