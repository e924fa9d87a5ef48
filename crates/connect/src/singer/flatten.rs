//! [`Columns`]: the columns of a stream, and records flattened into them.
//!
//! `{"a": {"b": 1}}` is the column `a__b`, as Singer targets write it. An object that the schema knows without its properties
//! stays JSON, as lists do: it may have any names. Empty objects and lists are empty cells.

use std::collections::{HashMap, HashSet};

use super::json;
use super::message::Fault;

/// Parts the names of a path; no JSON text holds it unescaped.
const STEP: char = '\u{1}';
/// Objects within objects that are flattened; deeper ones stay JSON.
const DEEPEST: usize = 10;
/// Columns of a stream.
pub(super) const MOST_COLUMNS: usize = 5_000;

/// The columns of a stream in order: those of the schema, then what records have beside it.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    names: Vec<String>,
    /// Places by path.
    places: HashMap<String, usize>,
    taken: HashSet<String>,
    /// Paths of objects that stay JSON.
    closed: HashSet<String>,
}

/// A value of a record, and where it goes.
pub(super) struct Leaf<'p, 'r> {
    pub(super) path: &'p str,
    /// As it is written.
    pub(super) value: &'r str,
}

impl Columns {
    /// Names in order.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The place of a path.
    pub(super) fn place(&self, path: &str) -> Option<usize> {
        self.places.get(path).copied()
    }

    /// Whether there are more than any table has.
    pub(super) fn is_full(&self) -> bool {
        self.names.len() > MOST_COLUMNS
    }

    /// Adds what a schema knows.
    pub(super) fn add_schema(&mut self, schema: &str) {
        self.add_properties(schema, "", 0);
    }

    /// Adds what a record has.
    pub(super) fn add_record(&mut self, record: &str) -> Result<(), Fault> {
        let mut fresh: Vec<String> = Vec::new();
        self.flatten(record, &mut |leaf| {
            if self.place(leaf.path).is_none() {
                fresh.push(leaf.path.to_owned());
            }
        })?;
        for path in fresh {
            self.add(&path);
        }
        Ok(())
    }

    /// Hands over the values of a record in its own order.
    pub(super) fn flatten<'r>(&self, record: &'r str, take: &mut dyn FnMut(Leaf<'_, 'r>)) -> Result<(), Fault> {
        self.descend(record, &mut String::new(), 0, take)
    }

    fn descend<'r>(
        &self,
        object: &'r str,
        path: &mut String,
        depth: usize,
        take: &mut dyn FnMut(Leaf<'_, 'r>),
    ) -> Result<(), Fault> {
        for (name, value) in json::members(object) {
            let name = json::string(name).ok_or(Fault::HalfALetter)?;
            let before = path.len();
            step(path, &name);
            if json::is_object(value) && depth < DEEPEST && !self.closed.contains(path.as_str()) {
                self.descend(value, path, depth + 1, take)?;
            } else {
                take(Leaf { path, value });
            }
            path.truncate(before);
        }
        Ok(())
    }

    /// Properties of a schema, and of the alternatives in it. Whether there are any.
    fn add_properties(&mut self, schema: &str, path: &str, depth: usize) -> bool {
        let mut any = false;
        for (name, value) in json::members(schema) {
            match name {
                "\"properties\"" => {
                    for (property, inner) in json::members(value) {
                        any = true;
                        if let Some(property) = json::string(property) {
                            self.add_property(&property, inner, path, depth);
                        }
                    }
                }
                "\"anyOf\"" | "\"oneOf\"" | "\"allOf\"" => {
                    for alternative in json::items(value) {
                        any |= self.add_properties(alternative, path, depth);
                    }
                }
                _ => {}
            }
        }
        any
    }

    fn add_property(&mut self, name: &str, schema: &str, path: &str, depth: usize) {
        let mut path = path.to_owned();
        step(&mut path, name);
        if depth < DEEPEST && self.add_properties(schema, &path, depth + 1) {
            return;
        }
        if may_be_object(schema) {
            self.closed.insert(path.clone());
        }
        self.add(&path);
    }

    /// Adds a column. Where two paths would have one name, the later one is numbered.
    fn add(&mut self, path: &str) {
        if self.places.contains_key(path) || self.is_full() {
            return;
        }
        let plain = path.replace(STEP, "__");
        let numbered = (2_u32..).map(|number| format!("{plain}_{number}"));
        let free = std::iter::once(plain.clone())
            .chain(numbered)
            .find(|name| !self.taken.contains(name));
        let name = free.unwrap_or(plain);
        self.taken.insert(name.clone());
        self.places.insert(path.to_owned(), self.names.len());
        self.names.push(name);
    }
}

fn step(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push(STEP);
    }
    path.push_str(name);
}

/// Whether a schema names `object` among its types, itself or in an alternative.
fn may_be_object(schema: &str) -> bool {
    json::members(schema).any(|(name, value)| match name {
        "\"type\"" => value == "\"object\"" || json::items(value).any(|item| item == "\"object\""),
        "\"anyOf\"" | "\"oneOf\"" | "\"allOf\"" => json::items(value).any(may_be_object),
        _ => false,
    })
}

/// A value as the text of a cell.
///
/// A number of three decimals gets a nought after them: the point of JSON is always the decimal mark, and nobody shall
/// have to ask whether that of `1.234` groups thousands.
pub(super) fn cell(value: &str, out: &mut String) -> Result<(), Fault> {
    match value.as_bytes().first() {
        Some(b'"') => out.push_str(&json::string(value).ok_or(Fault::HalfALetter)?),
        Some(b'{') if json::members(value).next().is_none() => {}
        Some(b'[') if json::items(value).next().is_none() => {}
        Some(b'n') => {}
        _ => {
            out.push_str(value);
            let decimals = value.split_once('.').map_or("", |(_, decimals)| decimals);
            if decimals.len() == 3
                && decimals.bytes().all(|byte| byte.is_ascii_digit())
                && !value.starts_with(['{', '['])
            {
                out.push('0');
            }
        }
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Map, Value, json};

    use super::*;

    fn cells(columns: &Columns, record: &str) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        let mut take = |leaf: Leaf<'_, '_>| {
            let name = &columns.names()[columns.place(leaf.path).unwrap()];
            let mut text = String::new();
            cell(leaf.value, &mut text).unwrap();
            assert_eq!(all.insert(name.clone(), text), None, "two values in `{name}`");
        };
        columns.flatten(record, &mut take).unwrap();
        all
    }

    #[test]
    fn objects_are_flattened_and_lists_stay() {
        let mut columns = Columns::default();
        columns.add_schema(
            r#"{"properties": {"id": {"type": "integer"}, "at": {"anyOf": [{"type": "null"}, {"type": "object", "properties": {"day": {}, "hour": {}}}]},
                "any": {"type": ["null", "object"]}, "list": {"type": "array", "items": {"properties": {"no": {}}}}}}"#,
        );
        assert_eq!(columns.names(), ["id", "at__day", "at__hour", "any", "list"]);
        let record = r#"{"id": 12345678901234567890.10, "at": {"day": "1\n2", "hour": null}, "any": {"x": {"y": 1}}, "list": [{"a": 1}], "new": {"b": {"c": true}}, "none": {}}"#;
        columns.add_record(record).unwrap();
        let expected = [
            ("any", r#"{"x": {"y": 1}}"#),
            ("at__day", "1\n2"),
            ("at__hour", ""),
            ("id", "12345678901234567890.10"),
            ("list", r#"[{"a": 1}]"#),
            ("new__b__c", "true"),
        ];
        let expected: BTreeMap<String, String> = expected.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
        assert_eq!(cells(&columns, record), expected);
    }

    #[test]
    fn names_that_would_be_one_are_numbered() {
        let mut columns = Columns::default();
        let record = r#"{"a__b": 1, "a": {"b": 2, "b_2": 3}, "a__b_2": 4}"#;
        columns.add_record(record).unwrap();
        assert_eq!(columns.names(), ["a__b", "a__b_2", "a__b_2_2", "a__b_2_3"]);
        assert_eq!(
            cells(&columns, record).into_values().collect::<Vec<_>>(),
            ["1", "2", "3", "4"]
        );
    }

    #[test]
    fn the_point_of_a_number_groups_nothing() {
        let written = |value: &str| {
            let mut text = String::new();
            cell(value, &mut text).unwrap();
            text
        };
        assert_eq!(written("1.234"), "1.2340");
        assert_eq!(written("-1.5"), "-1.5");
        assert_eq!(written("\"1.234\""), "1.234");
        assert_eq!(written("[1.234]"), "[1.234]");
        assert_eq!(written("1.23e4"), "1.23e4");
    }

    /// A source of chance that gives the same every time.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, most: u64) -> u64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0 % most
        }

        fn value(&mut self, depth: u64) -> Value {
            match self.below(if depth < 4 { 8 } else { 5 }) {
                0 => Value::Null,
                1 => json!(self.below(1_000_000)),
                2 => json!(format!("text {} \"\\\n{{[,:é\u{1F600}", self.below(100))),
                3 => json!(self.below(2) == 0),
                4 => json!(-0.5 * self.below(1000) as f64),
                5 => Value::Array((0..self.below(3)).map(|_| self.value(depth + 1)).collect()),
                _ => Value::Object(self.object(depth + 1)),
            }
        }

        fn object(&mut self, depth: u64) -> Map<String, Value> {
            let names = ["a", "b", "c__d", "é", "x y", "\"", "__", "d"];
            let count = self.below(5);
            (0..count)
                .map(|_| {
                    (
                        names[usize::try_from(self.below(8)).unwrap()].to_owned(),
                        self.value(depth),
                    )
                })
                .collect()
        }
    }

    /// What is under a path, by a walk through the parsed value.
    fn leaves(value: &Value, path: Vec<String>, out: &mut Vec<(Vec<String>, Value)>) {
        match value {
            Value::Object(members) if path.len() <= DEEPEST => {
                for (name, inner) in members {
                    leaves(inner, [path.clone(), vec![name.clone()]].concat(), out);
                }
            }
            leaf => out.push((path, leaf.clone())),
        }
    }

    #[test]
    fn every_value_of_any_record_is_in_one_cell_of_its_own() {
        let mut chance = Chance(42);
        for round in 0..2_000 {
            let value = Value::Object(chance.object(0));
            let record = if round % 2 == 0 {
                value.to_string()
            } else {
                serde_json::to_string_pretty(&value).unwrap()
            };
            let mut columns = Columns::default();
            columns.add_record(&record).unwrap();
            let mut expected = Vec::new();
            leaves(&value, Vec::new(), &mut expected);
            let mut met = Vec::new();
            let mut take = |leaf: Leaf<'_, '_>| {
                let path: Vec<String> = leaf.path.split(STEP).map(str::to_owned).collect();
                met.push((path, serde_json::from_str::<Value>(leaf.value).unwrap()));
            };
            columns.flatten(&record, &mut take).unwrap();
            met.sort_by(|a, b| a.0.cmp(&b.0));
            expected.sort_by(|a, b| a.0.cmp(&b.0));
            assert_eq!(met, expected, "{record}");
            assert_eq!(columns.names().len(), expected.len(), "{record}");
            let distinct: HashSet<&String> = columns.names().iter().collect();
            assert_eq!(distinct.len(), columns.names().len(), "{record}");
        }
    }
}
