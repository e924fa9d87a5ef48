//! Map files, and proposals of them. A text is a map, a line `====`, and a table: a map that is accepted reads the table.
//! If the map is empty, one is proposed for the table, and must be TOML.
#![no_main]

use harpoon_connect::dictionary::Dictionary;
use harpoon_connect::map::{propose_map, read_map};
use harpoon_connect::{Origin, Registry};
use harpoon_fuzz::take;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (map, table) = text.split_once("====\n").unwrap_or((text, ""));
    if map.is_empty() {
        return propose(table);
    }
    match read_map(map) {
        Ok(connector) => {
            let registry = Registry::only(&[connector], Dictionary::default());
            take(&Origin::from_bytes("table.csv", table.as_bytes()), &registry);
        }
        Err(mistakes) => assert!(!mistakes.is_empty(), "refused without a reason"),
    }
});

fn propose(table: &str) {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let mut lines = table.lines();
    let header = lines.next().map(cells).unwrap_or_default();
    let rows: Vec<Vec<String>> = lines.take(50).map(cells).collect();
    let proposed = propose_map(&header, &rows);
    if let Err(mistakes) = read_map(&proposed) {
        let syntax = mistakes
            .iter()
            .find(|mistake| mistake.what.contains("expected") || mistake.what.contains("invalid"));
        assert!(syntax.is_none(), "the proposal is no TOML: {syntax:?}\n{proposed}");
    }
}
