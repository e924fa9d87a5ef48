// Public figures beside own ones, bars that filter on every page, changed definitions, white label.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { folder, harpoon, launch, open as openPage, serve } from "./serve.mjs";

const { WORKSPACE } = process.env;
const MONTH = "month=2026-10&lang=en";
// As WordStream printed them in 2025 and 2026, in dollars: all industries, and beauty.
const PRINTED = { meta: { all: 1.92, beauty: 3.06 }, google_ads: { all: 5.42, beauty: 4.62 } };
let browser, own, kofje, server, dollars;

/** Ads of two platforms, in dollars: spend and clicks on links. */
async function inDollars() {
  const root = join(folder(), "dollars");
  await harpoon("-q", "-w", root, "init", "--name", "Dollars", "--currency", "USD", "--zone", "UTC");
  const [map, rows] = [join(folder(), "ads.toml"), join(folder(), "ads.csv")];
  writeFileSync(map, `id = "ads_in_dollars"\ntitle = "Ads in dollars"\nplatform = { column = "Platform" }\nscope = "paid"\n[columns]\n"Date" = "date"\n"Campaign" = "campaign_name"\n"Link clicks" = "clicks.link"\n"Spend" = "spend"\n"Currency" = "currency"\n`);
  const days = Array.from({ length: 31 }, (_, day) => `2026-10-${String(day + 1).padStart(2, "0")}`);
  const row = (day) => `${day},meta,Autumn,20,30.00,USD\n${day},google_ads,Autumn search,10,60.00,USD\n`;
  writeFileSync(rows, "Date,Platform,Campaign,Link clicks,Spend,Currency\n" + days.map(row).join(""));
  await harpoon("-q", "-w", root, "import", rows, "--map", map);
  return { root, server: await serve(root) };
}

before(async () => {
  kofje = join(folder(), "kofje");
  cpSync(WORKSPACE, kofje, { recursive: true });
  server = await serve(kofje);
  own = server.at;
  dollars = await inDollars();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
  dollars?.server.stop();
});

const open = (url, options) => openPage(browser, url, options);
const text = async (url) => (await fetch(url)).text();

test("a public figure stands beside an own one made alike, with all that says what it is", async () => {
  const { page, close } = await open(`${dollars.server.at}explore?kpi=cpc&by=platform&${MONTH}`);
  const words = await page.innerText("#explore");
  for (const [name, value] of [["Meta Ads", PRINTED.meta.all], ["Google Ads", PRINTED.google_ads.all]]) {
    assert.match(words, new RegExp(`${name}: industry ${value.toFixed(2)}.USD`), words);
  }
  for (const part of ["WordStream by LocaliQ", "figures of 2025", "median or mean is not stated", "726 campaigns for leads in the United States", "media cost of one click on an ad’s link"]) assert.ok(words.includes(part), part);
  // The mark stands where the figure lies on the scale of the bars: 6.00 dollars are the whole width, and 5.42 are marked.
  const [bar, mark] = await page.$eval("#explore svg a[aria-label^='Google Ads']", (a) => [Number(a.querySelectorAll("rect")[2].getAttribute("width")), Number(a.querySelector("line").getAttribute("x1"))]);
  assert.ok(Math.abs(mark / bar - PRINTED.google_ads.all / 6) < 0.005, `${mark} of ${bar}`);
  await page.goto(`${dollars.server.at}explore?kpi=cpc&by=day&platform=meta&${MONTH}`);
  assert.ok((await page.textContent("#explore svg")).includes("Industry"), "a line of days has it too");
  assert.deepEqual(page.troubles, []);
  await close();
});

test("the sector of the settings picks the figure", async () => {
  const { page, close } = await open(`${dollars.server.at}settings?lang=en`);
  await page.selectOption("#brand select[name=sector]", "beauty");
  await page.locator("#brand button", { hasText: "Save" }).click();
  await page.waitForLoadState();
  assert.ok(readFileSync(join(dollars.root, "harpoon.toml"), "utf8").includes('sector = "beauty"'));
  await page.goto(`${dollars.server.at}explore?kpi=cpc&by=platform&${MONTH}`);
  const words = await page.innerText("#explore");
  assert.match(words, new RegExp(`Meta Ads: industry ${PRINTED.meta.beauty.toFixed(2)}.USD`));
  assert.match(words, new RegExp(`Google Ads: industry ${PRINTED.google_ads.beauty.toFixed(2)}.USD`));
  await close();
});

test("what is made otherwise, or of other money, is not compared, and says why", async () => {
  const why = async (url) => (await text(url)).replace(/<[^>]+>/g, "");
  assert.match(await why(`${own}explore?kpi=cpc&by=platform&${MONTH}`), /Meta Ads: No public figure beside it: the public figure is in USD, this one in EUR/);
  assert.match(await why(`${own}explore?kpi=engagement_rate_by_impressions&by=scope&${MONTH}`), /public figures are of one post by followers/);
  assert.match(await why(`${dollars.server.at}explore?kpi=cpc&${MONTH}`), /of one platform each, and this one is of several/);
  assert.doesNotMatch(await why(`${own}explore?kpi=impressions&by=platform&${MONTH}`), /public figure/, "nobody publishes sums");
});

test("cards show goal and industry on one bar", async () => {
  const { page, close } = await open(`${dollars.server.at}?platform=meta&${MONTH}`);
  const cards = await page.$$eval(".card", (all) => all.map((card) => [card.innerText, card.querySelector("svg.bullet") !== null]));
  const told = cards.filter(([words]) => words.includes("Industry:"));
  assert.equal(told.length, 1, JSON.stringify(cards));
  const [[words, drawn]] = told;
  assert.ok(drawn && words.includes("1.50") && words.includes(PRINTED.meta.beauty.toFixed(2)) && words.includes("WordStream"), words);
  // Of both platforms together no public figure speaks.
  await page.goto(`${dollars.server.at}?${MONTH}`);
  assert.match(await page.innerText("#short .cards"), /of one platform each, and this one is of several/);
  // Cards without a number come last.
  const known = await page.$$eval(".card .value", (all) => all.map((value) => value.innerText.trim() !== "–"));
  assert.deepEqual(known, [...known].sort((a, b) => b - a));
  await close();
});

test("bars of the funnel pick their stage, and its figures alone stay", async () => {
  const { page, close } = await open(`${own}funnel?${MONTH}`);
  const bars = await page.$$eval("#funnel svg a", (all) => all.map((a) => new URL(a.href.baseVal, location).searchParams.get("stage")));
  const rows = await page.$$eval("#funnel tbody tr", (all) => all.map((row) => row.cells[0].innerText.trim().toLowerCase()));
  assert.deepEqual(bars, rows);
  await page.locator("#funnel svg a").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**stage=awareness**");
  assert.deepEqual(await page.$$eval("#funnel tbody tr", (all) => all.map((row) => row.cells[0].innerText.trim())), ["Awareness"]);
  const [{ value }] = JSON.parse(await harpoon("-q", "-w", kofje, "kpi", "impressions", "--month", "2026-10", "--format", "json"));
  const shown = await page.$eval("#funnel tbody tr", (row) => row.cells[2].innerText.replace(/\D/g, ""));
  assert.equal(shown, String(value), "a stage takes nothing from the figure");
  await page.goto(`${own}paid?stage=awareness&${MONTH}`);
  assert.match(await page.innerText("[role=note]"), /does not change this page/);
  await page.goto(`${own}explore?kpi=spend&stage=awareness&${MONTH}`);
  assert.match(await page.innerText("#explore"), /belongs to the stage/);
  assert.deepEqual(page.troubles, []);
  await close();
});

test("parts of a waterfall and claims lead to their platform", async () => {
  const { page, close } = await open(`${own}?${MONTH}`);
  const parts = page.locator("#moved svg a");
  assert.ok((await parts.count()) > 0);
  const name = (await parts.first().getAttribute("aria-label")).split(":")[0];
  await parts.first().click();
  await page.waitForURL("**platform=**");
  assert.ok((await page.locator(".chips").innerText()).includes(name));
  await page.goto(`${own}money?${MONTH}`);
  await page.locator("#earned svg a").first().click();
  await page.waitForURL("**platform=**");
  assert.deepEqual(page.troubles, []);
  await close();
});

test("a channel leads to the deals that it had a part in", async () => {
  const { page, close } = await open(`${own}attribution?${MONTH}`);
  const bars = await page.$$eval("#models svg a", (all) => all.map((a) => new URL(a.href.baseVal, location).searchParams.get("channel")));
  assert.ok(bars.includes("paid_social") && !bars.includes("(unattributed)"), String(bars));
  const whole = await page.innerText("#models table");
  await page.locator("#models svg a[aria-label^='Paid social']").click();
  await page.waitForURL("**channel=paid_social**");
  const tables = await page.$$eval("#trails table", (all) => all.map((table) => [...table.tBodies[0].rows].map((row) => row.cells[1].innerText.trim())));
  assert.ok(tables.length > 0);
  for (const channels of tables) assert.ok(channels.includes("Paid social"), String(channels));
  assert.equal(await page.innerText("#models table"), whole, "the models deal out the whole book");
  await page.locator(".chips a").click();
  assert.equal(new URL(page.url()).searchParams.get("channel"), null);
  await page.goto(`${own}attribution?platform=meta&${MONTH}`);
  assert.match(await page.innerText("[role=note]"), /do not change this page/);
  assert.deepEqual(page.troubles, []);
  await close();
});

test("the day on which Facebook began to count views is marked where Facebook is in the data", async () => {
  const marked = "Facebook states views instead of impressions";
  const charts = async (at, query) => [...(await text(`${at}?month=2025-11&lang=en${query}`)).matchAll(/<svg[^>]*data-days[\s\S]*?<\/svg>/g)].some(([svg]) => svg.includes(marked));
  assert.ok(await charts(own, ""));
  assert.ok(await charts(own, "&platform=facebook"));
  assert.ok(!(await charts(own, "&platform=tiktok")), "it concerns Facebook alone");
  assert.ok(!(await text(`${dollars.server.at}?month=2025-11&lang=en`)).includes(marked), "and nobody without its data");
});

test("with an agency's name the program stays unnamed, unless the settings say otherwise", async () => {
  const made = async () => /Made with Harpoon/.test(await text(`${own}draft?${MONTH}`));
  const says = async () => (await text(`${own}data?${MONTH}`)).includes("harpoon import FILES");
  assert.ok(!(await made()) && !(await says()), "an agency is set");
  const { page, close } = await open(`${own}settings?lang=en`);
  for (const [choice, named] of [["off", true], ["on", false], ["", false]]) {
    await page.selectOption("#brand select[name=white_label]", choice);
    await page.locator("#brand button", { hasText: "Save" }).click();
    await page.waitForLoadState();
    assert.equal(await made(), named, choice);
    assert.equal(await says(), named, choice);
  }
  // Without an agency the name and the commands stand there.
  await page.fill("#brand input[name=agency]", "");
  await page.locator("#brand button", { hasText: "Save" }).click();
  await page.waitForLoadState();
  assert.ok((await made()) && (await says()));
  await close();
});
