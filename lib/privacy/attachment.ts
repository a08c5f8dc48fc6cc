import "server-only";

/** An export as a file that the browser saves. @param name without its ending */
export function jsonAttachment(name: string, pieces: AsyncGenerator<string>): Response {
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(new TextEncoder().encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  const headers = {
    "Content-Type": "application/json",
    "Content-Disposition": `attachment; filename="${name}.json"`,
  };
  return new Response(body, { headers });
}
