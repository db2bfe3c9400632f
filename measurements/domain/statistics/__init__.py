"""Statistics for measurements as plain functions on arrays, each with its formula and its source.

Never import this package in the web process: it loads numpy. Pages read stored results. scipy is
loaded inside the functions that need a distribution.
"""

from measurements.domain.statistics.change import (
    Change,
    EffectSizeUndefined,
    cohen_h,
    equivalence_p_value,
    hedges_g,
    holm_adjusted,
    is_equivalent,
    is_relevant_change,
    mean_change,
    share_change,
)
from measurements.domain.statistics.means import (
    Estimate,
    SampleLargerThanPopulation,
    SingleClusterStratum,
    weighted_mean,
    weighted_ratio,
)
from measurements.domain.statistics.moments import Histogram, stratified_mean
from measurements.domain.statistics.planning import (
    minimum_detectable_change_of_index,
    minimum_detectable_change_of_share,
    sample_size,
)
from measurements.domain.statistics.presentation import (
    Tier,
    percentage_is_precise_enough,
    presentation_tier,
)
from measurements.domain.statistics.rates import Dispositions, response_rate
from measurements.domain.statistics.shares import (
    effective_n_for_share,
    hypergeometric_interval,
    net_promoter_score,
    share_interval,
    wilson_interval,
)
from measurements.domain.statistics.weights import Kish, kish

__all__ = [
    "Change",
    "Dispositions",
    "EffectSizeUndefined",
    "Estimate",
    "Histogram",
    "Kish",
    "SampleLargerThanPopulation",
    "SingleClusterStratum",
    "Tier",
    "cohen_h",
    "effective_n_for_share",
    "equivalence_p_value",
    "hedges_g",
    "holm_adjusted",
    "hypergeometric_interval",
    "is_equivalent",
    "is_relevant_change",
    "kish",
    "mean_change",
    "minimum_detectable_change_of_index",
    "minimum_detectable_change_of_share",
    "net_promoter_score",
    "percentage_is_precise_enough",
    "presentation_tier",
    "response_rate",
    "sample_size",
    "share_change",
    "share_interval",
    "stratified_mean",
    "weighted_mean",
    "weighted_ratio",
    "wilson_interval",
]
