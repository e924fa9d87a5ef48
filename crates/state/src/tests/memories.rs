//! Memories of both kinds, for tests: each runs on SQLite and on a Postgres of the tests' own.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use crate::{Address, FILE, Home, State};

/// An empty memory.
pub(crate) struct Memory {
    pub(crate) folder: TempDir,
    pub(crate) home: Home,
    pub(crate) state: State,
}

impl Memory {
    async fn of(home: impl FnOnce(PathBuf) -> Home) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = home(folder.path().to_owned());
        let state = State::open(&home).await.unwrap();
        Self { folder, home, state }
    }

    /// Every byte of it.
    pub(crate) async fn bytes(&self) -> Vec<u8> {
        let copy = self.folder.path().join("copy");
        State::copy(&self.home, &copy).await.unwrap();
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files
            .flat_map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
            .collect()
    }
}

/// One in a file.
pub(crate) async fn in_file() -> Memory {
    Memory::of(|folder| Home::File(folder.join(FILE))).await
}

/// One in Postgres, if there is one.
pub(crate) async fn in_postgres() -> Option<Memory> {
    let address = schema().await?;
    Some(Memory::of(|folder| Home::Postgres { address, folder }).await)
}

/// One of each kind.
pub(crate) async fn each() -> Vec<Memory> {
    let mut all = vec![in_file().await];
    all.extend(in_postgres().await);
    all
}

/// An empty schema of the Postgres.
pub(crate) async fn schema() -> Option<Address> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("t{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let url = postgres()?.url.as_str();
    sqlx::any::install_default_drivers();
    let pool = sqlx::AnyPool::connect(url).await.unwrap();
    let made = format!("CREATE SCHEMA {name}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(made)).execute(&pool).await.unwrap();
    pool.close().await;
    Some(Address::new(&format!("{url}&options[search_path]={name}")).unwrap())
}

/// The one Postgres of this process, which ends with it.
fn postgres() -> Option<&'static Postgres> {
    static ONE: OnceLock<Option<Postgres>> = OnceLock::new();
    ONE.get_or_init(Postgres::begin).as_ref()
}

/// A Postgres of a test's own. It hears when whoever began it ends.
pub(crate) struct Postgres {
    pub(crate) child: Child,
    pub(crate) url: String,
    pub(crate) told: BufReader<ChildStdout>,
}

impl Postgres {
    /// Nothing where there is none; that is said.
    pub(crate) fn begin() -> Option<Self> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/postgres.sh");
        let mut command = Command::new(script);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut told = BufReader::new(child.stdout.take().unwrap());
        let mut url = String::new();
        told.read_line(&mut url).unwrap();
        if url.starts_with("SKIPPED") {
            #[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
            {
                eprint!("{url}");
            }
            child.wait().unwrap();
            return None;
        }
        assert!(url.starts_with("postgres://"), "{url}");
        let url = url.trim().to_owned();
        Some(Self { child, url, told })
    }
}
