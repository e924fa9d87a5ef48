// A month that is issued anew after it was sent, goals that come to stand otherwise, and pages in letters.
//
// HARPOON names the binary, WORKSPACE half a year of the demo client with the keys beside it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { SET_UP, add, begin, close, desk, done, form, join_, open, outbox, page, remember, run, send, serve, to, well, withPages } from "./desk.mjs";
import { verified } from "./post.mjs";
import { folder } from "./serve.mjs";

const NOTHING = "0 sent, 0 to be tried again, 0 given up";

before(open);
after(close);
beforeEach(begin);

/** Brings a table in. */
async function bring(now, name, text) {
  const file = join(folder(), name);
  writeFileSync(file, text);
  await well(now, "import", "--yes", file);
}

const cost = (amount, note) => `Kind,From,To,Amount,Currency,Note\nfees,2026-10-01,2026-10-31,${amount},EUR,${note}\n`;
const sign = (now, ...more) => well(now, "report", "--month", "2026-10", "--sign", "--key", "healwei.example", ...more);
/** A KPI of October, as the command line tells it. */
const october = async (kpi) => Number(JSON.parse(await well(SET_UP, "kpi", kpi, "--month", "2026-10", "--format", "json"))[0].value);
/** A figure of an event. */
const known = (figure) => Number(figure.value.known);

test("a month that is issued anew after it was sent goes once more to who got it, and says what changed", async () => {
  let server = await serve(desk.root, { env: { HARPOON_NOW: SET_UP } });
  const cookie = await join_(server, "boss@acme.example", "owner");
  server.child.kill();
  await add("ann@acme.example", "--lang", "fy", "--zone", "Europe/Amsterdam");
  await add("li@acme.example", "--lang", "zh-CN", "--zone", "Asia/Shanghai");
  await add("gone@acme.example");
  const secret = (await add(desk.hook.at)).trim();
  await done("2026-11-03T09:00:00Z", "approve", "2026-10", "--now", "--by", "boss@acme.example");
  assert.deepEqual(desk.mail.mails.map(({ envelope }) => envelope[0]).sort(), ["ann@acme.example", "gone@acme.example", "li@acme.example"]);
  const first = verified(desk.hook.calls[0], secret, "2026-11-03T09:00:00Z");
  const sha256 = createHash("sha256").update(to("ann@acme.example")[0].attachments[0].content).digest("hex");
  assert.equal(first.type, "report.issued");

  // An invoice comes late. That alone restates nothing: somebody has to issue the month anew.
  const [cac, customers] = [await october("cac_full"), await october("customers")];
  await bring("2026-11-10T09:00:00Z", "late.csv", cost(500, "late invoice"));
  desk.mail.mails.length = 0;
  assert.equal(await run("2026-11-10T09:30:00Z"), NOTHING);
  await sign("2026-11-10T10:00:00Z", "--lang", "zh-CN");
  await done("2026-11-10T10:00:00Z", "recipients", "add", "late@acme.example");
  await done("2026-11-10T10:00:00Z", "recipients", "remove", "gone@acme.example");
  assert.equal(await run("2026-11-10T10:01:00Z"), "1 sent, 0 to be tried again, 0 given up");
  assert.equal(await run("2026-11-10T10:02:00Z"), NOTHING, "told once");
  const [draft] = desk.mail.mails;
  assert.deepEqual(draft.envelope, ["boss@acme.example"], "owners alone");
  assert.match(draft.subject, /a restated report of October 2026 waits for you/);
  assert.match(draft.text, /Reason: the data changed from version 1 to 2/);
  assert.match(draft.text, /Customer acquisition cost \(full cost\): Before 43\.95\sEUR · Now 51\.53\sEUR/);
  assert.doesNotMatch(draft.text, /Before – · Now –/, "what was and is not known did not change");
  assert.equal(draft.attachments.length, 0);

  server = await serve(desk.root, { env: { HARPOON_NOW: "2026-11-11T09:30:00Z" } });
  const before = await page(server, "/reports?month=2026-10", cookie);
  assert.match(before, /boss@acme\.example approved the report of October 2026/, "the earlier approval stands");
  assert.match(before, /Customer acquisition cost \(full cost\)<\/th><td class="num">43\.95\sEUR<\/td><td class="num">51\.53\sEUR/);
  for (const lang of ["fy", "zh-CN"]) assert.doesNotMatch(await page(server, `/reports?month=2026-10&lang=${lang}`, cookie), /⟦/);
  const mark = /name="mark" value="([^"]+)"/.exec(before)[1];
  const approve = (mark) => form(server, "/reports/approve", { month: "2026-10", mark }, cookie);
  assert.match(await (await approve("0")).text(), /data changed after this page was opened/);
  assert.equal((await approve(mark)).status, 303);
  assert.match(await (await approve(mark)).text(), /2026-10\.2 was approved already, by boss@acme\.example/);
  const after = await page(server, "/reports?month=2026-10", cookie);
  assert.match(after, /approved the report of October 2026/);
  assert.match(after, /boss@acme\.example approved the restated report of October 2026 on 2026-11-11 10:30/);
  server.child.kill();

  desk.mail.mails.length = 0;
  desk.hook.calls.length = 0;
  desk.hook.answers.push([500, {}]);
  const times = ["2026-11-12T01:00:00Z", "2026-11-12T09:00:00Z", "2026-11-12T09:01:00Z", "2026-11-13T09:00:00Z"];
  await run(times[0]);
  assert.deepEqual(desk.mail.mails.map(({ envelope }) => envelope), [["li@acme.example"]], "at their hour");
  await Promise.all([run(times[1]), run(times[1])]);
  await run(times[2]);
  await run(times[3]);
  assert.deepEqual(desk.mail.mails.map(({ envelope }) => envelope[0]), ["li@acme.example", "ann@acme.example"], "once, and to nobody else");

  const [[ann], [li]] = [to("ann@acme.example"), to("li@acme.example")];
  assert.equal(ann.subject, "Skûtsje Kofje: rapport oer Oktober 2026, werstelling");
  assert.equal(li.subject, "Skûtsje Kofje：2026年10月报告（更正版）");
  assert.match(ann.text, /Dit ferfangt it rapport dat op .* makke is/);
  assert.match(ann.text, /Earder 43,95\s?(€|EUR) · No 51,53/);
  // The file that was signed, to the byte; and in the other language one of the same version that says what changed.
  assert.equal(li.attachments[0].filename, "2026-10.zh-CN.2.html");
  assert.deepEqual(li.attachments[0].content, readFileSync(join(desk.root, "reports/2026-10.zh-CN.2.html")));
  assert.equal(ann.attachments[0].filename, "2026-10.fy.2.html");
  const restates = String(ann.attachments[0].content);
  assert.match(restates, /Moanneberjocht oer sosjale media, ferbettere útjefte/);
  assert.match(restates, new RegExp(`Dit ferfangt it berjocht fan 3\\sNovimber 2026 \\(<code>${sha256}</code>\\)`), "the very file that was sent");

  assert.equal(desk.hook.calls.length, 2, "refused, then taken");
  assert.equal(desk.hook.calls[0].headers["webhook-id"], desk.hook.calls[1].headers["webhook-id"]);
  const event = verified(desk.hook.calls[1], secret, times[2]);
  assert.equal(event.type, "report.restated");
  assert.equal(event.data.number, 2);
  assert.equal(event.data.restates.earlier, first.timestamp.slice(0, 10));
  // What it says of before is what the first one said; of now, what the data say.
  const changes = Object.fromEntries(event.data.restates.changes.map((change) => [change.title.en, change]));
  for (const { title, value } of first.data.headlines) {
    if (changes[title.en]) assert.deepEqual(known(changes[title.en].before), known(value), title.en);
  }
  const change = changes["Customer acquisition cost (full cost)"];
  assert.ok(Math.abs(known(change.before) - cac) < 1e-9, "as the command line told it before");
  assert.ok(Math.abs(known(change.after) - (await october("cac_full"))) < 1e-9, "and tells it now");
  assert.ok(Math.abs((known(change.after) - known(change.before)) * customers - 500) < 1e-6, "500 EUR more, over all customers");
  assert.match(await outbox(), /restated 2026-10\.2 .*ann@acme\.example.*sent/);

  // Signed again without news it is no restatement; with news it is the next.
  await sign("2026-11-14T10:00:00Z", "--lang", "zh-CN");
  assert.equal(await run("2026-11-14T10:01:00Z"), NOTHING);
  await bring("2026-11-15T09:00:00Z", "later.csv", cost(66, "another"));
  await sign("2026-11-15T10:00:00Z", "--lang", "en");
  assert.equal(await run("2026-11-15T10:01:00Z"), "1 sent, 0 to be tried again, 0 given up");
  assert.match(to("boss@acme.example").at(-1).text, /Before 51\.53\sEUR · Now 52\.53\sEUR/, "against what was sent last");
  // Issued once more while the page still shows what was told before: that is not what its owner has seen.
  server = await serve(desk.root, { env: { HARPOON_NOW: "2026-11-15T10:30:00Z" } });
  const shown = (text) => /full cost\)<\/th><td class="num">51\.53\sEUR<\/td><td class="num">([\d.]+)\sEUR/.exec(text)[1];
  assert.equal(shown(await page(server, "/reports?month=2026-10", cookie)), "52.53");
  await bring("2026-11-15T10:40:00Z", "latest.csv", cost(66, "one more"));
  await sign("2026-11-15T10:40:00Z", "--lang", "en");
  const stale = await page(server, "/reports?month=2026-10", cookie);
  const refused = await form(server, "/reports/approve", { month: "2026-10", mark: /name="mark" value="([^"]+)"/.exec(stale)[1] }, cookie);
  if (shown(stale) === "52.53") assert.match(await refused.text(), /data changed after this page was opened/);
  else assert.fail("the server looked at the ledger sooner than this test did");
  assert.equal(shown(await page(server, "/reports?month=2026-10", cookie)), "53.53");
  server.child.kill();
  desk.mail.mails.length = 0;
  await done("2026-11-15T11:00:00Z", "approve", "2026-10", "--now");
  assert.deepEqual(desk.mail.mails.map(({ envelope }) => envelope[0]).sort(), ["ann@acme.example", "li@acme.example"]);
  assert.equal(verified(desk.hook.calls.at(-1), secret, "2026-11-15T11:00:00Z").data.number, 3);
});

test("a draft that was withdrawn while its letter was on the way is not told of as a first one", async () => {
  await add("ann@acme.example");
  remember("INSERT INTO outbox (workspace, what, about, way, address, language, due, next, state) VALUES ('.', 'draft', '2026-09.2', 'mail', 'boss@acme.example', 'en', 0, 0, 'waiting')");
  assert.equal(await run(SET_UP), "0 sent, 0 to be tried again, 1 given up");
  assert.match(await outbox(), /draft 2026-09\.2 .*failed.*the draft was withdrawn/);
  assert.equal(desk.mail.mails.length, 0);
});

test("a month that cannot be looked at holds up no other", async () => {
  const server = await serve(desk.root, { env: { HARPOON_NOW: SET_UP } });
  await join_(server, "boss@acme.example", "owner");
  server.child.kill();
  await add("ann@acme.example");
  for (const month of ["2026-10", "2026-08"]) await done("2026-11-03T09:00:00Z", "approve", month, "--now");
  desk.mail.mails.length = 0;
  remember("UPDATE kept SET view = '{' WHERE month = '2026-10'");
  await bring("2026-11-10T09:00:00Z", "late.csv", cost(500, "late invoice").replaceAll("2026-10", "2026-08"));
  await well("2026-11-10T10:00:00Z", "report", "--month", "2026-08", "--sign", "--key", "healwei.example");
  const { out, err } = await send("2026-11-10T10:01:00Z", "run");
  assert.equal(out.trim(), "1 sent, 0 to be tried again, 0 given up");
  assert.match(err, /EOF while parsing/, "it is told all the same");
  assert.deepEqual(desk.mail.mails.map(({ envelope, subject }) => [envelope[0], /restated report of (\w+ \d+)/.exec(subject)[1]]), [["boss@acme.example", "August 2026"]]);
});

test("a goal that comes to stand otherwise is told once, with a signature that the reference library takes", async () => {
  const secret = (await add(desk.hook.at, "--goals", "--no-report")).trim();
  assert.equal(await run(SET_UP), NOTHING, "how goals stand when they are first seen is no news");
  assert.equal(await run("2026-11-10T08:00:00Z"), NOTHING, "nor that they stand as before");
  const orders = Array.from({ length: 60 }, (_, n) => `L${n},2026-11-0${1 + (n % 9)} 09:30,L-${n},late${n}@acme.example,50.00,EUR,,,`);
  await bring("2026-11-10T09:00:00Z", "orders.csv", ["Order,Ordered,Customer,Email,Total,Currency,Refunded,Refunded on,Source", ...orders, ""].join("\n"));
  desk.hook.answers.push([503, { "retry-after": "120" }]);
  const times = ["2026-11-10T09:01:00Z", "2026-11-10T09:02:59Z", "2026-11-10T09:03:00Z"];
  await run(times[0]);
  await run(times[1]);
  assert.equal(desk.hook.calls.length, 1, "not before the receiver said");
  await run(times[2]);
  assert.equal(desk.hook.calls.length, 2);
  const [once, again] = desk.hook.calls;
  assert.equal(once.headers["webhook-id"], again.headers["webhook-id"]);
  assert.equal(once.body, again.body, "it says the same, though time went on");
  const event = verified(again, secret, times[2]);
  assert.equal(event.type, "goal.status");
  assert.deepEqual([event.data.id, event.data.before, event.data.state, event.data.on], ["g1 2026-11-30", "unknown", "on_track", "2026-11-10"]);
  // As the command line tells it.
  const goals = JSON.parse(await well("2026-11-10T09:30:00Z", "goals", "--month", "2026-11", "--format", "json"));
  const told = goals.find(({ goal }) => goal === "g1");
  assert.deepEqual([told.status, told.value, told.to], ["on_track", known(event.data.goal.value), "2026-11-30"]);
  for (const changed of [{ body: again.body.replace("on_track", "missed") }, { headers: { ...again.headers, "webhook-id": "msg_other" } }]) {
    assert.throws(() => verified({ ...again, ...changed }, secret, times[2]));
  }
  assert.throws(() => verified(again, secret, "2026-11-10T09:30:00Z"), "an old one that somebody sends again");
  // Looked at again by rounds at once, by a server, and on the next day.
  await Promise.all([run("2026-11-10T10:00:00Z"), run("2026-11-10T10:00:00Z")]);
  const server = await serve(desk.root, { env: { HARPOON_NOW: "2026-11-10T11:00:00Z" } });
  await page(server, "/");
  server.child.kill();
  await run("2026-11-11T08:00:00Z");
  assert.equal(desk.hook.calls.length, 2, "told once");
  // As if the process had ended between the outbox and the note, and come back a day later.
  remember("UPDATE goal_states SET state = 'unknown', changes = changes - 1 WHERE goal = 'g1 2026-11-30'");
  await run("2026-11-11T08:30:00Z");
  assert.equal(desk.hook.calls.length, 2, "nor when it is tried again on another day");
});

test("with the program that sets pages beside the binary, each letter has the pages of its language", async (t) => {
  await add("ann@acme.example", "--lang", "fy");
  await add("li@acme.example", "--lang", "zh-CN");
  if (!withPages()) {
    console.log("SKIPPED: harpoon-pdf was not built (cargo build -p harpoon-pdf); letters with pages are not tried");
    return t.skip("no harpoon-pdf");
  }
  await done("2026-11-03T09:00:00Z", "approve", "2026-10", "--now");
  const pages = {};
  for (const [address, language] of [["ann@acme.example", "fy"], ["li@acme.example", "zh-CN"]]) {
    const [letter] = to(address);
    const names = letter.attachments.map(({ filename, contentType }) => [filename, contentType]);
    assert.deepEqual(names, [[`2026-10.${language}.html`, "text/html"], [`2026-10.${language}.pdf`, "application/pdf"]]);
    const pdf = letter.attachments[1].content;
    assert.equal(String(pdf.subarray(0, 5)), "%PDF-");
    pages[language] = pdf;
    assert.match(pdf.toString("latin1"), new RegExp(`/Lang ?\\(${language}\\)`), "its language is written in it");
  }
  assert.notDeepEqual(pages.fy, pages["zh-CN"]);
  // Signed pages are what is sent, to the byte: September is signed in Frisian as a page, and now as pages too.
  await well("2026-11-04T09:00:00Z", "report", "--month", "2026-09", "--lang", "fy", "--sign", "--key", "healwei.example", "--format", "pdf");
  await done("2026-11-04T09:00:00Z", "approve", "2026-09", "--now");
  const signed = to("ann@acme.example").at(-1).attachments.find(({ filename }) => filename.endsWith(".pdf"));
  assert.deepEqual(signed.content, readFileSync(join(desk.root, "reports/2026-09.fy.pdf")));
  desk.env.HARPOON_PDF = "/nowhere/harpoon-pdf";
  const refused = await send("2026-11-04T09:00:00Z", "preview", "monthly", "--month", "2026-08", "--to", "x@acme.example");
  assert.match(refused.err, /HARPOON_PDF names `\/nowhere\/harpoon-pdf`, which is no program/);
});

test("without that program a letter has the report as a page", async () => {
  await add("ann@acme.example", "--lang", "fy");
  await done("2026-11-03T09:00:00Z", "approve", "2026-10", "--now");
  assert.deepEqual(to("ann@acme.example")[0].attachments.map(({ filename }) => filename), ["2026-10.fy.html"]);
});
