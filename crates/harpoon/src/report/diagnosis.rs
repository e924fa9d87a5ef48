//! What stands out in a post: one line, and only where a figure lies far from the account's other posts.
//!
//! A figure of one post is held against the month's posts of its account by the modified z-score of Iglewicz and Hoaglin on
//! medians ([`Usual`]); from 3.5 on it is told. A format or an hour is told where its posts lie as many standard errors away from
//! all others in interactions, each post's score cut at 3.5 so that one hit decides nothing.

use std::collections::BTreeMap;

use harpoon_core::Number;
use harpoon_core::virality::{OUTLIER, Usual};
use harpoon_report::view::{Amount, Diagnosis, Figure, Standout, Unit};

use super::content::Key;

/// Posts of one kind from which the kind is told.
const FEWEST_OF_A_KIND: usize = 5;

/// What is known of a post.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) account: String,
    pub(super) format: Option<String>,
    pub(super) hour: Option<u8>,
    pub(super) engagements: Option<Figure>,
    pub(super) impressions: Option<Figure>,
    pub(super) shares: Option<Figure>,
    pub(super) comments: Option<Figure>,
    pub(super) negative: Option<Figure>,
}

/// Which end of the ranking a post stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Best,
    Worst,
}

/// What may stand out: its value of a post, and the figure whose receipt it has.
type Trait = (Standout, fn(&Facts) -> Option<f64>, fn(&Facts) -> Option<&Figure>);

/// What may stand out in a good post. Many impressions are no merit of it: such posts are set aside.
const GOOD: &[Trait] = &[
    (Standout::Rate, rate, engagements),
    (Standout::Shares, shared, shares),
    (Standout::Comments, commented, comments),
];
/// What may stand out in a bad one.
const BAD: &[Trait] = &[
    (Standout::Negative, hidden, negative),
    (Standout::Impressions, seen, impressions),
    (Standout::Rate, rate, engagements),
];

fn engagements(facts: &Facts) -> Option<&Figure> {
    facts.engagements.as_ref()
}

fn impressions(facts: &Facts) -> Option<&Figure> {
    facts.impressions.as_ref()
}

fn shares(facts: &Facts) -> Option<&Figure> {
    facts.shares.as_ref()
}

fn comments(facts: &Facts) -> Option<&Figure> {
    facts.comments.as_ref()
}

fn negative(facts: &Facts) -> Option<&Figure> {
    facts.negative.as_ref()
}

fn seen(facts: &Facts) -> Option<f64> {
    impressions(facts)?.float()
}

fn rate(facts: &Facts) -> Option<f64> {
    by(engagements(facts), impressions(facts))
}

fn shared(facts: &Facts) -> Option<f64> {
    by(shares(facts), engagements(facts))
}

fn commented(facts: &Facts) -> Option<f64> {
    by(comments(facts), engagements(facts))
}

fn hidden(facts: &Facts) -> Option<f64> {
    by(negative(facts), impressions(facts))
}

fn by(above: Option<&Figure>, below: Option<&Figure>) -> Option<f64> {
    let (above, below) = (above?.float()?, below?.float()?);
    (below > 0.0).then(|| above / below)
}

/// What stands out most in a post among all of the month's posts; nothing where nothing does.
pub(super) fn of(post: &Key, all: &BTreeMap<Key, Facts>, end: End) -> Option<Diagnosis> {
    let own = all.get(post)?;
    let peers: Vec<&Facts> = all
        .iter()
        .filter(|(key, facts)| key.0 == post.0 && facts.account == own.account)
        .map(|(_, facts)| facts)
        .collect();
    let traits = match end {
        End::Best => GOOD,
        End::Worst => BAD,
    };
    let told = traits.iter().filter_map(|one| stands_out(one, own, &peers, end));
    let most = told.max_by(|a, b| a.0.total_cmp(&b.0));
    most.map(|(_, diagnosis)| diagnosis)
        .or_else(|| of_its_kind(own, &peers, end))
}

/// How far the post's figure lies from the usual in the direction that explains its place, from [`OUTLIER`] on.
fn stands_out((what, value, source): &Trait, own: &Facts, peers: &[&Facts], end: End) -> Option<(f64, Diagnosis)> {
    let mine = value(own)?;
    let known: Vec<Number> = peers.iter().filter_map(|facts| value(facts)).map(exact).collect();
    let usual = Usual::of(&known)?;
    let score = usual.score(exact(mine));
    let bad_when_high = matches!(what, Standout::Negative);
    let towards = if end == End::Best || bad_when_high {
        score
    } else {
        -score
    };
    let unit = if matches!(what, Standout::Impressions) {
        Unit::Count
    } else {
        Unit::Share
    };
    let receipt = source(own).and_then(|figure| figure.receipt.clone());
    let figure = |value: f64| Figure {
        receipt: receipt.clone(),
        ..Figure::known(Amount::Ratio(value), unit.clone(), "")
    };
    (towards >= OUTLIER).then(|| {
        let diagnosis = Diagnosis {
            what: what.clone(),
            own: figure(mine),
            usual: figure(usual.median),
        };
        (towards, diagnosis)
    })
}

/// Whether posts of its format or of its hour get other interactions than the account's others.
fn of_its_kind(own: &Facts, peers: &[&Facts], end: End) -> Option<Diagnosis> {
    let format = own.format.clone().map(|name| {
        let same: Vec<bool> = peers.iter().map(|p| p.format == own.format).collect();
        (Standout::Format(name), same)
    });
    let hour = own.hour.map(|hour| {
        let same: Vec<bool> = peers.iter().map(|p| p.hour == own.hour).collect();
        (Standout::Hour(hour), same)
    });
    let told = [format, hour].into_iter().flatten();
    let told = told.filter_map(|(what, same)| differs(what, &same, own, peers, end));
    told.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, diagnosis)| diagnosis)
}

fn differs(what: Standout, same: &[bool], own: &Facts, peers: &[&Facts], end: End) -> Option<(f64, Diagnosis)> {
    let value = |facts: &Facts| engagements(facts)?.float();
    let of = |kind: bool| -> Vec<f64> {
        let own = peers.iter().zip(same).filter(|(_, same)| **same == kind);
        own.filter_map(|(facts, _)| value(facts)).collect()
    };
    let (kind, rest) = (of(true), of(false));
    if kind.len() < FEWEST_OF_A_KIND {
        return None;
    }
    let usual = Usual::of(&rest.iter().copied().map(exact).collect::<Vec<_>>())?;
    let scores = kind.iter().map(|v| usual.score(exact(*v)).clamp(-OUTLIER, OUTLIER));
    let mean = scores.sum::<f64>() / kind.len() as f64;
    let score = mean / (1.0 / kind.len() as f64 + 1.0 / rest.len() as f64).sqrt();
    let towards = if end == End::Best { score } else { -score };
    let receipt = own.engagements.as_ref().and_then(|figure| figure.receipt.clone());
    let figure = |values: Vec<f64>| Figure {
        receipt: receipt.clone(),
        ..Figure::known(Amount::Ratio(median(values)), Unit::Count, "")
    };
    (towards >= OUTLIER).then(|| {
        let diagnosis = Diagnosis {
            what,
            own: figure(kind),
            usual: figure(rest),
        };
        (towards, diagnosis)
    })
}

/// Of a list that is not empty.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    harpoon_model::interval::quantile(&values, 0.5).unwrap_or(0.0)
}

/// Counts of posts are far from where a float has no units any more.
fn exact(value: f64) -> Number {
    Number::nearest(value).unwrap_or(Number::ZERO)
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "what facts hold")]
    fn figure(value: f64) -> Option<Figure> {
        Some(Figure::known(Amount::Ratio(value), Unit::Count, "r"))
    }

    /// Ten photos and six videos with 1,000 impressions each and about 50 interactions, of which about 5 are shares.
    fn posts() -> BTreeMap<Key, Facts> {
        let one = |n: u32| {
            let wobble = f64::from(n % 4);
            let facts = Facts {
                account: "zilt".to_owned(),
                format: Some(if n < 10 { "photo" } else { "video" }.to_owned()),
                engagements: figure(48.0 + wobble),
                impressions: figure(1000.0 + 10.0 * wobble),
                shares: figure(4.0 + wobble),
                negative: figure(wobble),
                ..Facts::default()
            };
            (key(n), facts)
        };
        (0..16).map(one).collect()
    }

    fn key(n: u32) -> Key {
        ("facebook".to_owned(), format!("p{n:02}"))
    }

    #[test]
    fn an_ordinary_post_gets_no_line() {
        let all = posts();
        for end in [End::Best, End::Worst] {
            assert_eq!(of(&key(3), &all, end), None);
        }
    }

    #[test]
    fn what_stands_out_is_told_at_the_end_that_it_explains() {
        let mut all = posts();
        all.get_mut(&key(3)).expect("a post").shares = figure(40.0);
        let told = of(&key(3), &all, End::Best).expect("a line");
        assert_eq!((told.what, told.own.float()), (Standout::Shares, Some(40.0 / 51.0)));
        assert!(told.usual.float().is_some_and(|usual| (0.05..0.15).contains(&usual)));
        assert_eq!(of(&key(3), &all, End::Worst), None);
        all.get_mut(&key(5)).expect("a post").negative = figure(80.0);
        let told = of(&key(5), &all, End::Worst).expect("a line");
        assert_eq!(told.what, Standout::Negative);
        // Among nine posts nothing is usual yet.
        let few: BTreeMap<Key, Facts> = all.into_iter().take(9).collect();
        assert_eq!(of(&key(5), &few, End::Worst), None);
    }

    #[test]
    fn a_format_is_told_where_its_posts_differ_from_all_others() {
        let mut all = posts();
        for n in 10..16 {
            let post = all.get_mut(&key(n)).expect("a post");
            post.engagements = figure(150.0 + f64::from(n));
            post.impressions = figure(3200.0 + f64::from(n));
        }
        let told = of(&key(11), &all, End::Best).expect("a line");
        assert_eq!(told.what, Standout::Format("video".to_owned()));
        assert_eq!((told.own.float(), told.usual.float()), (Some(162.5), Some(49.0)));
    }
}
