// Unmodified public clients of Segment, RudderStack, Snowplow and Plausible against the collector: through answers of 500 and 429, broken
// lines, and a server that is killed and started again. What each client was told is kept counts once, and nothing else does.
//
// HARPOON names the binary. Clients in Python are tried where PYTHON_CLIENTS names a Python that has them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { folder, harpoon, launch } from "./serve.mjs";

const { HARPOON, PYTHON_CLIENTS } = process.env;
const here = import.meta.dirname;
const modules = createRequire(import.meta.url);
const root = join(folder(), "workspace");
const SOURCES = ["segment-node", "segment-browser", "segment-python", "rudder-node", "rudder-python", "snowplow-browser", "snowplow-python", "plausible-browser"];
/** The write key of a source. */
const key = (source) => `key-${source}`;

let server;
/** The server on a port of its own; the proxy finds it. */
async function start() {
  const child = spawn(HARPOON, ["-q", "serve", root, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await once(child.stdout, "data");
  server = { child, port: Number(new URL(String(said).trim()).port) };
}
async function killed() {
  server.child.kill("SIGKILL");
  await once(server.child, "close");
}

/** What stands between the clients and the server, with the troubles that are to come: a status, or "reset". */
const proxy = { troubles: [], met: 0 };
const between = createServer((asked, answer) => {
  const chunks = [];
  asked.on("data", (chunk) => chunks.push(chunk));
  asked.on("end", () => {
    const trouble = asked.method === "POST" ? proxy.troubles.shift() : undefined;
    const cors = { "access-control-allow-origin": asked.headers.origin ?? "*", "access-control-allow-credentials": "true" };
    if (trouble) {
      proxy.met += 1;
      if (trouble === "reset") return asked.socket.destroy();
      return answer.writeHead(trouble, { "retry-after": "1", ...cors }).end("{}");
    }
    const { method, url, headers } = asked;
    const onward = request({ host: "127.0.0.1", port: server.port, method, path: url, headers }, (told) => {
      answer.writeHead(told.statusCode, told.headers);
      told.pipe(answer);
    });
    onward.on("error", () => answer.writeHead(503, { "retry-after": "1", ...cors }).end("{}"));
    onward.end(Buffer.concat(chunks));
  });
});

/** Pages of another site, with the clients as they come from their packages. */
const FILES = {
  "/segment.js": () => join(dirname(modules.resolve("@segment/analytics-next/package.json")), "dist/umd/index.js"),
  "/snowplow.js": () => join(dirname(modules.resolve("@snowplow/browser-tracker/package.json")), "dist/index.umd.js"),
};
const site = createServer((asked, answer) => {
  const path = new URL(asked.url, "http://site").pathname;
  if (FILES[path]) return answer.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(FILES[path]()));
  if (path.startsWith("/plausible/")) {
    const base = join(dirname(modules.resolve("plausible-tracker/package.json")), "build/module");
    const file = path.slice("/plausible/".length);
    const body = readFileSync(join(base, file.endsWith(".js") ? file : `${file}.js`));
    return answer.writeHead(200, { "content-type": "text/javascript" }).end(body);
  }
  answer.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Shop</title><p>A shop.");
});

let browser, collect, pages;
before(async () => {
  await harpoon("-w", root, "init", "--name", "Zilt", "--currency", "EUR");
  for (const source of SOURCES) appendFileSync(join(root, "harpoon.toml"), `\n[collect.sources.${source}]\nkey = "${key(source)}"\n`);
  await start();
  await Promise.all([between, site].map((one) => once(one.listen(0, "127.0.0.1"), "listening")));
  collect = `http://127.0.0.1:${between.address().port}`;
  pages = `http://localhost:${site.address().port}`;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await killed();
  [between, site].forEach((one) => (one.closeAllConnections(), one.close()));
});

/** Counts of a source: what was loaded, and that nothing is unaccounted for. */
async function counts(source) {
  const all = JSON.parse(await harpoonNow("-w", root, "-q", "source", "list", "--format", "json"));
  const of = all.find((one) => one.source === source);
  assert.equal(of.accepted, of.loaded + of.quarantined + of.duplicate, JSON.stringify(of));
  assert.equal(of.quarantined, 0, JSON.stringify(of));
  return of;
}
/** The command line by the clock: clients send by theirs. */
async function harpoonNow(...args) {
  const child = spawn(HARPOON, args, { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (data) => (out += data));
  const [code] = await once(child, "close");
  assert.equal(code, 0, args.join(" "));
  return out;
}

/** Waits until so many events of a source are in, and sees that no more come. */
async function settles(source, events) {
  let seen;
  for (let tries = 0; tries < 60; tries += 1) {
    seen = await counts(source);
    if (seen.loaded >= events) break;
    await sleep(500);
  }
  await sleep(300);
  seen = await counts(source);
  assert.equal(seen.loaded, events, JSON.stringify(seen));
  return seen;
}

/** Sends in two halves: the first through troubles; between them the server is killed and started. */
async function throughTroubles(source, troubles, events, send) {
  proxy.troubles = [...troubles];
  proxy.met = 0;
  await send(0);
  assert.equal(proxy.met, troubles.length, "the troubles were met");
  await killed();
  await start();
  await send(1);
  return settles(source, events);
}

test("Segment, Node", async () => {
  const { Analytics } = await import("@segment/analytics-node");
  await throughTroubles("segment-node", [500, 429], 6, async (half) => {
    const analytics = new Analytics({ writeKey: key("segment-node"), host: collect, flushAt: 10, flushInterval: 50, maxRetries: 5 });
    analytics.on("error", (error) => console.log("segment-node", error));
    for (const id of [1, 2, 3]) analytics.track({ anonymousId: "a", event: "Order Completed", properties: { order_id: `${half}-${id}`, total: 10, currency: "EUR" } });
    await analytics.closeAndFlush({ timeout: 20_000 });
  });
  const orders = await harpoonNow("-w", root, "-q", "sql", "select deed from events where kind = 'order' and deed like '%-%' order by deed", "--format", "csv");
  assert.deepEqual(orders.trim().split("\n").slice(1), ["0-1", "0-2", "0-3", "1-1", "1-2", "1-3"]);
});

test("RudderStack, Node", async () => {
  const { default: Analytics } = await import("@rudderstack/rudder-sdk-node");
  const Client = Analytics.default ?? Analytics;
  await throughTroubles("rudder-node", [500, 500], 6, async (half) => {
    const client = new Client(key("rudder-node"), { dataPlaneUrl: collect, flushInterval: 50, gzip: true });
    for (const id of [1, 2, 3]) client.track({ anonymousId: "b", event: "Product Viewed", properties: { product_id: `${half}-${id}` } });
    for (let tries = 0; tries < 60; tries += 1) {
      if ((await counts("rudder-node")).loaded >= 3 * (half + 1)) return;
      await sleep(300);
    }
  });
});

/** A page of the site with a client in it. */
async function page(script) {
  const context = await browser.newContext({ userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36" });
  // Parts of Segment's client come from its CDN, which has the files of the package.
  const umd = join(dirname(modules.resolve("@segment/analytics-next/package.json")), "dist/umd");
  await context.route("https://cdn.segment.com/analytics-next/bundles/**", (route) => route.fulfill({ path: join(umd, basename(new URL(route.request().url()).pathname)) }));
  const page = await context.newPage();
  page.on("pageerror", (error) => console.log("page", error));
  await page.goto(`${pages}/?utm_source=instagram&utm_medium=social`);
  if (script) await page.addScriptTag({ url: script });
  return page;
}

test("Segment, browser", async () => {
  await throughTroubles("segment-browser", [500, 429], 6, async (half) => {
    const shown = await page("/segment.js");
    await shown.evaluate(
      async ([writeKey, at, half]) => {
        const host = new URL(at).host;
        const [analytics] = await window.AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL: at }, { integrations: { "Segment.io": { apiHost: `${host}/v1`, protocol: "http" } } });
        await analytics.page();
        await analytics.track("Product Viewed", { product_id: `${half}-1` });
        await analytics.identify(`u-${half}`);
      },
      [key("segment-browser"), collect, half],
    );
    for (let tries = 0; tries < 60; tries += 1) {
      if ((await counts("segment-browser")).loaded >= 3 * (half + 1)) break;
      await sleep(300);
    }
    await shown.context().close();
  });
});

test("Snowplow, browser", async () => {
  await throughTroubles("snowplow-browser", [500, 500], 6, async (half) => {
    const shown = await page("/snowplow.js");
    await shown.evaluate(
      ([appId, at]) => {
        const { newTracker, trackPageView } = window.snowplowBrowserTracking;
        newTracker("sp", at, { appId });
        for (const title of ["one", "two", "three"]) trackPageView({ title });
      },
      [key("snowplow-browser"), collect],
    );
    for (let tries = 0; tries < 60; tries += 1) {
      if ((await counts("snowplow-browser")).loaded >= 3 * (half + 1)) break;
      // It sends what was refused together with what comes next, or when the page asks for it.
      await shown.evaluate(() => window.snowplowBrowserTracking.flushBuffer());
      await sleep(300);
    }
    await shown.context().close();
  });
});

// Plausible's client tries nothing again, and gives no ids: what meets a trouble is lost, and that is its own doing.
test("Plausible, browser", async () => {
  await throughTroubles("plausible-browser", [], 4, async () => {
    const shown = await page();
    await shown.evaluate(
      async ([domain, apiHost, from]) => {
        const { default: Plausible } = await import(from);
        const { trackPageview, trackEvent } = Plausible({ domain, apiHost, trackLocalhost: true });
        await new Promise((done) => trackPageview({}, { callback: done }));
        await new Promise((done) => trackEvent("Signup", { callback: done }));
      },
      [key("plausible-browser"), collect, "/plausible/index.js"],
    );
    await shown.context().close();
  });
});

for (const [source, troubles] of [
  ["segment-python", [500, 429]],
  ["rudder-python", [500, 500]],
  ["snowplow-python", [500, 500]],
]) {
  test(`${source.split("-")[0]}, Python`, { skip: !PYTHON_CLIENTS && "no Python with the clients" }, async () => {
    await throughTroubles(source, troubles, 6, async (half) => {
      const child = spawn(PYTHON_CLIENTS, [join(here, "clients.py"), source, key(source), collect, String(half)], { stdio: ["ignore", "inherit", "inherit"] });
      const [code] = await once(child, "close");
      assert.equal(code, 0);
    });
  });
}

test("all of it is there once more after a last restart, and no source has another's", async () => {
  await killed();
  await start();
  const all = JSON.parse(await harpoonNow("-w", root, "-q", "source", "list", "--format", "json"));
  const loaded = Object.fromEntries(all.map((one) => [one.source, one.loaded]));
  const python = PYTHON_CLIENTS ? 6 : 0;
  assert.deepEqual(loaded, {
    "plausible-browser": 4,
    "rudder-node": 6,
    "rudder-python": python,
    "segment-browser": 6,
    "segment-node": 6,
    "segment-python": python,
    "snowplow-browser": 6,
    "snowplow-python": python,
  });
});
