// Mail goes over TLS, to a mail server whose certificate is checked.
//
// HARPOON names the binary, WORKSPACE half a year of the demo client.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { PASSWORD, SET_UP, USER, begin, close, desk, open, send, smtp, to } from "./desk.mjs";
import { certificate, mailServer, selfSigned } from "./post.mjs";
import { folder } from "./serve.mjs";

const servers = [];
const [user, pass] = [USER, PASSWORD];
/** A mail server of its own kind that ends with the tests. */
async function server(options) {
  const made = await mailServer({ user, pass, ...options });
  servers.push(made);
  return made;
}
/** A letter by this server; what was said. */
async function tried(address, authorities) {
  desk.env.HARPOON_SMTP = address;
  // Only what the setting names is trusted beside the system: not what the other tests trust.
  delete desk.env.SSL_CERT_FILE;
  delete desk.env.HARPOON_MAIL_CA;
  if (authorities) desk.env.HARPOON_MAIL_CA = authorities;
  return send(SET_UP, "test", "ann@acme.example");
}

before(open);
after(async () => {
  await Promise.all(servers.map((one) => one.stop()));
  await close();
});
beforeEach(begin);

for (const [name, scheme, more, options] of [
  ["smtps", "smtps", "", { secure: true }],
  ["STARTTLS", "smtp", "", {}],
]) {
  test(`${name}: the certificate of a company's own authority is trusted by setting, and refused otherwise`, async () => {
    const tls = certificate(folder());
    const post = await server({ ...tls, ...options });
    const address = smtp(post.port, { scheme, more });
    const refused = await tried(address);
    assert.equal(refused.code, 2, refused.err);
    assert.match(refused.err, /certificate is of no authority that is trusted here; HARPOON_MAIL_CA names a file of further ones \(.*UnknownIssuer/);
    assert.equal(post.secure.length, 0, "no password was told");
    assert.equal((await tried(address, tls.ca)).err, "");
    assert.equal(post.mails.length, 1);
    assert.deepEqual(post.mails[0].envelope, ["ann@acme.example"]);
    assert.deepEqual(post.secure, [true]);
    // Another company's authority is no help, though it has the same name.
    assert.match((await tried(address, certificate(folder()).ca)).err, /no authority that is trusted here.*\(.*BadSignature/);
    assert.equal(post.mails.length, 1);
  });

  test(`${name}: a certificate that is over, or of an authority itself, is told as such`, async () => {
    const over = certificate(folder(), { from: "20200101000000Z", to: "20200103000000Z" });
    const authority = selfSigned(folder(), true);
    for (const [tls, words] of [
      [over, /the mail server's certificate has expired \(/],
      [authority, /the mail server shows the certificate of an authority as its own; it needs one that the authority signed \(/],
    ]) {
      const post = await server({ ...tls, ...options });
      const { code, err } = await tried(smtp(post.port, { scheme, more }), tls.ca);
      assert.equal(code, 2);
      assert.match(err, words);
      assert.deepEqual([post.secure.length, post.seen.length], [0, 0], "no password was told");
    }
  });

  test(`${name}: a certificate that signs itself is trusted where the setting names it`, async () => {
    const own = selfSigned(folder(), false);
    const post = await server({ ...own, ...options });
    const address = smtp(post.port, { scheme, more });
    assert.notEqual((await tried(address)).code, 0);
    assert.equal((await tried(address, own.ca)).err, "");
    assert.equal(post.mails.length, 1);
  });

  test(`${name}: a certificate for another name is refused, though its authority is trusted`, async () => {
    const other = certificate(folder(), { names: "DNS:mail.elsewhere.example" });
    const post = await server({ ...other, ...options });
    const { code, err } = await tried(smtp(post.port, { scheme, more }), other.ca);
    assert.equal(code, 2);
    assert.match(err, /the mail server's certificate is of another name/);
    assert.ok(!err.includes(PASSWORD));
    assert.deepEqual([post.secure.length, post.seen.length], [0, 0]);
  });

  for (const method of ["PLAIN", "LOGIN"]) {
    test(`${name}: a password goes by ${method}, inside TLS`, async () => {
      const tls = certificate(folder());
      const post = await server({ ...tls, ...options, authMethods: [method] });
      assert.equal((await tried(smtp(post.port, { scheme, more }), tls.ca)).err, "");
      assert.deepEqual([post.methods, post.secure], [[method], [true]]);
    });
  }
}

test("no password is told without TLS, on this machine neither", async () => {
  const post = await server({ ...desk.tls, hideSTARTTLS: true, allowInsecureAuth: true });
  for (const host of ["localhost", "127.0.0.1"]) {
    const { code, err } = await tried(smtp(post.port, { host, more: "" }), desk.tls.ca);
    assert.equal(code, 2, err);
    assert.match(err, /STARTTLS|TLS/);
  }
  assert.deepEqual([post.secure.length, post.seen.length], [0, 0]);
  // Without a password a mail server of this machine takes letters as they are.
  const open = await server({ ...desk.tls, authOptional: true, hideSTARTTLS: true });
  assert.equal((await tried(`smtp://localhost:${open.port}`)).err, "");
  assert.equal(open.mails.length, 1);
  assert.equal(to("ann@acme.example").length, 0);
});

test("a file of authorities that is none is told as such", async () => {
  const file = join(folder(), "ca.pem");
  const address = smtp(desk.mail.port, { more: "" });
  assert.match((await tried(address, file)).err, /HARPOON_MAIL_CA, `.*ca\.pem`: No such file/);
  writeFileSync(file, "no certificate at all\n");
  assert.match((await tried(address, file)).err, /there is no certificate in it/);
  writeFileSync(file, "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n");
  assert.match((await tried(address, file)).err, /HARPOON_MAIL_CA, `.*ca\.pem`: a certificate in it is damaged/);
});
