//! Rows of bars: parts upon each other, a funnel on a log scale, a waterfall. Names stand over the bars, so that long ones fit.

use super::{Drawing, Frame, Ink, Part, WIDTH, above, fit, ground};

/// A piece of a row's bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Where it begins, in the unit of the scale.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// How it is drawn.
    pub ink: Ink,
    /// What it is, shown when pointed at.
    pub says: String,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its value, written out.
    pub value: String,
    /// Bars beside or over each other.
    pub bars: Vec<Bar>,
    /// A mark across the bar: a benchmark, the book.
    pub mark: Option<f64>,
    /// Where the row leads, such as the same page of this row alone.
    pub href: Option<String>,
}

/// A chart of rows.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Names of the parts and how they are drawn.
    pub legend: Vec<(String, Ink)>,
    /// The rows.
    pub rows: Vec<Row>,
}

const ROW: f64 = 38.0;
const BAR: f64 = 13.0;

/// Draws rows on one linear scale that holds nought.
pub fn rows(frame: Frame<'_>, chart: &Rows) -> String {
    let ends = || {
        chart
            .rows
            .iter()
            .flat_map(|r| r.bars.iter().flat_map(|b| [b.from, b.to]).chain(r.mark))
    };
    let low = ends().filter(|v| v.is_finite()).fold(0.0, f64::min);
    let high = ends().filter(|v| v.is_finite()).fold(0.0, f64::max);
    let extent = if high > low { high - low } else { 1.0 };
    let x = |value: f64| WIDTH * (value - low) / extent;
    let top = if chart.legend.is_empty() { 0.0 } else { 26.0 };
    let legend: Vec<Part<'_>> = chart
        .legend
        .iter()
        .map(|(name, ink)| Part {
            name,
            ink: *ink,
            dashed: false,
        })
        .collect();
    let leads = chart.rows.iter().any(|row| row.href.is_some());
    let role = if leads { "group" } else { "img" };
    let height = top + ROW * chart.rows.len() as f64 + 2.0;
    let mut drawing = Drawing::new(frame, height, above(&legend), role, "");
    drawing.legend(&legend);
    for (i, row) in chart.rows.iter().enumerate() {
        let y = top + ROW * i as f64;
        if let Some(href) = &row.href {
            drawing.begin_link(href, &format!("{}: {}", row.name, row.value));
            drawing.rect(0.0, y, WIDTH, ROW - 2.0, "none", "");
        }
        drawing.text((0.0, y + 13.0), &fit(&row.name, 36), &ground("ink"), "");
        drawing.text(
            (WIDTH, y + 13.0),
            &fit(&row.value, 20),
            &ground("ink"),
            " text-anchor=\"end\" class=\"num\"",
        );
        drawing.rect(0.0, y + 19.0, WIDTH, BAR, &ground("track"), "");
        for bar in row.bars.iter().filter(|b| b.from.is_finite() && b.to.is_finite()) {
            let (a, b) = (x(bar.from.min(bar.to)), x(bar.from.max(bar.to)));
            drawing.rect(a, y + 19.0, (b - a).max(1.0), BAR, &bar.ink.paint(), &bar.says);
        }
        // Across the bar alone: names and amounts stand between the rows.
        if low < 0.0 {
            drawing.line((x(0.0), y + 17.0), (x(0.0), y + 21.0 + BAR), &ground("muted"), "");
        }
        if let Some(mark) = row.mark {
            let line = " stroke-width=\"2.5\"";
            let at = x(mark).clamp(1.5, WIDTH - 1.5);
            drawing.line((at, y + 16.0), (at, y + 22.0 + BAR), &Ink::Goal.paint(), line);
        }
        if row.href.is_some() {
            drawing.end_link();
        }
    }
    drawing.finish()
}

/// A step of a funnel, or a part of a waterfall.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// Its amount, written out.
    pub value: String,
    /// Its amount, in the unit of the scale; `None` where it is not known, and nothing is drawn.
    pub amount: Option<f64>,
    /// Where it leads, such as the same page of this step alone.
    pub href: Option<String>,
}

/// Draws a funnel. The scale is logarithmic, because the first step is often a thousand times the last; the steps' shares
/// stand in words.
pub fn funnel(frame: Frame<'_>, steps: &[Step]) -> String {
    let log = |count: f64| (count.max(0.0) + 1.0).log10();
    let row = |step: &Step| Row {
        name: step.name.clone(),
        value: step.value.clone(),
        bars: step
            .amount
            .iter()
            .map(|count| Bar {
                from: 0.0,
                to: log(*count),
                ink: Ink::Accent,
                says: format!("{}: {}", step.name, step.value),
            })
            .collect(),
        mark: None,
        href: step.href.clone(),
    };
    rows(
        frame,
        &Rows {
            legend: Vec::new(),
            rows: steps.iter().map(row).collect(),
        },
    )
}

/// Draws a difference as steps from one total to the other: names and amounts written out, known parts between. The scale begins
/// at the earlier total, since parts are often small beside it. `better` is the side of good news: 1 up, −1 down, 0 neither.
pub fn waterfall(frame: Frame<'_>, from: (String, String), parts: &[Step], to: (String, String), better: i8) -> String {
    let row = |(name, value): (String, String), bars, mark| Row {
        name,
        value,
        bars,
        mark,
        href: None,
    };
    let mut at = 0.0;
    let mut chart = Rows {
        legend: Vec::new(),
        rows: vec![row(from, Vec::new(), Some(0.0))],
    };
    for part in parts {
        let Some(amount) = part.amount else { continue };
        let ink = match amount.signum() * f64::from(better) {
            good if good > 0.0 => Ink::Good,
            bad if bad < 0.0 => Ink::Bad,
            _ => Ink::Past,
        };
        let bar = Bar {
            from: at,
            to: at + amount,
            ink,
            says: format!("{}: {}", part.name, part.value),
        };
        at += amount;
        chart.rows.push(Row {
            href: part.href.clone(),
            ..row((part.name.clone(), part.value.clone()), vec![bar], None)
        });
    }
    let all = Bar {
        from: 0.0,
        to: at,
        ink: Ink::Plain,
        says: format!("{}: {}", to.0, to.1),
    };
    chart.rows.push(row(to, vec![all], Some(at)));
    rows(frame, &chart)
}
