// What a connector asks and why it refuses a file, on the page that takes files in: in the language of the reader.
//
// HARPOON names the binary.
import assert from "node:assert/strict";
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
