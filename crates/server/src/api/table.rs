//! [`ENDPOINTS`]: everything that programs can ask, one entry each.

use axum::http::Method;
use harpoon::json::shape::{Field, Shape, TEXT};
use harpoon::json::{self, change, credit, goals, imports, returns};
use harpoon_state::Scope;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value as Json};

use super::refused::Refused;
use super::{asked, brought, given};
use crate::site::Look;

/// Something that can be asked.
pub(super) struct Endpoint {
    /// Where, after the workspace's base; a parameter of the path stands in braces.
    pub(super) path: &'static str,
    pub(super) method: Method,
    /// What it tells, in one line.
    pub(super) summary: &'static str,
    /// What to know before relying on the answer; for assistants too.
    pub(super) about: &'static str,
    /// Its name among the tools of assistants, if it is one.
    pub(super) tool: Option<&'static str>,
    /// What a key needs.
    pub(super) scope: Scope,
    /// Schema of its parameters.
    parameters: fn() -> Map<String, Json>,
    /// What the answer looks like.
    pub(super) answer: Shape,
    pub(super) made: Made,
}

/// A question: the workspace, the schema of its parameters, what is given.
type Question = fn(&Look<'_>, &Map<String, Json>, Map<String, Json>) -> Result<String, Refused>;

/// How the answer is made.
pub(super) enum Made {
    /// By asking the workspace.
    Asked(Question),
    /// By bringing a file in.
    Brought,
}

impl Endpoint {
    /// Schema of its parameters.
    pub(super) fn schema(&self) -> Map<String, Json> {
        (self.parameters)()
    }

    /// Puts the question, if what is given fits.
    pub(super) fn ask(&self, look: &Look<'_>, given: Map<String, Json>) -> Result<String, Refused> {
        match self.made {
            Made::Asked(ask) => ask(look, &self.schema(), given),
            Made::Brought => Err(Refused::broke()),
        }
    }

    /// Name of the parameter in its path.
    pub(super) fn parameter(&self) -> Option<&'static str> {
        let (_, rest) = self.path.split_once('{')?;
        rest.strip_suffix('}')
    }

    /// The part of a path that is a parameter, empty where there is none, if it leads here.
    pub(super) fn matches<'p>(&self, path: &'p str) -> Option<&'p str> {
        match self.path.split_once('{') {
            None => (self.path == path).then_some(""),
            Some((before, _)) => path
                .strip_prefix(before)
                .filter(|part| !part.is_empty() && !part.contains('/')),
        }
    }

    /// How one asks here.
    pub(super) fn allow(&self) -> &'static str {
        if self.method == Method::GET {
            "GET, HEAD"
        } else {
            "POST"
        }
    }
}

/// The schema of parameters in a plain form: no references, and null is not a value but a parameter that is left out.
pub(super) fn schema<T: JsonSchema>() -> Map<String, Json> {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = match settings.into_generator().into_root_schema_for::<T>().to_value() {
        Json::Object(schema) => schema,
        _ => Map::new(),
    };
    for name in ["$schema", "title", "description"] {
        schema.remove(name);
    }
    let properties = schema.entry("properties").or_insert_with(|| Json::Object(Map::new()));
    for property in properties
        .as_object_mut()
        .into_iter()
        .flat_map(Map::values_mut)
        .filter_map(Json::as_object_mut)
    {
        if let Some(Json::Array(kinds)) = property.get("type") {
            let kind = kinds.iter().find(|kind| *kind != "null").cloned();
            property.extend(kind.map(|kind| ("type".to_owned(), kind)));
        }
        property.remove("default");
        property.remove("format");
    }
    schema.insert("additionalProperties".to_owned(), Json::Bool(false));
    schema
}

macro_rules! asked {
    ($parameters:ident, $ask:ident) => {
        Made::Asked(|look, schema, given| asked::$ask(look, given::checked::<asked::$parameters>(schema, given)?))
    };
}

const EXACT: &str =
    "Numbers are exact. What is not known is null with the reason in `missing`: pass the reason on, it is not 0.";

/// Everything that can be asked.
pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/api/today",
        method: Method::GET,
        summary: "Today's date here, and the months that there are data of",
        about: "Ask this first: `newest_month` is the last month in which something happened.",
        tool: Some("today"),
        scope: Scope::Read,
        parameters: schema::<asked::Nothing>,
        answer: Shape::Object(&[
            Field::of("today", Shape::Text, "In the time zone of the workspace."),
            Field::of("name", Shape::Text, "Name of the business."),
            Field::of("newest_month", TEXT, "Newest month with data."),
            Field::of("oldest_month", TEXT, "Oldest month with data."),
            Field::of("data_version", Shape::Number, "Version of the data."),
            Field::of("currency", TEXT, "Currency of money in files that do not say."),
        ]),
        made: asked!(Nothing, today),
    },
    Endpoint {
        path: "/api/catalogue",
        method: Method::GET,
        summary: "The KPIs: id, title, meaning, formula, unit, stage, and what each does not prove",
        about: "`proves_not` says what must not be concluded from a number; tell it with the number.",
        tool: Some("list_kpis"),
        scope: Scope::Read,
        parameters: schema::<asked::Catalogue>,
        answer: Shape::List(&json::KPI),
        made: asked!(Catalogue, catalogue),
    },
    Endpoint {
        path: "/api/kpi",
        method: Method::GET,
        summary: "Values of KPIs, whole or split by dimensions",
        about: EXACT,
        tool: Some("read_kpi"),
        scope: Scope::Read,
        parameters: schema::<asked::Kpi>,
        answer: Shape::List(&json::READING),
        made: asked!(Kpi, kpi),
    },
    Endpoint {
        path: "/api/explain",
        method: Method::GET,
        summary: "Why a number is what it is: formula, its terms, sources read and left, the statements",
        about: "The receipt of the number, as `harpoon why` prints it. A term whose value is null is missing, not 0.",
        tool: Some("explain"),
        scope: Scope::Read,
        parameters: schema::<asked::Explain>,
        answer: json::RECEIPT,
        made: asked!(Explain, explain),
    },
    Endpoint {
        path: "/api/change",
        method: Method::GET,
        summary: "Why a KPI changed: the difference from another period or a target in parts that add up to it",
        about: "The parts say where a change sits, not what caused it.",
        tool: Some("change"),
        scope: Scope::Read,
        parameters: schema::<asked::Change>,
        answer: Shape::List(&change::CHANGE),
        made: asked!(Change, change),
    },
    Endpoint {
        path: "/api/goals",
        method: Method::GET,
        summary: "How the goals of a month stand: target, value, status, where each lands",
        about: "A forecast is a range with a chance, no promise. A value that is null is missing for the reason in `missing`, not 0.",
        tool: Some("goals"),
        scope: Scope::Read,
        parameters: schema::<asked::Goals>,
        answer: Shape::List(&goals::GOAL),
        made: asked!(Goals, goals),
    },
    Endpoint {
        path: "/api/credit",
        method: Method::GET,
        summary: "Who gets the credit for orders, deals and leads, by a model of attribution",
        about: "Credit is who was there, by a rule; no model shows what would have happened without a channel. The rows of a model sum to the book.",
        tool: Some("credit"),
        scope: Scope::Read,
        parameters: schema::<asked::Credit>,
        answer: Shape::List(&credit::CREDIT),
        made: asked!(Credit, credit),
    },
    Endpoint {
        path: "/api/roi",
        method: Method::GET,
        summary: "What came back for what was spent, with an interval",
        about: "The interval holds chance and the choice of the model; it does not say what would have been sold anyway. Tell the interval with the value.",
        tool: Some("roi"),
        scope: Scope::Read,
        parameters: schema::<asked::Roi>,
        answer: Shape::List(&returns::RETURN),
        made: asked!(Roi, roi),
    },
    Endpoint {
        path: "/api/trace",
        method: Method::GET,
        summary: "What led to an order, deal or lead: each touch before it with file and line",
        about: "Only what the imported files tell is seen; other touches may have been there.",
        tool: Some("trace"),
        scope: Scope::Read,
        parameters: schema::<asked::Trace>,
        answer: Shape::List(&credit::TRAIL),
        made: asked!(Trace, trace),
    },
    Endpoint {
        path: "/api/receipt/{id}",
        method: Method::GET,
        summary: "Where a printed number came from, by the id of its receipt",
        about: "Worked out again at the version of the data that it was printed from.",
        tool: Some("receipt"),
        scope: Scope::Read,
        parameters: schema::<asked::Receipt>,
        answer: json::RECEIPT,
        made: asked!(Receipt, receipt),
    },
    Endpoint {
        path: "/api/imports",
        method: Method::GET,
        summary: "What was imported, when, and up to which day it speaks",
        about: "How fresh the data are.",
        tool: None,
        scope: Scope::Read,
        parameters: schema::<asked::Nothing>,
        answer: Shape::List(&imports::IMPORT),
        made: asked!(Nothing, imports),
    },
    Endpoint {
        path: "/api/sql",
        method: Method::POST,
        summary: "Rows of one SELECT over the tables of the workspace; nothing is changed",
        about: "`cut` says whether there were more rows than are told. Ask here only what no KPI answers: raw rows of two sources may tell the same twice.",
        tool: Some("sql"),
        scope: Scope::Sql,
        parameters: schema::<asked::Sql>,
        answer: Shape::Object(&[
            Field::of("rows", Shape::List(&Shape::Map(&Shape::Any)), "The rows, by column."),
            Field::of("cut", Shape::Flag, "Whether more rows were left out."),
        ]),
        made: asked!(Sql, sql),
    },
    Endpoint {
        path: "/api/import",
        method: Method::POST,
        summary: "Brings a file in; the body is its bytes",
        about: "What the file cannot tell is asked for by 422 with `questions`; send it again with the parameters that answer them.",
        tool: None,
        scope: Scope::Import,
        parameters: schema::<brought::Import>,
        answer: Shape::List(&imports::REPORT),
        made: Made::Brought,
    },
];
