package io.offtake.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Month;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.offtake.api.model.NewCommitmentDto;
import io.offtake.api.model.NewReadingDto;
import io.offtake.api.model.NewTermsDto;
import io.offtake.api.model.NewTrancheDto;
import io.offtake.api.model.TargetDto;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Problem;
import io.offtake.commitment.Target;
import io.offtake.commitment.form.CommitmentJson;
import io.offtake.quantity.Quantity;
import io.offtake.rest.edge.Fault;
import org.junit.jupiter.api.Test;

class CommitmentBodyTest {

  private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new JavaTimeModule());
  private static final CommitmentJson JSON = new CommitmentJson(_ -> Optional.of(Month.SEPTEMBER));

  private static final String TERMS = """
      {"announcedOn": "2025-12-03", "announcedBy": "a minister", "summary": "12 Mt by 28 February 2026",
       "source": {"publisher": "a paper", "date": "2025-12-04"}, "headline": "sold",
       "tranches": [{"id": "initial", "windowStart": "2025-11-01", "deadline": "2026-02-28", "yearly": true,
         "target": {"operator": "atLeast", "value": 12000000.5, "unit": "t", "per": "year", "additional": false}},
         {"id": "open"},
         {"id": "either", "target": {"operator": "lowerOf",
           "legs": [{"value": 5, "unit": "t"}, {"value": 7, "unit": "USD", "per": "year"}]}}]}
      """;
  private static final String READING = """
      {"id": "sold", "label": "Sold", "tranche": "initial", "measure": "sold", "unknownDestinations": "share",
       "share": {"min": 0.3, "max": 1}, "windowStart": "2025-10-30", "deadline": "2026-02-28",
       "evidence": ["fas-export-sales"], "statedBy": "a minister", "statedAt": "2025-12-03T15:00:00Z",
       "source": {"publisher": "a paper"}, "doubt": "second-hand"}
      """;

  @Test
  void whatIsSentIsWhatTheCatalogueReads() throws JsonProcessingException {
    var sent = MAPPER.readValue("""
        {"id": "us-cn-x", "title": "a title", "buyer": "CN", "seller": "US", "commodities": ["soybeans", "wheat"],
         "strength": "statement", "terms": %s, "readings": [%s], "parent": "us-cn", "notes": "a note"}
        """.formatted(TERMS, READING), NewCommitmentDto.class);

    var commitment = valid(JSON.read(CommitmentBody.document(sent)));

    assertThat(commitment.commodities()).extracting(Object::toString).containsExactly("soybeans", "wheat");
    assertThat(commitment.parent()).hasToString("us-cn");
    var terms = commitment.terms().getFirst();
    assertThat(terms.announced().knownFrom()).isEqualTo("2025-12-04T00:00:00Z");
    assertThat(terms.tranches().get(0).yearly()).isTrue();
    assertThat(terms.tranches().get(0).target())
        .isInstanceOfSatisfying(Target.AtLeast.class, target -> {
          assertThat(target.quantity().value()).isEqualByComparingTo("12000000.5");
          assertThat(target.perYear()).isTrue();
          assertThat(target.additional()).isFalse();
        });
    assertThat(terms.tranches().get(1).target()).isEqualTo(new Target.Undeclared());
    assertThat(terms.tranches().get(2).target()).isInstanceOf(Target.LowerOf.class);
    var reading = commitment.readings().getFirst();
    assertThat(reading.stated().knownFrom()).isEqualTo("2025-12-03T15:00:00Z");
    assertThat(reading.doubt()).isEqualTo("second-hand");
    assertThat(reading.unknownDestinations().id()).isEqualTo("share");
  }

  @Test
  void problemsPointIntoWhatWasSent() {
    assertThat(CommitmentBody.faultsOfCommitment(new NewCommitmentDto(), List.of(
        problem("/commodities/1/id"),
        problem("/terms"),
        problem("/terms/0/tranches/2/recurs"),
        problem("/terms/0"),
        problem("/readings/3/checkReason"),
        problem("/seller"))))
        .extracting(Fault::pointer)
        .containsExactly("/commodities/1", "/terms", "/terms/tranches/2/yearly", "/terms", "/readings/3/doubt",
            "/seller");
  }

  @Test
  void whatAReadingHasOfItsTermsIsToldOfTheTerms() {
    var sent = new NewCommitmentDto()
        .terms(new NewTermsDto().tranches(List.of(new NewTrancheDto().id("first"), new NewTrancheDto().id("second"))))
        .readings(List.of(new NewReadingDto().id("sold").tranche("second")));
    assertThat(CommitmentBody.faultsOfCommitment(sent, List.of(
        problem("/terms/0/tranches/1/deadline"), problem("/readings/0/deadline"), problem("/readings/0/statedOn"))))
        .extracting(Fault::pointer).containsExactly("/terms/tranches/1/deadline", "/terms/announcedOn");
    sent.getReadings().getFirst().deadline(java.time.LocalDate.EPOCH).statedOn(java.time.LocalDate.EPOCH);
    assertThat(CommitmentBody.faultsOfCommitment(sent, List.of(
        problem("/readings/0/deadline"), problem("/readings/0/statedOn"))))
        .extracting(Fault::pointer).containsExactly("/readings/0/deadline", "/readings/0/statedOn");
  }

  @Test
  void whatBreaksElsewhereHasNoPlaceInTheBodyAndIsNamed() {
    var faults = CommitmentBody.faultsOfTerms(List.of(problem("/tranches/0/recurs"), problem("/readings/0/tranche")));

    assertThat(faults.get(0).pointer()).isEqualTo("/tranches/0/yearly");
    assertThat(faults.get(1).pointer()).isNull();
    assertThat(faults.get(1).detail()).startsWith("/readings/0/tranche of the commitment");
    assertThat(CommitmentBody.faultsOfReading(List.of(problem(""), problem("/checkReason"), problem("/terms/0"))))
        .extracting(Fault::pointer)
        .containsExactly("", "/doubt", null);
  }

  @Test
  void aTargetIsToldInTheWordsItWasSentIn() throws JsonProcessingException {
    var read = valid(JSON.read(CommitmentBody.document(MAPPER.readValue("""
        {"id": "a", "title": "t", "buyer": "CN", "seller": "US", "commodities": [], "strength": "treaty",
         "terms": %s, "readings": [%s]}
        """.formatted(TERMS, READING), NewCommitmentDto.class))));

    var told = read.terms().getFirst().tranches().stream().map(each -> CommitmentMapper.target(each.target())).toList();

    assertThat(told.get(0).getOperator()).isEqualTo(TargetDto.OperatorEnum.AT_LEAST);
    assertThat(told.get(0).getPer()).isEqualTo(TargetDto.PerEnum.YEAR);
    assertThat(told.get(0).getAdditional()).isNull();
    assertThat(told.get(1)).isNull();
    assertThat(told.get(2).getLegs()).extracting("unit").containsExactly("t", "USD");
    assertThat(CommitmentMapper.target(new Target.Between(Quantity.tonnes(9), Quantity.tonnes(12), false)).getMax())
        .isEqualByComparingTo("12");
  }

  private static Commitment valid(CommitmentJson.Outcome outcome) {
    assertThat(outcome).isInstanceOf(CommitmentJson.Outcome.Valid.class);
    return ((CommitmentJson.Outcome.Valid) outcome).commitment();
  }

  private static Problem problem(String pointer) {
    return new Problem(pointer, "it is wrong", "put it right");
  }
}
