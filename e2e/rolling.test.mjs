// A set of three servers behind nginx is restarted one after the other, as an upgrade does, with load on it.
//
// HARPOON names the binary, WORKSPACE half a year of the demo client, of which a copy is made.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PASS, SET_UP, begin, close, desk, form, join_, open, well } from "./desk.mjs";
import { postgres, soon } from "./postgres.mjs";
import { folder } from "./serve.mjs";

/** The events that the test sends. */
const ROLLED = "kind = 'order' AND deed LIKE 'rolled-%'";
const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";

/** What runs, and ends with the test however it goes. */
const running = [];
let database;
/** Whether those who ask stop. */
let ends = false;
before(open);
after(async () => {
  ends = true;
  for (const child of running) child.kill(child.spawnfile === "nginx" ? "SIGTERM" : "SIGKILL");
  await database?.stop();
  await close();
});

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** A server at a port, once it is ready. */
async function node(port) {
  const child = spawn(desk.binary, ["-q", "serve", desk.root, "--port", String(port)], { env: { ...process.env, ...desk.env, HARPOON_NOW: SET_UP }, stdio: "ignore" });
  running.push(child);
  const at = `http://127.0.0.1:${port}/`;
  await soon(() => fetch(`${at}ready`).then((answer) => answer.ok, () => false), 60);
  return { child, port, at };
}

/** As `deploy/nginx.conf` has it, with these servers. */
async function nginx(nodes) {
  const place = folder();
  const port = await freePort();
  const own = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${place}/${name};`).join(" ");
  let config = readFileSync(new URL("../deploy/nginx.conf", import.meta.url), "utf8");
  config = config.replace("listen 8080;", `listen 127.0.0.1:${port};`).replace("http {", `http { ${own}`);
  for (const [place, node] of nodes.entries()) config = config.replace(`harpoon-${place + 1}:7455`, `127.0.0.1:${node.port}`);
  assert.doesNotMatch(config, /harpoon-\d:7455/);
  writeFileSync(join(place, "nginx.conf"), `daemon off; worker_processes 1; pid ${place}/pid; error_log ${place}/error.log;\n${config}`);
  const child = spawn("nginx", ["-c", join(place, "nginx.conf"), "-p", place], { stdio: ["ignore", "ignore", "inherit"] });
  running.push(child);
  const at = `http://127.0.0.1:${port}/`;
  await soon(() => fetch(`${at}health`).then((answer) => answer.ok, () => false), 10);
  return { child, at, log: () => readFileSync(`${place}/error.log`, "utf8") };
}

/** How many events of a kind the workspace has. */
async function events(kind) {
  const out = await well(SET_UP, "sql", `SELECT count(*) AS n FROM events WHERE ${kind}`, "--format", "json");
  return JSON.parse(out)[0].n;
}

test("no request fails beyond a retry while three servers are restarted in turn", async (t) => {
  try {
    execFileSync("nginx", ["-v"], { stdio: "ignore" });
  } catch {
    return t.skip("SKIPPED: no nginx");
  }
  begin();
  database = await postgres();
  if (!database) return t.skip("no Postgres");
  process.env.HARPOON_STATE_URL = database.url;
  const nodes = [];
  for (let count = 0; count < 3; count++) nodes.push(await node(await freePort()));
  const cookie = await join_(nodes[0], "boss@acme.example", "owner");
  const proxy = await nginx(nodes);
  const key = (await well(SET_UP, "source", "add", "app")).split("\n")[0].trim();
  const link = (await well(SET_UP, "link", "new", "https://acme.example/landing", "--source", "linkedin", "--medium", "social", "--campaign", "c1")).trim();
  const clicks = { kept: 0, lost: 0, turnedAway: 0 };
  // Where a click is kept, the address that it leads to says by which number.
  const follow = async () => {
    // Not by `fetch`, which says that it is a script: that is no click.
    const [answer] = await once(get(new URL(link, proxy.at), { headers: { "user-agent": CHROME } }), "response");
    answer.resume();
    const fate = answer.statusCode !== 302 ? "turnedAway" : answer.headers.location.includes("hpclid=") ? "kept" : "lost";
    clicks[fate]++;
    return fate;
  };
  await soon(async () => (await follow()) === "kept");
  // One of the three has the log; whoever is asked first, every click is kept.
  for (let count = 0; count < 12; count++) assert.equal(await follow(), "kept");

  const seen = { asked: 0, retried: 0, failed: [] };
  const once_ = async (path) => {
    try {
      const answer =
        path === "/sign-in"
          ? await form(proxy, path, { email: "boss@acme.example", password: PASS })
          : await fetch(new URL(path, proxy.at), { redirect: "manual", headers: { cookie } });
      await answer.arrayBuffer();
      return answer.status === (path === "/sign-in" ? 303 : 200) ? undefined : `${path}: ${answer.status}`;
    } catch (error) {
      return `${path}: ${error.cause ?? error}`;
    }
  };
  const client = async (paths) => {
    for (let place = 0; !ends; place++) {
      seen.asked++;
      const path = paths[place % paths.length];
      if ((await once_(path)) === undefined) continue;
      seen.retried++;
      const again = await once_(path);
      if (again) seen.failed.push(again);
    }
  };
  const reads = ["/", "/goals", "/settings", "/api/catalogue", "/content?lang=fy"];
  const sent = { events: 0, tries: 0 };
  const visitor = async () => {
    for (; !ends; sent.events++) {
      const body = JSON.stringify({ messageId: `m${sent.events}`, userId: `u${sent.events}`, event: "Order Completed", timestamp: SET_UP, properties: { order_id: `rolled-${sent.events}`, total: 1, currency: "EUR" } });
      const headers = { authorization: `Basic ${btoa(`${key}:`)}`, "content-type": "application/json", "user-agent": "analytics-node/3.1.0" };
      for (let isKept = false; !isKept; sent.tries++) {
        isKept = await fetch(new URL("/v1/track", proxy.at), { method: "POST", headers, body }).then((answer) => (answer.body?.cancel(), answer.ok), () => false);
        if (!isKept) await new Promise((next) => setTimeout(next, 300));
      }
      await follow();
      await new Promise((next) => setTimeout(next, 200));
    }
  };
  const load = [visitor(), client(reads), client(reads), client(reads.toReversed()), client(["/sign-in", "/"])];
  await new Promise((next) => setTimeout(next, 1000));
  for (const [place, old] of nodes.entries()) {
    const before = seen.asked;
    old.child.kill("SIGTERM");
    const [code] = await once(old.child, "exit");
    assert.equal(code, 0, "a server that is told to end ends well");
    // For a while two answer for three.
    await new Promise((next) => setTimeout(next, 1000));
    nodes[place] = await node(old.port);
    await soon(() => seen.asked > before + 12, 120);
  }
  ends = true;
  await Promise.all(load);
  if (seen.failed.length) t.diagnostic(proxy.log().slice(0, 4000));
  t.diagnostic(`${sent.events} events in ${sent.tries} tries; clicks ${JSON.stringify(clicks)}`);
  t.diagnostic(`${seen.asked} asked, ${seen.retried} of them twice`);
  await soon(async () => (await events(ROLLED)) >= sent.events);
  assert.equal(await events(ROLLED), sent.events, "each event that was kept is there, once");
  assert.equal(await events("kind = 'click'"), clicks.kept);
  assert.equal(clicks.turnedAway, 0);
  assert.deepEqual(seen.failed, []);
  assert.ok(seen.asked > 36 && seen.retried <= 6, `${seen.asked} asked, ${seen.retried} of them twice`);
});
