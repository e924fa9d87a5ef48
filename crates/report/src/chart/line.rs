//! Days as areas upon each other (organic, paid), with the period before, a goal and what happened.

use super::{Drawing, Frame, Ink, Part, TEXT, WIDTH, above, fit, ground, n, step, width};

/// A series of days.
#[derive(Clone, Copy, Debug)]
pub struct Layer<'a> {
    /// What it is.
    pub name: &'a str,
    /// How it is drawn.
    pub ink: Ink,
    /// By day; `None` is not known, and stays open.
    pub days: &'a [Option<f64>],
}

/// A chart of days.
pub struct Lines<'a> {
    /// Layers upon each other, the lowest first.
    pub layers: &'a [Layer<'a>],
    /// The period before: a dashed line.
    pub previous: Option<Layer<'a>>,
    /// A goal for each day, with its name.
    pub goal: Option<(f64, &'a str)>,
    /// What is usual in the industry, with its name.
    pub industry: Option<(f64, &'a str)>,
    /// What happened on a day.
    pub events: &'a [(usize, String)],
    /// Labels of the days.
    pub labels: &'a [String],
    /// Writes a value at the scale.
    pub value: &'a dyn Fn(f64) -> String,
}

/// Most days that are marked.
const MOST_EVENTS: usize = 12;
/// Longest line of an event's name, in halves of a Chinese sign.
const EVENT: usize = 24;
/// Height of small text, and of a line of it.
const SMALL: f64 = 12.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 170.0;
const HEIGHT: f64 = 192.0;

/// Where days and values lie.
struct Plane {
    days: usize,
    top: f64,
    left: f64,
    /// Where the greatest value stands, below the names of events.
    ceiling: f64,
}

impl Plane {
    fn x(&self, day: usize) -> f64 {
        let last = self.days.saturating_sub(1).max(1);
        self.left + (WIDTH - self.left - 2.0) * day as f64 / last as f64
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - self.ceiling) * value.max(0.0) / self.top
    }

    fn point(&self, day: usize, value: f64) -> String {
        format!("{} {}", n(self.x(day)), n(self.y(value)))
    }
}

/// Draws days.
pub fn lines(frame: Frame<'_>, chart: &Lines<'_>) -> String {
    let stacks = stacks(chart.layers);
    let previous = chart.previous.map(|p| p.days).unwrap_or_default();
    let values = stacks.iter().flatten().filter_map(|s| *s).map(|(_, upper)| upper);
    let top = values
        .chain(previous.iter().filter_map(|v| *v))
        .chain(chart.goal.map(|g| g.0))
        .chain(chart.industry.map(|i| i.0))
        .fold(0.0, f64::max);
    let top = if top > 0.0 && top.is_finite() { top } else { 1.0 };
    let step = step(top);
    let days = stacks
        .iter()
        .map(Vec::len)
        .max()
        .unwrap_or(0)
        .max(previous.len())
        .max(chart.labels.len());
    let ticks: Vec<(f64, String)> = ticks(top, step).map(|v| (v, (chart.value)(v))).collect();
    let left = ticks
        .iter()
        .map(|(_, text)| width(text) * SMALL / TEXT)
        .fold(0.0, f64::max)
        + 8.0;
    let plane = Plane {
        days,
        top: (top / step).ceil() * step,
        left,
        ceiling: if chart.events.iter().any(|(_, what)| in_lines(what).1.is_some()) {
            TOP + SMALL
        } else {
            TOP
        },
    };
    let legend = legend(chart);
    // How many days stand where, for a script that lets days be chosen.
    let told = format!(" data-days=\"{days}\" data-left=\"{}\"", n(left));
    let mut drawing = Drawing::new(frame, HEIGHT, above(&legend), "img", &told);
    drawing.legend(&legend);
    for (value, text) in &ticks {
        let y = plane.y(*value);
        drawing.line((left, y), (WIDTH, y), &ground("hair"), "");
        drawing.text(
            (left - 6.0, y + 4.0),
            text,
            &ground("muted"),
            &format!(" font-size=\"{SMALL}\" text-anchor=\"end\""),
        );
    }
    for (layer, stack) in chart.layers.iter().zip(&stacks) {
        area(&mut drawing, &plane, layer.ink, stack);
    }
    if let Some(layer) = chart.previous {
        let data = runs(layer.days)
            .map(|run| outline(&plane, run.map(|(day, v)| (day, *v))))
            .collect::<String>();
        let more = format!(
            " fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\"",
            layer.ink.paint()
        );
        drawing.path(&data, &more);
    }
    let across = [(chart.goal, Ink::Goal), (chart.industry, Ink::Plain)];
    for (value, ink) in across.into_iter().filter_map(|(line, ink)| Some((line?.0, ink))) {
        let y = plane.y(value);
        drawing.line(
            (left, y),
            (WIDTH, y),
            &ink.paint(),
            " stroke-width=\"1.5\" stroke-dasharray=\"1 3\" stroke-linecap=\"round\"",
        );
    }
    events(&mut drawing, &plane, chart.events);
    days_below(&mut drawing, &plane, chart.labels);
    drawing.finish()
}

/// Values of the scale, from nought to above `top`.
fn ticks(top: f64, step: f64) -> impl Iterator<Item = f64> {
    (0..=4_u8)
        .map(move |i| f64::from(i) * step)
        .take_while(move |v| *v <= (top / step).ceil() * step * 1.001)
}

fn legend<'a>(chart: &Lines<'a>) -> Vec<Part<'a>> {
    let part = |name, ink, dashed| Part { name, ink, dashed };
    let layers = chart.layers.iter().map(|l| part(l.name, l.ink, false));
    let previous = chart.previous.iter().map(|l| part(l.name, l.ink, true));
    let goal = chart.goal.iter().map(|g| part(g.1, Ink::Goal, true));
    let industry = chart.industry.iter().map(|i| part(i.1, Ink::Plain, true));
    layers.chain(previous).chain(goal).chain(industry).collect()
}

/// Lower and upper edge of each layer by day. Above a gap nothing stands, because nobody knows how high it would.
fn stacks(layers: &[Layer<'_>]) -> Vec<Vec<Option<(f64, f64)>>> {
    let mut base: Vec<Option<f64>> = Vec::new();
    let mut stacks = Vec::new();
    for layer in layers {
        base.resize(base.len().max(layer.days.len()), Some(0.0));
        let edges = |(i, lower): (usize, &Option<f64>)| {
            let value = layer.days.get(i).copied().flatten()?;
            lower.map(|lower| (lower, lower + value))
        };
        let stack: Vec<Option<(f64, f64)>> = base.iter().enumerate().map(edges).collect();
        base = stack.iter().map(|s| s.map(|(_, upper)| upper)).collect();
        stacks.push(stack);
    }
    stacks
}

/// Runs of known values, each with its days.
fn runs<T>(days: &[Option<T>]) -> impl Iterator<Item = impl Iterator<Item = (usize, &T)> + Clone> {
    let mut at = 0;
    days.split(Option::is_none).filter_map(move |run| {
        let first = at;
        at += run.len() + 1;
        let known = run
            .iter()
            .enumerate()
            .filter_map(move |(i, v)| Some((first + i, v.as_ref()?)));
        (!run.is_empty()).then_some(known)
    })
}

fn outline(plane: &Plane, points: impl Iterator<Item = (usize, f64)>) -> String {
    let mut data = String::new();
    for (i, (day, value)) in points.enumerate() {
        data.push(if i == 0 { 'M' } else { 'L' });
        data.push_str(&plane.point(day, value));
    }
    data
}

fn area(drawing: &mut Drawing, plane: &Plane, ink: Ink, stack: &[Option<(f64, f64)>]) {
    let (mut fill, mut edge) = (String::new(), String::new());
    for run in runs(stack) {
        let upper = outline(plane, run.clone().map(|(day, s)| (day, s.1)));
        let mut lower: Vec<(usize, f64)> = run.map(|(day, s)| (day, s.0)).collect();
        lower.reverse();
        let back = outline(plane, lower.into_iter()).replace('M', "L");
        fill.push_str(&format!("{upper}{back}Z"));
        edge.push_str(&upper);
    }
    drawing.path(&fill, &format!(" fill=\"{}\" fill-opacity=\"0.25\"", ink.paint()));
    let more = format!(
        " fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\"round\"",
        ink.paint()
    );
    drawing.path(&edge, &more);
}

fn events(drawing: &mut Drawing, plane: &Plane, events: &[(usize, String)]) {
    let shown: Vec<&(usize, String)> = events
        .iter()
        .filter(|(day, _)| *day < plane.days)
        .take(MOST_EVENTS)
        .collect();
    let mut taken: Vec<(f64, f64)> = shown
        .iter()
        .map(|(day, _)| (plane.x(*day) - 3.0, plane.x(*day) + 3.0))
        .collect();
    for (day, what) in shown {
        let x = plane.x(*day);
        let paint = Ink::Goal.paint();
        drawing.line((x, plane.ceiling - 8.0), (x, BOTTOM), &paint, "");
        drawing.rect(x - 3.0, plane.ceiling - 12.0, 6.0, 6.0, &paint, what);
        // Words stand on the side where there is room; the mark tells them when pointed at, and lists tell all.
        let (first, second) = in_lines(what);
        let lines = [Some(first), second];
        let wide = lines
            .iter()
            .flatten()
            .map(|line| width(line) * 0.86)
            .fold(0.0, f64::max);
        let (after, before) = ((x + 6.0, x + 6.0 + wide), (x - 6.0 - wide, x - 6.0));
        let sides = if x < WIDTH / 2.0 {
            [after, before]
        } else {
            [before, after]
        };
        let is_free = |side: &&(f64, f64)| {
            let inside = side.0 >= 0.0 && side.1 <= WIDTH;
            inside && taken.iter().all(|(from, to)| side.1 < *from || *to < side.0)
        };
        if let Some(side) = sides.iter().find(is_free).copied() {
            let under = if lines[1].is_some() { SMALL } else { 0.0 };
            for (line, up) in lines.iter().flatten().zip([under, 0.0]) {
                drawing.text(
                    (side.0, plane.ceiling - 5.0 - up),
                    line,
                    &paint,
                    &format!(" font-size=\"{SMALL}\""),
                );
            }
            taken.push(side);
        }
    }
}

/// An event's name in one line or two, broken between words where there are any.
fn in_lines(what: &str) -> (String, Option<String>) {
    let all = fit(what, EVENT);
    let Some(begun) = all.strip_suffix('…').filter(|_| all != what) else {
        return (all, None);
    };
    let at = begun.rfind(' ').filter(|at| *at > 0).unwrap_or(begun.len());
    let (first, rest) = what.split_at(at);
    (first.to_owned(), Some(fit(rest.trim_start(), EVENT)))
}

/// First, middle and last day.
fn days_below(drawing: &mut Drawing, plane: &Plane, labels: &[String]) {
    let last = labels.len().saturating_sub(1);
    let mut places = vec![(0, "start"), (last / 2, "middle"), (last, "end")];
    places.dedup_by_key(|p| p.0);
    for (day, anchor) in places {
        if let Some(label) = labels.get(day) {
            let more = format!(" font-size=\"{SMALL}\" text-anchor=\"{anchor}\"");
            drawing.text((plane.x(day), HEIGHT - 6.0), label, &ground("muted"), &more);
        }
    }
}
