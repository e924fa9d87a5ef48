//! Roots and proofs against the test vectors of Certificate Transparency (transparency-dev/merkle, `proof/verify_test.go`,
//! the tree of eight leaves that all CT implementations share).

use harpoon_ledger::{Digest, merkle};

const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];

/// Roots over the first one, two … eight leaves.
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/// Place from 0, size, path.
const INCLUSION: [(usize, usize, &[&str]); 5] = [
    (0, 1, &[]),
    (
        0,
        8,
        &[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        &[
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        3,
        &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    ),
    (
        1,
        5,
        &[
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
];

/// Old size, new size, path.
const CONSISTENCY: [(usize, usize, &[&str]); 5] = [
    (1, 1, &[]),
    (
        1,
        8,
        &[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        &[
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        &[
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
    (
        6,
        7,
        &[
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
];

fn leaves() -> Vec<Digest> {
    LEAVES.iter().map(|data| merkle::leaf(data)).collect()
}

fn digests(hex: &[&str]) -> Vec<Digest> {
    hex.iter().map(|text| Digest::from_hex(text).unwrap()).collect()
}

fn root(size: usize) -> Digest {
    Digest::from_hex(ROOTS[size - 1]).unwrap()
}

#[test]
fn roots_are_those_of_certificate_transparency() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(merkle::root(&[]).to_string(), empty);
    for size in 1..=8 {
        assert_eq!(merkle::root(&leaves()[..size]), root(size), "{size} leaves");
    }
}

#[test]
fn paths_are_those_of_certificate_transparency_and_no_others() {
    for (index, size, path) in INCLUSION {
        let (leaf, path) = (leaves()[index], digests(path));
        assert_eq!(merkle::inclusion(&leaves()[..size], index), Some(path.clone()));
        let leads = |leaf, index: usize, size: usize, path: &[Digest]| {
            merkle::root_from_inclusion(leaf, index as u64, size as u64, path) == Some(root(size))
        };
        assert!(leads(leaf, index, size, &path));
        assert!(!leads(root(8), index, size, &path), "another leaf");
        assert!(!leads(leaf, index + 1, size, &path), "the next place");
        assert!(!leads(leaf, index ^ 2, size, &path), "another place");
        let longer = [path.as_slice(), &[root(1)]].concat();
        assert!(!leads(leaf, index, size, &longer), "a hash too many");
        for skip in 0..path.len() {
            let mut shorter = path.clone();
            shorter.remove(skip);
            assert!(!leads(leaf, index, size, &shorter), "a hash too few");
        }
    }
    assert_eq!(merkle::inclusion(&leaves(), 8), None);
}

#[test]
fn consistency_is_that_of_certificate_transparency_and_no_other() {
    for (old, new, path) in CONSISTENCY {
        let path = digests(path);
        assert_eq!(merkle::consistency(&leaves()[..new], old), Some(path.clone()));
        let holds = |old: usize, old_root, new_root, path: &[Digest]| {
            merkle::consistent((old as u64, old_root), (new as u64, new_root), path)
        };
        assert!(holds(old, root(old), root(new), &path));
        assert!(!holds(old + 1, root(old), root(new), &path), "another size");
        if old != new {
            assert!(!holds(old, root(new), root(old), &path), "roots swapped");
            assert!(!holds(old, root(old), root(new), &[]), "no proof");
        }
        let longer = [path.as_slice(), &[root(1)]].concat();
        assert!(!holds(old, root(old), root(new), &longer), "a hash too many");
    }
}

#[test]
fn every_tree_of_up_to_forty_leaves_proves_itself() {
    let leaves: Vec<Digest> = (0..40_u8).map(|n| merkle::leaf(&[n])).collect();
    for size in 1..=leaves.len() {
        let (tree, whole) = (&leaves[..size], merkle::root(&leaves[..size]));
        for index in 0..size {
            let path = merkle::inclusion(tree, index).unwrap();
            let found = merkle::root_from_inclusion(tree[index], index as u64, size as u64, &path);
            assert_eq!(found, Some(whole), "{index} of {size}");
        }
        for old in 1..=size {
            let path = merkle::consistency(tree, old).unwrap();
            let (then, now) = ((old as u64, merkle::root(&tree[..old])), (size as u64, whole));
            assert!(merkle::consistent(then, now, &path), "{old} in {size}");
            let other = (old as u64, merkle::leaf(b"other"));
            assert!(!merkle::consistent(other, now, &path), "another {old} in {size}");
        }
    }
}
