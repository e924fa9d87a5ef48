//! Leads to deals: published survival tables, competing endings by hand, and 8,000 real leads by another route.

use harpoon_core::Period;
use harpoon_core::period::day_number;
use harpoon_model::funnel::{
    AGES, Ending, FollowUp, FollowUpError, Lead, OpenAt, compare, curve, follow, horizon, summary,
};
use harpoon_model::interval::Confidence;

use crate::vectors::{close, reference};

fn seen(came: i32, ended: Option<(i32, Ending)>, as_of: i32) -> Result<FollowUp, FollowUpError> {
    FollowUp::new(Lead { came, ended }, as_of)
}

/// Won on a day, or open as of a day.
fn lead(days: i32, won: bool) -> FollowUp {
    seen(0, won.then_some((days, Ending::Won)), if won { 1000 } else { days }).expect("sound days")
}

/// Day, share beyond it, lower and upper 95 % bound.
type Published = (u32, f64, f64, f64);

fn check_survival(leads: &[FollowUp], published: &[Published], median: u32) {
    let curve = curve(leads);
    let days: Vec<u32> = curve.steps.iter().map(|s| s.day).collect();
    assert_eq!(days, published.iter().map(|p| p.0).collect::<Vec<_>>());
    for (step, &(day, open, low, high)) in curve.steps.iter().zip(published) {
        close(step.open, open, 5.1e-5);
        let won = curve.share(day, Ending::Won, Confidence::NINETY_FIVE).expect("watched");
        close(1.0 - won.value, open, 5.1e-5);
        if open > 0.0 {
            close(1.0 - won.high, low, 5.1e-5);
            close(1.0 - won.low, high, 5.1e-5);
        }
    }
    assert_eq!(curve.reaches(0.5, Ending::Won), Some(median));
}

// Remission in weeks of Freireich et al., Blood 21 (1963), as given by Gehan, Biometrika 52 (1965). Shares and log-log bounds
// as any package prints them, e.g. Kleinbaum and Klein, Survival Analysis, 3rd ed. (2012), computer appendix.

#[test]
fn leukaemia_under_mercaptopurine() {
    let relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|t| lead(t, true));
    let watched = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|t| lead(t, false));
    let patients = [watched.as_slice(), relapsed.as_slice()].concat();
    let published = [
        (6, 0.8571, 0.6197, 0.9516),
        (7, 0.8067, 0.5631, 0.9228),
        (10, 0.7529, 0.5032, 0.8894),
        (13, 0.6902, 0.4316, 0.8491),
        (16, 0.6275, 0.3675, 0.8049),
        (22, 0.5378, 0.2678, 0.7468),
        (23, 0.4482, 0.1881, 0.6801),
    ];
    check_survival(&patients, &published, 23);
    // Greenwood's standard errors of the same table.
    let curve = curve(&patients);
    for (day, error) in [
        (6, 0.0764),
        (7, 0.0869),
        (10, 0.0963),
        (13, 0.1068),
        (22, 0.1282),
        (23, 0.1346),
    ] {
        close(curve.standard_error(day, Ending::Won), error, 5.1e-5);
    }
    assert_eq!(curve.known_to, Some(35));
    assert!(curve.share(36, Ending::Won, Confidence::NINETY).is_none());
}

#[test]
fn leukaemia_under_placebo() {
    let weeks = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
    let published = [
        (1, 0.9048, 0.6700, 0.9753),
        (2, 0.8095, 0.5689, 0.9239),
        (3, 0.7619, 0.5194, 0.8933),
        (4, 0.6667, 0.4254, 0.8250),
        (5, 0.5714, 0.3380, 0.7492),
        (8, 0.3810, 0.1831, 0.5778),
        (11, 0.2857, 0.1166, 0.4818),
        (12, 0.1905, 0.0595, 0.3774),
        (15, 0.1429, 0.0357, 0.3212),
        (17, 0.0952, 0.0163, 0.2612),
        (22, 0.0476, 0.0033, 0.1970),
        (23, 0.0, 0.0, 0.0),
    ];
    let patients = weeks.map(|t| lead(t, true));
    check_survival(&patients, &published, 8);
    // All have ended: the curve has no end.
    let curve = curve(&patients);
    assert_eq!(curve.known_to, None);
    let all = curve.share(500, Ending::Won, Confidence::NINETY_FIVE).expect("known");
    close(all.high, 1.0, 0.0);
    // Wilson: 1 ⁄ (1 + 1.96² ⁄ 21).
    close(all.low, 0.8454, 5e-5);
}

#[test]
fn lost_leads_compete_with_deals() {
    let ends = [
        (Some((1, Ending::Won)), 9),
        (Some((2, Ending::Lost)), 9),
        (None, 3),
        (Some((4, Ending::Won)), 9),
        (None, 5),
    ];
    let leads = ends.map(|(ended, as_of)| seen(0, ended, as_of).expect("sound days"));
    let curve = curve(&leads);
    // Won: 1⁄5, and of the 3⁄5 still open on day 4 one of two: 1⁄5 + 3⁄10. Lost as "not watched" would make it 0.6.
    let last = curve.steps.last().expect("three steps");
    assert_eq!((last.at_risk, last.won, last.lost), (2, 1, 0));
    close(last.won_by, 0.5, 1e-15);
    close(last.lost_by, 0.2, 1e-15);
    close(last.open, 0.3, 1e-15);
    // Day 1: 0.0045 + 0.032 − 0.024; day 2: 0.0075; day 4: 0.045. Together 0.065.
    close(curve.standard_error(4, Ending::Won), 0.065_f64.sqrt(), 1e-15);
    assert_eq!(curve.reaches(0.5, Ending::Won), Some(4));
    assert_eq!(curve.reaches(0.5, Ending::Lost), None);
}

#[test]
fn all_ended_is_a_plain_share() {
    // 3 won and 7 lost of ten, all seen: the variance is the binomial p(1 − p) ⁄ n.
    let days = [(1, true), (2, false), (2, true), (3, false), (3, false), (4, true)];
    let more = [(5, false), (6, false), (6, false), (7, false)];
    let leads: Vec<_> = days
        .iter()
        .chain(&more)
        .map(|&(day, won)| seen(0, Some((day, if won { Ending::Won } else { Ending::Lost })), 99))
        .collect::<Result<_, _>>()
        .expect("sound days");
    let curve = curve(&leads);
    close(curve.steps.last().expect("steps").won_by, 0.3, 1e-12);
    close(
        curve.standard_error(90, Ending::Won),
        (0.3 * 0.7 / 10.0_f64).sqrt(),
        1e-12,
    );
    close(
        curve.standard_error(90, Ending::Lost),
        (0.3 * 0.7 / 10.0_f64).sqrt(),
        1e-12,
    );
}

#[test]
fn no_deal_yet_is_not_certainty() {
    let leads: Vec<_> = (0..20).map(|_| lead(40, false)).collect();
    let got = summary(&leads, &AGES, Confidence::NINETY_FIVE);
    let at_30 = got.rates[0].rate.expect("all were watched for 30 days");
    close(at_30.value, 0.0, 0.0);
    close(at_30.high, 0.1611, 5e-5);
    assert_eq!(got.rates[1].rate, None);
    assert_eq!(got.rates[1].watched, 0);
    assert_eq!(got.median_days_won, None);
    let nobody = summary(&[], &AGES, Confidence::NINETY);
    assert_eq!((nobody.leads, nobody.so_far), (0, None));
    assert!(nobody.rates.iter().all(|r| r.rate.is_none()));
}

#[test]
fn ages_of_what_is_open() {
    let leads = [
        lead(0, false),
        lead(29, false),
        lead(30, false),
        lead(75, false),
        lead(400, false),
        lead(5, true),
    ];
    let got = summary(&leads, &[30, 90], Confidence::NINETY);
    let band = |from, below, open| OpenAt { from, below, open };
    assert_eq!(
        got.open_by_age,
        [band(0, Some(30), 2), band(30, Some(90), 2), band(90, None, 1)]
    );
    assert_eq!((got.leads, got.won, got.lost, got.open), (6, 1, 0, 5));
}

#[test]
fn a_young_cohort_is_compared_at_its_own_age() {
    // Old: 100 leads watched for 200 days, a deal on day 10 and nine on day 60. Young: 20 leads of 20 days, one deal on day 10.
    let of = |n: i32, watched: i32, wins: &[i32]| -> Vec<FollowUp> {
        let won = |i: i32| {
            wins.get(usize::try_from(i).expect("small"))
                .map(|&day| (day, Ending::Won))
        };
        (0..n).map(|i| seen(0, won(i), watched).expect("sound days")).collect()
    };
    let old = of(100, 200, &[10, 60, 60, 60, 60, 60, 60, 60, 60, 60]);
    let (young, tiny) = (of(20, 20, &[10]), of(3, 5, &[]));
    let groups = [
        ("old", old.as_slice()),
        ("young", young.as_slice()),
        ("tiny", tiny.as_slice()),
    ];
    let got = compare(&groups, Confidence::NINETY).expect("two groups are large enough");
    assert_eq!(got.age, 20);
    assert_eq!(got.too_few, ["tiny"]);
    let rates: Vec<f64> = got.rates.iter().map(|(_, r)| r.rate.expect("watched").value).collect();
    close(rates[0], 0.01, 1e-12);
    close(rates[1], 0.05, 1e-12);
    assert_eq!(horizon(&old), Some(200));
    assert_eq!(compare(&groups[2..], Confidence::NINETY), None);
}

#[test]
fn days_that_cannot_be() {
    let won = |day| Some((day, Ending::Won));
    assert_eq!(seen(10, won(8), 20), Err(FollowUpError::EndsFirst(2)));
    assert_eq!(seen(10, None, 7), Err(FollowUpError::NotYet(3)));
    // What happens after the day as of which is asked has not happened.
    let open = seen(10, won(30), 20).expect("open");
    assert_eq!((open.ended(), open.watched()), (None, 10));
    let extreme = seen(i32::MIN, won(i32::MAX), i32::MAX).expect("absurd, and counted");
    assert_eq!(extreme.watched(), u32::MAX);
}

type Row = std::collections::BTreeMap<String, String>;

fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a table with a header")
}

fn day(text: &str) -> i32 {
    day_number(Period::day(&text[..10]).expect("a day"))
}

/// Leads, deals, median days, share won after 30, 90 and 180 days: by a script that multiplies (1 − deals ⁄ at risk) over days.
#[test]
fn real_leads_by_origin() {
    let folder = "real/olist/olist_";
    let (Some(leads), Some(deals)) = (
        reference(&format!("{folder}marketing_qualified_leads_dataset.csv")),
        reference(&format!("{folder}closed_deals_dataset.csv")),
    ) else {
        return;
    };
    let (leads, deals) = (rows(&leads), rows(&deals));
    let as_of = deals.iter().map(|d| day(&d["won_date"])).max().expect("deals");
    let won: Row = deals
        .iter()
        .map(|d| (d["mql_id"].clone(), d["won_date"].clone()))
        .collect();
    let of = |origin: &str| {
        let of_origin = leads.iter().filter(|l| l["origin"] == origin);
        let leads: Vec<Lead> = of_origin
            .map(|l| Lead {
                came: day(&l["first_contact_date"]),
                ended: won.get(&l["mql_id"]).map(|d| (day(d), Ending::Won)),
            })
            .collect();
        follow(&leads, as_of)
    };
    for (origin, counts, rates) in [
        (
            "social",
            (1350, 75, 30.0),
            [0.028_888_889, 0.043_703_704, 0.051_881_313],
        ),
        (
            "direct_traffic",
            (499, 56, 10.0),
            [0.082_164_329, 0.100_200_401, 0.110_220_441],
        ),
        (
            "referral",
            (284, 24, 18.5),
            [0.052_816_901, 0.073_943_662, 0.084_507_042],
        ),
        (
            "paid_search",
            (1586, 195, 15.0),
            [0.078_814_628, 0.094_577_554, 0.110_523_698],
        ),
    ] {
        let (followed, refused) = of(origin);
        assert_eq!(refused, []);
        check_origin(&followed, counts, rates);
    }
    // One lead of the file is won two days before its first contact: it counts, and is in no curve.
    let (followed, refused) = of("organic_search");
    assert_eq!(followed.len(), 2295);
    assert_eq!(
        refused.iter().map(|r| r.1).collect::<Vec<_>>(),
        [FollowUpError::EndsFirst(2)]
    );
}

fn check_origin(leads: &[FollowUp], counts: (usize, usize, f64), rates: [f64; 3]) {
    let got = summary(leads, &[30, 90, 180], Confidence::NINETY);
    assert_eq!((got.leads, got.won), (counts.0, counts.1));
    assert_eq!(got.median_days_won, Some(counts.2));
    for (at, expected) in got.rates.iter().zip(rates) {
        let rate = at.rate.expect("watched");
        close(rate.value, expected, 5e-10);
        assert!(rate.low < rate.value && rate.value < rate.high);
    }
}

/// Leads are won at 0.004 and lost at 0.006 a day, and were watched for 0 to 299 days. Share won by day t is
/// 0.4 · (1 − e^(−0.01·t)). Intervals at 90 % should hold it in 90 of 100 simulated businesses, give or take three.
#[test]
fn intervals_cover() {
    let mut seed = 11_u64;
    let mut draw = move || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    let (ages, mut held, mut so_far_held) = ([30_u32, 90, 180], [0_u32; 3], 0_u32);
    let share = |age: u32| 0.4 * (1.0 - (-0.01 * f64::from(age)).exp());
    for _ in 0..1500 {
        let leads: Vec<FollowUp> = (0..200).map(|_| drawn(&mut draw)).collect();
        let got = summary(&leads, &ages, Confidence::NINETY);
        for (at, held) in got.rates.iter().zip(&mut held) {
            let rate = at.rate.expect("watched");
            *held += u32::from(rate.low <= share(at.age) && share(at.age) <= rate.high);
        }
        let so_far = got.so_far.expect("leads");
        so_far_held += u32::from(so_far.low <= share(180) && share(180) <= so_far.high);
    }
    for held in held {
        close(f64::from(held) / 1500.0, 0.9, 0.03);
    }
    // Deals by leads so far is no substitute: it misses the share after 180 days in most of them.
    assert!(so_far_held < 750, "{so_far_held}");
}

fn drawn(draw: &mut impl FnMut() -> f64) -> FollowUp {
    #[expect(clippy::cast_possible_truncation, reason = "far below the largest i32")]
    let whole = |days: f64| days.ceil().min(1e6) as i32;
    let day = whole(-(1.0 - draw()).ln() / 0.01);
    let ending = if draw() < 0.4 { Ending::Won } else { Ending::Lost };
    seen(0, Some((day, ending)), whole(draw() * 300.0 - 1.0).max(0)).expect("sound days")
}
