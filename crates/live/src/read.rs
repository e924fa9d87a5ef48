//! [`read`]: the pages of a run as facts. The same pages give the same rows.

use std::collections::BTreeMap;

use harpoon_core::batch::Batch;
use harpoon_core::{Account, Post, Reject, Unit, Voice};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::known::{Known, KnownText};
use crate::landed::Landing;
use crate::network::{Counts, Network, Profile, Text, Told, VoiceKind, What};
use crate::page::{Head, Page, digest};
use crate::pull::PullError;
use crate::rows::{Gone, Rows, of_account, of_posts};

/// Reads a run that [`crate::Runner::pull`] brought to its end.
pub fn read(network: &dyn Network, landing: &mut dyn Landing) -> Result<Rows, PullError> {
    let Some(head) = landing.head().cloned() else {
        return Err(std::io::Error::other("there is no run to read").into());
    };
    let mut reading = Reading::new(&head);
    for index in 0..landing.pages() {
        let page = landing.page(index)?;
        let line = index + 2;
        let told = network
            .tell(&head, reading.me.as_ref().map(|(me, ..)| me), &page)
            .map_err(|why| PullError::Unreadable { line, why })?;
        reading.take(&page, line as u64, told);
    }
    Ok(reading.rows(network, &head))
}

/// A text with the line that told it last, and the line of its figures.
struct Noted {
    text: Text,
    row: u64,
    counts: Option<(Counts, u64)>,
}

struct Reading {
    zone: TimeZone,
    me: Option<(Profile, Timestamp, u64)>,
    texts: BTreeMap<String, Noted>,
    keys: BTreeMap<String, String>,
    gone: BTreeMap<String, Gone>,
    rejects: Vec<Reject>,
    observed_at: Option<Timestamp>,
    heard_until: Option<Timestamp>,
    lines: u64,
}

impl Reading {
    fn new(head: &Head) -> Self {
        Self {
            // A zone that is not known here was not known when the account was connected; UTC is what it fell back to.
            zone: TimeZone::get(&head.zone).unwrap_or(TimeZone::UTC),
            me: None,
            texts: BTreeMap::new(),
            keys: BTreeMap::new(),
            gone: BTreeMap::new(),
            rejects: Vec::new(),
            observed_at: None,
            heard_until: head.before.heard_until,
            lines: 1,
        }
    }

    fn take(&mut self, page: &Page, row: u64, told: Told) {
        self.lines = row;
        if page.what == What::Heard {
            self.heard_until = self.heard_until.max(told.span.map(|(latest, _)| latest));
        }
        if told.profile.is_some() || told.texts.iter().any(|text| text.counts.is_some()) {
            self.observed_at = self.observed_at.max(Some(page.at));
        }
        if page.what == What::Look {
            for key in told.absent {
                let gone = Gone {
                    key: key.clone(),
                    seen_at: page.at,
                    row,
                };
                self.gone.insert(key, gone);
            }
        }
        if let Some(me) = told.profile {
            self.me = Some((me, page.at, row));
        }
        for text in told.texts {
            self.note(text, row);
        }
        self.rejects
            .extend(told.rejects.into_iter().map(|(reason, raw)| Reject {
                row,
                column: None,
                reason,
                hint: None,
                raw,
            }));
    }

    /// The last telling of a text counts. What a page leaves out, an earlier one may have told: figures, and what a voice is to us,
    /// where the nearer tie counts.
    fn note(&mut self, mut text: Text, row: u64) {
        self.gone.remove(&text.key);
        self.keys.insert(text.id.clone(), text.key.clone());
        let before = self.texts.remove(&text.key);
        let counts = text.counts.clone().map(|counts| (counts, row));
        let counts = counts.or_else(|| before.as_ref().and_then(|noted| noted.counts.clone()));
        if let Some(before) = before {
            text.kind = [text.kind, before.text.kind].into_iter().flatten().min();
            text.format = text.format.or(before.text.format);
            text.leads_to = text.leads_to.or(before.text.leads_to);
        }
        self.texts.insert(text.key.clone(), Noted { text, row, counts });
    }

    fn rows(self, network: &dyn Network, head: &Head) -> Rows {
        let platform = network.about().id;
        let account = self.me.as_ref().map(|(me, ..)| me.key.clone()).unwrap_or_default();
        let mut batch = Batch {
            rows: self.lines,
            rejects: self.rejects.clone(),
            ..Batch::default()
        };
        if let Some((me, at, row)) = &self.me {
            batch.accounts.push(Account {
                platform: platform.to_owned(),
                account: account.clone(),
                name: Some(me.name.clone()),
                currency: None,
                time_zone: Some(head.zone.clone()),
                row: *row,
            });
            let levels = [
                ("followers", Unit::People, me.followers),
                ("following", Unit::People, me.following),
                ("posts_count", Unit::Count, me.posts),
            ];
            batch
                .observations
                .extend(of_account(platform, &account, self.day(*at), *row, &levels));
        }
        let posts: Vec<&Noted> = self.texts.values().filter(|noted| noted.text.own).collect();
        let figures: Vec<_> = posts
            .iter()
            .filter_map(|noted| {
                let (counts, row) = noted.counts.as_ref()?;
                let day = noted.text.at.map(|at| self.day(at));
                Some((noted.text.key.as_str(), day, *row, counts))
            })
            .collect();
        batch.observations.extend(of_posts(platform, &account, &figures));
        batch.posts = posts.iter().map(|noted| self.post(noted, platform, &account)).collect();
        let replies = self.replies(&posts);
        // What was only looked at, to see whether it is still there, was told before with what it is to us.
        batch.voices = self
            .texts
            .values()
            .filter(|noted| !noted.text.own)
            .filter_map(|noted| Some((noted, noted.text.kind?)))
            .map(|(noted, kind)| {
                let reply = replies.get(&noted.text.key).copied();
                self.voice(noted, kind, (platform, &account), reply)
            })
            .collect();
        Rows {
            platform,
            known: self.known(&said(&batch)),
            batch,
            account,
            gone: self.gone.into_values().collect(),
            observed_at: self.observed_at,
            checkpoint: crate::Checkpoint {
                whole_at: if head.from.is_none() {
                    Some(head.begun)
                } else {
                    head.before.whole_at
                },
                heard_until: self.heard_until,
            },
            unavailable: network.about().unavailable,
        }
    }

    /// Our first reply to each text, by the text's key.
    fn replies<'a>(&self, posts: &[&'a Noted]) -> BTreeMap<String, &'a Text> {
        let mut replies: BTreeMap<String, &Text> = BTreeMap::new();
        for noted in posts {
            if let Some(answered) = &noted.text.answers {
                let reply = replies.entry(self.key(answered)).or_insert(&noted.text);
                if noted.text.at < reply.at {
                    *reply = &noted.text;
                }
            }
        }
        replies
    }

    fn post(&self, noted: &Noted, platform: &str, account: &str) -> Post {
        let text = &noted.text;
        let there = text.at.map(|at| at.to_zoned(self.zone.clone()));
        let mut extra = self.extra(text);
        if text.restricted {
            extra.push(("visibility".to_owned(), "restricted".to_owned()));
        }
        if let Some(edited_at) = text.edited_at {
            extra.push(("edited_at".to_owned(), edited_at.to_string()));
        }
        Post {
            platform: platform.to_owned(),
            account: account.to_owned(),
            post_id: text.key.clone(),
            published_at: text.at,
            published_on: there.as_ref().map(jiff::Zoned::date),
            published_hour: there.as_ref().map(jiff::Zoned::hour),
            published_weekday: there.as_ref().map(|there| there.weekday().to_monday_one_offset()),
            format: text.format.map(str::to_owned),
            text: text.text.clone(),
            permalink: text.link.clone(),
            landing_url: text.leads_to.clone(),
            extra,
            row: noted.row,
            ..Post::default()
        }
    }

    fn voice(&self, noted: &Noted, kind: VoiceKind, (platform, account): (&str, &str), reply: Option<&Text>) -> Voice {
        let text = &noted.text;
        let told = [
            ("author", Some(text.author.clone())),
            ("author_name", text.author_name.clone()),
            ("at", text.at.map(|at| at.to_string())),
            ("link", text.link.clone()),
        ];
        let told = told
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Voice {
            platform: platform.to_owned(),
            account: account.to_owned(),
            voice_id: text.key.clone(),
            kind: kind.as_str().to_owned(),
            written_on: text.at.map(|at| self.day(at)),
            stars: None,
            text: text.text.clone(),
            reply: reply.and_then(|reply| reply.text.clone()),
            replied_on: reply.and_then(|reply| reply.at).map(|at| self.day(at)),
            extra: told.chain(self.extra(text)).collect(),
            row: noted.row,
        }
    }

    /// What posts and voices have in common beside their columns.
    fn extra(&self, text: &Text) -> Vec<(String, String)> {
        let told = [
            ("in_reply_to", text.answers.as_ref().map(|answers| self.key(answers))),
            ("quotes", text.quotes.clone()),
            ("language", text.language.clone()),
            ("id", Some(text.id.clone()).filter(|id| *id != text.key)),
        ];
        told.into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect()
    }

    fn known(&self, said: &BTreeMap<String, String>) -> Known {
        let known = |key: &str, noted: &Noted| {
            let counts = noted.counts.as_ref().map(|(counts, _)| counts);
            KnownText {
                id: noted.text.id.clone(),
                own: noted.text.own,
                at: noted.text.at,
                replies: counts.and_then(|counts| counts.replies),
                quotes: counts.and_then(|counts| counts.quotes),
                said: said.get(key).cloned(),
            }
        };
        Known {
            texts: self
                .texts
                .iter()
                .map(|(key, noted)| (key.clone(), known(key, noted)))
                .collect(),
        }
    }

    /// The key of a text that is named by its key or by the server's id.
    fn key(&self, name: &str) -> String {
        self.keys.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }
}

/// Digests of what the rows of posts and voices say, by key; on which line of the pages it stands is another matter in each run.
fn said(batch: &Batch) -> BTreeMap<String, String> {
    let posts = batch.posts.iter().map(|post| {
        let said = Post { row: 0, ..post.clone() };
        (post.post_id.clone(), serde_json::to_vec(&said))
    });
    let voices = batch.voices.iter().map(|voice| {
        let said = Voice {
            row: 0,
            ..voice.clone()
        };
        (voice.voice_id.clone(), serde_json::to_vec(&said))
    });
    let all = posts.chain(voices);
    all.filter_map(|(key, said)| Some((key, digest(&said.ok()?)))).collect()
}
