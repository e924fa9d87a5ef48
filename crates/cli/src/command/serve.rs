//! `serve`: workspaces in the browser; `user`: who may come in.

use std::net::SocketAddr;
use std::path::Path;

use harpoon::Error;
use harpoon::here::state_address;
use harpoon_server::{LogFormat, Plan, Provider, ServeError, Server, Serves, Telling, TellingError};
use harpoon_state::{Home, State, StateError};
use tokio::runtime::Runtime;

use super::now;
use super::send::outgoing;
use crate::Done;
use crate::args::{Cli, Format, Mcp, Serve, User, UserAction};
use crate::render::Sheet;
use crate::say;

/// Serves until it is told to end.
pub(crate) fn serve(cli: &Cli, args: &Serve) -> anyhow::Result<Done> {
    let root = args.dir.as_deref().unwrap_or(&cli.workspace);
    let plan = Plan {
        root: root.to_owned(),
        listen: SocketAddr::new(args.listen, args.port),
        names: args.name.clone(),
        provider: provider()?,
        largest_upload: args.largest_upload << 20,
        memory: state_address()?,
        outgoing: outgoing(),
        serves: Serves::Everything,
        telling: telling(args.log)?,
        now,
    };
    run(cli, plan)
}

/// Serves a workspace on this machine alone.
pub(super) fn open(cli: &Cli, root: &Path, port: u16) -> anyhow::Result<Done> {
    let plan = Plan {
        memory: state_address()?,
        outgoing: outgoing(),
        ..Plan::here(root.to_owned(), port, now)
    };
    run(cli, plan)
}

/// What a server tells its operator; secrets from the environment alone.
pub(super) fn telling(log: Option<LogFormat>) -> anyhow::Result<Telling> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let headers = set("OTEL_EXPORTER_OTLP_HEADERS").unwrap_or_default();
    let pairs = headers.split(',').filter(|pair| !pair.trim().is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').ok_or(TellingError::Header));
    let pairs = pairs.map(|pair| pair.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())));
    let trace_headers = pairs.collect::<Result<_, _>>();
    Ok(Telling {
        token: set("HARPOON_METRICS_TOKEN"),
        log,
        traces: set("OTEL_EXPORTER_OTLP_ENDPOINT"),
        trace_headers: trace_headers.map_err(|error| turned(error.into()))?,
    })
}

/// The OpenID Connect provider, from the environment alone: its secret stands in no list of processes.
fn provider() -> anyhow::Result<Option<Provider>> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    match (set("HARPOON_OIDC_ISSUER"), set("HARPOON_OIDC_CLIENT")) {
        (None, None) => Ok(None),
        (Some(issuer), Some(client)) => Ok(Some(Provider {
            issuer,
            client,
            secret: set("HARPOON_OIDC_SECRET"),
        })),
        _ => Err(Error::Usage("set both HARPOON_OIDC_ISSUER and HARPOON_OIDC_CLIENT, or neither".to_owned()).into()),
    }
}

/// Says where it is, and answers.
pub(super) fn run(cli: &Cli, plan: Plan) -> anyhow::Result<Done> {
    let shows = plan.serves == Serves::Everything;
    if !shows {
        // Pages would wait for it. Where it does not take effect, more is held, and nothing is wrong.
        harpoon_memory::give_back_soon();
    }
    let server = Server::open(plan).map_err(turned)?;
    say::out(&server.address());
    if !cli.quiet && shows {
        say::aside(if server.is_locked().map_err(turned)? {
            "Everybody signs in; `harpoon user list` shows who may. Ctrl-C ends it."
        } else {
            "Open it in a browser on this machine; Ctrl-C ends it."
        });
    }
    server.run()?;
    Ok(Done::Well)
}

/// A workspace that cannot be opened is told as everywhere; a port that is taken is the caller's turn.
pub(super) fn turned(error: ServeError) -> anyhow::Error {
    match error {
        ServeError::Workspace(error) => error.into(),
        ServeError::State(error) => refused(error),
        taken @ (ServeError::Listen { .. } | ServeError::Open(_) | ServeError::Named(_) | ServeError::Telling(_)) => {
            Error::Usage(taken.to_string()).into()
        }
        stopped @ ServeError::Stopped(_) => stopped.into(),
    }
}

pub(super) fn refused(error: StateError) -> anyhow::Error {
    match error {
        StateError::Refused(why) => Error::Usage(why).into(),
        error => error.into(),
    }
}

/// Answers an assistant until it closes the line.
pub(crate) fn mcp(cli: &Cli, args: &Mcp) -> anyhow::Result<Done> {
    harpoon_server::assist(cli.workspace.clone(), args.sql, now).map_err(turned)?;
    Ok(Done::Well)
}

/// Who may come in.
pub(crate) fn user(cli: &Cli, args: &User) -> anyhow::Result<Done> {
    let root = args.folder.as_deref().unwrap_or(&cli.workspace);
    if !root.is_dir() {
        return Err(Error::Usage(format!("{} is no folder", root.display())).into());
    }
    let alone = root.join("harpoon.toml").exists();
    let place = |name: &str| match (name, alone) {
        ("*", _) => Ok("*".to_owned()),
        (name, true) => Err(Error::Usage(format!(
            "--in {name}: {} is one workspace, and holds no others",
            root.display()
        ))),
        (name, false) if root.join(name).join("harpoon.toml").exists() => Ok(name.to_owned()),
        (name, false) => Err(Error::Usage(format!(
            "there is no workspace {name} in {}",
            root.display()
        ))),
    };
    let runtime = Runtime::new()?;
    let now = now()?.as_second();
    let address = state_address()?;
    let act = async {
        let state = State::open(&Home::of(root, address.as_ref())?).await?;
        match &args.action {
            UserAction::Add {
                email,
                role,
                place: name,
                at,
            } => {
                let name = place(name)?;
                if !state.has_users().await? && (name.as_str(), *role) != ("*", harpoon_state::Role::Owner) {
                    return Err(anyhow::Error::from(Error::Usage(
                        "the first is an owner of every workspace: harpoon user add EMAIL".to_owned(),
                    )));
                }
                if let Some(known) = state.user(email).await? {
                    state.set_role(known.id, &name, *role).await?;
                    say::out(&format!("{} is {} now", known.email, role.as_str()));
                } else {
                    let link = state.invite(email, &name, *role, now).await?;
                    say::out(&format!("{}/join/{}", at.trim_end_matches('/'), link.told()));
                    if !cli.quiet {
                        say::aside("Send this link. It is shown once, holds for a week and can be used once.");
                    }
                }
            }
            UserAction::List => {
                let mut sheet = Sheet::new(&["email", "name", "role", "workspace"]);
                for member in state.members(None).await? {
                    let (user, role) = (member.user, member.role.as_str().to_owned());
                    sheet.rows.push(vec![user.email, user.name, role, member.workspace]);
                }
                for invited in state.invitations(None, now).await? {
                    let role = format!("{} (invited)", invited.role.as_str());
                    sheet
                        .rows
                        .push(vec![invited.email, String::new(), role, invited.workspace]);
                }
                say::out(&sheet.print(Format::Table));
            }
            UserAction::Remove { email, place: name } => {
                let user = state.user(email).await?;
                match (user, name) {
                    // Also of a workspace that is gone.
                    (Some(user), Some(name)) => state.drop_role(user.id, name).await?,
                    (Some(user), None) => state.remove_user(user.id).await?,
                    (None, name) => {
                        let name = name.as_deref().unwrap_or("*");
                        if !state.uninvite(email, name).await? {
                            return Err(Error::Usage(format!("{email} is not known here")).into());
                        }
                    }
                }
            }
        }
        Ok(Done::Well)
    };
    runtime
        .block_on(act)
        .map_err(|error| match error.downcast::<StateError>() {
            Ok(error) => refused(error),
            Err(error) => error,
        })
}
