//! Invitations: a link that makes its reader somebody.

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::people::{email, keeps_owner};
use crate::secret::digest;
use crate::{Password, Role, Secret, State, StateError, User};

/// How long an invitation stands, in seconds: a week.
const STANDS: i64 = 7 * 86_400;

/// An invitation that was not taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Who is invited.
    pub email: String,
    /// Where to; `*` is every workspace.
    pub workspace: String,
    /// As what.
    pub role: Role,
    /// Until when it can be taken up.
    pub until: i64,
}

/// Who follows an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invited {
    /// Somebody new, who chooses a name and a password.
    New,
    /// Somebody known, who has to be signed in.
    Known(User),
}

fn invitation(row: &AnyRow) -> Result<Invitation, StateError> {
    Ok(Invitation {
        email: row.get("email"),
        workspace: row.get("workspace"),
        role: row.get::<&str, _>("role").parse()?,
        until: row.get("until"),
    })
}

impl State {
    /// Invites somebody; an earlier invitation of theirs to the same place is void.
    pub async fn invite(&self, told: &str, workspace: &str, role: Role, now: i64) -> Result<Secret, StateError> {
        let email = email(told)?;
        let secret = Secret::new("")?;
        let mut work = self.alone().await?;
        sqlx::query("DELETE FROM invitations WHERE (email = $1 AND workspace = $2) OR until < $3")
            .bind(&email)
            .bind(workspace)
            .bind(now)
            .execute(&mut *work)
            .await?;
        sqlx::query("INSERT INTO invitations VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(secret.digest())
            .bind(&email)
            .bind(workspace)
            .bind(role.as_str())
            .bind(now)
            .bind(now + STANDS)
            .execute(&mut *work)
            .await?;
        work.commit().await?;
        Ok(secret)
    }

    /// Invitations to a workspace, or all, that can be taken up.
    pub async fn invitations(&self, workspace: Option<&str>, now: i64) -> Result<Vec<Invitation>, StateError> {
        let rows = sqlx::query(
            "SELECT * FROM invitations WHERE until >= $1 AND ($2 IS NULL OR workspace = $2) ORDER BY email, workspace",
        )
        .bind(now)
        .bind(workspace)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(invitation).collect()
    }

    /// Takes an invitation back.
    pub async fn uninvite(&self, told: &str, workspace: &str) -> Result<bool, StateError> {
        let gone = sqlx::query("DELETE FROM invitations WHERE email = $1 AND workspace = $2")
            .bind(told.trim().to_lowercase())
            .bind(workspace)
            .execute(&self.pool)
            .await?;
        Ok(gone.rows_affected() > 0)
    }

    /// The invitation that these characters are of, and who follows it.
    pub async fn invited(&self, told: &str, now: i64) -> Result<Option<(Invitation, Invited)>, StateError> {
        let found = sqlx::query("SELECT * FROM invitations WHERE digest = $1 AND until >= $2")
            .bind(digest(told))
            .bind(now)
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = found else { return Ok(None) };
        let invitation = invitation(&row)?;
        let who = self.user(&invitation.email).await?.map_or(Invited::New, Invited::Known);
        Ok(Some((invitation, who)))
    }

    /// Lets in who is vouched for under `told`: somebody known, or somebody invited, who is added under `name` without a
    /// password. All invitations of theirs are taken up. Nobody else comes in.
    pub async fn come_in(&self, told: &str, name: &str, now: i64) -> Result<Option<User>, StateError> {
        let email = email(told)?;
        let mut work = self.alone().await?;
        let taken = sqlx::query("DELETE FROM invitations WHERE email = $1 AND until >= $2 RETURNING *")
            .bind(&email)
            .bind(now)
            .fetch_all(&mut *work)
            .await?;
        if !taken.is_empty() {
            sqlx::query("INSERT INTO users (email, name, made) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(&email)
                .bind(if name.is_empty() { &email } else { name })
                .bind(now)
                .execute(&mut *work)
                .await?;
        }
        let known = sqlx::query("SELECT id, email, name FROM users WHERE email = $1")
            .bind(&email)
            .fetch_optional(&mut *work)
            .await?;
        let known = known.as_ref().map(crate::people::user);
        if let Some(user) = &known {
            for row in &taken {
                member(&mut work, user.id, &invitation(row)?).await?;
            }
        }
        work.commit().await?;
        Ok(known)
    }

    /// Takes an invitation up, once: somebody new is added under `name` with `password`; who is known must be `signed_in`, so
    /// that a link which fell into other hands gives nothing of theirs away.
    pub async fn join(
        &self,
        told: &str,
        newcomer: Option<(&str, &Password)>,
        signed_in: Option<i64>,
        now: i64,
    ) -> Result<User, StateError> {
        let void = || StateError::Refused("this invitation was taken up, taken back, or is over a week old".to_owned());
        let mut work = self.alone().await?;
        let taken = sqlx::query("DELETE FROM invitations WHERE digest = $1 AND until >= $2 RETURNING *")
            .bind(digest(told))
            .bind(now)
            .fetch_optional(&mut *work)
            .await?
            .ok_or_else(void)?;
        let taken = invitation(&taken)?;
        let known = sqlx::query("SELECT id, email, name FROM users WHERE email = $1")
            .bind(&taken.email)
            .fetch_optional(&mut *work)
            .await?;
        let user = match (known.as_ref().map(crate::people::user), newcomer) {
            (Some(user), _) if signed_in == Some(user.id) => user,
            (Some(user), _) => return Err(StateError::Refused(format!("sign in as {} first", user.email))),
            (None, Some((name, password))) => {
                let row = sqlx::query(
                    "INSERT INTO users (email, name, password, made) VALUES ($1, $2, $3, $4) RETURNING id, email, name",
                )
                .bind(&taken.email)
                .bind(name.trim())
                .bind(&password.0)
                .bind(now)
                .fetch_one(&mut *work)
                .await?;
                crate::people::user(&row)
            }
            (None, None) => return Err(StateError::Refused("a name and a password are needed".to_owned())),
        };
        member(&mut work, user.id, &taken).await?;
        work.commit().await?;
        Ok(user)
    }
}

/// Makes somebody what an invitation says.
async fn member(work: &mut sqlx::AnyConnection, user: i64, taken: &Invitation) -> Result<(), StateError> {
    sqlx::query(
        "INSERT INTO members VALUES ($1, $2, $3) ON CONFLICT (\"user\", workspace) DO UPDATE SET role = excluded.role",
    )
    .bind(user)
    .bind(&taken.workspace)
    .bind(taken.role.as_str())
    .execute(&mut *work)
    .await?;
    keeps_owner(work).await
}
