//! The words of explanations, one table a language. They hold for any number and for titles in the singular and the
//! plural, so no form is ever chosen.
//!
//! Places to fill are `{name}`; what is filled in is never searched for places again.

use harpoon_core::Language;

/// The words of a language.
pub(super) const fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &EN,
        Language::ZhCn => &ZH_CN,
        Language::Fy => &FY,
    }
}

/// Words and signs of one language.
pub(super) struct Words {
    pub(super) decimal: &'static str,
    pub(super) thousands: &'static str,
    pub(super) per_cent: &'static str,
    /// Difference of two percentages.
    pub(super) points: &'static str,
    pub(super) seconds: &'static str,
    /// `{title}`, `{size}`, `{change}`, `{from}`, `{to}`.
    pub(super) rose: &'static str,
    pub(super) fell: &'static str,
    pub(super) above_target: &'static str,
    pub(super) below_target: &'static str,
    /// `{title}`, `{to}`.
    pub(super) unchanged: &'static str,
    pub(super) on_target: &'static str,
    /// `{change}`, where there is one.
    pub(super) in_brackets: &'static str,
    /// `{list}`.
    pub(super) of_this: &'static str,
    /// In place of it where the parts come to nought.
    pub(super) cancel_out: &'static str,
    pub(super) not_compared: &'static str,
    /// `{amount}`, `{what}`.
    pub(super) item: &'static str,
    /// `{segment}`, `{reason}`.
    pub(super) reason: &'static str,
    pub(super) between: &'static str,
    /// `{count}`.
    pub(super) more: &'static str,
    /// What a part comes from: `{segment}`, `{step}`.
    pub(super) new: &'static str,
    pub(super) gone: &'static str,
    pub(super) volume: &'static str,
    pub(super) rate: &'static str,
    pub(super) mix: &'static str,
    pub(super) unmatched: &'static str,
    pub(super) step_of: &'static str,
    pub(super) rest: &'static str,
    pub(super) others: &'static str,
    pub(super) nameless: &'static str,
}

static EN: Words = Words {
    decimal: ".",
    thousands: ",",
    per_cent: " %",
    points: " percentage points",
    seconds: " s",
    rose: "{title} rose by {size}{change}, from {from} to {to}.",
    fell: "{title} fell by {size}{change}, from {from} to {to}.",
    above_target: "{title}: {size} above the target{change}, {to} instead of {from}.",
    below_target: "{title}: {size} below the target{change}, {to} instead of {from}.",
    unchanged: "{title} did not change: {to}.",
    on_target: "{title}: on target, {to}.",
    in_brackets: " ({change})",
    of_this: "Of this, {list}.",
    cancel_out: "Parts that cancel out: {list}.",
    not_compared: "Not compared: {list}.",
    item: "{amount} came from {what}",
    reason: "{segment} ({reason})",
    between: "; ",
    more: "and {count} more",
    new: "{segment}, which is new",
    gone: "{segment}, which is gone",
    volume: "the total volume",
    rate: "the rate of {segment} itself",
    mix: "the share of {segment} in the whole",
    unmatched: "{segment}, which had no base to divide by",
    step_of: "{step} of {segment}",
    rest: "what no segment holds",
    others: "all other parts together",
    nameless: "(no name)",
};

static ZH_CN: Words = Words {
    decimal: ".",
    thousands: ",",
    per_cent: "%",
    points: "个百分点",
    seconds: "秒",
    rose: "{title}上升了{size}{change}，从{from}变为{to}。",
    fell: "{title}下降了{size}{change}，从{from}变为{to}。",
    above_target: "{title}比目标高{size}{change}：目标为{from}，实际为{to}。",
    below_target: "{title}比目标低{size}{change}：目标为{from}，实际为{to}。",
    unchanged: "{title}没有变化：{to}。",
    on_target: "{title}达到目标：{to}。",
    in_brackets: "（{change}）",
    of_this: "其中：{list}。",
    cancel_out: "相互抵消的部分：{list}。",
    not_compared: "未参与比较：{list}。",
    item: "{what} {amount}",
    reason: "{segment}（{reason}）",
    between: "；",
    more: "以及另外{count}项",
    new: "新增的{segment}",
    gone: "已消失的{segment}",
    volume: "总量",
    rate: "{segment}自身的比率",
    mix: "{segment}所占的份额",
    unmatched: "没有分母的{segment}",
    step_of: "{segment}的{step}",
    rest: "不属于任何分段的部分",
    others: "其余各项合计",
    nameless: "（无名称）",
};

static FY: Words = Words {
    decimal: ",",
    thousands: ".",
    per_cent: " %",
    points: " prosintpunt",
    seconds: " s",
    rose: "{title}: {size} omheech{change}, fan {from} nei {to}.",
    fell: "{title}: {size} omleech{change}, fan {from} nei {to}.",
    above_target: "{title}: {size} boppe it doel{change}, {to} ynstee fan {from}.",
    below_target: "{title}: {size} ûnder it doel{change}, {to} ynstee fan {from}.",
    unchanged: "{title}: net feroare, {to}.",
    on_target: "{title}: op it doel, {to}.",
    in_brackets: " ({change})",
    of_this: "Dêrfan {list}.",
    cancel_out: "Dielen dy't inoar opheffe: {list}.",
    not_compared: "Net fergelike: {list}.",
    item: "{amount} troch {what}",
    reason: "{segment} ({reason})",
    between: "; ",
    more: "en noch {count}",
    new: "{segment}, dat nij is",
    gone: "{segment}, dat der net mear is",
    volume: "it totale folume",
    rate: "it sifer fan {segment} sels",
    mix: "it oandiel fan {segment} yn it gehiel",
    unmatched: "{segment}, dêr't neat is om troch te dielen",
    step_of: "{step} fan {segment}",
    rest: "wat yn gjin diel sit",
    others: "alle oare dielen tegearre",
    nameless: "(sûnder namme)",
};

/// The template with its places filled, each once over; a place that nobody fills stays empty.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        text.push_str(values.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v));
        rest = after;
    }
    text.push_str(rest);
    text
}
