//! The second half of the invented report: days, platforms, funnel, posts, voices, costs, work, record, method.

use harpoon_core::kpi::{Better, Stage};
use harpoon_core::{CostKind, Period, Scope};
use harpoon_report::benchmark::{self, Basis};
use harpoon_report::view::*;
use jiff::civil::{Date, date};

use super::{count, days, eur, exact, none, share};

pub(super) fn series() -> Vec<Series> {
    let mut paid = days(3900.0, 0.2, 5);
    paid[20] = None;
    paid[21] = None;
    vec![
        Series {
            title: Text::each("Impressions", "曝光量", "Werjeften"),
            unit: Unit::Count,
            organic: days(2700.0, 0.35, 1),
            paid,
            previous: days(5900.0, 0.15, 4),
            previous_receipt: Some("rc_d3".into()),
            goal: None,
            events: vec![Happening {
                day: date(2026, 10, 12),
                what: Text::each("Café closed", "咖啡馆停业", "Kafee ticht"),
            }],
            receipt: Some("rc_d1".into()),
        },
        Series {
            title: Text::each("Clicks on links", "链接点击量", "Kliks op keppelingen"),
            unit: Unit::Count,
            organic: days(31.0, 0.3, 2),
            paid: days(62.0, 0.2, 5),
            previous: days(94.0, 0.2, 3),
            previous_receipt: Some("rc_d4".into()),
            goal: Some(100.0),
            events: vec![],
            receipt: Some("rc_d2".into()),
        },
    ]
}

pub(super) fn platforms() -> Platforms {
    let row = |platform: &str, scope, values: [Option<&str>; 4], ctr: Option<f64>, spend: Option<&str>| {
        let whole =
            |v: Option<&str>, unit: Unit| v.map_or_else(|| none(unit.clone()), |v| exact(v, unit.clone(), "rc_p1"));
        let [impressions, reach, engagements, clicks] = values;
        PlatformRow {
            platform: platform.into(),
            scope,
            values: vec![
                whole(impressions, Unit::Count),
                whole(reach, Unit::People),
                whole(engagements, Unit::Count),
                whole(clicks, Unit::Count),
                ctr.map_or_else(|| none(Unit::Share), |v| share(v, "rc_p2")),
                if scope == Scope::Paid {
                    whole(spend, eur())
                } else {
                    Figure::missing(
                        Text::each(
                            "organic posts have no media cost",
                            "自然内容没有媒体费用",
                            "organyske berjochten hawwe gjin mediakosten",
                        ),
                        eur(),
                    )
                },
            ],
        }
    };
    let title = Text::each;
    Platforms {
        columns: vec![
            title("Impressions", "曝光量", "Werjeften"),
            title("Reach", "触达人数", "Berik"),
            title("Engagements", "互动量", "Ynteraksjes"),
            title("Link clicks", "链接点击量", "Kliks"),
            title("CTR", "点击率", "CTR"),
            title("Spend", "花费", "Utjûn"),
        ],
        rows: vec![
            row(
                "facebook",
                Scope::Organic,
                [Some("26780"), Some("4971"), Some("729"), Some("402")],
                Some(0.015),
                None,
            ),
            row(
                "meta",
                Scope::Paid,
                [Some("82475"), Some("3015"), None, Some("1204")],
                Some(0.0146),
                Some("605.17"),
            ),
            row(
                "instagram",
                Scope::Organic,
                [Some("91381"), Some("8436"), Some("4878"), None],
                None,
                None,
            ),
            row(
                "tiktok",
                Scope::Organic,
                [Some("19107"), None, Some("935"), None],
                None,
                None,
            ),
            row(
                "google_ads",
                Scope::Paid,
                [Some("47756"), None, None, Some("1123")],
                Some(0.0235),
                Some("459.77"),
            ),
            row(
                "linkedin",
                Scope::Paid,
                [Some("11343"), None, None, Some("65")],
                Some(0.0057),
                Some("361.92"),
            ),
            row(
                "x",
                Scope::Unknown,
                [Some("10334"), None, Some("129"), Some("77")],
                Some(0.007),
                None,
            ),
        ],
    }
}

pub(super) fn comparisons() -> Vec<Comparison> {
    let known = benchmark::all().expect("our own file");
    let compare = |title: Text, basis, platform: &str, better, own: Figure, past: Figure| {
        let unit = own.unit.clone();
        let reason = Text::each(
            "it is in another currency, or made in another way",
            "货币不同，或计算方法不同",
            "it is yn oare faluta, of oars berekkene",
        );
        let found = benchmark::find(known, basis, platform, "food_beverage", &unit).cloned();
        Comparison {
            title,
            platform: platform.into(),
            better,
            own,
            past,
            industry: found.map_or(Industry::Missing(reason), Industry::Known),
        }
    };
    let engagement = || {
        Text::each(
            "Engagement of a post by followers",
            "每帖互动率（按粉丝）",
            "Ynteraksje fan in berjocht nei folgers",
        )
    };
    vec![
        compare(
            engagement(),
            Basis::EngagementPerPostByFollowers,
            "facebook",
            Better::Up,
            share(0.0021, "rc_b1"),
            share(0.0018, "rc_b2").between(0.0011, 0.0026),
        ),
        compare(
            engagement(),
            Basis::EngagementPerPostByFollowers,
            "instagram",
            Better::Up,
            share(0.0049, "rc_b1"),
            share(0.0051, "rc_b2").between(0.0039, 0.0066),
        ),
        compare(
            engagement(),
            Basis::EngagementPerPostByFollowers,
            "tiktok",
            Better::Up,
            share(0.0231, "rc_b1"),
            share(0.0202, "rc_b2").between(0.0125, 0.0301),
        ),
        compare(
            Text::each("Cost of a click", "每次点击成本", "Kosten fan in klik"),
            Basis::CostPerClick,
            "meta",
            Better::Down,
            exact("0.5026", eur(), "rc_b3"),
            exact("0.43", eur(), "rc_b4").between(0.37, 0.49),
        ),
    ]
}

pub(super) fn funnel() -> Vec<Step> {
    let step = |stage, title, value: &str, previous: &str, rate: Option<f64>| Step {
        stage,
        title,
        value: count(value, "rc_fn1"),
        previous: count(previous, "rc_fn0"),
        rate: rate.map_or_else(|| Figure::missing("", Unit::Share), |r| share(r, "rc_fn2")),
    };
    vec![
        step(
            Stage::Awareness,
            Text::each("Impressions", "曝光量", "Werjeften"),
            "289176",
            "276020",
            None,
        ),
        step(
            Stage::Interest,
            Text::each("Engagements", "互动量", "Ynteraksjes"),
            "6671",
            "6480",
            Some(0.0231),
        ),
        step(
            Stage::Evaluation,
            Text::each("Visits to the shop", "商店访问量", "Besiken oan de winkel"),
            "2204",
            "2270",
            None,
        ),
        step(
            Stage::Evaluation,
            Text::each("Added to the cart", "加入购物车", "Yn it karke dien"),
            "231",
            "222",
            Some(0.1048),
        ),
        step(
            Stage::Purchase,
            Text::each("Orders", "订单", "Oarders"),
            "71",
            "64",
            Some(0.3074),
        ),
        step(
            Stage::Loyalty,
            Text::each("Second orders", "复购订单", "Twadde oarders"),
            "18",
            "15",
            None,
        ),
    ]
}

pub(super) fn content() -> Content {
    let post = |platform: &str, day: i8, text: &str, reach: &str, rate: f64, diagnosis: Option<Diagnosis>| Post {
        platform: platform.into(),
        published: date(2026, 10, day),
        text: text.into(),
        url: Some(format!("https://social.example/{platform}/{day}")),
        figures: vec![
            (
                Text::each("Reach", "触达人数", "Berik"),
                exact(reach, Unit::People, "rc_po1"),
            ),
            (
                Text::each("Engagement by reach", "互动率（按触达）", "Ynteraksje nei berik"),
                share(rate, "rc_po2"),
            ),
        ],
        diagnosis,
    };
    let diagnosis = |what: Standout, own: f64, usual: f64, receipt: &str| Diagnosis {
        what,
        own: share(own, receipt),
        usual: share(usual, receipt),
    };
    Content {
        published: Some(count("38", "rc_po0")),
        ranked_by: Some(Text::each(
            "engagement by reach",
            "互动率（按触达）",
            "ynteraksje nei berik",
        )),
        best: vec![
            post(
                "instagram",
                18,
                "Sneinemoarn, reinsicht oer it wetter, en de earste kop. Wa giet mei? ☕️⛵️",
                "4210",
                0.118,
                None,
            ),
            post(
                "tiktok",
                21,
                "How we roast 12 kilos of Ethiopia Guji in 60 seconds 🔥",
                "6033",
                0.094,
                None,
            ),
            post(
                "instagram",
                4,
                "新豆到店：云南保山，水洗，带有李子和红糖的味道。",
                "1980",
                0.087,
                None,
            ),
        ],
        worst: vec![
            post(
                "facebook",
                7,
                "Our new office package: 5 kg a month, machine included. Read more on our site.",
                "2204",
                0.004,
                Some(diagnosis(Standout::Negative, 0.021, 0.002, "rc_dg1")),
            ),
            post("x", 29, "Open till 6.", "310", 0.006, None),
        ],
        aside: vec![post(
            "facebook",
            14,
            "Win a year of coffee! Like, share and tell us where you drink yours.",
            "11021",
            0.162,
            Some(diagnosis(Standout::Shares, 0.61, 0.08, "rc_dg2")),
        )],
    }
}

pub(super) fn voices() -> Voices {
    Voices {
        counts: vec![
            (Text::each("Praise", "赞扬", "Lof"), count("64", "rc_v1")),
            (Text::each("Questions", "提问", "Fragen"), count("23", "rc_v1")),
            (
                Text::each("Constructive criticism", "建设性批评", "Opbouwende krityk"),
                count("9", "rc_v1"),
            ),
            (Text::each("Complaints", "投诉", "Klachten"), count("6", "rc_v1")),
        ],
        care: vec![
            (
                Text::each(
                    "Median time to the first reply",
                    "首次回复时间中位数",
                    "Midden fan de tiid oant it earste antwurd",
                ),
                exact("9240", Unit::Seconds, "rc_v2"),
            ),
            (
                Text::each(
                    "Unanswered at the end of the month",
                    "月末未回复",
                    "Net beäntwurde oan de ein fan 'e moanne",
                ),
                count("3", "rc_v3"),
            ),
        ],
        quotes: vec![
            Quote {
                text: "The bag arrived torn and nobody answered my mail for a week.".into(),
                platform: "facebook".into(),
                day: date(2026, 10, 9),
                kind: Text::each("Complaint", "投诉", "Klacht"),
            },
            Quote {
                text: "قهوة رائعة! هل تشحنون إلى الخارج؟".into(),
                platform: "instagram".into(),
                day: date(2026, 10, 23),
                kind: Text::each("Question", "提问", "Fraach"),
            },
        ],
    }
}

pub(super) fn costs() -> Costs {
    let line = |kind, now: &str, before: &str| CostLine {
        kind,
        amount: exact(now, eur(), "rc_co57"),
        previous: exact(before, eur(), "rc_co56"),
    };
    Costs {
        lines: vec![
            line(CostKind::Media, "1426.86", "1190.40"),
            line(CostKind::Fees, "850.00", "850.00"),
            line(CostKind::Labour, "312.50", "290.00"),
            line(CostKind::Tools, "49.35", "49.35"),
            line(CostKind::Content, "121.00", "0"),
        ],
        totals: vec![CostTotal {
            amount: exact("2759.71", eur(), "rc_co57"),
            previous: exact("2379.75", eur(), "rc_co56"),
        }],
    }
}

pub(super) fn work() -> Work {
    Work {
        done: vec![
            Text::each(
                "38 posts, of which 6 reels; 2 campaigns for the subscription.",
                "38 条帖子，其中 6 条 Reels；2 个订阅广告系列。",
                "38 berjochten, dêrfan 6 reels; 2 kampanjes foar it abonnemint.",
            ),
            Text::each(
                "Repaired tags of 14 links that pointed to no campaign.",
                "修复了 14 个未指向任何广告系列的链接标记。",
                "Labels reparearre fan 14 keppelingen dy't nei gjin kampanje wiisden.",
            ),
        ],
        next: vec![Text::each(
            "Two reels a week instead of one; stop the LinkedIn campaign “free tasting”.",
            "每周两条 Reels（原为一条）；停止 LinkedIn 广告系列“free tasting”。",
            "Twa reels yn 'e wike ynstee fan ien; ophâlde mei de LinkedIn-kampanje “free tasting”.",
        )],
        asked: vec![
            Ask {
                what: Text::each(
                    "May we move 150 EUR a month from prospecting to retargeting?",
                    "是否同意每月将 150 EUR 从拉新转到再营销？",
                    "Meie wy 150 EUR yn 'e moanne oersette fan nije klanten nei retargeting?",
                ),
                by: Some(date(2026, 11, 10)),
                receipt: None,
            },
            Ask {
                what: Text::each(
                    "Photos of the new roaster.",
                    "新烘豆机的照片。",
                    "Foto's fan de nije brâner.",
                ),
                by: None,
                receipt: None,
            },
        ],
    }
}

pub(super) fn record() -> Vec<RecordMonth> {
    let month = |name: &str, promised: &str, met: &str, revised: &str, revised_met: &str| RecordMonth {
        month: Period::month(name).expect("a month"),
        agency: "Buro Healwei".into(),
        promised: count(promised, "rc_rec"),
        met: count(met, "rc_rec"),
        revised: count(revised, "rc_rec"),
        revised_met: count(revised_met, "rc_rec"),
    };
    vec![
        month("2026-07", "3", "2", "0", "0"),
        month("2026-08", "2", "1", "1", "1"),
        month("2026-09", "2", "2", "0", "0"),
        month("2026-10", "2", "1", "0", "0"),
    ]
}

pub(super) fn method() -> Method {
    let source = |name: &str, until: Option<Date>, missing_days| Source {
        name: name.into(),
        until,
        missing_days,
    };
    let end = Some(date(2026, 10, 31));
    Method {
        data_version: "412".into(),
        harpoon: "0.1.0".into(),
        sources: vec![
            source("facebook", end, 0),
            source("instagram", end, 0),
            source("meta", end, 2),
            source("google_ads", end, 0),
            source("linkedin", end, 0),
            source("shopify", end, 0),
            source("yelp", None, 31),
        ],
        notes: vec![
            Text::each(
                "Facebook counts views instead of impressions since April 2026; the two are never put into one line.",
                "自 2026 年 4 月起，Facebook 以浏览量取代曝光量；两者从不合并成一条曲线。",
                "Facebook telt sûnt april 2026 kearen besjoen ynstee fan werjeften; dy twa wurde noait yn ien line set.",
            ),
            Text::each(
                "Reach is never added up: of several platforms it stands as a range.",
                "触达人数从不相加：跨平台时以区间表示。",
                "Berik wurdt noait opteld: fan mear platfoarms stiet it der as berik fan oant.",
            ),
        ],
        receipt: Some("rc_src".into()),
    }
}
