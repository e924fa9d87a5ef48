//! The whole memory from one database into another: when several servers shall share it, back again, and as a file for a backup.
//!
//! What is copied follows from the tables of the file: nothing has to be added here when a table or column comes. It is read back and
//! compared before it counts.

use std::fs;
use std::path::Path;

use sha2::{Digest as _, Sha256};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row, Transaction};

use crate::{ELSEWHERE, FILE, Home, State, StateError, shape};

/// Rows that are in memory at once: of reports that were approved, some tens of megabytes.
const AT_ONCE: i64 = 50;

/// What was copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Name of each table, with its rows.
    pub tables: Vec<(String, u64)>,
    /// SHA-256 over all of it, which is the same in both.
    pub digest: String,
}

/// One table, as SQLite tells of it.
struct Table {
    name: String,
    /// Names with their types.
    columns: Vec<(String, String)>,
    /// By which rows are in one order in both.
    order: String,
    /// Whether it numbers its rows,
    is_numbered: bool,
    /// and gives no number again.
    is_lasting: bool,
}

/// Brings the memory of a folder from its file into an empty Postgres. The file stays under another name.
pub async fn move_out(home: &Home) -> Result<Moved, StateError> {
    let Home::Postgres { folder, .. } = home else {
        return Err(no_address());
    };
    let file = folder.join(FILE);
    if !file.exists() {
        return Err(StateError::Refused(format!(
            "there is no `{}` to bring over",
            file.display()
        )));
    }
    let aside = folder.join(format!("{FILE}.moved"));
    if aside.exists() {
        return Err(StateError::Refused(format!(
            "`{}` is in the way: take it away",
            aside.display()
        )));
    }
    let from = State::open(&Home::File(file.clone())).await?;
    let to = State::connect(home).await?;
    to.is_fit().await?;
    to.shape(shape::SHAPES).await?;
    // Nobody writes to the file from now on, until it has its other name.
    let mut held = from.alone().await?;
    let moved = copied(&mut held, &to, Side::From).await?;
    Home::mark(folder)?;
    held.rollback().await?;
    // With the last connection what is in the log goes into the file.
    from.pool.close().await;
    fs::rename(&file, &aside).map_err(|error| cannot("rename", &file, &error))?;
    Ok(moved)
}

/// Brings the memory of a folder from Postgres back into a file. What Postgres has stays there.
pub async fn move_back(home: &Home) -> Result<Moved, StateError> {
    let Home::Postgres { folder, .. } = home else {
        return Err(no_address());
    };
    let file = folder.join(FILE);
    if file.exists() {
        return Err(StateError::Refused(format!("`{}` is there already", file.display())));
    }
    let fresh = folder.join(format!("{FILE}.new"));
    let from = State::connect(home).await?;
    let moved = into_file(&from, &fresh).await?;
    fs::rename(&fresh, &file).map_err(|error| cannot("rename", &fresh, &error))?;
    let mark = folder.join(ELSEWHERE);
    if mark.exists() {
        fs::remove_file(&mark).map_err(|error| cannot("remove", &mark, &error))?;
    }
    Ok(moved)
}

/// Writes what Postgres holds at one moment to a new file.
pub(crate) async fn copy_out(from: &State, to: &Path) -> Result<(), StateError> {
    into_file(from, to).await.map(drop)
}

async fn into_file(from: &State, path: &Path) -> Result<Moved, StateError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(cannot("remove", path, &error)),
        _ => {}
    }
    let to = State::connect(&Home::File(path.to_owned())).await?;
    to.shape(shape::SHAPES).await?;
    let mut held = from
        .pool
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .await?;
    let moved = copied(&mut held, &to, Side::To).await;
    // Nothing was changed.
    let _ = held.rollback().await;
    to.pool.close().await;
    moved
}

/// Which side is SQLite's, whose tables tell what there is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    From,
    To,
}

/// Copies everything into an empty memory, as one.
async fn copied(from: &mut AnyConnection, to: &State, file: Side) -> Result<Moved, StateError> {
    let mut work: Transaction<'_, Any> = to.alone().await?;
    let tables = match file {
        Side::From => tables(from).await?,
        Side::To => tables(&mut work).await?,
    };
    for table in &tables {
        if count(&mut work, table).await? > 0 {
            return Err(StateError::Refused(
                "somebody or something is remembered there already, and nothing is mixed: take an empty database or schema".to_owned(),
            ));
        }
    }
    let mut moved = Moved::default();
    let (mut given, mut taken) = (Sha256::new(), Sha256::new());
    for table in &tables {
        let mut rows = 0;
        loop {
            let page = page(from, table, rows).await?;
            for row in &page {
                digest(row, table, &mut given)?;
                insert(&mut work, table, row).await?;
            }
            rows += i64::try_from(page.len()).unwrap_or(0);
            if i64::try_from(page.len()).unwrap_or(0) < AT_ONCE {
                break;
            }
        }
        if table.is_numbered {
            let last = last_number(from, table, file).await?;
            go_on_after(&mut work, table, last, file).await?;
        }
        moved
            .tables
            .push((table.name.clone(), u64::try_from(rows).unwrap_or(0)));
    }
    for (table, (_, rows)) in tables.iter().zip(&moved.tables) {
        let mut read = 0;
        loop {
            let page = page(&mut work, table, read).await?;
            for row in &page {
                digest(row, table, &mut taken)?;
            }
            read += i64::try_from(page.len()).unwrap_or(0);
            if i64::try_from(page.len()).unwrap_or(0) < AT_ONCE {
                break;
            }
        }
        if u64::try_from(read).ok() != Some(*rows) {
            return Err(differs());
        }
    }
    let (given, taken) = (given.finalize(), taken.finalize());
    if given != taken {
        return Err(differs());
    }
    moved.digest = given.iter().map(|byte| format!("{byte:02x}")).collect();
    work.commit().await?;
    Ok(moved)
}

/// All tables, those that others refer to first.
async fn tables(file: &mut AnyConnection) -> Result<Vec<Table>, StateError> {
    let rows = sqlx::query(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'shape'
         ORDER BY name <> 'users', name",
    )
    .fetch_all(&mut *file)
    .await?;
    let mut tables = Vec::new();
    for row in rows {
        let (name, sql): (String, String) = (row.get(0), row.get(1));
        let columns = sqlx::query("SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid")
            .bind(&name)
            .fetch_all(&mut *file)
            .await?;
        let mut keys: Vec<(i64, String)> = columns.iter().map(|row| (row.get(2), row.get(0))).collect();
        keys.retain(|(place, _)| *place > 0);
        keys.sort();
        let keys: Vec<String> = keys.iter().map(|(_, name)| quoted(name)).collect();
        tables.push(Table {
            name,
            columns: columns.iter().map(|row| (row.get(0), row.get(1))).collect(),
            order: if keys.is_empty() {
                "rowid".to_owned()
            } else {
                keys.join(", ")
            },
            is_numbered: sql.contains("id INTEGER PRIMARY KEY"),
            is_lasting: sql.contains("AUTOINCREMENT"),
        });
    }
    Ok(tables)
}

fn names(table: &Table) -> String {
    let names: Vec<String> = table.columns.iter().map(|(name, _)| quoted(name)).collect();
    names.join(", ")
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

async fn count(of: &mut AnyConnection, table: &Table) -> Result<i64, StateError> {
    let row = sqlx::query(AssertSqlSafe(format!("SELECT count(*) FROM {}", table.name)))
        .fetch_one(of)
        .await?;
    Ok(row.get(0))
}

async fn page(of: &mut AnyConnection, table: &Table, after: i64) -> Result<Vec<AnyRow>, StateError> {
    let (names, name, order) = (names(table), &table.name, &table.order);
    let asked = format!("SELECT {names} FROM {name} ORDER BY {order} LIMIT $1 OFFSET $2");
    Ok(sqlx::query(AssertSqlSafe(asked))
        .bind(AT_ONCE)
        .bind(after)
        .fetch_all(of)
        .await?)
}

/// One value.
enum Value {
    Text(Option<String>),
    Number(Option<i64>),
    Bytes(Option<Vec<u8>>),
}

fn value(row: &AnyRow, place: usize, kind: &str) -> Result<Value, StateError> {
    Ok(match kind {
        "TEXT" => Value::Text(row.try_get(place)?),
        "BLOB" => Value::Bytes(row.try_get(place)?),
        _ => Value::Number(row.try_get(place)?),
    })
}

async fn insert(to: &mut AnyConnection, table: &Table, row: &AnyRow) -> Result<(), StateError> {
    let marks: Vec<String> = (1..=table.columns.len()).map(|place| format!("${place}")).collect();
    let (name, names, marks) = (&table.name, names(table), marks.join(", "));
    let mut query: Query<'_, Any, AnyArguments> =
        sqlx::query(AssertSqlSafe(format!("INSERT INTO {name} ({names}) VALUES ({marks})")));
    for (place, (_, kind)) in table.columns.iter().enumerate() {
        query = match value(row, place, kind)? {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(number),
            Value::Bytes(bytes) => query.bind(bytes),
        };
    }
    query.execute(to).await?;
    Ok(())
}

fn digest(row: &AnyRow, table: &Table, into: &mut Sha256) -> Result<(), StateError> {
    into.update(table.name.as_bytes());
    for (place, (_, kind)) in table.columns.iter().enumerate() {
        let (sort, bytes) = match value(row, place, kind)? {
            Value::Text(text) => (1_u8, text.map(String::into_bytes)),
            Value::Number(number) => (2, number.map(|number| number.to_be_bytes().to_vec())),
            Value::Bytes(bytes) => (3, bytes),
        };
        let length = bytes.as_ref().map_or(u64::MAX, |bytes| bytes.len() as u64);
        into.update([sort]);
        into.update(length.to_be_bytes());
        into.update(bytes.unwrap_or_default());
    }
    Ok(())
}

/// The last number that a table gave, also to a row that is gone where none is given again.
async fn last_number(from: &mut AnyConnection, table: &Table, file: Side) -> Result<i64, StateError> {
    let name = &table.name;
    let highest: i64 = sqlx::query(AssertSqlSafe(format!("SELECT coalesce(max(id), 0) FROM {name}")))
        .fetch_one(&mut *from)
        .await?
        .get(0);
    let given = match file {
        Side::From if table.is_lasting => "SELECT seq FROM sqlite_sequence WHERE name = $1",
        Side::From => return Ok(highest),
        Side::To => "SELECT pg_sequence_last_value(pg_get_serial_sequence($1, 'id')::regclass)",
    };
    let given = sqlx::query(given).bind(name).fetch_optional(from).await?;
    let given = given.and_then(|row| row.get::<Option<i64>, _>(0)).unwrap_or(0);
    Ok(highest.max(given))
}

/// The next number is the one after `last`.
async fn go_on_after(to: &mut AnyConnection, table: &Table, last: i64, file: Side) -> Result<(), StateError> {
    if last == 0 {
        return Ok(());
    }
    match file {
        Side::From => {
            sqlx::query("SELECT setval(pg_get_serial_sequence($1, 'id'), $2)")
                .bind(&table.name)
                .bind(last)
                .execute(to)
                .await?;
        }
        Side::To if table.is_lasting => {
            sqlx::query("DELETE FROM sqlite_sequence WHERE name = $1")
                .bind(&table.name)
                .execute(&mut *to)
                .await?;
            sqlx::query("INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)")
                .bind(&table.name)
                .bind(last)
                .execute(to)
                .await?;
        }
        Side::To => {}
    }
    Ok(())
}

fn differs() -> StateError {
    StateError::Refused("bug: what was copied reads back otherwise; nothing was changed, please report it".to_owned())
}

fn no_address() -> StateError {
    StateError::Refused("set HARPOON_STATE_URL: it names the Postgres".to_owned())
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> StateError {
    StateError::Refused(format!("cannot {what} {}: {error}", path.display()))
}
