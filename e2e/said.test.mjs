// What a connector asks and why it refuses a file, on the page that takes files in: in the language of the reader.
//
// HARPOON names the binary.
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folder, harpoon, serve } from "./serve.mjs";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
// Each raises one thing that only a person knows, or is no table.
const FILES = [
  ["orders.csv", "Order,Ordered,Customer,Email,Total,Source\n1001,05/06/2026 09:30,C-5,a@acme.example,49.90,\n1002,06/07/2026 10:00,C-6,b@acme.example,20.00,\n"],
  ["paper.pdf", "%PDF-1.7\n"],
  ["shot.png", PNG],
  ["old.ods.gz", Buffer.from([0x1f, 0x8b, 8, 0])],
  ["empty.csv", "Kind,From,To,Amount,Currency,Note\n"],
  ["broken.xlsx", Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(64, 7)])],
];
/** What each language says, and the English of the connectors. */
const SAYS = {
  en: [/dates such as 05\/06\/2026 09:30 either number can be the day/, /amounts have no currency: Total/, /no time zone/, /It is no table, but a PDF/, /a picture \(PNG\)/, /a gzip archive/, /It has no rows\./],
  fy: [/datums lykas 05\/06\/2026 09:30 kin elk fan de twa getallen/, /stiet gjin munt: Total/, /stiet gjin tiidsône/, /It is gjin tabel, mar in PDF/, /in plaatsje \(PNG\)/, /in gzip-argyf/, /Der steane gjin rigen yn\./],
  "zh-CN": [/在 05\/06\/2026 09:30 这样的日期中/, /没有注明货币：Total/, /没有注明时区/, /这不是表格，而是PDF/, /图片（PNG）/, /gzip 压缩包/, /其中没有数据行。/],
};
const ENGLISH = [/Does the day or the month come first/, /In which currency are the amounts of/, /In which time zone are the times of/, /not a table:/, />no rows/, /damaged:/, /give --/];

test("questions and refusals are told in the language of the page", async () => {
  const root = join(folder(), "zilt");
  await harpoon("-q", "-w", root, "init", "--name", "Zilt");
  const server = await serve(root);
  const origin = new URL(server.at).origin;
  const form = new FormData();
  for (const [name, body] of FILES) form.append("files", new Blob([body]), name);
  const sent = await fetch(new URL("/import", server.at), { method: "POST", body: form, redirect: "manual", headers: { origin } });
  const here = sent.headers.get("location");
  const read = async (lang) => (await fetch(new URL(`${here}?lang=${lang}`, server.at))).text();
  for (const [lang, all] of Object.entries(SAYS)) {
    const page = await read(lang);
    assert.doesNotMatch(page, /⟦/, lang);
    for (const says of all) assert.match(page, says, lang);
    for (const english of ENGLISH) assert.doesNotMatch(page, english, lang);
    assert.ok(!page.includes(root), "no path of this machine");
  }
  // Without an answer nothing of the file counts, and that too is told in the language of whoever looks later.
  const run = await fetch(new URL(`${here}/run`, server.at), { method: "POST", body: new URLSearchParams(), redirect: "manual", headers: { origin } });
  assert.equal(run.status, 303, await run.text());
  let page;
  for (let tries = 0; tries < 300; tries += 1) {
    page = await read("fy");
    if (!page.includes("data-events")) break;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.match(page, /It is gjin tabel, mar in PDF/);
  for (const english of ENGLISH) assert.doesNotMatch(page, english);
  // The command line says the same in English, as before.
  assert.equal((await read("en")).includes("It is no table, but a PDF"), true);
  server.stop();
});


/** A server of a new workspace, and how its pages are asked and told. */
async function place(more = "") {
  const root = join(folder(), "zilt");
  await harpoon("-q", "-w", root, "init", "--name", "Zilt");
  if (more) appendFileSync(join(root, "harpoon.toml"), more);
  const server = await serve(root);
  const origin = new URL(server.at).origin;
  const read = async (path) => (await fetch(new URL(path, server.at))).text();
  const send = (path, body) => fetch(new URL(path, server.at), { method: "POST", body, redirect: "manual", headers: { origin } });
  return { root, server, read, send };
}

/** The text of a page, without its marks. */
const text = (page) => page.replace(/<[^>]*>/g, " ").replace(/&[a-z]+;|&#\d+;/g, "'").replace(/\s+/g, " ");

test("what a connector noticed is told in the language of the page, before and after the import", async () => {
  const { server, read, send } = await place();
  const form = new FormData();
  // One column without a meaning, two that mean the same, rows that are a test and that came twice.
  form.append("files", new Blob(["Kind,From,To,Amount,Currency,Note,Mood\nfees,2026-01-01,2026-01-31,10.00,EUR,x,good\n"]), "costs.csv");
  form.append("files", new Blob(["Filter,Value\nSearch type,Web\nDate,Last 3 months\n"]), "Filters.csv");
  const here = (await send("/import", form)).headers.get("location");
  const says = {
    en: [/Columns without a meaning were passed over: Mood\./, /it says how the export was made and holds no figures/],
    fy: [/Kolommen sûnder betsjutting binne oerslein: Mood\./, /der stiet yn hoe't de eksport makke is/],
    "zh-CN": [/没有含义的列已跳过：Mood。/, /只说明导出是如何生成的/],
  };
  const check = async () => {
    for (const [lang, all] of Object.entries(says)) {
      const page = text(await read(`${here}?lang=${lang}`));
      for (const one of all) assert.match(page, one, lang);
      if (lang !== "en") assert.doesNotMatch(page, /passed over|without meaning|no figures|already imported/, lang);
    }
  };
  await check();
  assert.equal((await send(`${here}/run`, new URLSearchParams())).status, 303);
  for (let tries = 0; tries < 300 && (await read(here)).includes("data-events"); tries += 1) await new Promise((done) => setTimeout(done, 100));
  await check();
  const again = new FormData();
  again.append("files", new Blob(["Kind,From,To,Amount,Currency,Note,Mood\nfees,2026-01-01,2026-01-31,10.00,EUR,x,good\n"]), "costs.csv");
  const there = (await send("/import", again)).headers.get("location");
  await send(`${there}/run`, new URLSearchParams());
  for (let tries = 0; tries < 300 && (await read(there)).includes("data-events"); tries += 1) await new Promise((done) => setTimeout(done, 100));
  assert.match(text(await read(`${there}?lang=fy`)), /It is earder al ymportearre; der is neat feroare\./);
  server.stop();
});

test("a table of links makes those that are right, and tells each mistake with line and column", async () => {
  const { server, read, send, root } = await place('\n[links]\nsites = ["shop.example"]\n');
  const form = (body) => {
    const made = new FormData();
    made.append("links", new Blob([body]), "links.csv");
    return made;
  };
  const rows = "url,source,medium,campaign\nhttps://shop.example/a,facebook,social,spring\nhttps://other.example/,facebook,social,spring\nhttps://shop.example/b,facebook\n";
  const page = text(await (await send("/links/many?lang=en", form(rows))).text());
  assert.match(page, /One link was made; none was there before\. There are 2 mistakes:/);
  assert.match(page, /Line 3, column 1 \(url\): “https:\/\/other\.example\/?” leads to a site that links may not lead to|Line 3, column 1 \(url\): “other\.example” leads to a site that links may not lead to/);
  assert.match(page, /Line 4: 2 cells, where the first line names 4\./);
  const frisian = text(await (await send("/links/many?lang=fy", form(rows))).text());
  assert.match(frisian, /Gjin keppeling is makke; ien wie der al\. Der binne 2 flaters:/);
  assert.match(frisian, /Rigel 4: 2 sellen, wylst de earste rigel 4 neamt\./);
  const listed = JSON.parse(await harpoon("-q", "-w", root, "link", "list", "--format", "json"));
  assert.deepEqual(listed.map(({ to }) => new URL(to).pathname), ["/a"]);
  assert.match(text(await (await send("/links/many?lang=en", form("a,b\n1,2\n"))).text()), /Line 1: No column is called url\./);
  assert.match(text(await (await send("/links/many?lang=en", new FormData())).text()), /No table came/);
  assert.match(text(await (await send("/links/many?lang=en", form("x".repeat(5 << 20)))).text()), /larger than 4 MiB/);
  // Nobody else's page sends one.
  const strange = await fetch(new URL("/links/many", server.at), { method: "POST", body: form(rows), headers: { origin: "https://evil.example" } });
  assert.equal(strange.status, 403);
  assert.match(await read("/links?lang=en"), /Many links at once/);
  server.stop();
});

test("the Data page says what is fetched by itself, how it last ran and when it runs next", async () => {
  const { server, read, root } = await place('\n[taps.crm]\ncommand = "/bin/false"\nevery = "2h"\n[taps.once]\ncommand = "/bin/false"\n');
  let page = "";
  // The server runs what is due; that one fails, and says so.
  for (let tries = 0; tries < 300; tries += 1) {
    page = text(await read("/data?lang=en"));
    if (page.includes("Failed")) break;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.match(page, /crm Singer tap Failed \d{4}-\d\d-\d\d \d\d:\d\d/);
  assert.match(page, /crm failed: /);
  assert.match(page, /once Singer tap Never ran – – – – When asked –/);
  const told = JSON.parse(await harpoon("-w", root, "sync", "--list", "--format", "json"));
  const crm = told.find(({ tap }) => tap === "crm");
  assert.ok(page.includes(crm.last.began.slice(0, 16).replace("T", " ")), "the same as on the command line");
  assert.match(text(await read("/data?lang=fy")), /Wat út himsels ophelle wurdt/);
  assert.match(text(await read("/data?lang=zh-CN")), /自动获取/);
  server.stop();
});

test("an address that asks for what is not there is answered in the language of the page", async () => {
  const { server, read } = await place();
  assert.match(text(await read("/?month=2026-99&lang=fy")), /“2026-99” is gjin moanne\. Skriuw it as 2026-10\./);
  assert.match(text(await read("/nowhere?lang=fy")), /Gjin side hat dit adres: .*Nei it oersjoch/);
  assert.match(text(await read("/nowhere?lang=zh-CN")), /没有页面使用此地址：/);
  server.stop();
});
