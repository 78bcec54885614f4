package io.offtake.projection.shipment;

/// The ways to say, from one trade's past alone, what an average week of the horizon will bring.
enum Centre {
  /// The mean of the last 4 weeks.
  MEAN_4,
  MEAN_8,
  MEAN_13,
  MEAN_26,
  MEAN_52,
  /// The same weeks a year before.
  SAME_WEEKS_LAST_YEAR,
  SAME_WEEKS_TWO_YEARS_AGO,
  /// The mean of the same weeks in up to three years.
  SAME_WEEKS_THREE_YEARS,
  /// The last 8 weeks, times what the same weeks brought in past years beside the 8 before them.
  SEASONAL_RATIO_8,
  SEASONAL_RATIO_26,
  /// A yearly wave that forgets by half in 130 weeks, and a level that fades slowly.
  WAVE_SLOW,
  /// A yearly wave that forgets by half in 80 weeks, and a level that fades fast.
  WAVE_FAST,
  NEWEST_WEEK,
  /// A yearly wave over all weeks, and second-order autoregression of what it leaves.
  WAVE_AUTOREGRESSION,
  /// A weekly profile of the year, and second-order autoregression around the mean of what it leaves.
  PROFILE_AUTOREGRESSION,
  /// A weekly profile of the year, and exponential smoothing of what it leaves.
  PROFILE_LEVEL;

  static final int COUNT = values().length;
}
