//! `source`: who may send; `collect`: the server of their clients alone.

use std::net::SocketAddr;

use harpoon::Workspace;
use harpoon::collecting::{Counts, SourceCounts};
use harpoon::json::{self, Value};
use harpoon::workspace::SourceSettings;
use harpoon_server::{Plan, Serves};

use super::{now, open, serve};
use crate::Done;
use crate::args::{Cli, Collect, Format, Source, SourceAction};
use crate::render::Sheet;
use crate::say;

/// Adds, lists and removes sources.
pub(crate) fn source(cli: &Cli, args: &Source) -> anyhow::Result<Done> {
    match &args.action {
        SourceAction::Add {
            name,
            origin,
            currency,
            system,
            at,
        } => {
            let source = SourceSettings {
                origins: origin.clone(),
                currency: currency.as_ref().map(|code| code.to_uppercase()),
                system: system.clone(),
                ..SourceSettings::default()
            };
            let key = Workspace::open(&cli.workspace)?.add_source(name, source)?;
            say::out(&key);
            if !cli.quiet {
                say::aside(&advice(&key, at.trim_end_matches('/')));
            }
        }
        SourceAction::List { output } => {
            let workspace = open(cli)?;
            let counts = workspace.collected(now()?)?;
            say::out(&listed(&workspace, &counts, output.format));
        }
        SourceAction::Retell => {
            let retold = open(cli)?.retell(now()?)?;
            let (imports, changed) = (retold.imports, retold.changed);
            say::out(&format!(
                "{changed} of {imports} imports of collected events are told otherwise"
            ));
            let robots = |counts: &Counts| counts.all_robots();
            if changed > 0 {
                say::out(&format!(
                    "in these, of {} events {} were a robot's, and {} are",
                    retold.now.loaded,
                    robots(&retold.before),
                    robots(&retold.now)
                ));
            }
        }
        SourceAction::Remove { name } => {
            Workspace::open(&cli.workspace)?.remove_source(name)?;
            if !cli.quiet {
                say::aside(&format!(
                    "The key of {name} opens nothing any more; what it has sent stays."
                ));
            }
        }
    }
    Ok(Done::Well)
}

/// How clients are pointed at a server.
fn advice(key: &str, at: &str) -> String {
    let host = at.split_once("://").map_or(at, |(_, host)| host);
    format!(
        "This is the write key; it may stand in pages. `harpoon serve` or `harpoon collect` must be reachable at {at}.
  Segment, in a page     AnalyticsBrowser.load({{ writeKey: '{key}', cdnURL: '{at}' }}, {{ integrations: {{ 'Segment.io': {{ apiHost: '{host}/v1' }} }} }})
  Segment, on a server   new Analytics({{ writeKey: '{key}', host: '{at}' }})
  RudderStack            rudderanalytics.load('{key}', '{at}', {{ configUrl: '{at}' }})
  Snowplow               newTracker('sp', '{at}', {{ appId: '{key}' }})
  Plausible              Plausible({{ domain: '{key}', apiHost: '{at}' }})
  no script              <img src=\"{at}/v1/pixel/page?writeKey={key}\" alt=\"\" width=\"1\" height=\"1\">"
    )
}

fn listed(workspace: &Workspace, counts: &[SourceCounts], format: Format) -> String {
    let sources = &workspace.settings().collect.sources;
    let key = |name: &str| sources.get(name).map(|source| source.key.clone());
    let last = |counts: &SourceCounts| counts.last.map(|last| last.strftime("%Y-%m-%d %H:%M").to_string());
    if format == Format::Json {
        let object = |counts: &SourceCounts| {
            let number = |count: u64| Value::Number(count.to_string());
            Value::object([
                ("source", Value::Text(counts.source.clone())),
                ("key", Value::text(key(&counts.source))),
                ("accepted", number(counts.day.accepted)),
                ("loaded", number(counts.day.loaded)),
                ("quarantined", number(counts.day.quarantined)),
                ("duplicate", number(counts.day.duplicate)),
                ("robots", number(counts.day.all_robots())),
                ("last", Value::text(last(counts))),
            ])
        };
        return json::lines(&counts.iter().map(object).collect::<Vec<_>>());
    }
    let mut sheet = Sheet::new(&[
        "source",
        "write key",
        "accepted#",
        "loaded#",
        "quarantined#",
        "duplicate#",
        "robots#",
        "last",
    ]);
    for one in counts {
        let numbers = [
            one.day.accepted,
            one.day.loaded,
            one.day.quarantined,
            one.day.duplicate,
            one.day.all_robots(),
        ];
        let mut row = vec![one.source.clone(), key(&one.source).unwrap_or_default()];
        row.extend(numbers.iter().map(u64::to_string));
        row.push(last(one).unwrap_or_default());
        sheet.rows.push(row);
    }
    sheet.print(format)
}

/// Serves visitors' clients until it is told to end.
pub(crate) fn collect(cli: &Cli, args: &Collect) -> anyhow::Result<Done> {
    let root = args.dir.as_deref().unwrap_or(&cli.workspace);
    let plan = Plan {
        listen: SocketAddr::new(args.listen, args.port),
        serves: Serves::Collector,
        telling: serve::telling(args.log)?,
        ..Plan::here(root.to_owned(), args.port, now)
    };
    serve::run(cli, plan)
}
