//! [`LastTold`]: posts and voices as the newest import that counts told them, to be told on.

use std::collections::{BTreeMap, HashMap};

use datafusion::logical_expr::{col, lit};
use harpoon_core::{Number, Post, Voice};
use jiff::civil::Date;

use super::error::StoreError;
use super::read::Columns;
use super::{Lake, Snapshot};
use crate::engine;

/// Keys that are asked for at once.
const KEYS: usize = 512;

/// Posts and voices of an account by their keys. What the tables do not have is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastTold {
    /// By `post_id`.
    pub posts: BTreeMap<String, Post>,
    /// By `voice_id`.
    pub voices: BTreeMap<String, Voice>,
}

impl Lake {
    /// The posts and voices of an account that have one of these keys, as they were told last.
    pub fn last_told(&self, platform: &str, account: &str, keys: &[String]) -> Result<LastTold, StoreError> {
        let mut told = LastTold::default();
        if keys.is_empty() {
            return Ok(told);
        }
        let snapshot = self.snapshot(None)?;
        let asked = Asked {
            snapshot: &snapshot,
            platform,
            account,
        };
        told.posts = self.run(asked.rows("posts", "post_id", keys, post))?;
        told.voices = self.run(asked.rows("voices", "voice_id", keys, voice))?;
        Ok(told)
    }
}

/// Whose rows are read, and when.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    platform: &'a str,
    account: &'a str,
}

impl Asked<'_> {
    async fn rows<T>(
        &self,
        table: &str,
        key: &str,
        keys: &[String],
        read: fn(&Columns, usize) -> Result<T, StoreError>,
    ) -> Result<BTreeMap<String, T>, StoreError> {
        let imports = self.snapshot.imports().iter();
        let ranks: HashMap<&str, u64> = imports.map(|import| (import.import_id.as_str(), import.seq)).collect();
        let session = self.snapshot.context()?;
        let mut newest: BTreeMap<String, (u64, u64, T)> = BTreeMap::new();
        for some in keys.chunks(KEYS) {
            let is_one = col(key).in_list(some.iter().map(|key| lit(key.as_str())).collect(), false);
            let own = col("platform")
                .eq(lit(self.platform))
                .and(col("account").eq(lit(self.account)));
            let frame = session.table(table).await?.filter(own.and(is_one))?;
            for batch in engine::collect(&session, frame).await? {
                let columns = Columns::of(&batch)?;
                for at in 0..batch.num_rows() {
                    let (import, name) = (columns.text("import_id", at)?, columns.text(key, at)?);
                    let (rank, row) = (
                        ranks.get(import.as_str()).copied().unwrap_or_default(),
                        columns.count("row", at)?,
                    );
                    let is_newer = newest
                        .get(&name)
                        .is_none_or(|(known, line, _)| (*known, *line) < (rank, row));
                    if is_newer {
                        newest.insert(name, (rank, row, read(&columns, at)?));
                    }
                }
            }
        }
        Ok(newest.into_iter().map(|(key, (.., told))| (key, told)).collect())
    }
}

fn post(columns: &Columns, at: usize) -> Result<Post, StoreError> {
    let whole = |name| {
        columns
            .maybe_count(name, at)
            .and_then(|number| i8::try_from(number).ok())
    };
    Ok(Post {
        platform: columns.text("platform", at)?,
        account: columns.text("account", at)?,
        post_id: columns.text("post_id", at)?,
        published_at: columns.instant("published_at", at)?,
        published_on: day(columns, "published_on", at)?,
        published_hour: whole("published_hour"),
        published_weekday: whole("published_weekday"),
        format: columns.maybe("format", at),
        title: columns.maybe("title", at),
        text: columns.maybe("text", at),
        permalink: columns.maybe("permalink", at),
        landing_url: columns.maybe("landing_url", at),
        campaign: columns.maybe("campaign", at),
        duration: number(columns, "duration", at)?,
        extra: extra(columns, at)?,
        row: columns.count("row", at)?,
    })
}

fn voice(columns: &Columns, at: usize) -> Result<Voice, StoreError> {
    Ok(Voice {
        platform: columns.text("platform", at)?,
        account: columns.text("account", at)?,
        voice_id: columns.text("voice_id", at)?,
        kind: columns.text("kind", at)?,
        written_on: day(columns, "written_on", at)?,
        stars: number(columns, "stars", at)?,
        text: columns.maybe("text", at),
        reply: columns.maybe("reply", at),
        replied_on: day(columns, "replied_on", at)?,
        extra: extra(columns, at)?,
        row: columns.count("row", at)?,
    })
}

fn day(columns: &Columns, name: &str, at: usize) -> Result<Option<Date>, StoreError> {
    let day = columns.maybe(name, at).map(|text| text.parse());
    day.transpose().map_err(|error| StoreError::damaged(name, &error))
}

fn number(columns: &Columns, name: &str, at: usize) -> Result<Option<Number>, StoreError> {
    let number = columns.maybe(name, at).map(|text| text.parse());
    number.transpose().map_err(|error| StoreError::damaged(name, &error))
}

/// Further columns, which the table holds as one text of JSON.
fn extra(columns: &Columns, at: usize) -> Result<Vec<(String, String)>, StoreError> {
    let pairs = columns
        .maybe("extra", at)
        .map(|text| serde_json::from_str::<BTreeMap<String, String>>(&text));
    let pairs = pairs
        .transpose()
        .map_err(|error| StoreError::damaged("extra", &error))?;
    Ok(pairs.unwrap_or_default().into_iter().collect())
}
