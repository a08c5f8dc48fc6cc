/** The sale is not finished, and nothing is lost: the same command takes it up. */
export class Interrupted extends Error {}
