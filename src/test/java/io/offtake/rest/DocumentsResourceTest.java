package io.offtake.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import io.offtake.calendar.WeeklyReleases;
import io.offtake.document.ParseOutcome.Problem;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.ProblemType;
import org.junit.jupiter.api.Test;

class DocumentsResourceTest {

  @Test
  void aNameCannotLeaveItsHeader() {
    assertThat(DocumentsResource.disposition("wa_gr101 2026.txt", "f00"))
        .isEqualTo("attachment; filename=\"wa_gr101 2026.txt\"; filename*=UTF-8''wa_gr101%202026.txt");
    assertThat(DocumentsResource.disposition("ü\"\r\nX: y", "f00"))
        .isEqualTo("attachment; filename=\"____X_ y\"; filename*=UTF-8''%C3%BC%22%0D%0AX%3A%20y");
    assertThat(DocumentsResource.disposition(null, "f00")).startsWith("attachment; filename=\"f00\"");
  }

  @Test
  void aRefusedDocumentIsNotTheFaultOfAParameterUnlessItIs() {
    var unread = SourcesResource.refusal(
        Optional.empty(), List.of(new Problem(3, "the row is short"), new Problem(null, "there is no end")));
    var parameter = SourcesResource.refusal(Optional.of("periodEnd"), List.of(new Problem(null, "it is another week")));

    assertThat(unread.type()).isEqualTo(ProblemType.UNPROCESSABLE);
    assertThat(unread.faults()).extracting(Fault::detail)
        .containsExactly("line 3: the row is short", "there is no end");
    assertThat(unread.faults()).extracting(Fault::pointer).containsOnlyNulls();
    assertThat(parameter.type()).isEqualTo(ProblemType.INVALID_PARAMETER);
    assertThat(parameter.faults()).extracting(Fault::parameter).containsExactly("periodEnd");
  }

  @Test
  void theRuleOfReleaseIsToldInWords() {
    assertThat(SourcesResource.inWords(WeeklyReleases.GRAIN_INSPECTIONS)).isEqualTo(
        "Monday 11:00, 4 days after the week that ends on Thursday;"
            + " on the next business day when that is a federal holiday");
  }
}
