import type { CardWords } from "./words.ts";

export const CHINESE: CardWords = {
  evaluationResults: "评测结果",
  environment: "环境",
  howValidated: "验证方法",
  metrics: "指标",
  item: "项目",
  version: "版本",
  check: "检查",
  finding: "结论",
  questions: "双方均作答",
  interval: "差异及 95 % 置信区间",
  chance: "偶然概率",
  flips: "答案翻转",
  verdict: "判定",
  run: "运行",
  asked: "输入",
  policy: "策略",
  warning: "警告",
  reason: "依据",
  evidence: "证据",
  notScored: "未评分",
  totalsAlone: "仅有总分,没有逐题答案",
  noBenchmark: "没有完成任何基准对比,因此没有数值。",
  command: "复现命令:",
  lostAndGained: (lost, gained) => `由对变错 ${lost},由错变对 ${gained}`,
  ownFlips: (flips) =>
    flips === null
      ? "基线未重复测试"
      : `共 ${flips.n} 题,基线自身翻转 ${flips.baseline},与待测之间翻转 ${flips.candidate}`,
  ofPublished: (n, asked, published) => `n = ${n};公开 ${published} 题中测试了 ${asked} 题`,
  overAllAnswered: ";各侧准确率按其全部作答计算",
  inconsistent: (run) => `**运行 ${run} 的判定为不一致(INCONSISTENT)。**依据见下文。`,
  unproved: (run, candidate) => `**运行 ${run} 中未能证明 ${candidate} 使用了 FlagOS。**证据见下文。`,
  meanOfCalls: (baseline, candidate) => `${baseline} 次与 ${candidate} 次逐个调用的均值`,
  differenceWith: (baseline) => `与 ${baseline} 的差异`,
  differenceMeans: (baseline, candidate, sign) =>
    sign === "never"
      ? `${candidate} 与 ${baseline} 的差异为准确率的百分点(percentage points)绝对值,不带正负号。`
      : `差异为 ${candidate} − ${baseline},单位为准确率的百分点(percentage points):+x 表示 ${candidate} 高 x 个百分点` +
        `${sign === "negative" ? ",无符号即为正" : ""}。`,
  fallbackName: { baseline: "基线", candidate: "待测" },
  mape: ({ baseline, candidate, figure, convention }) =>
    `以 ${baseline} 为基准,${baseline} 与 ${candidate} 之间的 MAPE 为 ${figure}` +
    `${convention === null ? "" : `(约定:${convention})`}。`,
  mapeNotMeasured: (baseline, candidate, reason) =>
    `${baseline} 与 ${candidate} 之间的 MAPE 未能测得:${reason}`,
  behindMape: ({ observations, steps, dimensions, seed, interval, floor }) =>
    `共 ${observations} 个观测 × ${steps} 步 × ${dimensions} 维,两侧使用相同噪声(种子 ${seed})` +
    `${interval === null ? "" : `;95 % 置信区间 ${interval[0]} 至 ${interval[1]}`}。${
      floor === null ? "" : `仅舍入误差(${floor.change})即可使基线自身的动作变化 ${floor.percent}。`
    }`,
  speedup: (baseline, candidate) => `加速比 Speedup Ratio (${candidate} / ${baseline})`,
  behindSpeed: ({ baseline, candidate, baselineTime, candidateTime, interval }) =>
    `单次调用平均耗时:${baseline} ${baselineTime},${candidate} ${candidateTime};比值的 95 % 置信区间 ` +
    `${interval[0]} 至 ${interval[1]}。高于 100% 表示待测侧更快。`,
  status: ({ run, status, message }) =>
    status === "failed"
      ? `**运行 ${run} 失败:以下结果不完整。**${message}`
      : `**运行 ${run} 被中断:以下结果不完整。**${message}`,
};
