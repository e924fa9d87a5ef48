// What Lighthouse says of Overview, on a phone. The score of speed (goal 95) is printed and not held to: it is of an idle machine.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import lighthouse from "lighthouse";
import { serve } from "./serve.mjs";

const { WORKSPACE, CHROMIUM = "/usr/bin/chromium" } = process.env;

test("Overview is for everybody, and nothing in it moves", async () => {
  const server = await serve(WORKSPACE);
  await fetch(server.at); // Worked out once; Lighthouse asks as the second reader does.
  const profile = mkdtempSync(join(tmpdir(), "harpoon-lighthouse-"));
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--remote-debugging-port=0"];
  const chromium = spawn(CHROMIUM, [...flags, `--user-data-dir=${profile}`, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  while (!/DevTools listening on ws:..[^:]+:(\d+)/.test(said)) said += String((await once(chromium.stderr, "data"))[0]);
  const port = Number(said.match(/DevTools listening on ws:..[^:]+:(\d+)/)[1]);
  try {
    const { lhr } = await lighthouse(server.at, { port, onlyCategories: ["performance", "accessibility", "best-practices"] });
    const score = (category) => Math.round(100 * lhr.categories[category].score);
    const faults = Object.values(lhr.audits).filter(({ score }) => score !== null && score < 0.9);
    const told = faults.map(({ id, displayValue }) => `${id} ${displayValue ?? ""}`).join("; ");
    console.log(`performance ${score("performance")}, accessibility ${score("accessibility")}, best practices ${score("best-practices")}: ${told}`);
    assert.equal(score("accessibility"), 100, told);
    assert.equal(lhr.audits["cumulative-layout-shift"].numericValue, 0);
  } finally {
    chromium.kill();
    server.stop();
  }
});
