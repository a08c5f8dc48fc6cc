/**
 * What is told of a file: `facts` one after the other, `complete` when they are, a `wave`, the `picture` that it carries as it is, and
 * a `part` to play.
 *
 * @typedef {{ facts?: object, complete?: true, wave?: number[], picture?: Uint8Array, part?: object }} Told
 *
 * @typedef {object} Job
 * @property {string} mediaType as it was detected
 * @property {number} size bytes
 * @property {"sound" | "film"} kind what it is, until something else is found in it
 * @property {{ picture: string, sample: boolean, sampleFrom: number | null }} showing
 * @property {(most: number) => (at: number, length: number) => Buffer} budget see `budgetOf`
 * @property {(told: Told) => void} tell
 */

export {};
