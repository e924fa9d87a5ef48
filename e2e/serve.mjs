// What every test needs: a server of our own, a browser, and pages that fail on any trouble.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const { HARPOON, CHROMIUM = "/usr/bin/chromium" } = process.env;
/** The day that examples and tests are looked at from. */
export const NOW = "2026-11-02T08:00:00Z";

/** Runs the command line to its end; gives what it printed, and fails where it failed. */
export async function harpoon(...args) {
  const child = spawn(HARPOON, args, { env: { ...process.env, HARPOON_NOW: NOW }, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (data) => (out += data));
  child.stderr.on("data", (data) => (err += data));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`harpoon ${args.join(" ")}: ${code}\n${err}`);
  return out;
}

/** A server of a folder, on a free port; `log` is all that it printed. */
export async function serve(root, { args = [], env = {}, binary = HARPOON } = {}) {
  const child = spawn(binary, ["-q", "serve", root, "--port", "0", ...args], {
    env: { ...process.env, HARPOON_NOW: NOW, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const server = { log: "", child, stop: () => child.kill() };
  child.stderr.on("data", (data) => (server.log += data));
  const [said] = await once(child.stdout, "data");
  server.at = String(said).trim();
  return server;
}

/** Debian's Chromium. */
export const launch = () =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

const folders = [];
process.on("exit", () => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

/** A folder that is gone when the tests are. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "harpoon-e2e-"));
  folders.push(path);
  return path;
}

/** A page that fails the test on any error of its script or breach of its policy. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(Number(process.env.PATIENCE ?? 30_000));
  const page = await context.newPage();
  page.troubles = [];
  page.on("console", (message) => message.type() === "error" && page.troubles.push(message.text()));
  page.on("pageerror", (error) => page.troubles.push(String(error)));
  page.on("dialog", (dialog) => page.troubles.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  const response = await page.goto(url);
  return { page, response, close: () => context.close() };
}
