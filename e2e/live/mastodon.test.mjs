// The Mastodon API: a stateful server of it on this machine (mastodon_mock). What is pulled equals what the server says of each status when
// somebody else asks; before and after edits and deletions; killed after any page and resumed; driven into the server's own 429, and
// through its faults.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { figures, folder, killedAgainAndAgain, plain, pull } from "./pull.mjs";

const POSTS = 130;
const children = [];
let server;

/** Starts a server with three accounts, whose tokens are their names; gives its address. */
async function start(more = "") {
  const config = join(folder(), "mock.toml");
  const accounts = ["kofje", "ann", "bob"].map((name) => `[[seed.accounts]]\nusername = "${name}"\naccess_token = "${name}"\n`);
  const follows = ["ann", "bob"].map((name) => `[[seed.follows]]\nfollower = "${name}"\nfollowing = "kofje"\n`);
  writeFileSync(config, [more, ...accounts, ...follows].join("\n"));
  const port = await new Promise((done) => {
    const socket = createServer().listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => done(port));
    });
  });
  const args = ["serve", "--config", config, "--in-memory", "--host", "127.0.0.1", "--port", String(port), "--log-level", "error"];
  children.push(spawn(process.env.MASTODON_MOCK, args, { stdio: "ignore" }));
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`${address}/api/v1/instance`).catch(() => undefined);
    if (answer?.ok) return address;
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error("the server does not start");
}

async function call(who, method, path, body) {
  const headers = { authorization: `Bearer ${who}`, "content-type": "application/json" };
  const answer = await fetch(server + path, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return await answer.json();
}

const write = (who, status, more = {}) => call(who, "POST", "/api/v1/statuses", { status, ...more });
const asked = (into, more = {}) => ({ network: "mastodon", server, secret: "kofje", into, ...more });
const voices = (facts) => facts.filter((one) => one.kind === "voice").map((one) => one.fact);

/** What the server says of statuses, asked one by one by somebody else. */
async function said(statuses) {
  const found = {};
  for (const { id } of statuses) {
    const status = await call("ann", "GET", `/api/v1/statuses/${id}`);
    found[status.uri] = {
      "reactions.like": status.favourites_count,
      "comments.replies": status.replies_count,
      "reposts.": status.reblogs_count,
      ...("quotes_count" in status ? { "quotes.": status.quotes_count } : {}),
    };
  }
  return found;
}

const kept = folder();
const own = [];
const others = {};

before(async () => {
  server = await start();
  for (let n = 0; n < POSTS; n++) own.push(await write("kofje", `Kofje ${n} 咖啡 & <koeke>`));
  for (const [n, post] of [...own].entries()) {
    if (n % 3 === 0) await call("ann", "POST", `/api/v1/statuses/${post.id}/favourite`);
    if (n % 4 === 0) await call("bob", "POST", `/api/v1/statuses/${post.id}/favourite`);
    if (n % 10 === 0) await call("bob", "POST", `/api/v1/statuses/${post.id}/reblog`);
    if (n % 13 === 0) {
      others[n] = await write("ann", `@kofje question ${n}`, { in_reply_to_id: post.id });
      if (n % 26 === 0) own.push(await write("kofje", `@ann answer ${n}`, { in_reply_to_id: others[n].id }));
    }
    if (n % 50 === 0 && n < POSTS) await write("bob", `quote ${n}`, { quoted_status_id: post.id });
  }
  await write("bob", "@kofje moai");
  await write("ann", "@kofje a letter", { visibility: "direct" });
  const elsewhere = await write("bob", "Of Bob");
  await call("kofje", "POST", `/api/v1/statuses/${elsewhere.id}/reblog`);
});

after(() => children.forEach((child) => child.kill()));

test("what is pulled is what the server says", async () => {
  const run = await pull(asked(kept));
  assert.equal(run.code, 0, run.said.join("\n"));
  assert.deepEqual(figures(run.facts), await said(own));
  const first = run.facts.find((one) => one.kind === "post" && one.fact.post_id === own[0].uri);
  assert.equal(first.fact.text, "Kofje 0 咖啡 & <koeke>");
  assert.equal(Number(run.facts.find((one) => one.metric === "followers").value), 2);
  const told = voices(run.facts).map((voice) => `${voice.kind} ${voice.text} > ${voice.reply ?? ""}`).sort();
  const numbers = [...Array(POSTS).keys()];
  const expected = [
    ...numbers.filter((n) => n % 13 === 0).map((n) => `reply @kofje question ${n} > ${n % 26 === 0 ? `@ann answer ${n}` : ""}`),
    "mention @kofje moai > ",
  ].sort();
  assert.deepEqual(told, expected);
  // This server neither counts quotes nor tells of them: they are not known, which is not nought.
  assert.ok(!run.facts.some((one) => ["impressions", "reach", "clicks", "saves", "quotes"].includes(one.metric)));
});

test("killed after its pages and resumed, it tells the same, nothing lost and nothing twice", async () => {
  const undisturbed = await pull(asked(folder()));
  const run = await killedAgainAndAgain(asked(folder()));
  assert.ok(run.kills >= 5, `${run.kills} kills`);
  assert.deepEqual(plain(run.facts), plain(undisturbed.facts));
  console.log(`killed ${run.kills} times; ${run.said.at(-1)}`);
});

test("after unlikes, edits and deletions the next run says what the server says, and what is gone", async () => {
  await call("ann", "POST", `/api/v1/statuses/${own[0].id}/unfavourite`);
  await call("bob", "POST", `/api/v1/statuses/${own[0].id}/unreblog`);
  await call("kofje", "PUT", `/api/v1/statuses/${own[1].id}`, { status: "Better" });
  await call("kofje", "DELETE", `/api/v1/statuses/${own[2].id}`);
  await call("ann", "DELETE", `/api/v1/statuses/${others[13].id}`);
  const run = await killedAgainAndAgain(asked(kept));
  const left = own.filter((_, n) => n !== 2);
  const pulled = figures(run.facts);
  assert.deepEqual(pulled, await said(left));
  assert.equal(pulled[own[0].uri]["reactions.like"], 1);
  assert.equal(pulled[own[13].uri]["comments.replies"], 0);
  const better = run.facts.find((one) => one.kind === "post" && one.fact.post_id === own[1].uri);
  assert.equal(better.fact.text, "Better");
  assert.deepEqual(run.facts.filter((one) => one.kind === "gone").map((one) => one.key), [own[2].uri]);
  const whole = await pull(asked(kept, { whole: true }));
  assert.deepEqual(whole.facts.filter((one) => one.kind === "gone").map((one) => one.key), [others[13].uri]);
});

test("through the server's own faults", async () => {
  const undisturbed = await pull(asked(folder()));
  const rules = [
    { path: "/api/v1/accounts/*/statuses", effect: { type: "status", status: 503 } },
    { path: "/api/v1/notifications", effect: { type: "malformed" } },
  ];
  for (const { path, effect } of rules) {
    const answer = await fetch(`${server}/api/v1/_mock/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ match: { methods: ["GET"], path }, effect, count: 1 }),
    });
    assert.ok(answer.ok, `${answer.status} ${await answer.text()}`);
  }
  const run = await pull(asked(folder()));
  assert.equal(run.code, 0, run.said.join("\n"));
  assert.equal(run.said.filter((line) => line.startsWith("waiting")).length, 2, run.said.join("\n"));
  assert.deepEqual(plain(run.facts), plain(undisturbed.facts));
});

test("driven into the server's own 429 it waits for as long as the server says, killed and resumed there", async () => {
  const before = server;
  server = await start("[ratelimit]\nenabled = true\nlimit = 30\nwindow_seconds = 10\n");
  const mine = [];
  for (let n = 0; n < 5; n++) mine.push(await write("kofje", `Kofje ${n}`));
  const headers = { authorization: "Bearer kofje" };
  let answer;
  do answer = await fetch(`${server}/api/v1/accounts/verify_credentials`, { headers });
  while (answer.status !== 429);
  const reset = Number(answer.headers.get("x-ratelimit-reset")) * 1000;
  const into = folder();
  const waits = (line) => line.startsWith("waiting");
  const killed = await pull(asked(into, { stop: waits }));
  assert.equal(killed.signal, "SIGKILL");
  const until = Date.parse(killed.said.find(waits).split(" ")[1]);
  assert.ok(Math.abs(until - reset) <= 1500, `${killed.said} against ${new Date(reset).toISOString()}`);
  const run = await pull(asked(into));
  assert.equal(run.code, 0, run.said.join("\n"));
  assert.ok(Date.now() >= reset - 1000, "not before the server said");
  assert.deepEqual(figures(run.facts), await said(mine));
  server = before;
});
