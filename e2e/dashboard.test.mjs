// The dashboard in a real browser: Debian's Chromium, driven by playwright-core. `cargo xtask test --browser` runs it.
//
// HARPOON names the binary, WORKSPACE the workspace (half a year of the demo client), CHROMIUM the browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { harpoon, launch, open as openPage, serve } from "./serve.mjs";

const { WORKSPACE } = process.env;
const PAGES = ["", "goals", "funnel", "content", "money", "attribution", "explore", "explore?kpi=spend&by=day", "explore?kpi=engagements&by=post", "reports", "data", "links", "import", "settings", "goals/first"];
/** Addresses of what is not there, with the status of the page that says so. */
const NOWHERE = [["nowhere", 404], ["?month=2026-99", 200], ["explore?kpi=nothing", 400], ["explore?by=nothing", 400], ["receipt/0123456789abcdef", 404], ["import/none", 404]];
const WIDTHS = [1280, 390];
let browser, at, server;

before(async () => {
  // A long address, which is no page's to grow by; made again it is the same link.
  const page = `https://skutsje.example/${"a-very-long-offer-".repeat(6)}`;
  await harpoon("-q", "-w", WORKSPACE, "link", "new", page, "--source", "linkedin", "--medium", "social", "--campaign", "spring", "--post", "7199");
  server = await serve(WORKSPACE);
  at = server.at;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

const open = (path, options) => openPage(browser, at + path, options);

for (const colorScheme of ["light", "dark"]) {
  test(`no page has a fault that axe finds, ${colorScheme}`, async () => {
    for (const [path, status] of [...PAGES.map((path) => [path, 200]), ...NOWHERE]) {
      const { page, response, close } = await open(path, { colorScheme });
      assert.equal(response.status(), status, path);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
      assert.deepEqual(faults, [], `/${path}`);
      // A browser notes each answer that is an error by itself.
      assert.deepEqual(page.troubles.filter((said) => status === 200 || !/status of 4/.test(said)), [], `/${path}`);
      await close();
    }
  });
}

test("nothing is wider than the window", async () => {
  for (const width of WIDTHS) {
    for (const lang of ["en", "zh-CN", "fy"]) {
      for (const path of [...PAGES, ...NOWHERE.map(([path]) => path)]) {
        const { page, close } = await open(`${path}${path.includes("?") ? "&" : "?"}lang=${lang}`, { viewport: { width, height: 800 } });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `/${path} in ${lang} at ${width}: ${wide} too wide`);
        await close();
      }
    }
  }
});

test("from a number to its rows, and back", async () => {
  const { page, close } = await open("");
  await page.locator("main a.figure").first().click();
  await page.waitForURL("**/receipt/**");
  await page.goBack();
  assert.equal(new URL(page.url()).pathname, "/");
  await page.goto(`${at}explore?kpi=spend&by=day`);
  const number = page.locator("td a.figure").first();
  const text = (await number.innerText()).trim();
  await number.click();
  await page.waitForURL("**/receipt/**");
  const receipt = await page.innerText("main");
  assert.ok(receipt.includes(text), `${text} stands on the page of its receipt`);
  assert.ok(receipt.includes(".csv"), "the rows name their file");
  await close();
});

test("a choice shows at once, has an address, and back works", async () => {
  const { page, close } = await open("explore?lang=en");
  await page.selectOption("select[name=kpi]", "spend");
  await page.waitForURL("**kpi=spend**");
  await page.selectOption("select[name=by]", "month");
  await page.waitForURL("**by=month**");
  await page.fill("input[name=platform]", "meta");
  await page.keyboard.press("Enter");
  await page.waitForURL("**platform=meta**");
  const filtered = await page.locator("tbody tr").count();
  assert.equal(filtered, 1, "one month of one platform");
  await page.goBack();
  assert.ok(!page.url().includes("platform=meta"));
  await page.selectOption("form.when select", { index: 1 });
  await page.waitForURL("**month=2026-09**");
  assert.ok(page.url().includes("kpi=spend"), "the month keeps the rest");
  assert.deepEqual(page.troubles, []);
  await close();
});

test("the keyboard is enough", async () => {
  const { page, close } = await open("");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.ok(page.url().endsWith("#main"));
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => document.querySelector("main").contains(document.activeElement));
  assert.ok(inside, "the skip link leads to the numbers");
  await page.locator("nav a", { hasText: "Goals" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/goals");
  await close();
});

test("with Tab alone all that can be reached on a page is reached, in its order, and seen", async () => {
  for (const path of [...PAGES, NOWHERE[0][0]]) {
    const { page, close } = await open(path);
    // What takes a key: numbered in the order of the page; of radio buttons with one name one alone is a stop.
    const all = await page.evaluate(() => {
      const can = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
      const seen = can.filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }) && one.tabIndex >= 0);
      const stops = seen.filter((one) => one.type !== "radio" || one === (document.querySelector(`input[name="${one.name}"]:checked`) ?? seen.find(({ name }) => name === one.name)));
      stops.forEach((one, place) => (one.dataset.place = place));
      return stops.length;
    });
    const reached = [];
    const unseen = [];
    for (let steps = 0; reached.at(-1) !== all - 1 && steps < 4 * all + 40; steps += 1) {
      await page.keyboard.press("Tab");
      const { place, what, marked } = await page.evaluate(() => {
        const one = document.activeElement;
        const style = getComputedStyle(one);
        const parts = [style, ...[...one.children].map((child) => getComputedStyle(child))];
        const marked = parts.some(({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) > 0);
        return { place: Number(one.dataset.place ?? -1), what: one.outerHTML.slice(0, 120), marked };
      });
      // The parts of a date, and a table that is scrolled, are stops of the browser's own.
      if (place === -1 || place === reached.at(-1)) continue;
      reached.push(place);
      if (!marked) unseen.push(what);
    }
    assert.deepEqual(reached, [...Array(all).keys()], `/${path}`);
    assert.deepEqual(unseen, [], `/${path}: nothing shows where one is`);
    await close();
  }
});

test("without scripts the buttons do it", async () => {
  const { page, close } = await open("money", { javaScriptEnabled: false });
  await page.selectOption("form.when select", { index: 2 });
  await page.click("form.when button");
  assert.ok(page.url().includes("month=2026-08"), page.url());
  await close();
});

test("paper has the numbers and not the frame", async () => {
  const { page, close } = await open("");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".bar nav").isVisible(), false);
  assert.equal(await page.locator("form.when").isVisible(), false);
  assert.match(await page.locator("main .printed").innerText(), /^\S+ 2026$/, "it says of which month it is");
  assert.ok(await page.locator("#short").isVisible());
  await close();
});

test("hostile addresses run nothing", async () => {
  const evil = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "'-alert(1)-'", "</title><svg onload=alert(1)>"];
  for (const text of evil) {
    for (const path of ["explore?kpi=", "explore?by=", "explore?platform=", "explore?campaign=", "receipt/", "?lang=", "?month="]) {
      const { page, close } = await open(path + encodeURIComponent(text));
      await page.waitForLoadState();
      const run = page.troubles.filter((trouble) => trouble.startsWith("dialog") || trouble.includes("Content Security Policy"));
      assert.deepEqual(run, [], path + text);
      await close();
    }
  }
});
