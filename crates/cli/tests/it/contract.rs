//! What others build on: fields, their order, exact numbers, exit codes, and questions that never hang.

use super::place::{Place, harpoon, said};

const CARD: &str =
    "sep=,\n\"Views\"\n\"Date\",\"Primary\"\n\"2026-05-25T00:00:00\",\"20701\"\n\"2026-05-26T00:00:00\",\"21826\"\n";
const COSTS: &str = "Kind,From,To,Amount,Currency,Note\nfees,2026-10-01,2026-10-31,\"1,500.10\",EUR,Agency\nlabour,2026-10-01,2026-10-07,320.05,EUR,\nsnacks,2026-10-01,2026-10-07,10,EUR,no kind\n";

/// Google-like ads of our own through the generic reader.
pub(crate) const ADS: &str = "\u{feff}\"Campaign name\",Day,\"Ad ID\",Impressions,\"Link clicks\",\"Clicks (all)\",\"Amount spent (EUR)\",\"Reporting starts\",\"Reporting ends\"\n\
,,,2500,60,95,43.30,2026-03-01,2026-03-02\n\
Pasen,2026-03-01,1001,1200,30,50,21.10,2026-03-01,2026-03-02\n\
Pasen,2026-03-02,1001,1000,25,35,13.20,2026-03-01,2026-03-02\n\
Etalage,2026-03-02,1002,300,5,10,9,2026-03-01,2026-03-02\n";

pub(crate) fn with_ads() -> Place {
    let place = Place::new();
    let ads = place.file("files/Zilt-Ads-Mar-1-2026-Mar-2-2026.csv", ADS);
    let report = place.import(&[&ads]);
    assert_eq!(report[0]["accepted"], 3, "{report:?}");
    place
}

#[test]
fn kpi_json_to_the_byte() {
    let place = with_ads();
    let out = place.ok(&[
        "kpi",
        "spend",
        "ctr",
        "followers",
        "--month",
        "2026-03",
        "--format",
        "json",
    ]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!((lines[0], lines[4], lines.len()), ("[", "]", 5));
    let begins = |line: &str, want: &str| assert!(line.trim().starts_with(want), "{line}\n{want}");
    begins(
        lines[1],
        "{\"kpi\":\"spend\",\"by\":{},\"from\":\"2026-03-01\",\"to\":\"2026-03-31\",\"value\":43.3,\"unit\":\"EUR\",\"low\":null,\"high\":null,\"missing\":null,\"receipt\":\"",
    );
    begins(
        lines[2],
        "{\"kpi\":\"ctr\",\"by\":{},\"from\":\"2026-03-01\",\"to\":\"2026-03-31\",\"value\":0.024,\"unit\":\"share\",\"low\":null,\"high\":null,\"missing\":null,\"receipt\":\"",
    );
    begins(
        lines[3],
        "{\"kpi\":\"followers\",\"by\":{},\"from\":\"2026-03-01\",\"to\":\"2026-03-31\",\"value\":null,\"unit\":\"people\",\"low\":null,\"high\":null,\"missing\":\"no source",
    );
}

#[test]
fn dimensions_and_filters() {
    let place = with_ads();
    let check = |args: &[&str], want: &[&str]| assert_eq!(place.kpis(args), want, "{args:?}");
    check(
        &["impressions", "--by", "campaign", "--all"],
        &[
            "impressions campaign=Etalage: 300 count",
            "impressions campaign=Pasen: 2200 count",
        ],
    );
    check(
        &["impressions", "--by", "day", "--all"],
        &[
            "impressions day=2026-03-01: 1200 count",
            "impressions day=2026-03-02: 1300 count",
        ],
    );
    check(
        &["spend", "--by", "ad", "--where", "ad=1002", "--all"],
        &["spend ad=1002: 9 EUR"],
    );
    check(
        &["clicks_link", "--from", "2026-03-02", "--to", "2026-03-02"],
        &["clicks_link : 30 count"],
    );
    check(
        &["impressions", "--by", "weekday", "--all"],
        &["impressions weekday=1: 1300 count", "impressions weekday=7: 1200 count"],
    );
    check(
        &["cpm", "--by", "platform,scope", "--where", "ad=1002", "--all"],
        &["cpm platform=meta,scope=paid: 30 EUR"],
    );
}

#[test]
fn import_json() {
    let place = Place::new();
    let costs = place.file("costs.csv", COSTS);
    let out = place.ok(&["import", "--no-input", "--format", "json", &costs]);
    let want = "{\"file\":\"costs.csv\",\"connector\":\"costs\",\"platform\":null,\"accepted\":2,\"duplicate\":0,\"quarantined\":1,\"reason\":null,";
    assert!(out.lines().nth(1).unwrap().trim().starts_with(want), "{out}");
    let again = place.ok(&["import", "--no-input", "--format", "json", &costs]);
    let want = "{\"file\":\"costs.csv\",\"connector\":\"costs\",\"platform\":null,\"accepted\":0,\"duplicate\":2,\"quarantined\":1,\"reason\":\"already imported; nothing changed\",";
    assert!(again.lines().nth(1).unwrap().trim().starts_with(want), "{again}");
}

/// Members of archives and files of equal name in several folders are told apart, in reports, imports and quarantine.
#[test]
fn files_of_one_name() {
    let place = Place::new();
    let one = place.file("all/march/costs.csv", COSTS);
    let two = place.file("all/april/deep/costs.csv", &COSTS.replace("2026-10", "2026-04"));
    let names = |reports: &[serde_json::Value]| -> Vec<String> {
        reports.iter().map(|r| r["file"].as_str().unwrap().to_owned()).collect()
    };
    let whole = place.beside("all");
    let want = ["april/deep/costs.csv", "march/costs.csv"];
    assert_eq!(
        names(&place.json(&["import", "--no-input", whole.to_str().unwrap()])),
        want
    );
    let mut held = names(&place.json(&["imports"]));
    held.sort();
    assert_eq!(held, want);
    assert_eq!(names(&place.json(&["import", "--no-input", &one])), ["costs.csv"]);
    assert_eq!(
        names(&place.json(&["import", "--no-input", &one, &two])),
        [two.as_str(), one.as_str()]
    );
}

/// What the map misses and what it leaves are told at once.
#[test]
fn a_map_that_does_not_fit() {
    let place = Place::new();
    let costs = place.file("costs.csv", "Kind,From,Amount,Mood\nfees,2026-10-01,10,good\n");
    let report = place.json(&[
        "import",
        "--no-input",
        "--map",
        &super::place::ours("examples/maps/costs.toml"),
        &costs,
    ]);
    let want = "the map `costs` does not fit: the file has no `To`, `Currency`; the map says nothing of `Mood`";
    assert_eq!(report[0]["reason"], want);
}

#[test]
fn credits() {
    let place = Place::new();
    let add = |amount: &str, note: &[&str]| {
        place.run(&[&["cost", "add", "fees", amount, "EUR", "--from", "2026-10-01"], note].concat())
    };
    for (amount, says) in [
        ("-1", "--note"),
        ("-1,5", "no amount"),
        ("0", "nothing to note"),
        ("--x", "no amount"),
    ] {
        let said = add(amount, &[]);
        assert_eq!(said.code, 2, "{amount}: {}", said.err);
        assert!(said.err.contains(says), "{amount}: {}", said.err);
    }
    assert_eq!(add("100", &["--note", "Agency"]).code, 0);
    assert_eq!(add("-30.5", &["--note", "Agency, credit note"]).code, 0);
    assert_eq!(place.kpis(&["cost_full", "--all"]), ["cost_full : 69.5 EUR"]);
}

#[test]
fn words_of_maps_have_meanings() {
    let words = said({
        let mut command = harpoon();
        command.args(["catalogue", "--fields", "--format", "json"]);
        command
    });
    let words: Vec<serde_json::Value> = serde_json::from_str(&words.out).unwrap();
    assert!(words.len() > 100);
    for word in &words {
        assert!(
            word["meaning"].as_str().is_some_and(|meaning| meaning.ends_with('.')),
            "{word}"
        );
    }
}

#[test]
fn questions_without_a_person() {
    let place = Place::new();
    let card = place.file("Views.csv", CARD);
    let refused = place.run(&["import", "--no-input", &card]);
    assert_eq!(refused.code, 3, "{}", refused.out);
    assert!(refused.err.contains("--platform"), "{}", refused.err);
    assert!(refused.err.contains("--yes"), "{}", refused.err);
    let dry = place.json(&["import", "--yes", "--dry-run", &card]);
    assert_eq!(dry[0]["connector"], "meta_metric_card");
    assert_eq!(place.json(&["imports"]).len(), 0);
    let report = place.json(&[
        "import",
        "--no-input",
        "--platform",
        "instagram",
        "--account",
        "zilt",
        &card,
    ]);
    assert_eq!(report[0]["accepted"], 2, "{report:?}");
    assert_eq!(
        place.kpis(&["views", "--by", "platform,account", "--all"]),
        ["views account=zilt,platform=instagram: 42527 count"]
    );
}

#[test]
fn dry_run_writes_nothing() {
    let place = with_ads();
    let before = tree(&place);
    let costs = place.file("costs.csv", COSTS);
    place.ok(&["import", "--dry-run", "--yes", &costs]);
    assert_eq!(tree(&place), before);
}

/// Every file of the workspace with its size.
fn tree(place: &Place) -> Vec<(String, u64)> {
    let mut folders = vec![place.root()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let meta = entry.metadata().unwrap();
            if meta.is_dir() {
                folders.push(entry.path());
            } else {
                files.push((entry.path().display().to_string(), meta.len()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn proposals_are_taken() {
    let place = Place::new();
    let card = place.file("Reach.csv", &CARD.replace("Views", "Facebook visits"));
    let report = place.import(&[&card]);
    assert_eq!(report[0]["accepted"], 2, "{report:?}");
    assert_eq!(
        place.kpis(&["profile_views", "--by", "platform", "--all"]),
        ["profile_views platform=facebook: 42527 count"]
    );
}

#[test]
fn exit_codes() {
    let place = with_ads();
    let check = |args: &[&str], code: i32, says: &str| {
        let said = place.run(args);
        assert_eq!(said.code, code, "{args:?}: {}", said.err);
        assert!(
            format!("{}{}", said.out, said.err).contains(says),
            "{args:?}: {}",
            said.err
        );
    };
    check(&["kpi", "spend"], 0, "43.30 EUR");
    check(&["kpi", "impresions"], 2, "did you mean impressions");
    check(&["kpi", "spend", "--by", "colour"], 2, "one of platform, account");
    check(&["kpi", "spend", "--month", "2026-13"], 2, "2026-10");
    check(&["kpi", "spend", "--from", "2026-03-01"], 2, "--to");
    check(&["kpi", "--bogus"], 2, "--help");
    check(&["kpi"], 2, "<KPIS>");
    check(&["init"], 2, "already");
    check(&["kpi", "--receipt", "0123456789abcdef"], 2, "no receipt");
    check(&["kpi", "--receipt", "../../harpoon"], 2, "no receipt");
    check(&["imports", "revert", "zz"], 2, "`harpoon imports` lists them");
    check(&["import", "/no/such/file.csv"], 3, "does not exist");
    let unknown = place.file("notes.csv", "apples,pears\nred,green\n");
    check(&["import", "--yes", &unknown], 3, "map");
    check(&["quarantine", "list"], 0, "Nothing is put aside");
    check(&["doctor"], 0, "All is well");
}

#[test]
fn no_workspace() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = harpoon();
    command.arg("-w").arg(dir.path()).args(["kpi", "spend"]);
    let said = said(command);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("init"), "{}", said.err);
}

#[test]
fn help_of_every_command() {
    let every = [
        "init",
        "import",
        "imports",
        "imports revert",
        "imports restore",
        "kpi",
        "why",
        "sql",
        "catalogue",
        "cost",
        "cost add",
        "cost list",
        "quarantine",
        "quarantine list",
        "quarantine retry",
        "export",
        "optimize",
        "doctor",
        "demo",
        "completions",
    ];
    for words in every {
        let mut command = harpoon();
        command.args(words.split(' ')).arg("--help");
        let said = said(command);
        assert_eq!(said.code, 0, "{words}");
        let first = said.out.lines().next().unwrap();
        assert!(
            first.len() > 8 && said.out.contains("Usage: harpoon"),
            "{words}: {first}"
        );
    }
    for words in ["init", "import", "kpi", "why", "sql", "cost add", "export"] {
        let mut command = harpoon();
        command.args(words.split(' ')).arg("--help");
        assert!(
            super::place::said(command).out.contains("harpoon -w acme"),
            "{words} shows no example"
        );
    }
}

#[test]
fn sql_only_reads() {
    let place = with_ads();
    let out = place.beside("out.csv");
    let copy = format!("copy observations to '{}'", out.display());
    let create = format!("create external table t stored as csv location '{}'", out.display());
    let before = tree(&place);
    for statement in [
        copy.as_str(),
        create.as_str(),
        &format!("explain analyze {copy}"),
        "drop table posts",
        "create table t as select 1",
        "create view v as select 1",
        "insert into posts select * from posts",
        "delete from posts",
        "update posts set title = 'x'",
        "truncate table posts",
        "set datafusion.execution.batch_size = 1",
        "select 1; select 2",
        "select 1; drop table posts",
        "begin",
        "prepare p as select 1",
        "select * from '/etc/passwd'",
        "selec 1",
        "",
    ] {
        let said = place.run(&["sql", statement]);
        assert_eq!(said.code, 2, "{statement}: {}{}", said.out, said.err);
    }
    assert!(!out.exists());
    assert_eq!(tree(&place), before);
    assert_eq!(
        place.ok(&[
            "sql",
            "select count(*) n from observations where metric = 'impressions'",
            "--format",
            "csv"
        ]),
        "n\n3\n"
    );
}

/// What was measured is measured again to the byte, whatever came in later.
#[test]
fn old_readings_repeat() {
    let place = with_ads();
    let ask = [
        "kpi",
        "spend",
        "impressions",
        "ctr",
        "--by",
        "campaign,day",
        "--all",
        "--format",
        "json",
    ];
    let before = place.ok(&ask);
    let spend = place.ok(&["kpi", "spend", "--by", "campaign,day", "--all", "--format", "json"]);
    let reading: Vec<serde_json::Value> = serde_json::from_str(&spend).unwrap();
    let receipt = reading[0]["receipt"].as_str().unwrap().to_owned();
    let explained: serde_json::Value = serde_json::from_str(&place.ok(&["why", &receipt, "--format", "json"])).unwrap();
    let version = explained["data_version"].to_string();

    let riper = ADS
        .replace("1200,30,50,21.10", "1250,31,52,22.10")
        .replace("2500,60,95,43.30", "2550,61,97,44.30");
    let later = place.file("files/Zilt-Ads-Mar-1-2026-Mar-2-2026 (1).csv", &riper);
    let import = place.import(&[&later])[0]["import"].as_str().unwrap().to_owned();
    let same = |when: &str| {
        let at = place.ok(&[&ask[..], &["--at", &version]].concat());
        assert_eq!(at, before, "--at, {when}");
        assert_eq!(
            place.ok(&["kpi", "--receipt", &receipt, "--format", "json"]),
            spend,
            "--receipt, {when}"
        );
    };
    same("after a later import");
    assert_eq!(place.kpis(&["spend", "--all"]), ["spend : 44.3 EUR"]);
    place.ok(&["imports", "revert", &import]);
    same("after a revert");
    assert_eq!(place.kpis(&["spend", "--all"]), ["spend : 43.3 EUR"]);
    place.ok(&["imports", "restore", &import]);
    same("after a restore");
    assert_eq!(place.kpis(&["spend", "--all"]), ["spend : 44.3 EUR"]);
    place.ok(&["optimize"]);
    same("after optimize");
    place.ok(&["cost", "add", "fees", "100", "EUR", "--from", "2026-03-01"]);
    place.ok(&["optimize", "--vacuum", "30"]);
    same("after vacuum");
}
