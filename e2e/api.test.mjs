// The same numbers for programs: command line, API, assistants and pages say the same; what may not be is refused.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { NOW, folder, harpoon, serve } from "./serve.mjs";

const { HARPOON, WORKSPACE, HARPOON_SCHEMATHESIS } = process.env;
const MONTH = "2026-10";
const OWNER = { email: "owner@healwei.example", password: "a long enough password" };

let own, open, house, keys;

/** Runs a question on the command line, as JSON. */
const cli = async (...args) => JSON.parse(await harpoon("-q", "-w", own, ...args, "--format", "json"));

/** Asks a server; gives status, headers, JSON. */
async function ask(address, { key, method = "GET", json, body, headers = {} } = {}) {
  if (key) headers = { ...headers, authorization: `Bearer ${key}` };
  if (json !== undefined) [body, headers] = [JSON.stringify(json), { ...headers, "content-type": "application/json" }];
  const response = await fetch(address, { method, body, headers });
  const text = await response.text();
  const is = response.headers.get("content-type");
  if (is !== "application/json" && response.status !== 202) throw new Error(`${address}: ${response.status} ${is} ${text.slice(0, 200)}`);
  return { status: response.status, headers: response.headers, json: text ? JSON.parse(text) : null, text };
}

const sql = (query, more = {}, at = `${open.at}api/sql`, key) => ask(at, { method: "POST", json: { sql: query, ...more }, key });

/** A form as a page of the server sends it. */
const form = (address, fields, cookie) =>
  fetch(address, {
    method: "POST",
    redirect: "manual",
    headers: { "sec-fetch-site": "same-origin", ...(cookie && { cookie }) },
    body: new URLSearchParams(fields),
  });

before(async () => {
  own = join(folder(), "one");
  cpSync(WORKSPACE, own, { recursive: true });
  open = await serve(own);
  // Two clients in one folder, and an owner who makes keys.
  const root = folder();
  for (const name of ["acme", "other"]) cpSync(WORKSPACE, join(root, name), { recursive: true });
  const link = (await harpoon("-q", "user", "add", OWNER.email, "--folder", root)).trim();
  house = await serve(root);
  const joined = await form(house.at + new URL(link).pathname.slice(1), { name: "Owner", password: OWNER.password });
  const cookie = joined.headers.get("set-cookie").split(";")[0];
  const made = async (workspace, scopes) => {
    const fields = [["name", "test"], ...scopes.map((scope) => ["scope", scope])];
    const page = await (await form(`${house.at}w/${workspace}/settings/key`, fields, cookie)).text();
    return /harpoon_[A-Za-z0-9_-]+/.exec(page)[0];
  };
  keys = {
    cookie,
    read: await made("acme", ["read"]),
    sql: await made("acme", ["read", "sql"]),
    import: await made("acme", ["import"]),
    other: await made("other", ["read", "sql", "import"]),
  };
});

after(() => {
  open?.stop();
  house?.stop();
});

/** Talks to an assistant's server over both lines. */
async function assistants(work) {
  const lines = {
    stdio: new StdioClientTransport({ command: HARPOON, args: ["-q", "-w", own, "mcp", "--sql"], env: { ...process.env, HARPOON_NOW: NOW } }),
    http: new StreamableHTTPClientTransport(new URL(`${open.at}mcp`)),
  };
  for (const [name, line] of Object.entries(lines)) {
    const client = new Client({ name: "test", version: "1" });
    await client.connect(line);
    await work(client, name);
    await client.close();
  }
}

const told = ({ content, isError }) => (assert.ok(!isError, content[0].text), JSON.parse(content[0].text));

test("every KPI is the same on the command line, over HTTP and for assistants", async () => {
  const ids = (await cli("catalogue")).map(({ kpi }) => kpi);
  assert.ok(ids.length > 100, `${ids.length}`);
  const all = await cli("kpi", ...ids, "--month", MONTH);
  const split = await cli("kpi", ...ids, "--month", MONTH, "--by", "platform");
  assert.ok(all.some(({ value }) => value > 0) && all.some(({ missing }) => missing));
  const chunks = [];
  for (let at = 0; at < ids.length; at += 60) chunks.push(ids.slice(at, at + 60));
  const read = async (more) => {
    const answers = await Promise.all(chunks.map((part) => ask(`${open.at}api/kpi?month=${MONTH}&${part.map((id) => `kpi=${id}`).join("&")}${more}`)));
    return answers.flatMap(({ json }) => json);
  };
  assert.deepEqual(await read(""), all);
  assert.deepEqual(await read("&by=platform"), split);
  await assistants(async (client) => {
    assert.deepEqual(told(await client.callTool({ name: "read_kpi", arguments: { kpi: ids, month: MONTH } })), all);
    assert.deepEqual(told(await client.callTool({ name: "read_kpi", arguments: { kpi: ids, month: MONTH, by: ["platform"] } })), split);
  });
});

test("every other question too", async () => {
  const deed = (await cli("trace", "--top", "1"))[0].deed;
  const receipt = (await cli("kpi", "spend", "--month", MONTH))[0].receipt;
  const pairs = [
    ["catalogue", "list_kpis", ["catalogue"], {}],
    ["explain", "explain", ["why", "ctr", "--month", MONTH], { kpi: "ctr", month: MONTH }],
    ["change", "change", ["explain", "spend", "--month", MONTH], { kpi: "spend", month: MONTH }],
    ["change", "change", ["explain", "impressions", "--month", MONTH, "--target", "150000", "--lang", "fy"], { kpi: "impressions", month: MONTH, target: "150000", lang: "fy" }],
    ["goals", "goals", ["goals", "--month", MONTH, "--why"], { month: MONTH, why: true }],
    ["goals", "goals", ["goals"], {}],
    ["credit", "credit", ["credit", "--model", "all", "--value", "revenue", "--month", MONTH], { model: ["all"], value: "revenue", month: MONTH }],
    ["roi", "roi", ["roi", "--by", "platform", "--cost", "full", "--month", MONTH], { by: ["platform"], cost: "full", month: MONTH }],
    ["trace", "trace", ["trace", deed, "--lookback", "click=7d,view=1d"], { deed, lookback: ["click=7d", "view=1d"] }],
    ["trace", "trace", ["trace", "--top", "2"], { top: 2 }],
    [`receipt/${receipt}`, "receipt", ["why", receipt], { id: receipt }],
    ["imports", null, ["imports"], {}],
  ];
  const expected = [];
  for (const [path, tool, command, given] of pairs) {
    const want = await cli(...command);
    expected.push([tool, given, want]);
    const query = new URLSearchParams();
    if (!path.startsWith("receipt/")) for (const [name, value] of Object.entries(given)) for (const one of [value].flat()) query.append(name, one);
    const { status, json, text } = await ask(`${open.at}api/${path}?${query}`);
    assert.equal(status, 200, text);
    assert.deepEqual(json, want, path);
  }
  const rows = "SELECT platform, count(*) AS n, sum(value) AS v, max(NULL) AS nothing FROM observations WHERE metric = 'impressions' GROUP BY platform ORDER BY platform";
  const want = await cli("sql", rows);
  assert.ok(want.length > 1 && want[0].n > 0 && want[0].nothing === null);
  assert.deepEqual((await sql(rows)).json, { rows: want, cut: false });
  await assistants(async (client) => {
    for (const [tool, given, want] of expected.filter(([tool]) => tool)) assert.deepEqual(told(await client.callTool({ name: tool, arguments: given })), want, tool);
    assert.deepEqual(told(await client.callTool({ name: "sql", arguments: { sql: rows } })), { rows: want, cut: false });
    assert.equal(told(await client.callTool({ name: "today", arguments: {} })).today, NOW.slice(0, 10));
    const capped = told(await client.callTool({ name: "sql", arguments: { sql: "SELECT metric FROM observations", limit: 5000 } }));
    assert.deepEqual([capped.rows.length, capped.cut], [200, true]);
    const wrong = await client.callTool({ name: "read_kpi", arguments: { kpi: ["impresions"], mont: "2026-10" } });
    assert.ok(wrong.isError && wrong.content[0].text.includes("no parameter `mont`"), wrong.content[0].text);
  });
});

test("assistants see tools with schemas that only read, and SQL only where they may", async () => {
  const names = ["change", "credit", "explain", "goals", "list_kpis", "read_kpi", "receipt", "roi", "sql", "today", "trace"];
  await assistants(async (client) => {
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map(({ name }) => name).sort(), names);
    for (const { name, description, inputSchema, annotations } of tools) {
      assert.ok(description.length > 40 && inputSchema.type === "object" && inputSchema.additionalProperties === false, name);
      assert.equal(annotations.readOnlyHint, true, name);
    }
  });
  const bearer = async (key) => {
    const client = new Client({ name: "test", version: "1" });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${house.at}w/acme/mcp`), { requestInit: { headers: { authorization: `Bearer ${key}` } } }));
    const { tools } = await client.listTools();
    const refused = await client.callTool({ name: "sql", arguments: { sql: "SELECT 1" } }).then(({ isError }) => isError, (error) => error.message);
    await client.close();
    return [tools.some(({ name }) => name === "sql"), refused];
  };
  assert.deepEqual(await bearer(keys.sql), [true, undefined].map((value, i) => (i ? value ?? false : value)));
  const [has, why] = await bearer(keys.read);
  assert.ok(!has && String(why).includes("no tool"), String(why));
  for (const key of [undefined, "harpoon_wrong", keys.import, keys.other]) await assert.rejects(bearer(key), String(key));
});

test("the number on a page is the number of the API", async () => {
  for (const kpi of ["spend", "impressions", "clicks_link", "orders", "revenue"]) {
    const [reading] = (await ask(`${open.at}api/kpi?kpi=${kpi}&month=${MONTH}`)).json;
    const page = await (await fetch(`${open.at}explore?kpi=${kpi}&by=&month=${MONTH}&lang=en`)).text();
    const shown = new Intl.NumberFormat("en", { maximumFractionDigits: 2, minimumFractionDigits: reading.unit === "count" ? 0 : 2 }).format(reading.value);
    assert.ok(page.includes(`>${shown}`), `${kpi}: ${shown}`);
    const file = await (await fetch(`${open.at}explore?kpi=${kpi}&by=&month=${MONTH}&lang=en&as=csv&table=1`)).text();
    const [, value] = file.split("\n")[1].match(/^[^,]*,([^,]*)/);
    assert.equal(Number(value), reading.value, `${kpi}: ${file}`);
    if (reading.unit.length === 3) assert.ok(file.split("\n")[0].includes(`(${reading.unit})`), file);
  }
});

test("every KPI is the same on a page and in its file", async () => {
  const ids = (await cli("catalogue")).map(({ kpi }) => kpi);
  const close = (a, b) => a === b || (a !== null && b !== null && Math.abs(a - b) <= 1e-12 * Math.abs(a));
  for (const kpi of ids) {
    const readings = (await ask(`${open.at}api/kpi?kpi=${kpi}&month=${MONTH}`)).json;
    const [head, ...rows] = (await (await fetch(`${open.at}explore?kpi=${kpi}&by=&month=${MONTH}&lang=en&as=csv&table=1`)).text()).trim().split("\n");
    // Only shares are printed in other units than the API has them in.
    const times = head.includes("(%)") ? 100 : 1;
    const shown = rows.map((row) => row.match(/^(?:"[^"]*"|[^,]*),([^,]*)/)[1]).map((cell) => (/\d/.test(cell) ? Number(cell) / times : null));
    assert.ok(readings.length === shown.length && readings.every(({ value }, at) => close(value, shown[at])), `${kpi}: ${JSON.stringify(readings)} and ${head} ${rows}`);
  }
});

test("a figure of the month's report is the API's answer to the question that its receipt holds", async () => {
  const paper = await (await fetch(`${open.at}draft?month=${MONTH}&lang=en`)).text();
  const figures = [...paper.matchAll(/<a class="figure"[^>]*title="([0-9a-f]{16})"><span[^>]*>([^<]*)<\/span>/g)];
  const answers = new Map();
  const answer = async (id) => {
    const { kpi, selection } = (await ask(`${open.at}api/receipt/${id}`)).json;
    // Some are of a goal, a claim or a difference; what is drawn by day is printed by week.
    if (!selection?.period || selection.by.includes("day")) return null;
    const question = new URLSearchParams([["kpi", kpi], ["from", selection.period.from], ["to", selection.period.to]]);
    selection.by.forEach((dim) => question.append("by", dim));
    selection.filters.forEach(({ dim, value }) => question.append("where", `${dim}=${value}`));
    return { kpi, readings: (await ask(`${open.at}api/kpi?${question}`)).json };
  };
  let compared = 0;
  const kpis = new Set();
  for (const [, id, text] of figures) {
    if (!answers.has(id)) answers.set(id, await answer(id));
    const told = answers.get(id);
    if (!told || /[▲▼]/.test(text)) continue;
    const printed = Number(text.replace(/[^\d.−]/g, "").replace("−", "-"));
    const [, digits = ""] = text.match(/\.(\d+)/) ?? [];
    const times = text.includes("%") ? 100 : 1;
    const is = ({ value }) => value !== null && Math.abs(value * times - printed) <= 0.501 * 10 ** -digits.length;
    assert.ok(told.readings.some(is), `${told.kpi}: ${text} and ${JSON.stringify(told.readings.map(({ value }) => value))}`);
    compared += 1;
    kpis.add(told.kpi);
  }
  assert.ok(compared >= 90 && kpis.size >= 25, `${compared} figures of ${kpis.size} KPIs`);
});

test("keys open what they are for, in their workspace alone", async () => {
  const at = `${house.at}w/acme/api/`;
  const status = async (path, more) => (await ask(at + path, more)).status;
  assert.equal(await status("kpi?kpi=spend"), 401);
  assert.equal(await status("kpi?kpi=spend", { key: "harpoon_wrong" }), 401);
  assert.equal(await status("kpi?kpi=spend", { key: keys.read }), 200);
  assert.equal(await status("kpi?kpi=spend", { key: keys.other }), 404);
  assert.equal(await status("kpi?kpi=spend", { key: keys.import }), 403);
  const query = { method: "POST", json: { sql: "SELECT 1 AS one" } };
  assert.equal(await status("sql", query), 401);
  assert.equal(await status("sql", { ...query, key: keys.read }), 403);
  assert.equal(await status("sql", { ...query, key: keys.other }), 404);
  assert.equal(await status("sql", { ...query, key: keys.sql }), 200);
  assert.equal(await status("import?name=a.csv", { method: "POST", body: "a,b\n", key: keys.sql }), 403);
  assert.equal(await status("nothing", { key: keys.read }), 404);
  assert.equal(await status("kpi", { key: keys.read, method: "POST", json: {} }), 405);
  assert.equal(await status("kpi?kpi=spend", { headers: { cookie: keys.cookie } }), 200);
  // A page of elsewhere may bring the cookie along: it is told apart by its origin.
  const forged = { cookie: keys.cookie, origin: "https://evil.example" };
  assert.equal(await status("sql", { ...query, headers: forged }), 403);
  assert.equal((await ask(`${house.at}w/acme/mcp`, { method: "POST", json: {}, headers: forged })).status, 403);
  // A key opens no page.
  const page = await fetch(`${house.at}w/acme/explore`, { headers: { authorization: `Bearer ${keys.sql}` }, redirect: "manual" });
  assert.equal(page.status, 404);
});

test("what is wrong with a question is told all at once, as JSON", async () => {
  const check = async (path, status, ...parts) => {
    const answer = await ask(open.at + path);
    assert.equal(answer.status, status, `${path} ${answer.text}`);
    for (const part of parts) assert.ok(answer.json.error.includes(part), `${path}: ${answer.json.error}`);
  };
  await check("api/kpi", 400, "`kpi` is needed");
  await check("api/kpi?kpi=spend&bye=platform&mont=1", 400, "`bye`", "`mont`");
  await check("api/kpi?kpi=spent&kpi=impresions&by=planet&where=x&month=2026-13", 400, "spent", "impresions", "planet", "`x`", "2026-13");
  await check("api/kpi?kpi=spend&month=2026-10&month=2026-09", 400, "`month` is one text");
  await check("api/trace?top=1000", 400, "at most 100");
  await check("api/credit?value=love", 400, "one of count, revenue");
  await check("api/trace", 400, "either");
  await check("api/receipt/0123456789abcdef", 404);
  await check("api/receipt/..%2f..%2fharpoon.toml", 404);
  await check("api/", 404);
  await check("api/sql", 405);
  await check(`api/kpi?kpi=${"x".repeat(5000)}`, 400, "4096");
  assert.equal((await ask(`${open.at}api/kpi`, { method: "DELETE" })).status, 405);
  assert.equal((await ask(`${open.at}api/sql`, { method: "POST", body: "{}" })).status, 400);
  assert.equal((await ask(`${open.at}api/sql`, { method: "POST", json: { sql: "SELECT 1", limit: 0, x: 1 } })).status, 400);
});

test("SQL reads the tables of the workspace and gets no further", async () => {
  writeFileSync(join(own, "secret.csv"), "a\nhidden\n");
  const path = join(own, "secret.csv");
  const refused = [
    `COPY (SELECT 1) TO '${join(own, "out.csv")}'`,
    `COPY observations TO '${join(own, "out.parquet")}' STORED AS PARQUET`,
    `CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '${path}'`,
    "CREATE TABLE t AS SELECT 1",
    "CREATE VIEW v AS SELECT 1",
    "CREATE FUNCTION f(x INT) RETURNS INT RETURN x",
    "DROP TABLE observations",
    "INSERT INTO posts SELECT * FROM posts",
    "DELETE FROM posts",
    "UPDATE posts SET text = ''",
    "TRUNCATE TABLE posts",
    "SET datafusion.catalog.information_schema = true",
    "SET datafusion.execution.target_partitions = 1",
    "RESET datafusion.execution.target_partitions",
    "SHOW ALL",
    "SHOW TABLES",
    "DESCRIBE observations",
    "EXPLAIN SELECT * FROM observations",
    "EXPLAIN ANALYZE SELECT * FROM observations",
    "EXPLAIN VERBOSE SELECT * FROM observations",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE observations",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "BEGIN",
    "USE x",
    `SELECT * FROM '${path}'`,
    `SELECT * FROM "${path}"`,
    `SELECT * FROM 'file://${path}'`,
    "SELECT * FROM 'https://example.org/a.csv'",
    `SELECT * FROM read_csv('${path}')`,
    `SELECT * FROM read_parquet('${path}')`,
    `SELECT * FROM parquet_metadata('${path}')`,
    `SELECT read_text('${path}')`,
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM information_schema.df_settings",
    "SELECT * INTO t FROM posts",
    "WITH x AS (INSERT INTO posts SELECT * FROM posts) SELECT 1",
    "SELECT repeat('x', 2000000000)",
    "SELECT lpad('x', 2000000000)",
    "SELECT range(0, 10000000000)",
    "",
    "-- nothing",
    `SELECT '${"x".repeat(21000)}'`,
  ];
  for (const query of refused) {
    const { status, json, text } = await sql(query);
    assert.equal(status, 400, `${query.slice(0, 80)}: ${status} ${text.slice(0, 300)}`);
    assert.ok(query.includes(own) || !json.error.includes(own), `no path is told: ${json.error}`);
    assert.ok(!text.includes("hidden"));
  }
  for (const name of ["out.csv", "out.parquet"]) assert.throws(() => readFileSync(join(own, name)));
  assert.equal((await sql("SELECT count(*) AS n FROM observations")).status, 200);
  const deep = await sql(`SELECT ${"(".repeat(3000)}1${")".repeat(3000)}`);
  assert.equal(deep.status, 400, deep.text.slice(0, 200));
  const cut = await sql("SELECT metric FROM observations", { limit: 3 });
  assert.deepEqual([cut.json.rows.length, cut.json.cut], [3, true]);
  const usual = await sql("SELECT metric FROM observations");
  assert.deepEqual([usual.json.rows.length, usual.json.cut], [1000, true]);
  assert.equal((await sql("SELECT 1", { limit: 100001 })).status, 400);
  const odd = await sql("SELECT 'NaN'::double AS a, 'Infinity'::double AS b, '' AS c, 1.50::decimal(10,2) AS d");
  assert.deepEqual(odd.json.rows, [{ a: "NaN", b: "inf", c: "", d: 1.5 }]);
});

test("a heavy query ends, others are sent away, and pages still answer", async () => {
  const heavy = "SELECT count(*) FROM generate_series(1, 1000000000000) WHERE value % 7 = 9";
  const began = Date.now();
  const all = [sql(heavy), sql(heavy), new Promise((go) => setTimeout(go, 500)).then(() => sql("SELECT 1"))];
  const page = await new Promise((go) => setTimeout(go, 700)).then(() => fetch(`${open.at}data`));
  assert.equal(page.status, 200);
  const answers = await Promise.all(all);
  assert.deepEqual(answers.map(({ status }) => status), [400, 400, 429]);
  assert.ok(answers[0].json.error.includes("seconds"), answers[0].text);
  assert.ok(answers[2].headers.get("retry-after"));
  assert.ok(Date.now() - began < 60_000);
  const joined = await sql("SELECT count(*) FROM observations a, observations b, observations c WHERE a.value + b.value + c.value < 0");
  assert.ok(joined.status === 400 && /memory|seconds/.test(joined.json.error), joined.text);
  const wide = await sql("SELECT array_agg(a.metric || b.metric || c.metric) FROM observations a, observations b, observations c");
  assert.equal(wide.status, 400, wide.text.slice(0, 200));
  assert.equal((await sql("SELECT 1 AS one")).status, 200);
});

test("a file is brought in, its questions are asked back, and formulas stay text", async () => {
  const at = `${house.at}w/acme/api/import`;
  const evil = ["=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", "\t=1", "\r=2"];
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const rows = evil.map((name, i) => `media,2026-10-01,2026-10-31,${100 + i}.25,EUR,${quoted(name)}`);
  const bring = (query, body) => ask(`${at}?${query}`, { method: "POST", body, key: keys.import });
  const brought = await bring("name=costs.csv", ["Kind,From,To,Amount,Currency,Campaign", ...rows].join("\n"));
  assert.equal(brought.status, 200, brought.text);
  assert.equal(brought.json[0].accepted, evil.length, brought.text);
  assert.equal(brought.json[0].file, "costs.csv");
  for (const name of ["../x.csv", "a/b.csv", ".hidden", "", "a\\b", "a\u0000b"]) {
    const wrong = await bring(`name=${encodeURIComponent(name)}`, "a,b\n1,2\n");
    assert.equal(wrong.status, 400, `${JSON.stringify(name)} ${wrong.text}`);
  }
  assert.equal((await bring("name=x.csv&map=../harpoon.toml", "a\n1\n")).status, 400);
  assert.equal((await bring("name=x.csv", "")).status, 400);
  const unknown = await bring("name=x.csv", "nothing,known\n1,2\n");
  assert.equal(unknown.status, 422, unknown.text);
  assert.ok(!/harpoon-e2e|brought|incoming/.test(unknown.text), unknown.text);
  const asked = await bring("name=costs2.csv", "Kind,From,To,Amount,Currency\nfees,03/04/2026,05/04/2026,10,EUR\n");
  assert.equal(asked.status, 422, asked.text);
  assert.equal(asked.json.questions[0].parameter, "day_order", asked.text);
  const again = await bring("name=costs2.csv&day_order=dmy", "Kind,From,To,Amount,Currency\nfees,03/04/2026,05/04/2026,10,EUR\n");
  assert.equal(again.status, 200, again.text);
  // As a file: every name is text that no spreadsheet runs, every number is a number.
  const page = `${house.at}w/acme/explore?kpi=cost_media&by=campaign&month=${MONTH}&lang=en&table=1&as=`;
  const csv = await fetch(page + "csv", { headers: { cookie: keys.cookie } });
  assert.match(csv.headers.get("content-disposition"), /^attachment; filename="[a-z0-9.-]+\.csv"$/);
  const text = await csv.text();
  const python = `
import csv, io, sys
for row in csv.reader(io.StringIO(sys.stdin.read(), newline="")):
    for cell in row:
        try: float(cell)
        except ValueError:
            assert not cell or cell[0] not in "=+-@\\t\\r\\n\\uff1d\\uff0b\\uff0d\\uff20", repr(cell)
`;
  execFileSync("python3", ["-c", python], { input: text });
  for (const [i, name] of evil.slice(0, 5).entries()) assert.ok(text.includes(`'${name}`) && text.includes(`${100 + i}.25`), `${name}\n${text}`);
  const xlsx = await fetch(page + "xlsx", { headers: { cookie: keys.cookie } });
  assert.match(xlsx.headers.get("content-type"), /spreadsheetml/);
  const file = join(folder(), "t.xlsx");
  writeFileSync(file, Buffer.from(await xlsx.arrayBuffer()));
  const inside = `
import re, sys, zipfile
book = zipfile.ZipFile(sys.argv[1])
sheet = book.read("xl/worksheets/sheet1.xml").decode()
assert "<f>" not in sheet and "<f " not in sheet, "no formula"
assert re.search(r"<v>100.25</v>", sheet), "a number is a number"
texts = re.findall(r"<t[^>]*>(.*?)</t>", book.read("xl/sharedStrings.xml").decode(), re.S)
assert any(text.startswith("'=cmd") or text.startswith("&apos;=cmd") for text in texts), texts
assert not [text for text in texts if text[:1] in "=+-@"], texts
`;
  execFileSync("python3", ["-c", inside, file]);
  assert.equal((await fetch(page + "pdf", { headers: { cookie: keys.cookie } })).status, 400);
});

test("what people dropped in waits, though a program brings a file in days later", async () => {
  const root = own;
  const old = Date.now() / 1000 - 2 * 86_400;
  // An upload that nobody answered yet, and what a server that was ended left of a file that a program had sent.
  const [dropped, left] = [join(own, "incoming/2026-10-30-1"), join(own, "brought/1-0")];
  for (const [home, file] of [[dropped, "files/waits.csv"], [left, "gone.csv"]]) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), "nothing,known\n1,2\n");
    utimesSync(home, old, old);
  }
  const cost = "Kind,From,To,Amount,Currency\ntools,2026-08-01,2026-08-31,10.25,EUR\n";
  const brought = await ask(`${open.at}api/import?name=costs.csv&dry_run=1`, { method: "POST", body: cost });
  assert.equal(brought.status, 200, brought.text);
  assert.ok(existsSync(join(dropped, "files/waits.csv")), "it is a person's to discard");
  assert.ok(!existsSync(left), "what a program sent is swept");
  rmSync(dropped, { recursive: true });
});

test("every table of every page is had as a file", async () => {
  const house_ = { headers: { cookie: keys.cookie } };
  const acme = `${house.at}w/acme/`;
  // Somebody to invite and somebody who gets letters, so that every table of Settings has rows.
  await form(`${acme}settings/invite`, { email: "ann@healwei.example", role: "analyst" }, keys.cookie);
  await form(`${acme}settings/send-add`, [["address", "ann@healwei.example"], ["language", "fy"], ["zone", "Europe/Amsterdam"], ["gets", "report"]], keys.cookie);
  const pages = ["", "goals", "funnel", "content", "money", "attribution", "explore", "data", "paid", "reconcile", "voice", "reports", "settings", "import"];
  for (const [at, path, how] of [...pages.map((path) => [open.at, path, {}]), [acme, "settings", house_], [acme, "goals/first", house_], [house.at, "", house_]]) {
    const page = await (await fetch(`${at}${path}?month=${MONTH}&lang=en`, how)).text();
    const links = [...page.matchAll(/href="([^"]*as=(csv|xlsx)[^"]*)"/g)].map(([, href]) => href.replaceAll("&amp;", "&"));
    const tables = (page.match(/<table>/g) ?? []).length;
    assert.equal(links.length, 2 * tables, path);
    if (at === acme && path === "settings") assert.equal(tables, 3, "people, keys, recipients");
    for (const href of links) {
      const file = await fetch(new URL(href, at), how);
      assert.equal(file.status, 200, href);
      if (href.includes("as=csv")) {
        const [head, ...rows] = (await file.text()).trim().split("\n");
        assert.ok(head.length > 2 && rows.length > 0, href);
        if (at === acme && path === "settings" && href.includes("table=1")) assert.ok(rows.some((row) => row.includes(OWNER.email)) && rows.some((row) => row.includes("ann@healwei.example")), String(rows));
      }
    }
  }
  assert.equal((await fetch(`${open.at}?as=csv&table=99`)).status, 400);
});

test("the description lists exactly what answers", async () => {
  const { json } = await ask(`${open.at}api/openapi.json`);
  assert.equal(json.openapi, "3.1.0");
  const committed = JSON.parse(readFileSync(new URL("../docs/reference/openapi.json", import.meta.url), "utf8"));
  assert.deepEqual(json, committed);
  for (const [path, methods] of Object.entries(json.paths)) {
    for (const method of ["get", "post"]) {
      const { status } = await ask(open.at + path.slice(1).replace("{id}", "0"), { method: method.toUpperCase(), ...(method === "post" && { json: {} }) });
      if (methods[method]) assert.notEqual(status, 405, `${method} ${path}`);
      else assert.equal(status, 405, `${method} ${path}`);
    }
  }
  for (const path of ["api/kpis", "api/person", "api/ledger", "api/catalogue/x", "api/receipt/", "api/receipt/a/b"]) assert.equal((await ask(open.at + path)).status, 404, path);
});

test("a version or an import that is not there is the asker's mistake", async () => {
  for (const path of ["api/explain?kpi=impressions&at=812238", "api/kpi?kpi=impressions&at=812238"]) {
    const { status, json } = await ask(open.at + path);
    assert.equal(status, 400, path);
    assert.match(json.error, /no version 812238/, path);
  }
});

test("no question made of the description breaks it", { skip: HARPOON_SCHEMATHESIS ? false : "SKIPPED: no schemathesis (Python); the API is not tried with made-up questions" }, () => {
  const args = [
    "run", join(import.meta.dirname, "../docs/reference/openapi.json"), "--url", open.at.replace(/\/$/, ""),
    "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
    "--phases", "examples,coverage,fuzzing", "--max-examples", "8", "--max-time", "50", "--seed", "7", "--request-timeout", "40", "--exclude-path", "/api/import", "--no-color",
    "--suppress-health-check", "all",
  ];
  try {
    execFileSync(HARPOON_SCHEMATHESIS, args, { encoding: "utf8", stdio: "pipe", timeout: 180_000, cwd: folder() });
  } catch (error) {
    assert.fail(`${error.stdout}\n${error.stderr}`);
  }
});
