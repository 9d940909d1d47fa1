import { describe, expect, it } from "vitest";
import { comparisonAddress, fileAddress, runAddress } from "../../../src/report/view/addresses.ts";
import { routeOf } from "../../../src/run/view/routes.ts";

describe("the route of a request", () => {
  it.each([
    ["/runs/a", { name: "run", run: "a" }],
    ["/runs/a%20b%2Fc", { name: "run", run: "a b/c" }],
    ["/runs/a/files/run.json", { name: "file", run: "a", file: "run.json" }],
    ["/runs/a/files/..%2Frun.json", { name: "file", run: "a", file: "../run.json" }],
    ["/compare?a=x&b=y", { name: "comparison", runs: ["x", "y"], isOrdered: true }],
    ["/compare?run=x&run=y&run=z", { name: "comparison", runs: ["x", "y", "z"], isOrdered: false }],
    ["/favicon.ico", { name: "icon" }],
  ])("%s", (target, route) => expect(routeOf(target)).toEqual(route));

  it.each([
    "",
    "runs/a",
    "http://evil.example/",
    "//evil.example/runs",
    "/runs",
    "/runs/",
    "/runs/a/",
    "/runs/a/b",
    "/runs/a/files",
    "/runs/a/files/b/c",
    "/runs/%ff",
    "/%",
    "/compare/x",
    "/../etc",
  ])("%s leads nowhere", (target) => expect(routeOf(target)).toEqual({ name: "none" }));

  it("brings back the names of an address, whatever they hold", () => {
    const name = "a/b?c=d&e#f %2F 日本語 ..";
    expect(routeOf(runAddress(name))).toEqual({ name: "run", run: name });
    expect(routeOf(fileAddress(name, "run.json"))).toEqual({ name: "file", run: name, file: "run.json" });
    expect(routeOf(comparisonAddress(name, "b"))).toMatchObject({ runs: [name, "b"] });
  });
});
