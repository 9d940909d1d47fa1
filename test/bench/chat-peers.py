"""Asks a server with aiohttp or the openai package and prints what it took.

usage: python chat-peers.py aiohttp|openai URL CONCURRENCY WARM-UP REQUESTS BYTES   (as chat-client.mjs)
"""
import asyncio
import json
import resource
import sys
import time

kind, url = sys.argv[1:3]
concurrency, warm_up, requests, size = map(int, sys.argv[3:])
words = "x" * size


def question(number):
    content = f"Question {number}: {words}"
    return {
        "model": "no-op",
        "messages": [{"role": "user", "content": content}],
        "max_tokens": 512,
        "temperature": 0,
        "seed": 1234,
    }


def check(text):
    if not text.startswith("The answer is (B)"):
        raise ValueError(text)


async def with_aiohttp(measure):
    import aiohttp

    connector = aiohttp.TCPConnector(limit=concurrency)
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:

        async def ask(number):
            async with session.post(f"{url}/v1/chat/completions", json=question(number)) as response:
                response.raise_for_status()
                answer = await response.json()
                check(answer["choices"][0]["message"]["content"])

        await measure(ask)


async def with_openai(measure):
    import openai

    async with openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0, timeout=60) as client:

        async def ask(number):
            answer = await client.chat.completions.create(**question(number))
            check(answer.choices[0].message.content)

        await measure(ask)


async def ask_all(ask, count):
    numbers = iter(range(count))

    async def worker():
        for number in numbers:
            await ask(number)

    await asyncio.gather(*(worker() for _ in range(concurrency)))


async def measure(ask):
    await ask_all(ask, warm_up)
    cpu, start = time.process_time(), time.perf_counter()
    await ask_all(ask, requests)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpuSeconds": cpu_seconds, "peakMegabytes": peak}))


asyncio.run({"aiohttp": with_aiohttp, "openai": with_openai}[kind](measure))
