// Filters, comparison, chips, brush, notes, and the pages made of them, in a real browser; numbers are held against the command line.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { folder, harpoon, launch, open as openPage, serve } from "./serve.mjs";

const { WORKSPACE } = process.env;
const LANGUAGES = ["en", "zh-CN", "fy"];
const PAGES = [
  "", "?platform=meta", "?scope=paid&vs=year", "?from=2026-10-05&to=2026-10-18&vs=none", "?campaign=Brand+search", "?account=nobody", "?x.nothing=1",
  "funnel?scope=paid", "content?platform=instagram", "money?platform=meta", "paid", "paid?campaign=Brand+search", "reconcile", "voice", "explore?kpi=spend&by=campaign", "settings",
];
let browser, at, server, workspace;

before(async () => {
  workspace = join(folder(), "w");
  cpSync(WORKSPACE, workspace, { recursive: true });
  server = await serve(workspace);
  at = server.at;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

const open = (path, options) => openPage(browser, at + path, options);
/** What the command line says, by KPI or by the value of the one dimension. */
async function kpi(...args) {
  return JSON.parse(await harpoon("-q", "-w", workspace, "kpi", ...args, "--format", "json"));
}
/** The number of a cell; none where it has no digit. */
const number = (text) => (/\d/.test(text) ? Number(text.replace(/[^\d.−-]/g, "").replace("−", "-")) : NaN);

test("filters change the numbers, and they are the command line's", async () => {
  for (const [query, args] of [
    ["platform=google_ads", ["--where", "platform=google_ads"]],
    ["scope=paid", ["--where", "scope=paid"]],
    ["scope=paid&platform=meta", ["--where", "scope=paid", "--where", "platform=meta"]],
    ["campaign=Brand+search", ["--where", "campaign=Brand search"]],
  ]) {
    const { page, close } = await open(`?month=2026-10&lang=en&${query}`);
    const told = await kpi("impressions", "--by", "platform,scope", "--month", "2026-10", ...args);
    const known = told.filter(({ value }) => value !== null);
    assert.ok(known.length > 0, query);
    const rows = await page.$$eval("#platforms .scroll[aria-label=\"Paid and organic side by side\"] tbody tr", (all) => all.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
    const shown = rows.map((cells) => number(cells[2])).filter(Number.isFinite).sort((a, b) => a - b);
    assert.deepEqual(shown, known.map(({ value }) => Number(value)).sort((a, b) => a - b), query);
    assert.deepEqual(page.troubles, []);
    await close();
  }
});

test("what cannot be known under a filter is missing with its reason", async () => {
  const { page, close } = await open("?month=2026-10&lang=en&account=nobody");
  const values = await page.$$eval(".card", (all) => all.map((card) => [card.querySelector(".value").innerText.trim(), card.querySelector(".context").innerText.trim()]));
  assert.ok(values.length >= 4);
  for (const [value, reason] of values) assert.ok(value === "–" ? reason.length > 10 : true, `${value}: ${reason}`);
  assert.ok(values.some(([value]) => value === "–"));
  await close();
});

test("days and comparison are two readings of the command line", async () => {
  for (const [vs, from, to] of [
    ["", "2026-09-21", "2026-10-04"],
    ["&vs=year", "2025-10-05", "2025-10-18"],
  ]) {
    const { page, close } = await open(`funnel?from=2026-10-05&to=2026-10-18&lang=en${vs}`);
    const [now] = await kpi("impressions", "--from", "2026-10-05", "--to", "2026-10-18");
    const [then] = await kpi("impressions", "--from", from, "--to", to);
    const row = await page.$eval("#funnel tbody tr", (row) => [...row.cells].map((cell) => cell.innerText.trim()));
    assert.ok(row.some((cell) => number(cell.split("(")[0]) === Number(now.value)), `${row} has ${now.value}`);
    if (then.value === null) assert.ok(row.includes("–"), `${row}: nothing is known of ${from}`);
    else assert.ok(row.some((cell) => number(cell.split("(")[0]) === Number(then.value)), `${row} has ${then.value}`);
    await close();
  }
});

test("a bar filters, a chip takes it off, back works, other pages keep it", async () => {
  const { page, close } = await open("?month=2026-10&lang=en");
  const bar = page.locator("#platforms svg a").first();
  const name = (await bar.getAttribute("aria-label")).split(":")[0];
  await bar.click();
  await page.waitForURL("**platform=**");
  assert.ok((await page.locator(".chips").innerText()).includes(name));
  const link = await page.locator("nav a", { hasText: "Paid" }).getAttribute("href");
  assert.ok(link.includes("platform="), link);
  await page.goBack();
  assert.equal(new URL(page.url()).searchParams.get("platform"), null);
  await page.goForward();
  await page.locator(".chips a").first().click();
  await page.waitForURL((url) => !url.searchParams.has("platform"));
  assert.equal(await page.locator(".chips").count(), 0);
  // By keyboard alone.
  await page.locator("#platforms svg a").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**platform=**");
  await page.goto(`${at}explore?kpi=spend&by=campaign&lang=en&month=2026-10`);
  await page.locator("#explore svg a").first().click();
  await page.waitForURL("**campaign=**");
  await page.goto(`${at}paid?lang=en&month=2026-10`);
  await page.locator("#campaigns svg a").first().click();
  await page.waitForURL("**campaign=**");
  assert.deepEqual(page.troubles, []);
  await close();
});

test("posts and ads go by their names, with the platform's number beside them", async () => {
  const told = async (sql) => JSON.parse(await harpoon("-q", "-w", workspace, "sql", sql, "--format", "json"));
  const ads = new Map((await told("SELECT DISTINCT ad_id, name FROM ads WHERE kind = 'ad'")).map(({ ad_id, name }) => [ad_id, name]));
  const { page, close } = await open("explore?kpi=spend&by=ad&lang=en&month=2026-10");
  const cells = await page.$$eval("#explore tbody th", (all) => all.map((one) => one.innerText.trim()));
  assert.ok(cells.length >= 2);
  for (const cell of cells) {
    const [, name, id] = cell.match(/^(.*) \((\d+)\)$/) ?? assert.fail(cell);
    assert.equal(ads.get(id), name);
  }
  const posts = new Map((await told("SELECT post_id, coalesce(title, text) AS name FROM posts")).map(({ post_id, name }) => [post_id, name]));
  const traced = JSON.parse(await harpoon("-q", "-w", workspace, "trace", "--top", "200", "--format", "json"));
  const touches = traced.flatMap(({ touches }) => touches).filter(({ content }) => posts.has(content) || ads.has(content));
  assert.ok(touches.length > 0);
  for (const { content, called } of touches) assert.equal(called.slice(0, 20), (ads.get(content) ?? posts.get(content)).replace(/\s+/g, " ").slice(0, 20));
  await page.goto(`${at}attribution?month=2026-10&lang=en`);
  const trails = await page.$$eval("#trails tbody td:nth-child(4)", (all) => all.map((one) => one.innerText.trim()));
  assert.ok(trails.some((one) => touches.some(({ called }) => called === one)), trails.join("; "));
  for (const one of trails) assert.ok(!posts.has(one) && !ads.has(one), one);
  await close();
});

test("the form filters, and leaves nothing empty in the address", async () => {
  const { page, close } = await open("?lang=en&month=2026-10");
  await page.locator("summary", { hasText: "Filter and compare" }).click();
  await page.selectOption("form.filters select[name=platform]", "meta");
  await page.waitForURL("**platform=meta**");
  assert.equal(new URL(page.url()).searchParams.get("scope"), null, page.url());
  await page.locator("summary", { hasText: "Filter and compare" }).click();
  const campaigns = await page.$$eval("#choices-campaign option", (all) => all.map((one) => one.value));
  assert.ok(campaigns.includes("Brand search"));
  await page.selectOption("form.filters select[name=vs]", "none");
  await page.waitForURL("**vs=none**");
  assert.ok(page.url().includes("platform=meta"));
  // Without scripts the button does it.
  const plain = await open("?lang=en&month=2026-10", { javaScriptEnabled: false });
  await plain.page.locator("summary", { hasText: "Filter and compare" }).click();
  await plain.page.fill("form.filters input[name=from]", "2026-10-05");
  await plain.page.fill("form.filters input[name=to]", "2026-10-18");
  await plain.page.click("form.filters button");
  assert.match(await plain.page.locator(".chips").innerText(), /October.5,.2026/);
  await plain.close();
  await close();
});

test("drawing over days asks for them, and so do the fields", async () => {
  const { page, close } = await open("?lang=en&month=2026-10");
  const chart = page.locator("svg[data-days]").first();
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  const [left, days] = await chart.evaluate((svg) => [Number(svg.dataset.left), Number(svg.dataset.days)]);
  const x = (day) => box.x + ((left + ((398 - left) * day) / (days - 1)) / 400) * box.width;
  const y = box.y + box.height * 0.6;
  await page.mouse.move(x(4), y);
  await page.mouse.down();
  await page.mouse.move(x(10), y, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL("**from=2026-10-05&to=2026-10-11**");
  await page.locator("summary", { hasText: "Filter and compare" }).click();
  await page.fill("form.filters input[name=to]", "2026-10-18");
  await page.keyboard.press("Enter");
  await page.waitForURL("**to=2026-10-18**");
  assert.deepEqual(page.troubles, []);
  await close();
});

test("a note is marked on daily charts, changed, removed, put back; the command line knows it", async () => {
  const listed = async () => (await harpoon("-q", "-w", workspace, "annotations", "--format", "csv")).trim().split("\n").slice(1);
  assert.deepEqual(await listed(), []);
  const { page, close } = await open("?lang=en&month=2026-10");
  const panel = page.locator("#happened");
  await panel.locator("> summary").click();
  await panel.locator("form.note[action*='/happened/add'] input[name=on]").fill("2026-10-12");
  await panel.locator("form.note[action*='/happened/add'] input[name=text]").fill("Sale, began");
  await panel.locator("form.note[action*='/happened/add'] button").click();
  await page.waitForLoadState();
  assert.ok((await page.locator("#platforms svg[data-days]").first().innerHTML()).includes("Sale, began"));
  assert.ok((await listed())[0].includes("2026-10-12") && (await listed())[0].includes("Sale, began"));
  await page.goto(`${at}explore?kpi=impressions&by=day&month=2026-10&lang=en`);
  assert.ok((await page.locator("#explore svg").innerHTML()).includes("Sale, began"), "on Explore as well");
  await page.goto(`${at}draft?month=2026-10&lang=en`);
  assert.ok((await page.content()).includes("Sale, began"), "and on paper");

  await page.goto(`${at}?lang=en&month=2026-10&scope=paid`);
  await panel.locator("> summary").click();
  await panel.locator(".notes details summary").click();
  await panel.locator(".notes form.note input[name=text]").fill("Sale ended");
  await panel.locator(".notes form.note button").click();
  await page.waitForLoadState();
  assert.ok(page.url().includes("scope=paid"), "the filters stay");
  assert.ok((await listed())[0].includes("Sale ended"));

  await panel.locator("> summary").click();
  await panel.locator("form[action*='/happened/remove'] button").click();
  await page.waitForLoadState();
  assert.deepEqual(await listed(), []);
  assert.ok(!(await page.locator("#platforms").innerHTML()).includes("Sale ended"));
  await page.locator(".notice button", { hasText: "Undo" }).click();
  await page.waitForLoadState();
  assert.equal((await listed()).length, 1);
  assert.ok((await page.locator("#platforms svg[data-days]").first().innerHTML()).includes("Sale ended"));

  // What the command line and people write shows at the next look; a bad line is told and kept.
  await harpoon("-q", "-w", workspace, "annotate", "Tracking broken", "--on", "2026-10-20", "--platform", "meta");
  const file = join(workspace, "annotations.csv");
  writeFileSync(file, `# ours\n${readFileSync(file, "utf8")}2026-99-99,,never\n`);
  await page.goto(`${at}?lang=en&month=2026-10`);
  assert.ok((await page.content()).includes("Tracking broken"));
  assert.ok((await panel.textContent()).includes("Line 5:"));
  await page.goto(`${at}?lang=en&month=2026-10&platform=instagram`);
  assert.ok(!(await page.locator("#platforms").innerHTML()).includes("Tracking broken"), "it concerns Meta alone");
  const id = (await listed().catch(() => [])) && readFileSync(file, "utf8");
  assert.ok(id.includes("# ours") && id.includes("2026-99-99,,never"), "remarks and bad lines stay");
  writeFileSync(file, "on,platform,text\n");
  await close();
});

test("hostile notes and filters run nothing", async () => {
  const evil = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><svg onload=alert(1)>", "'-alert(1)-'", "=cmd|' /C calc'!A0", "\u202egnp.exe"];
  for (const text of evil) {
    await harpoon("-q", "-w", workspace, "annotate", text, "--on", "2026-10-12");
    for (const path of ["?lang=en&month=2026-10", `?campaign=${encodeURIComponent(text)}`, `paid?x.${encodeURIComponent(text)}=1`, `?where=${encodeURIComponent(text)}`, `?vs=${encodeURIComponent(text)}&from=${encodeURIComponent(text)}`]) {
      const { page, close } = await open(path);
      const run = page.troubles.filter((trouble) => trouble.startsWith("dialog") || trouble.includes("Content Security Policy"));
      assert.deepEqual(run, [], path + text);
      assert.equal(await page.locator("main img[src=x], main script").count(), 0);
      await close();
    }
  }
  const refused = await fetch(`${at}happened/add`, { method: "POST", body: "on=2026-10-12&text=x", headers: { origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" } });
  assert.equal(refused.status, 403);
  const long = await fetch(`${at}happened/add`, { method: "POST", body: `on=2026-10-12&text=${"x".repeat(300)}`, headers: { origin: at.slice(0, -1), "content-type": "application/x-www-form-urlencoded" } });
  assert.ok((await long.text()).includes("1 to 200 characters"));
  writeFileSync(join(workspace, "annotations.csv"), "on,platform,text\n2026-10-12,,Sale began\n");
});

test("an owner changes name, colour, profile and logo; harpoon.toml keeps the rest", async () => {
  const file = join(workspace, "harpoon.toml");
  writeFileSync(file, `# ours\n${readFileSync(file, "utf8")}`);
  const { page, close } = await open("settings?lang=en");
  await page.fill("#brand input[name=name]", "Skûtsje “Kofje” & co");
  await page.fill("#brand input[name=colour]", "#7c2d12");
  await page.selectOption("#brand select[name=objective]", "sales");
  await page.selectOption("#brand select[name=business]", "online_shop");
  await page.locator("#brand button", { hasText: "Save" }).click();
  await page.waitForLoadState();
  assert.ok((await page.locator(".brand").innerText()).includes("Skûtsje “Kofje” & co"));
  const text = readFileSync(file, "utf8");
  assert.ok(text.startsWith("# ours\n") && text.includes("[[awareness]]") && text.includes("#7c2d12"), text);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 4"><script>alert(1)</script><rect width="12" height="4"/></svg>';
  await page.setInputFiles("#brand input[type=file]", { name: "x.png", mimeType: "image/png", buffer: Buffer.from(svg) });
  await page.locator("#brand button", { hasText: "Use this logo" }).click();
  await page.waitForLoadState();
  assert.ok(existsSync(join(workspace, "logo.svg")));
  const logo = await fetch(`${at}logo`);
  assert.equal(logo.headers.get("content-type"), "image/svg+xml");
  assert.match(logo.headers.get("content-security-policy"), /sandbox/);
  assert.equal(await page.locator(".bar .logo").count(), 1);
  await page.goto(`${at}logo`);
  assert.deepEqual(page.troubles.filter((trouble) => trouble.startsWith("dialog")), []);
  await page.goto(`${at}settings?lang=en`);
  await page.setInputFiles("#brand input[type=file]", { name: "x.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<html><script>alert(1)</script>") });
  await page.locator("#brand button", { hasText: "Use this logo" }).click();
  assert.ok((await page.locator("[role=alert]").innerText()).includes("no PNG"));
  await close();
});

test("definitions in English say so where the page is not", async () => {
  const { page, close } = await open("explore?lang=zh-CN");
  assert.equal(await page.locator(".meaning p[lang=en]").count(), 1);
  await close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`no page or state has a fault that axe finds, ${colorScheme}`, async () => {
    for (const path of PAGES) {
      const { page, response, close } = await open(path, { colorScheme });
      assert.equal(response.status(), 200, path);
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      const { violations } = await new AxeBuilder({ page }).analyze();
      const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
      assert.deepEqual(faults, [], `/${path}`);
      assert.deepEqual(page.troubles, [], `/${path}`);
      await close();
    }
  });
}

test("nothing is wider than the window, also with everything open", async () => {
  for (const width of [1280, 390]) {
    for (const lang of LANGUAGES) {
      for (const path of PAGES) {
        const { page, close } = await open(`${path}${path.includes("?") ? "&" : "?"}lang=${lang}`, { viewport: { width, height: 800 } });
        await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        const past = await page.evaluate(() =>
          [...document.querySelectorAll("main *, header *")]
            .filter((one) => one.getBoundingClientRect().right > window.innerWidth && !one.closest(".scroll"))
            .map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`)
            .slice(0, 5),
        );
        assert.ok(wide <= 0, `/${path} in ${lang} at ${width}: ${wide} too wide: ${past.join("; ")}`);
        await close();
      }
    }
  }
});

test("paper has the chips as words and no form", async () => {
  const { page, close } = await open("?platform=meta&lang=en");
  await page.emulateMedia({ media: "print" });
  const shown = await page.$$eval("form, .tools", (all) => all.filter((one) => one.checkVisibility()).length);
  assert.equal(shown, 0);
  assert.ok(await page.locator(".chips").isVisible());
  await close();
});

test("pages are light", async () => {
  for (const path of PAGES) {
    const bytes = (await (await fetch(at + path)).arrayBuffer()).byteLength;
    assert.ok(bytes <= 100_000, `/${path}: ${bytes} bytes`);
  }
});
