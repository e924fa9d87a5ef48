//! From a post to a closed deal: who did what, where leads come from, who gets the credit.
//!
//! The lake walks the events of one person at a time; here a channel is put to each, and the models count.

pub mod claims;
pub mod credit;
pub mod origins;
pub mod person;
pub mod roi;
pub mod stated;
pub mod tags;
pub mod trace;
mod twice;

use std::collections::HashMap;
use std::fs;

use harpoon_core::channel::{Channel, Group, Rules, Touch};
use harpoon_core::event::{Alias, EventKind, Part};
use harpoon_core::identity::People;
use harpoon_lake::query::Source;
use harpoon_lake::query::journal::{self, Book, Journey, Origin, Who};
pub use harpoon_lake::query::journal::{Deed, deeds};

use crate::Error;
use crate::workspace::Workspace;

/// A dimension by which touches are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Group of channels, or the source's own word.
    Channel,
    /// Platform.
    Platform,
    /// Paid or organic.
    Scope,
    /// Campaign.
    Campaign,
    /// Post or ad, as the link names it.
    Content,
    /// `utm_source`.
    Source,
    /// `utm_medium`.
    Medium,
    /// Page that was reached, without its query.
    LandingPage,
}

impl By {
    /// Each with its word on the command line.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("channel", Self::Channel),
        ("platform", Self::Platform),
        ("scope", Self::Scope),
        ("campaign", Self::Campaign),
        ("content", Self::Content),
        ("source", Self::Source),
        ("medium", Self::Medium),
        ("landing_page", Self::LandingPage),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, by)| *by == self)
            .map_or("", |(word, _)| word)
    }

    /// Reads words; says all that are none.
    pub fn read(words: &[String]) -> Result<Vec<Self>, Error> {
        let known = |word: &String| Self::WORDS.iter().find(|(known, _)| known == word).map(|(_, by)| *by);
        let wrong: Vec<&str> = words
            .iter()
            .filter(|w| known(w).is_none())
            .map(String::as_str)
            .collect();
        if wrong.is_empty() {
            return Ok(words.iter().filter_map(known).collect());
        }
        let all: Vec<&str> = Self::WORDS.iter().map(|(word, _)| *word).collect();
        Err(Error::Usage(format!(
            "journeys are not told apart by {}; one of {}",
            wrong.join(", "),
            all.join(", ")
        )))
    }
}

/// A value that no source gives.
pub const NONE: &str = "(none)";

/// An origin in its source's words, with the channel that the rules put it to.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The words.
    pub words: Origin,
    /// The channel.
    pub channel: Channel,
    /// Whether the source's own word for the channel is kept as it is written. Where the rules put other touches to
    /// channels, `Paid Social` of a CRM and their `paid_social` are one.
    pub as_written: bool,
}

impl Placed {
    /// Its value of a dimension.
    pub fn by(&self, by: By) -> String {
        let own = |text: &Option<String>| text.clone().unwrap_or_else(|| NONE.to_owned());
        match by {
            By::Channel if self.channel.group == Group::Direct.as_str() => self.channel.group.clone(),
            By::Channel => match &self.words.channel {
                Some(word) if self.as_written => word.clone(),
                _ => self.channel.group.clone(),
            },
            By::Platform => own(&self.channel.platform),
            By::Scope => self.channel.scope.to_string(),
            By::Campaign => own(&self.channel.campaign),
            By::Content => own(&self.channel.content),
            By::Source => own(&self.words.source),
            By::Medium => own(&self.words.medium),
            By::LandingPage => match &self.words.landing_url {
                Some(url) => url.split(['?', '#']).next().unwrap_or(url).to_owned(),
                None => NONE.to_owned(),
            },
        }
    }

    /// The channel of an event: of a deed of which nothing is told, none; a visit of which nothing is told is direct.
    pub fn channel_of(&self, kind: EventKind) -> String {
        if kind.part() != Part::Touch && self.is_blank() {
            return NONE.to_owned();
        }
        self.by(By::Channel)
    }

    /// Whether the event may have led to a deed: a touch, or a form or order whose own source says where it came from. The
    /// channel of a conversion that its source names no further repeats the touch before it and is none.
    pub fn is_touch(&self, kind: EventKind) -> bool {
        match kind.part() {
            Part::Touch => true,
            Part::Deed => kind != EventKind::Conversion && !self.is_blank(),
            Part::Change => false,
        }
    }

    /// Whether nothing tells where the person came from. A visit of which nothing is told is direct; a lead in a CRM of
    /// which nothing is told is unknown.
    pub fn is_blank(&self) -> bool {
        let words = Origin {
            landing_url: None,
            ..self.words.clone()
        };
        words == Origin::default() && self.channel.group == Group::Direct.as_str()
    }
}

/// A walk over all journeys.
pub struct Walk<'a> {
    rules: Rules,
    as_written: bool,
    placed: Vec<Placed>,
    each: &'a mut dyn FnMut(&[Placed], &Book, &Journey),
}

impl Walk<'_> {
    fn journey(&mut self, book: &Book, journey: &Journey) {
        for words in book.origins.get(self.placed.len()..).unwrap_or_default() {
            let channel = self.rules.channel(&touch(words));
            self.placed.push(Placed {
                words: words.clone(),
                channel,
                as_written: self.as_written,
            });
        }
        (self.each)(&self.placed, book, journey);
    }
}

fn touch(words: &Origin) -> Touch<'_> {
    Touch {
        source: words.source.as_deref(),
        medium: words.medium.as_deref(),
        campaign: words.campaign.as_deref(),
        content: words.content.as_deref(),
        click_param: words.click_param.as_deref(),
        referrer: words.referrer.as_deref(),
        landing_url: words.landing_url.as_deref(),
        platform: words.platform.as_deref(),
        scope: words.scope,
        channel: words.channel.as_deref(),
    }
}

/// What a walk leaves behind.
pub struct Walked {
    /// Who is who.
    pub people: People,
    /// Distinct origins with their channels.
    pub placed: Vec<Placed>,
    /// Names of the files, by the book's numbers of imports.
    pub files: Vec<String>,
    /// Data version.
    pub version: u64,
}

impl Workspace {
    /// Hands over the journey of each person or company, or of the one who is meant by a name.
    pub fn walk(
        &self,
        who: Who,
        only: Option<&Alias>,
        mut each: impl FnMut(&[Placed], &Book, &Journey),
    ) -> Result<Walked, Error> {
        let snapshot = self.lake().snapshot(None)?;
        let session = snapshot.query_session()?;
        let source = Source {
            session: &session,
            series: Vec::new(),
            version: snapshot.version(),
        };
        let mut walk = Walk {
            rules: self.channel_rules()?,
            as_written: !self.rules_place_touches()?,
            placed: Vec::new(),
            each: &mut each,
        };
        let (people, book) = self.lake().run(async {
            let people = journal::people(&source, self.settings().identity.shared_above).await?;
            let only = only.map(|name| people.person(name).to_string());
            let book = journal::walk(&source, &people, who, only.as_deref(), |book, journey| {
                walk.journey(book, journey);
            });
            let book = book.await?;
            Ok::<_, Error>((people, book))
        })?;
        let names: HashMap<&str, &str> = snapshot
            .imports()
            .iter()
            .map(|i| (i.import_id.as_str(), i.file.as_str()))
            .collect();
        let files = book
            .imports
            .iter()
            .map(|id| (*names.get(id.as_str()).unwrap_or(&"")).to_owned());
        Ok(Walked {
            files: files.collect(),
            people,
            placed: walk.placed,
            version: snapshot.version(),
        })
    }

    /// Whether any touch names no channel itself, so that the rules put it to one.
    fn rules_place_touches(&self) -> Result<bool, Error> {
        let touches = EventKind::ALL.iter().filter(|kind| kind.part() == Part::Touch);
        let kinds: Vec<String> = touches.map(|kind| format!("'{kind}'")).collect();
        let some = self.sql(&format!(
            "SELECT 1 FROM events WHERE channel IS NULL AND kind IN ({}) LIMIT 1",
            kinds.join(", ")
        ))?;
        Ok(!some.rows.is_empty())
    }

    /// The rules of channels: the workspace's own first.
    pub fn channel_rules(&self) -> Result<Rules, Error> {
        let path = self.root().join("channels.toml");
        match fs::read_to_string(&path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Rules::standard()),
            Err(e) => Err(Error::io("read", &path)(e)),
            Ok(text) => Rules::with_own(&text).map_err(|mistakes| Error::Mistakes {
                file: path,
                mistakes: mistakes.to_string().lines().map(str::to_owned).collect(),
            }),
        }
    }
}
