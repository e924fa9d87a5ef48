//! Who there is, and what they are where.

use std::str::FromStr;

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::{Password, State, StateError};

/// What somebody is in a workspace; each may all that the next may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Sees issued reports and the pages that are shared with clients.
    Client,
    /// Sees everything, brings data in, and writes.
    Analyst,
    /// Also decides who comes in and what is sent.
    Owner,
}

impl Role {
    /// All, the mightiest first.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Analyst, Self::Client];

    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Analyst => "analyst",
            Self::Client => "client",
        }
    }
}

impl FromStr for Role {
    type Err = StateError;

    fn from_str(word: &str) -> Result<Self, StateError> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == word)
            .ok_or_else(|| StateError::Refused(format!("`{word}` is no role; a role is owner, analyst or client")))
    }
}

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Number.
    pub id: i64,
    /// Address of mail, in lower case.
    pub email: String,
    /// Name.
    pub name: String,
}

/// What somebody is in a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user: User,
    /// Name of the workspace; `*` is every workspace of the server.
    pub workspace: String,
    /// What they are there.
    pub role: Role,
}

/// An address of mail as it is kept.
pub(crate) fn email(told: &str) -> Result<String, StateError> {
    let told = told.trim().to_lowercase();
    let is_one = told
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    if is_one && told.len() <= 254 && !told.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Ok(told)
    } else {
        Err(StateError::Refused(format!("`{told}` is no address of mail")))
    }
}

pub(crate) fn user(row: &AnyRow) -> User {
    User {
        id: row.get("id"),
        email: row.get("email"),
        name: row.get("name"),
    }
}

impl State {
    /// Whether anybody is known or was ever invited: until then nobody has to sign in.
    pub async fn has_users(&self) -> Result<bool, StateError> {
        let row = sqlx::query(
            "SELECT count(*) FROM (SELECT made FROM users UNION ALL SELECT made FROM invitations LIMIT 1) AS known",
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(row.get::<i64, _>(0) > 0)
    }

    /// Adds somebody, who is nothing anywhere yet. Without a password they come in by a provider alone.
    pub async fn add_user(
        &self,
        told: &str,
        name: &str,
        password: Option<&Password>,
        now: i64,
    ) -> Result<User, StateError> {
        let email = email(told)?;
        let added = sqlx::query("INSERT INTO users (email, name, password, made) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id, email, name")
            .bind(&email)
            .bind(name.trim())
            .bind(password.map(|password| &password.0))
            .bind(now)
            .fetch_optional(&self.pool)
            .await?;
        let known = || StateError::Refused(format!("{email} is known already"));
        added.as_ref().map(user).ok_or_else(known)
    }

    /// Somebody by their address.
    pub async fn user(&self, told: &str) -> Result<Option<User>, StateError> {
        let found = sqlx::query("SELECT id, email, name FROM users WHERE email = $1")
            .bind(told.trim().to_lowercase())
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.as_ref().map(user))
    }

    /// Their password as it is kept.
    pub async fn password(&self, user: i64) -> Result<Option<Password>, StateError> {
        let found = sqlx::query("SELECT password FROM users WHERE id = $1")
            .bind(user)
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.and_then(|row| row.get::<Option<String>, _>(0)).map(Password))
    }

    /// Gives them another password, and ends all their sessions.
    pub async fn set_password(&self, user: i64, password: &Password) -> Result<(), StateError> {
        let mut work = self.alone().await?;
        sqlx::query("UPDATE users SET password = $1 WHERE id = $2")
            .bind(&password.0)
            .bind(user)
            .execute(&mut *work)
            .await?;
        sqlx::query("DELETE FROM sessions WHERE \"user\" = $1")
            .bind(user)
            .execute(&mut *work)
            .await?;
        Ok(work.commit().await?)
    }

    /// Removes somebody with their sessions and roles. The last owner of the server stays: nobody could let others in.
    pub async fn remove_user(&self, user: i64) -> Result<(), StateError> {
        let mut work = self.alone().await?;
        sqlx::query("DELETE FROM users WHERE id = $1")
            .bind(user)
            .execute(&mut *work)
            .await?;
        keeps_owner(&mut work).await?;
        Ok(work.commit().await?)
    }

    /// Makes them `role` in a workspace (`*` for all), in place of what they were there.
    pub async fn set_role(&self, user: i64, workspace: &str, role: Role) -> Result<(), StateError> {
        let mut work = self.alone().await?;
        sqlx::query(
            "INSERT INTO members VALUES ($1, $2, $3) ON CONFLICT (\"user\", workspace) DO UPDATE SET role = excluded.role",
        )
        .bind(user)
        .bind(workspace)
        .bind(role.as_str())
        .execute(&mut *work)
        .await?;
        keeps_owner(&mut work).await?;
        Ok(work.commit().await?)
    }

    /// Takes their role in a workspace away.
    pub async fn drop_role(&self, user: i64, workspace: &str) -> Result<(), StateError> {
        let mut work = self.alone().await?;
        sqlx::query("DELETE FROM members WHERE \"user\" = $1 AND workspace = $2")
            .bind(user)
            .bind(workspace)
            .execute(&mut *work)
            .await?;
        keeps_owner(&mut work).await?;
        Ok(work.commit().await?)
    }

    /// What somebody is in a workspace: what is said of it, or of all.
    pub async fn role(&self, user: i64, workspace: &str) -> Result<Option<Role>, StateError> {
        let rows = sqlx::query("SELECT role FROM members WHERE \"user\" = $1 AND workspace IN ($2, '*')")
            .bind(user)
            .bind(workspace)
            .fetch_all(&self.pool)
            .await?;
        let roles: Vec<Role> = rows
            .iter()
            .map(|row| row.get::<&str, _>(0).parse())
            .collect::<Result<_, _>>()?;
        Ok(roles.into_iter().max())
    }

    /// Who has a role, by address: in this workspace (with those who have it everywhere), or in any.
    pub async fn members(&self, workspace: Option<&str>) -> Result<Vec<Member>, StateError> {
        let rows = sqlx::query(
            "SELECT id, email, name, workspace, role FROM members JOIN users ON users.id = members.\"user\"
             WHERE $1 IS NULL OR workspace IN ($1, '*') ORDER BY email, workspace",
        )
        .bind(workspace)
        .fetch_all(&self.pool)
        .await?;
        let member = |row: &AnyRow| {
            Ok(Member {
                user: user(row),
                workspace: row.get("workspace"),
                role: row.get::<&str, _>("role").parse()?,
            })
        };
        rows.iter().map(member).collect()
    }
}

/// Refuses a change after which somebody is known and nobody owns the whole server.
pub(crate) async fn keeps_owner(work: &mut sqlx::AnyConnection) -> Result<(), StateError> {
    let row =
        sqlx::query("SELECT count(*), count(CASE WHEN workspace = '*' AND role = 'owner' THEN 1 END) FROM members")
            .fetch_one(work)
            .await?;
    if row.get::<i64, _>(0) > 0 && row.get::<i64, _>(1) == 0 {
        let words = "the first and the last of a server is an owner of all of it: nobody else could let others in";
        return Err(StateError::Refused(words.to_owned()));
    }
    Ok(())
}
