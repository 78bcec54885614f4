package io.offtake.alert.store;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.offtake.alert.Facts;

/// [Facts] as they are kept: one flat object, whatever groups the code sorts them in.
record FactsJson(
    @JsonUnwrapped Facts.Subject about,
    Instant asOf,
    long dataVersion,
    @JsonUnwrapped Facts.Judged judged,
    @JsonUnwrapped Facts.Balance balance,
    @JsonUnwrapped Facts.Rates rates,
    @JsonUnwrapped Facts.Odds odds,
    @JsonUnwrapped Facts.Seen seen,
    int terms,
    String amendment,
    List<Facts.Retraction> retractions) {

  static FactsJson of(Facts facts) {
    return new FactsJson(facts.subject(), facts.asOf(), facts.dataVersion(), facts.judged(), facts.balance(), facts.rates(),
        facts.odds(), facts.seen(), facts.terms(), facts.amendment(), facts.retractions());
  }

  Facts facts() {
    return new Facts(about, asOf, dataVersion, judged, balance, rates, odds, seen, terms, amendment, retractions);
  }
}
