//! The ledger of credits: worked out by hand for six conversions and one company's deal.

use std::collections::BTreeMap;

use harpoon_model::credit::{
    Conversion, CreditError, Entry, Milestones, Model, Order, Rules, Scope, Touch, TouchKind, Weighing, by_person,
    ledger::split,
};

use super::data::{Row, fixture, fraction, near};

const WITH: Weighing<'_> = Weighing {
    direct: None,
    half_life: 7 * 86_400_000,
    effects: &[],
};

/// Days since 1970 of a date (Howard Hinnant's algorithm), so that the tests need no calendar.
fn days(date: &str) -> i64 {
    let parts: Vec<i64> = date.split('-').map(|part| part.parse().expect("a number")).collect();
    let (year, month) = if parts[1] <= 2 {
        (parts[0] - 1, parts[1] + 9)
    } else {
        (parts[0], parts[1] - 3)
    };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * month + 2) / 5 + parts[2] - 1 - 719_468
}

fn millis(text: &str) -> i64 {
    let (date, time) = text.split_once('T').unwrap_or((text, "0:0:0"));
    let seconds = time
        .split(':')
        .fold(0, |sum, part| sum * 60 + part.parse::<i64>().expect("a number"));
    (days(date) * 86_400 + seconds) * 1000
}

/// The channels of the touches: a channel is a platform with a campaign, direct is the first.
fn codes(touches: &[Row]) -> Vec<u32> {
    let name = |row: &Row| format!("{}/{}", row["channel"], row.get("campaign").map_or("", String::as_str));
    let mut names: Vec<String> = touches.iter().map(name).collect();
    names.sort_by_key(|name| (!name.starts_with("direct"), name.clone()));
    names.dedup();
    let place = |row: &Row| names.iter().position(|other| *other == name(row)).expect("a channel");
    touches
        .iter()
        .map(|row| u32::try_from(place(row)).expect("few channels"))
        .collect()
}

fn touch(row: &Row, channel: u32) -> Touch {
    let kind = if row["type"] == "impression" {
        TouchKind::Impression
    } else {
        TouchKind::Click
    };
    Touch {
        channel,
        at: millis(&row["ts_utc"]),
        kind,
    }
}

/// Touches of each person in order of time, each with its id.
fn people(rows: &[Row]) -> BTreeMap<String, Vec<(Touch, String)>> {
    let mut people: BTreeMap<String, Vec<(Touch, String)>> = BTreeMap::new();
    for (row, channel) in rows.iter().zip(codes(rows)) {
        people
            .entry(row["person"].clone())
            .or_default()
            .push((touch(row, channel), row["touch_id"].clone()));
    }
    for touches in people.values_mut() {
        touches.sort();
    }
    people
}

fn entries(rules: &Rules, model: Model) -> Vec<(String, String, Entry)> {
    let people = people(&fixture("touches.csv"));
    let mut deeds: BTreeMap<String, Vec<(String, Conversion)>> = BTreeMap::new();
    for row in fixture("conversions.csv") {
        let whole = |name: &str| row[name].parse().expect("a whole number");
        let (value, refunded) = (whole("value_cents"), whole("refunded_cents"));
        let conversion = Conversion {
            at: millis(&row["ts_utc"]),
            value,
            refunded,
            milestones: Milestones::default(),
        };
        deeds
            .entry(row["person"].clone())
            .or_default()
            .push((row["conv_id"].clone(), conversion));
    }
    let mut all = Vec::new();
    for (person, deeds) in deeds {
        let (touches, ids): (Vec<Touch>, Vec<String>) =
            people.get(&person).cloned().unwrap_or_default().into_iter().unzip();
        let conversions: Vec<Conversion> = deeds.iter().map(|(_, conversion)| *conversion).collect();
        for entry in rules.ledger(model, &touches, &conversions, &WITH).expect("a ledger") {
            let touch = entry.touch.map_or("", |touch| &ids[touch]);
            all.push((deeds[entry.conversion].0.clone(), touch.to_owned(), entry));
        }
    }
    all
}

#[test]
fn six_conversions_to_the_cent() {
    let mut expected: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    for row in fixture("ledger.csv") {
        expected
            .entry((row["scope"].clone(), row["model"].clone()))
            .or_default()
            .push(row);
    }
    assert_eq!(expected.values().map(Vec::len).sum::<usize>(), 93);
    for ((scope, word), rows) in expected {
        let scope = if scope == "lookback" {
            Scope::Lookback
        } else {
            Scope::SinceLastConversion
        };
        let model = match word.as_str() {
            "position_40_20_40" => Model::Position,
            "time_decay_7d" => Model::TimeDecay,
            word => Model::from_word(word).expect("a model"),
        };
        let rules = Rules {
            scope,
            direct: vec![0],
            ..Rules::default()
        };
        let mut found = entries(&rules, model);
        found.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        assert_eq!(found.len(), rows.len(), "{scope:?} {word}");
        for ((conversion, touch, entry), row) in found.iter().zip(&rows) {
            let what = format!("{scope:?} {row:?}");
            assert_eq!((conversion, touch), (&row["conv_id"], &row["touch_id"]), "{what}");
            near(entry.weight, fraction(&row["weight"]), 1e-12, &what);
            assert_eq!(entry.value.to_string(), row["value_cents"], "{what}");
            assert_eq!(entry.net.to_string(), row["net_value_cents"], "{what}");
        }
    }
}

#[test]
fn one_deal_of_a_company() {
    let rows = fixture("b2b_touches.csv");
    let place = |id: &str| rows.iter().position(|row| row["touch_id"] == id);
    let milestone = |word: &str| {
        let all = fixture("b2b_milestones.csv");
        all.iter()
            .find(|row| row["milestone"] == word)
            .and_then(|row| place(&row["touch_id"]))
    };
    let milestones = Milestones {
        lead: milestone("lead"),
        opportunity: milestone("opp"),
        close: milestone("close"),
    };
    let touches: Vec<Touch> = rows
        .iter()
        .zip(codes(&rows))
        .map(|(row, channel)| Touch {
            channel,
            at: millis(&row["date"]),
            kind: TouchKind::Other,
        })
        .collect();
    let at = touches.last().expect("touches").at;
    let conversion = Conversion {
        at,
        value: 4_800_000,
        refunded: 0,
        milestones,
    };
    let rules = Rules {
        other: 365 * 86_400_000,
        ..Rules::default()
    };
    let people: Vec<u64> = rows.iter().map(|row| u64::from(row["person"].as_bytes()[0])).collect();
    for row in fixture("b2b_ledger.csv") {
        let touch = place(&row["touch_id"]).expect("a touch");
        let expected = fraction(&row["weight"]);
        let cents = fraction(&row["value_cents_exact"]);
        let model = match row["model"].as_str() {
            "linear_by_person" => {
                let weights = by_person(&people);
                let sum: u64 = weights.iter().sum();
                near(weights[touch] as f64 / sum as f64, expected, 1e-12, &format!("{row:?}"));
                assert!(
                    (split(4_800_000, &weights)[touch] as f64 - cents).abs() < 1.0,
                    "{row:?}"
                );
                continue;
            }
            "u_shape_first_lead" => Model::UShape,
            word => Model::from_word(word).expect("a model"),
        };
        let entries = rules.ledger(model, &touches, &[conversion], &WITH).expect("a ledger");
        let entry = entries
            .iter()
            .find(|entry| entry.touch == Some(touch))
            .expect("an entry");
        near(entry.weight, expected, 1e-12, &format!("{row:?}"));
        assert!((entry.value as f64 - cents).abs() < 1.0, "{row:?}");
        assert_eq!(entries.iter().map(|entry| entry.value).sum::<i64>(), 4_800_000);
    }
}

fn check_split(amount: i64, weights: &[u64], expected: &[i64]) {
    assert_eq!(split(amount, weights), expected, "{amount} by {weights:?}");
    assert_eq!(split(amount, weights).iter().sum::<i64>(), amount);
}

#[test]
fn cents_are_split_without_loss() {
    check_split(100, &[1, 1, 1], &[34, 33, 33]);
    check_split(101, &[1, 1, 1], &[34, 34, 33]);
    check_split(-100, &[1, 1, 1], &[-34, -33, -33]);
    check_split(5, &[3, 0, 1], &[4, 0, 1]);
    check_split(1, &[1, 2], &[0, 1]);
    check_split(0, &[1, 2], &[0, 0]);
    check_split(i64::MIN, &[1, 1], &[i64::MIN / 2, i64::MIN / 2]);
    check_split(i64::MAX, &[u64::MAX, u64::MAX], &[i64::MAX / 2 + 1, i64::MAX / 2]);
    assert_eq!(split(7, &[0, 0]), [0, 0]);
}

fn click(channel: u32, at: i64) -> Touch {
    Touch {
        channel,
        at,
        kind: TouchKind::Click,
    }
}

fn check_eligible(rules: &Rules, touches: &[Touch], at: i64, previous: Option<i64>, expected: &[usize]) {
    assert_eq!(
        rules.eligible(touches, at, previous),
        expected,
        "{touches:?} at {at} after {previous:?}"
    );
}

#[test]
fn which_touches_count() {
    let rules = Rules {
        click: 1000,
        impression: 10,
        other: 5,
        collapse: 3,
        direct: vec![9],
        ..Rules::default()
    };
    let since = Rules {
        scope: Scope::SinceLastConversion,
        ..rules.clone()
    };
    check_eligible(&rules, &[], 50, None, &[]);
    check_eligible(&rules, &[click(1, 50)], 50, None, &[0]);
    check_eligible(&rules, &[click(1, 51)], 50, None, &[]);
    check_eligible(&rules, &[click(1, 50)], 1050, None, &[0]);
    check_eligible(&rules, &[click(1, 49)], 1050, None, &[]);
    let shown = Touch {
        kind: TouchKind::Impression,
        ..click(1, 50)
    };
    check_eligible(&rules, &[shown], 60, None, &[0]);
    check_eligible(&rules, &[shown], 61, None, &[]);
    check_eligible(&rules, &[shown, click(1, 51)], 60, None, &[0, 1]);
    check_eligible(&rules, &[click(1, 1), click(1, 4), click(1, 5)], 50, None, &[0, 2]);
    check_eligible(&rules, &[click(1, 1), click(2, 2), click(1, 3)], 50, None, &[0, 1]);
    check_eligible(&rules, &[click(9, 1), click(1, 2), click(9, 30)], 50, None, &[1]);
    check_eligible(&rules, &[click(9, 1), click(9, 30)], 50, None, &[0, 1]);
    check_eligible(
        &rules,
        &[click(1, 1), click(2, 20), click(3, 21)],
        50,
        Some(20),
        &[0, 1, 2],
    );
    check_eligible(&since, &[click(1, 1), click(2, 20), click(3, 21)], 50, Some(20), &[2]);
    check_eligible(&rules, &[click(1, i64::MIN), click(1, i64::MAX)], 0, None, &[]);
    assert_eq!(
        rules.open(&[click(1, 1), click(2, 20), click(2, 22), click(9, 23)], Some(1)),
        [1]
    );
    assert_eq!(rules.open(&[click(1, 1)], None), [0]);
}

#[test]
fn part_of_a_price_is_paid_back() {
    let conversion = Conversion {
        at: 10,
        value: 1000,
        refunded: 301,
        milestones: Milestones::default(),
    };
    let touches = [click(1, 1), click(2, 2), click(3, 3)];
    let entries = Rules::default()
        .ledger(Model::Linear, &touches, &[conversion], &WITH)
        .expect("a ledger");
    assert_eq!(
        entries.iter().map(|entry| entry.net).collect::<Vec<_>>(),
        [233, 233, 233]
    );
    assert_eq!(
        entries.iter().map(|entry| entry.value).collect::<Vec<_>>(),
        [334, 333, 333]
    );
}

#[test]
fn chains_have_no_ledger() {
    let conversion = Conversion {
        at: 10,
        value: 1,
        refunded: 0,
        milestones: Milestones::default(),
    };
    for order in Order::ALL {
        let model = Model::ALL
            .into_iter()
            .find(|model| model.order() == Some(order))
            .expect("a model");
        let refused = Rules::default().ledger(model, &[click(1, 1)], &[conversion], &WITH);
        assert_eq!(refused, Err(CreditError::NoTouchWeights { model }));
    }
}
