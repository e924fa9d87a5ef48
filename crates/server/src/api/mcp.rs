//! Assistants: the same questions as tools of the Model Context Protocol, over HTTP at `BASE/mcp` and over standard input and
//! output by `harpoon mcp`. They only read.

use std::path::PathBuf;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use harpoon_state::Scope;
use jiff::Timestamp;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool, ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService, stdio};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use serde_json::Value as Json;
use tokio::runtime::Runtime;

use super::refused::Refused;
use super::table::{ENDPOINTS, Endpoint};
use super::{ask, may};
use crate::answer::{Answer, Kind};
use crate::gate::Asker;
use crate::house::{ALONE, House, Place};
use crate::{Plan, ServeError};

/// Rows that a query tells an assistant.
const ROWS: u64 = 200;
/// Largest answer of the protocol that is passed on, in bytes.
const LARGEST: usize = 64 << 20;

/// What an assistant is told before it asks.
const ABOUT: &str = "Harpoon measures what social media marketing returns. Ask `today` first; `list_kpis` gives ids and what each \
     KPI does not prove. Every number has a receipt: name it, and use `receipt` or `explain` to say where the number comes from. \
     A value that is null is not known, and `missing` says why: pass the reason on, never write 0. Never add reach, or money of two \
     currencies. Credit and return are what a rule or model says, with an interval; they are no proof of cause.";

/// One assistant at one workspace.
struct Assistant {
    house: Arc<House>,
    name: String,
    may_sql: bool,
}

impl Assistant {
    fn tools(&self) -> impl Iterator<Item = (&'static str, &'static Endpoint)> {
        let all = ENDPOINTS.iter().filter_map(|endpoint| Some((endpoint.tool?, endpoint)));
        let may_sql = self.may_sql;
        all.filter(move |(_, endpoint)| may_sql || endpoint.scope == Scope::Read)
    }
}

impl ServerHandler for Assistant {
    fn get_info(&self) -> ServerConfig {
        let mut info = ServerConfig::new(ServerCapabilities::builder().enable_tools().build()).with_instructions(ABOUT);
        info.server_info = Implementation::new("harpoon", env!("CARGO_PKG_VERSION"));
        info
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.tools().map(tool).collect()))
    }

    async fn call_tool(
        &self,
        asked: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let found = self.tools().find(|(name, _)| *name == asked.name);
        let Some((_, endpoint)) = found else {
            return Err(ErrorData::invalid_params(
                format!("there is no tool `{}`", asked.name),
                None,
            ));
        };
        let mut words = asked.arguments.unwrap_or_default();
        if endpoint.scope == Scope::Sql {
            let rows = words.get("limit").and_then(Json::as_u64).unwrap_or(ROWS).min(ROWS);
            if words.get("limit").is_none_or(Json::is_u64) {
                words.insert("limit".to_owned(), rows.max(1).into());
            }
        }
        words.retain(|_, value| !value.is_null());
        Ok(told(ask(&self.house, &self.name, endpoint, words).await).into())
    }
}

fn told(answer: Result<String, Refused>) -> CallToolResult {
    match answer {
        Ok(text) => CallToolResult::success(vec![ContentBlock::text(text)]),
        Err(refused) => CallToolResult::error(vec![ContentBlock::text(refused.words())]),
    }
}

fn tool((name, endpoint): (&'static str, &'static Endpoint)) -> Tool {
    let mut about = format!("{}. {}", endpoint.summary, endpoint.about);
    if endpoint.scope == Scope::Sql {
        about.push_str(&format!(" At most {ROWS} rows are told here."));
    }
    let reads = ToolAnnotations::from_raw(None, Some(true), Some(false), Some(true), Some(false));
    let mut schema = endpoint.schema();
    schema.insert("type".to_owned(), "object".into());
    Tool::new(name, about, schema).with_annotations(reads)
}

/// One message of an assistant over HTTP, and its answer. No session is kept: each message has the key with it.
pub(super) async fn answer(house: &Arc<House>, place: &Place, asked: Parts, body: Body, who: &Asker) -> Arc<Answer> {
    let (house, name, may_sql) = (Arc::clone(house), place.name.clone(), may(who, Scope::Sql));
    let assistant = move || {
        Ok(Assistant {
            house: Arc::clone(&house),
            name: name.clone(),
            may_sql,
        })
    };
    // Who may ask under which host and from which page is decided by our own gate.
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_sse_keep_alive(None)
        .disable_allowed_hosts()
        .disable_allowed_origins();
    let service = StreamableHttpService::new(assistant, Arc::new(NeverSessionManager::default()), config);
    let (head, body) = service.handle(Request::from_parts(asked, body)).await.into_parts();
    let Ok(bytes) = to_bytes(Body::new(body), LARGEST).await else {
        return Refused::broke().answer();
    };
    let is_json = head
        .headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/json");
    let kind = if is_json { Kind::Json } else { Kind::Text };
    let mut answer = Answer::new(head.status, kind, bytes.to_vec()).fleeting();
    if head.status == StatusCode::METHOD_NOT_ALLOWED {
        answer = answer.with(header::ALLOW, "POST");
    }
    Arc::new(answer)
}

/// Answers an assistant that started this program, until it closes the line.
pub fn serve(root: PathBuf, may_sql: bool, now: fn() -> Result<Timestamp, harpoon::Error>) -> Result<(), ServeError> {
    harpoon::Workspace::open(&root)?;
    // Held until the runtime has ended: the workspace has threads of its own, which cannot be let go from within one.
    let house = Arc::new(House::open(Plan::here(root, 0, now))?);
    let assistant = Assistant {
        house: Arc::clone(&house),
        name: ALONE.to_owned(),
        may_sql,
    };
    let runtime = Runtime::new().map_err(ServeError::Stopped)?;
    let ended = runtime.block_on(async {
        let line = rmcp::serve_server(assistant, stdio())
            .await
            .map_err(std::io::Error::other)?;
        line.waiting().await.map_err(std::io::Error::other)
    });
    // The thread that waits for more input would be waited for.
    runtime.shutdown_background();
    drop(house);
    ended.map(drop).map_err(ServeError::Stopped)
}
