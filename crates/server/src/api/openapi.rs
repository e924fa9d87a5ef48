//! The description in OpenAPI 3.1, made of the table.

use axum::http::Method;
use harpoon::json::shape::{Field, Shape};
use serde_json::{Map, Value as Json, json};

use super::table::{ENDPOINTS, Endpoint, Made};
use super::{OPENAPI, given};

/// Why there is no answer, by status.
const REFUSALS: &[(&str, &str)] = &[
    ("400", "The question is wrong."),
    ("401", "Nobody is signed in, and there is no key that is known."),
    ("403", "The key or the role does not allow it."),
    ("404", "There is nothing of that name."),
    ("413", "What was sent is too large."),
    (
        "422",
        "What was sent, or a file of the workspace, is not as it should be.",
    ),
    ("429", "Too much is asked at once; ask again."),
    ("500", "A bug."),
];

/// The description, as JSON with an end of line.
pub fn openapi() -> String {
    let mut paths = Map::new();
    for endpoint in ENDPOINTS {
        let method = endpoint.method.as_str().to_lowercase();
        paths.insert(endpoint.path.to_owned(), json!({ method: operation(endpoint) }));
    }
    paths.insert(
        OPENAPI.to_owned(),
        json!({ "get": {
            "operationId": "openapi",
            "summary": "This description",
            "responses": responses(&json!({ "type": "object" })),
        }}),
    );
    let refusals: Map<String, Json> = REFUSALS
        .iter()
        .map(|(status, why)| {
            let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } });
            ((*status).to_owned(), json!({ "description": why, "content": content }))
        })
        .collect();
    let whole = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Harpoon",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The numbers of a workspace for programs: what the command line prints with `--format json`. Numbers are exact; what is not known is null with a reason, never 0.",
        },
        "servers": [
            { "url": "/", "description": "A workspace that is served alone" },
            { "url": "/w/{workspace}", "description": "A workspace of a folder", "variables": { "workspace": { "default": "acme" } } },
        ],
        "security": [{ "key": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "key": { "type": "http", "scheme": "bearer", "description": "A key that an owner makes on the page Settings." },
            },
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {
                        "error": { "type": "string", "description": "What is wrong; all of it at once." },
                        "help": { "type": "string", "description": "What to do." },
                        "questions": {
                            "type": "array",
                            "description": "What a file cannot tell.",
                            "items": schema(&super::brought::QUESTION),
                        },
                    },
                    "additionalProperties": false,
                },
            },
            "responses": refusals,
        },
    });
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

fn operation(endpoint: &Endpoint) -> Json {
    let mut operation = Map::new();
    let id = endpoint
        .path
        .trim_start_matches("/api/")
        .split('/')
        .next()
        .unwrap_or_default();
    operation.insert("operationId".to_owned(), json!(id));
    operation.insert("summary".to_owned(), json!(endpoint.summary));
    let about = format!(
        "{} A key needs the scope `{}`.",
        endpoint.about,
        endpoint.scope.as_str()
    );
    operation.insert("description".to_owned(), json!(about));
    let parameters = endpoint.schema();
    if matches!(endpoint.made, Made::Asked(_)) && endpoint.method == Method::POST {
        let content = json!({ "application/json": { "schema": parameters } });
        operation.insert(
            "requestBody".to_owned(),
            json!({ "required": true, "content": content }),
        );
    } else {
        operation.insert("parameters".to_owned(), Json::Array(in_address(endpoint, &parameters)));
    }
    if matches!(endpoint.made, Made::Brought) {
        let content = json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } });
        operation.insert(
            "requestBody".to_owned(),
            json!({ "required": true, "content": content }),
        );
    }
    operation.insert("responses".to_owned(), responses(&schema(&endpoint.answer)));
    Json::Object(operation)
}

/// Parameters of an address: a list is the parameter several times.
fn in_address(endpoint: &Endpoint, schema: &Map<String, Json>) -> Vec<Json> {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .collect();
    let one = |(name, property): (&String, &Json)| {
        let mut property = property.clone();
        let description = property
            .as_object_mut()
            .and_then(|property| property.remove("description"));
        let place = if endpoint.parameter() == Some(name) {
            "path"
        } else {
            "query"
        };
        json!({
            "name": name,
            "in": place,
            "required": required.contains(&name.as_str()),
            "description": description,
            "schema": property,
        })
    };
    given::properties(schema).map(one).collect()
}

fn responses(answer: &Json) -> Json {
    let content = json!({ "application/json": { "schema": answer } });
    let mut all = Map::new();
    all.insert(
        "200".to_owned(),
        json!({ "description": "The answer.", "content": content }),
    );
    for (status, _) in REFUSALS {
        all.insert(
            (*status).to_owned(),
            json!({ "$ref": format!("#/components/responses/{status}") }),
        );
    }
    Json::Object(all)
}

/// A shape as a schema.
fn schema(shape: &Shape) -> Json {
    match shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Number => json!({ "type": "number" }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Any => json!({}),
        Shape::Maybe(inner) => maybe(schema(inner)),
        Shape::List(inner) => json!({ "type": "array", "items": schema(inner) }),
        Shape::Map(inner) => json!({ "type": "object", "additionalProperties": schema(inner) }),
        Shape::Object(fields) => object(fields, false),
        Shape::Some(fields) => object(fields, true),
        Shape::Either(all) => json!({ "oneOf": all.iter().map(schema).collect::<Vec<_>>() }),
    }
}

fn maybe(mut schema: Json) -> Json {
    if let Some(kind) = schema.get("type").cloned() {
        schema["type"] = json!([kind, "null"]);
    }
    schema
}

fn object(fields: &[Field], more: bool) -> Json {
    let property = |field: &Field| {
        let mut schema = schema(&field.shape);
        if let (false, Some(schema)) = (field.meaning.is_empty(), schema.as_object_mut()) {
            schema.insert("description".to_owned(), json!(field.meaning));
        }
        (field.name.to_owned(), schema)
    };
    let properties: Map<String, Json> = fields.iter().map(property).collect();
    let required: Vec<&str> = fields.iter().map(|field| field.name).collect();
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": more })
}
