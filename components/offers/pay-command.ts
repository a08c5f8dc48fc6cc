/**
 * The command that buys a file from a copy of Filekiosk.
 *
 * @param price exact USD, such as "0.50": the most that the command may pay, so that a price that was raised in the
 *   meantime is not paid
 */
export function payCommand(url: string, price: string): string {
  return `npm run pay -- ${url} --max ${price}`;
}

/** Shows the price, and pays nothing: the response is 402 with the challenge. */
export function lookCommand(url: string): string {
  return `curl -i ${url}`;
}
