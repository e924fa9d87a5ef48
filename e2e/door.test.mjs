// Who comes in, and what they see: sign-in, roles, keys, a folder of clients, a real OpenID Connect provider.
import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import Provider from "oidc-provider";
import { folder, harpoon, launch, open, serve } from "./serve.mjs";

const { WORKSPACE } = process.env;
const WORDS = "a quiet harbour at dawn";
const root = folder();
let server, provider, browser, port;

/** Somebody's browser: keeps cookies, says where it comes from, follows nobody. */
class Visitor {
  cookies = new Map();
  constructor(from) {
    this.from = from ?? `10.${[1, 2, 3].map(() => Math.floor(Math.random() * 250)).join(".")}`;
  }
  async ask(path, { form, headers = {}, method } = {}) {
    const url = new URL(path, server.at);
    const response = await fetch(url, {
      method: method ?? (form ? "POST" : "GET"),
      redirect: "manual",
      headers: {
        "x-forwarded-for": this.from,
        ...(form ? { origin: url.origin, "content-type": "application/x-www-form-urlencoded" } : {}),
        ...(this.cookies.size ? { cookie: [...this.cookies].map((pair) => pair.join("=")).join("; ") } : {}),
        ...headers,
      },
      body: form && new URLSearchParams(form),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      value ? this.cookies.set(name, value) : this.cookies.delete(name);
    }
    return { status: response.status, to: response.headers.get("location"), text: await response.text(), headers: response.headers };
  }
  signIn = (email, password = WORDS, more = {}) => this.ask("/sign-in", { form: { email, password, ...more } });
}

const link = async (email, role, where) => {
  const args = ["user", "add", email, "--folder", root, "--role", role, ...(where ? ["--in", where] : [])];
  return new URL((await harpoon("-q", ...args)).trim()).pathname;
};

async function join_(email, role, where) {
  const visitor = new Visitor();
  const answer = await visitor.ask(await link(email, role, where), { form: { name: email.split("@")[0], password: WORDS } });
  assert.equal(answer.status, 303, answer.text);
  return visitor;
}

let boss, analyst, client, other;

before(async () => {
  cpSync(WORKSPACE, join(root, "kofje"), { recursive: true });
  await harpoon("-q", "-w", join(root, "tsjiis"), "init", "--currency", "EUR");
  provider = createServer();
  await new Promise((listening) => provider.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${provider.address().port}`;
  const env = { HARPOON_OIDC_ISSUER: issuer, HARPOON_OIDC_CLIENT: "harpoon", HARPOON_OIDC_SECRET: "a secret of this test" };
  await link("boss@agency.example", "owner");
  server = await serve(root, { args: ["--name", "dash.agency.example"], env });
  port = new URL(server.at).port;
  const back = `http://localhost:${port}/sign-in/back`;
  const oidc = new Provider(issuer, {
    clients: [{ client_id: "harpoon", client_secret: "a secret of this test", redirect_uris: [back] }],
    claims: { email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("unverified"), name: `Of ${id}` }),
    }),
  });
  provider.on("request", oidc.callback());
  browser = await launch();
  boss = await join_("boss@agency.example", "owner");
  analyst = await join_("ann@agency.example", "analyst", "kofje");
  client = await join_("kees@skutsje.example", "client", "kofje");
  other = await join_("tine@tsjiis.example", "owner", "tsjiis").catch((error) => error);
});

after(async () => {
  await browser?.close();
  server?.stop();
  provider?.closeAllConnections();
  provider?.close();
});

test("nobody comes in without signing in", async () => {
  const stranger = new Visitor();
  for (const path of ["/", "/w/kofje/", "/w/kofje/explore?kpi=spend", "/w/nothing/", "/w/kofje/reports/x.html"]) {
    const { status, to, text } = await stranger.ask(path);
    assert.equal(status, 303, path);
    assert.equal(new URL(to, server.at).searchParams.get("to"), path);
    assert.equal(text, "");
  }
  for (const path of ["/w/kofje/api/kpi?kpi=spend", "/w/nothing/api/kpi"]) {
    const answer = await stranger.ask(path);
    assert.equal(answer.status, 401, path);
    assert.match(JSON.parse(answer.text).error, /key/);
  }
});

test("each sees what is theirs", async () => {
  const sees = async (visitor, path) => (await visitor.ask(path)).status;
  assert.match((await boss.ask("/")).text, /kofje.*tsjiis/s);
  assert.equal((await analyst.ask("/")).to, "/w/kofje/", "who has one client is led there");
  assert.match((await analyst.ask("/w/kofje/")).text, /href="\/\?list"/);
  const list = (await analyst.ask("/?list")).text;
  assert.match(list, /\/w\/kofje\//);
  assert.doesNotMatch(list, /tsjiis/);
  for (const path of ["", "explore?kpi=spend", "data", "draft"]) {
    assert.equal(await sees(boss, `/w/kofje/${path}`), 200, path);
    assert.equal(await sees(analyst, `/w/kofje/${path}`), 200, path);
  }
  assert.equal(await sees(boss, "/w/kofje/settings"), 200);
  assert.equal(await sees(analyst, "/w/kofje/settings"), 404);
  assert.equal((await client.ask("/w/kofje/")).to, "/w/kofje/reports");
  assert.equal(await sees(client, "/w/kofje/reports"), 200);
  for (const path of ["goals", "explore?kpi=spend", "data", "draft", "settings"]) {
    assert.equal(await sees(client, `/w/kofje/${path}`), 404, path);
  }
  assert.equal(await sees(client, "/w/kofje/api/kpi?kpi=spend"), 403);
  const { text } = await boss.ask("/w/kofje/");
  const back = /<header.*<a href="\/\?list">[^<]+<\/a>.*<\/header>/s;
  assert.match(text, back, "a way back to all clients");
  assert.doesNotMatch((await client.ask("/w/kofje/reports")).text, back);
  const receipt = text.match(/\/w\/kofje\/receipt\/\w+/)[0];
  assert.equal(await sees(boss, receipt), 200);
  assert.equal(await sees(client, receipt), 404);

  assert.equal((await boss.ask("/w/kofje/settings/share", { form: [["page", "/"], ["page", "/goals"], ["page", "/settings"]] })).status, 303);
  const shared = await client.ask("/w/kofje/");
  assert.equal(shared.status, 200);
  assert.doesNotMatch(shared.text, /\/receipt\//, "receipts show rows, and are shared apart");
  const bar = shared.text.match(/<nav.*?<\/nav>/s)[0];
  assert.match(bar, /goals/);
  assert.doesNotMatch(bar, /explore|settings|data/);
  for (const path of ["explore?kpi=spend", "settings", "draft"]) assert.equal(await sees(client, `/w/kofje/${path}`), 404, path);
  assert.equal(await sees(client, receipt), 404);
  await boss.ask("/w/kofje/settings/share", { form: [["page", "/"], ["page", "/receipt/"]] });
  assert.match((await client.ask("/w/kofje/")).text, /w\/kofje\/receipt/);
  assert.equal(await sees(client, receipt), 200);
});

test("clients are told what to drop in, and no command", async () => {
  // Nothing was imported here, and no agency is set: who runs the program is told commands.
  await join_("klaas@tsjiis.example", "client", "tsjiis").then(async (klaas) => {
    await boss.ask("/w/tsjiis/settings/share", { form: [["page", "/"], ["page", "/paid"], ["page", "/explore"], ["page", "/data"]] });
    for (const path of ["", "paid", "explore", "data", "reports"]) {
      const [seen, run] = [await klaas.ask(`/w/tsjiis/${path}?lang=en`), await boss.ask(`/w/tsjiis/${path}?lang=en`)];
      assert.equal(seen.status, 200, path);
      assert.doesNotMatch(seen.text, /harpoon (import|demo|cost|report|quarantine)/, path);
      assert.match(seen.text, /It takes the exports of the platforms/, path);
      assert.match(run.text, /harpoon import FOLDER/, path);
    }
    await boss.ask("/w/tsjiis/settings/share", { form: [] });
  });
});

test("a workspace never gives away another", async () => {
  assert.ok(other instanceof Visitor, String(other));
  const { text } = await boss.ask("/w/kofje/");
  const id = text.match(/\/w\/kofje\/receipt\/(\w+)/)[1];
  const nowhere = await other.ask("/w/nothing/");
  assert.equal(nowhere.status, 404);
  const paths = ["", "goals", "data", `receipt/${id}`, "reports", "draft", "api/kpi?kpi=spend", "settings", "style.css"];
  for (const path of paths) {
    const answer = await other.ask(`/w/kofje/${path}`);
    assert.equal(answer.status, 404, path);
    assert.equal(answer.text.replaceAll("kofje", "nothing"), (await other.ask(`/w/nothing/${path}`)).text, `${path}: not told from what is not there`);
  }
  for (const path of ["/w/tsjiis/../kofje/", "/w/tsjiis/%2e%2e/kofje/", "/w/tsjiis%2f..%2fkofje/", "/w/./kofje/", "/w/KOFJE/", "/w//kofje/", "/w/tsjiis/reports/..%2f..%2fkofje%2fharpoon.toml"]) {
    const { status, text } = await other.ask(path);
    assert.ok(status === 404 || status === 303, `${path}: ${status}`);
    assert.doesNotMatch(text, /Skûtsje/, path);
  }
  assert.equal((await other.ask(`/w/tsjiis/receipt/${id}`)).status, 404);
  const drop = { form: { email: "boss@agency.example" } };
  for (const path of ["drop", "invite", "share", "key", "unkey", "uninvite"]) {
    assert.equal((await other.ask(`/w/kofje/settings/${path}`, drop)).status, 404, path);
    assert.equal((await analyst.ask(`/w/kofje/settings/${path}`, drop)).status, 403, path);
    assert.equal((await client.ask(`/w/kofje/settings/${path}`, drop)).status, 403, path);
  }
});

test("only pages of this server change anything", async () => {
  const form = { email: "x@y.example", role: "owner" };
  const before_ = (await boss.ask("/w/kofje/settings")).text;
  for (const headers of [
    { origin: "http://evil.example" },
    { origin: "null" },
    { origin: server.at.replace(/\d+\/$/, "1") },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { origin: "" },
  ]) {
    assert.equal((await boss.ask("/w/kofje/settings/invite", { form, headers })).status, 403, JSON.stringify(headers));
  }
  assert.equal((await boss.ask("/w/kofje/settings")).text, before_, "nobody was invited");
  assert.equal((await boss.ask("/w/kofje/settings/invite?email=x@y.example&role=owner")).status, 404, "nothing is done by a link");
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) assert.equal((await boss.ask("/w/kofje/", { method })).status, 405, method);
});

test("a session is new at each sign-in, and ends at sign-out", async () => {
  const visitor = new Visitor();
  visitor.cookies.set("harpoon", "chosen-by-somebody-else");
  assert.equal((await visitor.ask("/")).status, 303);
  const answer = await visitor.signIn("boss@agency.example");
  assert.equal(answer.status, 303);
  const [cookie] = answer.headers.getSetCookie();
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Lax/);
  assert.equal(answer.headers.get("cache-control"), "no-store");
  const session = visitor.cookies.get("harpoon");
  assert.notEqual(session, "chosen-by-somebody-else");
  assert.equal((await visitor.ask("/")).status, 200);
  const second = await new Visitor().signIn("boss@agency.example");
  assert.ok(!second.headers.getSetCookie()[0].includes(session));
  assert.equal((await visitor.ask("/sign-out", { form: {} })).status, 303);
  visitor.cookies.set("harpoon", session);
  assert.equal((await visitor.ask("/")).status, 303, "the old cookie opens nothing");
  for (const to of ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]) {
    assert.equal((await new Visitor().signIn("boss@agency.example", WORDS, { to })).to, "/", to);
  }
  assert.equal((await new Visitor().signIn("boss@agency.example", WORDS, { to: "/w/kofje/goals" })).to, "/w/kofje/goals");
});

test("who guesses waits, by whom they guess and from where", async () => {
  const guesser = new Visitor("203.0.113.7");
  for (let guess = 0; guess < 5; guess++) {
    assert.equal((await guesser.signIn("ann@agency.example", `a wrong password ${guess}`)).status, 403);
  }
  const told = await guesser.signIn("ann@agency.example");
  assert.equal(told.status, 429, "even the right one");
  assert.ok(Number(told.headers.get("retry-after")) > 800);
  assert.equal((await new Visitor("198.51.100.4").signIn("ann@agency.example")).status, 429, "from elsewhere as well");
  assert.equal((await guesser.signIn("kees@skutsje.example")).status, 429, "nor anybody else from there");
  const office = new Visitor("198.51.100.6");
  for (let time = 0; time < 6; time++) assert.equal((await office.signIn("ann@agency.example")).status, 429, "she still waits");
  assert.equal((await office.signIn("kees@skutsje.example")).status, 303, "but no password was looked at, so nobody else there waits");
  assert.equal((await new Visitor("198.51.100.5").signIn("kees@skutsje.example")).status, 303, "others come in");
  assert.equal((await analyst.ask("/w/kofje/")).status, 200, "who is in stays in");
  const [known, unknown] = await Promise.all([
    new Visitor().signIn("kees@skutsje.example", "a wrong password"),
    new Visitor().signIn("nobody@skutsje.example", "a wrong password"),
  ]);
  const plain = ({ text }) => text.replaceAll(/\w+@skutsje.example/g, "");
  assert.equal(plain(known), plain(unknown), "who is known is not told");
});

test("a key opens one workspace, and nothing else", async () => {
  const made = await boss.ask("/w/kofje/settings/key", { form: [["name", "sheet"], ["scope", "read"]] });
  const key = made.text.match(/harpoon_[\w-]{43}/)[0];
  const with_ = (path, told = key) => new Visitor().ask(path, { headers: { authorization: `Bearer ${told}` } });
  const answer = await with_("/w/kofje/api/kpi?kpi=spend&month=2026-10");
  assert.equal(answer.status, 200);
  const [reading] = JSON.parse(await harpoon("-q", "-w", join(root, "kofje"), "kpi", "spend", "--month", "2026-10", "--format", "json"));
  assert.deepEqual(JSON.parse(answer.text), [reading]);
  for (const path of ["/w/tsjiis/api/kpi?kpi=spend", "/w/kofje/", "/w/kofje/settings", "/"]) assert.equal((await with_(path)).status, 404, path);
  assert.equal((await with_("/w/kofje/api/kpi?kpi=spend", `${key}x`)).status, 401);
  const page = await boss.ask("/w/kofje/settings");
  assert.ok(!page.text.includes(key), "it is shown once");
  const id = page.text.match(/name="id" value="(\d+)"/)[1];
  await boss.ask("/w/kofje/settings/unkey", { form: { id } });
  assert.equal((await with_("/w/kofje/api/kpi?kpi=spend")).status, 401);
  assert.ok(!server.log.includes(key) && !server.log.includes(WORDS), "no secret is printed");
});

test("an invitation is taken up once", async () => {
  const made = await boss.ask("/w/kofje/settings/invite", { form: { email: "once@skutsje.example", role: "client" } });
  const path = made.text.match(/\/join\/[\w-]+/)[0];
  const form = { name: "<script>alert(1)</script>", password: WORDS };
  assert.equal((await new Visitor().ask(path, { form: { ...form, password: "short" } })).status, 422);
  assert.equal((await new Visitor().ask(path, { form })).status, 303);
  assert.equal((await new Visitor().ask(path, { form })).status, 410);
  const settings = (await boss.ask("/w/kofje/settings")).text;
  assert.ok(settings.includes("&lt;script&gt;alert(1)") && !settings.includes("<script>alert(1)"));
  await boss.ask("/w/kofje/settings/drop", { form: { email: "once@skutsje.example" } });
  const gone = new Visitor();
  await gone.signIn("once@skutsje.example");
  assert.equal((await gone.ask("/w/kofje/reports")).status, 404);
});

test("away from this machine cookies are of TLS alone, and other names are refused", async () => {
  const { request } = await import("node:http");
  const ask = (host, path, headers = {}, body) =>
    new Promise((answered, failed) => {
      const method = body === undefined ? "GET" : "POST";
      const asked = request({ host: "127.0.0.1", port, path, method, headers: { host, ...headers } }, (answer) => {
        answer.resume();
        answer.on("end", () => answered(answer));
      });
      asked.on("error", failed);
      asked.end(body);
    });
  for (const host of ["evil.example", `evil.example:${port}`, "localhost.evil.example"]) {
    assert.equal((await ask(host, "/")).statusCode, 421, host);
  }
  const form = new URLSearchParams({ email: "boss@agency.example", password: WORDS }).toString();
  const headers = { origin: "https://dash.agency.example", "content-type": "application/x-www-form-urlencoded", "x-forwarded-for": "192.0.2.9" };
  const answer = await ask("dash.agency.example", "/sign-in", headers, form);
  assert.equal(answer.statusCode, 303);
  assert.match(answer.headers["set-cookie"][0], /^__Host-harpoon=.*Secure/);
});

test("until somebody is known, only who sits at the machine looks", async () => {
  const alone = folder();
  await harpoon("-q", "-w", alone, "init", "--currency", "EUR");
  const { request } = await import("node:http");
  const ask = (server, headers) =>
    new Promise((answered, failed) => {
      const asked = request({ host: "127.0.0.1", port: new URL(server.at).port, path: "/data", headers }, (answer) => {
        answer.resume();
        answer.on("end", () => answered(answer.statusCode));
      });
      asked.on("error", failed);
      asked.end();
    });
  const open_ = await serve(alone);
  assert.equal(await ask(open_, { host: "localhost" }), 200);
  assert.equal(await ask(open_, { host: "localhost", "x-forwarded-for": "203.0.113.9" }), 403, "through a proxy that gives another name");
  open_.stop();
  // Started for others, and then nobody is left: what asks as a browser here may be a proxy that shows nothing.
  await harpoon("-q", "user", "add", "gone@agency.example", "--folder", alone);
  const named = await serve(alone, { args: ["--name", "dash.agency.example"] });
  assert.equal(await ask(named, { host: "localhost" }), 303, "one has to sign in");
  await harpoon("-q", "user", "remove", "gone@agency.example", "--folder", alone);
  for (const host of ["localhost", "dash.agency.example"]) assert.equal(await ask(named, { host }), 403, host);
  named.stop();
});

test("how goals stand is seen by clients only where they are shared", async () => {
  const visitor = await join_("two@skutsje.example", "client", "kofje");
  await harpoon("-q", "user", "add", "two@skutsje.example", "--folder", root, "--role", "client", "--in", "tsjiis");
  const list = async (who) => (await who.ask("/")).text.match(/<tr><th scope="row">.*?<\/tr>/gs).find((row) => row.includes("/w/kofje/"));
  assert.match(await list(boss), /<td class="num">\d/);
  await boss.ask("/w/kofje/settings/share", { form: [["page", "/"]] });
  assert.doesNotMatch(await list(visitor), /<td class="num">\d/);
  await boss.ask("/w/kofje/settings/share", { form: [["page", "/goals"]] });
  assert.match(await list(visitor), /<td class="num">\d/);
});

test("a new client has nothing of one who is gone", async () => {
  await link("old@gone.example", "client", "kofje");
  const gone = join(root, "gone");
  await harpoon("-q", "-w", gone, "init", "--currency", "EUR");
  await link("old@gone.example", "client", "gone");
  rmSync(gone, { recursive: true });
  const answer = await boss.ask("/clients/new", { form: { name: "Gone", currency: "EUR", zone: "UTC", objective: "sales", business: "online_shop" } });
  assert.equal(answer.status, 303, answer.text);
  assert.match(answer.to, /^\/w\/gone-2\//);
  // Its first look at its tables may still be writing.
  rmSync(join(root, "gone-2"), { recursive: true, maxRetries: 20, retryDelay: 100 });
  await harpoon("-q", "user", "remove", "old@gone.example", "--in", "gone", "--folder", root);
});

/** Signs in at the provider as `login`; gives the page that one ends on. */
async function atProvider(login) {
  const { page, close } = await open(browser, `http://localhost:${port}/sign-in?to=/w/kofje/reports`);
  await page.getByRole("link", { name: "organisation" }).click();
  await page.fill("[name=login]", login);
  await page.fill("[name=password]", "any");
  await page.click("[type=submit]");
  await page.click("[type=submit]");
  await page.waitForURL(`http://localhost:${port}/**`);
  const ended = { path: new URL(page.url()).pathname, text: await page.textContent("main"), page, close };
  return ended;
}

test("a real OpenID Connect provider lets in who is known or invited", async () => {
  const known = await atProvider("kees@skutsje.example");
  assert.equal(known.path, "/w/kofje/reports");
  await known.close();
  await link("new@skutsje.example", "client", "kofje");
  const invited = await atProvider("new@skutsje.example");
  assert.equal(invited.path, "/w/kofje/reports");
  await invited.close();
  assert.match(await harpoon("user", "list", "--folder", root), /new@skutsje.example +Of new@skutsje.example +client +kofje/);
  const stranger = await atProvider("stranger@elsewhere.example");
  assert.match(stranger.text, /Nobody here is called stranger@elsewhere.example/);
  await stranger.close();
  await link("unverified@skutsje.example", "client", "kofje");
  const unverified = await atProvider("unverified@skutsje.example");
  assert.match(unverified.text, /does not vouch/);
  await unverified.close();
  const visitor = new Visitor();
  assert.match((await visitor.ask("/sign-in/back?code=x&state=y")).text, /another browser/);
  const begun = await visitor.ask("/sign-in/with");
  const to = new URL(begun.to);
  assert.equal(to.searchParams.get("code_challenge_method"), "S256");
  assert.match((await visitor.ask(`/sign-in/back?code=x&state=${to.searchParams.get("state")}x`)).text, /another browser/);
});

for (const colorScheme of ["light", "dark"]) {
  test(`the door has no fault that axe finds, ${colorScheme}`, async () => {
    const path = await link("axe@skutsje.example", "client", "kofje");
    for (const where of ["sign-in", path.slice(1), "join/void"]) {
      const { page, close } = await open(browser, server.at + where, { colorScheme, viewport: { width: 390, height: 800 } });
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], where);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, where);
      await close();
    }
    const { page, close } = await open(browser, `${server.at}sign-in`, { colorScheme, viewport: { width: 390, height: 800 } });
    await page.fill("[name=email]", "boss@agency.example");
    await page.fill("[name=password]", WORDS);
    await page.keyboard.press("Enter");
    await page.waitForSelector("table");
    for (const where of ["", "w/kofje/settings", "password"]) {
      await page.goto(server.at + where);
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], where);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, where);
    }
    await close();
  });
}
