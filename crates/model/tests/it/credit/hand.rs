//! Twelve small sets of paths whose results were worked out in exact fractions.

use std::collections::BTreeMap;

use harpoon_model::credit::{ChainEffects, Credit, Findings, Model, Order, Setup, Step, Tally};

use super::data::{Names, Path, credit_of, fixture, fraction, gather, near, timeless};

fn vectors() -> BTreeMap<String, Vec<Path>> {
    let mut vectors: BTreeMap<String, Vec<Path>> = BTreeMap::new();
    for row in fixture("journeys.csv") {
        let path = row["path"].split('>').map(str::to_owned).collect();
        let whole = |name: &str| row[name].parse().expect("a whole number");
        let value = row["value"].parse().expect("a value");
        vectors.entry(row["vector"].clone()).or_default().push((
            path,
            Tally {
                conversions: whole("conversions"),
                value,
                nulls: whole("nulls"),
            },
        ));
    }
    vectors
}

/// Our word for the model of a row; none for models that we do not have.
fn model(word: &str) -> Option<Model> {
    match word {
        "linear_unique" => Some(Model::Shapley),
        "position_40_20_40" => Some(Model::Position),
        "markov1_path_allocated" => Some(Model::PathMarkov),
        "position_decay" | "loo_fractribution" | "shao_li_raw" | "shao_li_pathnorm" | "shapley_rate" => None,
        word => Some(Model::from_word(word).expect("a model")),
    }
}

fn chain(findings: &Findings, model: Model) -> &ChainEffects {
    findings
        .chains
        .iter()
        .find(|chain| Some(chain.order) == model.order())
        .expect("a chain")
}

fn found(findings: &Findings, names: &Names, model: Model, channel: &str, metric: &str) -> Option<f64> {
    let effect = || {
        chain(findings, model)
            .effects
            .iter()
            .find(|effect| names.name(effect.channel) == channel)
            .expect("a channel")
    };
    match metric {
        "p_conv" => Some(chain(findings, model).p_conversion),
        "removal_effect" => effect().conversions,
        "removal_effect_value" => effect().value,
        _ => Some(credit_of(findings, model, names.code(channel), metric)),
    }
}

#[test]
fn models_in_exact_fractions() {
    let gathered: BTreeMap<String, (Findings, Names)> = vectors()
        .into_iter()
        .map(|(vector, paths)| {
            let (credit, names) = gather(&paths, Setup::of(&timeless()));
            (vector, (credit.finish(None).expect("a result"), names))
        })
        .collect();
    let mut compared = 0;
    for row in fixture("hand_models.csv") {
        let Some(model) = model(&row["model"]) else { continue };
        let (findings, names) = &gathered[&row["vector"]];
        let found = found(findings, names, model, &row["channel"], &row["metric"]);
        compared += 1;
        match (row["exact"].as_str(), found) {
            ("undefined", found) => assert_eq!(found, None, "{row:?}"),
            ("", Some(found)) => near(found, fraction(&row["decimal"]), 1e-12, &format!("{row:?}")),
            (exact, Some(found)) => near(found, fraction(exact), 1e-12, &format!("{row:?}")),
            (_, None) => panic!("{row:?} is not found"),
        }
    }
    assert_eq!(
        compared,
        1260 - 72 - 82 - 36 - 36 - 72,
        "every row of a model that we have"
    );
}

/// From, to, probability.
type Edge = (Step, Step, f64);

fn step(text: &str, names: &Names) -> Step {
    match text {
        "(start)" => Step::Start,
        "(conversion)" => Step::Conversion,
        "(null)" => Step::Null,
        state => Step::State(state.split('>').map(|name| names.code(name)).collect()),
    }
}

#[test]
fn transitions_in_exact_fractions() {
    let models = [Model::Markov1, Model::Markov2, Model::Markov3];
    let gathered: BTreeMap<String, (Credit, Names)> = vectors()
        .into_iter()
        .map(|(vector, paths)| (vector, gather(&paths, Setup::of(&models))))
        .collect();
    let mut expected: BTreeMap<(String, usize), Vec<Edge>> = BTreeMap::new();
    for row in fixture("hand_transition.csv") {
        let names = &gathered[&row["vector"]].1;
        let order = row["order"].parse().expect("an order");
        let edge = (
            step(&row["from"], names),
            step(&row["to"], names),
            fraction(&row["exact"]),
        );
        expected.entry((row["vector"].clone(), order)).or_default().push(edge);
    }
    assert_eq!(expected.len(), 36);
    for ((vector, order), mut edges) in expected {
        let found = gathered[&vector].0.transitions(Order::ALL[order - 1]).expect("a chain");
        edges.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        let plain: Vec<(Step, Step)> = found.iter().map(|edge| (edge.from.clone(), edge.to.clone())).collect();
        assert_eq!(
            plain,
            edges
                .iter()
                .map(|edge| (edge.0.clone(), edge.1.clone()))
                .collect::<Vec<_>>(),
            "{vector} {order}"
        );
        for (found, edge) in found.iter().zip(&edges) {
            near(found.probability, edge.2, 1e-12, &format!("{vector} {order} {edge:?}"));
        }
    }
}
