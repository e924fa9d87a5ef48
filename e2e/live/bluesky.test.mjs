// Bluesky: the whole network on this machine (PLC, PDS, AppView). What is pulled equals what the AppView says, before and after likes,
// reposts, replies and deletions; killed after any page and resumed; driven into the server's own 429.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AtpAgent } from "@atproto/api";
import { TestNetwork } from "@atproto/dev-env";
import { figures, folder, killedAgainAndAgain, plain, pull } from "./pull.mjs";

const POSTS = Number(process.env.LIVE_POSTS || 230);
const TALKED = Math.min(25, POSTS);
// The server's window is five minutes: waiting for its end is asked for by LIVE_429_WAIT=1.
const PATIENCE = Number(process.env.LIVE_429_WAIT || 0);

let network, kofje, ann, bob, server, secret, posts;

before(async () => {
  network = await TestNetwork.create({
    dbPostgresUrl: process.env.DB_POSTGRES_URL,
    dbRedisHost: process.env.REDIS_HOST,
    dbPostgresSchema: process.env.SCHEMA,
    pds: { rateLimitsEnabled: true },
  });
  server = network.pds.url;
  const account = async (name) => {
    const agent = new AtpAgent({ service: server });
    await agent.createAccount({ handle: `${name}.test`, email: `${name}@kofje.example`, password: "of-the-account" });
    return agent;
  };
  [kofje, ann, bob] = [await account("kofje"), await account("ann"), await account("bob")];
  const made = await kofje.com.atproto.server.createAppPassword({ name: "harpoon" });
  secret = made.data.password;

  // Posts of a quarter, so that some lie before the thirty days that each run reads.
  const writes = Array.from({ length: POSTS }, (_, n) => ({
    $type: "com.atproto.repo.applyWrites#create",
    collection: "app.bsky.feed.post",
    value: {
      $type: "app.bsky.feed.post",
      text: `Kofje ${n} 咖啡 ☕`,
      createdAt: new Date(Date.now() - (POSTS - n) * 9 * 3600_000).toISOString(),
    },
  }));
  for (let from = 0; from < writes.length; from += 100) {
    await kofje.com.atproto.repo.applyWrites({ repo: kofje.did, writes: writes.slice(from, from + 100) });
  }
  posts = (await listed(kofje)).map(({ uri, cid }) => ({ uri, cid }));
  assert.equal(posts.length, POSTS);

  await ann.follow(kofje.did);
  await bob.follow(kofje.did);
  for (const [n, post] of posts.slice(0, TALKED).entries()) {
    await ann.like(post.uri, post.cid);
    if (n % 2) await bob.like(post.uri, post.cid);
    if (n % 3 === 0) await bob.repost(post.uri, post.cid);
    const asked = await ann.post({ text: `Question ${n}`, reply: { root: post, parent: post } });
    if (n % 5 === 0) {
      const answered = await kofje.post({ text: `Answer ${n}`, reply: { root: post, parent: asked } });
      await bob.post({ text: `Deep ${n}`, reply: { root: post, parent: answered } });
    }
    if (n % 4 === 0) {
      await bob.post({ text: `Quote ${n}`, embed: { $type: "app.bsky.embed.record", record: post } });
    }
  }
  await ann.post({
    text: "@kofje.test moai",
    facets: [
      {
        index: { byteStart: 0, byteEnd: 11 },
        features: [{ $type: "app.bsky.richtext.facet#mention", did: kofje.did }],
      },
    ],
  });
  // Kofje reposts somebody: that is no post of its own.
  const other = await bob.post({ text: "Of Bob" });
  await kofje.repost(other.uri, other.cid);
  await network.processAll();
});

after(async () => await network?.close());

/** Every post record of a repository, newest first, by the server that holds it. */
async function listed(agent) {
  const found = [];
  let cursor;
  do {
    const page = await agent.com.atproto.repo.listRecords({ repo: agent.did, collection: "app.bsky.feed.post", limit: 100, cursor });
    found.push(...page.data.records);
    cursor = page.data.cursor;
  } while (cursor);
  return found;
}

/** What the AppView says of posts, asked directly and by nobody in particular. */
async function said(uris) {
  const found = {};
  for (let from = 0; from < uris.length; from += 25) {
    const query = new URLSearchParams(uris.slice(from, from + 25).map((uri) => ["uris", uri]));
    const answer = await fetch(`${network.bsky.url}/xrpc/app.bsky.feed.getPosts?${query}`);
    for (const post of (await answer.json()).posts) {
      found[post.uri] = {
        "reactions.like": post.likeCount,
        "comments.replies": post.replyCount,
        "reposts.": post.repostCount,
        "quotes.": post.quoteCount,
        ...("bookmarkCount" in post ? { "saves.bookmarks": post.bookmarkCount } : {}),
      };
    }
  }
  return found;
}

const asked = (into, more = {}) => ({ network: "bluesky", server, account: "kofje.test", secret, into, ...more });
const voices = (facts) => facts.filter((one) => one.kind === "voice").map((one) => one.fact);
let kept;

test("what is pulled is what the network says", async () => {
  kept = folder();
  const run = await pull(asked(kept));
  assert.equal(run.code, 0, run.said.join("\n"));
  const own = (await listed(kofje)).map((record) => record.uri);
  assert.equal(own.length, POSTS + 5);
  assert.deepEqual(figures(run.facts), await said(own));
  const texts = new Map(run.facts.filter((one) => one.kind === "post").map((one) => [one.fact.post_id, one.fact.text]));
  for (const { uri, value } of await listed(kofje)) assert.equal(texts.get(uri), value.text);
  assert.equal(texts.size, own.length);
  const followers = run.facts.find((one) => one.metric === "followers");
  assert.equal(Number(followers.value), 2);

  const told = voices(run.facts).map((voice) => `${voice.kind} ${voice.text}`).sort();
  const numbers = [...Array(TALKED).keys()];
  const expected = [
    ...numbers.map((n) => `reply Question ${n}`),
    ...numbers.filter((n) => n % 5 === 0).map((n) => `reply Deep ${n}`),
    ...numbers.filter((n) => n % 4 === 0).map((n) => `quote Quote ${n}`),
    "mention @kofje.test moai",
  ].sort();
  assert.deepEqual(told, expected);
  const answered = voices(run.facts).filter((voice) => voice.reply);
  assert.deepEqual(answered.map((voice) => voice.reply).sort(), [0, 10, 15, 20, 5].map((n) => `Answer ${n}`));
  // What the network does not count is not there, not even as nought.
  assert.ok(!run.facts.some((one) => ["impressions", "reach", "clicks"].includes(one.metric)));
});

test("killed after its pages and resumed, it tells the same, nothing lost and nothing twice", async () => {
  const undisturbed = await pull(asked(folder()));
  const run = await killedAgainAndAgain(asked(folder()));
  assert.ok(run.kills >= 10, `${run.kills} kills`);
  assert.deepEqual(plain(run.facts), plain(undisturbed.facts));
  console.log(`killed ${run.kills} times over ${run.said.at(-1)}`);
});

test("after unlikes, new replies and deletions the next run says what the network says, and what is gone", async () => {
  const [first, second, third] = posts;
  const likes = await ann.com.atproto.repo.listRecords({ repo: ann.did, collection: "app.bsky.feed.like", limit: 100 });
  const like = likes.data.records.find((record) => record.value.subject.uri === first.uri);
  await ann.deleteLike(like.uri);
  const replies = await listed(ann);
  await ann.deletePost(replies.find((record) => record.value.text === "Question 1").uri);
  await bob.post({ text: "Late", reply: { root: third, parent: third } });
  await kofje.deletePost(posts[3].uri);
  await network.processAll();
  const run = await killedAgainAndAgain(asked(kept));
  const window = Date.now() - 30 * 86400_000;
  const own = (await listed(kofje)).filter((record) => Date.parse(record.value.createdAt) >= window).map((record) => record.uri);
  const pulled = figures(run.facts);
  const theirs = await said(own);
  for (const uri of own) assert.deepEqual(pulled[uri], theirs[uri]);
  assert.equal(pulled[first.uri]["reactions.like"], 0);
  assert.equal(pulled[second.uri]["comments.replies"], 0);
  assert.deepEqual(run.facts.filter((one) => one.kind === "gone").map((one) => one.key), [posts[3].uri]);
  assert.ok(voices(run.facts).some((voice) => voice.text === "Late"));
  // Whole: old posts too, and voices that are gone.
  const whole = await pull(asked(kept, { whole: true }));
  assert.deepEqual(figures(whole.facts), await said((await listed(kofje)).map((record) => record.uri)));
  const gone = whole.facts.filter((one) => one.kind === "gone").map((one) => one.key);
  assert.deepEqual(gone, [replies.find((record) => record.value.text === "Question 1").uri]);
});

test("driven into the server's own 429 it waits for as long as the server says, and is killed and resumed there", async () => {
  const into = folder();
  // Half a run first.
  await pull(asked(into, { stop: (line) => line === "landed 2 Posts" }));
  let answer;
  for (let n = 0; n < 4000 && answer?.status !== 429; n += 50) {
    const ask = () => fetch(`${server}/xrpc/com.atproto.server.describeServer`);
    const answers = await Promise.all(Array.from({ length: 50 }, ask));
    answer = answers.find((one) => one.status === 429) ?? answers[0];
    await Promise.all(answers.map((one) => one.text()));
  }
  assert.equal(answer.status, 429, "the server grants no more");
  const reset = Number(answer.headers.get("ratelimit-reset")) * 1000;
  const waits = (line) => line.startsWith("waiting");
  const run = await pull(asked(into, { stop: waits }));
  assert.equal(run.signal, "SIGKILL");
  const until = Date.parse(run.said.find(waits).split(" ")[1]);
  assert.ok(Math.abs(until - reset) <= 2000, `${run.said} against ${new Date(reset).toISOString()}`);
  if (!PATIENCE) return;
  const resumed = await pull(asked(into));
  assert.equal(resumed.code, 0, resumed.said.join("\n"));
  assert.ok(Date.now() >= reset - 1000, "not before the server said");
  assert.match(resumed.said.at(-1), / 2 of them landed before/);
  const own = (await listed(kofje)).map((record) => record.uri);
  assert.deepEqual(figures(resumed.facts), await said(own));
});
