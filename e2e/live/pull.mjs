// The example program of the connector crate, as its own process that can be killed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const { PULL } = process.env;

const folders = [];
process.on("exit", () => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

/** A folder that is gone when the tests are. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "harpoon-live-"));
  folders.push(path);
  return path;
}

/**
 * Pulls an account. `stop` is asked at each line that the program says, and kills it (SIGKILL) by saying yes. Gives what it said, how
 * it ended, and its facts.
 */
export async function pull({ network, server, account = "", secret, into, whole = false, stop = () => false }) {
  const env = { ...process.env, ...(secret ? { HARPOON_LIVE_SECRET: secret } : {}) };
  const args = [network, server, account, into, "private", ...(whole ? ["whole"] : [])];
  const child = spawn(PULL, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  const said = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    said.push(line);
    if (stop(line, said)) child.kill("SIGKILL");
  });
  const [code, signal] = await once(child, "close");
  return { code, signal, said, facts: code === 0 ? facts(into) : undefined };
}

/** Every fact of the last run. */
export function facts(into) {
  const text = readFileSync(join(into, "facts.jsonl"), "utf8");
  return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** Facts without their place in the raw bytes, in an order of their own; what is there twice is there twice. */
export function plain(list) {
  const without = ({ row, fact, ...rest }) => ({ ...rest, ...(fact ? { fact: { ...fact, row: undefined } } : {}) });
  return list.map((one) => JSON.stringify(without(one))).sort();
}

/** Figures of posts: `key → "metric.facet" → value`. */
export function figures(list) {
  const found = {};
  for (const one of list.filter((one) => one.kind === "figure" && one.entity_kind === "post")) {
    const name = `${one.metric}.${one.facet}`;
    const of = (found[one.entity] ??= {});
    if (name in of) throw new Error(`${one.entity} ${name} is told twice`);
    of[name] = one.value === null ? null : Number(one.value);
  }
  return found;
}

/** Kills a pull after each page in turn until one comes to its end; gives how often it was killed. */
export async function killedAgainAndAgain(options) {
  for (let kills = 0; ; kills++) {
    let landed = 0;
    const stop = (line) => line.startsWith("landed") && ++landed > kills % 5;
    const run = await pull({ ...options, stop });
    if (run.code === 0) return { ...run, kills };
    if (run.signal !== "SIGKILL") throw new Error(run.said.join("\n"));
  }
}
