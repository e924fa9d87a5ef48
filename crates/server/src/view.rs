//! [`View`]: what an address asks for. It is read from the query and written back into the links of the page.

use form_urlencoded::{Serializer, parse};
use harpoon_core::{Dim, Filter, Language, Period, Selection};

use crate::page::PAGES;

/// Longest query that is read.
const LONGEST: usize = 4096;

/// What is asked of a page.
#[derive(Clone, Debug)]
pub(crate) struct View {
    /// Where the page is, such as `/goals`.
    pub(crate) path: String,
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
}

impl View {
    /// Reads path and query; the browser's languages decide where the address does not.
    pub(crate) fn read(path: &str, query: &str, accepts: &str) -> Self {
        let mut view = Self {
            path: path.to_owned(),
            month: None,
            language: preferred(accepts),
            said: false,
            more: Vec::new(),
            wrong: Vec::new(),
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

    /// The address of a page for the same month and language.
    pub(crate) fn to(&self, path: &str) -> String {
        address(path, self.month, self.said.then_some(self.language), &[])
    }

    /// The address of this page for another month.
    pub(crate) fn in_month(&self, month: Period) -> String {
        address(&self.path, Some(month), self.said.then_some(self.language), &self.more)
    }

    /// The address of this page in another language.
    pub(crate) fn in_language(&self, language: Language) -> String {
        address(&self.path, self.month, Some(language), &self.more)
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
fn preferred(accepts: &str) -> Language {
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
