//! What a statement from elsewhere may hold: one SELECT, listed functions, and nothing that makes much of little.
//!
//! The engine sees the memory of sorts, joins and groups. It does not see a text or a list that grows within a row, of which a
//! batch holds as many as it has rows. So whatever makes a cell longer than what it was given is left out, and a new function
//! of the engine is not there until somebody has looked at it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, DataType, Expr, ObjectName, Statement as Sql, TableFactor, ValueWithSpan, Visit as _, Visitor,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

/// Functions by their usual names. None of them gives more than a few times the text that it was given.
pub(super) const FUNCTIONS: &[&str] = &[
    "abs",
    "any_value",
    "approx_distinct",
    "approx_median",
    "approx_percentile_cont",
    "arrow_typeof",
    "avg",
    "bool_and",
    "bool_or",
    "btrim",
    "cbrt",
    "ceil",
    "char_length",
    "character_length",
    "coalesce",
    "contains",
    "corr",
    "count",
    "covar_pop",
    "covar_samp",
    "cume_dist",
    "current_date",
    "current_timestamp",
    "date_bin",
    "date_part",
    "date_trunc",
    "dense_rank",
    "ends_with",
    "exp",
    "first_value",
    "floor",
    "from_unixtime",
    "greatest",
    "grouping",
    "ifnull",
    "initcap",
    "isnan",
    "iszero",
    "lag",
    "last_value",
    "lead",
    "least",
    "left",
    "length",
    "levenshtein",
    "ln",
    "log",
    "log10",
    "log2",
    "lower",
    "ltrim",
    "make_date",
    "max",
    "mean",
    "median",
    "min",
    "nanvl",
    "now",
    "nth_value",
    "ntile",
    "nullif",
    "nvl",
    "nvl2",
    "octet_length",
    "percent_rank",
    "percentile_cont",
    "position",
    "pow",
    "power",
    "rank",
    "regexp_count",
    "regexp_like",
    "reverse",
    "right",
    "round",
    "row_number",
    "rtrim",
    "signum",
    "split_part",
    "sqrt",
    "starts_with",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "strpos",
    "substr",
    "substring",
    "sum",
    "to_date",
    "to_timestamp",
    "to_timestamp_micros",
    "to_timestamp_millis",
    "to_timestamp_seconds",
    "to_unixtime",
    "today",
    "trim",
    "trunc",
    "upper",
    "var",
    "var_pop",
    "var_samp",
];

/// Texts that may be put together in a statement: each may double what the one within it made.
const JOINED: usize = 8;

/// Longest value that is written out in a statement, in bytes: it may stand in every row.
const WRITTEN: usize = 1_000;

/// Most operators and keywords of a statement: each may stand around all that came before it, and whoever walks through them to plan
/// or to forget the statement needs room on the stack for each, and time for all.
const SIGNS: usize = 500;

/// Most tables that a statement names.
const TABLES: usize = 50;

/// Whether a statement is too deep to be read at all, in words; nothing if it may be.
pub(super) fn too_deep(sql: &str) -> Option<String> {
    // What is no SQL is told by the parser, which knows more of it.
    let tokens = Tokenizer::new(&GenericDialect {}, sql).tokenize().ok()?;
    let signs = tokens.iter().filter(|token| is_sign(token)).count();
    (signs > SIGNS).then(|| format!("the statement has {signs} operators and keywords; at most {SIGNS} are read"))
}

/// Whether a token may make a statement deeper. The parser itself counts how deep parentheses go.
fn is_sign(token: &Token) -> bool {
    match token {
        Token::Word(word) => word.keyword != Keyword::NoKeyword,
        Token::Whitespace(_)
        | Token::Comma
        | Token::Period
        | Token::LParen
        | Token::RParen
        | Token::Number(..)
        | Token::SingleQuotedString(_) => false,
        _ => true,
    }
}

/// Everything that a statement holds and must not, in words; nothing if it may be answered.
pub(super) fn wrong(statement: &Statement) -> Option<String> {
    let query = match statement {
        // An EXPLAIN would tell where files lie.
        Statement::Statement(inner) => match &**inner {
            Sql::Query(query) => query,
            _ => return Some("it is no SELECT".to_owned()),
        },
        _ => return Some("it is no SELECT".to_owned()),
    };
    let mut found = Found::default();
    let _ = query.visit(&mut found);
    if found.joined > JOINED {
        let words = format!("texts are put together in more than {JOINED} places of the statement");
        found.wrong.insert(words);
    }
    if found.tables > TABLES {
        let words = format!("the statement names more than {TABLES} tables");
        found.wrong.insert(words);
    }
    let wrong: Vec<String> = found.wrong.into_iter().collect();
    (!wrong.is_empty()).then(|| wrong.join("; "))
}

/// What a walk through a statement found.
#[derive(Default)]
struct Found {
    wrong: BTreeSet<String>,
    joined: usize,
    tables: usize,
}

impl Found {
    fn function(&mut self, name: &ObjectName) {
        let name = name.to_string().to_lowercase();
        if !FUNCTIONS.contains(&name.as_str()) {
            self.wrong
                .insert(format!("`{name}` is no function that a query from elsewhere may use"));
        }
    }

    fn kind(&mut self, kind: &DataType) {
        if !is_plain(kind) {
            self.wrong
                .insert(format!("`{kind}` is no type that a query from elsewhere may ask for"));
        }
    }
}

impl Visitor for Found {
    type Break = ();

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        match expr {
            Expr::Function(function) => self.function(&function.name),
            Expr::BinaryOp {
                op: BinaryOperator::StringConcat,
                ..
            } => self.joined += 1,
            Expr::Cast { data_type, .. } => self.kind(data_type),
            Expr::TypedString(typed) => self.kind(&typed.data_type),
            // These are functions without a name in the statement.
            Expr::Array(_) | Expr::Dictionary(_) | Expr::Map(_) | Expr::Struct { .. } | Expr::Tuple(_) => {
                self.wrong
                    .insert("lists and records are not made in a query from elsewhere".to_owned());
            }
            Expr::Overlay { .. } => {
                self.wrong
                    .insert("`overlay` is no function that a query from elsewhere may use".to_owned());
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, _: &TableFactor) -> ControlFlow<()> {
        self.tables += 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_value(&mut self, value: &ValueWithSpan) -> ControlFlow<()> {
        let long = value.value.to_string().len();
        if long > WRITTEN {
            self.wrong.insert(format!(
                "a value of {long} bytes is written out in the statement; at most {WRITTEN} are read"
            ));
        }
        ControlFlow::Continue(())
    }
}

/// Whether a type holds one value. A list of a fixed length takes it in every row, even where it is null.
const fn is_plain(kind: &DataType) -> bool {
    !matches!(
        kind,
        DataType::Array(_)
            | DataType::FixedString(_)
            | DataType::LowCardinality(_)
            | DataType::Map(..)
            | DataType::Nested(_)
            | DataType::Nullable(_)
            | DataType::Struct(..)
            | DataType::Tuple(_)
            | DataType::Union(_)
    )
}

#[cfg(test)]
mod tests {
    use datafusion::prelude::SessionContext;

    use super::FUNCTIONS;

    #[test]
    fn every_listed_function_is_one_of_the_engine() {
        let state = SessionContext::new().state();
        let is_known = |name: &str| {
            state.scalar_functions().contains_key(name)
                || state.aggregate_functions().contains_key(name)
                || state.window_functions().contains_key(name)
        };
        let unknown: Vec<&&str> = FUNCTIONS.iter().filter(|name| !is_known(name)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        assert!(FUNCTIONS.is_sorted());
    }
}
