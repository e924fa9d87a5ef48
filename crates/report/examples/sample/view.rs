//! A report of an invented month of an invented client. The numbers are made up; they only have to fit each other.

use harpoon_core::kpi::Better;
use harpoon_core::{Number, Period};
use harpoon_report::view::*;
use jiff::civil::date;

#[path = "body.rs"]
mod body;

use body::{comparisons, content, costs, funnel, method, platforms, record, series, voices, work};

fn eur() -> Unit {
    Unit::Money("EUR".into())
}

fn exact(text: &str, unit: Unit, receipt: &str) -> Figure {
    let number: Number = text.parse().expect("a number");
    Figure::known(Amount::Exact(number), unit, receipt)
}

fn count(text: &str, receipt: &str) -> Figure {
    exact(text, Unit::Count, receipt)
}

fn share(value: f64, receipt: &str) -> Figure {
    Figure::known(Amount::Ratio(value), Unit::Share, receipt)
}

fn none(unit: Unit) -> Figure {
    Figure::missing(
        Text::each(
            "the platform does not state it",
            "平台未提供",
            "it platfoarm jout it net op",
        ),
        unit,
    )
}

fn over(unit: Unit) -> Figure {
    Figure::missing(
        Text::each("the period is over", "期限已过", "de termyn is foarby"),
        unit,
    )
}

fn days(base: f64, swing: f64, dip: usize) -> Vec<Option<f64>> {
    let day = |i: usize| base * (1.0 + swing * (i as f64 * 0.9).sin()) * if i % 7 == dip { 0.6 } else { 1.0 };
    (0..31).map(|i| Some(day(i).round())).collect()
}

pub(crate) fn report() -> Report {
    Report {
        client: "Skûtsje Kofje".into(),
        agency: Some(Agency {
            name: "Buro Healwei".into(),
            logo: Some(logo()),
            colour: Some("#c2410c".into()),
        }),
        white_label: false,
        month: Period::month("2026-10").expect("a month"),
        issued: date(2026, 11, 3),
        restates: None,
        note: Some(
            "The café was closed from 12 to 14 October; foot traffic is down for that reason alone. — Jitske".into(),
        ),
        headlines: headlines(),
        goals: goals(),
        movements: movements(),
        earned: earned(),
        claims: Some(claims()),
        series: series(),
        platforms: Some(platforms()),
        comparisons: comparisons(),
        funnel: funnel(),
        content: content(),
        voices: Some(voices()),
        costs: costs(),
        work: work(),
        record: record(),
        method: method(),
        seal: Some(Seal {
            origin: "harpoon.example/ledger/7f3a9c".into(),
            size: 1284,
            root: "q8mYxJYc2m0pG2m8T7hM0hQ0n2n3Q1x7dXoE0bJr5Jk=".into(),
            signers: vec!["Buro Healwei".into(), "Skûtsje Kofje".into()],
        }),
    }
}

fn logo() -> Logo {
    let svg = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCA0NCA0NCI+PHJlY3Qgd2lkdGg9IjQ0IiBoZWlnaHQ9IjQ0IiByeD0iOCIgZmlsbD0iI2MyNDEwYyIvPjxwYXRoIGQ9Ik0xMiAxMHYyNE0zMiAxMHYyNE0xMiAyMmgyMCIgc3Ryb2tlPSIjZmZmIiBzdHJva2Utd2lkdGg9IjUiLz48L3N2Zz4=";
    Logo {
        kind: LogoKind::Svg,
        base64: svg.into(),
    }
}

fn headlines() -> Vec<Headline> {
    let one = |title: Text, better, value, previous, usual, days| Headline {
        kpi: String::new(),
        title,
        better,
        value,
        previous,
        usual,
        days,
    };
    vec![
        one(
            Text::each("Credited sales", "归因销售额", "Taskreaune omset"),
            Better::Up,
            exact("4690.40", eur(), "rc_7d1e20a4").between(3480.0, 6120.0),
            exact("4105.10", eur(), "rc_7d1e20a5"),
            exact("4233.00", eur(), "rc_7d1e20a6"),
            days(150.0, 0.3, 1),
        ),
        one(
            Text::each("Orders", "订单", "Oarders"),
            Better::Up,
            count("71", "rc_11aa01"),
            count("64", "rc_11aa02"),
            count("66", "rc_11aa03"),
            days(2.3, 0.5, 2),
        ),
        one(
            Text::each("Cost of an order", "每单成本", "Kosten fan in oarder"),
            Better::Down,
            exact("38.87", eur(), "rc_c0a1"),
            exact("35.20", eur(), "rc_c0a2"),
            exact("36.91", eur(), "rc_c0a3"),
            days(38.0, 0.2, 4),
        ),
        one(
            Text::each("Clicks on links", "链接点击量", "Kliks op keppelingen"),
            Better::Up,
            count("2871", "rc_c11c"),
            count("2904", "rc_c11d"),
            count("2750", "rc_c11e"),
            days(93.0, 0.25, 0),
        ),
        one(
            Text::each("New followers", "新增粉丝", "Nije folgers"),
            Better::Up,
            count("212", "rc_f0a1"),
            count("148", "rc_f0a2"),
            count("160", "rc_f0a3"),
            days(7.0, 0.6, 3),
        ),
        one(
            Text::each("Reach", "触达人数", "Berik"),
            Better::Up,
            Figure {
                low: Some(8436.0),
                high: Some(16422.0),
                ..exact("11900", Unit::People, "rc_4eac")
            },
            none(Unit::People),
            none(Unit::People),
            vec![],
        ),
    ]
}

fn goals() -> Vec<Goal> {
    let target = |text: &str, unit: Unit| exact(text, unit, "rc_goals");
    let base = Goal {
        title: "".into(),
        kind: GoalKind::Concrete,
        ceiling: false,
        target: target("100", Unit::Count),
        value: count("0", "rc_goals"),
        by: date(2026, 10, 31),
        state: GoalState::Met,
        forecast: over(Unit::Count),
        probability: over(Unit::Share),
        why: vec![],
        proposal: None,
        revisions: vec![],
    };
    vec![
        Goal {
            title: Text::each(
                "100 new followers on Facebook a month",
                "Facebook 每月新增 100 位粉丝",
                "100 nije folgers yn 'e moanne op Facebook",
            ),
            value: count("118", "rc_f0a1"),
            ..base.clone()
        },
        Goal {
            title: Text::each(
                "An order costs at most 35 EUR",
                "每单成本不超过 35 EUR",
                "In oarder kostet op syn heechst 35 EUR",
            ),
            ceiling: true,
            target: target("35", eur()),
            value: exact("38.87", eur(), "rc_c0a1"),
            state: GoalState::Missed,
            forecast: over(eur()),
            why: vec![Text::each(
                "Clicks became dearer (+0.08 EUR) while the share of visitors who buy stayed the same; 2.90 EUR of the 3.87 EUR come from the prospecting campaign.",
                "点击变贵（+0.08 EUR），而访客中购买者的比例不变；3.87 EUR 中有 2.90 EUR 来自拉新广告系列。",
                "Kliks waarden djoerder (+0,08 EUR), wylst it oandiel fan besikers dat keapet gelyk bleau; 2,90 EUR fan de 3,87 EUR komt fan de kampanje foar nije klanten.",
            ).by("rc_ex0")],
            proposal: Some(Text::each(
                "move 150 EUR a month from prospecting to retargeting: by the last six months, 55 % of such shifts brought the cost below 35 EUR.",
                "每月将 150 EUR 从拉新转到再营销：过去六个月中，55% 的类似调整使成本降至 35 EUR 以下。",
                "set 150 EUR yn 'e moanne oer fan nije klanten nei retargeting: yn de lêste seis moannen brocht 55 % fan sokke feroarings de kosten ûnder 35 EUR.",
            ).by("rc_pr0")),
            revisions: vec![Revision {
                on: date(2026, 8, 4),
                from: target("32", eur()),
                to: target("35", eur()),
                by: "Sjoukje de Vries".into(),
                why: "Prices of ads rose across the whole market in summer.".into(),
            }],
            ..base.clone()
        },
        Goal {
            title: Text::each(
                "250 subscriptions this year",
                "全年 250 个订阅",
                "250 abonneminten dit jier",
            ),
            target: target("250", Unit::Count),
            value: count("201", "rc_5ub5"),
            by: date(2026, 12, 31),
            state: GoalState::OnTrack,
            forecast: count("262", "rc_5ub6").between(241.0, 285.0),
            probability: share(0.81, "rc_5ub6"),
            ..base.clone()
        },
        Goal {
            title: Text::each(
                "50 five-star reviews on Yelp",
                "Yelp 上 50 条五星评价",
                "50 resinsjes mei fiif stjerren op Yelp",
            ),
            target: target("50", Unit::Count),
            value: count("21", "rc_e1"),
            by: date(2027, 6, 30),
            state: GoalState::AtRisk,
            forecast: count("43", "rc_e2").between(35.0, 52.0),
            probability: share(0.08, "rc_e2"),
            ..base.clone()
        },
        Goal {
            title: Text::each(
                "Local presence in Friesland",
                "在弗里斯兰的本地影响力",
                "Oanwêzigens yn Fryslân",
            ),
            kind: GoalKind::Global,
            target: target("110", Unit::Score),
            value: Figure::known(Amount::Ratio(104.2), Unit::Score, "rc_idx").between(99.8, 108.7),
            by: date(2026, 12, 31),
            state: GoalState::OnTrack,
            forecast: Figure::known(Amount::Ratio(110.9), Unit::Score, "rc_idx2").between(105.0, 117.0),
            probability: share(0.62, "rc_idx2"),
            ..base.clone()
        },
        Goal {
            title: Text::each(
                "20 visitors at each tasting",
                "每场品鉴会 20 位来宾",
                "20 besikers by elke proeverij",
            ),
            target: target("20", Unit::People),
            value: Figure::missing(
                Text::each(
                    "no source counts visitors of events",
                    "没有统计活动来宾的数据来源",
                    "gjin boarne telt de besikers fan eveneminten",
                ),
                Unit::People,
            ),
            state: GoalState::Unknown,
            ..base
        },
    ]
}

fn movements() -> Vec<Movement> {
    let part = |en: &str, zh: &str, fy: &str, amount: f64, receipt: &str| Part {
        title: Text::each(en, zh, fy),
        amount: Figure::known(Amount::Ratio(amount), eur(), receipt),
        of: None,
    };
    vec![
        Movement {
            title: Text::each("Cost of an order", "每单成本", "Kosten fan in oarder"),
            better: Better::Down,
            from: exact("35.20", eur(), "rc_c0a2"),
            to: exact("38.87", eur(), "rc_c0a1"),
            why: vec![
                Text::each(
                    "The cost of an order rose by 3.67 EUR, from 35.20 EUR to 38.87 EUR, because clicks of the prospecting campaign became dearer.",
                    "每单成本上升 3.67 EUR，从 35.20 EUR 升至 38.87 EUR，原因是拉新广告系列的点击变贵。",
                    "De kosten fan in oarder giene 3,67 EUR omheech, fan 35,20 EUR nei 38,87 EUR, om't kliks fan de kampanje foar nije klanten djoerder waarden.",
                ).by("rc_ex1"),
                Text::each(
                    "Retargeting took 0.60 EUR off.",
                    "再营销使其下降 0.60 EUR。",
                    "Retargeting helle der 0,60 EUR ôf.",
                ).by("rc_ex1"),
            ],
            parts: vec![
                part(
                    "NL | Prospecting | Coffee subscription: dearer clicks",
                    "NL | Prospecting | Coffee subscription：点击变贵",
                    "NL | Prospecting | Coffee subscription: djoerdere kliks",
                    2.90,
                    "rc_ex1",
                ),
                part(
                    "Google Ads, Brand search: less volume",
                    "Google Ads, Brand search：流量减少",
                    "Google Ads, Brand search: minder folume",
                    1.37,
                    "rc_ex1",
                ),
                part(
                    "NL | Retargeting | Cart: more buy",
                    "NL | Retargeting | Cart：购买者增多",
                    "NL | Retargeting | Cart: mear keapje",
                    -0.60,
                    "rc_ex1",
                ),
            ],
        },
        Movement {
            title: Text::each("New followers", "新增粉丝", "Nije folgers"),
            better: Better::Up,
            from: count("148", "rc_f0a2"),
            to: count("212", "rc_f0a1"),
            why: vec![Text::each(
                "New followers rose by 64; 51 of them came with two reels on Instagram.",
                "新增粉丝增加 64 位，其中 51 位来自 Instagram 的两条 Reels。",
                "Der kamen 64 folgers mear by; 51 dêrfan kamen mei twa reels op Instagram.",
            ).by("rc_ex0")],
            parts: vec![],
        },
    ]
}

fn earned() -> Earned {
    let cost = exact("2759.71", eur(), "rc_co57");
    let revenue = exact("4690.40", eur(), "rc_7d1e20a4").between(3480.0, 6120.0);
    let on = |platform: &str, cost: &str, revenue: f64, low: f64, high: f64, verdict| {
        let spent: f64 = cost.parse().expect("a number");
        ReturnOn {
            platform: platform.into(),
            cost: exact(cost, eur(), "rc_co58"),
            revenue: Figure::known(Amount::Ratio(revenue), eur(), "rc_7d1e20b0").between(low, high),
            roi: share(revenue / spent - 1.0, "rc_7d1e20b1").between(low / spent - 1.0, high / spent - 1.0),
            verdict,
        }
    };
    Earned {
        model: Some(Text::each(
            "Markov, allocated by path",
            "马尔可夫（按路径分配）",
            "Markov, ferdield oer it paad",
        )),
        confidence: Some(0.9),
        whole: vec![
            Return {
                full_cost: true,
                cost: cost.clone(),
                revenue: revenue.clone(),
                roi: share(0.6996, "rc_r01").between(0.261, 1.2177),
                verdict: Verdict::Profit,
            },
            Return {
                full_cost: false,
                cost: exact("1426.86", eur(), "rc_co58"),
                revenue,
                roi: share(2.2872, "rc_r02").between(1.439, 3.289),
                verdict: Verdict::Profit,
            },
        ],
        mer: Some(Figure::known(Amount::Ratio(4.31), Unit::Times, "rc_me5")),
        platforms: vec![
            on("google_ads", "459.77", 2210.0, 1720.0, 2760.0, Verdict::Profit),
            on("meta", "605.17", 1980.0, 1310.0, 2840.0, Verdict::Profit),
            on("linkedin", "361.92", 240.0, 60.0, 344.0, Verdict::Loss),
        ],
        losses: vec![Loss {
            name: "LinkedIn: Office managers, “free tasting”".into(),
            lost: exact("121.92", eur(), "rc_1055").between(17.92, 301.92),
            declared: false,
        }],
    }
}

fn claims() -> Claims {
    let claim = |platform: &str, claimed: &str, verifiable: &str, credited: f64, low: f64, high: f64| Claim {
        platform: platform.into(),
        claimed: count(claimed, "rc_c1a1"),
        verifiable: count(verifiable, "rc_c1a2"),
        credited: Figure::known(Amount::Ratio(credited), Unit::Count, "rc_c1a3").between(low, high),
    };
    Claims {
        book: count("71", "rc_11aa01"),
        rows: vec![
            claim("meta", "58", "44", 24.1, 17.0, 32.0),
            claim("google_ads", "52", "40", 28.6, 22.5, 35.0),
            claim("linkedin", "4", "3", 2.2, 0.5, 4.0),
        ],
        elsewhere: Figure::known(Amount::Ratio(12.1), Unit::Count, "rc_c1a3"),
        unattributed: count("4", "rc_c1a4"),
        twice: count("43", "rc_c1a5"),
    }
}
