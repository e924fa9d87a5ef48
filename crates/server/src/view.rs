//! [`View`]: what an address asks for. It is read from the query and written back into the links of the page.

use axum::http::header;
use axum::http::request::Parts;
use form_urlencoded::{Serializer, parse};
use harpoon_core::{Dim, Filter, Language, Period, Selection};

use crate::files;
use crate::gate::Asker;
use crate::house::Place;
use crate::page::PAGES;

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
    pub(crate) wrong: Vec<String>,
    /// What came of the act that this page follows.
    pub(crate) notice: Option<Notice>,
}

/// What came of an act, told once.
#[derive(Clone, Debug)]
pub(crate) enum Notice {
    /// It was not done, for this reason.
    Refused(String),
    /// A secret was made: the sentence by key, and its characters.
    Secret(&'static str, String),
}

impl View {
    /// Reads path and query; the browser's languages decide where the address does not.
    pub(crate) fn read(asked: &Parts, place: &Place, asker: Asker) -> Self {
        let query = asked.uri.query().unwrap_or("");
        let mut view = Self {
            base: place.base.clone(),
            path: place.path.clone(),
            query: query.to_owned(),
            asker,
            month: None,
            language: preferred(asked),
            said: false,
            more: Vec::new(),
            wrong: Vec::new(),
            notice: None,
        };
        let query = if query.len() > LONGEST {
            view.wrong
                .push(format!("{} characters; at most {LONGEST} are read", query.len()));
            ""
        } else {
            query
        };
        for (name, value) in parse(query.as_bytes()).filter(|(_, value)| !value.is_empty()) {
            match &*name {
                "month" => match Period::month(&value) {
                    Ok(month) => view.month = Some(month),
                    Err(wrong) => view.wrong.push(wrong.to_string()),
                },
                "lang" => match Language::from_tag(&value) {
                    Some(language) => (view.language, view.said) = (language, true),
                    None => view.wrong.push(format!("lang={value}")),
                },
                _ => view.more.push((name.into_owned(), value.into_owned())),
            }
        }
        view
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
            &self.more,
        )
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
        let mut filters: Vec<Filter> = self.all("where").map(str::parse).collect::<Result<_, _>>()?;
        for dim in ["platform", "scope", "campaign", "account", "format"] {
            let of = |value: &str| format!("{dim}={value}").parse();
            filters.extend(self.all(dim).map(of).collect::<Result<Vec<Filter>, _>>()?);
        }
        let period = harpoon::measure::period(self.first("from"), self.first("to"), None)?;
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

    /// Whether a page of this name stands in the list.
    pub(crate) fn is_page(&self) -> bool {
        PAGES.iter().any(|page| page.path == self.path)
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
