import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";

export type Answer = { status: number; body: unknown } | "hang-up";

/** A remote facilitator on the wire, controlled by the test. */
export type WireFacilitator = {
  /** What it answers, by path; 404 to all else. */
  answers: Record<string, Answer>;
  /** The paths that were asked, in order. */
  asked: string[];
  /** All bodies it was sent. */
  sent: string;
  /** What happens before it answers. */
  meanwhile: (path: string) => Promise<void>;
  /** Forgets all of the above. */
  reset(): void;
  stop(): void;
};

export const valid: Answer = { status: 200, body: { isValid: true } };

/** Starts one and names it in the settings, in place of the embedded one. */
export async function startWireFacilitator(): Promise<WireFacilitator> {
  const server = createServer((req, res) => {
    const path = req.url ?? "";
    wire.asked.push(path);
    req.setEncoding("utf8").on("data", (text) => {
      wire.sent += text;
    });
    req.on("end", async () => {
      await wire.meanwhile(path);
      const answer = wire.answers[path] ?? { status: 404, body: {} };
      if (answer === "hang-up") return req.socket.destroy();
      res.writeHead(answer.status, { "Content-Type": "application/json" }).end(JSON.stringify(answer.body));
    });
  });
  const nothing = () => ({ answers: {}, asked: [], sent: "", meanwhile: async () => {} });
  const wire: WireFacilitator = {
    ...nothing(),
    reset: () => Object.assign(wire, nothing()),
    stop: () => void server.close(),
  };
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  process.env.FACILITATOR = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  delete process.env.GAS_KEY;
  resetSettings();
  forgetPerProcess("facilitator");
  return wire;
}
