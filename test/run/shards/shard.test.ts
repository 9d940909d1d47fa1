import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeShard, isInShard, shardSize } from "../../../src/run/shards/shard.ts";

const places = (questions: number) => Array.from({ length: questions }, (_, place) => place);
const shards = (count: number) => Array.from({ length: count }, (_, i) => ({ index: i + 1, count }));

describe("a split into shards", () => {
  it("is a partition: every question is in one shard, whatever their numbers", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 300 }), (questions, count) => {
        for (const place of places(questions)) {
          expect(shards(count).filter((shard) => isInShard(place, shard))).toHaveLength(1);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("is even: two shards differ by one question at most, and their sizes are known beforehand", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 60 }), (questions, count) => {
        const sizes = shards(count).map(
          (shard) => places(questions).filter((place) => isInShard(place, shard)).length,
        );
        expect(sizes).toEqual(shards(count).map((shard) => shardSize(questions, shard)));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(questions);
      }),
    );
  });

  it("leaves shards empty where there are more of them than questions", () => {
    expect(shards(5).map((shard) => shardSize(3, shard))).toEqual([1, 1, 1, 0, 0]);
  });

  it("is none without a shard: the whole run", () => {
    expect(places(9).every((place) => isInShard(place, null))).toBe(true);
    expect(shardSize(9, null)).toBe(9);
  });

  it("is named as people count", () => {
    expect(describeShard({ index: 1, count: 4 })).toBe("shard 1 of 4");
  });
});
