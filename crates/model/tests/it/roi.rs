//! Returns and the loss guard against figures worked out by hand.

use harpoon_core::Number;
use harpoon_core::kpi::CostBasis;
use harpoon_model::interval::{Confidence, Estimate};
use harpoon_model::roi::{Returns, RoiError, Verdict, mer, returns};

use crate::vectors::close;

fn money(n: i64) -> Number {
    Number::from_int(n).expect("a small number")
}

fn of(value: f64, low: f64, high: f64, cost: i64) -> Returns {
    let revenue = Estimate::new(value, low, high).expect("an interval");
    returns(revenue, money(cost), CostBasis::Full).expect("something was spent")
}

fn same(got: Estimate, (value, low, high): (f64, f64, f64)) {
    close(got.value, value, 1e-12);
    close(got.low, low, 1e-12);
    close(got.high, high, 1e-12);
}

#[test]
fn figures_of_a_campaign() {
    // 1,200 (900 to 1,600) came back for 800.
    let got = of(1200.0, 900.0, 1600.0, 800);
    same(got.net, (400.0, 100.0, 800.0));
    same(got.roi, (0.5, 0.125, 1.0));
    same(got.roas, (1.5, 1.125, 2.0));
    close(mer(money(5000), money(800)).expect("a cost"), 6.25, 1e-12);
}

fn check_verdict(revenue: (f64, f64, f64), declared: bool, id: &str, lost: Option<(f64, f64, f64)>) {
    let got = of(revenue.0, revenue.1, revenue.2, 1000).verdict(declared);
    assert_eq!(got.id(), id);
    assert_eq!(got.lost().is_some(), lost.is_some());
    if let (Some(got), Some(expected)) = (got.lost(), lost) {
        same(got, expected);
    }
}

#[test]
fn the_guard() {
    check_verdict((1200.0, 1001.0, 1500.0), false, "profit", None);
    check_verdict((1200.0, 1001.0, 1500.0), true, "profit", None);
    check_verdict((1200.0, 900.0, 1500.0), false, "unclear", None);
    check_verdict((900.0, 500.0, 1000.0), true, "unclear", None);
    check_verdict((600.0, 400.0, 999.0), false, "loss", Some((400.0, 1.0, 600.0)));
    check_verdict(
        (600.0, 400.0, 999.0),
        true,
        "declared_awareness",
        Some((400.0, 1.0, 600.0)),
    );
    // Nothing came back: all of it is lost, and refunds can lose more than was spent.
    check_verdict((0.0, 0.0, 0.0), false, "loss", Some((1000.0, 1000.0, 1000.0)));
    check_verdict((-50.0, -80.0, 0.0), false, "loss", Some((1050.0, 1000.0, 1080.0)));
}

#[test]
fn from_replicates_of_credit() {
    // 1 to 101: the 90 % interval is 6 to 96. For 100 spent it is a loss of 49 (4 to 94).
    let replicates: Vec<f64> = (1..=101).map(f64::from).collect();
    let revenue = Estimate::from_replicates(51.0, &replicates, Confidence::NINETY).expect("enough");
    let got = returns(revenue, money(100), CostBasis::Media).expect("a cost");
    let Verdict::Loss { lost } = got.verdict(false) else {
        unreachable!("the whole interval lies below the cost")
    };
    close(lost.value, 49.0, 1e-9);
    close(lost.low, 4.0, 1e-9);
    close(lost.high, 94.0, 1e-9);
}

#[test]
fn no_cost_no_return() {
    let revenue = Estimate::exact(10.0);
    assert_eq!(returns(revenue, money(0), CostBasis::Full), Err(RoiError::NoCost));
    let negative = returns(revenue, money(-5), CostBasis::Full);
    assert_eq!(negative, Err(RoiError::NegativeCost(money(-5))));
    assert_eq!(mer(money(5), money(0)), Err(RoiError::NoCost));
}
