// A Postgres of a test's own, and servers that share it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const script = join(dirname(fileURLToPath(import.meta.url)), "../crates/state/tests/postgres.sh");

/** A Postgres that is gone with the test; nothing where there is none. `does` stops it, starts it, restarts it, or crashes it. */
export async function postgres() {
  const child = spawn(script, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value: url = "" } = await lines.next();
  if (!url.startsWith("postgres://")) {
    console.log(url);
    return undefined;
  }
  return {
    url,
    async does(word) {
      child.stdin.write(`${word}\n`);
      const { value } = await lines.next();
      if (value !== "done") throw new Error(`Postgres: ${word}: ${value}`);
    },
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

/** What comes before so many seconds are over. */
export async function soon(look, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((next) => setTimeout(next, 50))) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`it did not come: ${look}`);
}

/** A number of `/metrics`. */
export async function metric(server, name) {
  const text = await fetch(new URL("/metrics", server.at)).then((answer) => answer.text());
  return Number(new RegExp(`^${name} (.*)$`, "m").exec(text)[1]);
}

/** Whether a server leads. */
export const leads = (server) => metric(server, "harpoon_leads").then((number) => number === 1);
