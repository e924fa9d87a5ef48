//! [`Net`]: nodes in network namespaces of the test's own, joined by a bridge in one more, and what befalls the lines between them.
//! Nothing of the machine's own network is touched.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// Networks of this process so far.
static MADE: AtomicU32 = AtomicU32::new(0);

/// The nodes 0, 1, 2 … and the lines between them. All end with it.
pub(super) struct Net {
    tag: String,
    nodes: usize,
}

impl Drop for Net {
    fn drop(&mut self) {
        for node in 0..self.nodes {
            let _ = run("ip", &["netns", "del", &self.node(node)]);
        }
        let _ = run("ip", &["netns", "del", &self.middle()]);
    }
}

impl Net {
    /// So many nodes that reach each other; none where namespaces cannot be made, which is said.
    pub(super) fn begin(nodes: usize) -> Option<Self> {
        let made = MADE.fetch_add(1, Ordering::Relaxed);
        let net = Self {
            tag: format!("harpoon-{}-{made}", std::process::id()),
            nodes,
        };
        let tried = run("ip", &["netns", "add", &net.middle()]).and_then(|()| run("nft", &["--version"]));
        if let Err(why) = tried {
            skipped(&format!("nodes in network namespaces: {why}"));
            return None;
        }
        let middle = net.middle();
        must("ip", &["-n", &middle, "link", "add", "br0", "type", "bridge"]);
        must("ip", &["-n", &middle, "link", "set", "br0", "up"]);
        for node in 0..nodes {
            let (own, port) = (net.node(node), format!("p{node}"));
            must("ip", &["netns", "add", &own]);
            must("ip", &["-n", &own, "link", "set", "lo", "up"]);
            must(
                "ip",
                &[
                    "-n", &middle, "link", "add", &port, "type", "veth", "peer", "name", "eth0", "netns", &own,
                ],
            );
            must("ip", &["-n", &middle, "link", "set", &port, "master", "br0", "up"]);
            let address = format!("{}/24", address(node));
            must("ip", &["-n", &own, "addr", "add", &address, "dev", "eth0"]);
            must("ip", &["-n", &own, "link", "set", "eth0", "up"]);
            net.rules(
                node,
                "add table inet test; add chain inet test in { type filter hook input priority 0; policy accept; }",
            );
        }
        Some(net)
    }

    fn middle(&self) -> String {
        format!("{}-b", self.tag)
    }

    fn node(&self, node: usize) -> String {
        format!("{}-{node}", self.tag)
    }

    /// A program in a node; its process is the program's own.
    pub(super) fn command(&self, node: usize, program: &str) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.node(node), program]);
        command.env_remove("HARPOON_WORKSPACE").stdin(Stdio::null());
        command
    }

    /// Everything that goes from one to the other is lost from now on.
    pub(super) fn lose(&self, from: usize, to: usize) {
        self.rules(to, &format!("add rule inet test in ip saddr {} drop", address(from)));
    }

    /// Both ways.
    pub(super) fn cut(&self, one: usize, other: usize) {
        self.lose(one, other);
        self.lose(other, one);
    }

    /// Every so manieth packet, in percent and by chance, is lost that comes to a node.
    pub(super) fn thin(&self, node: usize, percent: u32) {
        self.rules(
            node,
            &format!("add rule inet test in numgen random mod 100 < {percent} drop"),
        );
    }

    /// What a node sends comes slowly; whether this machine can do that.
    pub(super) fn slow(&self, node: usize, rate: &str) -> bool {
        let node = self.node(node);
        let words = [
            "-n", &node, "qdisc", "replace", "dev", "eth0", "root", "tbf", "rate", rate, "burst", "32kbit", "latency",
            "2s",
        ];
        let made = run("tc", &words);
        if let Err(why) = &made {
            skipped(&format!("a slow line: {why}"));
        }
        made.is_ok()
    }

    /// Pulls a node's plug, or puts it in again.
    pub(super) fn plugged(&self, node: usize, is_in: bool) {
        let to = if is_in { "up" } else { "down" };
        must("ip", &["-n", &self.middle(), "link", "set", &format!("p{node}"), to]);
    }

    /// All lines are as at the beginning.
    pub(super) fn heal(&self) {
        for node in 0..self.nodes {
            self.rules(node, "flush chain inet test in");
            self.plugged(node, true);
            let _ = run("tc", &["-n", &self.node(node), "qdisc", "del", "dev", "eth0", "root"]);
        }
    }

    fn rules(&self, node: usize, rules: &str) {
        let mut nft = self.command(node, "nft");
        let mut nft = nft.args(["-f", "-"]).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = nft.stdin.take().unwrap();
        stdin.write_all(rules.replace("; add", "\nadd").as_bytes()).unwrap();
        drop(stdin);
        assert!(nft.wait().unwrap().success(), "{rules}");
    }
}

/// Where a node is reached by the others.
pub(super) fn address(node: usize) -> String {
    format!("10.77.0.{}", node + 1)
}

/// Says that something is passed over.
#[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
pub(super) fn skipped(what: &str) {
    eprintln!("SKIPPED: {what}");
}

fn run(program: &str, args: &[&str]) -> Result<(), String> {
    let ran = Command::new(program).args(args).output();
    let ran = ran.map_err(|e| format!("{program}: {e}"))?;
    if ran.status.success() {
        return Ok(());
    }
    Err(format!("{program} {args:?}: {}", String::from_utf8_lossy(&ran.stderr)))
}

fn must(program: &str, args: &[&str]) {
    run(program, args).unwrap_or_else(|why| panic!("{why}"));
}
