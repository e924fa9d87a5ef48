//! What other tools got wrong, each with what is right.

use harpoon_model::credit::{Credit, Findings, Model, Rules, Setup, Tally, Touch, TouchKind};

use super::data::{Path, credit_of, gather, near, timeless};

fn path(text: &str, conversions: u64, value: i64, nulls: u64) -> Path {
    let names = if text.is_empty() {
        Vec::new()
    } else {
        text.split('>').map(str::to_owned).collect()
    };
    (
        names,
        Tally {
            conversions,
            value,
            nulls,
        },
    )
}

fn findings(paths: &[Path]) -> Findings {
    gather(paths, Setup::of(&timeless())).0.finish(None).expect("a result")
}

/// mta's "analytical" chain adds up the observed paths alone. A>B, B>C and C>A make a circle that can be walked on: by
/// hand, with x = P(conversion | A) and so on, x_A = 1/2·x_B, x_B = 1/2·x_C + 1/4, x_C = 1/2·x_A + 1/4.
#[test]
fn paths_that_nobody_walked_are_part_of_the_chain() {
    let paths = [path("A>B", 1, 1, 1), path("B>C", 1, 1, 1), path("C>A", 0, 0, 2)];
    let effects = &findings(&paths).chains[0].effects;
    // x_A = x_B/2, x_C = x_A/2 + 1/4, x_B = x_C/2 + 1/4: x_B = 3/7, x_A = 3/14, x_C = 5/14; P = (x_A + x_B + x_C)/3 = 1/3.
    // Without A: x_C = 1/4, x_B = 3/8, P = 5/24. Without B: x_A = 0, x_C = 1/4, P = 1/12. Without C: x_B = 1/4, x_A = 1/8, P = 1/8.
    let expected = [1.0 - 5.0 / 8.0, 1.0 - 1.0 / 4.0, 1.0 - 3.0 / 8.0];
    for (effect, expected) in effects.iter().zip(expected) {
        near(effect.conversions.expect("conversions"), expected, 1e-13, "circle");
    }
}

/// A Shapley value that looks for names within names finds Google in Google Ads.
#[test]
fn a_name_within_a_name_is_another_channel() {
    let paths = [
        path("Google>Google Ads", 2, 50, 1),
        path("Google Ads>Facebook Ads", 1, 20, 2),
        path("Facebook", 1, 9, 4),
    ];
    let (credit, names) = gather(&paths, Setup::of(&[Model::Shapley]));
    let findings = credit.finish(None).expect("a result");
    for (channel, expected) in [
        ("Google", 1.0),
        ("Google Ads", 1.5),
        ("Facebook Ads", 0.5),
        ("Facebook", 1.0),
    ] {
        near(
            credit_of(&findings, Model::Shapley, names.code(channel), "conversions"),
            expected,
            1e-15,
            channel,
        );
    }
}

/// fractribution joins on the path and keeps one row's revenue where a path occurs twice.
#[test]
fn the_same_path_twice_counts_twice() {
    let twice = findings(&[path("A>B", 1, 100, 1), path("A>B", 2, 30, 0), path("B", 0, 0, 1)]);
    let once = findings(&[path("A>B", 3, 130, 1), path("B", 0, 0, 1)]);
    assert_eq!(twice.totals, once.totals);
    for model in timeless() {
        for (channel, metric) in [(0, "conversions"), (1, "conversions"), (0, "value"), (1, "value")] {
            near(
                credit_of(&twice, model, channel, metric),
                credit_of(&once, model, channel, metric),
                1e-13,
                model.word(),
            );
        }
        let value: f64 = (0..2).map(|channel| credit_of(&twice, model, channel, "value")).sum();
        near(value, 130.0, 1e-13, model.word());
    }
}

/// ChannelAttribution ends its simulated paths at the length of the longest one. Here a path that goes on with a chance of
/// 2/3 converts, in the end, as often as the journeys did; cut off after three touches it would not.
#[test]
fn a_chain_is_not_cut_off_at_the_longest_path() {
    let paths = [path("A>B>A", 1, 1, 0), path("B>A>B", 0, 0, 1)];
    let findings = findings(&paths);
    near(findings.chains[0].p_conversion, 0.5, 1e-13, "P = C/(C+N)");
    // x_A = 2/3·x_B + 1/3, x_B = 2/3·x_A: x_A = 3/5, x_B = 2/5; without B: P = 1/2·1/3, without A: 0.
    near(
        findings.chains[0].effects[0].conversions.expect("conversions"),
        1.0,
        1e-13,
        "A",
    );
    near(
        findings.chains[0].effects[1].conversions.expect("conversions"),
        2.0 / 3.0,
        1e-13,
        "B",
    );
}

/// ChannelAttribution fails where nothing converted. Nothing to credit is an answer.
#[test]
fn no_conversions_give_no_credit() {
    let findings = findings(&[path("A>B", 0, 0, 3), path("B", 0, 0, 2)]);
    assert_eq!(findings.totals.conversions, 0);
    for model in &findings.models {
        assert!(
            model
                .rows
                .iter()
                .all(|row| row.conversions.credit == 0.0 && row.value.credit == 0.0),
            "{model:?}"
        );
    }
    assert!(
        findings
            .chains
            .iter()
            .flat_map(|chain| &chain.effects)
            .all(|effect| effect.conversions.is_none())
    );
    let empty = Credit::new(Setup::of(&Model::ALL)).finish(None).expect("a result");
    assert!(empty.models.iter().all(|model| model.rows.is_empty()));
}

/// ChannelAttribution's simulation gives other results for another seed; the closed form has none to give.
#[test]
fn a_small_channel_is_credited_exactly() {
    let paths = [path("big", 99_999, 99_999, 900_000), path("small>big", 1, 1, 0)];
    let findings = findings(&paths);
    // One of 1,000,000 journeys begins with small, and all pass through big.
    let effect = findings.chains[0].effects[1].conversions.expect("conversions");
    near(effect * 1e6, 1.0, 1e-12, "small");
}

/// Umami lets a later visit take the credit of an earlier conversion.
#[test]
fn a_later_visit_changes_no_past_credit() {
    let click = |channel, at| Touch {
        at,
        channel,
        kind: TouchKind::Click,
    };
    let before = [click(1, 10), click(2, 20)];
    let after = [click(1, 10), click(2, 20), click(3, 31), click(3, 5_000_000)];
    let rules = Rules::default();
    assert_eq!(rules.eligible(&before, 30, None), rules.eligible(&after, 30, None));
}

/// Snowplow's "attributed conversions" are weighted by revenue. A dear order is one conversion.
#[test]
fn conversions_are_not_weighted_by_revenue() {
    let findings = findings(&[path("A", 1, 1_000_000, 1), path("B", 1, 1, 1)]);
    for model in timeless() {
        near(credit_of(&findings, model, 0, "conversions"), 1.0, 1e-13, model.word());
        near(credit_of(&findings, model, 1, "conversions"), 1.0, 1e-13, model.word());
        near(credit_of(&findings, model, 1, "value"), 1.0, 1e-9, model.word());
    }
}

/// The global chain may credit a channel that was in no converting journey; within journeys that cannot happen.
#[test]
fn path_allocation_credits_only_who_was_there() {
    let findings = findings(&[path("A>B", 1, 10, 1), path("C>A", 0, 0, 1)]);
    assert!(credit_of(&findings, Model::Markov1, 2, "conversions") > 0.0);
    assert!(credit_of(&findings, Model::PathMarkov, 2, "conversions") == 0.0);
}
