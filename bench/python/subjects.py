"""The same algorithms as in subjects/, for Python's profilers. Arguments: the program, the profiler (plain, cprofile
or yappi), a number. Prints the least time of several runs, in milliseconds."""

import asyncio
import sys
import time

RUNS = 3


def empty():
    pass


def empty_calls(number):
    for _ in range(number):
        empty()


async def step(number):
    return number + 1


async def count(awaits):
    number = 0
    while number < awaits:
        number = await step(number)


def awaits(number):
    asyncio.run(count(number))


AWAITS_EACH = 5


async def slowly():
    for _ in range(AWAITS_EACH):
        await asyncio.sleep(0)


def coroutines(live):
    async def main():
        await asyncio.gather(*(slowly() for _ in range(live)))

    asyncio.run(main())


def start(profiler):
    if profiler == "cprofile":
        import cProfile

        cProfile.Profile().enable()
    elif profiler == "yappi":
        import yappi

        yappi.set_clock_type("wall")
        yappi.start()


def timed(program, number):
    began = time.perf_counter()
    program(number)
    return (time.perf_counter() - began) * 1000


program, profiler, number = sys.argv[1:]
start(profiler)
times = [timed(globals()[program], int(number)) for _ in range(RUNS)]
print(min(times))
