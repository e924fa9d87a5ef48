// Who takes what is sent: a mail server and a receiver of webhooks, both of this machine.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "node:events";
import { SMTPServer } from "smtp-server";
import { simpleParser } from "mailparser";
import { Webhook } from "standardwebhooks";

/** A certificate for localhost or another name, and the authority that signs it; all authorities have the same name. `from` and `to`: when it
 *  holds, as `20200101000000Z`. */
export function certificate(folder, { names = "DNS:localhost,IP:127.0.0.1", from, to } = {}) {
  const at = (name) => join(folder, name);
  const openssl = (...args) => execFileSync("openssl", args, { stdio: "ignore" });
  writeFileSync(at("san"), `subjectAltName=${names}\nbasicConstraints=CA:FALSE\n`);
  writeFileSync(at("index"), "");
  writeFileSync(at("config"), `[ca]\ndefault_ca=ours\n[ours]\ndatabase=${at("index")}\nnew_certs_dir=${folder}\nrand_serial=yes\npolicy=any\n[any]\ncommonName=supplied\n`);
  const holds = from ? ["-startdate", from, "-enddate", to] : ["-days", "2"];
  openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test authority", "-keyout", at("ca.key"), "-out", at("ca.pem"));
  openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", at("key.pem"), "-out", at("csr"));
  openssl("ca", "-batch", "-notext", "-md", "sha256", "-config", at("config"), "-cert", at("ca.pem"), "-keyfile", at("ca.key"), "-in", at("csr"), ...holds, "-extfile", at("san"), "-out", at("cert.pem"));
  return { ca: at("ca.pem"), key: readFileSync(at("key.pem")), cert: readFileSync(at("cert.pem")) };
}

/** A certificate for localhost that nobody but itself signs; of an authority, as `openssl req -x509` makes one, or not. */
export function selfSigned(folder, authority) {
  const at = (name) => join(folder, name);
  const constraint = `basicConstraints=critical,CA:${authority ? "TRUE" : "FALSE"}`;
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext", constraint];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...names, "-keyout", at("own.key"), "-out", at("own.pem")], { stdio: "ignore" });
  return { ca: at("own.pem"), key: readFileSync(at("own.key")), cert: readFileSync(at("own.pem")) };
}

/** A mail server with STARTTLS, or what `more` says of it, that wants user and password. `answers` are given to the next letters in place of a yes: an error,
 *  or "never" for none at all. `mails` are those that it took, `seen` those that it saw. */
export async function mailServer({ key, cert, user, pass, ...more }) {
  const post = { mails: [], seen: [], answers: [], secure: [], methods: [] };
  const server = new SMTPServer({
    key,
    cert,
    logger: false,
    // A connection that a test broke off is not waited for.
    closeTimeout: 500,
    ...more,
    onAuth(auth, session, done) {
      post.secure.push(session.secure);
      post.methods.push(auth.method);
      if (auth.username === user && auth.password === pass) return done(null, { user });
      done(Object.assign(new Error(`no such user or password: ${auth.password}`), { responseCode: 535 }));
    },
    async onData(stream, session, done) {
      const mail = await simpleParser(stream);
      mail.envelope = session.envelope.rcptTo.map(({ address }) => address);
      post.seen.push(mail);
      const answer = post.answers.shift();
      if (answer === "never") return;
      if (answer) return done(Object.assign(new Error(answer.words), { responseCode: answer.code }));
      post.mails.push(mail);
      done();
    },
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  post.port = server.server.address().port;
  post.stop = () => new Promise((done) => server.close(done));
  return post;
}

/** A receiver of webhooks; `answers` are statuses with headers for the next requests in place of 204. */
export async function receiver() {
  const hook = { calls: [], answers: [] };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    hook.calls.push({ headers: request.headers, body, path: request.url });
    const [status, headers] = hook.answers.shift() ?? [204, {}];
    response.writeHead(status, headers).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  hook.at = `http://127.0.0.1:${server.address().port}/hook`;
  hook.stop = () => server.close();
  return hook;
}

/** What a call says, by the reference library; `now` is the time that it was sent at. */
export function verified({ headers, body }, secret, now) {
  const real = Date.now;
  Date.now = () => new Date(now).getTime();
  try {
    return new Webhook(secret).verify(body, headers);
  } finally {
    Date.now = real;
  }
}
