package io.offtake.rest;

import java.util.Comparator;
import java.util.List;

import io.offtake.answer.Answers.Basis;
import io.offtake.api.model.DocumentDto;
import io.offtake.api.model.DoubtfulRowDto;
import io.offtake.calendar.DateWindow;
import io.offtake.document.Document;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Release;
import io.offtake.evidence.SeriesId;
import jakarta.inject.Singleton;

/// Puts documents into the contract's words.
@Singleton
class DocumentMapper {

  private static final Comparator<Release> BY_PERIOD = Comparator
      .comparing((Release release) -> release.period().last())
      .thenComparing(release -> release.period().first())
      .thenComparing(Release.BY_KNOWLEDGE);

  /// What tells the figures of a document apart: those that it brought back are in a release of their own.
  private record Place(SeriesId series, DateWindow period, boolean correction, int line) {

    static Place of(Observation figure) {
      return new Place(figure.series(), figure.period(), figure.correction(), figure.provenance().line());
    }
  }

  private final Releases releases;

  DocumentMapper(Releases releases) {
    this.releases = releases;
  }

  /// What was kept of a document; figures that were held before it came belong to the document that brought them.
  DocumentDto document(Basis basis, Document document) {
    List<Observation> figures = basis.snapshot().panel().observationsOf(document.id());
    return DocumentDto.builder()
        .id(document.id())
        .source(document.source().value())
        .name(document.told().name())
        .documentType(document.documentType())
        .contentType(document.mediaType())
        .size(document.sizeBytes())
        .sha256(document.id())
        .receivedAt(document.receivedAt())
        .releasedAt(document.told().releasedAt())
        .marketingYear(document.told().marketingYear())
        .readerVersion(document.readerVersion())
        .sourceUrl(document.told().sourceUrl())
        .outcome(DocumentDto.OutcomeEnum.READ)
        .releases(releases.of(basis,
            figures.stream().map(Observation::release).distinct().sorted(BY_PERIOD).toList()))
        .figures(Math.toIntExact(figures.stream().map(Place::of).distinct().count()))
        .doubtfulRows(document.doubtful().stream()
            .<DoubtfulRowDto>map(row ->
                DoubtfulRowDto.builder().line(row.line()).reason(row.reason()).used(row.used()).build())
            .toList())
        .keysCut(document.cuts().isEmpty() ? null : document.cuts())
        .problems(List.of())
        .build();
  }
}
