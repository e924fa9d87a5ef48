//! PathData of ChannelAttribution: 88,387 journeys (GPL, read where the shared folder is there, never copied).

use harpoon_model::credit::{Model, Order, Setup, Tally};

use super::data::{Path, credit_of, fraction, gather, near, shared};

/// Values are decimals; a unit of 10^-11 keeps them whole.
const UNIT: f64 = 1e11;

#[expect(clippy::cast_possible_truncation, reason = "small decimals")]
fn paths() -> Option<Vec<Path>> {
    let rows = shared("raw/channelattribution_pathdata.csv", b';')?;
    let path = |row: &super::data::Row| {
        let whole = |name: &str| row[name].parse().expect("a whole number");
        let value = (fraction(&row["total_conversion_value"]) * UNIT).round() as i64;
        let path = row["path"].split(" > ").map(str::to_owned).collect();
        (
            path,
            Tally {
                conversions: whole("total_conversions"),
                value,
                nulls: whole("total_null"),
            },
        )
    };
    Some(rows.iter().map(path).collect())
}

#[test]
fn models_to_a_billionth() {
    let (Some(paths), Some(rows)) = (paths(), shared("expected/pathdata_models.csv", b',')) else {
        return;
    };
    let (_, names) = gather(&paths, Setup::of(&[]));
    let findings = Order::ALL.map(|path_order| {
        let models = [
            Model::First,
            Model::Last,
            Model::Linear,
            Model::Position,
            Model::Shapley,
            Model::PathMarkov,
        ];
        let chains = [Model::Markov1, Model::Markov2, Model::Markov3];
        let setup = Setup {
            path_order,
            ..Setup::of(&[&models[..], &chains].concat())
        };
        gather(&paths, setup).0.finish(None).expect("a result")
    });
    let mut compared = 0;
    for row in rows.iter().filter(|row| row["source"] == "closed") {
        let (model, order) = match row["model"].as_str() {
            "first" => (Model::First, 0),
            "last" => (Model::Last, 0),
            "linear" => (Model::Linear, 0),
            "position" => (Model::Position, 0),
            "linear_unique" | "shapley_zhao" => (Model::Shapley, 0),
            "markov1" => (Model::Markov1, 0),
            "markov2" => (Model::Markov2, 1),
            "markov3" => (Model::Markov3, 2),
            "markov1_path_allocated" => (Model::PathMarkov, 0),
            "markov2_path_allocated" => (Model::PathMarkov, 1),
            "markov3_path_allocated" => (Model::PathMarkov, 2),
            _ => continue,
        };
        let chain = &findings[order].chains[order];
        let effect = || {
            chain
                .effects
                .iter()
                .find(|effect| names.name(effect.channel) == row["channel"])
                .expect("a channel")
        };
        let found = match row["metric"].as_str() {
            "p_conv" => chain.p_conversion,
            // The file counts the beginning as a state.
            "n_states" => chain.states as f64 + 1.0,
            "removal_effect" => effect().conversions.expect("conversions"),
            "removal_effect_value" => effect().value.expect("value"),
            "value" => credit_of(&findings[order], model, names.code(&row["channel"]), "value") / UNIT,
            metric => credit_of(&findings[order], model, names.code(&row["channel"]), metric),
        };
        near(found, fraction(&row["value"]), 1e-9, &format!("{row:?}"));
        compared += 1;
    }
    assert_eq!(compared, 6 * 24 + 3 * (4 * 12 + 2) + 3 * 24);
}

/// mta's "analytical" chain adds up the observed paths alone and finds .909 here.
#[test]
fn unobserved_paths_count() {
    let Some(paths) = paths() else { return };
    let (credit, names) = gather(&paths, Setup::of(&[Model::Markov1]));
    let chain = &credit.finish(None).expect("a result").chains[0];
    let eta = chain
        .effects
        .iter()
        .find(|effect| names.name(effect.channel) == "eta")
        .expect("a channel");
    near(
        eta.conversions.expect("conversions"),
        0.349_026_331_871_146,
        1e-12,
        "eta",
    );
}

/// ChannelAttribution walks a random 100,000 paths by default, and its other rows are one such draw: a hundredth of all
/// conversions are somebody else's, and the smallest channels have more than twice what is theirs.
#[test]
fn a_simulation_leaves_small_channels_to_chance() {
    let (Some(paths), Some(rows)) = (paths(), shared("expected/pathdata_models.csv", b',')) else {
        return;
    };
    let models = [Model::Markov1, Model::Markov2, Model::Markov3];
    let (credit, names) = gather(&paths, Setup::of(&models));
    let findings = credit.finish(None).expect("a result");
    for (model, order) in models.into_iter().zip(1..) {
        let drawn = format!("markov{order}_ca_default_seed0");
        let (mut apart, mut total, mut worst) = (0.0, 0.0, 0.0f64);
        for row in rows.iter().filter(|row| row["model"] == drawn) {
            let channel = names.code(&row["channel"]);
            let drawn = fraction(&row["value"]);
            let effect = findings.chains[order - 1]
                .effects
                .iter()
                .find(|effect| effect.channel == channel)
                .expect("a channel");
            match row["metric"].as_str() {
                "conversions" => {
                    let exact = credit_of(&findings, model, channel, "conversions");
                    apart += (drawn - exact).abs();
                    total += exact;
                    worst = worst.max(drawn / exact);
                }
                "value" => {
                    let exact = credit_of(&findings, model, channel, "value") / UNIT;
                    assert!((drawn - exact).abs() < 0.02 * 78_000.0, "{row:?} {exact}");
                }
                "removal_effect" => near(
                    drawn,
                    effect.conversions.expect("conversions"),
                    0.03,
                    &format!("{row:?}"),
                ),
                _ => near(drawn, effect.value.expect("value"), 0.05, &format!("{row:?}")),
            }
        }
        assert!(
            apart / total > 0.01 && apart / total < 0.03,
            "order {order}: {}",
            apart / total
        );
        assert!(worst > 2.0, "order {order}: {worst}");
    }
}

#[test]
fn transitions_and_their_counts() {
    let (Some(paths), Some(rows)) = (paths(), shared("expected/pathdata_transition.csv", b',')) else {
        return;
    };
    let (credit, names) = gather(&paths, Setup::of(&[Model::Markov1, Model::Markov2, Model::Markov3]));
    let text = |step: &harpoon_model::credit::Step| match step {
        harpoon_model::credit::Step::Start => "(start)".to_owned(),
        harpoon_model::credit::Step::Conversion => "(conversion)".to_owned(),
        harpoon_model::credit::Step::Null => "(null)".to_owned(),
        harpoon_model::credit::Step::State(codes) => {
            codes.iter().map(|code| names.name(*code)).collect::<Vec<_>>().join(">")
        }
    };
    let mut found = Vec::new();
    for order in Order::ALL {
        for edge in credit.transitions(order).expect("a chain") {
            found.push((
                order.length().to_string(),
                text(&edge.from),
                text(&edge.to),
                edge.count,
                edge.probability,
            ));
        }
    }
    assert_eq!(found.len(), rows.len());
    let index: std::collections::BTreeMap<_, _> = found
        .iter()
        .map(|edge| ((&*edge.0, &*edge.1, &*edge.2), edge))
        .collect();
    for row in &rows {
        let edge = index[&(&*row["order"], &*row["from"], &*row["to"])];
        assert_eq!(edge.3.to_string(), row["count"].trim_end_matches(".0"), "{row:?}");
        near(edge.4, fraction(&row["probability"]), 1e-12, &format!("{row:?}"));
    }
}

/// ChannelAttribution judges a chain by the journeys it was fitted to. Order 1 agrees to the last digit; from order 2 it draws the
/// curve through a hundred points, so the third digit is what can be compared.
#[test]
fn order_choice() {
    let (Some(paths), Some(rows)) = (paths(), shared("expected/pathdata_choose_order_ca.csv", b',')) else {
        return;
    };
    let (credit, _) = gather(&paths, Setup::of(&[Model::Markov1, Model::Markov2, Model::Markov3]));
    for (order, row) in Order::ALL.into_iter().zip(&rows) {
        let quality = credit.quality(order).expect("a chain");
        let tolerance = if order == Order::One { 1e-12 } else { 2e-4 };
        near(
            quality.auc_in_sample.expect("both kinds"),
            fraction(&row["auc"]),
            tolerance,
            &format!("{order:?}"),
        );
        let held_out = quality.auc.expect("both kinds");
        assert!(
            held_out > 0.49 && held_out < quality.auc_in_sample.expect("both kinds"),
            "{quality:?}"
        );
        assert!(quality.log_likelihood < 0.0);
    }
}
