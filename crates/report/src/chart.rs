//! Charts as SVG, for pages and paper alike: the same input gives the same bytes.
//!
//! Colours are CSS variables with the colour of light paper behind them: a page overrides them in the dark, and [`resolved`]
//! puts them in where there is no CSS. No colour carries a meaning alone: parts are named, ranked or dashed as well. Every
//! chart has a title and a description; what it shows also stands in a table beside it.

use std::fmt::Write as _;

pub use line::{Layer, Lines, lines};
pub use rows::{Bar, Row, Rows, Step, funnel, rows, waterfall};
pub use small::{Bullet, bullet, spark};

mod line;
mod rows;
mod small;

/// Width of a chart in its own units.
pub const WIDTH: f64 = 400.0;
/// Height of text in them.
const TEXT: f64 = 13.0;

/// What a mark is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// The current series; organic.
    Accent,
    /// The second series; paid.
    Second,
    /// What it is compared with.
    Past,
    /// Goals and events.
    Goal,
    /// Good news.
    Good,
    /// Bad news.
    Bad,
    /// What has no side.
    Plain,
}

/// Variable and colour on light paper; a test sees that they differ from the paper enough.
const INKS: &[(Ink, &str, &str)] = &[
    (Ink::Accent, "accent", "#0f5c7d"),
    (Ink::Second, "second", "#7aa6b8"),
    (Ink::Past, "past", "#8a8578"),
    (Ink::Goal, "goal", "#b45309"),
    (Ink::Good, "good", "#2f6b3a"),
    (Ink::Bad, "bad", "#a3312a"),
    (Ink::Plain, "muted", "#5f5b52"),
];
/// Other colours: text, quiet text, hairlines, grounds.
const GROUNDS: &[(&str, &str)] = &[
    ("ink", "#23211c"),
    ("muted", "#5f5b52"),
    ("hair", "#ddd8cc"),
    ("track", "#ece8de"),
];

impl Ink {
    /// As an SVG paint.
    pub fn paint(self) -> String {
        let known = INKS.iter().find(|(ink, ..)| *ink == self);
        known.map_or_else(String::new, |(_, name, colour)| format!("var(--{name},{colour})"))
    }
}

fn ground(name: &str) -> String {
    let known = GROUNDS.iter().find(|(known, _)| *known == name);
    known.map_or_else(String::new, |(name, colour)| format!("var(--{name},{colour})"))
}

/// What a chart is called and says.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Id, unique on the page: lower-case letters, digits and `-`.
    pub id: &'a str,
    /// Title.
    pub title: &'a str,
    /// What it shows, in a sentence, for those who cannot see it.
    pub says: &'a str,
}

/// The chart with its colours put in: those given by variable, else those of light paper. For renderers without CSS.
pub fn resolved(svg: &str, colours: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some((before, after)) = rest.split_once("var(--") {
        out.push_str(before);
        let (name, after) = after.split_once(',').unwrap_or((after, ""));
        let (colour, after) = after.split_once(')').unwrap_or((after, ""));
        out.push_str(colours.iter().find(|(n, _)| *n == name).map_or(colour, |(_, c)| c));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A drawing that grows.
struct Drawing {
    svg: String,
}

impl Drawing {
    /// `more` are further attributes; a drawing with links in it is a group, since a picture's parts cannot be reached.
    fn new(frame: Frame<'_>, height: f64, above: f64, role: &str, more: &str) -> Self {
        let Frame { id, title, says } = frame;
        let (title, says) = (escape(title), escape(says));
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 {} {} {}\" width=\"{1}\" height=\"{2}\" class=\"chart\" role=\"{role}\"{more} \
             aria-labelledby=\"{id}-t {id}-d\" font-family=\"inherit\" font-size=\"{TEXT}\"><title id=\"{id}-t\">{title}</title>\
             <desc id=\"{id}-d\">{says}</desc>",
            n(-above),
            n(WIDTH),
            n(height + above)
        );
        Self { svg }
    }

    fn finish(mut self) -> String {
        self.svg.push_str("</svg>");
        self.svg
    }

    fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, paint: &str, says: &str) {
        let head = format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{paint}\"",
            n(x),
            n(y),
            n(width),
            n(height)
        );
        self.svg.push_str(&head);
        if says.is_empty() {
            self.svg.push_str("/>");
        } else {
            let _ = write!(self.svg, "><title>{}</title></rect>", escape(says));
        }
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), paint: &str, more: &str) {
        let (a, b) = (from, to);
        let _ = write!(
            self.svg,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{paint}\"{more}/>",
            n(a.0),
            n(a.1),
            n(b.0),
            n(b.1)
        );
    }

    fn path(&mut self, data: &str, more: &str) {
        let _ = write!(self.svg, "<path d=\"{data}\"{more}/>");
    }

    fn text(&mut self, at: (f64, f64), text: &str, paint: &str, more: &str) {
        let _ = write!(
            self.svg,
            "<text x=\"{}\" y=\"{}\" fill=\"{paint}\"{more}>{}</text>",
            n(at.0),
            n(at.1),
            escape(text)
        );
    }

    /// What comes until [`Self::end_link`] leads there, and is told in these words.
    fn begin_link(&mut self, href: &str, says: &str) {
        let _ = write!(
            self.svg,
            "<a href=\"{}\" aria-label=\"{}\">",
            escape(href),
            escape(says)
        );
    }

    fn end_link(&mut self) {
        self.svg.push_str("</a>");
    }

    /// Names of the parts over the picture; rows beyond the first stand above it.
    fn legend(&mut self, parts: &[Part<'_>]) {
        let places = places(parts);
        let above = above(parts);
        for (part, (x, row)) in parts.iter().zip(places) {
            let y = f64::from(row) * LINE - above;
            let paint = part.ink.paint();
            if part.dashed {
                let more = " stroke-width=\"2\" stroke-dasharray=\"4 3\"";
                self.line((x, y + 8.5), (x + 16.0, y + 8.5), &paint, more);
            } else {
                self.rect(x, y + 4.0, 16.0, 9.0, &paint, "");
            }
            self.text((x + 21.0, y + 13.0), &fit(part.name, NAME), &ground("muted"), "");
        }
    }
}

/// A name of the legend.
#[derive(Clone, Copy)]
struct Part<'a> {
    name: &'a str,
    ink: Ink,
    dashed: bool,
}

/// Height of a row of the legend.
const LINE: f64 = 18.0;
/// Longest name in it, in halves of a Chinese sign.
const NAME: usize = 24;

/// Where each part of the legend begins, and in which row.
fn places(parts: &[Part<'_>]) -> Vec<(f64, u8)> {
    let (mut x, mut row) = (0.0, 0);
    let place = |part: &Part<'_>| {
        let wide = 21.0 + width(&fit(part.name, NAME));
        if x > 0.0 && x + wide > WIDTH {
            (x, row) = (0.0, row + 1);
        }
        let at = (x, row);
        x += wide + 16.0;
        at
    };
    parts.iter().map(place).collect()
}

/// Room above the picture that the legend needs.
fn above(parts: &[Part<'_>]) -> f64 {
    places(parts).last().map_or(0.0, |(_, row)| f64::from(*row) * LINE)
}

/// A coordinate with one decimal.
fn n(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text without a meaning for XML; signs that XML 1.0 does not allow are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// How wide a sign is, in halves of a Chinese one.
pub fn halves(sign: char) -> usize {
    match sign as u32 {
        0x300..=0x36f | 0x200d | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0x1f300..=0x1faff => 2,
        _ => 1,
    }
}

/// Roughly how wide a text is set.
fn width(text: &str) -> f64 {
    text.chars().map(halves).sum::<usize>() as f64 * 6.9
}

/// The text, shortened to `most` halves of a Chinese sign.
pub fn fit(text: &str, most: usize) -> String {
    if text.chars().map(halves).sum::<usize>() <= most {
        return text.to_owned();
    }
    let mut used = 1;
    let mut out: String = text
        .chars()
        .take_while(|c| {
            used += halves(*c);
            used <= most
        })
        .collect();
    while out.ends_with(crate::outside::joins) {
        out.pop();
    }
    out.push('…');
    out
}

/// A round step so that at most four of them cover `top`.
fn step(top: f64) -> f64 {
    let raw = top / 4.0;
    let power = 10_f64.powf(raw.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|s| *s >= raw * 0.999_999)
        .unwrap_or(raw)
}
