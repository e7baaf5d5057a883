# SPDX-License-Identifier: GPL-2.0-only
"""Reverts to try: commits of a repository onto its HEAD, and git's way.

git merge-tree is given the commit as the merge base through the parents of
commits made for it (--merge-base is of git 2.40); they lie beside the
repository, which stays as it is.
"""

import os

import bench

COUNT = 60
RECENT = 20000
WHO = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
       for what, value in (("NAME", "B"), ("EMAIL", "b@mark.example"),
                           ("DATE", "1700000000 +0000"))}


class Reverts:
    def __init__(self, name):
        self.repo = bench.repo(name)
        self.copy = bench.borrowed(self.repo, "copy")
        recent = self.git("rev-list", "--no-merges", f"--max-count={RECENT}",
                          "HEAD").split()
        self.commits, self.merges = [], []
        for commit in recent[::len(recent) // COUNT][:COUNT]:
            merge = self.merge(commit)
            if bench.succeeds(self.merge_tree(merge), (0, 1)):
                self.commits.append(commit)
                self.merges.append(merge)
            # else the repository lacks an object that git wants to see
        self.index = bench.WORK + "/index"
        self.batch(self.commits[:1])	# makes it

    def git(self, *args):
        return bench.run(["git", "-C", self.copy, *args],
                         env=dict(os.environ, **WHO)).strip()

    def merge(self, commit):
        base = self.git("commit-tree", "-m", "base", commit + "^{tree}")
        return [self.git("commit-tree", "-m", "side", "-p", base, tree)
                for tree in ("HEAD^{tree}", commit + "^^{tree}")]

    def batch(self, commits):
        lines = "".join(f"{commit} HEAD\n" for commit in commits)
        return bench.timed([bench.REGBOT, "revert", "--batch", "--json", "--no-later",
                            "--repo", self.repo, "--index", self.index], (0, 1),
                           input=lines.encode())

    def one(self, number):
        return bench.timed([bench.REGBOT, "revert", "--json", "--no-later",
                            "--repo", self.repo, "--index", self.index,
                            self.commits[number]], (0, 1))

    def merge_tree(self, merge):
        return ["git", "-C", self.copy, "merge-tree", "--write-tree", *merge]

    def by_git(self, number):
        return bench.timed(self.merge_tree(self.merges[number]), (0, 1))
