// LZMA, as 7-Zip packs its lists of files (the LZMA specification of 2015, which is in the public domain).

const STATES = 12;
const [MODEL_BITS, MOVE_BITS, TOP] = [11, 5, 2 ** 24];

/** Probabilities, each one half. @param {number} count */
const halves = (count) => new Uint16Array(count).fill(2 ** (MODEL_BITS - 1));

/**
 * @param {Buffer} packed @param {Buffer} properties of the coder: five bytes @param {number} size bytes that it unpacks to
 * @returns {Buffer} @throws RangeError where it is damaged
 */
export function unpackLzma(packed, properties, size) {
  const [lc, lp, pb] = [properties[0] % 9, Math.floor(properties[0] / 9) % 5, Math.floor(properties[0] / 45)];
  const out = Buffer.alloc(size);
  const coder = rangeCoder(packed);
  const literals = halves(0x300 << (lc + lp));
  const isMatch = halves(STATES << 4);
  const [isRep, isRepG0, isRepG1, isRepG2] = [halves(STATES), halves(STATES), halves(STATES), halves(STATES)];
  const isRep0Long = halves(STATES << 4);
  const distances = { slots: [0, 1, 2, 3].map(() => halves(64)), special: halves(1 + 128 - 14), align: halves(16) };
  const [lengths, repLengths] = [lengthCoder(), lengthCoder()];
  let [state, rep0, rep1, rep2, rep3] = [0, 0, 0, 0, 0];
  for (let at = 0; at < size; ) {
    const place = at & (2 ** pb - 1);
    if (coder.bit(isMatch, (state << 4) + place) === 0) {
      const before = at > 0 ? out[at - 1] : 0;
      const base = 0x300 * (((at & (2 ** lp - 1)) << lc) + (before >> (8 - lc)));
      out[at] = readLiteral(coder, literals, base, state >= 7 ? (out[at - rep0 - 1] ?? 0) : -1);
      at += 1;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length = 0;
    if (coder.bit(isRep, state) === 0) {
      [rep3, rep2, rep1] = [rep2, rep1, rep0];
      length = lengths(coder, place);
      state = state < 7 ? 7 : 10;
      rep0 = readDistance(coder, distances, length);
      if (rep0 === 0xffffffff) break;
    } else {
      if (coder.bit(isRepG0, state) === 0) {
        if (coder.bit(isRep0Long, (state << 4) + place) === 0) length = -1;
      } else if (coder.bit(isRepG1, state) === 0) [rep0, rep1] = [rep1, rep0];
      else if (coder.bit(isRepG2, state) === 0) [rep0, rep1, rep2] = [rep2, rep0, rep1];
      else [rep0, rep1, rep2, rep3] = [rep3, rep0, rep1, rep2];
      if (length === 0) {
        length = repLengths(coder, place);
        state = state < 7 ? 8 : 11;
      } else state = state < 7 ? 9 : 11;
    }
    if (rep0 >= at) throw new RangeError("It repeats what is not there.");
    const end = Math.min(size, at + length + 2);
    for (; at < end; at += 1) out[at] = out[at - rep0 - 1];
  }
  return out;
}

function rangeCoder(packed) {
  let next = 5;
  let [range, code] = [0xffffffff, packed.readUInt32BE(1)];
  const normalize = () => {
    if (range >= TOP) return;
    if (next >= packed.length) throw new RangeError("It ends before its time.");
    range = (range << 8) >>> 0;
    code = ((code << 8) | packed[next]) >>> 0;
    next += 1;
  };
  const bit = (probabilities, index) => {
    const probability = probabilities[index];
    const bound = (range >>> MODEL_BITS) * probability;
    const found = code < bound ? 0 : 1;
    if (found === 0) {
      probabilities[index] = probability + ((2 ** MODEL_BITS - probability) >> MOVE_BITS);
      range = bound;
    } else {
      probabilities[index] = probability - (probability >> MOVE_BITS);
      code -= bound;
      range -= bound;
    }
    normalize();
    return found;
  };
  return {
    bit,
    direct(count) {
      let result = 0;
      for (let done = 0; done < count; done += 1) {
        range >>>= 1;
        const found = code >= range ? 1 : 0;
        if (found) code -= range;
        normalize();
        result = result * 2 + found;
      }
      return result;
    },
    tree(probabilities, bits, base = 0) {
      let node = 1;
      for (let done = 0; done < bits; done += 1) node = (node << 1) + bit(probabilities, base + node);
      return node - 2 ** bits;
    },
    reverse(probabilities, bits, base = 0) {
      let [node, result] = [1, 0];
      for (let done = 0; done < bits; done += 1) {
        const found = bit(probabilities, base + node);
        node = (node << 1) + found;
        result |= found << done;
      }
      return result;
    },
  };
}

/** @param {number} match the byte where the last match would go on; -1 where there is none */
function readLiteral(coder, literals, base, match) {
  let symbol = 1;
  for (let rest = match; rest >= 0 && symbol < 0x100; ) {
    const expected = (rest >> 7) & 1;
    rest = (rest << 1) & 0xff;
    const found = coder.bit(literals, base + ((1 + expected) << 8) + symbol);
    symbol = (symbol << 1) | found;
    if (found !== expected) break;
  }
  while (symbol < 0x100) symbol = (symbol << 1) | coder.bit(literals, base + symbol);
  return symbol - 0x100;
}

/** Lengths, of which each is two more. */
function lengthCoder() {
  const [choice, low, middle, high] = [halves(2), halves(16 << 3), halves(16 << 3), halves(256)];
  return (coder, place) => {
    if (coder.bit(choice, 0) === 0) return coder.tree(low, 3, place << 3);
    if (coder.bit(choice, 1) === 0) return 8 + coder.tree(middle, 3, place << 3);
    return 16 + coder.tree(high, 8);
  };
}

function readDistance(coder, { slots, special, align }, length) {
  const slot = coder.tree(slots[Math.min(length, 3)], 6);
  if (slot < 4) return slot;
  const bits = (slot >> 1) - 1;
  const begin = ((2 | (slot & 1)) << bits) >>> 0;
  if (slot < 14) return begin + coder.reverse(special, bits, begin - slot);
  return begin + coder.direct(bits - 4) * 16 + coder.reverse(align, 4);
}
