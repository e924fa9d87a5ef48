//! What a connector asks and why it refuses a file, in the words of a page. Nothing is passed over: a new fact is refused by the
//! compiler until it has its sentence.

use harpoon::connect::{Check, Damage, Danger, Held, Passed, Question, Refusal, Remark, Seen, Thing};
use harpoon_report::Words;
use harpoon_report::clean;
use harpoon_report::document::Span;
use harpoon_report::words::{DASH, Fill};

/// Longest name, and longest detail in somebody else's words.
const NAME: usize = 240;

/// What was seen in the file that raises a question; the question itself stands above its field.
pub(super) fn seen(words: &Words, question: &Question) -> String {
    let (key, fills) = match &question.seen {
        Seen::SeveralPlatforms => ("seen-several-platforms", Vec::new()),
        Seen::Amounts(columns) => ("seen-amounts", vec![("columns", outside(&columns.join(" · ")))]),
        Seen::NoYear => ("seen-no-year", Vec::new()),
        Seen::DayOrMonth(example) => ("seen-day-or-month", vec![("example", outside(example))]),
        Seen::Mark { number, column } => (
            "seen-mark",
            vec![("number", outside(number)), ("column", outside(column))],
        ),
        Seen::Times(Some(column)) => ("seen-times", vec![("column", outside(column))]),
        Seen::Times(None) => ("seen-times-of-events", Vec::new()),
        Seen::NoDays => ("seen-no-days", Vec::new()),
    };
    let said = words.filled(key, &fills);
    match &question.place.sheet {
        Some(sheet) => words.filled("seen-in-sheet", &[("sheet", outside(sheet)), ("seen", said.into())]),
        None => said,
    }
}

/// Why a file is not read.
pub(super) fn refusal(words: &Words, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Unrecognised {
            nearest: Some((id, missing)),
            ..
        } => {
            let fills = [("id", outside(id)), ("columns", outside(&missing.join(" · ")))];
            words.filled("refused-nearest", &fills)
        }
        Refusal::Unrecognised { nearest: None, .. } => words.text("look-unknown"),
        Refusal::NotATable(what) => {
            let what = words.text(of_thing(*what));
            words.filled("refused-no-table", &[("what", what.into())])
        }
        Refusal::NoRows => words.text("refused-no-rows"),
        Refusal::Unsafe(why) => danger(words, why),
        Refusal::Damaged(what) => damage(words, what),
        Refusal::Io(why) => words.filled("refused-io", &[("why", outside(why))]),
    }
}

const fn of_thing(thing: Thing) -> &'static str {
    match thing {
        Thing::Pdf => "thing-pdf",
        Thing::Png => "thing-png",
        Thing::Jpeg => "thing-jpeg",
        Thing::Gif => "thing-gif",
        Thing::Media => "thing-media",
        Thing::Program => "thing-program",
        Thing::Gzip => "thing-gzip",
        Thing::SevenZip => "thing-7z",
        Thing::Rar => "thing-rar",
        Thing::Database => "thing-database",
        Thing::Parquet => "thing-parquet",
        Thing::WebPage => "thing-web-page",
        Thing::Xml => "thing-xml",
        Thing::OpenDocument => "thing-open-document",
        Thing::Binary => "thing-binary",
    }
}

fn danger(words: &Words, why: &Danger) -> String {
    let (key, fills): (_, Vec<(&str, Fill)>) = match why {
        Danger::Parts(parts) => ("refused-parts", vec![("parts", (*parts).into())]),
        Danger::SpreadsheetInflates(bytes) => ("refused-sheet-inflates", vec![("bytes", (*bytes).into())]),
        Danger::Cells(most) => ("refused-cells", vec![("most", (*most).into())]),
        Danger::Spread { cells, area } => (
            "refused-spread",
            vec![("cells", (*cells).into()), ("area", (*area).into())],
        ),
        Danger::Bytes { bytes, most } => (
            "refused-bytes",
            vec![("bytes", (*bytes).into()), ("most", (*most).into())],
        ),
        Danger::Members { members, most } => (
            "refused-members",
            vec![("members", (*members).into()), ("most", (*most).into())],
        ),
        Danger::Leaves => ("refused-leaves", Vec::new()),
        Danger::Path(name) => ("refused-path", vec![("name", outside(name))]),
        Danger::Encrypted(name) => ("refused-encrypted", vec![("name", outside(name))]),
        Danger::Packed { name, by } => ("refused-packed", vec![("name", outside(name)), ("by", outside(by))]),
        Danger::Inflates(bytes) => ("refused-inflates", vec![("bytes", (*bytes).into())]),
        Danger::InflatesTimes { name, times } => (
            "refused-inflates-times",
            vec![("name", outside(name)), ("times", (*times).into())],
        ),
        Danger::Nested(name) => ("refused-nested", vec![("name", outside(name))]),
        Danger::Tables(most) => ("refused-tables", vec![("most", (*most).into())]),
        Danger::Columns(most) => ("refused-columns", vec![("most", (*most).into())]),
    };
    words.filled(key, &fills)
}

fn damage(words: &Words, what: &Damage) -> String {
    let (key, fills): (_, Vec<(&str, Fill)>) = match what {
        Damage::Spreadsheet(detail) => ("damaged-spreadsheet", vec![("detail", outside(detail))]),
        Damage::Archive(detail) => ("damaged-archive", vec![("detail", outside(detail))]),
        Damage::NoData(name) => ("damaged-no-data", vec![("name", outside(name))]),
        Damage::File(detail) => ("damaged-file", vec![("detail", outside(detail))]),
        Damage::NoLine(line) => ("damaged-no-line", vec![("line", (*line).into())]),
        Damage::BrokeOff => ("damaged-broke-off", Vec::new()),
    };
    words.filled(key, &fills)
}

/// Why a table that is known is passed over.
pub(super) fn passed(words: &Words, passed: &Passed) -> String {
    match passed {
        Passed::Title(title) => words.filled("passed-title", &[("title", outside(title))]),
        Passed::Unknown(Some(title)) => words.filled("passed-unknown-title", &[("title", outside(title))]),
        Passed::Unknown(None) => words.text("passed-unknown"),
        Passed::Shape => words.text("passed-shape"),
        Passed::Holds(held) => words.text(of_held(*held)),
        // A description of a tap may be anybody's, and says why in its own words.
        Passed::Told(why) => words.filled("passed-told", &[("why", outside(why))]),
    }
}

const fn of_held(held: Held) -> &'static str {
    match held {
        Held::Making => "passed-making",
        Held::TrafficSources => "passed-traffic-sources",
        Held::Places => "passed-places",
        Held::Portfolios => "passed-portfolios",
        Held::Links => "passed-links",
        Held::Keywords => "passed-keywords",
        Held::Creatives => "passed-creatives",
        Held::CampaignGroups => "passed-campaign-groups",
        Held::Ids => "passed-ids",
        Held::Cohorts => "passed-cohorts",
        Held::Audience => "passed-audience",
        Held::Formats => "passed-formats",
        Held::Objects => "passed-objects",
    }
}

/// A total of the file that its rows do not add up to.
pub(super) fn differing(words: &Words, check: &Check) -> String {
    let added = check.added.map_or_else(|| DASH.to_owned(), |added| added.to_string());
    let fills = [
        ("line", check.line.into()),
        ("column", outside(&check.column)),
        ("stated", outside(&check.stated.to_string())),
        ("added", outside(&added)),
    ];
    words.filled("look-differs", &fills)
}

/// What a person should know of a file.
pub(super) fn remark(words: &Words, remark: &Remark) -> String {
    let column = |header: &String| vec![("column", outside(header))];
    let (key, fills): (_, Vec<(&str, Fill)>) = match remark {
        Remark::Unread(headers) => ("remark-unread", vec![("columns", outside(&headers.join(" · ")))]),
        Remark::Same {
            left,
            left_at,
            kept,
            kept_at,
        } => {
            let left = [("left", outside(left)), ("left-at", (*left_at).into())];
            let kept = [("kept", outside(kept)), ("kept-at", (*kept_at).into())];
            ("remark-same", left.into_iter().chain(kept).collect())
        }
        Remark::NoCurrency => ("remark-no-currency", Vec::new()),
        Remark::MixedDates => ("remark-mixed-dates", Vec::new()),
        Remark::Zone { zone, agree, of, not } => {
            let key = if not.is_some() {
                "remark-zone-not"
            } else {
                "remark-zone"
            };
            let fills = [
                ("zone", outside(zone)),
                ("agree", (*agree).into()),
                ("of", (*of).into()),
            ];
            let not = not.as_ref().map(|not| ("not", outside(not)));
            (key, fills.into_iter().chain(not).collect())
        }
        Remark::NotCounted => ("remark-not-counted", Vec::new()),
        Remark::RefundsAtOrder => ("remark-refunds-at-order", Vec::new()),
        Remark::RefundsBelowZero => ("remark-refunds-below-zero", Vec::new()),
        Remark::Repeated => ("remark-repeated", Vec::new()),
        Remark::NoAddress(header) => ("remark-no-address", column(header)),
        Remark::Windows1252 => ("remark-windows-1252", Vec::new()),
        Remark::Rounded(header) => ("remark-rounded", column(header)),
        Remark::Bounds(header) => ("remark-bounds", column(header)),
        Remark::TextsToo(header) => ("remark-texts-too", column(header)),
        Remark::LongLine(line) => ("remark-long-line", vec![("line", (*line).into())]),
        Remark::Again { stream, records } => (
            "remark-again",
            vec![("stream", outside(stream)), ("records", (*records).into())],
        ),
        Remark::Cut {
            stream,
            records,
            member,
            most,
        } => {
            let cut = [("stream", outside(stream)), ("records", (*records).into())];
            let to = [("member", outside(member)), ("most", (*most).into())];
            ("remark-cut", cut.into_iter().chain(to).collect())
        }
        Remark::Map(path) => ("remark-map", vec![("path", outside(path))]),
        Remark::Kept(path) => ("remark-kept", vec![("path", outside(path))]),
        Remark::Gone { texts, keys } => (
            "remark-gone",
            vec![("texts", (*texts).into()), ("keys", outside(&keys.join(" · ")))],
        ),
        Remark::Erased(rows) => ("remark-erased", vec![("rows", (*rows).into())]),
        Remark::Told(what) => return clean(what, NAME),
    };
    words.filled(key, &fills)
}

/// A name or a detail that is not ours.
fn outside(text: &str) -> Fill {
    Fill::from(Span::Outside(clean(text, NAME)))
}
