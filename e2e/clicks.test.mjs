// What Chromium asks of a short link: fetched ahead, prerendered, as a picture or a frame, it is led on and is no click; followed by a
// person, it is one.
//
// HARPOON names the binary.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { folder, harpoon } from "./serve.mjs";

const { HARPOON, CHROMIUM = "/usr/bin/chromium" } = process.env;
/** Chromium as a person has it: its name says `Headless` otherwise, which makes it a robot. */
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const SWITCHES = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", `--user-agent=${AGENT}`];
const root = join(folder(), "workspace");

const speculation = (what) => (to) => `<script type="speculationrules">{"${what}":[{"urls":["${to}"],"eagerness":"immediate"}]}</script>`;
/** What a page can do with a link without anybody's doing, and what Chromium says of it: `Sec-Purpose`, or `Sec-Fetch-Mode Sec-Fetch-Dest`. */
const UNASKED = {
  prefetch: [(to) => `<link rel="prefetch" href="${to}">`, "prefetch"],
  "speculative prefetch": [speculation("prefetch"), "prefetch"],
  prerender: [speculation("prerender"), "prefetch;prerender"],
  img: [(to) => `<img src="${to}" alt="">`, "no-cors image"],
  iframe: [(to) => `<iframe src="${to}"></iframe>`, "navigate iframe"],
  object: [(to) => `<object data="${to}"></object>`, "navigate object"],
  script: [(to) => `<script src="${to}"></script>`, "no-cors script"],
  style: [(to) => `<link rel="stylesheet" href="${to}">`, "no-cors style"],
  fetch: [(to) => `<script>fetch("${to}").catch(() => {})</script>`, "cors empty"],
};
/** What a person does with it. */
const FOLLOWED = {
  click: async (page) => void (await Promise.all([page.waitForURL(/landing/), page.click("a")])),
  "new tab": async (page) => {
    const [tab] = await Promise.all([page.context().waitForEvent("page"), page.click("a", { modifiers: ["Control"] })]);
    await tab.waitForURL(/landing/);
  },
  address: async (page) => void (await page.goto(new URL(await page.getAttribute("a", "href"), page.url()).href)),
};

let links, server, site, browser, at;
/** Headers of what was asked of each link. */
const met = {};
before(async () => {
  await harpoon("-w", root, "init", "--name", "Zilt", "--currency", "EUR");
  site = createServer(between);
  await once(site.listen(0, "127.0.0.1"), "listening");
  at = `http://localhost:${site.address().port}`;
  links = {};
  for (const [number, name] of [...Object.keys(UNASKED), ...Object.keys(FOLLOWED), "mixed"].entries()) {
    const tags = ["--source", "linkedin", "--medium", "social", "--campaign", `c${number}`];
    links[name] = (await harpoon("-w", root, "-q", "link", "new", `${at}/landing`, ...tags)).trim();
  }
  const child = spawn(HARPOON, ["-q", "collect", root, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await once(child.stdout, "data");
  server = { child, port: Number(new URL(String(said).trim()).port) };
  browser = await chromium.launch({ executablePath: CHROMIUM, ignoreDefaultArgs: true, args: [...SWITCHES, "--remote-debugging-pipe"] });
});
after(async () => {
  await browser?.close();
  server?.child.kill();
  site.closeAllConnections();
  site.close();
});

/** Pages of one site, and the short links' server beside them under the same name, as a proxy has it. */
function between(asked, answer) {
  const { pathname } = new URL(asked.url, "http://site");
  const html = (body) => answer.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><title>Shop</title>${body}`);
  if (pathname === "/landing") return html("<p>Arrived.");
  if (pathname.startsWith("/page/")) {
    const name = decodeURIComponent(pathname.slice("/page/".length));
    const [made] = UNASKED[name === "mixed" ? "img" : name] ?? [() => ""];
    return html(`${made(links[name])}<p><a href="${links[name]}">Spring offer</a>`);
  }
  if (!pathname.startsWith("/l/")) return answer.writeHead(404).end();
  (met[pathname] ??= []).push(asked.headers);
  const { method, url, headers } = asked;
  const onward = request({ host: "127.0.0.1", port: server.port, method, path: url, headers }, (told) => {
    answer.writeHead(told.statusCode, told.headers);
    told.pipe(answer);
  });
  onward.on("error", () => answer.writeHead(503).end());
  onward.end();
}

/** Counted clicks of each link; what waits is taken in before. */
async function clicks() {
  const child = spawn(HARPOON, ["-w", root, "-q", "link", "list", "--format", "json"], { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (data) => (out += data));
  assert.deepEqual(await once(child, "close"), [0, null]);
  const all = JSON.parse(out);
  return Object.fromEntries(Object.entries(links).map(([name, to]) => [name, all.find((one) => to.endsWith(one.code)).clicks]));
}
/** Waits until a link was asked for. */
async function asked(name, times = 1) {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((met[links[name]]?.length ?? 0) >= times) return met[links[name]];
    await sleep(100);
  }
  return assert.fail(`${name}: Chromium did not ask for the link`);
}
const address = (name) => `${at}/page/${encodeURIComponent(name)}`;
async function page(name) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address(name));
  return page;
}

test("what nobody asked for is no click", async () => {
  for (const [name, [, said]] of Object.entries(UNASKED)) {
    // By a browser that nobody steers: one that is steered prerenders nothing.
    const child = spawn(CHROMIUM, [...SWITCHES, `--user-data-dir=${folder()}`, address(name)], { stdio: "ignore" });
    const [headers] = await asked(name);
    const says = headers["sec-purpose"] ?? headers.purpose ?? `${headers["sec-fetch-mode"]} ${headers["sec-fetch-dest"]}`;
    assert.equal(says, said, `${name}: ${JSON.stringify(headers)}`);
    assert.equal(headers["user-agent"], AGENT);
    child.kill();
    await once(child, "close");
  }
  const counted = await clicks();
  assert.deepEqual(Object.keys(UNASKED).filter((name) => counted[name] !== 0), [], JSON.stringify(counted));
});

test("what a person follows is one", async () => {
  for (const [name, follow] of Object.entries(FOLLOWED)) {
    const opened = await page(name);
    await follow(opened);
    assert.equal((await asked(name)).length, 1, `${name}: asked for once`);
    await opened.context().close();
  }
  const counted = await clicks();
  for (const name of Object.keys(FOLLOWED)) assert.equal(counted[name], 1, `${name}: ${JSON.stringify(counted)}`);
});

test("of a picture and a click of the same link the click counts", async () => {
  const opened = await page("mixed");
  await asked("mixed");
  await FOLLOWED.click(opened);
  await asked("mixed", 2);
  await opened.context().close();
  assert.equal((await clicks()).mixed, 1);
});
