//! What files from outside hold: absurd lengths, crowds under one name, clocks that are wrong, money that goes back.

use harpoon_model::credit::{
    Conversion, Credit, Findings, Journey, Milestones, Model, Rules, Setup, Tally, Touch, TouchKind, UNATTRIBUTED,
    Weighing,
};

use super::data::{credit_of, near, of, timeless};

fn touch(channel: i64, at: i64) -> Touch {
    Touch {
        at,
        channel: u32::try_from(channel).expect("few channels"),
        kind: TouchKind::Click,
    }
}

fn push(credit: &mut Credit, person: u64, touches: &[Touch], tally: Tally) {
    credit
        .push(&Journey {
            person,
            touches,
            milestones: Milestones::default(),
            tally,
        })
        .expect("a journey");
}

/// Each model's conversions and value.
fn assert_sums(findings: &Findings, conversions: f64, value: f64) {
    for model in &findings.models {
        let sum: f64 = model.rows.iter().map(|row| row.conversions.credit).sum();
        near(sum, conversions, 1e-9, model.model.word());
        let sum: f64 = model.rows.iter().map(|row| row.value.credit).sum();
        near(sum, value, 1e-9, model.model.word());
    }
}

/// Ten thousand touches of three hundred channels, and of two in turn.
#[test]
fn ten_thousand_touches() {
    let mut credit = Credit::new(Setup::of(&Model::ALL));
    let many: Vec<Touch> = (0..10_000).map(|at| touch(at % 300, 1000 * at)).collect();
    let two: Vec<Touch> = (0..10_000).map(|at| touch(at % 2, 1000 * at)).collect();
    push(&mut credit, 1, &many, Tally::conversion(700));
    push(&mut credit, 2, &two, Tally::conversion(300));
    push(&mut credit, 3, &two[..9_999], Tally::OPEN);
    let findings = credit.finish(None).expect("a result");
    assert_sums(&findings, 2.0, 1000.0);
    // Every conversion passes through both of the two: what stays without one of them has not begun.
    for chain in &findings.chains {
        near(chain.p_conversion, 2.0 / 3.0, 1e-12, "P");
        near(
            chain.effects[0].conversions.expect("conversions"),
            1.0,
            1e-9,
            "channel 0",
        );
    }
    near(
        credit_of(&findings, Model::Linear, 299, "conversions"),
        33e-4,
        1e-12,
        "33 of ten thousand",
    );
}

/// One name with five million events, in half a million journeys and in one: the state does not grow with them.
#[test]
fn five_million_events_of_one_person() {
    let mut credit = Credit::new(Setup::of(&Model::ALL));
    let touches: Vec<Touch> = (0..10).map(|at| touch(at % 7, 3_600_000 * at)).collect();
    let mut sizes = Vec::new();
    for turn in 0..500_000u64 {
        let tally = if turn % 5 == 0 {
            Tally::conversion(100)
        } else {
            Tally::OPEN
        };
        push(&mut credit, 1, &touches, tally);
        if turn == 99_999 || turn == 499_999 {
            sizes.push(credit.to_bytes().len());
        }
    }
    assert!(sizes[1] < sizes[0] + 200, "{sizes:?}");
    let findings = credit.finish(None).expect("a result");
    assert_eq!(findings.groups, 1);
    assert_sums(&findings, 100_000.0, 10_000_000.0);
    let mut credit = Credit::new(Setup::of(&Model::ALL));
    let touches: Vec<Touch> = (0..5_000_000).map(|at| touch(at % 7, at)).collect();
    push(&mut credit, 1, &touches, Tally::conversion(100));
    assert!(credit.to_bytes().len() < 20_000);
    assert_sums(&credit.finish(None).expect("a result"), 1.0, 100.0);
}

/// Touches at impossible instants, before and after each other and the deed.
#[test]
fn clocks_that_are_wrong() {
    let skewed = [
        touch(0, i64::MIN),
        touch(1, i64::MAX),
        touch(2, -1),
        touch(1, 0),
        touch(0, i64::MAX),
    ];
    let mut credit = Credit::new(Setup::of(&Model::ALL));
    push(&mut credit, 1, &skewed, Tally::conversion(100));
    push(&mut credit, 2, &[touch(2, i64::MIN)], Tally::OPEN);
    assert_sums(&credit.finish(None).expect("a result"), 1.0, 100.0);
    let rules = Rules::default();
    for at in [i64::MIN, -1, 0, i64::MAX] {
        let sorted = [touch(0, i64::MIN), touch(1, -1), touch(2, 0), touch(1, i64::MAX)];
        for place in rules.eligible(&sorted, at, None) {
            assert!(sorted[place].at <= at && at.abs_diff(sorted[place].at) <= rules.click.unsigned_abs());
        }
    }
}

/// A deed before the first touch has no touch, and nobody is credited.
#[test]
fn a_conversion_before_the_first_touch() {
    let rules = Rules::default();
    let touches = [touch(0, 5_000), touch(1, 6_000)];
    assert!(rules.eligible(&touches, 4_999, None).is_empty());
    let deed = Conversion {
        at: 4_999,
        value: 900,
        refunded: 0,
        milestones: Milestones::default(),
    };
    let with = Weighing {
        direct: None,
        half_life: 1,
        effects: &[],
    };
    let entries = rules.ledger(Model::Linear, &touches, &[deed], &with).expect("a ledger");
    assert!(entries.len() == 1 && entries[0].touch.is_none(), "{entries:?}");
    let mut credit = Credit::new(Setup::of(&Model::ALL));
    push(&mut credit, 1, &[], Tally::conversion(900));
    let findings = credit.finish(None).expect("a result");
    assert_eq!(findings.totals.unattributed, 1);
    for model in &findings.models {
        assert!(
            model.rows.len() == 1 && model.rows[0].channel == UNATTRIBUTED,
            "{model:?}"
        );
    }
    assert_sums(&findings, 1.0, 900.0);
}

/// Refunds larger than the sales, and sales of nothing: conversions count, and the money is what it is.
#[test]
fn money_below_and_at_nought() {
    let (a, b) = ([touch(0, 1), touch(1, 2)], [touch(1, 1), touch(2, 2), touch(0, 3)]);
    let gathered = |values: [i64; 3]| {
        let mut credit = Credit::new(Setup::of(&Model::ALL));
        push(&mut credit, 1, &a, Tally::conversion(values[0]));
        push(&mut credit, 2, &b, Tally::conversion(values[1]));
        push(&mut credit, 3, &b[..2], Tally::conversion(values[2]));
        push(&mut credit, 4, &a, Tally::OPEN);
        credit.finish(None).expect("a result")
    };
    assert_sums(&gathered([500, -900, 100]), 3.0, -300.0);
    assert_sums(&gathered([-1, -2, -3]), 3.0, -6.0);
    assert_sums(&gathered([500, -900, 400]), 3.0, 0.0);
    let free = gathered([0, 0, 0]);
    assert_sums(&free, 3.0, 0.0);
    assert!(
        free.chains
            .iter()
            .flat_map(|chain| &chain.effects)
            .all(|effect| effect.value.is_none())
    );
    for model in timeless() {
        let rows = &of(&free, model).rows;
        assert!(rows.iter().all(|row| row.value.credit == 0.0) && rows.iter().any(|row| row.conversions.credit > 0.0));
    }
}
