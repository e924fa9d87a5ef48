// The Mastodon API of a real small server (snac), three accounts of which federate with each other by HTTP on this machine. It pages
// nothing, sends no Link, shows no followers unless its owner says so, and gives a status another id when it is edited.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { figures, folder, killedAgainAndAgain, plain, pull } from "./pull.mjs";

const { SNAC, SNAC_PORT } = process.env;
const server = `http://127.0.0.1:${SNAC_PORT}`;
const tokens = {};
const own = [];
const kept = folder();
let daemon;

/** A connection for each question: it closes them as it likes, and one that is closed while a post is on its way says not whether it was heard. */
function ask(method, path, headers, form) {
  const body = form === undefined ? undefined : new URLSearchParams(form).toString();
  const typed = body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) };
  return new Promise((done, failed) => {
    const asked = request(server + path, { method, agent: false, headers: { ...headers, ...typed } }, async (answer) => {
      let text = "";
      for await (const piece of answer.setEncoding("utf8")) text += piece;
      done({ status: answer.statusCode, text });
    });
    asked.on("error", failed);
    asked.end(body);
  });
}

async function call(who, method, path, body) {
  // It answers a post without a body with nothing.
  const form = method === "GET" ? undefined : (body ?? { x: 1 });
  const { status, text } = await ask(method, path, { authorization: `Bearer ${tokens[who]}` }, form);
  assert.ok(status >= 200 && status < 300, `${method} ${path}: ${status}`);
  return text ? JSON.parse(text) : undefined;
}

const write = (who, status, more = {}) => call(who, "POST", "/api/v1/statuses", { status, visibility: "public", ...more });
const asked = (into, more = {}) => ({ network: "mastodon", server, secret: tokens.kofje, into, ...more });
const voices = (facts) => facts.filter((one) => one.kind === "voice").map((one) => one.fact);
/** A status; one that somebody boosted is shown as the boost. */
const read = async (id) => {
  const status = await call("kofje", "GET", `/api/v1/statuses/${id}`);
  return status.reblog ?? status;
};

/** What the server says of the account's statuses, asked one by one. */
async function said() {
  const found = {};
  for (const { id } of own) {
    const status = await read(id);
    found[status.uri] = {
      "reactions.like": status.favourites_count,
      "comments.replies": status.replies_count,
      "reposts.": status.reblogs_count,
    };
  }
  return found;
}

/** Its queue delivers within seconds. */
async function until(what, holds) {
  for (let tries = 0; tries < 150; tries++) {
    if (await holds()) return;
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error(`not within 30 seconds: ${what}`);
}

before(async () => {
  const data = join(folder(), "data");
  const input = `127.0.0.1\n${SNAC_PORT}\nlocalhost:${SNAC_PORT}\n\nadmin@localhost\n`;
  execFileSync(SNAC, ["init", data], { input, stdio: ["pipe", "ignore", "ignore"] });
  const settings = join(data, "server.json");
  writeFileSync(settings, readFileSync(settings, "utf8").replace('"protocol": "https"', '"protocol": "http"'));
  const words = {};
  for (const name of ["kofje", "ann", "bob"]) {
    const told = execFileSync(SNAC, ["adduser", data, name], { input: `${name}\n`, stdio: ["pipe", "pipe", "pipe"] });
    words[name] = /User password is (\S+)/.exec(String(told))[1];
  }
  daemon = spawn(SNAC, ["httpd", data], { stdio: "ignore" });
  await until("it starts", () => ask("GET", "/", {}).then(() => true, () => false));
  for (const [name, word] of Object.entries(words)) {
    tokens[name] = (await ask("POST", "/oauth/x-snac-get-token", {}, { login: name, passwd: word })).text.trim();
  }
  const me = await call("kofje", "GET", "/api/v1/accounts/verify_credentials");
  // Nobody is known to others before they wrote, and nothing is delivered that was written before somebody follows.
  const hello = await write("kofje", "Hello");
  for (const name of ["ann", "bob"]) {
    await call(name, "GET", `/api/v2/search?resolve=true&q=${encodeURIComponent(me.url)}`);
    await call(name, "POST", `/api/v1/accounts/${me.id}/follow`);
  }
  const follows = async () => (await call("kofje", "GET", "/api/v1/notifications")).filter((one) => one.type === "follow").length;
  await until("two follow", async () => (await follows()) === 2);
  for (let n = 0; n < 12; n++) own.push(await write("kofje", `Kofje ${n} 咖啡`));
  const once = (who, path) => until(`${who} ${path}`, () => call(who, "POST", path).then(() => true, () => false));
  for (const [n, { id }] of own.entries()) {
    await once("ann", `/api/v1/statuses/${id}/favourite`);
    if (n % 3 === 0) await once("bob", `/api/v1/statuses/${id}/favourite`);
    if (n % 4 === 0) await once("bob", `/api/v1/statuses/${id}/reblog`);
    if (n % 5 === 0) await write("ann", `@kofje@localhost:${SNAC_PORT} question ${n}`, { in_reply_to_id: id });
  }
  own.push(hello);
  // By the short name: who has a server in it is asked for over TLS.
  await write("bob", "@kofje moai");
  await until("likes, boosts and replies arrive", async () => {
    const counts = Object.values(await said());
    const sum = (name) => counts.reduce((sum, one) => sum + one[name], 0);
    const mentions = await call("kofje", "GET", "/api/v1/notifications?types[]=mention");
    return sum("reactions.like") === 16 && sum("reposts.") === 3 && sum("comments.replies") === 3 && mentions.filter((one) => one.type === "mention").length === 4;
  });
});

after(() => daemon?.kill());

test("what is pulled is what the server says", async () => {
  const run = await pull(asked(kept));
  assert.equal(run.code, 0, run.said.join("\n"));
  assert.ok(!run.said.some((line) => line.startsWith("remark")), run.said.join("\n"));
  assert.deepEqual(figures(run.facts), await said());
  const told = voices(run.facts).map((voice) => `${voice.kind} ${voice.text.replace(/^@\S+ /, "")}`).sort();
  assert.deepEqual(told, ["mention moai", "reply question 0", "reply question 10", "reply question 5"]);
});

test("killed after its pages and resumed, it tells the same, nothing lost and nothing twice", async () => {
  const undisturbed = await pull(asked(folder()));
  const run = await killedAgainAndAgain(asked(folder()));
  assert.ok(run.kills >= 3, `${run.kills} kills`);
  assert.deepEqual(plain(run.facts), plain(undisturbed.facts));
});

test("after an unlike and an edit the post is the same one, with what the server says", async () => {
  await call("ann", "POST", `/api/v1/statuses/${own[0].id}/unfavourite`);
  const edited = await call("kofje", "PUT", `/api/v1/statuses/${own[1].id}`, { status: "Better" });
  if (edited?.id) own[1] = edited;
  await until("the unlike arrives", async () => (await read(own[0].id)).favourites_count === 1);
  const run = await pull(asked(kept));
  assert.deepEqual(figures(run.facts), await said());
  const posts = run.facts.filter((one) => one.kind === "post").map((one) => one.fact);
  assert.equal(posts.length, own.length);
  assert.equal(posts.find((post) => post.post_id === own[1].uri).text, "Better");
  assert.deepEqual(run.facts.filter((one) => one.kind === "gone"), []);
});

test("a token that it does not take is told as such", async () => {
  const run = await pull(asked(folder(), { secret: "wrong" }));
  assert.equal(run.code, 1);
  assert.match(run.said.join("\n"), /SignedOut/);
});
