// Sending, as tests try it: a mail server and a receiver of this machine, a copy of half a year of the demo client, and the command
// line at any time.
//
// HARPOON names the binary, WORKSPACE the half year.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, cpSync, existsSync, linkSync } from "node:fs";
import { dirname, join } from "node:path";
import { certificate, mailServer, receiver } from "./post.mjs";
import { folder, serve as begun } from "./serve.mjs";

const { HARPOON, WORKSPACE } = process.env;
export const [USER, PASSWORD, PASS] = ["post@acme.example", "s3cret+words:/?", "quiet harbour at dawn"];
// The demo's data end in October; its day of report is the 3rd of November at nine in Amsterdam, 8:00 UTC.
export const SET_UP = "2026-11-02T08:30:00Z";
/** What each test begins anew with: the workspace at `root`, the environment `env` of the command line. */
export const desk = {};

export async function open() {
  desk.tls = certificate(folder());
  desk.mail = await mailServer({ ...desk.tls, user: USER, pass: PASSWORD });
  desk.hook = await receiver();
}

export async function close() {
  desk.hook.stop();
  await desk.mail.stop();
}

/** A program in a folder of its own, so that what lies beside it is known. */
function put(program, home = folder()) {
  const path = join(home, program.split("/").pop());
  try {
    linkSync(program, path);
  } catch {
    copyFileSync(program, path);
  }
  return path;
}

/** The binary without the program that sets pages. */
const alone = put(HARPOON);
/** The program that sets pages, where it was built. */
const setter = ["debug", "release"].map((profile) => join(dirname(HARPOON), "..", profile, "harpoon-pdf")).find((path) => existsSync(path));

/** From now on the program that sets pages lies beside the binary; whether there is one. */
export function withPages() {
  if (!setter) return false;
  desk.binary = put(HARPOON);
  put(setter, dirname(desk.binary));
  return true;
}

/** A server of a folder with what the test set. */
export const serve = (root, { env = {}, ...more }) => begun(root, { env: { ...desk.env, ...env }, binary: desk.binary, ...more });

/** Address of a mail server with user and password in it. */
export const smtp = (port, { scheme = "smtp", host = "localhost", more = "?tls=required" } = {}) =>
  `${scheme}://${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}@${host}:${port}${more}`;

export function begin() {
  desk.root = join(folder(), "kofje");
  cpSync(WORKSPACE, desk.root, { recursive: true });
  desk.env = {
    HARPOON_SMTP: smtp(desk.mail.port),
    HARPOON_MAIL_FROM: "Buro Healwei <reports@healwei.example>",
    HARPOON_WEBHOOKS_TO_LOOPBACK: "1",
    SSL_CERT_FILE: desk.tls.ca,
    // The keys that sign in it lie beside it.
    HARPOON_KEYS: join(dirname(WORKSPACE), "keys"),
  };
  desk.binary = alone;
  const { mail, hook } = desk;
  for (const list of [mail.mails, mail.seen, mail.answers, mail.secure, hook.calls, hook.answers]) list.length = 0;
}

/** The command line at a time; its code and what it said. */
export async function harpoon(now, ...args) {
  const child = spawn(desk.binary, ["-q", "-w", desk.root, ...args], { env: { ...process.env, ...desk.env, HARPOON_NOW: now } });
  let [out, err] = ["", ""];
  child.stdout.on("data", (data) => (out += data));
  child.stderr.on("data", (data) => (err += data));
  const [code] = await once(child, "close");
  return { code, out, err };
}

/** The same where it must go well; what it said. */
export async function well(now, ...args) {
  const { code, out, err } = await harpoon(now, ...args);
  assert.equal(code, 0, `${args.join(" ")}: ${err}${out}`);
  return out;
}

export const send = (now, ...args) => harpoon(now, "send", ...args);
export const done = (now, ...args) => well(now, "send", ...args);
export const run = (now) => send(now, "run").then(({ out }) => out.trim());
export const add = (address, ...args) => done(SET_UP, "recipients", "add", address, ...args);
export const to = (address) => desk.mail.mails.filter((letter) => letter.envelope.includes(address));
export const outbox = (now = SET_UP) => send(now, "outbox").then(({ out }) => out);
/** Changes the server's memory by SQL, to what a process leaves that was ended at a bad moment. */
export const remember = (sql) => execFileSync("python3", ["-c", "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as db: db.execute(sys.argv[2])", join(desk.root, "server.db"), sql]);
/** A form of a page of ours, sent as a browser does. */
export const form = (server, path, fields, cookie = "") =>
  fetch(server.at.replace(/\/$/, "") + path, {
    method: "POST",
    redirect: "manual",
    headers: { origin: new URL(server.at).origin, cookie },
    body: new URLSearchParams(fields),
  });
export const page = (server, path, cookie = "") => fetch(server.at.replace(/\/$/, "") + path, { headers: { cookie } }).then((r) => r.text());

/** Somebody comes in by an invitation; the cookie of their session. */
export async function join_(server, email, role) {
  const child = spawn(HARPOON, ["-q", "user", "add", email, "--role", role, ...(role === "owner" ? [] : ["--in", "*"]), "--folder", desk.root], { env: { ...process.env, HARPOON_NOW: SET_UP } });
  const [said] = await once(child.stdout, "data");
  const answer = await form(server, new URL(String(said).trim()).pathname, { name: email.split("@")[0], password: PASS });
  assert.equal(answer.status, 303, await answer.text());
  return answer.headers.get("set-cookie").split(";")[0];
}
