//! Charts: right marks, gaps stay gaps, nothing escapes, colours can be read.

use harpoon_report::chart::{self, Bar, Bullet, Frame, Ink, Layer, Lines, Row, Rows, Step};
use harpoon_report::colour::Colour;

const FRAME: Frame<'_> = Frame {
    id: "c",
    title: "<T> & \"t\"",
    says: "says",
};

/// Where each bar begins and how wide it is, without the tracks behind them.
fn drawn(svg: &str) -> Vec<(f64, f64)> {
    let number = |bar: &str, name: &str| {
        let rest = bar.split(&format!(" {name}=\"")).nth(1)?;
        rest.split('"').next()?.parse().ok()
    };
    let bar = |bar: &str| Some((number(bar, "x")?, number(bar, "width")?));
    let inked = svg.split("<rect").skip(1).filter(|b| !b.contains("var(--track"));
    inked.filter_map(bar).collect()
}

fn row(bars: &[(f64, f64)]) -> Row {
    let bar = |(from, to): &(f64, f64)| Bar {
        from: *from,
        to: *to,
        ink: Ink::Accent,
        says: "b".into(),
    };
    Row {
        name: "r".into(),
        value: "v".into(),
        bars: bars.iter().map(bar).collect(),
        mark: None,
        href: None,
    }
}

#[test]
fn a_chart_has_a_title_and_a_description_and_escapes_them() {
    let svg = chart::rows(
        FRAME,
        &Rows {
            legend: vec![],
            rows: vec![row(&[(0.0, 1.0)])],
        },
    );
    assert!(svg.contains("<title id=\"c-t\">&lt;T&gt; &amp; &quot;t&quot;</title><desc id=\"c-d\">says</desc>"));
    assert!(svg.contains("role=\"img\" aria-labelledby=\"c-t c-d\""));
}

#[test]
fn bars_are_in_proportion_on_a_scale_that_holds_nought() {
    let svg = chart::rows(
        FRAME,
        &Rows {
            legend: vec![],
            rows: vec![row(&[(0.0, 100.0)]), row(&[(0.0, 25.0)]), row(&[(25.0, 50.0)])],
        },
    );
    let quarter = chart::WIDTH / 4.0;
    assert_eq!(drawn(&svg), [(0.0, chart::WIDTH), (0.0, quarter), (quarter, quarter)]);
    let below = chart::rows(
        FRAME,
        &Rows {
            legend: vec![],
            rows: vec![row(&[(0.0, -50.0)]), row(&[(0.0, 50.0)])],
        },
    );
    let half = chart::WIDTH / 2.0;
    assert_eq!(
        drawn(&below),
        [(0.0, half), (half, half)],
        "a loss goes to the left of nought"
    );
}

#[test]
fn a_legend_too_long_for_a_row_goes_on_in_the_next() {
    let layer = |name| Layer {
        name,
        ink: Ink::Accent,
        days: &[Some(1.0); 5],
    };
    let names = [
        "Organyske werjeften hjir",
        "Betelle werjeften hjir",
        "Moanne dêrfoar hjir",
    ];
    let svg = days(&names.map(layer));
    assert!(svg.contains("viewBox=\"0 -18 400 210\""), "{}", &svg[..120]);
    for name in names {
        let x: f64 = svg
            .split(&format!(">{name}<"))
            .next()
            .and_then(|s| s.rsplit("<text x=\"").next())
            .and_then(|s| s.split('"').next())
            .and_then(|s| s.parse().ok())
            .expect("a place");
        assert!(
            x + name.chars().count() as f64 * 6.9 <= chart::WIDTH,
            "{name} leaves the picture"
        );
    }
}

fn step(name: &str, amount: f64) -> Step {
    Step {
        name: name.to_owned(),
        value: amount.to_string(),
        amount: Some(amount),
        href: None,
    }
}

#[test]
fn a_funnel_is_logarithmic() {
    let step = |n: f64| step("s", n);
    let svg = chart::funnel(FRAME, &[step(9999.0), step(99.0), step(0.0)]);
    let widths: Vec<f64> = drawn(&svg).into_iter().map(|(_, width)| width).collect();
    assert_eq!(widths, [chart::WIDTH, chart::WIDTH / 2.0, 1.0], "log10(n + 1): 4, 2, 0");
}

#[test]
fn a_waterfall_lands_on_the_other_total() {
    let part = |amount: f64| step("p", amount);
    let end = || ("t".to_owned(), "v".to_owned());
    let svg = chart::waterfall(FRAME, end(), &[part(3.0), part(-1.0), part(2.0)], end(), -1);
    // Scale 0 to 4: up 3, back 1, up 2, and the whole difference of 4.
    let unit = chart::WIDTH / 4.0;
    let expected = [
        (0.0, 3.0 * unit),
        (2.0 * unit, unit),
        (2.0 * unit, 2.0 * unit),
        (0.0, 4.0 * unit),
    ];
    assert_eq!(drawn(&svg), expected);
    let (good, bad) = (Ink::Good.paint(), Ink::Bad.paint());
    assert_eq!(
        (svg.matches(&bad).count(), svg.matches(&good).count()),
        (2, 1),
        "less is better here"
    );
}

fn days(layers: &[Layer<'_>]) -> String {
    let labels: Vec<String> = (1..=5).map(|d| d.to_string()).collect();
    chart::lines(
        FRAME,
        &Lines {
            layers,
            previous: None,
            goal: None,
            industry: None,
            events: &[],
            labels: &labels,
            value: &|v| format!("{v}"),
        },
    )
}

#[test]
fn a_gap_stays_a_gap_and_nothing_stands_upon_it() {
    let low = [Some(1.0), Some(2.0), None, Some(2.0), Some(1.0)];
    let high = [Some(1.0); 5];
    let svg = days(&[
        Layer {
            name: "a",
            ink: Ink::Accent,
            days: &low,
        },
        Layer {
            name: "b",
            ink: Ink::Second,
            days: &high,
        },
    ]);
    let edges: Vec<&str> = svg
        .split("<path d=\"")
        .skip(1)
        .filter_map(|p| p.split('"').next())
        .collect();
    assert_eq!(edges.len(), 4, "fill and edge of each layer");
    for edge in edges {
        assert_eq!(edge.matches('M').count(), 2, "two runs: {edge}");
    }
}

#[test]
fn days_without_a_number_draw_no_number() {
    for svg in [
        days(&[]),
        days(&[Layer {
            name: "a",
            ink: Ink::Accent,
            days: &[None; 5],
        }]),
        days(&[Layer {
            name: "a",
            ink: Ink::Accent,
            days: &[Some(0.0); 5],
        }]),
    ] {
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
    assert_eq!(chart::spark(&[None, Some(1.0), None]), None);
    assert_eq!(chart::spark(&[Some(f64::NAN), Some(1.0)]), None);
    let bullet = chart::bullet(Bullet {
        value: None,
        target: None,
        industry: None,
        range: None,
        ink: Ink::Plain,
        says: "<b>",
    });
    assert!(bullet.contains("aria-label=\"&lt;b&gt;\"") && !bullet.contains("NaN"));
}

#[test]
fn colours_can_be_put_in_where_there_is_no_style_sheet() {
    let svg = days(&[Layer {
        name: "a",
        ink: Ink::Accent,
        days: &[Some(1.0); 5],
    }]);
    assert!(svg.contains("var(--accent,"));
    let plain = chart::resolved(&svg, &[("accent", "#112233")]);
    assert!(!plain.contains("var(") && plain.contains("stroke=\"#112233\"") && plain.contains("fill=\"#5f5b52\""));
}

#[test]
fn every_accent_becomes_readable_on_light_and_dark() {
    let colour = |hex: &str| Colour::from_hex(hex).expect("a colour");
    let (light, dark) = (colour("#f6f4ef"), colour("#24262a"));
    for hex in [
        "#ffff00", "#000000", "#ffffff", "#808080", "#00ff00", "#0000ff", "#c2410c",
    ] {
        assert!(colour(hex).on_light().contrast(light) >= 4.5, "{hex}");
        assert!(colour(hex).on_dark().contrast(dark) >= 4.5, "{hex}");
    }
    assert_eq!(colour("#0f5c7d").on_light().hex(), "#0f5c7d", "what reads well stays");
    for none in ["0f5c7d", "#0f5c7", "#0f5c7dd", "#gggggg", "red", "#fff;}", "#é123"] {
        assert_eq!(Colour::from_hex(none), None, "{none}");
    }
    // WCAG's own example: black on white is 21 to 1.
    assert!((colour("#000000").contrast(colour("#ffffff")) - 21.0).abs() < 1e-9);
}

#[test]
fn the_style_sheet_s_colours_can_be_read() {
    let sheet = harpoon_report::html::style(None);
    let root = |at: usize| {
        sheet
            .split(":root{")
            .nth(at)
            .and_then(|r| r.split('}').next())
            .expect("variables")
    };
    for variables in [root(1), root(2)] {
        let get = |name: &str| {
            let hex = variables
                .split(&format!("--{name}:"))
                .nth(1)
                .and_then(|r| r.get(..7))
                .expect("a variable");
            Colour::from_hex(hex).expect("a colour")
        };
        for ground in ["paper", "card", "track"] {
            for ink in ["ink", "muted", "accent", "good", "fair", "bad"] {
                let contrast = get(ink).contrast(get(ground));
                assert!(contrast >= 4.5, "{ink} on {ground}: {contrast:.2}");
            }
        }
        for mark in ["second", "past", "goal", "accent"] {
            assert!(get(mark).contrast(get("card")) >= 2.4, "{mark}");
        }
    }
}
