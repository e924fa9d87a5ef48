// From an empty folder to an issued report, as a newcomer goes: in a real browser, with the demo's exports.
//
// HARPOON names the binary, CHROMIUM the browser.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { folder, harpoon, launch, open as openPage, serve as begun } from "./serve.mjs";

const PASSPHRASE = "a skiff of coffee beans";
const { SHOTS } = process.env;
const servers = [];
let browser, exports;

/** A server that ends with the tests, also where one of them failed. */
async function serve(...args) {
  const server = await begun(...args);
  servers.push(server);
  return server;
}

before(async () => {
  browser = await launch();
  const demo = folder();
  await harpoon("-q", "demo", join(demo, "demo"), "--no-serve");
  exports = join(demo, "demo", "exports");
});

after(async () => {
  await browser?.close();
  servers.forEach((server) => server.stop());
});

/** All files below a folder. */
function files(root) {
  return readdirSync(root, { recursive: true })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile());
}

/** No fault that axe finds, light and dark; nothing wider than a phone; no trouble of script or policy. */
async function audit(page, step) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
    assert.deepEqual(faults, [], `${step}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${step}.png`), fullPage: true });
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 800 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${step}: ${wide} too wide for a phone`);
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${step}-phone.png`), fullPage: true });
  await page.setViewportSize(before);
  assert.deepEqual(page.troubles, [], step);
}

/** Makes the workspace of an empty folder that is served. */
async function begin(page, { name = "Skûtsje Kofje" } = {}) {
  await page.fill("input[name=name]", name);
  await page.click("button[type=submit]");
  await page.waitForURL("**/import");
}

/** A workspace made in the terminal. */
async function workspace(root) {
  await harpoon("-q", "-w", root, "init", "--name", "Zilt", "--currency", "EUR", "--zone", "Europe/Amsterdam");
  return root;
}

/** Sends files as a form does, names as they are given. */
async function upload(at, list, headers = {}) {
  const form = new FormData();
  for (const [name, body] of list) form.append("files", new Blob([body]), name);
  const origin = new URL(at).origin;
  return fetch(new URL("/import", at), { method: "POST", body: form, redirect: "manual", headers: { origin, ...headers } });
}

const post = (at, path, fields = {}, headers = {}) =>
  fetch(new URL(path, at), { method: "POST", body: new URLSearchParams(fields), redirect: "manual", headers: { origin: new URL(at).origin, ...headers } });

/** The page of an upload, once nothing runs any more. */
async function ended(at, path) {
  for (let tries = 0; tries < 600; tries += 1) {
    const text = await (await fetch(new URL(path, at))).text();
    if (!text.includes("data-events")) return text;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the import does not end");
}

const ORDERS = "Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name\n";

/** Folders of what was sent; beside them stands the newest number that was given. */
const uploads = (root) => readdirSync(join(root, "incoming")).filter((name) => name !== "newest");

test("from an empty folder to an issued report", async () => {
  const root = join(folder(), "new");
  const server = await serve(root, { env: { HARPOON_KEYS: join(folder(), "keys") } });
  const { page, close } = await openPage(browser, server.at, { timezoneId: "Europe/Amsterdam" });
  page.setDefaultTimeout(180_000);
  assert.equal(await page.inputValue("input[name=zone]"), "Europe/Amsterdam", "the browser's own zone");
  assert.equal(await page.inputValue("input[name=currency]"), "EUR");
  await audit(page, "1-setup");
  await begin(page);
  assert.ok(existsSync(join(root, "harpoon.toml")));
  await audit(page, "2-drop");

  await page.goto(server.at);
  assert.ok(await page.locator("form.drop").isVisible(), "an empty overview offers the same");
  await audit(page, "2-overview");

  await page.setInputFiles("input[type=file]", files(exports));
  await page.click("form.drop button");
  await page.waitForURL("**/import/2026-11-02-1");
  const rows = await page.locator("tbody tr").count();
  assert.ok(rows >= 67, `${rows} rows for 67 files and the members of archives`);
  await audit(page, "3-recognised");
  await page.click("form.asked button");
  await page.waitForSelector("a.button", { timeout: 300_000 });
  const told = await page.innerText("main .lead");
  const [, read, all, accepted] = told.match(/(\d+) of (\d+) files read: ([\d,]+) rows accepted/);
  assert.equal(read, all, "everything is read");
  assert.ok(Number(accepted.replaceAll(",", "")) > 30_000, told);
  assert.deepEqual(readdirSync(join(root, "incoming", "2026-11-02-1", "files"), { recursive: true }).filter((name) => name.includes(".")), [], "what was read lies in raw/ alone");
  await audit(page, "4-result");

  await page.click("text=Set the first goals");
  await page.waitForURL("**/goals/first");
  await page.fill("input[name=name]", "studio.example");
  await page.fill("input[name=passphrase]", PASSPHRASE);
  await page.fill("input[name=passphrase-again]", PASSPHRASE);
  await audit(page, "5-key");
  await page.click("text=Make the key");
  await page.waitForSelector("[role=status]");
  const [key] = (await page.innerText("[role=status]")).match(/studio\.example\+\S+/);
  await page.goto(new URL("/goals/first", server.at).href);
  await audit(page, "6-goals");
  await page.fill("input[name=passphrase]", "not the passphrase");
  await page.click("text=Sign and set");
  await page.waitForSelector("[role=alert]");
  assert.ok(!existsSync(join(root, "ledger")), "nothing is begun with a wrong passphrase");
  await page.fill("input[name=passphrase]", PASSPHRASE);
  await page.click("text=Sign and set");
  await page.waitForSelector(".notice.good");
  const set = await harpoon("-w", root, "goal", "list", "--format", "json");
  assert.match(set, /"kind":"concrete"/);

  await page.click("nav >> text=Reports");
  await page.fill("textarea[name=note]", "A good month <script>alert(1)</script>; more in November.");
  await audit(page, "7-issue");
  const [preview] = await Promise.all([page.context().waitForEvent("page"), page.click("text=Look at it with the note")]);
  await preview.waitForLoadState();
  assert.match(await preview.innerText("body"), /more in November/);
  await preview.close();
  await page.fill("input[name=passphrase]", PASSPHRASE);
  await page.click("text=Issue and sign");
  await page.waitForSelector(".notice.good");
  assert.match(await page.innerText("#papers"), /2026-10\.en\.html/);
  assert.match(await page.innerText("#papers"), /as it was signed/);
  await audit(page, "8-issued");
  await harpoon("-w", root, "verify", join(root, "reports", "2026-10.en.html"), "--key", key);
  await page.goto(server.at);
  await audit(page, "9-overview");
  await close();
  for (const path of files(root).filter((path) => !path.includes("/lake/") && !path.includes("/raw/"))) {
    assert.ok(!readFileSync(path).includes(PASSPHRASE), `${relative(root, path)} does not hold the passphrase`);
  }
  assert.ok(!server.log.includes(PASSPHRASE));
  server.stop();
});

test("without scripts, files are sent by the form and the page says how far it is", async () => {
  const root = await workspace(join(folder(), "zilt"));
  const server = await serve(root);
  const { page, close } = await openPage(browser, new URL("/import", server.at).href, { javaScriptEnabled: false });
  await page.setInputFiles("input[type=file]", files(join(exports, "shopify")));
  await page.click("form.drop button");
  await page.waitForURL("**/import/2026-11-02-1");
  await page.click("form.asked button");
  await page.waitForSelector("a.button", { timeout: 120_000 });
  await close();
  server.stop();
});

test("files that are dropped are sent with their times, and the import is watched", async () => {
  const root = await workspace(join(folder(), "zilt"));
  const server = await serve(root);
  const { page, close } = await openPage(browser, new URL("/import", server.at).href);
  const bodies = files(join(exports, "tiktok")).map((path) => [relative(exports, path).replaceAll("/", " "), readFileSync(path, "utf8")]);
  const times = new Date("2026-10-05T12:00:00Z").getTime();
  await page.evaluate(
    ([bodies, lastModified]) => {
      const dataTransfer = new DataTransfer();
      for (const [name, body] of bodies) dataTransfer.items.add(new File([body], name, { lastModified }));
      document.querySelector("form.drop").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    },
    [bodies, times],
  );
  await page.waitForURL("**/import/2026-11-02-1");
  const kept = files(join(root, "incoming", "2026-11-02-1", "files"));
  assert.equal(kept.length, bodies.length);
  for (const path of kept) assert.equal(statSync(path).mtimeMs, times, path);
  const events = page.waitForRequest("**/progress");
  await page.click("form.asked button");
  await events;
  await page.waitForSelector("a.button", { timeout: 120_000 });
  assert.deepEqual(page.troubles, []);
  await close();
  server.stop();
});

test("a table that nobody knows is read by a map that was corrected on the page", async () => {
  const root = await workspace(join(folder(), "zilt"));
  const server = await serve(root);
  const { page, close } = await openPage(browser, new URL("/import", server.at).href);
  const odd = join(folder(), "kassa oktober.csv");
  writeFileSync(odd, "dag,sichtberichten,klikken op link\n2026-10-01,120,7\n2026-10-02,130,9\n");
  await page.setInputFiles("input[type=file]", odd);
  await page.click("form.drop button");
  await page.waitForURL("**/import/2026-11-02-1");
  assert.match(await page.innerText("main"), /No export that we know/);
  await audit(page, "map");
  await page.fill("textarea[name=map]", "id = nonsense");
  await page.click("text=Keep this map");
  await page.waitForSelector("[role=alert]");
  assert.equal(await page.inputValue("textarea[name=map]"), "id = nonsense", "what was typed is still there");
  const map = 'id = "kassa"\nplatform = "instagram"\nscope = "organic"\n\n[columns]\n"dag" = "date"\n"sichtberichten" = "impressions"\n"klikken op link" = "clicks.link"\n';
  await page.fill("textarea[name=map]", map);
  await page.click("text=Keep this map");
  await page.waitForSelector("text=1 of 1 files can be read");
  await page.click("form.asked button");
  await page.waitForSelector("a.button", { timeout: 60_000 });
  assert.match(await page.innerText("main .lead"), /1 of 1 files read: 2 rows accepted/);
  await close();
  server.stop();
});

test("hostile names harm nothing", async () => {
  const home = folder();
  const root = await workspace(join(home, "zilt"));
  const server = await serve(root);
  const evil = [
    "../../../outside.csv", "..\\..\\outside.csv", "/etc/outside.csv", "C:\\outside.csv", "CON", "con.csv", ".hidden.csv", `${"x".repeat(400)}.csv`,
    "<img src=x onerror=alert(1)>.csv", "\"><script>alert(1)</script>.csv", "a\u202egpj.csv", "same.csv", "same.csv", "..", "a/b/c/d/e/f/g/h/i.csv", "=cmd|' /C calc'!A0.csv",
  ];
  const sent = await upload(server.at, evil.map((name, i) => [name, `day,figure\n2026-10-01,${i}\n`]));
  assert.equal(sent.status, 303, await sent.text());
  const kept = files(join(root, "incoming", "2026-11-02-1", "files"));
  assert.equal(kept.length, evil.length);
  assert.deepEqual(readdirSync(home), ["zilt"], "nothing outside of the workspace");
  assert.ok(!existsSync("/etc/outside.csv"));
  for (const path of kept) {
    for (const part of relative(join(root, "incoming"), path).split("/")) {
      assert.ok(Buffer.byteLength(part) <= 130 && !/[<>:"|?*\\\u202e]/.test(part) && !part.startsWith("."), part);
      assert.ok(!/^(con|prn|aux|nul)(\.|$)/i.test(part), part);
    }
  }
  const { page, close } = await openPage(browser, new URL("/import/2026-11-02-1", server.at).href);
  await page.waitForLoadState();
  assert.deepEqual(page.troubles, []);
  assert.equal(await page.locator("main img, main script").count(), 0);
  await page.click("text=Discard these files");
  await page.waitForURL("**/import");
  assert.deepEqual(uploads(root), []);
  await close();
  const next = await upload(server.at, [["next.csv", "day,figure\n2026-10-01,1\n"]]);
  assert.equal(next.headers.get("location"), "/import/2026-11-02-2", "no number is given twice");
  for (const path of ["/import/..", "/import/%2e%2e%2f", "/import/2026-11-02-1%2f..%2f..", "/import/x/progress"]) {
    assert.notEqual((await fetch(new URL(path, server.at))).status, 500, path);
  }
  server.stop();
});

test("what is too large, empty, cut off or no table is told", async () => {
  const root = await workspace(join(folder(), "zilt"));
  const server = await serve(root, { args: ["--largest-upload", "1"] });
  const large = await upload(server.at, [["large.csv", Buffer.alloc(3 << 20, "a,b\n")]]);
  assert.match(await large.text(), /more than 1.MiB/);
  assert.match(await (await upload(server.at, [])).text(), /No file was chosen|cut off/);
  assert.deepEqual(uploads(root), [], "nothing of it is kept");
  const cut = await fetch(new URL("/import", server.at), {
    method: "POST",
    headers: { origin: new URL(server.at).origin, "content-type": "multipart/form-data; boundary=x" },
    body: '--x\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\nday,',
  });
  assert.match(await cut.text(), /cut off/);
  assert.deepEqual(uploads(root), []);
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  const sent = await upload(server.at, [["empty.csv", ""], ["picture.csv", png], ["broken.zip", "PK\u0003\u0004 and no more"]]);
  assert.equal(sent.status, 303);
  const text = await (await fetch(new URL(sent.headers.get("location"), server.at))).text();
  assert.match(text, /no rows|Empty|empty/);
  assert.ok(!text.includes(root), "no path of this machine");
  assert.match(text, /None of these files can be read/);
  server.stop();
});

/** Keeps the lock of a workspace's writer, so that an import has begun and waits; the end of it. */
async function writing(root) {
  const holder = spawn("flock", [join(root, "lake", "_writer.lock"), "sh", "-c", "echo held; exec cat"], { stdio: ["pipe", "pipe", "inherit"] });
  await once(holder.stdout, "data");
  return async () => {
    holder.stdin.end();
    await once(holder, "close");
  };
}

test("an import that was killed goes on, and counts once", async () => {
  const root = await workspace(join(folder(), "zilt"));
  let server = await serve(root);
  const release = await writing(root);
  const list = files(exports).map((path) => [relative(exports, path), readFileSync(path)]);
  const sent = await upload(server.at, list);
  const here = sent.headers.get("location");
  const run = await post(server.at, `${here}/run`);
  assert.equal(run.status, 303);
  const second = await post(server.at, `${here}/run`);
  assert.match(await second.text(), /Another import runs/);
  const other = await upload(server.at, [["orders.csv", ORDERS]]);
  assert.equal(other.status, 303, "more can be brought in meanwhile");
  assert.match(await (await post(server.at, `${other.headers.get("location")}/run`)).text(), /Another import runs/);
  const event = await (await fetch(new URL(`${here}/progress`, server.at))).text();
  assert.match(event, /^retry: \d+\ndata: \{.*\}\n\n$/);
  server.child.kill("SIGKILL");
  await once(server.child, "exit");
  await release();
  mkdirSync(join(root, "incoming", "2026-11-02-9.part"));

  server = await serve(root);
  const broken = await (await fetch(new URL(here, server.at))).text();
  assert.ok(broken.includes("broken off"));
  const proposed = Object.fromEntries([...broken.matchAll(/name="(a-[0-9a-f.]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  assert.equal((await post(server.at, `${here}/run`, proposed)).status, 303);
  const done = await ended(server.at, here);
  assert.match(done, /70 of 70 files read/, "all is read");
  await upload(server.at, [["orders.csv", ORDERS]]);
  assert.ok(!existsSync(join(root, "incoming", "2026-11-02-9.part")), "what was on its way is swept");
  // By the other route: the same files, imported at once in the terminal.
  const other_root = await workspace(join(folder(), "zilt"));
  await harpoon("-q", "-w", other_root, "import", "--yes", exports);
  const ask = (root) => harpoon("-w", root, "sql", "SELECT count(*) AS facts FROM observations", "--format", "csv");
  assert.equal(await ask(root), await ask(other_root));
  server.stop();
});

test("a client reaches none of it, and an analyst signs nothing", async () => {
  const root = await workspace(join(folder(), "zilt"));
  const links = {};
  for (const [email, ...role] of [["o@zilt.example"], ["a@zilt.example", "--role", "analyst"], ["c@zilt.example", "--role", "client"]]) {
    const link = (await harpoon("-q", "user", "add", email, ...role, "--folder", root)).trim();
    links[email[0]] = new URL(link).pathname;
    if (email[0] === "o") {
      const server = await serve(root);
      await join_in(server.at, links.o);
      server.stop();
      await once(server.child, "exit");
    }
  }
  const server = await serve(root);
  const [analyst, client] = [await join_in(server.at, links.a), await join_in(server.at, links.c)];
  const get = (path, cookie) => fetch(new URL(path, server.at), { headers: { cookie }, redirect: "manual" });
  for (const path of ["/import", "/import/2026-11-02-1", "/import/2026-11-02-1/progress", "/goals/first"]) {
    assert.equal((await get(path, client)).status, 404, path);
  }
  for (const path of ["/import", "/import/retry", "/import/2026-11-02-1/run", "/import/2026-11-02-1/discard", "/goals/first", "/goals/profile", "/keys/new", "/reports/issue", "/reports/preview"]) {
    assert.equal((await post(server.at, path, {}, { cookie: client })).status, 403, path);
    const nobody = await post(server.at, path);
    assert.match(nobody.headers.get("location") ?? "", /^\/sign-in/, path);
  }
  for (const path of ["/goals/first", "/goals/profile", "/keys/new", "/reports/issue"]) {
    assert.equal((await post(server.at, path, {}, { cookie: analyst })).status, 403, path);
  }
  assert.equal((await get("/import", analyst)).status, 200);
  assert.equal((await upload(server.at, [["a.csv", "a,b\n1,2\n"]], { cookie: analyst })).status, 303);
  // The refusal ends the line, so no later request may use it.
  assert.equal((await upload(server.at, [["a.csv", "a,b\n1,2\n"]], { cookie: client, connection: "close" })).status, 403);
  const foreign = await upload(server.at, [["a.csv", "a,b\n"]], { cookie: analyst, origin: "https://elsewhere.example" });
  assert.equal(foreign.status, 403);
  assert.ok(!(await (await get("/reports", client)).text()).includes("passphrase"));
  server.stop();
});

/** Takes up an invitation; gives the cookie. */
async function join_in(at, path) {
  const joined = await post(at, path, { name: "Somebody", password: "four words will do" });
  return joined.headers.get("set-cookie").split(";")[0];
}

test("an agency begins with an empty folder and adds clients", async () => {
  const root = join(folder(), "clients");
  const server = await serve(root);
  const fields = { name: "Skûtsje Kofje", currency: "EUR", zone: "Europe/Amsterdam", objective: "sales", business: "online_shop", folder: "several" };
  const made = await post(server.at, "/clients/new", fields);
  assert.equal(made.headers.get("location"), "/w/skutsje-kofje/import");
  const wrong = await post(server.at, "/clients/new", { ...fields, currency: "euro", zone: "Mars/Olympus", name: " " });
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /Give the name.*three letters.*no time zone/s);
  assert.equal((await post(server.at, "/clients/new", fields)).headers.get("location"), "/w/skutsje-kofje-2/import");
  assert.equal((await post(server.at, "/clients/new", { ...fields, name: "../../<b>茶</b>" })).headers.get("location"), "/w/b-b/import");
  const { page, close } = await openPage(browser, server.at);
  assert.equal(await page.locator("tbody tr").count(), 3);
  await page.click("text=Add a client");
  await audit(page, "add-client");
  await close();
  server.stop();
  const strange = folder();
  writeFileSync(join(strange, "letter.txt"), "mine");
  await assert.rejects(harpoon("serve", strange, "--port", "0"), /is no workspace/);
});
