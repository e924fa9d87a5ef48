// Sending: drafts, approvals, letters and webhooks, against a mail server and a receiver of this machine.
//
// HARPOON names the binary, WORKSPACE half a year of the demo client, of which a copy is made.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { PASSWORD, SET_UP, add, begin, close, desk, done, form, join_, open, outbox, page, remember, run, send, serve, to } from "./desk.mjs";
import { verified } from "./post.mjs";
import { folder, launch, open as openPage } from "./serve.mjs";

const { HARPOON, WORKSPACE } = process.env;

before(open);
after(close);
beforeEach(begin);

test("a draft is told to owners, approved on its page, and sent once, in each reader's language and at their hour", async () => {
  let server = await serve(desk.root, { env: { HARPOON_NOW: SET_UP } });
  const cookie = await join_(server, "boss@acme.example", "owner");
  const reader = await join_(server, "reader@acme.example", "client");
  await add("ann@acme.example", "--lang", "fy", "--zone", "Europe/Amsterdam");
  await add("li@acme.example", "--lang", "zh-CN", "--zone", "Asia/Shanghai");
  assert.equal(await run("2026-11-03T07:59:59Z"), "0 sent, 0 to be tried again, 0 given up");
  assert.equal(await run("2026-11-03T08:00:00Z"), "1 sent, 0 to be tried again, 0 given up");
  assert.deepEqual(desk.mail.mails.map((letter) => letter.envelope), [["boss@acme.example"]], "owners alone");
  assert.match(desk.mail.mails[0].subject, /October 2026 waits for you/);
  assert.equal(await run("2026-11-03T09:00:00Z"), "0 sent, 0 to be tried again, 0 given up", "told once");
  server.child.kill();

  server = await serve(desk.root, { env: { HARPOON_NOW: "2026-11-04T09:00:00Z" } });
  const before = await page(server, "/reports?month=2026-10", cookie);
  const mark = /name="mark" value="([^"]+)"/.exec(before)[1];
  assert.doesNotMatch(await page(server, "/reports?month=2026-10", reader), /reports\/approve/, "a client has no such form");
  assert.equal((await form(server, "/reports/approve", { month: "2026-10", mark }, reader)).status, 403);
  const stale = await form(server, "/reports/approve", { month: "2026-10", mark: "0" }, cookie);
  assert.match(await stale.text(), /data changed after this page was opened/);
  assert.equal((await form(server, "/reports/approve", { month: "2026-10", mark }, cookie)).status, 303);
  assert.match(await page(server, "/reports?month=2026-10", cookie), /boss@acme\.example approved the report of October 2026/);
  const twice = await form(server, "/reports/approve", { month: "2026-10", mark }, cookie);
  assert.match(await twice.text(), /approved already/);
  // However much failed before: the way to send what waits at once stands there.
  remember(`INSERT INTO outbox (workspace, what, about, way, address, language, due, next, state)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) SELECT '.', 'digest', i, 'mail', 'gone@acme.example', 'en', 0, 0, 'failed' FROM n`);
  const waits = async () => (await page(server, "/reports?month=2026-10", cookie)).includes('action="/reports/now');
  for (let tries = 0; !(await waits()) && tries < 100; tries++) await new Promise((next) => setTimeout(next, 100));
  assert.ok(await waits());
  server.child.kill("SIGKILL");

  desk.mail.mails.length = 0;
  // Nine o'clock on the 5th is 1:00 UTC in Shanghai and 8:00 UTC in Amsterdam.
  await run("2026-11-05T00:59:59Z");
  assert.equal(desk.mail.mails.length, 0);
  await run("2026-11-05T01:00:00Z");
  assert.deepEqual(desk.mail.mails.map((letter) => letter.envelope), [["li@acme.example"]]);
  // Three rounds at once, and a server that does its own.
  server = await serve(desk.root, { env: { HARPOON_NOW: "2026-11-05T08:00:00Z" } });
  await Promise.all([run("2026-11-05T08:00:00Z"), run("2026-11-05T08:00:00Z"), run("2026-11-05T08:00:00Z")]);
  await run("2026-11-07T08:00:00Z");
  server.child.kill();
  assert.equal(to("ann@acme.example").length, 1);
  assert.equal(to("li@acme.example").length, 1);
  assert.equal(desk.mail.mails.length, 2, "and nothing else");
  assert.ok(desk.mail.secure.length > 0 && desk.mail.secure.every(Boolean), "the password goes over TLS alone");

  const [ann] = to("ann@acme.example");
  const [li] = to("li@acme.example");
  assert.equal(ann.subject, "Skûtsje Kofje: rapport oer Oktober 2026");
  assert.equal(li.subject, "Skûtsje Kofje：2026年10月报告");
  assert.equal(ann.from.text, '"Buro Healwei" <reports@healwei.example>');
  for (const [letter, language] of [[ann, "fy"], [li, "zh-CN"]]) {
    assert.equal(letter.headers.get("auto-submitted"), "auto-generated");
    assert.match(letter.messageId, /^<[\w-]{24}@healwei\.example>$/);
    assert.match(letter.headers.get("list").unsubscribe.mail, /reports@healwei\.example/);
    assert.match(letter.html, new RegExp(`<html lang="${language}">`));
    const [enclosed] = letter.attachments;
    assert.equal(letter.attachments.length, 1);
    assert.match(String(enclosed.content), new RegExp(`<html lang="${language}"`));
    // The letter says the first sentences of the very report that is enclosed.
    const short = /class="lead">([\s\S]*?)<\/div>/.exec(String(enclosed.content))?.[1] ?? String(enclosed.content);
    const [, sentence] = letter.text.split("\n\n");
    const words = (html) => html.replace(/<sup[\s\S]*?<\/sup>|<[^>]*>|&nbsp;|\s|\u00a0/g, "").replaceAll("&#39;", "'");
    assert.ok(sentence.length > 10 && words(short).includes(words(sentence).slice(0, 25)), `${sentence}\n${short}`);
  }
  // October was signed in Chinese: that file is what is sent, to the byte.
  assert.deepEqual(li.attachments[0].content, readFileSync(join(desk.root, "reports/2026-10.zh-CN.html")));
  assert.equal(ann.date.toISOString(), "2026-11-05T08:00:00.000Z");
});

test("all months that were approved go out, however many waited for a round", async () => {
  await add("ann@acme.example");
  const months = ["2026-07", "2026-08", "2026-09", "2026-10"];
  for (const [minute, month] of months.entries()) await done(`2026-11-03T09:1${minute}:00Z`, "approve", month);
  // As if no round had come between: nothing was put into the outbox yet.
  remember("DELETE FROM outbox");
  assert.equal(await run("2026-11-04T09:00:00Z"), "4 sent, 0 to be tried again, 0 given up");
  const names = to("ann@acme.example").map(({ attachments: [page] }) => page.filename);
  assert.deepEqual(names.sort(), months.map((month) => `${month}.en.html`));
  assert.equal(await run("2026-11-05T09:00:00Z"), "0 sent, 0 to be tried again, 0 given up", "once");
  // Who comes later gets none of them.
  await done("2026-11-05T10:00:00Z", "recipients", "add", "bob@acme.example");
  assert.equal(await run("2026-11-06T09:00:00Z"), "0 sent, 0 to be tried again, 0 given up");
});

test("what the mail server cannot take now is tried again later, and what it refuses is given up with its reason", async () => {
  await add("ann@acme.example");
  await done("2026-11-03T09:30:00Z", "approve", "2026-10");
  desk.mail.answers.push({ code: 451, words: "greylisted, come back" });
  assert.equal(await run("2026-11-04T09:00:00Z"), "0 sent, 1 to be tried again, 0 given up");
  assert.match(await outbox(), /report 2026-10.*waiting.*greylisted, come back/);
  await run("2026-11-04T09:00:59Z");
  assert.equal(desk.mail.seen.length, 1, "not before a minute is over");
  assert.equal(await run("2026-11-04T09:01:00Z"), "1 sent, 0 to be tried again, 0 given up");
  assert.equal(desk.mail.seen[0].messageId, desk.mail.seen[1].messageId, "it is the same letter");
  assert.equal(desk.mail.seen[0].text, desk.mail.seen[1].text);

  await add("bob@acme.example", "--digest", "--no-report");
  desk.mail.answers.push({ code: 550, words: "no such <b>mailbox</b>" });
  assert.equal(await run("2026-11-09T08:00:00Z"), "0 sent, 0 to be tried again, 1 given up");
  assert.equal(await run("2026-11-10T08:00:00Z"), "0 sent, 0 to be tried again, 0 given up");
  const server = await serve(desk.root, { env: { HARPOON_NOW: "2026-11-10T09:00:00Z" } });
  const settings = await page(server, "/settings");
  assert.match(settings, /no such &lt;b&gt;mailbox/, "the reason, which is no markup");
  const id = /action="\/settings\/send-again"><input type="hidden" name="id" value="(\d+)"/.exec(settings)[1];
  assert.equal((await form(server, "/settings/send-again", { id })).status, 303);
  for (let tries = 0; to("bob@acme.example").length === 0 && tries < 300; tries++) await new Promise((next) => setTimeout(next, 100));
  assert.equal(to("bob@acme.example").length, 1, "the server woke up for it");
  server.child.kill();
});

test("a password that is refused is told without the password, and no secret stands in memory or log", async () => {
  const secret = (await add(desk.hook.at)).trim();
  assert.match(secret, /^whsec_[\w+/]{43}=$/);
  const right = desk.env.HARPOON_SMTP;
  desk.env.HARPOON_SMTP = right.replace(encodeURIComponent(PASSWORD), "wrong%2Bwords");
  const { err } = await send(SET_UP, "test", "ann@acme.example");
  assert.match(err, /535/);
  assert.doesNotMatch(err, /wrong\+words/, "though the mail server says it back");
  desk.env.HARPOON_SMTP = right;
  await add("ann@acme.example");
  const server = await serve(desk.root, { env: { HARPOON_NOW: "2026-11-03T09:00:00Z" } });
  const settings = await page(server, "/settings");
  server.child.kill();
  await done("2026-11-03T09:00:00Z", "approve", "2026-10", "--now");
  assert.equal(desk.hook.calls.length, 1);
  const files = readdirSync(desk.root, { recursive: true }).map((name) => join(desk.root, name)).filter((name) => statSync(name).isFile());
  assert.ok(files.some((name) => name.endsWith("server.db")));
  for (const words of [secret, secret.slice(6), PASSWORD]) {
    assert.ok(!settings.includes(words) && !server.log.includes(words));
    for (const name of files) assert.ok(!readFileSync(name).includes(words), name);
  }
  assert.equal(statSync(join(desk.root, "server.key")).mode & 0o777, 0o600);
});

test("a webhook is signed by the standard, tried again with the same id, and ended by 410", async () => {
  const secret = (await add(desk.hook.at, "--lang", "fy", "--digest")).trim();
  desk.hook.answers.push([503, { "retry-after": "400" }], [307, { location: "/elsewhere" }]);
  await done("2026-11-03T09:00:00Z", "approve", "2026-10");
  await run("2026-11-03T09:00:00Z");
  const times = ["2026-11-03T09:06:39Z", "2026-11-03T09:06:40Z", "2026-11-03T09:11:40Z"];
  await run(times[0]);
  assert.equal(desk.hook.calls.length, 1, "not before the receiver said");
  await run(times[1]);
  await run(times[2]);
  await run("2026-11-03T10:00:00Z");
  assert.deepEqual(desk.hook.calls.map(({ path }) => path), ["/hook", "/hook", "/hook"], "no redirect is followed; then it was taken");
  assert.equal(new Set(desk.hook.calls.map(({ headers }) => headers["webhook-id"])).size, 1);
  assert.equal(new Set(desk.hook.calls.map(({ body }) => body)).size, 1);
  const event = verified(desk.hook.calls[2], secret, times[2]);
  assert.equal(event.type, "report.issued");
  assert.equal(event.data.month, "2026-10");
  assert.equal(event.data.language, "fy");
  assert.match(event.data.short, /rapport oer Oktober 2026/);
  assert.ok(event.data.goals.length > 0);
  assert.throws(() => verified({ ...desk.hook.calls[2], body: desk.hook.calls[2].body.replace("10", "11") }, secret, times[2]));

  desk.hook.answers.push([410, {}]);
  await run("2026-11-09T08:00:00Z");
  assert.equal(desk.hook.calls.length, 4);
  assert.equal(verified(desk.hook.calls[3], secret, "2026-11-09T08:00:00Z").type, "digest.weekly");
  await run("2026-11-16T08:00:00Z");
  assert.equal(desk.hook.calls.length, 4, "nothing any more");
  assert.match(await done(SET_UP, "recipients", "list"), /nothing \(the receiver answered 410 Gone\)/);
});

test("webhooks lead to the internet alone", async () => {
  const refused = [
    "http://acme.example/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://172.16.4.4/", "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data", "https://100.64.0.1/", "https://0.0.0.0/", "https://0x7f.1/", "https://2130706433/",
    "https://017700000001/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[fd00:ec2::254]/", "https://[fe80::1]/",
    "https://[64:ff9b::7f00:1]/", "https://224.0.0.1/", "https://user:password@acme.example/", "ftp://acme.example/", "file:///etc/passwd",
    "https://",
  ];
  delete desk.env.HARPOON_WEBHOOKS_TO_LOOPBACK;
  for (const address of refused) {
    const { code, err } = await send(SET_UP, "recipients", "add", address);
    assert.equal(code, 2, `${address}: ${err}`);
  }
  // A name is looked up when something is sent, by whoever connects.
  await add(desk.hook.at.replace("http://127.0.0.1", "https://localhost"));
  await done("2026-11-03T09:00:00Z", "approve", "2026-10", "--now").catch(() => {});
  assert.match(await outbox(), /failed.*localhost leads into a network of its own/);
  assert.equal(desk.hook.calls.length, 0);
});

test("nothing that is filled in becomes a header or markup", async () => {
  const toml = join(desk.root, "harpoon.toml");
  writeFileSync(toml, readFileSync(toml, "utf8").replace("Skûtsje Kofje", "Evil\\r\\nBcc: victim@acme.example\\r\\n\\r\\n<script>alert(1)</script>"));
  await add("ann@acme.example", "--digest");
  const server = await serve(desk.root, { env: { HARPOON_NOW: SET_UP } });
  for (const address of ["ann@acme.example\r\nBcc: victim@acme.example", "a@b.example, victim@acme.example", "<victim@acme.example>", "a b@c.example", "ann@acme", ""]) {
    const answer = await form(server, "/settings/send-add", { address, language: "en", zone: "UTC", gets: "report" });
    assert.match(await answer.text(), /role="alert"/, JSON.stringify(address));
  }
  for (const fields of [{ language: "xx", zone: "UTC" }, { language: "en", zone: "Mars/Olympus" }]) {
    const answer = await form(server, "/settings/send-add", { address: "x@acme.example", gets: "report", ...fields });
    assert.match(await answer.text(), /role="alert"/);
  }
  server.child.kill();
  await done("2026-11-03T09:00:00Z", "approve", "2026-10", "--now");
  await run("2026-11-09T08:00:00Z");
  assert.equal(desk.mail.mails.length, 2);
  for (const letter of desk.mail.mails) {
    assert.deepEqual(letter.envelope, ["ann@acme.example"]);
    assert.equal(letter.bcc, undefined);
    assert.match(letter.subject, /^Evil Bcc: victim/);
    assert.ok(!letter.html.includes("<script"));
  }
});

test("a letter that was interrupted is not sent again by itself", async () => {
  await add("ann@acme.example");
  await done("2026-11-03T09:30:00Z", "approve", "2026-10");
  desk.mail.answers.push("never");
  const server = await serve(desk.root, { env: { HARPOON_NOW: "2026-11-04T09:00:00Z" } });
  for (let tries = 0; desk.mail.seen.length === 0 && tries < 300; tries++) await new Promise((next) => setTimeout(next, 100));
  assert.equal(desk.mail.seen.length, 1);
  server.child.kill("SIGKILL");
  assert.equal(await run("2026-11-04T09:09:59Z"), "0 sent, 0 to be tried again, 0 given up", "somebody may be at it");
  await run("2026-11-04T09:10:00Z");
  await run("2026-11-05T09:10:00Z");
  assert.equal(desk.mail.seen.length, 1);
  assert.match(await outbox(), /failed.*nobody knows whether it arrived/);
});

test("a digest says the week's numbers, and no digest is older than its week", async () => {
  await add("ann@acme.example", "--digest", "--no-report");
  // The server was down for weeks: of all that was due, the newest alone is news.
  await run("2026-11-20T12:00:00Z");
  assert.equal(desk.mail.mails.length, 1);
  assert.match(desk.mail.mails[0].subject, /November\s9, 2026 to November\s15, 2026/);
  assert.match(desk.mail.mails[0].text, /is not known: /, "no data is told as such");
  // A digest that lies about for its week is not sent at all.
  await add("bob@acme.example", "--digest", "--no-report");
  desk.mail.answers.push({ code: 451, words: "later" });
  await run("2026-11-23T08:00:00Z");
  desk.mail.mails.length = 0;
  const late = await run("2026-11-30T08:00:00Z");
  assert.match(late, /1 given up/);
  assert.ok(desk.mail.mails.every(({ subject }) => /November\s23, 2026 to November\s29/.test(subject)));

  // A week of October, against the command line.
  const html = await done("2026-10-26T08:00:00Z", "preview", "digest", "--to", "ann@acme.example");
  const kpi = async (from, end) => {
    const child = spawn(HARPOON, ["-q", "-w", desk.root, "kpi", "revenue_social", "--from", from, "--to", end, "--format", "json"]);
    let out = "";
    child.stdout.on("data", (data) => (out += data));
    await once(child, "close");
    return Number(JSON.parse(out)[0].value);
  };
  const [now, then] = [await kpi("2026-10-19", "2026-10-25"), await kpi("2026-10-12", "2026-10-18")];
  const { simpleParser } = await import("mailparser");
  const letter = await simpleParser(html);
  // As printed: whole above a thousand, cents below.
  const printed = (value) => value.toLocaleString("en", { maximumFractionDigits: value < 1000 ? 2 : 0 });
  assert.match(letter.text, new RegExp(`Revenue credited to social media: This week ${printed(now)}\\sEUR · Week before ${printed(then)}\\sEUR`));
});

test("a folder of workspaces keeps its lists apart, and a link ends the letters", async () => {
  const house = folder();
  for (const name of ["kofje", "tsjiis"]) cpSync(WORKSPACE, join(house, name), { recursive: true });
  mkdirSync(house, { recursive: true });
  desk.root = house;
  const at = (now, name, ...args) => done(now, ...args, "--in", name, "--name", "dash.example");
  await at(SET_UP, "kofje", "recipients", "add", "ann@acme.example", "--lang", "fy");
  await at(SET_UP, "tsjiis", "recipients", "add", "bob@acme.example");
  await at("2026-11-03T09:00:00Z", "kofje", "approve", "2026-10", "--now");
  assert.deepEqual(desk.mail.mails.map((letter) => letter.envelope), [["ann@acme.example"]]);
  const [letter] = desk.mail.mails;
  assert.match(letter.html, /href="https:\/\/dash\.example\/w\/kofje\/reports\?month=2026-10&amp;lang=fy"/);
  const list = letter.headers.get("list");
  const link = new URL(list.unsubscribe.url).pathname;
  assert.match(letter.headers.get("list")["unsubscribe-post"]?.name ?? letter.headerLines.find(({ key }) => key === "list-unsubscribe-post").line, /One-Click/);
  const server = await serve(house, { env: { HARPOON_NOW: "2026-11-03T10:00:00Z" } });
  const there = (path, options) => fetch(server.at.replace(/\/$/, "") + path, options);
  assert.equal((await there(`${link}x`)).status, 404);
  assert.equal((await there(`/unsubscribe/2-${link.split("-").slice(1).join("-")}`)).status, 404, "nobody else's");
  assert.match(await (await there(link)).text(), /ann@acme\.example/);
  assert.doesNotMatch(await at(SET_UP, "kofje", "recipients", "list"), /unsubscribed/, "a look ends nothing");
  // As a program that reads mail does it (RFC 8058): no browser, no origin.
  assert.equal((await there(link, { method: "POST", body: "List-Unsubscribe=One-Click" })).status, 200);
  assert.match(await at(SET_UP, "kofje", "recipients", "list"), /nothing \(unsubscribed\)/);
  assert.doesNotMatch(await at(SET_UP, "tsjiis", "recipients", "list"), /unsubscribed|ann@/);
  server.child.kill();
});

test("Sending on Settings has no fault that axe finds and fits a phone, with a list and letters of every state", async () => {
  const server = await serve(desk.root, { env: { HARPOON_NOW: SET_UP } });
  const cookie = await join_(server, "boss@acme.example", "owner");
  await add("ann@acme.example", "--lang", "fy", "--zone", "Europe/Amsterdam", "--digest");
  await add("gone@acme.example", "--lang", "zh-CN", "--digest");
  // One letter is given up for good, the others go out.
  await run("2026-11-03T08:00:00Z");
  desk.mail.answers.push({ code: 550, words: "no such mailbox" });
  await run("2026-11-09T09:00:00Z");
  const browser = await launch();
  try {
    for (const colorScheme of ["light", "dark"]) {
      for (const lang of ["en", "zh-CN", "fy"]) {
        const { page, close } = await openPage(browser, "about:blank", { colorScheme, viewport: { width: 390, height: 800 } });
        const [name, value] = cookie.split("=");
        await page.context().addCookies([{ name, value, url: server.at }]);
        await page.goto(`${server.at}settings?lang=${lang}`);
        const tables = await page.locator("#sending table").count();
        assert.equal(tables, 2, "the list and the letters");
        const { violations } = await new AxeBuilder({ page }).include("#sending").analyze();
        const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
        assert.deepEqual(faults, [], `${colorScheme} ${lang}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `${wide} too wide`);
        assert.deepEqual(page.troubles, []);
        await close();
      }
    }
  } finally {
    await browser.close();
    server.stop();
  }
});
