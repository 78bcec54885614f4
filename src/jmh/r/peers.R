# Time per series and origin of two forecasts of five horizons with R's package `forecast`: auto.arima with Fourier terms
# on the square root, and ets. Usage: Rscript peers.R MATRIX.csv SERIES ORIGINS
suppressMessages(library(forecast))
arguments <- commandArgs(trailingOnly = TRUE)
matrix <- read.csv(arguments[1], check.names = FALSE)
series <- as.integer(arguments[2])
origins <- as.integer(arguments[3])
horizons <- c(4, 8, 13, 26, 39)
levels <- c(50, 80, 90, 98)

sums <- function(fit_forecast, paths = 500) {
  # Quantiles of the sums, as a desk would get them: simulated paths of the fitted model.
  sapply(horizons, function(h) quantile(colSums(pmax(fit_forecast[seq_len(h), , drop = FALSE], 0)^2), c(.05, .5, .95)))
}
time_of <- function(one) {
  started <- proc.time()[["elapsed"]]
  for (s in seq_len(series)) for (o in seq_len(origins)) {
    known <- sqrt(matrix[seq_len(nrow(matrix) - 4 * (o - 1)), s + 1])
    one(ts(known, frequency = 365.25 / 7))
  }
  (proc.time()[["elapsed"]] - started) / (series * origins)
}
arima <- function(z) {
  fit <- auto.arima(z, xreg = fourier(z, K = 2), seasonal = FALSE)
  ahead <- fourier(z, K = 2, h = 39)
  sums(replicate(500, simulate(fit, nsim = 39, xreg = ahead)))
}
ets_model <- function(z) {
  fit <- ets(ts(as.numeric(z)))
  sums(replicate(500, simulate(fit, nsim = 39)))
}
point <- function(z) {
  fit <- auto.arima(z, xreg = fourier(z, K = 2), seasonal = FALSE)
  forecast(fit, xreg = fourier(z, K = 2, h = 39), level = levels)
}
ets_point <- function(z) forecast(ets(ts(as.numeric(z))), h = 39, level = levels)
cat(sprintf("auto.arima with Fourier terms, weekly intervals  %9.2f ms\n", 1000 * time_of(point)))
cat(sprintf("auto.arima with Fourier terms, simulated sums    %9.2f ms\n", 1000 * time_of(arima)))
cat(sprintf("ets, weekly intervals                            %9.2f ms\n", 1000 * time_of(ets_point)))
cat(sprintf("ets, simulated sums                              %9.2f ms\n", 1000 * time_of(ets_model)))
