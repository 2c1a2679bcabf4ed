"""Which words are typical of one group of texts: log-odds with an informative Dirichlet prior.

Monroe, Colaresi and Quinn, "Fightin' Words: Lexical Feature Selection and Evaluation for
Identifying the Content of Political Conflict", Political Analysis 16(4), 2008, equations 16, 19
and 22. Of a word w, with y uses in the group i, y' in the rest j, n and n' uses of all words there,
and a prior of a uses out of A, which is A times the word's share of all texts:

    delta = ln((y + a) / (n + A - y - a)) - ln((y' + a) / (n' + A - y' - a))
    var   = 1 / (y + a) + 1 / (y' + a)
    z     = delta / sqrt(var)

The prior draws words towards what they are everywhere. It is worth a tenth of all uses (A is
n + n', over ten): with much less, the second term of the variance hides a word that only one group
uses; with more, all groups look alike. A "use" is a requester here: who writes a hundred tickets
counts as one who writes one.
"""

from __future__ import annotations

from math import log, sqrt

# What the prior is worth, as a part of all uses.
PRIOR = 0.1
# Thousands of words are tried for each article, so that the usual 1.96 would let many pass.
LEAST_Z = 3.0
# With thousands of tickets, small differences have large z. A word must be this many times as
# frequent in the group as elsewhere.
LEAST_RATIO = 2.0


def z_score(group: int, group_all: int, rest: int, rest_all: int, *, prior: float = PRIOR) -> float:
    """How typical a word is of a group, in standard errors; 0 if it is as common in the rest.

    Args:
        group: Uses of the word in the group.
        group_all: Uses of all words in the group.
        rest: Uses of the word in all other texts.
        rest_all: Uses of all words in all other texts.
        prior: What the prior is worth, as a part of all uses.
    """
    everywhere = group + rest
    if not everywhere:
        return 0.0
    whole = prior * (group_all + rest_all)
    own = prior * everywhere
    # A word may be all that a text holds; then what is left over is the prior's rest.
    left = max(group_all + whole - group - own, 1e-9), max(rest_all + whole - rest - own, 1e-9)
    delta = log((group + own) / left[0]) - log((rest + own) / left[1])
    return delta / sqrt(1 / (group + own) + 1 / (rest + own))


def is_frequent(group: int, group_all: int, rest: int, rest_all: int) -> bool:
    """Whether a word is so many times as frequent in the group as in the rest."""
    return group * rest_all >= LEAST_RATIO * rest * group_all
