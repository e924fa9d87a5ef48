//! The SQL function `channel('platform', source, medium, campaign, content, click_param, referrer, landing_url, platform,
//! scope, channel)`: the effort that an event is put down to, by the rules of channels.
//!
//! Its first argument asks for `group`, `platform`, `scope`, `campaign`, or `social`, which is `yes` for social and video
//! networks. The rules run once for each distinct origin of a batch.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::{Array, ArrayRef, StringArray, StringBuilder};
use arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility, create_udf, lit,
};
use datafusion::prelude::SessionContext;
use harpoon_core::Scope;
use harpoon_core::channel::{Channel, Group, Rules, Touch};

use super::cells::texts;

/// The part that is asked for, and ten words of the origin.
const ARGUMENTS: usize = 11;

/// Makes the function known to a session, or puts other rules in the place of those it has.
pub fn register(session: &SessionContext, rules: Rules) {
    session.register_udf(ScalarUDF::from(Function {
        signature: Signature::exact(vec![DataType::Utf8; ARGUMENTS], Volatility::Immutable),
        rules,
    }));
    session.register_udf(by_words());
}

/// The function `channel`. With rules of a workspace's own it is planned as [`by_words`], so that a plan says everything that its
/// answer hangs on, wherever it runs.
#[derive(Debug)]
struct Function {
    signature: Signature,
    rules: Rules,
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.rules.words() == other.rules.words()
    }
}

impl Eq for Function {}

impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.rules.words().hash(state);
    }
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &'static str {
        "channel"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn simplify(&self, args: Vec<Expr>, _: &SimplifyContext) -> Result<ExprSimplifyResult> {
        if self.rules.words().is_empty() {
            return Ok(ExprSimplifyResult::Original(args));
        }
        let words = std::iter::once(lit(self.rules.words()));
        let call = by_words().call(words.chain(args).collect());
        Ok(ExprSimplifyResult::Simplified(call))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        each(&args.args, &self.rules)
    }
}

/// The function `channel_by`: `channel`, with a workspace's own rules as they are written for its first argument.
fn by_words() -> ScalarUDF {
    // Rules are read once, not for each batch: a leaf lock.
    let known: Mutex<Option<Arc<Rules>>> = Mutex::new(None);
    let run = Arc::new(move |args: &[ColumnarValue]| {
        let Some((ColumnarValue::Scalar(ScalarValue::Utf8(Some(words))), rest)) = args.split_first() else {
            return Err(DataFusionError::Plan(
                "channel_by takes the rules as one text first".to_owned(),
            ));
        };
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let rules = match known.as_ref().filter(|rules| rules.words() == words) {
            Some(rules) => Arc::clone(rules),
            None => Arc::new(Rules::with_own(words).map_err(|e| DataFusionError::Execution(e.to_string()))?),
        };
        *known = Some(Arc::clone(&rules));
        drop(known);
        each(rest, &rules)
    });
    create_udf(
        "channel_by",
        vec![DataType::Utf8; ARGUMENTS + 1],
        DataType::Utf8,
        Volatility::Immutable,
        run,
    )
}

fn each(args: &[ColumnarValue], rules: &Rules) -> Result<ColumnarValue> {
    let arrays: Vec<ArrayRef> = ColumnarValue::values_to_arrays(args)?;
    let columns = arrays
        .iter()
        .map(|array| texts(array).map_err(|e| DataFusionError::Execution(e.to_string())))
        .collect::<Result<Vec<StringArray>>>()?;
    let columns: [StringArray; ARGUMENTS] = columns
        .try_into()
        .map_err(|_| DataFusionError::Plan("channel takes a part and the ten words of an origin".to_owned()))?;
    let rows = columns.iter().map(Array::len).max().unwrap_or(0);
    let mut known: HashMap<[Option<&str>; ARGUMENTS], String> = HashMap::new();
    let mut out = StringBuilder::new();
    for row in 0..rows {
        let words = columns
            .each_ref()
            .map(|column| column.is_valid(row).then(|| column.value(row)));
        out.append_value(known.entry(words).or_insert_with(|| part(&words, rules)));
    }
    Ok(ColumnarValue::Array(Arc::new(out.finish())))
}

fn part(words: &[Option<&str>; ARGUMENTS], rules: &Rules) -> String {
    let [
        part,
        source,
        medium,
        campaign,
        content,
        click_param,
        referrer,
        landing_url,
        platform,
        scope,
        channel,
    ] = *words;
    let of = rules.channel(&Touch {
        source,
        medium,
        campaign,
        content,
        click_param,
        referrer,
        landing_url,
        platform,
        scope: scope.and_then(Scope::from_word),
        channel,
    });
    match part {
        Some("group") => of.group,
        Some("platform") => of.platform.unwrap_or_default(),
        Some("scope") => of.scope.to_string(),
        Some("campaign") => of.campaign.unwrap_or_default(),
        Some("social") if is_social(&of) => "yes".to_owned(),
        _ => String::new(),
    }
}

/// Social and video networks; a group of a workspace's own rules, or a source's own word, that says so.
fn is_social(of: &Channel) -> bool {
    use Group::{OrganicSocial, OrganicVideo, PaidSocial, PaidVideo};
    match Group::from_word(&of.group) {
        Some(group) => matches!(group, OrganicSocial | PaidSocial | OrganicVideo | PaidVideo),
        None => of.group.to_lowercase().contains("social"),
    }
}
