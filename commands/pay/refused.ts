/** A response of the server that ends the purchase, in its own words. */
export class Refused extends Error {
  /**
   * @param code of problem+json, if the server sent that
   * @param problem all its members
   */
  constructor(
    message: string,
    readonly code?: string,
    readonly problem: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** The server's error as text, from problem+json if it sent that. */
export async function refusalOf(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as { title?: string; detail?: string; code?: string };
  const words = [body.title, body.detail].filter(Boolean).join(" ");
  return new Refused(
    words ? `${words} (${response.status} ${body.code ?? ""})` : `The server answered ${response.status}.`,
    body.code,
    body,
  );
}
