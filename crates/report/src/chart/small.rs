//! Pictures that fit into a table's cell or onto a card.

use std::fmt::Write as _;

use super::{Ink, escape, ground, n};

/// A value against a target on one scale from nought.
#[derive(Clone, Copy, Debug)]
pub struct Bullet<'a> {
    /// The value; `None` where it is not known.
    pub value: Option<f64>,
    /// The target.
    pub target: Option<f64>,
    /// What is usual in the industry.
    pub industry: Option<f64>,
    /// From where to where it may land, or what is usual.
    pub range: Option<(f64, f64)>,
    /// Colour of the value.
    pub ink: Ink,
    /// All of it in words.
    pub says: &'a str,
}

const WIDE: f64 = 150.0;

/// Draws a bullet.
pub fn bullet(bullet: Bullet<'_>) -> String {
    let Bullet {
        value,
        target,
        industry,
        range,
        ink,
        says,
    } = bullet;
    let ends = [value, target, industry, range.map(|r| r.1)];
    let top = ends.into_iter().flatten().filter(|v| v.is_finite()).fold(0.0, f64::max) * 1.08;
    let x = |v: f64| {
        if top > 0.0 {
            (WIDE * v.max(0.0) / top).min(WIDE - 1.0)
        } else {
            0.0
        }
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 150 20\" width=\"150\" height=\"20\" class=\"bullet\" role=\"img\" aria-label=\"{}\">\
         <rect x=\"0\" y=\"3\" width=\"150\" height=\"14\" fill=\"{}\"/>",
        escape(says),
        ground("track")
    );
    if let Some((low, high)) = range {
        let (a, b) = (x(low), x(high));
        let _ = write!(
            svg,
            "<rect x=\"{}\" y=\"3\" width=\"{}\" height=\"14\" fill=\"{}\"/>",
            n(a),
            n((b - a).max(1.0)),
            ground("hair")
        );
    }
    if let Some(value) = value {
        let _ = write!(
            svg,
            "<rect x=\"0\" y=\"6.5\" width=\"{}\" height=\"7\" fill=\"{}\"/>",
            n(x(value).max(1.0)),
            ink.paint()
        );
    }
    if let Some(industry) = industry {
        let _ = write!(
            svg,
            "<rect x=\"{}\" y=\"3\" width=\"2\" height=\"14\" fill=\"{}\"/>",
            n((x(industry) - 1.0).max(0.0)),
            Ink::Plain.paint()
        );
    }
    if let Some(target) = target {
        let _ = write!(
            svg,
            "<rect x=\"{}\" y=\"1\" width=\"3\" height=\"18\" fill=\"{}\"/>",
            n((x(target) - 1.5).max(0.0)),
            Ink::Goal.paint()
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Draws days as a small line; what it says stands beside it. Nothing where fewer than two days are known.
pub fn spark(days: &[Option<f64>]) -> Option<String> {
    let known: Vec<f64> = days.iter().filter_map(|v| *v).filter(|v| v.is_finite()).collect();
    let (low, high) = known
        .iter()
        .fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    if known.len() < 2 {
        return None;
    }
    let extent = if high > low { high - low } else { 1.0 };
    let last = days.len().saturating_sub(1).max(1) as f64;
    let point = |(i, v): (usize, f64)| (3.0 + 114.0 * i as f64 / last, 25.0 - 22.0 * (v - low) / extent);
    let (mut path, mut pen) = (String::new(), 'M');
    let mut end = (0.0, 0.0);
    for (i, day) in days.iter().enumerate() {
        let Some(value) = day.filter(|v| v.is_finite()) else {
            pen = 'M';
            continue;
        };
        end = point((i, value));
        let _ = write!(path, "{pen}{} {}", n(end.0), n(end.1));
        pen = 'L';
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 28\" width=\"120\" height=\"28\" class=\"spark\" aria-hidden=\"true\">\
         <path d=\"{path}\" fill=\"none\" stroke=\"{0}\" stroke-width=\"1.5\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>\
         <circle cx=\"{1}\" cy=\"{2}\" r=\"2.5\" fill=\"{0}\"/></svg>",
        Ink::Accent.paint(),
        n(end.0),
        n(end.1)
    ))
}
