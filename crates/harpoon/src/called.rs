//! What posts, ads and ad groups are called, by the numbers that platforms give them.

use std::collections::BTreeMap;

use harpoon_report::clean;

use crate::Error;
use crate::workspace::Workspace;

/// Longest name; a post that has no title has a text.
const LONGEST: usize = 80;

impl Workspace {
    /// Names by id, each in one line: a post's title or text, an ad's name, as the newest import tells them. An id that means a post of one platform
    /// and an ad of another, under other names, has none: nobody can say which is meant.
    pub fn called<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<BTreeMap<String, String>, Error> {
        let quoted: Vec<String> = ids
            .into_iter()
            .map(|id| format!("'{}'", id.replace('\'', "''")))
            .collect();
        if quoted.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ids = quoted.join(", ");
        let grid = self.sql(&format!(
            "SELECT id, min(name) FROM (SELECT t.*, row_number() OVER (PARTITION BY kind, platform, id \
             ORDER BY i.rank DESC, t.row) AS age FROM (\
             SELECT 'post' AS kind, platform, post_id AS id, coalesce(title, text) AS name, import_id, row FROM posts UNION ALL \
             SELECT kind, platform, ad_id AS id, name, import_id, row FROM ads) t \
             JOIN import_order i ON t.import_id = i.import_id WHERE t.id IN ({ids}) AND t.name IS NOT NULL AND t.name <> '') \
             WHERE age = 1 GROUP BY id HAVING count(DISTINCT name) = 1 ORDER BY id"
        ))?;
        let name = |row: Vec<Option<String>>| {
            let mut cells = row.into_iter().flatten();
            Some((cells.next()?, clean(&cells.next()?, LONGEST)))
        };
        Ok(grid.rows.into_iter().filter_map(name).collect())
    }
}
