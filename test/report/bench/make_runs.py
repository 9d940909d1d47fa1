"""Makes fixtures/runs/bench-*.json. Needs Python alone: python3 test/report/bench/make_runs.py

The accuracies of bench-ernie.json are those of the published card of ERNIE-4.5-300B-A47B-PT on NVIDIA (AIME 0.667 and
0.700, GPQA 0.669 and 0.669, LiveBench 0.685 and 0.690, MMLU 0.773 and 0.788, MUSR 0.724 and 0.710), as counts that give
them; those of bench-minicpm-vllm.json differ as on the published card of MiniCPM-o 4.5 on vLLM, and bench-consistent-predictions
does as its table for Transformers (Video-MME 0.33 %). All else is made up. Statistics are worked out here from the counts: Wilson, exact McNemar, the paired interval of
Agresti and Min, Holm.
"""

import json
import math
from pathlib import Path
from statistics import NormalDist

FOLDER = Path(__file__).parents[3] / "fixtures" / "runs"
Z = NormalDist().inv_cdf
POLICIES = ["equivalence", "card", "flagrelease", "flagrelease-relative", "auto-evaluation"]
MARGIN = 5


def main():
    write("bench-ernie", ernie())
    write("bench-minicpm-repeats", minicpm())
    write("bench-minicpm-vllm", minicpm_vllm())
    write("bench-inconsistent", inconsistent())
    write("bench-consistent-predictions", consistent())
    write("bench-interrupted", interrupted())
    write("bench-failed", failed())


def write(name, run):
    (FOLDER / f"{name}.json").write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


# Runs


def ernie():
    benchmarks = [
        compared("aime24", "AIME", 30, 20, 0, 1, tokens=(8812.4, 8790.1), flips=[FLIPS["aime"]], max_tokens=32768,
                 self_noise=(2, 1, 0.0, 0.0), data="HuggingFaceH4/aime_2024, split train"),
        compared("gpqa", "GPQA", 1192, 797, 52, 53, tokens=(1204.6, 1207.9), flips=[FLIPS["gpqa"], FLIPS["code"]],
                 self_noise=(96, 105, 0.31, 0.30), data="Idavidrein/gpqa, all three subsets",
                 causes={"different answer": 98, "truncated": 5, "unparsed": 2}),
        fractional("livebench", "LiveBench", 1000, 0.685, 0.690, 0.0062, tokens=(911.0, 915.2),
                   data="livebench, release 2024-11-25", unsupported="agentic coding: it needs a container a question"),
        compared("mmlu", "MMLU", 14042, 10854, 512, 723, tokens=(5.1, 5.1), flips=[FLIPS["mmlu"], FLIPS["template"]],
                 self_noise=(88, 1235, 0.981, 0.71), data="cais/mmlu, split test", shots=5, categories=MMLU,
                 causes={"different answer": 1201, "same answer, scored otherwise": 3, "unparsed": 31}),
        compared("musr", "MUSR", 756, 547, 22, 12, tokens=(402.3, 398.8), flips=[FLIPS["musr"]],
                 self_noise=(29, 34, 0.42, 0.39), data="TAUR-Lab/MuSR, three splits"),
    ]
    return run("ernie-4.5-300b", "ERNIE 4.5 300B A47B on two machines", benchmarks, model="/models/ERNIE-4.5-300B-A47B-PT",
               headline="4 of 5 benchmarks agree within 5 points; AIME is too small to tell",
               reasons=["AIME: the 90 % interval (-4.09 to +10.34 points) is wider than the margin of 5 points.",
                        "MMLU: +1.50 points, p < 0.0001: real, within the margin."])


def minicpm():
    benchmarks = [
        fractional("cmmmu", "CMMMU", 900, 0.4122, 0.4194, 0.0071, repeats=4, categories=CMMMU, aggregation="micro",
                   tokens=(211.5, 214.0), data="lmms-lab/CMMMU, split val"),
        fractional("mmmu", "MMMU", 900, 0.5133, 0.5277, 0.0083, repeats=4, aggregation="macro of categories",
                   tokens=(187.0, 189.9), data="MMMU/MMMU, split validation"),
        fractional("mmmu_pro_standard", "MMMU_Pro_standard", 1730, 0.3712, 0.3795, 0.0049, repeats=4,
                   tokens=(240.2, 239.0), data="MMMU/MMMU_Pro, standard (10 options)"),
        unscored("mm_vet_v2", "MM-Vet v2", "no judge was given (--judge), and only a judge can score it", repeats=4),
        compared("ocrbench", "OCRBench", 1000, 861, 6, 7, tokens=None, data="echo840/OCRBench",
                 flips=[FLIPS["ocr"]], causes={"different answer": 13}),
    ]
    return run("minicpm-o-4.5-vllm", "MiniCPM-o 4.5 on vLLM", benchmarks, model="MiniCPM-o-4.5", repeats=4,
               headline="4 of 5 benchmarks agree within 5 points; MM-Vet v2 was not scored",
               reasons=["MM-Vet v2 was not scored: no judge was given."])


def minicpm_vllm():
    tokens = (211.5, 214.0)
    rows = [("cmmmu", "CMMMU", 900, 0.4122, 0.72), ("mmmu", "MMMU", 900, 0.5133, 1.44),
            ("mmmu_pro_standard", "MMMU_Pro_standard", 1730, 0.3712, 0.83), ("mmmu_pro_vision", "MMMU_Pro_vision", 1730, 0.3527, 0.38),
            ("mm_vet_v2", "MM-Vet v2", 517, 0.6411, 0.46), ("ocrbench", "OCRBench", 1000, 0.861, 0.10),
            ("math_vision", "MathVision", 3040, 0.2704, 0.41), ("cii_bench", "CII-Bench", 765, 0.5124, 0.40),
            ("blink", "Blink", 1901, 0.5581, 1.90), ("mathvista", "MathVista", 1000, 0.702, 0.70)]
    benchmarks = [fractional(name, card, n, first, first + points / 100, 0.006, tokens=tokens, data=f"{card}, as published")
                  for name, card, n, first, points in rows]
    result = run("minicpm-o-4.5-vllm", "MiniCPM-o 4.5 on vLLM", benchmarks, model="MiniCPM-o-4.5",
                 headline="flagos answers as cuda does, within 5 points", reasons=["Every 90 % interval lies within 5 points."])
    result["settings"]["judge"] = "a grader of its own"
    return result


def inconsistent():
    benchmarks = [
        compared("gpqa_diamond", "GPQA-Diamond", 198, 121, 41, 9, tokens=(1180.3, 2954.8), errors=(0, 1), truncated=(2, 24),
                 flips=[FLIPS["script"], FLIPS["long"], FLIPS["equal"], FLIPS["pipes"]], self_noise=(14, 50, 0.12, 0.0),
                 causes={"different answer": 24, "truncated": 19, "unparsed": 4, "truncated and unparsed": 3},
                 data="Idavidrein/gpqa, gpqa_diamond", asked=199),
        compared("ceval", "C-Eval 中文考试", 1346, 1102, 35, 31, tokens=(4.2, 4.2), flips=[FLIPS["cjk"]],
                 self_noise=(33, 66, 0.98, 0.94), data="ceval/ceval-exam, split val", categories=CEVAL, would_guess=(3, 5)),
        compared("math500", "MATH-500", 200, 171, 4, 6, tokens=(801.2, 799.0), errors=(0, 31), data="HuggingFaceH4/MATH-500",
                 published=500, flips=[FLIPS["latex"]], budget_spent=True, self_noise=(9, 10, 0.33, 0.31)),
    ]
    return run("qwen3-8b", "Qwen3 8B", benchmarks, model="Qwen3-8B",
               headline="GPQA-Diamond is 16.16 points lower with FlagOS",
               reasons=["GPQA-Diamond: -16.16 points, p < 0.0001 after Holm, beyond the margin of 5 points.",
                        "MATH-500: 31 of 231 requests to FlagOS failed, more than the error budget of 1 %."],
               warnings=["No proof that FlagOS ran: no operator log newer than the start was found.",
                         "GPQA-Diamond: 24 of FlagOS's replies were truncated, 2 of CUDA's: compare --max-tokens with the replies' lengths."],
               evidence={"status": "missing", "summary": "No operator log newer than the start was found."})


def consistent():
    benchmarks = [
        compared("video_mme", "Video-MME 0-shot", 2700, 1706, 61, 70, tokens=None, flips=[FLIPS["video"]],
                 data="lmms-lab/Video-MME, split test", categories=VIDEO, causes={"different answer": 131}),
    ]
    result = run("minicpm-o-4.5-transformers", "MiniCPM-o 4.5 by Transformers", benchmarks, model=None, source="predictions",
                 headline="flagos answers as cuda does, within 5 points", reasons=["Video-MME 0-shot: the 90 % interval lies within 5 points."],
                 warnings=["The baseline was not asked a second time: how many answers flip by themselves is unknown."])
    result["settings"]["baselineRepeat"] = False
    return result


def interrupted():
    benchmarks = [
        compared("musr", "MUSR", 250, 181, 7, 6, tokens=(402.3, 401.0), data="TAUR-Lab/MuSR, three splits", published=756,
                 asked=756, flips=[FLIPS["musr"]], causes={"different answer": 13}),
        unscored("mmlu", "MMLU", "none of its questions was answered by both stacks before the interruption"),
    ]
    return run("ernie-4.5-300b", "ERNIE 4.5 300B A47B on two machines", benchmarks, model="ERNIE-4.5-300B-A47B-PT",
               status="interrupted", headline="stopped before all questions were answered",
               reasons=["The run was interrupted after 512 of 29596 answers."],
               failure={"kind": "interrupted", "message": "Stopped by Ctrl-C after 512 of 29596 answers.",
                        "hint": "Add --resume to go on from there."})


def failed():
    log = "INFO 11-20 vllm serve\nTraceback (most recent call last):\n  ```\nRuntimeError: no kernel image is available\n"
    return run("ernie-4.5-300b", "ERNIE 4.5 300B A47B on two machines", [], model="ERNIE-4.5-300B-A47B-PT", status="failed",
               headline="the candidate did not start", reasons=["flagos did not become ready within 1800 s."],
               failure={"kind": "stack", "message": "flagos did not become ready within 1800 s.",
                        "hint": "See what it printed last.", "log": log})


def run(suite, title, benchmarks, *, model, headline, reasons, warnings=(), status="complete", failure=None, repeats=1,
        source="endpoint", evidence=None):
    found = [benchmark for benchmark in benchmarks if benchmark["n"] > 0]
    holm(found)
    for benchmark in found:
        judge(benchmark)
    verdicts = {benchmark["verdict"] for benchmark in benchmarks}
    verdict = "inconsistent" if "inconsistent" in verdicts else "inconclusive" if verdicts != {"consistent"} else "consistent"
    asked = sum(benchmark["data"]["asked"] for benchmark in benchmarks)
    proved = {"status": "proved", "summary": "FlagGems' operator log names 61 operators that ran.",
              "operators": {"flag_gems.ops.mm": 1, "flag_gems.ops.softmax": 1, "flag_gems.ops.rms_norm": 1}}
    return {
        "schema": "fvalidate.run/1", "kind": "bench", "id": f"bench-2026-11-21-081500-{suite}", "createdAt": "2026-11-21T08:15:00.000Z",
        "durationMilliseconds": 5025000, "status": status, "failure": failure,
        "tool": {"version": "0.1.0", "node": "20.20.2"},
        "command": ["bench", "--suite", suite, "--baseline", "cuda", "--candidate", "flagos"],
        "suite": {"name": suite, "title": title},
        "origin": f"Asking two servers: {title}." if source == "endpoint" else f"Reading predictions from files: {title}.",
        "baseline": arm("cuda", "CUDA", model, source, asked * repeats, {"status": "clean", "summary": "No sign of FlagOS."}),
        "candidate": arm("flagos", "FlagOS", model, source, asked * repeats, evidence or proved),
        "capsule": {"sha256": "9f2c" * 16, "questions": asked, "description": "questions in the data sets' order, seed 42"},
        "settings": {
            "seed": 42, "repeats": repeats, "baselineRepeat": True, "concurrency": 32, "api": "chat", "timeoutSeconds": 600,
            "policy": "equivalence",
            "limits": {
                "marginPoints": MARGIN, "alpha": 0.05, "cardPoints": 5, "dropPoints": 5, "relativeDropPercent": 5,
                "noiseQuestions": 2, "noiseMaximumAsked": 100, "differencePoints": 0.5, "errorBudget": 0.01,
                "minLengthRatio": 0.9, "maxLengthRatio": 1.1, "truncationPoints": 1,
            },
            "requireEvidence": False, "judge": None,
        },
        "benchmarks": benchmarks, "verdict": verdict, "headline": headline, "reasons": reasons, "warnings": list(warnings),
    }


def arm(stack, label, model, source, requests, evidence):
    environment = {"device": "NVIDIA A800-SXM4-80GB", "driver": "535.154.05", "vllm": "0.13.0", "USE_FLAGGEMS": str(int(stack == "flagos"))}
    if stack == "flagos":
        environment |= {"flag_gems": "4.2.1rc0", "flagtree": "0.4.0+3.5"}
    asked = source == "endpoint" and requests > 0
    return {
        "stack": stack, "label": label, "source": source, "environment": environment, "evidence": evidence, "model": model,
        "fingerprint": ("a1" if stack == "cuda" else "b2") * 32, "requests": requests if asked else 0,
        "retries": 3 if asked else 0, "outages": 0, "resumed": 0, "askedMilliseconds": 2412345 if asked else 0,
    }


# Benchmarks


def compared(name, card, n, correct, lost, gained, *, tokens, data, flips=(), causes=None, categories=(), shots=0,
             self_noise=None, errors=(0, 0), truncated=(0, 0), would_guess=(0, 0), published=None, asked=None,
             budget_spent=False, max_tokens=4096):
    """Right-or-wrong answers, one each, where `correct` is the baseline's count over the n paired questions."""
    asked = asked or n + max(errors)
    size = n + 2
    difference = (gained - lost) / size
    spread = math.sqrt(((lost + gained + 1) - (gained - lost) ** 2 / size)) / size
    p = mcnemar(lost, gained)
    return {
        **head(name, card, data, published or asked, asked, shots=shots, max_tokens=max_tokens),
        **paired(n, (gained - lost) / n, correct / n, difference, spread, "Agresti and Min's adjusted Wald interval for paired proportions"),
        "flips": {"lost": lost, "gained": gained}, "mcnemarP": p,
        "test": {"method": "exact McNemar", "p": p, "holmP": p},
        "baseline": scores(n, correct, tokens and tokens[0], errors[0], truncated[0], would_guess[0]),
        "candidate": scores(n, correct + gained - lost, tokens and tokens[1], errors[1], truncated[1], would_guess[1]),
        "selfNoise": self_noise and noise(n, *self_noise), "lengthRatio": ratio(tokens),
        "flipCauses": causes or {"different answer": lost + gained}, "flipList": list(flips), "categories": list(categories),
        "budgetSpent": budget_spent,
    }


def fractional(name, card, n, baseline, candidate, spread, *, tokens, data, repeats=1, categories=(), aggregation="micro",
               unsupported=None):
    """Scores that are means: `spread` is the standard error of the paired difference, a fraction."""
    difference = candidate - baseline
    p = 2 * (1 - NormalDist().cdf(abs(difference) / spread))
    reason = "answers are means of 4 repeats, not simply right or wrong" if repeats > 1 else "its scores are not simply right or wrong"
    means = {"accuracyInterval": None, "wouldGuess": 0, "scored": n * repeats, "truncated": 0, "unparsed": 0, "errors": 0}

    def arm_scores(mean, length):
        return {**means, "accuracy": mean, "accuracyInterval": [mean - 0.02, mean + 0.02], "correct": round(mean * n * repeats, 3),
                "meanCompletionTokens": length, "meanCharacters": round(length * 3.9, 2)}

    return {
        **head(name, card, data, n, n, repeats=repeats, aggregation=aggregation, unsupported=unsupported),
        **paired(n, difference, baseline, difference, spread, "t over the questions' mean differences"),
        "flips": {"lost": 31, "gained": 36}, "mcnemarP": None, "mcnemarPReason": reason,
        "test": {"method": "sign flips of the questions' mean differences, 10000 drawn", "p": p, "holmP": p},
        "baseline": arm_scores(baseline, tokens[0]), "candidate": arm_scores(candidate, tokens[1]),
        "selfNoise": None, "lengthRatio": ratio(tokens), "flipCauses": {"different answer": 67},
        "flipList": [{**FLIPS["mmlu"], "id": f"{name}/7", "repeat": repeats - 1}], "categories": list(categories),
        "budgetSpent": False,
    }


def unscored(name, card, reason, repeats=1):
    return {**head(name, card, "as published", 14042 if name == "mmlu" else 517, 517, repeats=repeats), "n": 0,
            "unscoredReason": reason, "verdict": "inconclusive", "reasons": [f"It was not scored: {reason}."]}


def head(name, card, data, published, asked, *, shots=0, repeats=1, aggregation="micro", unsupported=None, max_tokens=4096):
    return {
        "name": name, "cardName": card, "aggregation": aggregation, "template": "flageval", "extraction": "flageval",
        "numFewshot": shots, "repeats": repeats,
        "sampling": {"temperature": 0.6 if repeats > 1 else 0, "maxTokens": max_tokens, "topP": 0.95 if repeats > 1 else None,
                     "stop": ["\n\nQuestion:"] if shots else [], "seed": 42},
        "data": {"description": data, "published": published, "asked": asked}, "unsupported": unsupported,
    }


def paired(n, delta, baseline, centre, spread, method):
    def interval(level):
        reach = Z(0.5 + level / 2) * spread
        return [round((centre - reach) * 100, 6), round((centre + reach) * 100, 6)]

    within = MARGIN / 100
    p = 1 - NormalDist().cdf((within - abs(centre)) / spread)
    shown = interval(0.9)[0] > -MARGIN and interval(0.9)[1] < MARGIN
    questions = math.ceil(((Z(0.95) + Z(0.9)) * spread * math.sqrt(n) / within) ** 2)
    return {
        "n": n, "deltaPoints": delta * 100, "relativePercent": delta / baseline * 100 if baseline else None,
        "ci95Points": interval(0.95), "ci90Points": interval(0.9), "intervalMethod": method,
        "equivalence": {"marginPoints": MARGIN, "p": p, "outcome": "equivalent" if shown else "not shown"},
        "smallestDetectablePoints": (Z(0.975) + Z(0.8)) * spread * 100,
        "smallestProvableMarginPoints": (Z(0.95) + Z(0.9)) * spread * 100,
        "needed": {"questions": questions if questions > n else None, "repeats": math.ceil(questions / n) if questions > n else None},
    }


def scores(n, correct, tokens, errors, truncated, would_guess):
    half, size = Z(0.975), n
    centre = (correct + half**2 / 2) / (size + half**2)
    reach = half / (size + half**2) * math.sqrt(correct * (size - correct) / size + half**2 / 4)
    unparsed = max(n // 400, 1)
    return {
        "accuracy": correct / n, "accuracyInterval": [centre - reach, centre + reach], "correct": correct,
        "scored": n - truncated - unparsed, "truncated": truncated, "unparsed": unparsed, "errors": errors,
        "wouldGuess": would_guess, "meanCompletionTokens": tokens, "meanCharacters": round((tokens or 60) * 3.9, 2),
    }


def noise(n, baseline_flips, candidate_flips, baseline_same, candidate_same):
    excess = (candidate_flips - baseline_flips) / n
    spread = math.sqrt(max(candidate_flips + baseline_flips, 1)) / n
    return {"n": n, "baselineFlips": baseline_flips, "candidateFlips": candidate_flips, "excessPoints": excess * 100,
            "excessCi95Points": [(excess - 1.96 * spread) * 100, (excess + 1.96 * spread) * 100],
            "baselineIdenticalReplies": baseline_same, "candidateIdenticalReplies": candidate_same}


def ratio(tokens):
    if tokens is None:
        return {"ratio": 1.004, "unit": "characters", "outside": False}
    return {"ratio": tokens[1] / tokens[0], "unit": "tokens", "outside": not 0.9 <= tokens[1] / tokens[0] <= 1.1}


# Statistics and verdicts


def mcnemar(lost, gained):
    n, fewer = lost + gained, min(lost, gained)
    return min(1.0, 2 * sum(math.comb(n, k) for k in range(fewer + 1)) / 2**n) if n else 1.0


def holm(benchmarks):
    highest = 0.0
    for rank, benchmark in enumerate(sorted(benchmarks, key=lambda one: one["test"]["p"])):
        highest = max(highest, min(1.0, benchmark["test"]["p"] * (len(benchmarks) - rank)))
        benchmark["test"]["holmP"] = highest


def judge(benchmark):
    delta, holm_p = benchmark["deltaPoints"], benchmark["test"]["holmP"]
    low, high = benchmark["ci90Points"]
    relative = benchmark["relativePercent"]
    spent = benchmark.pop("budgetSpent")
    equivalence = "consistent" if benchmark["equivalence"]["outcome"] == "equivalent" else (
        "inconsistent" if holm_p < 0.05 and abs(delta) > MARGIN else "inconclusive")
    answers = {
        "equivalence": (equivalence, f"90 % interval {low:+.2f} to {high:+.2f} points, margin {MARGIN}."),
        "card": (yes(abs(delta) <= 5), f"{delta:+.2f} points, limit ±5.00."),
        "flagrelease": (yes(delta >= -5), f"a drop of {max(-delta, 0):.2f} points, limit 5.0."),
        "flagrelease-relative": (yes(relative >= -5), f"a drop of {max(-relative, 0):.2f} % of the baseline, limit 5 %."),
        "auto-evaluation": (yes(abs(delta) < 0.5), f"{delta:+.2f} points, limit 0.5."),
    }
    if spent:
        answers = {name: ("inconclusive", "the error budget is spent.") for name in answers}
    benchmark["policies"] = [{"name": name, "verdict": answers[name][0], "reason": answers[name][1]} for name in POLICIES]
    benchmark["verdict"] = benchmark["policies"][0]["verdict"]
    benchmark["reasons"] = [benchmark["policies"][0]["reason"]]


def yes(condition):
    return "consistent" if condition else "inconsistent"


# Replies, hand-written


def flip(id_, direction, first, second, at, left, right, cause="different answer"):
    return {"id": id_, "repeat": 0, "direction": direction, "cause": cause, "baselinePrediction": first,
            "candidatePrediction": second, "firstDifference": at, "baselineExcerpt": left, "candidateExcerpt": right}


FLIPS = {
    "aime": flip("2024-II-4", "gained", "25", "33", 5120, "so $m+n = 25+0$, hence \\boxed{25}", "so $m+n = 25+8$, hence \\boxed{33}"),
    "gpqa": flip("gpqa_main/118", "lost", "B", "C", 733, "The dipole term dominates,\nso the answer is (B).", "The dipole term vanishes,\nso the answer is (C)."),
    "code": flip("gpqa_main/402", "gained", "A", "D", 61, "```python\nfor i in range(3):\n    x |= 1 << i\n```\n(A)", "```python\nfor i in range(4):\n    x |= 1 << i\n```\n(D)"),
    "mmlu": flip("abstract_algebra/17", "lost", "A", "C", 0, "A", "C"),
    "template": flip("college_physics/3", "lost", "D", None, 0, "D", "<think>\nLet me see", "unparsed"),
    "musr": flip("murder_mysteries/88", "lost", "Ana", "Troy", 1204, "it was Ana who held the key", "it was Troy who held the key"),
    "ocr": flip("ocr/551", "gained", "CAFE", "CAFÉ", 3, "CAFE", "CAFÉ"),
    "script": flip("diamond/5", "lost", "A", "<script>alert(1)</script>", 12, "The answer: A", "The answer: <script>alert(1)</script> | & &lt;b&gt; [x](javascript:alert(1)) **bold** _em_ ~~no~~"),
    "long": flip("diamond/71", "lost", "B", "ha" * 5000, 40, "so B follows.", "so " + "ha" * 5000, "truncated and unparsed"),
    "equal": flip("diamond/90", "gained", "C", "C", None, "C is right 👩‍🔬", "C is right 👩‍🔬", "same answer, scored otherwise"),
    "pipes": flip("diamond/131", "lost", "D", None, 7, "|a|\\|b|\r\n| --- |\n\t`x``y`", "|a|\\|c|\u202e evil \u0007\u001b[31m red \\", "truncated"),
    "cjk": flip("高等数学/12", "gained", "丙", "乙", 9, "因为极限存在,所以选丙。", "因为极限存在,所以选乙。"),
    "latex": flip("precalculus/44", "gained", "\\frac{1}{2}", "\\frac{2}{4}", 211, "$x = \\frac{1}{2}$", "$x = \\frac{2}{4}$"),
    "video": flip("001-3", "lost", "A", "B", 0, "A. The man with the red cap", "B. The man with the hat"),
}


def category(name, n, baseline, candidate):
    return {"name": name, "n": n, "baselineAccuracy": baseline / n, "candidateAccuracy": candidate / n,
            "deltaPoints": (candidate - baseline) / n * 100}


MMLU = [category("humanities", 4705, 3340, 3421), category("other", 3239, 2611, 2640),
        category("social_sciences", 3077, 2640, 2675), category("STEM", 3021, 2263, 2329)]
CMMMU = [category("艺术与设计", 88, 51, 52), category("商业", 126, 32, 33), category("健康与医学", 153, 66, 67),
         category("人文社会科学", 85, 43, 43), category("科学", 204, 82, 84), category("技术与工程", 244, 97, 98)]
CEVAL = [category("STEM", 430, 322, 320), category("人文学科", 257, 214, 213), category("other | <rest>", 659, 566, 565)]
VIDEO = [category("long", 900, 512, 515), category("medium", 900, 568, 570), category("short", 900, 626, 630)]


if __name__ == "__main__":
    main()
