# SPDX-License-Identifier: GPL-2.0-only
"""What the measurements share.

A measurement is an executable file here whose name is the name it prints; see
"run".  It imports this module, asks for what it needs (need, repo, corpus),
times regbot and its peer by turns (race) and prints lines (say).
"""

import atexit
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
HELPER = TOP + "/tests/helper"
REGBOT = os.path.abspath(os.environ.get("B", "build")) + "/regbot"
NAME = os.path.basename(sys.argv[0])
ROOM = os.environ.get("BENCH_ROOM", "")	# of all measurements of a run
WORK = f"{ROOM}/{NAME}"			# of this one; "run" makes and removes it


def say(name, value, unit, peer=None, peer_value=None, ratio=None):
    """Without ratio, higher values are better."""
    line = f"bench {name} {number(value)} {unit}"
    if peer:
        ratio = value / peer_value if ratio is None else ratio
        line += f" vs {peer} {number(peer_value)} ratio {ratio:.2f}"
    print(line, flush=True)


def number(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def skip(missing):
    print(f"bench {NAME} skipped: {missing}", flush=True)
    sys.exit(0)


def fail(why):
    print(f"bench {NAME} failed: {why}", flush=True)
    sys.exit(1)


# --- what is needed ---------------------------------------------------------

def need(program, package):
    path = shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin")
    return path or skip(f"{program} (apt-get install {package})")


def repo(name):
    """A bare repository below REPOS."""
    path = os.path.abspath(os.environ.get("REPOS", "../.mirror")) + f"/{name}/repo"
    return path if os.path.exists(path) else skip(f"{path} (give REPOS=DIR)")


def corpus(name):
    path = os.path.abspath(os.environ.get("CORPUS", "../shared/corpus")) + "/" + name
    return path if os.path.exists(path) else skip(f"{path} (give CORPUS=DIR)")


def mails(count):
    """A folder of so many invented mails."""
    path = f"{ROOM}/mails-{count}"
    if not os.path.exists(path):
        run([HERE + "/make-mails", path, str(count)])
    return path


# exit statuses of a look-up that finds nothing
UNKNOWN = (0, 1, 65)

# exit statuses of a run that is good but for some mails of the archive; in the
# one that is used here, one has got lost
PASSED_OVER = (0, 1, 69)

ARCHIVE = "linux-mailinglist-archives+linux-next.vger.kernel.org.0"


def archive():
    """The repository of a real list, and the number of its mails."""
    path = repo(ARCHIVE)
    return path, int(run(["git", "-C", path, "rev-list", "--count", "HEAD"]))


def borrowed(path, name, commit="HEAD"):
    """A repository with the objects of another, which may be written to."""
    part = f"{WORK}/{name}.git"
    run(["git", "init", "-q", "--bare", "-b", "master", "--template=", part])
    os.makedirs(part + "/objects/info", exist_ok=True)
    with open(part + "/objects/info/alternates", "w", encoding="utf-8") as f:
        f.write(path + "/objects\n")
    commit = run(["git", "-C", path, "rev-parse", commit]).strip()
    run(["git", "-C", part, "update-ref", "refs/heads/master", commit])
    return part


def oldest(path, count):
    """An archive with only the oldest mails of another."""
    ids = run(["git", "-C", path, "rev-list", "--reverse", "HEAD"]).split()
    return borrowed(path, f"oldest-{count}", ids[count - 1])


def cat_file(path):
    """The command by which git prints all mails of an archive."""
    return (f"git -C {path} log --format=%H:m |"
            f" git -C {path} cat-file --batch")


def server(peer, *words):
    """Start a server of tests/helper; its variables as a dictionary."""
    place = f"{WORK}/{peer}"
    text = run([f"{HELPER}/peer-{peer}", "start", place, *words],
               env=dict(os.environ, PEER_CALLER=str(os.getpid()),
                        PEER_REMOVE=WORK))
    atexit.register(run, [HELPER + "/peer-guard", "stop", place])
    return dict(line.split("=", 1) for line in text.splitlines())


def config(*sources, name="regbot.json"):
    """A configuration that asks nobody but these sources."""
    path = f"{WORK}/{name}"
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"identity": {"name": "B. Mark", "address": "b@mark.example"},
                   "state": name + ".state", "ask_archive": False,
                   "sources": list(sources),
                   "drafts": {"kind": "maildir", "path": name + ".drafts"}}, f)
    return path


# --- measuring --------------------------------------------------------------

def run(command, codes=(0,), **options):
    """What a command prints; it is no part of a measurement."""
    done = subprocess.run(command, capture_output=True, check=False,
                          encoding="utf-8", errors="replace", **options)
    if done.returncode not in codes:
        fail(f"{' '.join(command[:3])}: {(done.stderr or done.stdout).strip()[:300]}")
    return done.stdout


def succeeds(command, codes=(0,)):
    return subprocess.run(command, capture_output=True, check=False).returncode in codes


def timed(command, codes=(0,), stdout=subprocess.DEVNULL, **options):
    """Seconds that a command takes; a text is run by the shell."""
    start = time.perf_counter()
    done = subprocess.run(command, shell=isinstance(command, str), check=False,
                          stdout=stdout, stderr=subprocess.PIPE, **options)
    took = time.perf_counter() - start
    if done.returncode not in codes:
        words = command if isinstance(command, str) else " ".join(command[:3])
        fail(f"{words}: {done.stderr.decode(errors='replace').strip()[:300]}")
    return took


def race(rounds, *runners):
    """Call each, which returns seconds, by turns; the median of each."""
    times = [[] for _ in runners]
    for turn in range(rounds):
        order = list(enumerate(runners))
        for which, runner in order[::-1] if turn % 2 else order:
            times[which].append(runner())
    return [statistics.median(t) for t in times]


def peak_rss(command, codes=(0,)):
    """The most memory that a command had, in MB.

    The kernel's own figure (ru_maxrss) begins with that of Python, which
    starts it; so the high-water mark is read while it runs.
    """
    with open(WORK + "/stderr", "wb") as errors:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
    peak = 0
    while child.poll() is None:
        try:
            with open(f"/proc/{child.pid}/status", encoding="ascii") as f:
                peak = max([peak] + [int(line.split()[1]) for line in f
                                     if line.startswith("VmHWM:")])
        except OSError:
            pass
        time.sleep(0.002)
    if child.returncode not in codes:
        with open(WORK + "/stderr", encoding="utf-8", errors="replace") as f:
            fail(f"{' '.join(command[:3])}: {f.read().strip()}")
    return peak / 1024
