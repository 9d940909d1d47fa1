/**
 * The vector loops of a comparison of two arrays of float32 or of float64, in AssemblyScript: `npm run kernel` compiles
 * it to WebAssembly, and the result is committed. See src/compare/elementwise/README.md.
 *
 * a is the baseline, b the candidate, d = b − a. All that ends up in a figure is computed in float64; float32 lanes
 * only decide whether a block has to be looked at more closely, and err to the side of looking. Lengths are counted in
 * pairs and are multiples of 64. T is the type of the elements, and each loop is compiled for both.
 */

/** Ratios are scaled so that 1/1000 and 5/1000 lie on edges of bins, and a hair up so that ties do not fall below. */
const SCALE: f64 = 1000.0 * (1.0 + 1.0 / 1099511627776.0);

/** Constants that loops take from memory into a register: written out, they would be made anew for each element. */
const MAGNITUDE: usize = memory.data<u32>([0x7fffffff, 0x7fffffff, 0x7fffffff, 0x7fffffff], 16);
const WIDE_MAGNITUDE: usize = memory.data<u32>([0xffffffff, 0x7fffffff, 0xffffffff, 0x7fffffff], 16);
const ULP_CODE: usize = memory.data<u32>([0xfffffffc, 0xfffffffc, 0xfffffffc, 0xfffffffc], 16);
/** Without the sign, which only a NaN can have. */
const RATIO_CODE: usize = memory.data<u32>([0x1ffffc, 0x1ffffc, 0x1ffffc, 0x1ffffc], 16);
const SCALES: usize = memory.data<f64>([SCALE, SCALE], 16);

/** Elements of a block, and of a part of it that every loop takes from the first cache. */
const BLOCK: usize = 4096;
const PART: usize = 512;
/** Elements between two looks at the signs. */
const RUN: usize = 64;

// The memory. Each histogram is spread over four tables, so that neighbours in one bin do not wait for each other.
const OUT: usize = 0x1000;
/** What codes of up to 8 bits stand for, as float32; 1 KiB behind it, their patterns. */
const VALUES: usize = 0x30000;
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

/** Counts the codes that a block left behind. */
export function count(ulpCodes: usize, ratioCodes: usize, length: usize): void {
  for (const end = ulpCodes + 4 * length; ulpCodes < end; ulpCodes += 16, ratioCodes += 16) {
    countUlps(ulpCodes);
    countRatios(ratioCodes);
  }
}

/** The first sixteen counters from an address on of which one is not zero, or the end; both are multiples of 64. */
export function nextCounted(at: usize, end: usize): usize {
  for (; at < end; at += 64) {
    const first = v128.or(v128.load(at), v128.load(at, 16)), second = v128.or(v128.load(at, 32), v128.load(at, 48));
    if (v128.any_true(v128.or(first, second))) break;
  }
  return at;
}

// @ts-expect-error: decorator
@inline
function low<T>(at: usize): v128 {
  if (sizeof<T>() == 8) return v128.load(at);
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

// @ts-expect-error: decorator
@inline
function high<T>(at: usize): v128 {
  if (sizeof<T>() == 8) return v128.load(at, 16);
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

// @ts-expect-error: decorator
@inline
function least(lanes: v128): f64 {
  return min(f64x2.extract_lane(lanes, 0), f64x2.extract_lane(lanes, 1));
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
function ulpCode(distance: v128, mask: v128): v128 {
  return v128.and(i32x4.shr_u(f32x4.convert_i32x4_s(distance), 13), mask);
}

let lowest: v128 = i32x4.splat(0);
let highest: v128 = i32x4.splat(0);
let smallest: v128 = i32x4.splat(0);
let falling: v128 = i32x4.splat(0);
let rising: v128 = i32x4.splat(0);
let largestError: v128 = i32x4.splat(0);
let largestUlp: v128 = i32x4.splat(0);
let largestRatio: v128 = i32x4.splat(0);
let mismatched: v128 = i32x4.splat(0);

/**
 * What needs no float64: range, signs, units in the last place.
 * @param hasPatterns whether the stored patterns are others than those of the elements, which are loaded anyway
 */
// @ts-expect-error: decorator
@inline
function lanesOf(
  a: usize, b: usize, aBits: usize, bBits: usize, codes: usize, length: usize,
  magnitude: v128, mask: v128, hasPatterns: bool,
): void {
  let mn = lowest, mx = highest, sm = smallest, fall = falling, rise = rising, le = largestError, lu = largestUlp;
  const zero = i32x4.splat(0);
  for (const end = a + 4 * length; a < end; ) {
    let signs = zero, lu1 = zero;
    const start = codes;
    for (const stop = a + 4 * RUN; a < stop; a += 16, b += 16, codes += 16) {
      const x = v128.load(a), y = v128.load(b);
      const i = hasPatterns ? v128.load(aBits) : x, j = hasPatterns ? v128.load(bBits) : y;
      const d = f32x4.sub(y, x);
      mn = f32x4.pmin(mn, x);
      mx = f32x4.pmax(mx, x);
      sm = i32x4.min_s(sm, v128.and(x, magnitude));
      fall = i32x4.sub(fall, f32x4.lt(d, zero));
      rise = i32x4.sub(rise, f32x4.gt(d, zero));
      le = i32x4.max_s(le, v128.and(d, magnitude));
      signs = v128.or(signs, v128.xor(i, j));
      const u = i32x4.abs(i32x4.sub(i, j));
      lu1 = i32x4.max_u(lu1, u);
      v128.store(codes, ulpCode(u, mask));
      if (hasPatterns) {
        aBits += 16;
        bBits += 16;
      }
    }
    if (i32x4.bitmask(signs) != 0) {
      lu1 = i32x4.splat(0);
      for (let at: usize = 0; at < 4 * RUN; at += 16) {
        const back = at - 4 * RUN;
        const i = ordinal(v128.load((hasPatterns ? aBits : a) + back)), j = ordinal(v128.load((hasPatterns ? bBits : b) + back));
        const u = i32x4.sub(i32x4.max_s(i, j), i32x4.min_s(i, j));
        lu1 = i32x4.max_u(lu1, u);
        v128.store(start + at, ulpCode(u, mask));
      }
    }
    lu = i32x4.max_u(lu, lu1);
  }
  lowest = mn; highest = mx; smallest = sm; falling = fall; rising = rise; largestError = le; largestUlp = lu;
}

function lanes(a: usize, b: usize, codes: usize, length: usize, magnitude: v128, mask: v128): void {
  lanesOf(a, b, a, b, codes, length, magnitude, mask, false);
}

function lanesWithPatterns(
  a: usize, b: usize, aBits: usize, bBits: usize, codes: usize, length: usize, magnitude: v128, mask: v128,
): void {
  lanesOf(a, b, aBits, bBits, codes, length, magnitude, mask, true);
}

// What the vector loops of a block of float64 found so far; two lanes each.
let wideLowest: v128 = i32x4.splat(0);
let wideHighest: v128 = i32x4.splat(0);
let wideSmallest: v128 = i32x4.splat(0);
let smallestNonZero: v128 = i32x4.splat(0);
let wideFalling: v128 = i32x4.splat(0);
let wideRising: v128 = i32x4.splat(0);
let wideError: v128 = i32x4.splat(0);
let wideUlp: v128 = i32x4.splat(0);

/** As `lanes` but for the units in the last place, of float64. */
function wideLanes(a: usize, b: usize, length: usize): void {
  let mn = wideLowest, mx = wideHighest, sm = wideSmallest, nz = smallestNonZero;
  let fall = wideFalling, rise = wideRising, le = wideError;
  const zero = f64x2.splat(0), infinity = f64x2.splat(Infinity);
  for (const end = a + 8 * length; a < end; a += 16, b += 16) {
    const x = v128.load(a), m = f64x2.abs(x), d = f64x2.sub(v128.load(b), x), e = f64x2.abs(d);
    mn = f64x2.pmin(mn, x);
    mx = f64x2.pmax(mx, x);
    sm = f64x2.pmin(sm, m);
    nz = f64x2.pmin(nz, v128.or(m, v128.and(f64x2.eq(m, zero), infinity)));
    fall = i64x2.sub(fall, f64x2.lt(d, zero));
    rise = i64x2.sub(rise, f64x2.gt(d, zero));
    le = f64x2.pmax(le, e);
  }
  wideLowest = mn; wideHighest = mx; wideSmallest = sm; smallestNonZero = nz;
  wideFalling = fall; wideRising = rise; wideError = le;
}

/** Distances of patterns of 32 bits, as `lanes` has them. */
function ulps(aBits: usize, bBits: usize, codes: usize, length: usize, mask: v128): void {
  let lu = largestUlp;
  for (const end = aBits + 4 * length; aBits < end; aBits += 16, bBits += 16, codes += 16) {
    const i = ordinal(v128.load(aBits)), j = ordinal(v128.load(bBits));
    const u = i32x4.sub(i32x4.max_s(i, j), i32x4.min_s(i, j));
    lu = i32x4.max_u(lu, u);
    v128.store(codes, ulpCode(u, mask));
  }
  largestUlp = lu;
}

/** 64-bit numbers without a sign to the nearest double: both halves are exact, so that their sum is rounded once. */
// @ts-expect-error: decorator
@inline
function toDouble(words: v128): v128 {
  const upper = v128.or(i64x2.shr_u(words, 32), i64x2.splat(0x4530000000000000));
  const lower = v128.or(v128.and(words, i64x2.splat(0xffffffff)), i64x2.splat(0x4330000000000000));
  return f64x2.add(f64x2.sub(upper, f64x2.splat(19342813118337666422669312.0)), lower);
}

// @ts-expect-error: decorator
@inline
function wideOrdinal(bits: v128): v128 {
  const sign = i64x2.gt_s(i64x2.splat(0), bits);
  return i64x2.sub(v128.xor(v128.and(bits, i64x2.splat(0x7fffffffffffffff)), sign), sign);
}

// @ts-expect-error: decorator
@inline
function wideDistance(aBits: usize, bBits: usize): v128 {
  const i = wideOrdinal(v128.load(aBits)), j = wideOrdinal(v128.load(bBits)), isLess = i64x2.gt_s(j, i);
  return toDouble(i64x2.sub(v128.xor(i64x2.sub(i, j), isLess), isLess));
}

/** Distances of float64. Bits below those of a bin are cleared first: rounding to float32 would move some up a bin. */
function wideUlps(a: usize, b: usize, codes: usize, length: usize): void {
  let lu = wideUlp;
  const kept = i64x2.splat(0x7ffff00000000000);
  for (const end = a + 8 * length; a < end; a += 32, b += 32, codes += 16) {
    const u0 = wideDistance(a, b), u1 = wideDistance(a + 16, b + 16);
    lu = f64x2.pmax(lu, f64x2.pmax(u0, u1));
    const f0 = f32x4.demote_f64x2_zero(v128.and(u0, kept)), f1 = f32x4.demote_f64x2_zero(v128.and(u1, kept));
    v128.store(codes, v128.and(i32x4.shr_u(v128.shuffle<i32>(f0, f1, 0, 1, 4, 5), 13), i32x4.splat(-4)));
  }
  wideUlp = lu;
}

/** First and second moments. The codes of the units of an earlier block are counted meanwhile. */
function moments<T>(a: usize, b: usize, previousUlpCodes: usize, length: usize, magnitude: v128): void {
  let sa = f64x2.splat(0), sb = sa, sm = sa, se = sa, aa = sa, ab = sa, dd = sa;
  for (const end = a + sizeof<T>() * length; a < end; a += 4 * sizeof<T>(), b += 4 * sizeof<T>(), previousUlpCodes += 16) {
    const x0 = low<T>(a), y0 = low<T>(b), x1 = high<T>(a), y1 = high<T>(b);
    const d0 = f64x2.sub(y0, x0), d1 = f64x2.sub(y1, x1);
    sa = f64x2.add(sa, f64x2.add(x0, x1));
    sb = f64x2.add(sb, f64x2.add(y0, y1));
    dd = f64x2.add(dd, f64x2.add(f64x2.mul(d0, d0), f64x2.mul(d1, d1)));
    se = f64x2.add(se, f64x2.add(v128.and(d0, magnitude), v128.and(d1, magnitude)));
    ab = f64x2.add(ab, f64x2.add(f64x2.mul(x0, y0), f64x2.mul(x1, y1)));
    aa = f64x2.add(aa, f64x2.add(f64x2.mul(x0, x0), f64x2.mul(x1, x1)));
    sm = f64x2.add(sm, f64x2.add(v128.and(x0, magnitude), v128.and(x1, magnitude)));
    countUlps(previousUlpCodes);
  }
  addTo(0, sa); addTo(1, sb); addTo(2, sm); addTo(3, se); addTo(4, aa); addTo(5, ab); addTo(6, dd);
}

/**
 * |d| / |a| and |d| / (|a| + |b|), both times SCALE, of the one division SCALE / (|a| (|a| + |b|)); and what lies beyond
 * the tolerances. Values are made from the elements once more: all sums at once would need more registers than there
 * are. The codes of the ratios of an earlier block are counted meanwhile.
 */
function ratios<T>(
  a: usize, b: usize, codes: usize, previousRatioCodes: usize, length: usize,
  magnitude: v128, scale: v128, mask: v128, absolute: v128, relative: v128,
): void {
  let st = f64x2.splat(0), su = st;
  let lr = largestRatio, mis = mismatched;
  for (const end = a + sizeof<T>() * length; a < end; a += 4 * sizeof<T>(), b += 4 * sizeof<T>(), codes += 16, previousRatioCodes += 16) {
    const x0 = low<T>(a), y0 = low<T>(b), x1 = high<T>(a), y1 = high<T>(b);
    const m0 = v128.and(x0, magnitude), m1 = v128.and(x1, magnitude);
    const s0 = f64x2.add(m0, v128.and(y0, magnitude)), s1 = f64x2.add(m1, v128.and(y1, magnitude));
    const e0 = v128.and(f64x2.sub(y0, x0), magnitude), e1 = v128.and(f64x2.sub(y1, x1), magnitude);
    mis = i64x2.sub(mis, i64x2.add(
      f64x2.gt(e0, f64x2.add(absolute, f64x2.mul(relative, m0))),
      f64x2.gt(e1, f64x2.add(absolute, f64x2.mul(relative, m1))),
    ));
    const q0 = f64x2.mul(e0, f64x2.div(scale, f64x2.mul(m0, s0)));
    const q1 = f64x2.mul(e1, f64x2.div(scale, f64x2.mul(m1, s1)));
    const t0 = f64x2.mul(q0, s0), t1 = f64x2.mul(q1, s1);
    st = f64x2.add(st, f64x2.add(t0, t1));
    su = f64x2.add(su, f64x2.add(f64x2.mul(q0, m0), f64x2.mul(q1, m1)));
    const words = v128.shuffle<i32>(t0, t1, 1, 3, 5, 7);
    lr = i32x4.max_s(lr, words);
    v128.store(codes, v128.and(i32x4.shr_u(words, 10), mask));
    countRatios(previousRatioCodes);
  }
  largestRatio = lr; mismatched = mis;
  addTo(7, st); addTo(8, su);
}

// @ts-expect-error: decorator
@inline
function report(slot: usize, value: f64): void {
  store<f64>(OUT + 8 * slot, value);
}

// @ts-expect-error: decorator
@inline
function greatestOfFour(lanes: v128): i32 {
  return max(
    max(i32x4.extract_lane(lanes, 0), i32x4.extract_lane(lanes, 1)),
    max(i32x4.extract_lane(lanes, 2), i32x4.extract_lane(lanes, 3)),
  );
}

/** What the vector loops have found, as float64. */
function reportNarrow(): void {
  report(10, <f64>acrossLanes(falling));
  report(11, <f64>acrossLanes(rising));
  report(12, least(f64x2.pmin(f64x2.promote_low_f32x4(lowest), f64x2.promote_low_f32x4(v128.shuffle<i64>(lowest, lowest, 1, 1)))));
  report(13, greatest(f64x2.pmax(f64x2.promote_low_f32x4(highest), f64x2.promote_low_f32x4(v128.shuffle<i64>(highest, highest, 1, 1)))));
  const sm = f64x2.pmin(f64x2.promote_low_f32x4(smallest), f64x2.promote_low_f32x4(v128.shuffle<i64>(smallest, smallest, 1, 1)));
  report(14, least(sm));
  report(15, <f64>reinterpret<f32>(greatestOfFour(largestError)));
}

function reportWide(): void {
  report(10, total(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(wideFalling, wideFalling, 0, 2, 0, 2))));
  report(11, total(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(wideRising, wideRising, 0, 2, 0, 2))));
  report(12, least(wideLowest));
  report(13, greatest(wideHighest));
  report(14, least(wideSmallest));
  report(15, greatest(wideError));
  report(18, least(smallestNonZero));
}

/** Of distances as unsigned numbers of 32 bits, or as float64. */
// @ts-expect-error: decorator
@inline
function reportUlp(): void {
  const u = v128.xor(largestUlp, i32x4.splat(<i32>0x80000000));
  report(16, max(<f64>(<u32>greatestOfFour(u) ^ 0x80000000), greatest(wideUlp)));
}

/**
 * One block of up to 4096 pairs. While it is computed, the codes of an earlier block of as many are counted: those of a
 * block with elements that are not finite must not be.
 *
 * @param aBits the stored patterns as sign and magnitude of 32 bits, for distances in units in the last place; a itself
 *   for the patterns of the elements, 0 for no distances
 * @param codes where the codes of this block go, those of the ratios 16 KiB behind those of the units
 * @param previousCodes as `codes` of the block to count
 */
// @ts-expect-error: decorator
@inline
function measure<T>(
  a: usize, b: usize, aBits: usize, bBits: usize, length: usize, codes: usize, previousCodes: usize,
  absolute: f64, relative: f64,
): void {
  memory.fill(OUT, 0, 160);
  falling = i32x4.splat(0); rising = falling; largestError = falling; largestUlp = falling; largestRatio = falling;
  mismatched = falling; wideUlp = falling;
  wideFalling = falling; wideRising = falling; wideError = falling; smallestNonZero = f64x2.splat(Infinity);
  if (sizeof<T>() == 8) {
    wideLowest = v128.load(a); wideHighest = wideLowest; wideSmallest = f64x2.abs(wideLowest);
  } else {
    lowest = v128.load(a); highest = lowest; smallest = f32x4.abs(lowest);
  }
  const absolutes = f64x2.splat(absolute), relatives = f64x2.splat(relative);
  const magnitude = v128.load(MAGNITUDE), wideMagnitude = v128.load(WIDE_MAGNITUDE), scale = v128.load(SCALES);
  const ulpMask = v128.load(ULP_CODE), ratioMask = v128.load(RATIO_CODE);
  for (let first: usize = 0; first < length; first += PART) {
    const count = min(PART, length - first), part = sizeof<T>() * first, words = 4 * first, ratioWords = words + 4 * BLOCK;
    if (sizeof<T>() == 8) {
      wideLanes(a + part, b + part, count);
      if (aBits == a) wideUlps(a + part, b + part, codes + words, count);
      else if (aBits != 0) ulps(aBits + words, bBits + words, codes + words, count, ulpMask);
    } else if (aBits == a && bBits == b) {
      lanes(a + part, b + part, codes + words, count, magnitude, ulpMask);
    } else {
      lanesWithPatterns(a + part, b + part, aBits + words, bBits + words, codes + words, count, magnitude, ulpMask);
    }
    moments<T>(a + part, b + part, previousCodes + words, count, wideMagnitude);
    ratios<T>(
      a + part, b + part, codes + ratioWords, previousCodes + ratioWords, count,
      wideMagnitude, scale, ratioMask, absolutes, relatives,
    );
  }
  report(9, <f64>(i64x2.extract_lane(mismatched, 0) + i64x2.extract_lane(mismatched, 1)));
  if (sizeof<T>() == 8) reportWide();
  else reportNarrow();
  reportUlp();
  report(17, <f64>greatestOfFour(largestRatio));
}

export function block(
  a: usize, b: usize, aBits: usize, bBits: usize, length: usize, codes: usize, previousCodes: usize,
  absolute: f64, relative: f64,
): void {
  measure<f32>(a, b, aBits, bBits, length, codes, previousCodes, absolute, relative);
}

export function wideBlock(
  a: usize, b: usize, aBits: usize, bBits: usize, length: usize, codes: usize, previousCodes: usize,
  absolute: f64, relative: f64,
): void {
  measure<f64>(a, b, aBits, bBits, length, codes, previousCodes, absolute, relative);
}

/**
 * What `measure` would find of two arms that are the same, in the same order of additions. Codes are counted at once.
 */
// @ts-expect-error: decorator
@inline
function single<T>(a: usize, length: usize): void {
  memory.fill(OUT, 0, 160);
  const none = i32x4.splat(0), zero = f64x2.splat(0);
  let mn = low<T>(a), mx = mn, least0 = f64x2.abs(mn), zeros = none;
  for (let first: usize = 0; first < length; first += PART) {
    let sa = f64x2.splat(0), sm = sa, aa = sa;
    for (const end = a + sizeof<T>() * min(PART, length - first); a < end; a += 4 * sizeof<T>()) {
      const x0 = low<T>(a), x1 = high<T>(a), m0 = f64x2.abs(x0), m1 = f64x2.abs(x1);
      sa = f64x2.add(sa, f64x2.add(x0, x1));
      sm = f64x2.add(sm, f64x2.add(m0, m1));
      aa = f64x2.add(aa, f64x2.add(f64x2.mul(x0, x0), f64x2.mul(x1, x1)));
      mn = f64x2.pmin(mn, f64x2.pmin(x0, x1));
      mx = f64x2.pmax(mx, f64x2.pmax(x0, x1));
      least0 = f64x2.pmin(least0, f64x2.pmin(m0, m1));
      zeros = i64x2.sub(zeros, i64x2.add(f64x2.eq(m0, zero), f64x2.eq(m1, zero)));
    }
    addTo(0, sa); addTo(1, sa); addTo(2, sm); addTo(4, aa); addTo(5, aa);
  }
  report(12, least(mn));
  report(13, greatest(mx));
  report(14, least(least0));
  const still = <u32>(i64x2.extract_lane(zeros, 0) + i64x2.extract_lane(zeros, 1));
  report(19, <f64>still);
}

export function equalBlock(a: usize, length: usize): void {
  single<f32>(a, length);
}

export function wideEqualBlock(a: usize, length: usize): void {
  single<f64>(a, length);
}

/** Counts elements whose ratio and whose distance are zero. */
export function countZeros(ratioCount: u32, ulpCount: u32): void {
  store<u32>(RATIOS, load<u32>(RATIOS) + ratioCount);
  store<u32>(ULPS, load<u32>(ULPS) + ulpCount);
}

/**
 * Moves the pairs of finite numbers together, in their order.
 * @param aBits 0 for none
 * @param places where they stood, 16 bits each
 * @param others where the rest stood
 * @returns how many there are
 */
// @ts-expect-error: decorator
@inline
function compact<T>(
  a: usize, b: usize, aBits: usize, bBits: usize, length: usize,
  aTo: usize, bTo: usize, aBitsTo: usize, bBitsTo: usize, places: usize, others: usize,
): usize {
  let count: usize = 0;
  for (let i: usize = 0; i < length; i += 1) {
    const x = load<T>(a + i * sizeof<T>()), y = load<T>(b + i * sizeof<T>());
    store<T>(aTo + count * sizeof<T>(), x);
    store<T>(bTo + count * sizeof<T>(), y);
    if (aBits != 0) {
      store<u32>(aBitsTo + 4 * count, load<u32>(aBits + 4 * i));
      store<u32>(bBitsTo + 4 * count, load<u32>(bBits + 4 * i));
    }
    store<u16>(places + 2 * count, <u16>i);
    store<u16>(others + 2 * (i - count), <u16>i);
    count += <usize>((x - x) + (y - y) == 0);
  }
  return count;
}

export function finitePairs(
  a: usize, b: usize, aBits: usize, bBits: usize, length: usize,
  aTo: usize, bTo: usize, aBitsTo: usize, bBitsTo: usize, places: usize, others: usize,
): usize {
  return compact<f32>(a, b, aBits, bBits, length, aTo, bTo, aBitsTo, bBitsTo, places, others);
}

export function wideFinitePairs(
  a: usize, b: usize, aBits: usize, bBits: usize, length: usize,
  aTo: usize, bTo: usize, aBitsTo: usize, bBitsTo: usize, places: usize, others: usize,
): usize {
  return compact<f64>(a, b, aBits, bBits, length, aTo, bTo, aBitsTo, bBitsTo, places, others);
}

/** Whether `bytes` bytes, a multiple of 16, are the same at both places. */
export function same(a: usize, b: usize, bytes: usize): bool {
  for (const end = a + bytes; a < end; a += 16, b += 16) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
  }
  return true;
}

/** Moments about an origin of each arm, for blocks whose mean is large beside their spread. */
// @ts-expect-error: decorator
@inline
function about<T>(a: usize, b: usize, length: usize, aOrigin: f64, bOrigin: f64): void {
  memory.fill(OUT, 0, 96);
  let sa = f64x2.splat(0), sb = sa, aa = sa, ab = sa, bb = sa;
  const oa = f64x2.splat(aOrigin), ob = f64x2.splat(bOrigin);
  for (const end = a + sizeof<T>() * length; a < end; a += 2 * sizeof<T>(), b += 2 * sizeof<T>()) {
    const x = f64x2.sub(low<T>(a), oa), y = f64x2.sub(low<T>(b), ob);
    sa = f64x2.add(sa, x);
    sb = f64x2.add(sb, y);
    aa = f64x2.add(aa, f64x2.mul(x, x));
    ab = f64x2.add(ab, f64x2.mul(x, y));
    bb = f64x2.add(bb, f64x2.mul(y, y));
  }
  addTo(0, sa); addTo(1, sb); addTo(2, aa); addTo(3, ab); addTo(4, bb);
}

export function centred(a: usize, b: usize, length: usize, aOrigin: f64, bOrigin: f64): void {
  about<f32>(a, b, length, aOrigin, bOrigin);
}

export function wideCentred(a: usize, b: usize, length: usize, aOrigin: f64, bOrigin: f64): void {
  about<f64>(a, b, length, aOrigin, bOrigin);
}

/**
 * Whether an element may lie beyond the tolerances that have been needed so far: float32 lanes decide, and err to the
 * side of yes.
 * @param relativeNeed smallest relative tolerance that has been needed beside `absolute`; likewise the other
 */
export function beyond(
  a: usize, b: usize, length: usize, absolute: f64, relative: f64, absoluteNeed: f64, relativeNeed: f64,
): bool {
  const caution: f64 = 0.99999;
  const relativeFloor = f32x4.splat(<f32>(caution * absolute)), relativeSlope = f32x4.splat(<f32>(caution * relativeNeed));
  const absoluteFloor = f32x4.splat(<f32>(caution * absoluteNeed)), absoluteSlope = f32x4.splat(<f32>(caution * relative));
  let found = i32x4.splat(0);
  for (const end = a + 4 * length; a < end; a += 16, b += 16) {
    const x = v128.load(a), m = f32x4.abs(x), e = f32x4.abs(f32x4.sub(v128.load(b), x));
    found = v128.or(found, v128.or(
      f32x4.gt(e, f32x4.add(relativeFloor, f32x4.mul(relativeSlope, m))),
      f32x4.gt(e, f32x4.add(absoluteFloor, f32x4.mul(absoluteSlope, m))),
    ));
  }
  return v128.any_true(found);
}

/** As `beyond`. */
export function wideBeyond(
  a: usize, b: usize, length: usize, absolute: f64, relative: f64, absoluteNeed: f64, relativeNeed: f64,
): bool {
  const caution: f64 = 0.99999;
  const relativeFloor = f64x2.splat(caution * absolute), relativeSlope = f64x2.splat(caution * relativeNeed);
  const absoluteFloor = f64x2.splat(caution * absoluteNeed), absoluteSlope = f64x2.splat(caution * relative);
  let found = i32x4.splat(0);
  for (const end = a + 8 * length; a < end; a += 16, b += 16) {
    const x = v128.load(a), m = f64x2.abs(x), e = f64x2.abs(f64x2.sub(v128.load(b), x));
    found = v128.or(found, v128.or(
      f64x2.gt(e, f64x2.add(relativeFloor, f64x2.mul(relativeSlope, m))),
      f64x2.gt(e, f64x2.add(absoluteFloor, f64x2.mul(absoluteSlope, m))),
    ));
  }
  return v128.any_true(found);
}

// @ts-expect-error: decorator
@inline
function tallied(mask: v128): v128 {
  return v128.and(mask, f64x2.splat(1));
}

/**
 * The sums of ratios where some references are zero or tiny, which is where the conventions differ. Where none is tiny
 * but zeros, all but the errors of these is in the sum that leaves them out.
 */
// @ts-expect-error: decorator
@inline
function byConvention<T>(a: usize, b: usize, length: usize, sklearn: f64, torchmetrics: f64, keras: f64): void {
  memory.fill(OUT, 0, 96);
  const start = a, ahead = b - a;
  let masked = f64x2.splat(0), half = masked, zeros = masked, still = masked, wrong = masked, tiny = masked;
  const zero = f64x2.splat(0), t = f64x2.splat(torchmetrics);
  for (const end = a + sizeof<T>() * length; a < end; a += 2 * sizeof<T>(), b += 2 * sizeof<T>()) {
    const x = low<T>(a), y = low<T>(b), m = f64x2.abs(x), e = f64x2.abs(f64x2.sub(y, x)), both = f64x2.add(m, f64x2.abs(y));
    const isZero = f64x2.eq(m, zero);
    masked = f64x2.add(masked, v128.andnot(f64x2.div(e, m), isZero));
    half = f64x2.add(half, v128.andnot(f64x2.div(e, both), f64x2.eq(both, zero)));
    zeros = f64x2.add(zeros, tallied(isZero));
    still = f64x2.add(still, tallied(v128.and(isZero, f64x2.eq(e, zero))));
    wrong = f64x2.add(wrong, v128.and(e, isZero));
    tiny = v128.or(tiny, v128.andnot(f64x2.lt(m, t), isZero));
  }
  addTo(0, masked); addTo(4, half); addTo(5, zeros); addTo(6, still);
  report(7, v128.any_true(tiny) ? 1 : 0);
  if (v128.any_true(tiny)) {
    floored<T>(start, ahead, length, sklearn, torchmetrics, keras);
  } else {
    report(1, total(masked) + total(wrong) / sklearn);
    report(2, total(masked) + total(wrong) / torchmetrics);
    report(3, total(masked) + total(wrong) / keras);
  }
}

// @ts-expect-error: decorator
@inline
function floored<T>(a: usize, ahead: usize, length: usize, sklearn: f64, torchmetrics: f64, keras: f64): void {
  let sk = f64x2.splat(0), tm = sk, ke = sk;
  const s = f64x2.splat(sklearn), t = f64x2.splat(torchmetrics), k = f64x2.splat(keras);
  for (const end = a + sizeof<T>() * length; a < end; a += 2 * sizeof<T>()) {
    const x = low<T>(a), m = f64x2.abs(x), e = f64x2.abs(f64x2.sub(low<T>(a + ahead), x));
    sk = f64x2.add(sk, f64x2.div(e, f64x2.pmax(s, m)));
    tm = f64x2.add(tm, f64x2.div(e, f64x2.pmax(t, m)));
    ke = f64x2.add(ke, f64x2.div(e, f64x2.pmax(k, m)));
  }
  addTo(1, sk); addTo(2, tm); addTo(3, ke);
}

export function conventions(a: usize, b: usize, length: usize, sklearn: f64, torchmetrics: f64, keras: f64): void {
  byConvention<f32>(a, b, length, sklearn, torchmetrics, keras);
}

export function wideConventions(a: usize, b: usize, length: usize, sklearn: f64, torchmetrics: f64, keras: f64): void {
  byConvention<f64>(a, b, length, sklearn, torchmetrics, keras);
}

/**
 * The largest differences of a block, exactly: of all elements and of the mismatched ones, and the tolerances that it
 * needs. A zero reference that is off by more than the absolute tolerance needs an infinite relative one.
 */
// @ts-expect-error: decorator
@inline
function most<T>(a: usize, b: usize, length: usize, absolute: f64, relative: f64): void {
  const zero = f64x2.splat(0), at = f64x2.splat(absolute), rt = f64x2.splat(relative);
  let slope = zero, excess = zero, largest = zero, steepest = zero, error = f64x2.splat(-1), ratio = error;
  for (const end = a + sizeof<T>() * length; a < end; a += 2 * sizeof<T>(), b += 2 * sizeof<T>()) {
    const x = low<T>(a), m = f64x2.abs(x), e = f64x2.abs(f64x2.sub(low<T>(b), x)), allowed = f64x2.mul(rt, m);
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

/** As `most`, without the tolerances that are needed. */
// @ts-expect-error: decorator
@inline
function peaksOf<T>(a: usize, b: usize, length: usize, absolute: f64, relative: f64): void {
  const zero = f64x2.splat(0), at = f64x2.splat(absolute), rt = f64x2.splat(relative);
  let largest = zero, steepest = zero, error = f64x2.splat(-1), ratio = error;
  for (const end = a + sizeof<T>() * length; a < end; a += 2 * sizeof<T>(), b += 2 * sizeof<T>()) {
    const x = low<T>(a), m = f64x2.abs(x), e = f64x2.abs(f64x2.sub(low<T>(b), x)), r = f64x2.div(e, m);
    largest = f64x2.pmax(largest, e);
    steepest = f64x2.pmax(steepest, v128.andnot(r, f64x2.eq(m, zero)));
    const isMismatched = f64x2.gt(e, f64x2.add(at, f64x2.mul(rt, m)));
    error = f64x2.pmax(error, v128.bitselect(e, error, isMismatched));
    ratio = f64x2.pmax(ratio, v128.bitselect(r, ratio, isMismatched));
  }
  store<f64>(OUT, greatest(largest));
  store<f64>(OUT + 8, greatest(steepest));
  store<f64>(OUT + 16, 0);
  store<f64>(OUT + 24, 0);
  store<f64>(OUT + 32, greatest(error));
  store<f64>(OUT + 40, greatest(ratio));
}

export function peaks(a: usize, b: usize, length: usize, absolute: f64, relative: f64): void {
  peaksOf<f32>(a, b, length, absolute, relative);
}

export function widePeaks(a: usize, b: usize, length: usize, absolute: f64, relative: f64): void {
  peaksOf<f64>(a, b, length, absolute, relative);
}

export function extremes(a: usize, b: usize, length: usize, absolute: f64, relative: f64): void {
  most<f32>(a, b, length, absolute, relative);
}

export function wideExtremes(a: usize, b: usize, length: usize, absolute: f64, relative: f64): void {
  most<f64>(a, b, length, absolute, relative);
}

/** bfloat16 as float32: its upper halves. */
export function widenBfloat16(halves: usize, values: usize, length: usize): void {
  const zero = i16x8.splat(0);
  for (const end = halves + 2 * length; halves < end; halves += 16, values += 32) {
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

/** float16 as float32, and its patterns as sign and magnitude of 32 bits. */
export function widenFloat16(halves: usize, values: usize, bits: usize, length: usize): void {
  for (const end = halves + 2 * length; halves < end; halves += 8, values += 16, bits += 16) {
    const h = v128.load16x4_u(halves);
    v128.store(values, widen(h));
    v128.store(bits, v128.or(
      v128.and(h, i32x4.splat(0x7fff)),
      i32x4.shl(v128.and(h, i32x4.splat(0x8000)), 16),
    ));
  }
}

/**
 * The terms of MAPE in percent, zero references left out. Finds as well how many ratios are below 1/1000 and 5/1000.
 * @returns how many terms there are
 */
// @ts-expect-error: decorator
@inline
function percentages<T>(a: usize, b: usize, to: usize, length: usize): usize {
  const start = to, zero = f64x2.splat(0), hundred = f64x2.splat(100);
  let one = i64x2.splat(0), five = one;
  for (const end = a + sizeof<T>() * length; a < end; a += 2 * sizeof<T>(), b += 2 * sizeof<T>()) {
    const x = low<T>(a), m = f64x2.abs(x), e = f64x2.abs(f64x2.sub(low<T>(b), x)), r = f64x2.div(e, m);
    const none = f64x2.eq(e, zero), term = f64x2.mul(r, hundred);
    one = i64x2.sub(one, v128.or(none, f64x2.lt(r, f64x2.splat(0.001))));
    five = i64x2.sub(five, v128.or(none, f64x2.lt(r, f64x2.splat(0.005))));
    store<f64>(to, f64x2.extract_lane(term, 0));
    to += <usize>(f64x2.extract_lane(m, 0) != 0) << 3;
    store<f64>(to, f64x2.extract_lane(term, 1));
    to += <usize>(f64x2.extract_lane(m, 1) != 0) << 3;
  }
  report(0, <f64>(i64x2.extract_lane(one, 0) + i64x2.extract_lane(one, 1)));
  report(1, <f64>(i64x2.extract_lane(five, 0) + i64x2.extract_lane(five, 1)));
  return (to - start) >> 3;
}

export function terms(a: usize, b: usize, to: usize, length: usize): usize {
  return percentages<f32>(a, b, to, length);
}

export function wideTerms(a: usize, b: usize, to: usize, length: usize): usize {
  return percentages<f64>(a, b, to, length);
}

/** Distances of patterns of 32 bits as float64. */
export function distances(aBits: usize, bBits: usize, to: usize, length: usize, unit: f64): void {
  const units = f64x2.splat(unit);
  for (const end = aBits + 4 * length; aBits < end; aBits += 16, bBits += 16, to += 32) {
    const i = ordinal(v128.load(aBits)), j = ordinal(v128.load(bBits));
    const u = i32x4.sub(i32x4.max_s(i, j), i32x4.min_s(i, j));
    v128.store(to, f64x2.mul(f64x2.convert_low_i32x4_u(u), units));
    v128.store(to, f64x2.mul(f64x2.convert_low_i32x4_u(v128.shuffle<i64>(u, u, 1, 1)), units), 16);
  }
}

/** Distances of float64. */
export function wideDistances(a: usize, b: usize, to: usize, length: usize): void {
  for (const end = a + 8 * length; a < end; a += 16, b += 16, to += 16) v128.store(to, wideDistance(a, b));
}

/** Elements of 8 bits by a table of float32, and by one of patterns. */
export function lookUp8(codes: usize, values: usize, bits: usize, length: usize): void {
  for (const end = codes + length; codes < end; codes += 1, values += 4, bits += 4) {
    const code = <usize>load<u8>(codes) << 2;
    store<u32>(values, load<u32>(VALUES + code));
    store<u32>(bits, load<u32>(VALUES + code, 1024));
  }
}

/** Two elements in a byte, the first in the lower bits; an even number of them. */
export function lookUp4(codes: usize, values: usize, bits: usize, length: usize): void {
  for (const end = codes + (length >> 1); codes < end; codes += 1, values += 8, bits += 8) {
    const pair = <usize>load<u8>(codes), first = VALUES + ((pair & 15) << 2), second = VALUES + ((pair >> 4) << 2);
    store<u32>(values, load<u32>(first));
    store<u32>(values, load<u32>(second), 4);
    store<u32>(bits, load<u32>(first, 1024));
    store<u32>(bits, load<u32>(second, 1024), 4);
  }
}

/** Four elements in three bytes, the first in the lowest bits; a multiple of four of them. */
export function lookUp6(codes: usize, values: usize, bits: usize, length: usize): void {
  for (const end = values + 4 * length; values < end; codes += 3) {
    let four: usize = <usize>load<u16>(codes) | (<usize>load<u8>(codes, 2) << 16);
    for (let i = 0; i < 4; i += 1, values += 4, bits += 4, four >>= 6) {
      const code = (four & 63) << 2;
      store<u32>(values, load<u32>(VALUES + code));
      store<u32>(bits, load<u32>(VALUES + code, 1024));
    }
  }
}

/** 16-bit integers as float32; an even multiple of four of them, like those below. */
export function widenInt16(integers: usize, values: usize, length: usize): void {
  for (const end = integers + 2 * length; integers < end; integers += 8, values += 16)
    v128.store(values, f32x4.convert_i32x4_s(v128.load16x4_s(integers)));
}

export function widenUint16(integers: usize, values: usize, length: usize): void {
  for (const end = integers + 2 * length; integers < end; integers += 8, values += 16)
    v128.store(values, f32x4.convert_i32x4_s(v128.load16x4_u(integers)));
}

/** Integers, and float32, as float64. */
export function widenInt32(integers: usize, values: usize, length: usize): void {
  for (const end = integers + 4 * length; integers < end; integers += 8, values += 16)
    v128.store(values, f64x2.convert_low_i32x4_s(v128.load64_zero(integers)));
}

export function widenUint32(integers: usize, values: usize, length: usize): void {
  for (const end = integers + 4 * length; integers < end; integers += 8, values += 16)
    v128.store(values, f64x2.convert_low_i32x4_u(v128.load64_zero(integers)));
}

export function widenFloat32(narrow: usize, values: usize, length: usize): void {
  for (const end = narrow + 4 * length; narrow < end; narrow += 8, values += 16)
    v128.store(values, f64x2.promote_low_f32x4(v128.load64_zero(narrow)));
}

export function widenUint64(integers: usize, values: usize, length: usize): void {
  for (const end = integers + 8 * length; integers < end; integers += 16, values += 16)
    v128.store(values, toDouble(v128.load(integers)));
}

/** As without a sign, after a shift by 2^63 that the subtraction takes back. */
export function widenInt64(integers: usize, values: usize, length: usize): void {
  for (const end = integers + 8 * length; integers < end; integers += 16, values += 16) {
    const words = v128.xor(v128.load(integers), i64x2.splat(0x8000000000000000));
    const upper = v128.or(i64x2.shr_u(words, 32), i64x2.splat(0x4530000000000000));
    const lower = v128.or(v128.and(words, i64x2.splat(0xffffffff)), i64x2.splat(0x4330000000000000));
    // 2^84 + 2^63 + 2^52
    v128.store(values, f64x2.add(f64x2.sub(upper, f64x2.splat(19342822341709703277445120.0)), lower));
  }
}

/** The patterns of the nearest bfloat16, ties to the even one, as sign and magnitude of 32 bits. */
export function bfloat16Bits(values: usize, bits: usize, length: usize): void {
  const one = i32x4.splat(1);
  for (const end = values + 4 * length; values < end; values += 16, bits += 16) {
    const x = v128.load(values), m = v128.and(x, i32x4.splat(0x7fffffff));
    const rounded = i32x4.shr_u(i32x4.add(i32x4.add(m, i32x4.splat(0x7fff)), v128.and(i32x4.shr_u(m, 16), one)), 16);
    v128.store(bits, v128.or(rounded, v128.and(x, i32x4.splat(0x80000000))));
  }
}

/** The patterns of the nearest float32. */
export function float32Bits(values: usize, bits: usize, length: usize): void {
  for (const end = values + 8 * length; values < end; values += 16, bits += 8)
    v128.store64_lane(bits, f32x4.demote_f64x2_zero(v128.load(values)), 0);
}
