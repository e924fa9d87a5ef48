//! From a post to a closed deal: who did what, where leads come from, who gets the credit.
//!
//! The lake walks the events of one person at a time; here a channel is put to each, and the models count.

pub mod claims;
pub mod credit;
pub mod models;
pub mod origins;
pub mod person;
pub mod roi;
pub mod stated;
pub mod tags;
pub mod trace;
mod twice;

use std::collections::HashMap;
use std::fs;
use std::sync::Arc;

use harpoon_core::channel::{Channel, Group, Rules, Touch};
use harpoon_core::event::{Alias, EventKind, Part};
use harpoon_core::identity::{People, Tie};
use harpoon_lake::StoreError;
use harpoon_lake::journal::{Book, Course, Journal, Journey, Laid, Origin};
use harpoon_lake::query::journal::{self, Who};
pub use harpoon_lake::query::journal::{Deed, deeds};

use crate::Error;
use crate::held::Held;
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

/// The file of a workspace's own rules of channels.
const CHANNELS: &str = "channels.toml";

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
        self.touches() >> (kind as u32) & 1 == 1
    }

    /// The kinds of event from here that are touches, a bit a kind by its place among all.
    fn touches(&self) -> u64 {
        let blank = self.is_blank();
        let is_touch = |kind: &&EventKind| match kind.part() {
            Part::Touch => true,
            Part::Deed => **kind != EventKind::Conversion && !blank,
            Part::Change => false,
        };
        let touches = EventKind::ALL.iter().filter(is_touch);
        touches.fold(0, |bits, kind| bits | 1 << (*kind as u32))
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
    /// Distinct origins with their channels.
    pub placed: Vec<Placed>,
    /// Names of the files, by the book's numbers of imports.
    pub files: Vec<String>,
    /// Data version.
    pub version: u64,
}

/// The journeys of one version of the data, and how they are read.
struct Journeys {
    data: Arc<Held>,
    who: Who,
    /// Kept ready; `None` where they are told by SQL.
    kept: Option<Journal>,
    rules: Rules,
    as_written: bool,
}

impl Journeys {
    /// Puts the origins to channels that are not yet.
    fn place(&self, origins: &[Origin], placed: &mut Vec<Placed>) {
        for words in origins.get(placed.len()..).unwrap_or_default() {
            placed.push(Placed {
                words: words.clone(),
                channel: self.rules.channel(&touch(words)),
                as_written: self.as_written,
            });
        }
    }

    fn walked(&self, placed: Vec<Placed>, book: &Book) -> Walked {
        let imports = self.data.snapshot().imports().iter();
        let names: HashMap<&str, &str> = imports.map(|i| (i.import_id.as_str(), i.file.as_str())).collect();
        let file = |id: &String| (*names.get(id.as_str()).unwrap_or(&"")).to_owned();
        Walked {
            placed,
            files: book.imports.iter().map(file).collect(),
            version: self.data.version(),
        }
    }
}

impl Workspace {
    /// Who is who.
    pub fn people(&self) -> Result<People, Error> {
        let data = self.data()?;
        Ok(People::resolve(
            self.ties(&data)?,
            self.settings().identity.shared_above,
        ))
    }

    /// Hands over the journey of each person or company, or of the one who is meant by a name.
    pub fn walk(
        &self,
        who: Who,
        only: Option<&Alias>,
        mut each: impl FnMut(&[Placed], &Book, &Journey),
    ) -> Result<Walked, Error> {
        let journeys = self.journeys(who)?;
        let mut placed = Vec::new();
        if let Some(journal) = &journeys.kept {
            let book = journal.book();
            journeys.place(&book.origins, &mut placed);
            let each = |journey: &Journey| each(&placed, book, journey);
            match only {
                Some(name) => journal.one(&self.people()?.person(name).to_string(), each)?,
                None => journal.walk(each)?,
            }
            return Ok(journeys.walked(placed, book));
        }
        let book = self.tell(&journeys, only, |book, journey| {
            journeys.place(&book.origins, &mut placed);
            each(&placed, book, journey);
        })?;
        Ok(journeys.walked(placed, &book))
    }

    /// Gathers from every journey on all cores: each begins with a state of its own, made with what is known of origins, and
    /// all states come back. Which journeys a state has seen depends on chance; what they sum to does not.
    fn fold<S: Send>(
        &self,
        journeys: &Journeys,
        make: impl Fn(&[Placed]) -> S + Sync,
        each: impl Fn(&mut S, &[Placed], &Course<'_>) + Sync,
    ) -> Result<Vec<S>, Error> {
        let mut placed = Vec::new();
        if let Some(journal) = &journeys.kept {
            journeys.place(&journal.book().origins, &mut placed);
            return Ok(journal.fold(|| make(&placed), |state, course| each(state, &placed, course))?);
        }
        // A state begins with all origins, as it does where journeys are kept: the first walk only meets them.
        self.tell(journeys, None, |book, _| {
            journeys.place(&book.origins, &mut placed);
        })?;
        let (mut state, mut laid) = (make(&placed), Laid::default());
        self.tell(journeys, None, |_, journey| {
            each(&mut state, &placed, &laid.lay(journey));
        })?;
        Ok(vec![state])
    }

    /// Kinds of event that journeys hold.
    fn kinds_present(&self, journeys: &Journeys) -> Result<Vec<EventKind>, Error> {
        if let Some(journal) = &journeys.kept {
            let held = |kind: &EventKind| journal.has(&[*kind], |_| true);
            return Ok(EventKind::ALL.iter().copied().filter(held).collect());
        }
        let grid = self.sql("SELECT DISTINCT kind FROM events")?;
        let words = grid.rows.iter().filter_map(|row| row.first()?.as_deref());
        Ok(words.filter_map(EventKind::from_word).collect())
    }

    /// Decodes what is kept of everybody's journeys and does nothing with it: the limit of the benches. Gives the steps.
    #[doc(hidden)]
    pub fn decode_journal(&self) -> Result<u64, Error> {
        let kept = self.journeys(Who::Person)?.kept;
        Ok(kept.map_or(Ok(0), |journal| journal.decode())?)
    }

    fn journeys(&self, who: Who) -> Result<Journeys, Error> {
        let data = self.data()?;
        let kept = match who {
            Who::Person => {
                let ties = || self.ties(&data).map_err(|e| StoreError::damaged("identities", &e));
                Journal::of(data.snapshot(), self.settings().identity.shared_above, &ties)?
            }
            Who::Company => None,
        };
        let touches: Vec<EventKind> = EventKind::ALL
            .iter()
            .copied()
            .filter(|kind| kind.part() == Part::Touch)
            .collect();
        let rules_place_touches = match &kept {
            Some(journal) => journal.has(&touches, |origin| origin.channel.is_none()),
            None => self.rules_place_touches(&touches)?,
        };
        Ok(Journeys {
            who,
            kept,
            rules: self.rules_of(data.channels())?,
            as_written: !rules_place_touches,
            data,
        })
    }

    /// The journeys told by SQL.
    fn tell(
        &self,
        journeys: &Journeys,
        only: Option<&Alias>,
        each: impl FnMut(&Book, &Journey),
    ) -> Result<Book, Error> {
        let source = journeys.data.source();
        self.lake().run(async {
            let people = journal::people(&source, self.settings().identity.shared_above).await?;
            let only = only.map(|name| people.person(name).to_string());
            Ok(journal::walk(&source, &people, journeys.who, only.as_deref(), each).await?)
        })
    }

    fn ties(&self, data: &Held) -> Result<Vec<Tie>, Error> {
        Ok(self.lake().run(journal::ties(&data.source()))?)
    }

    /// Whether any touch names no channel itself, so that the rules put it to one.
    fn rules_place_touches(&self, touches: &[EventKind]) -> Result<bool, Error> {
        let kinds: Vec<String> = touches.iter().map(|kind| format!("'{kind}'")).collect();
        let some = self.sql(&format!(
            "SELECT 1 FROM events WHERE channel IS NULL AND kind IN ({}) LIMIT 1",
            kinds.join(", ")
        ))?;
        Ok(!some.rows.is_empty())
    }

    /// The rules of channels: the workspace's own first.
    pub fn channel_rules(&self) -> Result<Rules, Error> {
        self.rules_of(self.channel_words()?.as_ref())
    }

    /// The rules, with the workspace's own as they are written.
    pub(crate) fn rules_of(&self, words: Option<&String>) -> Result<Rules, Error> {
        match words {
            None => Ok(Rules::standard()),
            Some(text) => Rules::with_own(text).map_err(|mistakes| Error::Mistakes {
                file: self.root().join(CHANNELS),
                mistakes: mistakes.to_string().lines().map(str::to_owned).collect(),
            }),
        }
    }

    /// The workspace's own rules of channels as they are written, or were when it was held; none without any.
    pub(crate) fn channel_words(&self) -> Result<Option<String>, Error> {
        if let Some(held) = self.holds() {
            return Ok(held.channels().cloned());
        }
        let path = self.root().join(CHANNELS);
        match fs::read_to_string(&path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            other => other.map(Some).map_err(Error::io("read", &path)),
        }
    }
}
