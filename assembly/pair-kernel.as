/**
 * The vector loops of a comparison of two float32 arrays, in AssemblyScript: `npm run kernel` compiles it to
 * WebAssembly, and the result is committed. See src/compare/elementwise/README.md.
 *
 * a is the baseline, b the candidate, d = b − a. All that ends up in a figure is computed in float64; float32 lanes
 * only decide whether a block has to be looked at more closely, and err to the side of looking.
 */

/** Ratios are scaled so that 1/1000 and 5/1000 lie on edges of bins, and a hair up so that ties do not fall below. */
const SCALE: f64 = 1000.0 * (1.0 + 1.0 / 1099511627776.0);

/** Elements of a block, and of a part of it whose intermediate values stay in the first cache. */
const BLOCK: usize = 4096;
const PART: usize = 512;
/** Elements between two looks at the signs. */
const RUN: usize = 64;

// The memory. Each histogram is spread over four tables, so that neighbours in one bin do not wait for each other.
const OUT: usize = 0x1000;
const RECIPROCALS: usize = 0x20000; // and what else the last step needs of an element: 32 bytes each
const RATIOS: usize = 0x100000;
const RATIO_TABLE: usize = 0x200000;
const ULPS: usize = 0x900000;
const ULP_TABLE: usize = 0x80000;

// @ts-expect-error: decorator
@inline
function countRatios(codes: usize): void {
  const c0: usize = load<u32>(codes), c1: usize = load<u32>(codes, 4);
  const c2: usize = load<u32>(codes, 8), c3: usize = load<u32>(codes, 12);
  store<u32>(c0, load<u32>(c0, RATIOS) + 1, RATIOS);
  store<u32>(c1, load<u32>(c1, RATIOS + RATIO_TABLE) + 1, RATIOS + RATIO_TABLE);
  store<u32>(c2, load<u32>(c2, RATIOS + 2 * RATIO_TABLE) + 1, RATIOS + 2 * RATIO_TABLE);
  store<u32>(c3, load<u32>(c3, RATIOS + 3 * RATIO_TABLE) + 1, RATIOS + 3 * RATIO_TABLE);
}

// @ts-expect-error: decorator
@inline
function countUlps(codes: usize): void {
  const c0: usize = load<u32>(codes), c1: usize = load<u32>(codes, 4);
  const c2: usize = load<u32>(codes, 8), c3: usize = load<u32>(codes, 12);
  store<u32>(c0, load<u32>(c0, ULPS) + 1, ULPS);
  store<u32>(c1, load<u32>(c1, ULPS + ULP_TABLE) + 1, ULPS + ULP_TABLE);
  store<u32>(c2, load<u32>(c2, ULPS + 2 * ULP_TABLE) + 1, ULPS + 2 * ULP_TABLE);
  store<u32>(c3, load<u32>(c3, ULPS + 3 * ULP_TABLE) + 1, ULPS + 3 * ULP_TABLE);
}

/** Counts the codes of one block that `block` left behind. */
export function count(ulpCodes: usize, ratioCodes: usize): void {
  for (const end = ulpCodes + 4 * BLOCK; ulpCodes < end; ulpCodes += 16, ratioCodes += 16) {
    countUlps(ulpCodes);
    countRatios(ratioCodes);
  }
}

// @ts-expect-error: decorator
@inline
function low(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

// @ts-expect-error: decorator
@inline
function high(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at, 8));
}

// @ts-expect-error: decorator
@inline
function total(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

// @ts-expect-error: decorator
@inline
function addTo(slot: usize, lanes: v128): void {
  store<f64>(OUT + 8 * slot, load<f64>(OUT + 8 * slot) + total(lanes));
}

// @ts-expect-error: decorator
@inline
function greatest(lanes: v128): f64 {
  return max(f64x2.extract_lane(lanes, 0), f64x2.extract_lane(lanes, 1));
}

// @ts-ignore: decorator
@inline
function acrossLanes(lanes: v128): i32 {
  return i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1) + i32x4.extract_lane(lanes, 2)
    + i32x4.extract_lane(lanes, 3);
}

/** Bits of a float as a number that counts representable numbers from zero. */
// @ts-expect-error: decorator
@inline
function ordinal(bits: v128): v128 {
  const sign = i32x4.shr_s(bits, 31);
  return i32x4.sub(v128.xor(v128.and(bits, i32x4.splat(0x7fffffff)), sign), sign);
}

// @ts-expect-error: decorator
@inline
function ulpCode(distance: v128): v128 {
  return v128.and(i32x4.shr_u(f32x4.convert_i32x4_s(distance), 13), i32x4.splat(-4));
}

let lowest: v128 = i32x4.splat(0);
let highest: v128 = i32x4.splat(0);
let smallest: v128 = i32x4.splat(0);
let falling: v128 = i32x4.splat(0);
let rising: v128 = i32x4.splat(0);
let largestError: v128 = i32x4.splat(0);
let largestUlp: v128 = i32x4.splat(0);
let largestRatio: v128 = i32x4.splat(0);
let beyond: v128 = i32x4.splat(0);
let mismatched: v128 = i32x4.splat(0);

/**
 * What needs no float64: range, signs, units in the last place, and whether an element may lie beyond the tolerances
 * that have been needed so far.
 */
function lanes(a: usize, b: usize, aBits: usize, bBits: usize, codes: usize, needs: v128, slopes: v128): void {
  let mn = lowest, mx = highest, sm = smallest, fall = falling, rise = rising, le = largestError, lu = largestUlp, bey = beyond;
  const relativeFloor = v128.shuffle<i32>(needs, needs, 0, 0, 0, 0);
  const relativeSlope = v128.shuffle<i32>(slopes, slopes, 0, 0, 0, 0);
  const absoluteFloor = v128.shuffle<i32>(needs, needs, 1, 1, 1, 1);
  const absoluteSlope = v128.shuffle<i32>(slopes, slopes, 1, 1, 1, 1);
  for (const end = a + 4 * PART; a < end; ) {
    let signs = i32x4.splat(0);
    let lu1 = signs;
    const start = codes;
    for (const stop = a + 4 * RUN; a < stop; a += 16, b += 16, aBits += 16, bBits += 16, codes += 16) {
      const x = v128.load(a), y = v128.load(b), i = v128.load(aBits), j = v128.load(bBits);
      const m = f32x4.abs(x), d = f32x4.sub(y, x), e = f32x4.abs(d);
      mn = f32x4.pmin(mn, x);
      mx = f32x4.pmax(mx, x);
      sm = i32x4.min_s(sm, m);
      fall = i32x4.sub(fall, i32x4.shr_s(d, 31));
      rise = i32x4.sub(rise, f32x4.gt(d, i32x4.splat(0)));
      le = i32x4.max_s(le, e);
      bey = v128.or(bey, v128.or(
        f32x4.gt(e, f32x4.add(relativeFloor, f32x4.mul(relativeSlope, m))),
        f32x4.gt(e, f32x4.add(absoluteFloor, f32x4.mul(absoluteSlope, m))),
      ));
      signs = v128.or(signs, v128.xor(i, j));
      const u = i32x4.abs(i32x4.sub(i, j));
      lu1 = i32x4.max_u(lu1, u);
      v128.store(codes, ulpCode(u));
    }
    if (i32x4.bitmask(signs) != 0) {
      lu1 = i32x4.splat(0);
      for (let at: usize = 0; at < 4 * RUN; at += 16) {
        const i = ordinal(v128.load(aBits + at - 4 * RUN)), j = ordinal(v128.load(bBits + at - 4 * RUN));
        const u = i32x4.sub(i32x4.max_s(i, j), i32x4.min_s(i, j));
        lu1 = i32x4.max_u(lu1, u);
        v128.store(start + at, ulpCode(u));
      }
    }
    lu = i32x4.max_u(lu, lu1);
  }
  lowest = mn; highest = mx; smallest = sm; falling = fall; rising = rise; largestError = le; largestUlp = lu; beyond = bey;
}

/**
 * First and second moments, and the one division that both ratios of an element share: SCALE / (|a| (|a| + |b|)). What
 * waits for it is left to `ratios`: here it would keep the processor from looking further ahead.
 */
function moments(a: usize, b: usize, previousRatioCodes: usize, absolute: v128, relative: v128): void {
  let sa = f64x2.splat(0), sb = sa, sm = sa, se = sa, aa = sa, ab = sa, dd = sa;
  let mis = mismatched;
  let reciprocals = RECIPROCALS;
  const scale = f64x2.splat(SCALE);
  for (const end = a + 4 * PART; a < end; a += 16, b += 16, reciprocals += 128, previousRatioCodes += 16) {
    const x0 = low(a), y0 = low(b), x1 = high(a), y1 = high(b);
    const m0 = f64x2.abs(x0), m1 = f64x2.abs(x1);
    const s0 = f64x2.add(m0, f64x2.abs(y0)), s1 = f64x2.add(m1, f64x2.abs(y1));
    v128.store(reciprocals, f64x2.div(scale, f64x2.mul(m0, s0)));
    v128.store(reciprocals, f64x2.div(scale, f64x2.mul(m1, s1)), 16);
    v128.store(reciprocals, s0, 32);
    v128.store(reciprocals, s1, 48);
    v128.store(reciprocals, m0, 64);
    v128.store(reciprocals, m1, 80);
    const d0 = f64x2.sub(y0, x0), d1 = f64x2.sub(y1, x1);
    const e0 = f64x2.abs(d0), e1 = f64x2.abs(d1);
    v128.store(reciprocals, e0, 96);
    v128.store(reciprocals, e1, 112);
    sa = f64x2.add(sa, f64x2.add(x0, x1));
    sb = f64x2.add(sb, f64x2.add(y0, y1));
    sm = f64x2.add(sm, f64x2.add(m0, m1));
    se = f64x2.add(se, f64x2.add(e0, e1));
    aa = f64x2.add(aa, f64x2.add(f64x2.mul(x0, x0), f64x2.mul(x1, x1)));
    ab = f64x2.add(ab, f64x2.add(f64x2.mul(x0, y0), f64x2.mul(x1, y1)));
    dd = f64x2.add(dd, f64x2.add(f64x2.mul(d0, d0), f64x2.mul(d1, d1)));
    mis = i64x2.sub(mis, i64x2.add(
      f64x2.gt(e0, f64x2.add(absolute, f64x2.mul(relative, m0))),
      f64x2.gt(e1, f64x2.add(absolute, f64x2.mul(relative, m1))),
    ));
    countRatios(previousRatioCodes);
  }
  mismatched = mis;
  addTo(0, sa); addTo(1, sb); addTo(2, sm); addTo(3, se); addTo(4, aa); addTo(5, ab); addTo(6, dd);
}

/** |d| / |a| and |d| / (|a| + |b|), both times SCALE. */
function ratios(previousUlpCodes: usize, codes: usize): void {
  let st = f64x2.splat(0), su = st;
  let lr = largestRatio;
  let reciprocals = RECIPROCALS;
  for (const end = codes + 4 * PART; codes < end; codes += 16, reciprocals += 128, previousUlpCodes += 16) {
    const q0 = f64x2.mul(v128.load(reciprocals, 96), v128.load(reciprocals));
    const q1 = f64x2.mul(v128.load(reciprocals, 112), v128.load(reciprocals, 16));
    const t0 = f64x2.mul(q0, v128.load(reciprocals, 32)), t1 = f64x2.mul(q1, v128.load(reciprocals, 48));
    st = f64x2.add(st, f64x2.add(t0, t1));
    su = f64x2.add(su, f64x2.add(f64x2.mul(q0, v128.load(reciprocals, 64)), f64x2.mul(q1, v128.load(reciprocals, 80))));
    const words = v128.shuffle<i32>(t0, t1, 1, 3, 5, 7);
    lr = i32x4.max_s(lr, words);
    // Without the sign, which only a NaN can have.
    v128.store(codes, v128.and(i32x4.shr_u(words, 10), i32x4.splat(0x1ffffc)));
    countUlps(previousUlpCodes);
  }
  largestRatio = lr;
  addTo(7, st); addTo(8, su);
}

/**
 * One block of 4096 pairs. While it is computed, the codes of an earlier block are counted: those of a block with
 * elements that are not finite must not be.
 *
 * @param aBits the stored patterns as sign and magnitude, for distances in units in the last place; a for float32
 * @param codes where the codes of this block go, those of the ratios 16 KiB behind those of the units
 * @param previousCodes as `codes` of the block to count
 * @param relativeNeed smallest relative tolerance that has been needed so far, beside `absolute`; likewise the other
 */
export function block(
  a: usize, b: usize, aBits: usize, bBits: usize, codes: usize, previousCodes: usize,
  absolute: f64, relative: f64, absoluteNeed: f32, relativeNeed: f32,
): void {
  memory.fill(OUT, 0, 96);
  lowest = v128.load(a); highest = lowest; smallest = f32x4.abs(lowest);
  falling = i32x4.splat(0); rising = falling; largestError = falling; largestUlp = falling; largestRatio = falling;
  beyond = falling; mismatched = falling;
  const caution: f32 = 0.99999;
  const needs = f32x4.replace_lane(f32x4.splat(caution * <f32>absolute), 1, caution * absoluteNeed);
  const slopes = f32x4.replace_lane(f32x4.splat(caution * relativeNeed), 1, caution * <f32>relative);
  const absolutes = f64x2.splat(absolute), relatives = f64x2.splat(relative);
  for (let part: usize = 0; part < 4 * BLOCK; part += 4 * PART) {
    lanes(a + part, b + part, aBits + part, bBits + part, codes + part, needs, slopes);
    moments(a + part, b + part, previousCodes + 4 * BLOCK + part, absolutes, relatives);
    ratios(previousCodes + part, codes + 4 * BLOCK + part);
  }
  store<f64>(OUT + 72, <f64>(i64x2.extract_lane(mismatched, 0) + i64x2.extract_lane(mismatched, 1)));
  store<f64>(OUT + 80, <f64>acrossLanes(falling));
  store<f64>(OUT + 88, <f64>acrossLanes(rising));
  store<i32>(OUT + 192, v128.any_true(beyond) ? 1 : 0);
  v128.store(OUT + 96, lowest);
  v128.store(OUT + 112, highest);
  v128.store(OUT + 128, smallest);
  v128.store(OUT + 144, largestError);
  v128.store(OUT + 160, largestUlp);
  v128.store(OUT + 176, largestRatio);
}

/** Whether `bytes` bytes, a multiple of 16, are the same at both places. */
export function same(a: usize, b: usize, bytes: usize): bool {
  for (const end = a + bytes; a < end; a += 16, b += 16) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
  }
  return true;
}

/** Moments about an origin of each arm, for blocks whose mean is large beside their spread. */
export function centred(a: usize, b: usize, aOrigin: f64, bOrigin: f64): void {
  memory.fill(OUT, 0, 96);
  let sa = f64x2.splat(0), sb = sa, aa = sa, ab = sa, bb = sa;
  const oa = f64x2.splat(aOrigin), ob = f64x2.splat(bOrigin);
  for (const end = a + 4 * BLOCK; a < end; a += 8, b += 8) {
    const x = f64x2.sub(low(a), oa), y = f64x2.sub(low(b), ob);
    sa = f64x2.add(sa, x);
    sb = f64x2.add(sb, y);
    aa = f64x2.add(aa, f64x2.mul(x, x));
    ab = f64x2.add(ab, f64x2.mul(x, y));
    bb = f64x2.add(bb, f64x2.mul(y, y));
  }
  addTo(0, sa); addTo(1, sb); addTo(2, aa); addTo(3, ab); addTo(4, bb);
}

// @ts-expect-error: decorator
@inline
function tallied(mask: v128): v128 {
  return v128.and(mask, f64x2.splat(1));
}

/** The sums of ratios where some references are zero or tiny, which is where the conventions differ. */
export function conventions(a: usize, b: usize, sklearn: f64, torchmetrics: f64, keras: f64): void {
  memory.fill(OUT, 0, 96);
  let masked = f64x2.splat(0), sk = masked, tm = masked, ke = masked, half = masked, zeros = masked, still = masked;
  const zero = f64x2.splat(0), s = f64x2.splat(sklearn), t = f64x2.splat(torchmetrics), k = f64x2.splat(keras);
  for (const end = a + 4 * BLOCK; a < end; a += 8, b += 8) {
    const x = low(a), y = low(b), m = f64x2.abs(x), e = f64x2.abs(f64x2.sub(y, x)), both = f64x2.add(m, f64x2.abs(y));
    const isZero = f64x2.eq(m, zero);
    masked = f64x2.add(masked, v128.andnot(f64x2.div(e, m), isZero));
    sk = f64x2.add(sk, f64x2.div(e, f64x2.pmax(s, m)));
    tm = f64x2.add(tm, f64x2.div(e, f64x2.pmax(t, m)));
    ke = f64x2.add(ke, f64x2.div(e, f64x2.pmax(k, m)));
    half = f64x2.add(half, v128.andnot(f64x2.div(e, both), f64x2.eq(both, zero)));
    zeros = f64x2.add(zeros, tallied(isZero));
    still = f64x2.add(still, tallied(v128.and(isZero, f64x2.eq(e, zero))));
  }
  addTo(0, masked); addTo(1, sk); addTo(2, tm); addTo(3, ke); addTo(4, half); addTo(5, zeros); addTo(6, still);
}

/**
 * The largest differences of a block, exactly: of all elements and of the mismatched ones, and the tolerances that it
 * needs. A zero reference that is off by more than the absolute tolerance needs an infinite relative one.
 */
export function extremes(a: usize, b: usize, absolute: f64, relative: f64): void {
  const zero = f64x2.splat(0), at = f64x2.splat(absolute), rt = f64x2.splat(relative);
  let slope = zero, excess = zero, largest = zero, steepest = zero, error = f64x2.splat(-1), ratio = error;
  for (const end = a + 4 * BLOCK; a < end; a += 8, b += 8) {
    const x = low(a), m = f64x2.abs(x), e = f64x2.abs(f64x2.sub(low(b), x)), allowed = f64x2.mul(rt, m);
    const r = f64x2.div(e, m), above = f64x2.sub(e, at);
    largest = f64x2.pmax(largest, e);
    steepest = f64x2.pmax(steepest, v128.andnot(r, f64x2.eq(m, zero)));
    slope = f64x2.pmax(slope, v128.and(f64x2.gt(above, zero), f64x2.div(above, m)));
    excess = f64x2.pmax(excess, f64x2.sub(e, allowed));
    const isMismatched = f64x2.gt(e, f64x2.add(at, allowed));
    error = f64x2.pmax(error, v128.bitselect(e, error, isMismatched));
    ratio = f64x2.pmax(ratio, v128.bitselect(r, ratio, isMismatched));
  }
  store<f64>(OUT, greatest(largest));
  store<f64>(OUT + 8, greatest(steepest));
  store<f64>(OUT + 16, greatest(slope));
  store<f64>(OUT + 24, greatest(excess));
  store<f64>(OUT + 32, greatest(error));
  store<f64>(OUT + 40, greatest(ratio));
}

/** A block of bfloat16 as float32: its upper halves. */
export function widenBfloat16(halves: usize, values: usize): void {
  const zero = i16x8.splat(0);
  for (const end = halves + 2 * BLOCK; halves < end; halves += 16, values += 32) {
    const h = v128.load(halves);
    v128.store(values, v128.shuffle<i16>(zero, h, 0, 8, 0, 9, 0, 10, 0, 11));
    v128.store(values, v128.shuffle<i16>(zero, h, 0, 12, 0, 13, 0, 14, 0, 15), 16);
  }
}

/**
 * Four float16 as float32. Shifted into place, exponent and fraction are a float32 that is 2^112 times too small,
 * subnormal numbers included; infinities and NaN get the exponent that they lack.
 */
// @ts-expect-error: decorator
@inline
function widen(h: v128): v128 {
  const magnitude = v128.and(h, i32x4.splat(0x7fff));
  const finite = f32x4.mul(i32x4.shl(magnitude, 13), i32x4.splat(0x77800000));
  const special = v128.and(i32x4.gt_s(magnitude, i32x4.splat(0x7bff)), i32x4.splat(0x7f800000));
  const sign = i32x4.shl(v128.and(h, i32x4.splat(0x8000)), 16);
  return v128.or(v128.or(finite, special), sign);
}

/** A block of float16 as float32, and its patterns as sign and magnitude of 32 bits. */
export function widenFloat16(halves: usize, values: usize, bits: usize): void {
  for (const end = halves + 2 * BLOCK; halves < end; halves += 8, values += 16, bits += 16) {
    const h = v128.load16x4_u(halves);
    v128.store(values, widen(h));
    v128.store(bits, v128.or(
      v128.and(h, i32x4.splat(0x7fff)),
      i32x4.shl(v128.and(h, i32x4.splat(0x8000)), 16),
    ));
  }
}
