//! The log on a disk that loses power at every step, is killed, fails and fills up.
//!
//! A life goes through many deaths on one disk. After each the log is opened again, and what it holds is compared with
//! what was acknowledged and with what any reader was shown.

use std::io::ErrorKind;
use std::thread;

use crate::chance::Chance;
use crate::model::{Counted, Model, Open};
use crate::simulated::{Simulated, Trouble};

/// Power losses of the ordinary run and of the long one, each at a point of its own.
fn power_losses() -> u64 {
    if std::env::var_os("HARPOON_LONG").is_some() {
        1_000_000
    } else {
        40_000
    }
}

/// Lives through so many deaths on one disk.
fn live(seed: u64, deaths: u64) -> Counted {
    let mut chance = Chance::new(seed);
    let mut disk = Simulated::new(seed);
    let mut model = Model::default();
    for death in 0..deaths {
        let what = format!("seed {seed}, death {death}");
        // The power goes at any operation, opening included; before it there may be faults that pass.
        let last = chance.below(160) as u64;
        if chance.one_in(4) {
            let kind = if chance.one_in(2) {
                ErrorKind::StorageFull
            } else {
                ErrorKind::Other
            };
            disk.trouble_after(chance.below(160) as u64, Trouble::Times(kind, chance.below(3) as u64));
        } else {
            disk.trouble_after(last, Trouble::Power);
        }
        if let Ok(mut open) = Open::new(&disk, &mut model) {
            let actions = if disk.is_dead() { 0 } else { chance.below(80) };
            for _ in 0..actions {
                open.act(&mut model, &mut chance);
                if disk.is_dead() {
                    break;
                }
            }
        } else {
            model.counted.opening += 1;
        }
        disk = if chance.one_in(5) {
            disk.killed()
        } else {
            model.counted.power += 1;
            disk.power_loss(chance.next())
        };
        model.counted.deaths += 1;
        // Now and then it is looked at at once; otherwise the next death may come while it opens.
        if chance.one_in(2) {
            let open = Open::new(&disk, &mut model).unwrap_or_else(|error| panic!("{what}: {error} {error:?}"));
            model.check(&open.log, &what);
            let files = disk.contents().len();
            assert_eq!(
                files,
                open.segments + 1 + 1,
                "{what}: segments, the active one, the mark, and no rest"
            );
            assert!(open.log.durable_up_to() <= open.log.sealed_up_to());
        }
    }
    let open = Open::new(&disk, &mut model).unwrap();
    model.check(&open.log, &format!("seed {seed}, in the end"));
    model.counted
}

#[test]
fn nothing_acknowledged_is_lost_to_a_power_loss_at_any_point() {
    const A_LIFE: u64 = 50;
    // One death in five is a kill, which leaves more to the next one than a power loss does.
    let lives = (power_losses() * 5 / 4).div_ceil(A_LIFE) * 21 / 20;
    let halves = [0, 1];
    let all = thread::scope(|scope| {
        let run = |half| (half..lives).step_by(2).map(|seed| live(seed, A_LIFE));
        let running =
            halves.map(|half| scope.spawn(move || run(half).fold(Counted::default(), |all, life| all.and(&life))));
        let counted = running.into_iter().map(|half| half.join().unwrap());
        counted.fold(Counted::default(), |all, half| all.and(&half))
    });
    eprintln!("power lost and processes killed: {all:?}");
    assert!(all.power >= power_losses(), "{all:?}");
    // What the test is about did happen.
    let happened = [
        all.opening,
        all.acknowledged,
        all.refused,
        all.cuts,
        all.torn,
        all.kept_unacknowledged,
    ];
    assert!(happened.iter().all(|times| *times > 500), "{all:?}");
}

/// A program that does the same each time, until its disk dies.
fn scenario(disk: &Simulated, model: &mut Model) -> u64 {
    let mut chance = Chance::new(7);
    for _ in 0..3 {
        if let Ok(mut open) = Open::new(disk, model) {
            for _ in 0..60 {
                open.act(model, &mut chance);
            }
        }
    }
    disk.operations()
}

#[test]
fn power_goes_at_every_operation_of_a_scenario() {
    let all = scenario(&Simulated::new(1), &mut Model::default());
    let seeds = if std::env::var_os("HARPOON_LONG").is_some() {
        200
    } else {
        5
    };
    for at in 0..all {
        for seed in 0..seeds {
            let disk = Simulated::new(seed);
            let mut model = Model::default();
            disk.trouble_after(at, Trouble::Power);
            scenario(&disk, &mut model);
            let what = format!("power off at operation {at}, seed {seed}");
            // And once more while it opens again.
            let disk = disk.power_loss(seed);
            disk.trouble_after(seed % 60, Trouble::Power);
            let _ = Open::new(&disk, &mut model);
            let disk = disk.power_loss(seed + 1);
            let open = Open::new(&disk, &mut model).unwrap();
            model.check(&open.log, &what);
        }
    }
    assert!(all > 300, "{all}");
}
