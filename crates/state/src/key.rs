//! Keys by which programs come in.

use std::str::FromStr;

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::secret::digest;
use crate::{Secret, State, StateError};

/// What a key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Numbers as the pages show them.
    Read,
    /// Questions of one's own in SQL, which see every row.
    Sql,
    /// Bringing data in.
    Import,
}

impl Scope {
    /// All.
    pub const ALL: [Self; 3] = [Self::Read, Self::Sql, Self::Import];

    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Sql => "sql",
            Self::Import => "import",
        }
    }
}

impl FromStr for Scope {
    type Err = StateError;

    fn from_str(word: &str) -> Result<Self, StateError> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.as_str() == word)
            .ok_or_else(|| StateError::Refused(format!("`{word}` is no scope; a scope is read, sql or import")))
    }
}

/// A key, without its characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Number.
    pub id: i64,
    /// What it is for.
    pub name: String,
    /// The one workspace that it opens.
    pub workspace: String,
    /// What it opens there.
    pub scopes: Vec<Scope>,
    /// When it was last used, to five minutes.
    pub seen: Option<i64>,
}

fn key(row: &AnyRow) -> Result<Key, StateError> {
    let scopes: &str = row.get("scopes");
    Ok(Key {
        id: row.get("id"),
        name: row.get("name"),
        workspace: row.get("workspace"),
        scopes: scopes.split(' ').map(str::parse).collect::<Result<_, _>>()?,
        seen: row.get("seen"),
    })
}

impl State {
    /// Makes a key; its characters are told once.
    pub async fn add_key(&self, name: &str, workspace: &str, scopes: &[Scope], now: i64) -> Result<Secret, StateError> {
        if scopes.is_empty() {
            return Err(StateError::Refused("a key without a scope opens nothing".to_owned()));
        }
        let secret = Secret::new("harpoon_")?;
        let words: Vec<&str> = Scope::ALL
            .into_iter()
            .filter(|scope| scopes.contains(scope))
            .map(Scope::as_str)
            .collect();
        sqlx::query("INSERT INTO keys (digest, name, workspace, scopes, made) VALUES ($1, $2, $3, $4, $5)")
            .bind(secret.digest())
            .bind(name.trim())
            .bind(workspace)
            .bind(words.join(" "))
            .bind(now)
            .execute(&self.pool)
            .await?;
        Ok(secret)
    }

    /// Keys of a workspace, or all.
    pub async fn keys(&self, workspace: Option<&str>) -> Result<Vec<Key>, StateError> {
        let rows = sqlx::query("SELECT * FROM keys WHERE $1 IS NULL OR workspace = $1 ORDER BY id")
            .bind(workspace)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(key).collect()
    }

    /// The key that these characters are of.
    pub async fn key(&self, told: &str, now: i64) -> Result<Option<Key>, StateError> {
        let digest = digest(told);
        let found = sqlx::query("SELECT * FROM keys WHERE digest = $1")
            .bind(&digest)
            .fetch_optional(&self.pool)
            .await?;
        let Some(found) = found.as_ref().map(key).transpose()? else {
            return Ok(None);
        };
        if found.seen.is_none_or(|seen| seen < now - 300) {
            sqlx::query("UPDATE keys SET seen = $1 WHERE id = $2")
                .bind(now)
                .bind(found.id)
                .execute(&self.pool)
                .await?;
        }
        Ok(Some(found))
    }

    /// Takes a key of a workspace away.
    pub async fn remove_key(&self, id: i64, workspace: &str) -> Result<bool, StateError> {
        let gone = sqlx::query("DELETE FROM keys WHERE id = $1 AND workspace = $2")
            .bind(id)
            .bind(workspace)
            .execute(&self.pool)
            .await?;
        Ok(gone.rows_affected() > 0)
    }
}
