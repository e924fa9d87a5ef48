//! Video: plays by threshold. Thresholds differ in meaning and never add up.

use super::Formula::Sum;
use super::awareness::VIEWS;
use super::{BASE, Kpi, KpiUnit, Leaf, Stage, ratio, titles};

const VIDEO: Kpi = Kpi {
    stage: Stage::Interest,
    ..BASE
};

/// Plays that began.
pub static VIDEO_STARTS: Kpi = Kpi {
    id: "video_starts",
    title: titles("Video starts", "视频播放次数", "Begûne fideo's"),
    meaning: "How often a video began to play, by itself or by a tap.",
    proves_not: "That anybody watched: most videos start by themselves as the feed goes by.",
    formula: Sum(Leaf::facet("video_views", "start")),
    source: "IAB, Digital Video Ad Measurement Guidelines (2009)",
    ..VIDEO
};

/// Two seconds.
pub static VIDEO_VIEWS_2S: Kpi = Kpi {
    id: "video_views_2s",
    title: titles("Video views of 2 seconds", "视频2秒播放量", "Fideo 2 sekonden besjoen"),
    meaning: "Plays of at least two seconds.",
    proves_not: "Attention: two seconds pass while a thumb stops. Not comparable with views of another length.",
    formula: Sum(Leaf::facet("video_views", "2s")),
    source: "TikTok, Ads Manager: 2-second video views (2019)",
    ..VIDEO
};

/// Two seconds with half of the pixels in view.
pub static VIDEO_VIEWS_MRC: Kpi = Kpi {
    id: "video_views_mrc",
    title: titles(
        "Viewable video views (MRC)",
        "可见视频播放量（MRC）",
        "Sichtbere fideo (MRC)",
    ),
    meaning: "Plays of at least two seconds in a row with half of the pixels in view.",
    proves_not: "Attention: it was possible to see it, no more.",
    formula: Sum(Leaf::first("video_views", &["mrc_2s_50pct", "2s_50pct", "mrc"])),
    source: "IAB/MRC, Viewable Ad Impression Measurement Guidelines 2.0 (2015)",
    ..VIDEO
};

/// Three seconds.
pub static VIDEO_VIEWS_3S: Kpi = Kpi {
    id: "video_views_3s",
    title: titles("Video views of 3 seconds", "视频3秒播放量", "Fideo 3 sekonden besjoen"),
    meaning: "Plays of at least three seconds, or nearly the whole of a shorter video.",
    proves_not: "That the message came across: few videos say anything in three seconds.",
    formula: Sum(Leaf::facet("video_views", "3s")),
    source: "Meta, Marketing API Insights: video_view (2014)",
    ..VIDEO
};

/// Six seconds.
pub static VIDEO_VIEWS_6S: Kpi = Kpi {
    id: "video_views_6s",
    title: titles("Video views of 6 seconds", "视频6秒播放量", "Fideo 6 sekonden besjoen"),
    meaning: "Plays of at least six seconds.",
    proves_not: "Interest in the offer. Some platforms count a tap as well.",
    formula: Sum(Leaf::facet("video_views", "6s")),
    source: "TikTok, Ads Manager: 6-second video views (2019)",
    ..VIDEO
};

/// Ten seconds.
pub static VIDEO_VIEWS_10S: Kpi = Kpi {
    id: "video_views_10s",
    title: titles(
        "Video views of 10 seconds",
        "视频10秒播放量",
        "Fideo 10 sekonden besjoen",
    ),
    meaning: "Plays of at least ten seconds.",
    proves_not: "Interest in the offer; and the platform that named it has given it up, so the series ends.",
    formula: Sum(Leaf::facet("video_views", "10s")),
    source: "Meta, Marketing API Insights: video_10_sec_watched_actions (2015)",
    ..VIDEO
};

/// Fifteen seconds, however reached.
pub static VIDEO_VIEWS_15S: Kpi = Kpi {
    id: "video_views_15s",
    title: titles(
        "Video views of 15 seconds",
        "视频15秒播放量",
        "Fideo 15 sekonden besjoen",
    ),
    meaning: "Plays of at least fifteen seconds.",
    proves_not: "Interest in the offer; videos shorter than that never count.",
    formula: Sum(Leaf::facet("video_views", "15s")),
    source: "Snap, Ads Manager: 15-second video views (2018)",
    ..VIDEO
};

/// Fifteen seconds or the whole.
pub static VIDEO_THRUPLAYS: Kpi = Kpi {
    id: "video_thruplays",
    title: titles(
        "ThruPlays",
        "ThruPlay（完整或15秒播放）",
        "ThruPlays (hielendal of 15 sekonden)",
    ),
    meaning: "Plays to the end, or of at least fifteen seconds.",
    proves_not: "The same for every video: a clip of five seconds is through in five.",
    formula: Sum(Leaf::facet("video_views", "thruplay_15s")),
    source: "Meta, ThruPlay (2018)",
    ..VIDEO
};

/// Thirty seconds.
pub static VIDEO_VIEWS_30S: Kpi = Kpi {
    id: "video_views_30s",
    title: titles(
        "Video views of 30 seconds",
        "视频30秒播放量",
        "Fideo 30 sekonden besjoen",
    ),
    meaning: "Plays of at least thirty seconds, or to the end of a shorter video where the platform counts so.",
    proves_not: "Interest in the offer; where short videos do not count it falls when videos get shorter.",
    formula: Sum(Leaf::first("video_views", &["30s", "30s_or_complete"])),
    source: "Meta, Page Insights: 30-second views (2015)",
    ..VIDEO
};

/// Thirty seconds, the end, or an action, of a paid video.
pub static VIDEO_VIEWS_TRUEVIEW: Kpi = Kpi {
    id: "video_views_trueview",
    title: titles("TrueView views", "TrueView观看次数", "TrueView-werjeften"),
    meaning: "Video ads watched for thirty seconds or to the end, or acted on, by Google's rule.",
    proves_not: "That they were watched by choice: one cannot skip every format.",
    formula: Sum(Leaf::facet("video_views", "trueview_30s")),
    source: "Google Ads, About video ad metrics: TrueView views (2013)",
    ..VIDEO
};

/// One minute.
pub static VIDEO_VIEWS_60S: Kpi = Kpi {
    id: "video_views_60s",
    title: titles("Video views of 1 minute", "视频1分钟播放量", "Fideo 1 minút besjoen"),
    meaning: "Plays of at least one minute.",
    proves_not: "Interest in the offer; only videos of three minutes and more are counted by some platforms.",
    formula: Sum(Leaf::facet("video_views", "60s")),
    source: "Meta, Creator Studio: 1-minute views (2018)",
    ..VIDEO
};

/// YouTube's older meaning of a view.
pub static VIDEO_VIEWS_ENGAGED: Kpi = Kpi {
    id: "video_views_engaged",
    title: titles("Engaged views", "有效观看次数", "Mei oandacht besjoen"),
    meaning: "Plays that went on beyond the first moment: what YouTube called a view of a Short before 2025-03-31.",
    proves_not: "Attention to the end. It continues the older series; views since then do not.",
    formula: Sum(Leaf::facet("video_views", "engaged")),
    source: "YouTube, Analytics API: engagedViews (2025)",
    ..VIDEO
};

/// A quarter of the video.
pub static VIDEO_REACHED_25: Kpi = Kpi {
    id: "video_reached_25",
    title: titles("Video reached 25 %", "视频播放至25%", "Fideo oant 25 % besjoen"),
    meaning: "Plays that reached a quarter of the video.",
    proves_not: "That the part before was watched: some platforms count skipping ahead.",
    formula: Sum(Leaf::facet("video_quartile", "25")),
    source: "IAB, VAST 2.0: firstQuartile (2009)",
    ..VIDEO
};

/// Half of the video.
pub static VIDEO_REACHED_50: Kpi = Kpi {
    id: "video_reached_50",
    title: titles("Video reached 50 %", "视频播放至50%", "Fideo oant 50 % besjoen"),
    meaning: "Plays that reached the middle of the video.",
    proves_not: "That the part before was watched: some platforms count skipping ahead.",
    formula: Sum(Leaf::facet("video_quartile", "50")),
    source: "IAB, VAST 2.0: midpoint (2009)",
    ..VIDEO
};

/// Three quarters of the video.
pub static VIDEO_REACHED_75: Kpi = Kpi {
    id: "video_reached_75",
    title: titles("Video reached 75 %", "视频播放至75%", "Fideo oant 75 % besjoen"),
    meaning: "Plays that reached three quarters of the video.",
    proves_not: "That the part before was watched: some platforms count skipping ahead.",
    formula: Sum(Leaf::facet("video_quartile", "75")),
    source: "IAB, VAST 2.0: thirdQuartile (2009)",
    ..VIDEO
};

/// The whole video.
pub static VIDEO_COMPLETIONS: Kpi = Kpi {
    id: "video_completions",
    title: titles("Video completions", "视频完播量", "Fideo's hielendal besjoen"),
    meaning: "Plays that reached the end.",
    proves_not: "A good video: the shorter it is, the more plays reach the end.",
    formula: Sum(Leaf::facet("video_quartile", "100")),
    source: "IAB, VAST 2.0: complete (2009)",
    ..VIDEO
};

/// Time watched.
pub static WATCH_TIME: Kpi = Kpi {
    id: "watch_time",
    title: titles("Watch time", "观看时长", "Sjochtiid"),
    meaning: "Time that people spent watching videos, in seconds.",
    proves_not: "That eyes were on the screen: a video may play on in an empty room.",
    formula: Sum(Leaf::of("watch_time")),
    unit: KpiUnit::Seconds,
    source: "YouTube, Analytics API: estimatedMinutesWatched (2012)",
    ..VIDEO
};

/// Time watched for each view.
pub static AVG_WATCH_TIME: Kpi = Kpi {
    id: "avg_watch_time",
    title: titles("Average watch time", "平均观看时长", "Gemiddelde sjochtiid"),
    meaning: "Time watched for each view, in seconds; computed from the sums, never from the platform's own means.",
    proves_not: "How long a usual viewer stays: many leave at once and a few stay to the end, and the mean lies between.",
    formula: ratio(&WATCH_TIME, &VIEWS),
    unit: KpiUnit::Seconds,
    source: "YouTube, Analytics API: averageViewDuration (2012)",
    ..VIDEO
};
