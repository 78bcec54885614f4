package io.offtake.verdict;

/// A verdict with its why.
public record Judgement(Verdict verdict, Why why) {}
