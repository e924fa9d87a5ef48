//! SQL functions of our own: `x('NAME', extra)` reads a mapped column, `slice('NAME', slice)` a breakdown's value.

use std::sync::Arc;

use arrow::array::{ArrayRef, StringBuilder};
use arrow::datatypes::DataType;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{ColumnarValue, Volatility, create_udf};
use datafusion::prelude::SessionContext;
use harpoon_core::channel::Rules;

use super::cells::texts;

/// Makes the functions known to a session; `channel` by the standard rules.
pub fn register(session: &SessionContext) {
    super::channels::register(session, Rules::standard());
    for (name, read) in [
        ("x", read_extra as fn(&str, &str) -> Option<String>),
        ("slice", read_slice),
    ] {
        let run = Arc::new(move |args: &[ColumnarValue]| each(args, read));
        session.register_udf(create_udf(
            name,
            vec![DataType::Utf8, DataType::Utf8],
            DataType::Utf8,
            Volatility::Immutable,
            run,
        ));
    }
}

fn each(args: &[ColumnarValue], read: fn(&str, &str) -> Option<String>) -> Result<ColumnarValue> {
    let arrays: Vec<ArrayRef> = ColumnarValue::values_to_arrays(args)?;
    let [names, values] = arrays.as_slice() else {
        return Err(DataFusionError::Plan(
            "expected two arguments: a name and a column".to_owned(),
        ));
    };
    let column = |array| texts(array).map_err(|e| DataFusionError::Execution(e.to_string()));
    let (names, values) = (column(names)?, column(values)?);
    let mut out = StringBuilder::new();
    for (name, value) in names.iter().zip(values.iter()) {
        out.append_option(name.zip(value).and_then(|(name, value)| read(name, value)));
    }
    Ok(ColumnarValue::Array(Arc::new(out.finish())))
}

fn read_extra(name: &str, json: &str) -> Option<String> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).ok()?;
    object.get(name)?.as_str().map(str::to_owned)
}

fn read_slice(name: &str, slice: &str) -> Option<String> {
    let parts = slice.split(';').filter_map(|part| part.split_once('='));
    parts
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
        .next()
}
