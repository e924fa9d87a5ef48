//! What is given with a question: words of an address or a JSON object, held against the schema of its parameters. All that is
//! wrong is told at once, and what nobody asked for is wrong.

use form_urlencoded::parse;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use super::refused::Refused;

/// Longest query that is read, in bytes.
const LONGEST: usize = 4096;

/// The words of a query as an object; whether they fit is not looked at yet.
pub(super) fn words(query: &str, schema: &Map<String, Json>) -> Result<Map<String, Json>, Refused> {
    if query.len() > LONGEST {
        return Err(Refused::usage(format!(
            "the query has {} characters; at most {LONGEST} are read",
            query.len()
        )));
    }
    let mut given: Map<String, Json> = Map::new();
    for (name, text) in parse(query.as_bytes()).filter(|(_, text)| !text.is_empty()) {
        let kind = property(schema, &name).map_or("string", kind_of);
        let several = kind == "array" || given.contains_key(&*name);
        let value = read(kind, &text);
        if several {
            match given
                .entry(name.into_owned())
                .or_insert_with(|| Json::Array(Vec::new()))
            {
                Json::Array(values) => values.push(value),
                // A second value where one is asked for is told as wrong.
                one => *one = Json::Array(vec![one.take(), value]),
            }
        } else {
            given.insert(name.into_owned(), value);
        }
    }
    Ok(given)
}

/// A text as its parameter wants it; as it is where it cannot be.
fn read(kind: &str, text: &str) -> Json {
    let value = match kind {
        "integer" => text.parse::<u64>().ok().map(Json::from),
        "boolean" => match text {
            "1" | "true" => Some(Json::Bool(true)),
            "0" | "false" => Some(Json::Bool(false)),
            _ => None,
        },
        _ => None,
    };
    value.unwrap_or_else(|| Json::String(text.to_owned()))
}

/// What is given as the parameters of a question.
pub(super) fn checked<T: DeserializeOwned>(schema: &Map<String, Json>, given: Map<String, Json>) -> Result<T, Refused> {
    let mut wrong = Vec::new();
    let known: Vec<&str> = properties(schema).map(|(name, _)| name.as_str()).collect();
    for (name, value) in &given {
        match property(schema, name) {
            None => wrong.push(format!("there is no parameter `{name}`; there are {}", list(&known))),
            Some(property) => wrong.extend(misfit(property, value).map(|why| format!("`{name}` {why}"))),
        }
    }
    let needed = schema.get("required").and_then(Json::as_array).into_iter().flatten();
    let missing = needed
        .filter_map(Json::as_str)
        .filter(|name| !given.contains_key(*name));
    wrong.extend(missing.map(|name| format!("`{name}` is needed")));
    if wrong.is_empty() {
        return serde_json::from_value(Json::Object(given)).map_err(|error| Refused::usage(error.to_string()));
    }
    Err(Refused::usage(wrong.join("; ")))
}

fn list(known: &[&str]) -> String {
    if known.is_empty() {
        "none".to_owned()
    } else {
        known.join(", ")
    }
}

/// Parameters with their schemas.
pub(super) fn properties(schema: &Map<String, Json>) -> impl Iterator<Item = (&String, &Json)> {
    schema.get("properties").and_then(Json::as_object).into_iter().flatten()
}

fn property<'s>(schema: &'s Map<String, Json>, name: &str) -> Option<&'s Json> {
    schema.get("properties")?.get(name)
}

fn kind_of(property: &Json) -> &str {
    property.get("type").and_then(Json::as_str).unwrap_or("string")
}

/// Why a value is none for its parameter.
fn misfit(property: &Json, value: &Json) -> Option<String> {
    let fits = match kind_of(property) {
        "array" => value
            .as_array()
            .is_some_and(|values| values.iter().all(Json::is_string)),
        "integer" => value.is_u64(),
        "boolean" => value.is_boolean(),
        _ => value.is_string(),
    };
    if !fits {
        return Some(match kind_of(property) {
            "array" => "is a list of texts".to_owned(),
            "integer" => "is one whole number".to_owned(),
            "boolean" => "is true or false".to_owned(),
            _ => "is one text".to_owned(),
        });
    }
    let bound = |name: &str| property.get(name).and_then(Json::as_u64);
    let number = value.as_u64();
    if let (Some(most), Some(number)) = (bound("maximum"), number)
        && number > most
    {
        return Some(format!("is at most {most}"));
    }
    if let (Some(least), Some(number)) = (bound("minimum"), number)
        && number < least
    {
        return Some(format!("is at least {least}"));
    }
    let few = value
        .as_array()
        .is_some_and(|values| bound("minItems").is_some_and(|least| (values.len() as u64) < least));
    let short = value
        .as_str()
        .is_some_and(|text| bound("minLength").is_some_and(|least| (text.len() as u64) < least));
    if few || short {
        return Some("is empty".to_owned());
    }
    let words: Vec<&str> = property
        .get("enum")?
        .as_array()?
        .iter()
        .filter_map(Json::as_str)
        .collect();
    let known = value.as_str().is_some_and(|text| words.contains(&text));
    (!known).then(|| format!("is one of {}", words.join(", ")))
}
