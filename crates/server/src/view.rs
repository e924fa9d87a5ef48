//! [`View`]: what an address asks for. It is read from the query and written back into the links of the page.

use axum::http::header;
use axum::http::request::Parts;
use form_urlencoded::{Serializer, parse};
use harpoon::Error;
use harpoon_core::period::PeriodError;
use harpoon_core::select::SelectError;
use harpoon_core::{Dim, Filter, Language, Period, Selection};
use harpoon_report::document::Span;
use harpoon_report::words::Fill;
use harpoon_report::{Words, clean};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::act::Form;
use crate::files;
use crate::gate::Asker;
use crate::house::Place;
use crate::page::{self, Page};

/// Longest query that is read.
const LONGEST: usize = 4096;

/// What is asked of a page.
#[derive(Clone, Debug)]
pub(crate) struct View {
    /// What stands before the pages of the workspace in an address; nothing where it is served alone.
    base: String,
    /// Where the page is in the workspace, such as `/goals`.
    pub(crate) path: String,
    /// The query as it came.
    query: String,
    /// Who asks.
    pub(crate) asker: Asker,
    /// The month; the newest with data if none is asked for.
    pub(crate) month: Option<Period>,
    /// Language of the page.
    pub(crate) language: Language,
    /// Whether the address says the language, so that links have to.
    said: bool,
    /// All else, in order.
    pub(crate) more: Vec<(String, String)>,
    /// What of the query makes no sense.
    pub(crate) wrong: Vec<Why>,
    /// What came of the act that this page follows.
    pub(crate) notice: Option<Notice>,
    /// What was filled into the form of that act, secrets left out: a refusal costs nobody their words.
    typed: Vec<(String, String)>,
}

/// What came of an act, told once.
#[derive(Clone, Debug)]
pub(crate) enum Notice {
    /// It was not done, for this reason.
    Refused(Why),
    /// It was done; what came of it.
    Done(String),
    /// Not all of it was done: what was, and each thing that is wrong.
    Partly(String, Vec<String>),
    /// A secret was made: the sentence by key, and its characters.
    Secret(&'static str, String),
    /// Something was taken away: the sentence by key, what it was, and the act with its fields that puts it back.
    Undo {
        key: &'static str,
        what: String,
        act: &'static str,
        fields: Vec<(&'static str, String)>,
    },
}

/// Why something was not done.
#[derive(Clone, Debug)]
pub(crate) enum Why {
    /// In the reader's language.
    Said(String),
    /// A month, a day or a period that is none.
    Period(PeriodError),
    /// Something that was asked for and is none: the sentence by key, and what was given.
    Unknown(&'static str, String),
    /// In English: a fault that the pages have no words for. It is marked as such.
    English(String),
}

impl From<String> for Why {
    fn from(said: String) -> Self {
        Self::Said(said)
    }
}

impl From<Error> for Why {
    fn from(error: Error) -> Self {
        Self::of(&error)
    }
}

impl Why {
    /// Why something failed.
    pub(crate) fn of(error: &Error) -> Self {
        match error {
            Error::Period(wrong) => Self::Period(wrong.clone()),
            Error::NoKpi { id, .. } => Self::Unknown("wrong-kpi", id.clone()),
            Error::Select(SelectError::Dim(given)) => Self::Unknown("wrong-dim", given.clone()),
            Error::Select(SelectError::Filter(given)) => Self::Unknown("wrong-filter", given.clone()),
            Error::NoReceipt(id) => Self::Unknown("wrong-receipt", id.clone()),
            error => Self::English(error.to_string()),
        }
    }

    /// As a page says it.
    pub(crate) fn page(&self, words: &Words) -> Markup {
        match self {
            Self::Said(said) => html! { (said) },
            Self::Period(wrong) => html! { (period(words, wrong)) },
            Self::Unknown(key, given) => html! { (words.filled(key, &[("given", outside(given))])) },
            Self::English(why) if words.language() == Language::En => html! { (why) },
            Self::English(why) => html! { (words.text("why-english")) " " span lang="en" { (why) } },
        }
    }
}

/// What was given, as it came.
fn outside(given: &str) -> Fill {
    Fill::from(Span::Outside(clean(given, 80)))
}

fn period(words: &Words, wrong: &PeriodError) -> String {
    match wrong {
        PeriodError::NotAMonth(text) => words.filled("wrong-month", &[("given", outside(text))]),
        PeriodError::NotADay(text) => words.filled("wrong-day", &[("given", outside(text))]),
        PeriodError::Reversed { from, to } => {
            let fills = [("from", words.date(*from).into()), ("to", words.date(*to).into())];
            words.filled("wrong-days", &fills)
        }
    }
}

/// What days are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compared {
    /// As many days before, or whole months where they are whole months.
    Before,
    /// The same days a year before.
    Year,
    /// Nothing.
    Nothing,
}

impl Compared {
    pub(crate) const ALL: [Self; 3] = [Self::Before, Self::Year, Self::Nothing];

    /// As it stands in an address.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "previous",
            Self::Year => "year",
            Self::Nothing => "none",
        }
    }

    /// The days that these are compared with.
    pub(crate) fn with(self, days: Period) -> Option<Period> {
        let year = |day: Date| day.saturating_sub(1.year());
        match self {
            Self::Before => Some(days.previous()),
            Self::Nothing => None,
            // February of a leap year ends on another day.
            Self::Year if days.from.day() == 1 && days.to == days.to.last_of_month() => Some(Period {
                from: year(days.from),
                to: year(days.to.first_of_month()).last_of_month(),
            }),
            Self::Year => Some(Period {
                from: year(days.from),
                to: year(days.to),
            }),
        }
    }
}

/// Names of filters that have one of their own; `x.NAME` is a mapped column, and `where=DIM=VALUE` says any of them.
pub(crate) const FILTERS: &[&str] = &["platform", "scope", "campaign", "account", "format", "stage"];

fn is_filter(name: &str) -> bool {
    FILTERS.contains(&name) || name == "where" || name.starts_with("x.")
}

impl View {
    /// Reads path and query; the browser's languages decide where the address does not.
    pub(crate) fn read(asked: &Parts, place: &Place, who: Asker) -> Self {
        let query = asked.uri.query().unwrap_or("");
        let mut view = Self {
            base: place.base.clone(),
            path: place.path.clone(),
            query: query.to_owned(),
            asker: who,
            month: None,
            language: preferred(asked),
            said: false,
            more: Vec::new(),
            wrong: Vec::new(),
            notice: None,
            typed: Vec::new(),
        };
        let query = if query.len() > LONGEST {
            let long = format!("{} characters; at most {LONGEST} are read", query.len());
            view.wrong.push(Why::English(long));
            ""
        } else {
            query
        };
        for (name, value) in parse(query.as_bytes()).filter(|(_, value)| !value.is_empty()) {
            match &*name {
                "month" => match Period::month(&value) {
                    Ok(month) => view.month = Some(month),
                    Err(wrong) => view.wrong.push(Why::Period(wrong)),
                },
                "lang" => match Language::from_tag(&value) {
                    Some(language) => (view.language, view.said) = (language, true),
                    None => view.wrong.push(Why::Said(format!("lang={value}"))),
                },
                _ => view.more.push((name.into_owned(), value.into_owned())),
            }
        }
        view
    }

    /// Whether its workspace is one of a folder of them.
    pub(crate) fn is_of_many(&self) -> bool {
        !self.base.is_empty()
    }

    /// The query as it came.
    pub(crate) fn query(&self) -> &str {
        &self.query
    }

    /// The values given under a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.more
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value given under a name.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.more
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The page at `path` instead, with what came of an act.
    pub(crate) fn then(mut self, path: &str, notice: Notice) -> Self {
        path.clone_into(&mut self.path);
        self.notice = Some(notice);
        self
    }

    /// Remembers what was filled into a form, for the page that says why it was refused.
    pub(crate) fn typing(&mut self, form: &Form) {
        let open = form.pairs().filter(|(name, _)| !name.starts_with("pass"));
        self.typed = open.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    }

    /// What was filled in under a name, where that was refused.
    pub(crate) fn typed(&self, name: &str) -> Option<&str> {
        let found = self.typed.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// What decides the answer, beside the workspace.
    pub(crate) fn key(&self) -> String {
        format!(
            "{} {} {} {}",
            self.language.tag(),
            self.asker.sort(),
            self.path,
            self.query
        )
    }

    /// The address of a page, and nothing else asked of it.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The address of a page for the same month and language.
    pub(crate) fn to(&self, path: &str) -> String {
        address(&self.at(path), self.month, self.said.then_some(self.language), &[])
    }

    /// The address of this page for another month.
    pub(crate) fn in_month(&self, month: Period) -> String {
        address(
            &self.at(&self.path),
            Some(month),
            self.said.then_some(self.language),
            &self.but(&["from", "to", "all"]),
        )
    }

    /// All else that is asked, without what stands under these names.
    fn but(&self, names: &[&str]) -> Vec<(String, String)> {
        let rest = self.more.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        rest.cloned().collect()
    }

    /// The address of a page with the same filters, days and comparison.
    pub(crate) fn carry(&self, path: &str) -> String {
        let days = ["from", "to", "all", "vs"];
        let carried = |(name, _): &&(String, String)| is_filter(name) || days.contains(&name.as_str());
        let more: Vec<_> = self.more.iter().filter(carried).cloned().collect();
        address(&self.at(path), self.month, self.said.then_some(self.language), &more)
    }

    /// The address of a page as this one, with one thing asked otherwise, or no longer.
    pub(crate) fn with(&self, path: &str, name: &str, value: Option<&str>) -> String {
        let mut more = self.but(&[name]);
        more.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        address(&self.at(path), self.month, self.said.then_some(self.language), &more)
    }

    /// The address of this page without one of its filters.
    pub(crate) fn without(&self, name: &str, value: &str) -> String {
        let mut more = self.more.clone();
        more.retain(|(known, has)| (known.as_str(), has.as_str()) != (name, value));
        address(
            &self.at(&self.path),
            self.month,
            self.said.then_some(self.language),
            &more,
        )
    }

    /// The address of this page for all that its query asks, such as where a form is sent so that it comes back here.
    pub(crate) fn asking(&self, path: &str) -> String {
        address(
            &self.at(path),
            self.month,
            self.said.then_some(self.language),
            &self.more,
        )
    }

    /// The address of this page without the days that it asks for.
    pub(crate) fn of_month(&self) -> String {
        let more = self.but(&["from", "to", "all"]);
        address(
            &self.at(&self.path),
            self.month,
            self.said.then_some(self.language),
            &more,
        )
    }

    /// What is asked under names of filters, in order.
    pub(crate) fn filtered(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.more.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        all.filter(|(name, _)| is_filter(name))
    }

    /// Its filters.
    pub(crate) fn filters(&self) -> Result<Vec<Filter>, harpoon::Error> {
        let one = |(name, value): (&str, &str)| match name {
            "where" => value.parse(),
            dim => format!("{dim}={value}").parse(),
        };
        Ok(self.filtered().map(one).collect::<Result<_, _>>()?)
    }

    /// The days that it asks for, if any. Where one end is left open, they go to that end of the month.
    pub(crate) fn days(&self) -> Result<Option<Period>, harpoon::Error> {
        let day = |name| self.first(name).map(Period::day).transpose();
        Ok(match (day("from")?, day("to")?) {
            (None, None) => None,
            (from, to) => {
                let first = from.or(to.map(Date::first_of_month));
                let last = to.or(from.map(Date::last_of_month));
                first.zip(last).map(|(from, to)| Period::new(from, to)).transpose()?
            }
        })
    }

    /// What days are compared with.
    pub(crate) fn compared(&self) -> Compared {
        match self.first("vs") {
            Some("year") => Compared::Year,
            Some("none") => Compared::Nothing,
            _ => Compared::Before,
        }
    }

    /// The address of a table of this page as a file.
    pub(crate) fn as_file(&self, kind: &str, table: usize) -> String {
        let mut more = self.more.clone();
        more.retain(|(name, _)| name != files::AS && name != files::TABLE);
        more.push((files::AS.to_owned(), kind.to_owned()));
        more.push((files::TABLE.to_owned(), table.to_string()));
        address(&self.at(&self.path), self.month, Some(self.language), &more)
    }

    /// The address of this page in another language.
    pub(crate) fn in_language(&self, language: Language) -> String {
        address(&self.at(&self.path), self.month, Some(language), &self.more)
    }

    /// What a form that only changes the month has to keep.
    pub(crate) fn kept(&self) -> Vec<(&str, &str)> {
        let language = self.said.then(|| ("lang", self.language.tag()));
        let days = ["from", "to", "all"];
        let more = self.more.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        language
            .into_iter()
            .chain(more.filter(|(name, _)| !days.contains(name)))
            .collect()
    }

    /// What its filters and dimensions select, in the month `usual` unless the address asks for other days.
    pub(crate) fn selection(&self, usual: Option<Period>) -> Result<Selection, harpoon::Error> {
        let by: Vec<Dim> = self.all("by").map(str::parse).collect::<Result<_, _>>()?;
        let filters = self.filters()?;
        let period = self.days()?;
        Ok(Selection {
            period: if self.first("all").is_some() {
                None
            } else {
                period.or(usual)
            },
            by,
            filters,
        })
    }

    /// Whether the page is of a month.
    pub(crate) fn has_month(&self) -> bool {
        page::of(&self.path).is_some_and(Page::has_month)
    }
}

fn address(path: &str, month: Option<Period>, language: Option<Language>, more: &[(String, String)]) -> String {
    let mut query = Serializer::new(String::new());
    if let Some(month) = month {
        query.append_pair("month", &month.from.strftime("%Y-%m").to_string());
    }
    if let Some(language) = language {
        query.append_pair("lang", language.tag());
    }
    for (name, value) in more {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// The first language of a browser's list that we speak.
pub(crate) fn preferred(asked: &Parts) -> Language {
    let accepts = asked.headers.get(header::ACCEPT_LANGUAGE);
    let accepts = accepts.and_then(|value| value.to_str().ok()).unwrap_or("");
    let speaks = |tag: &str| {
        let tag = tag.split(';').next().unwrap_or("").trim();
        match tag.split('-').next().unwrap_or("") {
            "zh" => Some(Language::ZhCn),
            "fy" => Some(Language::Fy),
            "en" => Some(Language::En),
            _ => None,
        }
    };
    accepts.split(',').find_map(speaks).unwrap_or(Language::En)
}
