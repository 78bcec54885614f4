package io.offtake.commitment;

import io.offtake.reference.CommodityId;

/// What is owed of one commodity within a target over several: the whole may be reached and this be missed.
public record Minimum(CommodityId commodity, Target.AtLeast target) {}
