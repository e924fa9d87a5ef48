// Several servers of one folder with one memory in Postgres: who is signed in, who leads, and what is sent when one of them is killed or
// hangs, or when the database goes.
//
// HARPOON names the binary, WORKSPACE half a year of the demo client, of which a copy is made.
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { PASS, PASSWORD, SET_UP, USER, begin, close, desk, done, form, harpoon, join_, open, page, run, serve, smtp, well } from "./desk.mjs";
import { mailServer } from "./post.mjs";
import { leads, metric, postgres, soon } from "./postgres.mjs";

const APPROVED = "2026-11-03T09:00:00Z";
/** When reports are due in Amsterdam. */
const DUE = "2026-11-04T09:00:00Z";
const later = (seconds) => new Date(Date.parse(DUE) + seconds * 1000).toISOString().replace(".000", "");

let database;
let servers = [];
before(open);
after(close);
beforeEach(async (test) => {
  begin();
  database = await postgres();
  if (!database) return test.skip("no Postgres");
  // Also for the command line, which lets people in.
  process.env.HARPOON_STATE_URL = database.url;
});
afterEach(async () => {
  for (const { child } of servers) child.kill("SIGKILL");
  servers = [];
  await database?.stop();
});

async function node(now = SET_UP, more = {}) {
  const server = await serve(desk.root, { env: { HARPOON_NOW: now, HARPOON_LOG: "text" }, ...more });
  servers.push(server);
  return server;
}

/** The one that leads, and the others. */
async function roles(nodes) {
  const all = await soon(async () => {
    const known = await Promise.all(nodes.map(leads));
    return known.filter(Boolean).length === 1 && known;
  });
  return [nodes[all.indexOf(true)], ...nodes.filter((_, place) => !all[place])];
}

const outbox = async (now = DUE) => (await harpoon(now, "send", "outbox")).out;

/** A mail server that takes its time with each letter. */
async function slow(milliseconds) {
  const mail = await mailServer({ ...desk.tls, user: USER, pass: PASSWORD, onRcptTo: (_address, _session, done) => setTimeout(done, milliseconds) });
  desk.env.HARPOON_SMTP = smtp(mail.port);
  return mail;
}

/** A month's report that so many people get. */
async function approved(count) {
  const people = Array.from({ length: count }, (_, number) => `reader${number}@acme.example`);
  for (const address of people) await done(SET_UP, "recipients", "add", address);
  await done(APPROVED, "approve", "2026-10");
  return people;
}

const counts = (mail, people) => people.map((address) => mail.mails.filter((letter) => letter.envelope.includes(address)).length);

test("who signs in on one server is signed in on the other, guesses are counted together, and who signs out is out of both", async (t) => {
  if (!database) return t.skip();
  const [one, other] = [await node(), await node()];
  const cookie = await join_(one, "boss@acme.example", "owner");
  assert.match(await page(other, "/settings", cookie), /boss@acme\.example/);
  await roles([one, other]);
  const sign = (server, password) => form(server, "/sign-in", { email: "boss@acme.example", password });
  const fresh = (await sign(other, PASS)).headers.get("set-cookie").split(";")[0];
  for (let place = 0; place < 5; place++) assert.equal((await sign([one, other][place % 2], "wrong words")).status, 403);
  for (const server of [one, other]) {
    const stopped = await sign(server, PASS);
    assert.equal(stopped.status, 429);
    assert.ok(Number(stopped.headers.get("retry-after")) > 0);
  }
  await form(one, "/sign-out", {}, fresh);
  for (const server of [one, other]) {
    const asked = (known) => fetch(new URL("/settings", server.at), { redirect: "manual", headers: { cookie: known } });
    assert.equal((await asked(fresh)).status, 303);
    assert.equal((await asked(cookie)).status, 200, "another browser of the same person");
  }
  // The address of the database opens it: it stands nowhere.
  for (const { log } of servers) assert.doesNotMatch(log, /postgres:/);
  const files = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]));
  for (const file of files(desk.root)) assert.ok(!readFileSync(file).includes(database.url), file);
  assert.ok(!existsSync(join(desk.root, "server.db")));
});

test("when the server that sends is killed another goes on within seconds: nobody gets a letter twice, and what was under way is told", async (t) => {
  if (!database) return t.skip();
  const mail = await slow(150);
  const people = await approved(30);
  const [leader, other] = await roles([await node(DUE), await node(DUE)]);
  await soon(() => mail.mails.length >= 5);
  leader.child.kill("SIGKILL");
  const killed = Date.now();
  await soon(() => leads(other), 10);
  const waited = Date.now() - killed;
  t.diagnostic(`another led after ${waited} ms`);
  assert.ok(waited < 5000, `${waited} ms`);
  await soon(async () => !(await outbox()).includes("waiting"));
  const under = (await outbox()).split("\n").filter((line) => line.includes("sending"));
  assert.ok(under.length <= 1, "a server sends one letter after the other");
  const open = people.filter((address) => under.some((line) => line.includes(`${address} `)));
  const sent = counts(mail, people);
  for (const [place, address] of people.entries()) {
    if (open.includes(address)) assert.ok(sent[place] <= 1);
    else assert.equal(sent[place], 1, address);
  }
  // It may have arrived: it is not sent again by itself, and a person is told.
  await run(later(601));
  const told = (await outbox(later(601))).split("\n").filter((line) => line.includes("failed"));
  assert.equal(told.length, open.length);
  for (const line of told) assert.match(line, /interrupted/);
  assert.deepEqual(counts(mail, people), sent);
  await mail.stop();
});

test("a database that restarts, and one that crashes, loses no letter and has none sent twice", async (t) => {
  if (!database) return t.skip();
  const mail = await slow(100);
  const people = await approved(30);
  await roles([await node(DUE), await node(DUE)]);
  for (const [least, word] of [[3, "restart"], [8, "crash"], [13, "restart"]]) {
    await soon(() => mail.mails.length >= least);
    await database.does(word);
  }
  await soon(async () => !/waiting|sending/.test(await outbox()) || (await outbox()).includes("does not answer"), 60);
  // What could not be looked up while the database was gone was put off for a minute.
  await soon(async () => (await run(later(61)), !/waiting|sending/.test(await outbox(later(61)))), 60);
  assert.deepEqual(counts(mail, people), people.map(() => 1));
  assert.equal((await outbox(later(61))).split("\n").filter((line) => / sent /.test(line)).length, people.length);
  await mail.stop();
});

test("a leader that hangs loses the lead, and follows when it wakes", async (t) => {
  if (!database) return t.skip();
  const [leader, other] = await roles([await node(), await node()]);
  leader.child.kill("SIGSTOP");
  const stopped = Date.now();
  await soon(() => leads(other), 20);
  t.diagnostic(`another led after ${Date.now() - stopped} ms`);
  leader.child.kill("SIGCONT");
  await soon(async () => !(await leads(leader)), 10);
  assert.ok(await leads(other));
});

test("without its database a server says so, and goes on by itself", async (t) => {
  if (!database) return t.skip();
  const server = await node();
  const cookie = await join_(server, "boss@acme.example", "owner");
  await roles([server]);
  await database.does("stop");
  const asked = (path, headers = {}) => fetch(new URL(path, server.at), { redirect: "manual", headers: { cookie, ...headers } });
  for (const [path, language, words] of [["/sign-in", "en", /Signing in does not work/], ["/settings", "fy", /Oanmelde slagget no net/], ["/", "zh-CN", /暂时无法登录/]]) {
    const answer = await asked(path, { "accept-language": language });
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get("retry-after"), "5");
    assert.match(await answer.text(), words);
  }
  const program = await asked("/api/v1/kpis");
  assert.equal(program.status, 503);
  assert.ok((await program.json()).error);
  assert.equal((await asked("/style.css")).status, 200);
  assert.equal((await asked("/health")).status, 200);
  const ready = await asked("/ready");
  assert.deepEqual([ready.status, ready.headers.get("retry-after")], [503, "2"]);
  await soon(async () => (await metric(server, "harpoon_state_reached")) === 0);
  const { code, out } = await harpoon(SET_UP, "doctor");
  assert.notEqual(code, 0);
  assert.match(out, /memory does not answer/);
  assert.doesNotMatch(out, /postgres:/);
  const start = await harpoon(SET_UP, "serve", "--port", "0");
  assert.match(start.err, /memory does not answer/, "a server that begins meanwhile says so and ends");

  await database.does("start");
  await soon(async () => (await asked("/ready")).status === 200);
  assert.equal((await asked("/settings")).status, 200, "still signed in");
  await soon(() => leads(server));
  assert.equal(await metric(server, "harpoon_state_reached"), 1);
  assert.match(server.log, /event="memory away"[\s\S]*event="memory back"/);
});

test("a memory goes from its file into Postgres and into a backup, and a server without the address does not begin an empty one", async (t) => {
  if (!database) return t.skip();
  const { url } = database;
  delete process.env.HARPOON_STATE_URL;
  let server = await node();
  const cookie = await join_(server, "boss@acme.example", "owner");
  await done(SET_UP, "recipients", "add", "ann@acme.example");
  server.child.kill();
  await once(server.child, "exit");

  process.env.HARPOON_STATE_URL = url;
  const early = await harpoon(SET_UP, "serve", "--port", "0");
  assert.match(early.err, /harpoon state move/);
  assert.match(await well(SET_UP, "state", "move"), /users: 1\n[\s\S]*recipients: 1\n[\s\S]*sha256: [0-9a-f]{64}/);
  assert.match(await well(SET_UP, "state"), /HARPOON_STATE_URL, which answers/);
  delete process.env.HARPOON_STATE_URL;
  for (const command of [["serve", "--port", "0"], ["backup", join(desk.root, "../backups")], ["user", "list"]]) {
    const refused = await harpoon(SET_UP, ...command);
    assert.notEqual(refused.code, 0);
    assert.match(refused.err, /set HARPOON_STATE_URL/, command[0]);
  }
  process.env.HARPOON_STATE_URL = url;
  server = await node();
  assert.match(await page(server, "/settings", cookie), /ann@acme\.example/, "still signed in");

  await well(SET_UP, "backup", join(desk.root, "../backups"));
  delete process.env.HARPOON_STATE_URL;
  const restored = join(desk.root, "../restored");
  await well(SET_UP, "restore", join(desk.root, "../backups"), restored);
  const again = await serve(restored, { env: { HARPOON_NOW: SET_UP } });
  servers.push(again);
  assert.match(await page(again, "/settings", cookie), /ann@acme\.example/, "all of Postgres is in the backup");
});
