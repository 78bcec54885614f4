package io.offtake.commitment;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/// A public document that something was read in.
public record Citation(
    @Nullable String title, String publisher, @Nullable LocalDate date, @Nullable String url) {}
