//! Tracked links: made by the workspace's scheme of tags (`[links]` of `harpoon.toml`), kept for good, looked over.
//!
//! ```text
//! url, tags ─▶ scheme: tagged, or refused with the right one ─▶ links/links.jsonl ─▶ /l/CODE (the server)
//! ```
//! The same address with the same tags is the same link, however often it is asked for. A link that was removed keeps its code,
//! which is never given to another: it stands in posts that somebody may still open.

mod audit;
mod book;
mod bulk;
mod code;

use std::collections::BTreeMap;

use harpoon_collect::scheme::{Fault, Part, Scheme, Template};
use harpoon_core::channel::{self, Rules};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use audit::{Checked, LinkAudit, Origin};
pub use book::{Book, FILE};
pub use bulk::{Bulk, Mistake, Wrong};
pub use code::is_code;

use crate::Error;
use crate::workspace::Workspace;

/// What stands before the code in the path of a short link.
pub const PATH: &str = "/l/";

/// A tracked link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Letters and digits of its short form.
    pub code: String,
    /// Where it leads, with its tags.
    pub to: String,
    /// The post that it stands in, if it was made for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// When it was made.
    pub made: Timestamp,
    /// When it was removed: it leads nowhere since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Timestamp>,
}

impl Link {
    /// The value of a tag.
    pub fn part(&self, part: Part) -> Option<String> {
        harpoon_collect::scheme::part_of(&self.to, part)
    }

    /// Its path on the server.
    pub fn path(&self) -> String {
        format!("{PATH}{}", self.code)
    }

    /// Its short form, as far as it is known where the server is.
    pub fn short(&self, scheme: &Scheme) -> String {
        format!("{}{}", scheme.at.as_deref().unwrap_or_default(), self.path())
    }
}

/// A link that is wished for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewLink {
    /// Where it leads.
    pub url: String,
    /// Its tags.
    pub parts: BTreeMap<Part, String>,
    /// What is known of the post: `post`, `platform`, `format`, and whatever else the template of `utm_content` names.
    pub fields: BTreeMap<String, String>,
}

/// A link that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The link.
    pub link: Link,
    /// Whether it was not there before.
    pub is_new: bool,
}

/// A link that does not keep to the scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong, the worst first.
    pub faults: Vec<Fault>,
    /// The link as it should be, where that can be told.
    pub right: Option<String>,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the link does not keep to the scheme of this workspace:")?;
        for fault in &self.faults {
            write!(f, "\n  {}", fault.message)?;
        }
        self.right
            .iter()
            .try_for_each(|right| write!(f, "\nThe right one would be: {right}"))
    }
}

impl Workspace {
    /// The links that lead somewhere, in the order in which they were made.
    pub fn links(&self) -> Result<Vec<Link>, Error> {
        let book = Book::read(self.root())?;
        Ok(book.links.into_iter().filter(|link| link.removed.is_none()).collect())
    }

    /// How often people clicked each link, by code. Of robots and what was fetched ahead there are no events.
    pub fn clicks(&self) -> Result<BTreeMap<String, u64>, Error> {
        let grid =
            self.sql("SELECT detail, count(*) FROM events WHERE kind = 'click' AND detail IS NOT NULL GROUP BY 1")?;
        let counted = |row: Vec<Option<String>>| {
            let mut cells = row.into_iter();
            Some((cells.next()??, cells.next()??.parse().ok()?))
        };
        Ok(grid.rows.into_iter().filter_map(counted).collect())
    }

    /// Makes a link, or finds the one that is the same. Errors: [`Error::Link`] where it does not keep to the scheme.
    pub fn make_link(&self, new: &NewLink, now: Timestamp) -> Result<Made, Error> {
        let to = tagged(&self.settings().links, &self.channel_rules()?, new).map_err(Error::Link)?;
        Book::change(self.root(), |book| book.add(to, new.post(), now))
    }

    /// Lets a link lead nowhere any more; it is named by its code or its short form. What was clicked stays.
    pub fn remove_link(&self, name: &str, now: Timestamp) -> Result<Link, Error> {
        let code = name.rsplit('/').next().unwrap_or(name);
        Book::change(self.root(), |book| {
            let mut links = book.links.iter_mut();
            let link = links.find(|link| link.code == code && link.removed.is_none());
            let link = link.ok_or_else(|| Error::Usage(format!("there is no link `{name}`")))?;
            link.removed = Some(now);
            Ok(link.clone())
        })
    }
}

impl NewLink {
    fn post(&self) -> Option<String> {
        self.fields.get("post").filter(|post| !post.is_empty()).cloned()
    }
}

/// The link with its tags, if it keeps to the scheme.
fn tagged(scheme: &Scheme, rules: &Rules, new: &NewLink) -> Result<String, Refused> {
    let mut scheme = scheme.clone();
    if scheme.content.is_none() && new.post().is_some() {
        // Each post has its own also where nobody has said how it is made.
        scheme.content = Template::try_from("{post}".to_owned()).ok();
    }
    let mut fields: BTreeMap<String, String> = new
        .parts
        .iter()
        .map(|(part, value)| (word(*part), value.clone()))
        .collect();
    let source = new.parts.get(&Part::Source);
    let platform = source.map(|source| channel::platform(source).unwrap_or(source).to_owned());
    fields.extend(platform.map(|platform| ("platform".to_owned(), platform)));
    fields.extend(new.fields.clone());
    let link = scheme.tagged(&new.url, &new.parts, &fields);
    let link = link.map_err(|fault| Refused {
        faults: vec![fault],
        right: None,
    })?;
    let faults = scheme.check(&link, rules);
    if faults.is_empty() {
        return Ok(link);
    }
    Err(Refused {
        faults,
        right: scheme.corrected(&link, rules),
    })
}

/// The name of a part without `utm_`.
fn word(part: Part) -> String {
    part.parameter().trim_start_matches("utm_").to_owned()
}
