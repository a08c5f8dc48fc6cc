import { afterEach, beforeEach, expect, it } from "vitest";
import type { Message, Target } from "@/lib/notices/message";
import { resetSettings } from "@/lib/settings/settings";
import { setDevnetSettings } from "@/test/database";
import { startRawServer } from "@/test/mail-server";
import { sendEmail } from "./email";

beforeEach(setDevnetSettings);
afterEach(() => {
  delete process.env.SMTP_URL;
  delete process.env.MAIL_FROM;
  resetSettings();
});

const target: Target = { to: "seller@example.org", locale: "en", isOperators: false, id: "x" };
const message: Message = { kind: "sold", locale: "en", subject: "Sold", paragraphs: ["Sold."], data: {} };

it.each([
  ["says nothing at all", () => {}],
  ["greets, and then says nothing", (say: (words: string) => void) => say("220 hello\r\n")],
])("a mail server that %s costs one attempt its time, and no more", async (_, greet) => {
  const server = await startRawServer((socket) => greet((words) => socket.write(words)));
  process.env.SMTP_URL = `smtp://127.0.0.1:${server.port}`;
  process.env.MAIL_FROM = "kiosk@example.org";
  resetSettings();
  await expect(sendEmail("delivery", target, message, 300)).rejects.toThrow(/ended the connection|too long/);
  server.close();
});
