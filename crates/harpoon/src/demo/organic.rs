//! The unpaid side of the truth: five accounts, their days, and their posts with what each finally gathers.
//!
//! Days follow from posts: what an account's day shows is the growth of its posts on that day and a base of its own.
//! An export therefore agrees with every other export, whatever it covers and whenever it was taken.

use std::io;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::chance::{Chance, exp, whole};
use super::ids;
use super::span::{Span, days_between, later, season};
use super::words::{CLOSINGS, POSTS, TITLES};

/// Factor by weekday of publication, Monday first.
pub(super) const WEEKDAY_EFFECT: [f64; 7] = [0.92, 1.00, 1.02, 1.05, 0.97, 0.90, 1.18];
/// Factor by hour of publication in Europe/Amsterdam; no post goes out at another hour.
pub(super) const HOUR_EFFECT: [(i8, f64); 4] = [(8, 0.90), (12, 1.10), (17, 1.00), (20, 1.25)];
/// The viral post's reach, in medians of its account.
pub(super) const VIRAL_MEDIANS: f64 = 30.0;
/// Month in which the viral post falls.
pub(super) const VIRAL_MONTH: usize = 8;
/// Month in which a Facebook post is boosted.
pub(super) const BOOST_MONTH: usize = 9;
/// Accounts that the boost reaches: what its budget buys at its price, see [`super::paid`].
pub(super) const BOOST_REACH: u64 = 11_000;
/// Days of the boost, from the day after publication.
pub(super) const BOOST_DAYS: i64 = 7;

/// Kind of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Format {
    Photo,
    Carousel,
    Reel,
    Link,
    Text,
    Video,
}

impl Format {
    /// All kinds with their effect on reach, against a photo.
    pub(super) const EFFECT: [(Self, &'static str, f64); 6] = [
        (Self::Photo, "photo", 1.0),
        (Self::Carousel, "carousel", 1.3),
        (Self::Reel, "reel", 2.1),
        (Self::Link, "link", 0.6),
        (Self::Text, "text", 0.8),
        (Self::Video, "video", 1.4),
    ];

    fn effect(self) -> f64 {
        Self::EFFECT.iter().find(|(f, _, _)| *f == self).map_or(1.0, |e| e.2)
    }

    /// Whether it has a length.
    pub(super) fn moves(self) -> bool {
        matches!(self, Self::Reel | Self::Video)
    }
}

/// Where the client posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Platform {
    Facebook,
    Instagram,
    X,
    TikTok,
    YouTube,
}

/// How an account behaves.
struct Habit {
    platform: Platform,
    /// Followers on the first day.
    followers: f64,
    /// Growth of followers in an ordinary month.
    growth: f64,
    /// Posts in seven days; YouTube's half is one a fortnight.
    weekly: f64,
    /// Median reach of a photo by followers.
    reach: f64,
    formats: &'static [Format],
    /// Reactions, comments, shares, saves and link clicks by reach.
    rates: [f64; 5],
}

const HABITS: [Habit; 5] = [
    Habit {
        platform: Platform::Facebook,
        followers: 4_200.0,
        growth: 0.008,
        weekly: 3.0,
        reach: 0.22,
        formats: &[
            Format::Photo,
            Format::Photo,
            Format::Carousel,
            Format::Link,
            Format::Reel,
            Format::Text,
        ],
        rates: [0.031, 0.0035, 0.0028, 0.0, 0.006],
    },
    Habit {
        platform: Platform::Instagram,
        followers: 6_800.0,
        growth: 0.025,
        weekly: 4.0,
        reach: 0.31,
        formats: &[
            Format::Photo,
            Format::Carousel,
            Format::Carousel,
            Format::Reel,
            Format::Reel,
        ],
        rates: [0.052, 0.0041, 0.0055, 0.0072, 0.0],
    },
    Habit {
        platform: Platform::X,
        followers: 1_150.0,
        growth: 0.004,
        weekly: 4.0,
        reach: 0.42,
        formats: &[Format::Text, Format::Text, Format::Photo, Format::Link],
        rates: [0.012, 0.0016, 0.0021, 0.0009, 0.0058],
    },
    Habit {
        platform: Platform::TikTok,
        followers: 900.0,
        growth: 0.055,
        weekly: 1.0,
        reach: 1.3,
        formats: &[Format::Video],
        rates: [0.061, 0.0032, 0.0061, 0.009, 0.0],
    },
    Habit {
        platform: Platform::YouTube,
        followers: 640.0,
        growth: 0.018,
        weekly: 0.5,
        reach: 0.75,
        formats: &[Format::Video],
        rates: [0.034, 0.0048, 0.0026, 0.0, 0.0],
    },
];

/// One account over the whole span.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) platform: Platform,
    /// Every day of the span.
    pub(super) days: Vec<Day>,
    /// In order of publication.
    pub(super) posts: Vec<Post>,
}

/// What an account's day holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    pub(super) date: Date,
    /// In the evening.
    pub(super) followers: u64,
    pub(super) gained: u64,
    pub(super) lost: u64,
    /// Distinct accounts reached on the day.
    pub(super) reach: u64,
    /// Of all posts on this day, and older videos on YouTube.
    pub(super) views: u64,
    pub(super) reactions: u64,
    pub(super) comments: u64,
    pub(super) shares: u64,
    pub(super) visits: u64,
    pub(super) links: u64,
}

/// One post.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub(super) id: String,
    pub(super) permalink: String,
    pub(super) at: Timestamp,
    /// In Europe/Amsterdam.
    pub(super) local: DateTime,
    pub(super) format: Format,
    pub(super) title: String,
    pub(super) text: String,
    /// Seconds of video.
    pub(super) length: u64,
    /// What it gathers in the end.
    pub(super) finally: Counts,
    /// Part of the final reach that was paid for; nought unless boosted.
    pub(super) paid_reach: u64,
    pub(super) likes_hidden: bool,
}

/// Counts of a post at some moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) reach: u64,
    pub(super) views: u64,
    pub(super) reactions: u64,
    pub(super) comments: u64,
    pub(super) shares: u64,
    pub(super) saves: u64,
    pub(super) links: u64,
    pub(super) follows: u64,
    /// Clicks that are no link clicks: on the photo, "see more".
    pub(super) other_clicks: u64,
    /// Visits of the profile from the post.
    pub(super) visits: u64,
}

impl Counts {
    /// Sum of reactions, comments and shares.
    pub(super) fn rcs(&self) -> u64 {
        self.reactions + self.comments + self.shares
    }

    fn each(self, f: impl Fn(u64) -> u64) -> Self {
        Self {
            reach: f(self.reach),
            views: f(self.views),
            reactions: f(self.reactions),
            comments: f(self.comments),
            shares: f(self.shares),
            saves: f(self.saves),
            links: f(self.links),
            follows: f(self.follows),
            other_clicks: f(self.other_clicks),
            visits: f(self.visits),
        }
    }
}

impl Post {
    /// Counts on the evening of `day`: a third of the whole on the first day, 95 % after a month, never falling.
    pub(super) fn seen(&self, day: Date) -> Counts {
        let age = days_between(self.local.date(), day);
        if age < 0 {
            return Counts::default();
        }
        let share = 1.0 - 0.55 * exp(-(age as f64) / 1.5) - 0.12 * exp(-(age as f64) / 30.0);
        self.finally.each(|n| whole(n as f64 * share))
    }

    /// Paid reach on the evening of `day`.
    pub(super) fn paid_seen(&self, day: Date) -> u64 {
        (self.seen(day).reach * self.paid_reach)
            .checked_div(self.finally.reach)
            .unwrap_or(0)
    }
}

/// The client's zone.
pub(super) fn home() -> io::Result<TimeZone> {
    TimeZone::get("Europe/Amsterdam").map_err(io::Error::other)
}

/// The five accounts.
pub(super) fn accounts(seed: u64, span: &Span) -> io::Result<Vec<Account>> {
    let zone = home()?;
    HABITS.iter().map(|habit| account(seed, span, habit, &zone)).collect()
}

fn account(seed: u64, span: &Span, habit: &Habit, zone: &TimeZone) -> io::Result<Account> {
    let mut chance = Chance::new(seed, &format!("posts of {:?}", habit.platform));
    let mut posts = Vec::new();
    for local in publications(&mut chance, span, habit) {
        let at = zone.to_timestamp(local).map_err(io::Error::other)?;
        posts.push(post(&mut chance, span, habit, local, at));
    }
    plant(&mut posts, span, habit.platform);
    let mut chance = Chance::new(seed, &format!("days of {:?}", habit.platform));
    Ok(Account {
        platform: habit.platform,
        days: days(&mut chance, span, habit, &posts),
        posts,
    })
}

/// Instants of publication: on different weekdays of each week. On the first of a month from noon on, so that every
/// time zone of the exports agrees on the month.
fn publications(chance: &mut Chance, span: &Span, habit: &Habit) -> Vec<DateTime> {
    let mut out = Vec::new();
    let weeks = days_between(span.first(), span.last()) / 7;
    let mut owed = 0.0;
    for week in 0..=weeks {
        owed += habit.weekly;
        let mut weekdays = [0, 1, 2, 3, 4, 5, 6];
        for last in (1..7).rev() {
            weekdays.swap(last, chance.below(last + 1));
        }
        let count = usize::try_from(whole(owed - 0.5)).unwrap_or(0);
        owed -= count as f64;
        let mut chosen = weekdays[..count].to_vec();
        chosen.sort_unstable();
        for weekday in chosen {
            let day = later(span.first(), 7 * week + weekday);
            let hours = if day.day() == 1 {
                &HOUR_EFFECT[1..]
            } else {
                &HOUR_EFFECT[..]
            };
            let hour = chance.pick(hours).0;
            let minute = i8::try_from(chance.below(60)).unwrap_or(0);
            let second = i8::try_from(chance.below(60)).unwrap_or(0);
            if day <= span.last() {
                out.push(
                    day.to_datetime(Time::midnight().saturating_add(jiff::SignedDuration::from_secs(
                        i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second),
                    ))),
                );
            }
        }
    }
    out
}

fn post(chance: &mut Chance, span: &Span, habit: &Habit, local: DateTime, at: Timestamp) -> Post {
    let format = *chance.pick(habit.formats);
    let months = span.month_of(local.date());
    let followers = (0..months).fold(habit.followers, |n, _| n * (1.0 + habit.growth));
    let reach = whole(followers * habit.reach * effect(local, format) * season(local.date()) * chance.around(0.25));
    let (id, permalink) = ids::post(chance, habit.platform, format, at);
    Post {
        id,
        permalink,
        at,
        local,
        format,
        title: (*chance.pick(TITLES)).to_owned(),
        text: format!("{}{}", chance.pick(POSTS), chance.pick(CLOSINGS)),
        length: length(chance, habit.platform, format),
        finally: counts(chance, habit, format, reach),
        paid_reach: 0,
        likes_hidden: habit.platform == Platform::Instagram && chance.below(20) == 0,
    }
}

fn effect(local: DateTime, format: Format) -> f64 {
    let weekday = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0);
    let hour = HOUR_EFFECT
        .iter()
        .find(|(h, _)| *h == local.hour())
        .map_or(1.0, |e| e.1);
    WEEKDAY_EFFECT[weekday] * hour * format.effect()
}

fn length(chance: &mut Chance, platform: Platform, format: Format) -> u64 {
    match (format.moves(), platform) {
        (false, _) => 0,
        (true, Platform::YouTube) => 180 + chance.below(600) as u64,
        (true, _) => 8 + chance.below(50) as u64,
    }
}

fn counts(chance: &mut Chance, habit: &Habit, format: Format, reach: u64) -> Counts {
    let [reactions, comments, shares, saves, links] = habit.rates;
    let mut part = |rate: f64| whole(reach as f64 * rate * chance.around(0.3));
    let links = if format == Format::Link { links * 6.0 } else { links };
    Counts {
        reach,
        views: reach + part(0.38),
        reactions: part(reactions),
        comments: part(comments),
        shares: part(shares),
        saves: part(saves),
        links: part(links),
        follows: part(0.0007),
        other_clicks: part(0.018),
        visits: part(0.006),
    }
}

/// Plants the lucky post on Instagram and the boosted one on Facebook.
fn plant(posts: &mut [Post], span: &Span, platform: Platform) {
    let mut reaches: Vec<u64> = posts.iter().map(|p| p.finally.reach).collect();
    reaches.sort_unstable();
    let median = reaches.get(reaches.len() / 2).copied().unwrap_or(0);
    match platform {
        Platform::Instagram => {
            if let Some(post) = first_of(posts, span, VIRAL_MONTH, |p| p.format == Format::Reel) {
                let factor = VIRAL_MEDIANS * median as f64 / post.finally.reach.max(1) as f64;
                post.finally = post.finally.each(|n| whole(n as f64 * factor));
                post.finally.reach = whole(VIRAL_MEDIANS * median as f64);
                post.likes_hidden = false;
            }
        }
        Platform::Facebook => {
            if let Some(post) = first_of(posts, span, BOOST_MONTH, |p| p.format == Format::Carousel) {
                post.paid_reach = BOOST_REACH;
                post.finally.reach += post.paid_reach;
                post.finally.views += post.paid_reach * 13 / 10;
            }
        }
        _ => {}
    }
}

/// The first post that suits, at least a week into the month.
fn first_of<'a>(
    posts: &'a mut [Post],
    span: &Span,
    month: usize,
    suits: impl Fn(&Post) -> bool,
) -> Option<&'a mut Post> {
    let from = later(span.months[month], 7);
    posts.iter_mut().find(|p| p.local.date() >= from && suits(p))
}

fn days(chance: &mut Chance, span: &Span, habit: &Habit, posts: &[Post]) -> Vec<Day> {
    let mut followers = whole(habit.followers);
    span.days()
        .map(|date| {
            let now = activity(posts, date);
            let mood = season(date);
            let base = followers as f64;
            // Churn is 0.4 % a month; what posts bring comes on top of the steady growth.
            let joining = base * (habit.growth * 0.85 + 0.004) / 30.4 * mood * chance.around(0.4);
            let leaving = base * 0.004 / 30.4 * chance.around(0.5);
            let gained = chance.rounded(joining) + now.follows;
            let lost = chance.rounded(leaving).min(followers);
            followers = followers + gained - lost;
            let old_videos = if habit.platform == Platform::YouTube {
                base * 0.012
            } else {
                0.0
            };
            Day {
                date,
                followers,
                gained,
                lost,
                reach: whole(base * 0.05 * mood * chance.around(0.15)) + now.reach * 7 / 10,
                views: now.views + whole(old_videos * chance.around(0.3)),
                reactions: now.reactions,
                comments: now.comments,
                shares: now.shares,
                visits: now.visits + whole(base * 0.002 * mood * chance.around(0.3)),
                links: now.links + whole(base * own_links(habit.platform) * mood * chance.around(0.4)),
            }
        })
        .collect()
}

/// Link clicks that come from the profile, by follower and day.
fn own_links(platform: Platform) -> f64 {
    if platform == Platform::Instagram { 0.0009 } else { 0.0 }
}

/// What all posts gather on one day.
fn activity(posts: &[Post], day: Date) -> Counts {
    let before = later(day, -1);
    posts
        .iter()
        .take_while(|p| p.local.date() <= day)
        .fold(Counts::default(), |sum, post| {
            let (now, then) = (post.seen(day), post.seen(before));
            Counts {
                reach: sum.reach + now.reach - then.reach,
                views: sum.views + now.views - then.views,
                reactions: sum.reactions + now.reactions - then.reactions,
                comments: sum.comments + now.comments - then.comments,
                shares: sum.shares + now.shares - then.shares,
                saves: sum.saves + now.saves - then.saves,
                links: sum.links + now.links - then.links,
                follows: sum.follows + now.follows - then.follows,
                other_clicks: sum.other_clicks + now.other_clicks - then.other_clicks,
                visits: sum.visits + now.visits - then.visits,
            }
        })
}
