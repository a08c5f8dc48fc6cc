import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { SMTPServer } from "smtp-server";

/** A mail as the server got it. */
export type ReceivedMail = {
  from: string;
  to: string[];
  /** The whole message, as it was sent. */
  raw: string;
  /** One header, unfolded and decoded if it is an encoded word. */
  header(name: string): string;
  /** The decoded part of this type. */
  part(type: "text/plain" | "text/html"): string;
};

export type MailServer = {
  /** For SMTP_URL. */
  url: string;
  mails: ReceivedMail[];
  /** What it answers to these recipients, such as 550; 250 by default. */
  refuse(address: string, code: number): void;
  close(): Promise<void>;
};

/** A real mail server on this machine that keeps what it gets. */
export async function startMailServer(account?: { user: string; pass: string }): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const refused = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: !account,
    allowInsecureAuth: true,
    disabledCommands: account ? [] : ["AUTH"],
    hideSTARTTLS: true,
    onAuth(auth, _session, callback) {
      const isRight = auth.username === account?.user && auth.password === account?.pass;
      callback(isRight ? null : new Error("wrong password"), isRight ? { user: auth.username } : undefined);
    },
    onRcptTo({ address }, _session, callback) {
      const code = refused.get(address);
      callback(code ? Object.assign(new Error(`<${address}>: no such mailbox`), { responseCode: code }) : null);
    },
    onData(stream, session, callback) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : "";
        mails.push(
          readMail(
            from,
            rcptTo.map(({ address }) => address),
            Buffer.concat(parts).toString("utf8"),
          ),
        );
        callback();
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  const login = account ? `${account.user}:${account.pass}@` : "";
  return {
    url: `smtp://${login}127.0.0.1:${port}`,
    mails,
    refuse: (address, code) => void refused.set(address, code),
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

function readMail(from: string, to: string[], raw: string): ReceivedMail {
  const headers = (raw.split("\r\n\r\n", 1)[0] ?? "").replaceAll(/\r\n[ \t]+/g, " ");
  return {
    from,
    to,
    raw,
    header: (name) => decodeWords(new RegExp(`^${name}: (.*)$`, "im").exec(headers)?.[1] ?? ""),
    part(type) {
      const [, boundary = ""] = /boundary="([^"]+)"/.exec(headers) ?? [];
      const found =
        raw.split(`--${boundary}`).find((one) => new RegExp(`^Content-Type: ${type}`, "im").test(one)) ?? "";
      const [head = "", ...body] = found.replace(/^\r\n/, "").split("\r\n\r\n");
      return decodeBody(body.join("\r\n\r\n"), /Content-Transfer-Encoding: (\S+)/i.exec(head)?.[1] ?? "7bit");
    },
  };
}

function decodeBody(text: string, encoding: string): string {
  if (encoding === "base64") return Buffer.from(text, "base64").toString("utf8");
  return encoding === "quoted-printable" ? decodeQuoted(text.replaceAll("=\r\n", "")) : text;
}

function decodeQuoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** RFC 2047. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, words: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(words, "base64").toString("utf8")
        : decodeQuoted(words.replaceAll("_", " ")),
    );
}

/** A server that behaves as told with each connection: for mail servers that hang, refuse or talk nonsense. */
export async function startRawServer(greet: (socket: Socket) => void): Promise<{ port: number; close(): void }> {
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {}).on("close", () => open.delete(socket));
    greet(socket);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
