//! Which entities are one and the same, though exports name them differently.
//!
//! A platform may list a video among the posts and among the videos, under two unrelated ids: same account, same
//! instant of publication, same length, and no export lists both. And an export without an account may list what an
//! export with it lists too: ids are unique on a platform.

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use harpoon_core::EntityKind;

use super::evaluate::Evaluation;
use super::source::Choice;
use super::{QueryError, Source};

/// Posts that stand under two ids, as `platform, account, post_id, one`: `one` is the id that both go by, the one with
/// an address where only one has it.
pub(crate) const TWINS: &str = "SELECT DISTINCT p.platform, p.account, p.post_id, k.one FROM posts p JOIN \
     (SELECT t.platform, t.account, t.published_at, t.duration, \
     coalesce(min(CASE WHEN t.permalink IS NOT NULL THEN t.post_id END), min(t.post_id)) AS one \
     FROM posts t JOIN import_order i ON t.import_id = i.import_id WHERE t.published_at IS NOT NULL AND t.duration > 0 \
     GROUP BY t.platform, t.account, t.published_at, t.duration HAVING count(DISTINCT t.post_id) = 2 \
     AND count(DISTINCT concat(t.import_id, ' ', t.post_id)) = count(DISTINCT t.import_id)) k \
     ON p.platform = k.platform AND p.account = k.account AND p.published_at = k.published_at AND p.duration = k.duration";

/// The account, and of a row without one the account that another row of the same entity has. `row` is the alias of the
/// rows, `key` the column of the entity.
pub(crate) fn owner(row: &str, key: &str) -> String {
    format!(
        "CASE WHEN {row}.account = '' THEN \
         coalesce(max(nullif({row}.account, '')) OVER (PARTITION BY {row}.platform, {row}.{key}), '') ELSE {row}.account END"
    )
}

/// Marks the choices whose posts stand under two ids, and notes what was put together.
pub(crate) async fn mark(evaluation: &mut Evaluation<'_>, choices: &mut [Choice]) -> Result<(), QueryError> {
    let may = |c: &Choice| c.contested && c.grain.entity_kind == EntityKind::Post;
    if choices.iter().any(may) {
        let number = twins(evaluation.source).await?;
        choices.iter_mut().filter(|c| may(c)).for_each(|c| c.twins = number > 0);
        if number > 0 {
            evaluation.trace.notes.insert(format!(
                "{number} videos stand in two exports under two ids (same instant, same length): each counts once"
            ));
        }
    }
    if unnamed_repeat(&choices.iter().collect::<Vec<_>>()) {
        let note = "what a file without account and an account both tell of counts once";
        evaluation.trace.notes.insert(note.to_owned());
    }
    Ok(())
}

/// Number of videos that stand under two ids.
pub(crate) async fn twins(source: &Source<'_>) -> Result<i64, QueryError> {
    let sql = format!("SELECT count(DISTINCT concat(platform, ' ', account, ' ', one)) AS number FROM ({TWINS})");
    let batches = source.collect(&sql).await?;
    let first = batches.iter().find(|b| b.num_rows() > 0);
    let number = first.and_then(|b| b.column(0).as_primitive_opt::<Int64Type>());
    number.map(|n| n.value(0)).ok_or(QueryError::Shape("number"))
}

/// Whether rows without an account may repeat entities of a named one.
pub(crate) fn unnamed_repeat(choices: &[&Choice]) -> bool {
    let unnamed = |c: &&&Choice| c.place.account.is_empty() && c.grain.entity_kind != EntityKind::Account;
    choices.iter().filter(unnamed).any(|one| {
        choices.iter().any(|named| {
            !named.place.account.is_empty()
                && named.grain == one.grain
                && (&named.place.platform, named.place.scope) == (&one.place.platform, one.place.scope)
        })
    })
}
